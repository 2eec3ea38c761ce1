//! Governing: vouching, removals, those who come back, keyholders, the charter.

use palabre_api::{Handler, ask};

use super::{Act, nothing};

pub const ACTS: &[Act] = &[
    ("member.vouch", 2, |node, stage| {
        let waiting = node.member_vouch(ask::MemberVouch::default())?.waiting;
        match waiting.first() {
            Some(newcomer) => {
                let guest = stage.chance(0.2);
                node.member_vouch(ask::MemberVouch { who: Some(newcomer.member.clone()), guest }).map(drop)
            }
            None => Err(nothing()),
        }
    }),
    ("member.propose", 1, |node, _| {
        let waiting = node.member_vouch(ask::MemberVouch::default())?.waiting;
        let Some(newcomer) = waiting.first() else { return Err(nothing()) };
        let who = newcomer.member.clone();
        node.member_propose(ask::MemberPropose { who, days: Some(1), question: None, wording: None })
            .map(drop)
    }),
    ("member.remove", 2, |node, stage| {
        let Some(who) = stage.names(node, 1)?.pop() else { return Err(nothing()) };
        let why = stage.words();
        node.member_remove(ask::MemberRemove { who, why, days: Some(1), question: None }).map(drop)
    }),
    ("member.formerly", 1, |node, stage| {
        let names = stage.names(node, 2)?;
        let [who, was] = &names[..] else { return Err(nothing()) };
        let (who, was) = (who.clone(), was.clone());
        node.member_formerly(ask::MemberFormerly { who, was, days: Some(1), question: None }).map(drop)
    }),
    ("keyholder.list", 1, |node, _| node.keyholder_list(ask::KeyholderList {}).map(drop)),
    ("keyholder.propose", 4, |node, stage| {
        let names = stage.names(node, 2)?;
        let without = if stage.chance(0.2) { names.iter().take(1).cloned().collect() } else { Vec::new() };
        let add = if without.is_empty() { names } else { Vec::new() };
        node.keyholder_propose(ask::KeyholderPropose { add, without, days: Some(1), ..Default::default() })
            .map(drop)
    }),
    ("keyholder.certify", 5, |node, stage| {
        let list = node.keyholder_list(ask::KeyholderList {})?;
        let open: Vec<_> = list.waiting.iter().chain(&list.at_once).filter(|change| !change.done).collect();
        match stage.one_of(&open) {
            Some(change) => node
                .keyholder_certify(ask::KeyholderCertify {
                    decision: change.decision.clone(),
                    anyway: stage.chance(0.2),
                })
                .map(drop),
            None => Err(nothing()),
        }
    }),
    ("charter.show", 1, |node, _| node.charter_show(ask::CharterShow {}).map(drop)),
    ("charter.propose", 4, |node, stage| {
        let days = Some(1);
        let ask = match stage.chance(0.5) {
            true => ask::CharterPropose { name: Some(stage.words()), days, ..Default::default() },
            false => {
                let admission = Some(stage.word(&["any-member", "two-vouch", "decision", "nobody"]));
                ask::CharterPropose { admission, days, ..Default::default() }
            }
        };
        node.charter_propose(ask).map(drop)
    }),
];
