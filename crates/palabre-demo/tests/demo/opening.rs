//! What is there on the day on which somebody looks around.

use palabre_api::{ask, row};
use palabre_demo::{Example, Language};

use crate::village::{NOON, ask, at};

fn open() -> Example {
    at(Language::English, NOON)
}

fn decision(example: &mut Example, question: &str) -> row::Decision {
    ask(example, &ask::DecisionShow { decision: question.into(), ..Default::default() })
}

#[test]
fn twelve_people_are_there_and_the_visitor_is_dung() {
    let mut example = open();
    let me = ask(&mut example, &ask::MeShow {});
    assert_eq!(me.name, "Dung Trần");
    assert_eq!(me.communities.len(), 1);
    assert_eq!(me.communities[0].name, "Le Fournil");
    let members = ask(&mut example, &ask::Members::default()).members;
    let names: Vec<_> = members.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Alma Reyes",
            "Bastien Caron",
            "Chiara Lombardi",
            "Dung Trần",
            "Eszter Kovács",
            "Fatou Ndiaye",
            "Goran Petrović",
            "Hana Suzuki",
            "Ibrahim Yılmaz",
            "Júlia Ferreira",
            "Kwame Mensah",
            "Lina Haddad",
        ]
    );
    let keys = ask(&mut example, &ask::KeyholderList {}).keyholders;
    let keys: Vec<_> = keys.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(keys, ["Fatou Ndiaye", "Goran Petrović", "Lina Haddad"]);
    let checkup = ask(&mut example, &ask::Doctor { thorough: true, replay: true });
    assert!(checkup.well, "{checkup:?}");
}

#[test]
fn one_intention_two_decisions_and_two_hundred_euros_wait() {
    let mut example = open();
    let waiting = ask(&mut example, &ask::Waiting { limit: 50 }).waiting;
    let what: Vec<_> = waiting.iter().map(|one| (one.title.as_str(), one.asks.as_str())).collect();
    assert_eq!(
        what,
        [
            ("Shall Wednesday lunch be shared?", "answer"),
            ("Keys to the street door", "answer"),
            ("Move the quiet corner to the back room", "advise"),
            ("Spring round", "give"),
        ]
    );
    assert_eq!(waiting[3].amount.as_ref().unwrap().text, "200.00 €");
    // 18:00 on Thursday, by the clocks of Marseille.
    assert_eq!(waiting[0].until, Some(1_804_784_400_000));
}

#[test]
fn seven_decisions_are_in_their_states() {
    let mut example = open();
    let lunch = decision(&mut example, "Shall Wednesday lunch");
    assert_eq!((lunch.state.as_str(), lunch.how.as_str()), ("open", "sense-check"));
    assert!(lunch.sentence.contains("7 of 12"), "{}", lunch.sentence);
    let keepers = decision(&mut example, "Shall Fatou, Goran");
    assert_eq!(keepers.state, "final");
    assert!(keepers.wording.starts_with("Fatou kept them alone"), "{}", keepers.wording);
    assert!(keepers.outcomes[0].text.as_deref().unwrap().starts_with("On se relaie"));
    let keys = decision(&mut example, "Keys to");
    assert!(keys.sentence.contains("8 of 12 have answered"), "{}", keys.sentence);
    let compost = decision(&mut example, "Join the street");
    assert_eq!(compost.state, "closing", "{}", compost.sentence);
    assert!(compost.sentence.contains("9 of 12 have answered"), "{}", compost.sentence);
    let chairs = decision(&mut example, "Which chairs");
    assert_eq!(chairs.state, "counted");
    assert!(
        chairs.sentence.contains("4 of 12 found the same result; it is final when 7 have"),
        "{}",
        chairs.sentence
    );
    let sums: Vec<_> = chairs.options.iter().map(|option| (option.sum, option.voices)).collect();
    assert_eq!(sums, [(34, 8), (24, 8), (12, 8)]);
    assert!(chairs.counts[0].arithmetic.contains("34 in all, 4.25 on average"));
    let evening = decision(&mut example, "Which evening");
    assert_eq!(evening.sentence, "Final: 9 of 12 found the same result.");
    assert!(evening.counts[0].arithmetic.contains("11 of 12"), "{}", evening.counts[0].arithmetic);
    // Whoever chooses between options takes no position: all stand A to Z, whatever they chose.
    let initials: String = evening.answers.iter().filter_map(|answer| answer.name.chars().next()).collect();
    assert_eq!(initials, "ABCDEFGHIJKL");
    // Kwame answered after the end, which is not the fault of whoever counted.
    assert_eq!(evening.answers.iter().filter(|answer| answer.standing == "late").count(), 1);
    let initials: String = compost.answers.iter().filter_map(|answer| answer.name.chars().next()).collect();
    assert_eq!(initials, "BCEFGHKJL");
    let release = decision(&mut example, "Release");
    assert_eq!(release.sentence, "Final: 10 of 12 found the same result.");
    let newcomers = decision(&mut example, "Two people vouch");
    assert!(newcomers.counts[0].arithmetic.contains("Too few answered: 6 of 12 (50 %, needed 75 %)"));
}

#[test]
fn nine_hundred_and_fifty_euros_are_given() {
    let mut example = open();
    let round = ask(&mut example, &ask::RoundShow { round: "Spring round".into() });
    assert_eq!(round.given.text, "950.00 €");
    assert_eq!(round.left.as_ref().unwrap().text, "200.00 €");
    let given: Vec<_> = round.buckets.iter().map(|one| one.given.minor / 100).collect();
    let goals: Vec<_> = round.buckets.iter().map(|one| (one.min.minor / 100, one.max.minor / 100)).collect();
    assert_eq!(given, [260, 290, 60, 215, 125]);
    assert_eq!(goals, [(350, 600), (300, 500), (180, 180), (450, 700), (200, 800)]);
}

#[test]
fn projects_intentions_and_the_wall_are_as_the_story_has_them() {
    let mut example = open();
    let projects = ask(&mut example, &ask::ProjectList { limit: 50, ..Default::default() }).projects;
    let mut states: Vec<_> = projects.iter().map(|one| (one.name.as_str(), one.state.as_str())).collect();
    states.sort_unstable();
    assert_eq!(
        states,
        [
            ("Furniture from waste wood", "done"),
            ("Neighbourhood radio", "paused"),
            ("Night school of tools", "idea"),
            ("Repair café", "active"),
            ("Roof garden", "forming"),
        ]
    );
    let intentions = ask(&mut example, &ask::IntentionList { limit: 50, ..Default::default() }).intentions;
    let states: Vec<_> = intentions.iter().map(|one| (one.what.as_str(), one.state.as_str())).collect();
    assert_eq!(
        states,
        [
            ("Move the quiet corner to the back room", "listening"),
            ("Lend the projector to the school on Fridays", "decided"),
            ("Open at 7:30 on market days", "review"),
        ]
    );
    let corner = ask(&mut example, &ask::IntentionShow { intention: "Move the quiet".into() });
    assert!(corner.sentence.contains("3 of 5 have answered"), "{}", corner.sentence);
    let wall = ask(&mut example, &ask::ShareList { limit: 50, ..Default::default() }).lines;
    assert_eq!(wall.len(), 7);
    assert!(wall.iter().any(|one| one.text == "How to read a lease, Thursday 13:00."));
    assert!(wall.iter().any(|one| one.text == "Pour le chauffage de lundi."));
}

#[test]
fn titles_are_in_the_language_of_the_window_and_words_in_that_of_who_speaks() {
    let mut example = at(Language::French, NOON);
    let lunch = decision(&mut example, "Partage-t-on le déjeuner du mercredi");
    let reasons: Vec<_> = lunch.answers.iter().filter_map(|one| one.reason.as_deref()).collect();
    assert_eq!(reasons, ["I cook at noon."]);
    let mut example = at(Language::Spanish, NOON);
    assert_eq!(decision(&mut example, "¿Compartimos").question, "¿Compartimos la comida de los miércoles?");
    let cause = ask(&mut example, &ask::CauseShow {}).cause;
    assert_eq!(cause, "Que nadie en nuestra calle afronte solo lo que cambia.");
}

/// Whatever the hour at which somebody looks around.
#[test]
fn the_same_waits_at_any_hour_of_any_day() {
    for hours in [-11, 7, 12, 24 * 18 + 3, 24 * 230 - 5] {
        let mut example = at(Language::English, NOON + hours * 3_600_000);
        let waiting = ask(&mut example, &ask::Waiting { limit: 50 }).waiting;
        let asks: Vec<_> = waiting.iter().map(|one| one.asks.as_str()).collect();
        assert_eq!(asks, ["answer", "answer", "advise", "give"], "{hours}");
        let round = ask(&mut example, &ask::RoundShow { round: "Spring round".into() });
        assert_eq!(round.given.text, "950.00 €", "{hours}");
        assert!(example.missed().is_empty(), "{hours}");
    }
}
