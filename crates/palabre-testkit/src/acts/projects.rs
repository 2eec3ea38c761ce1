//! Projects, next steps, attached files.

use palabre_api::{Handler, ask};
use rand::RngExt;

use super::{Act, nothing};

pub const ACTS: &[Act] = &[
    ("project.new", 3, |node, stage| {
        let description = stage.maybe_words();
        let team = if stage.chance(0.2) { stage.names(node, 2)? } else { Vec::new() };
        node.project_new(ask::ProjectNew { name: stage.words(), why: stage.words(), description, team })
            .map(drop)
    }),
    ("project.list", 1, |node, stage| {
        let mine = stage.chance(0.5);
        node.project_list(ask::ProjectList { mine, limit: 5, ..Default::default() }).map(drop)
    }),
    ("project.show", 1, |node, stage| {
        let project = stage.project(node, |_| true)?;
        node.project_show(ask::ProjectShow { project }).map(drop)
    }),
    ("project.write", 6, |node, stage| {
        let project = stage.project(node, |_| true)?;
        let shown = node.project_show(ask::ProjectShow { project: project.clone() })?;
        // Somewhere in the middle, by many hands.
        let mut words: Vec<&str> = shown.description.split(' ').collect();
        let written = stage.words();
        let at = stage.rng.random_range(0..=words.len());
        words.insert(at, &written);
        let description = Some(words.join(" "));
        let name = stage.chance(0.1).then(|| stage.words());
        node.project_write(ask::ProjectWrite { project, description, name, ..Default::default() }).map(drop)
    }),
    ("project.history", 1, |node, stage| {
        let project = stage.project(node, |_| true)?;
        node.project_history(ask::ProjectHistory { project }).map(drop)
    }),
    ("project.join", 4, |node, stage| {
        let project = stage.project(node, |line| !line.mine)?;
        node.project_join(ask::ProjectJoin { project }).map(drop)
    }),
    ("project.leave", 1, |node, stage| {
        let project = stage.project(node, |line| line.mine)?;
        node.project_leave(ask::ProjectLeave { project }).map(drop)
    }),
    ("project.state", 2, |node, stage| {
        let project = stage.project(node, |line| line.mine)?;
        let state = stage.word(&["active", "active", "paused", "done", "stopped"]);
        node.project_state(ask::ProjectState { project, state }).map(drop)
    }),
    ("project.need", 2, |node, stage| {
        let project = stage.project(node, |line| line.mine)?;
        let kind = stage.word(&["skill", "time", "money", "thing"]);
        node.project_need(ask::ProjectNeed { project, what: Some(stage.words()), kind, ..Default::default() })
            .map(drop)
    }),
    ("project.help", 2, |node, stage| {
        let project = stage.project(node, |line| !line.needs.is_empty())?;
        let shown = node.project_show(ask::ProjectShow { project: project.clone() })?;
        let Some(need) = stage.one_of(&shown.needs).map(|need| need.id.clone()) else {
            return Err(nothing());
        };
        let text = stage.maybe_words();
        node.project_help(ask::ProjectHelp { project, need, text, back: false }).map(drop)
    }),
    ("project.note", 3, |node, stage| {
        let project = stage.project(node, |line| line.mine)?;
        let (worked, failed) = (stage.chance(0.2), false);
        node.project_note(ask::ProjectNote { project, text: stage.words(), worked, failed }).map(drop)
    }),
    ("project.link", 1, |node, stage| {
        let project = stage.project(node, |line| line.mine)?;
        let url = Some(format!("https://example.org/{}", stage.rng.random::<u16>()));
        node.project_link(ask::ProjectLink { project, url, title: stage.maybe_words(), drop: None }).map(drop)
    }),
    ("project.replicate", 1, |node, stage| {
        let project =
            if stage.chance(0.5) { stage.file("project") } else { stage.project(node, |_| true)? };
        node.project_replicate(ask::ProjectReplicate { project, name: Some(stage.words()) }).map(drop)
    }),
    ("project.pack", 1, |node, stage| {
        let project = stage.project(node, |_| true)?;
        node.project_pack(ask::ProjectPack { project, file: stage.file("project") }).map(drop)
    }),
    ("guide.show", 1, |node, _| node.guide_show(ask::GuideShow {}).map(drop)),
    ("guide.write", 1, |node, stage| {
        let text = format!("{}\n{}", node.guide_show(ask::GuideShow {})?.text, stage.words());
        node.guide_write(ask::GuideWrite { text, from: None }).map(drop)
    }),
    ("step.add", 2, |node, stage| {
        let on = stage.work(node)?;
        let by = stage.chance(0.3).then(|| "2030-01-01".into());
        node.step_add(ask::StepAdd { on, text: stage.words(), by }).map(drop)
    }),
    ("step.take", 3, |node, stage| {
        let (project, done) = (stage.project(node, |line| line.mine)?, stage.chance(0.4));
        let steps = node.project_show(ask::ProjectShow { project: project.clone() })?.around.steps;
        let Some(step) = stage.one_of(&steps).map(|step| step.id.clone()) else { return Err(nothing()) };
        node.step_take(ask::StepTake { on: project, step, done, drop: false }).map(drop)
    }),
    ("attach", 1, |node, stage| {
        let (on, file) = (stage.record(node)?, stage.file("photo.jpg"));
        // The folder is there as long as the schedule.
        std::fs::write(&file, stage.words()).expect("a file can be written");
        let record = ask::Attach { on: on.clone(), file, drop: false };
        node.attach(record)?;
        // Some think better of it.
        if stage.chance(0.3) {
            return node.attach(ask::Attach { on, file: "photo.jpg".into(), drop: true }).map(drop);
        }
        Ok(())
    }),
    ("fetch", 1, |node, stage| {
        let project = stage.project(node, |_| true)?;
        let files = node.project_show(ask::ProjectShow { project: project.clone() })?.around.files;
        let Some(name) = stage.one_of(&files).map(|file| file.id.clone()) else { return Err(nothing()) };
        node.fetch(ask::Fetch { on: project, name, file: Some(stage.file("fetched")) }).map(drop)
    }),
];
