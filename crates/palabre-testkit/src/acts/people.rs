//! People: who is here, invites, the Cause, profiles.

use palabre_api::{Handler, ask};

use super::{Act, nothing};

pub const ACTS: &[Act] = &[
    ("me.show", 1, |node, _| node.me_show(ask::MeShow {}).map(drop)),
    ("me.words", 1, |node, stage| {
        // Nobody guesses the words that are asked for; who has a second laptop by a ticket has none to show.
        let kept = if stage.chance(0.5) { vec!["bread".into(); 3] } else { Vec::new() };
        node.me_words(ask::MeWords { kept }).map(drop)
    }),
    ("device.add", 1, |node, stage| {
        let file = stage.chance(0.5).then(|| stage.file("laptop"));
        node.device_add(ask::DeviceAdd { file, ..Default::default() }).map(drop)
    }),
    ("device.renew", 4, |node, _| match node.device_renew(ask::DeviceRenew::default()) {
        Err(error) if error.code == "device.whole" => Err(nothing()),
        renewed => renewed.map(drop),
    }),
    ("device.list", 1, |node, stage| {
        let who = stage.names(node, 1)?.pop();
        node.device_list(ask::DeviceList { who }).map(drop)
    }),
    ("device.revoke", 1, |node, stage| {
        let devices = node.device_list(ask::DeviceList::default())?.devices;
        let others: Vec<_> = devices.iter().filter(|one| !one.here && one.standing == "open").collect();
        let Some(one) = stage.one_of(&others) else { return Err(nothing()) };
        let last = stage.chance(0.3).then(|| one.entries.saturating_sub(2));
        node.device_revoke(ask::DeviceRevoke { device: one.id.clone(), last, ..Default::default() }).map(drop)
    }),
    ("device.suspend", 2, |node, stage| {
        // Whoever holds no keys is told so; whoever does suspends somebody, or takes it back.
        let suspended = node.status(ask::Status {})?.suspended;
        let lift = !suspended.is_empty() && stage.chance(0.6);
        let device = if lift {
            stage.one_of(&suspended).map(|one| one.device.clone())
        } else {
            let who = stage.names(node, 1)?.pop();
            let devices = node.device_list(ask::DeviceList { who })?.devices;
            stage.one_of(&devices).map(|one| one.id.clone())
        };
        let Some(device) = device else { return Err(nothing()) };
        let because = stage.chance(0.9).then(|| stage.words());
        node.device_suspend(ask::DeviceSuspend { device, because, lift }).map(drop)
    }),
    ("look", 1, |node, stage| {
        if stage.chance(0.1) {
            return node.look(ask::Look { ticket: stage.file("nothing") }).map(drop);
        }
        let ticket = node.invite(ask::Invite { uses: 1, days: 1, ..Default::default() })?.ticket;
        node.look(ask::Look { ticket }).map(drop)
    }),
    ("invite", 1, |node, stage| {
        let file = stage.chance(0.5).then(|| stage.file("invite"));
        let (guest, qr) = (stage.chance(0.3), stage.chance(0.1));
        node.invite(ask::Invite { uses: 2, days: 30, guest, file, qr, near: None }).map(drop)
    }),
    ("members", 1, |node, _| node.members(ask::Members::default()).map(drop)),
    ("cause.show", 1, |node, _| node.cause_show(ask::CauseShow {}).map(drop)),
    ("cause.propose", 1, |node, stage| {
        let text = stage.words();
        node.cause_propose(ask::CausePropose { text, days: Some(1) }).map(drop)
    }),
    ("profile.show", 1, |node, stage| {
        let name = stage.names(node, 1)?.pop();
        node.profile_show(ask::ProfileShow { name }).map(drop)
    }),
    ("profile.write", 4, |node, stage| {
        let away_until = stage.chance(0.3).then(|| stage.word(&["2027-03-20", "2031-01-01", "no"]));
        let shares = vec![stage.words()];
        node.profile_write(ask::ProfileWrite { shares, away_until, ..Default::default() }).map(drop)
    }),
];
