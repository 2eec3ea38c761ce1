//! Three intentions: one that listens, one that was decided, one to look back at.

use palabre_api::{Handler, ask};

use super::{Plan, id};
use crate::calendar::Calendar;
use crate::people::Who;

use Who::{Alma, Bastien, Chiara, Dung, Eszter, Fatou, Goran, Hana, Ibrahim, Julia, Kwame, Lina};

impl Plan<'_> {
    pub(super) fn intentions(&mut self) {
        let calendar = self.voice.calendar.clone();

        // Today it is looked back at.
        self.intention(
            calendar.at(-39, 9, 0),
            (Ibrahim, &[Chiara, Fatou, Goran, Kwame], &[]),
            "early",
            [
                "Open at 7:30 on market days",
                "Ouvrir à 7\u{a0}h\u{a0}30 les jours de marché",
                "Abrir a las 7:30 los días de mercado",
            ],
            [
                "The stallholders have nowhere to warm up.",
                "Les marchands n’ont nulle part où se réchauffer.",
                "Quienes venden no tienen dónde calentarse.",
            ],
            calendar.at(-36, 9, 0),
        );
        self.advise(calendar.at(-38, 9, 0), Fatou, "early", "support", None);
        self.advise(calendar.at(-37, 9, 0), Kwame, "early", "read", None);
        self.decide(calendar.at(-35, 0, 0), Ibrahim, "early", "go", None, 35);
        self.review(calendar.before(55), Fatou, "early", "less");
        self.review(calendar.before(50), Goran, "early", "less");
        self.review(calendar.before(45), Chiara, "early", "as-much");
        self.review(calendar.during(1, 90), Kwame, "early", "less");

        self.intention(
            calendar.at(-11, 9, 0),
            (Julia, &[Alma, Kwame], &[Bastien]),
            "projector",
            [
                "Lend the projector to the school on Fridays",
                "Prêter le projecteur à l’école le vendredi",
                "Prestar el proyector a la escuela los viernes",
            ],
            [
                "It sleeps in the cupboard, and they have none.",
                "Il dort dans l’armoire, et l’école n’en a pas.",
                "Duerme en el armario, y allí no tienen.",
            ],
            calendar.at(-8, 9, 0),
        );
        let film = Some("Los viernes hay cine: ¿y el primero del mes?");
        self.advise(calendar.at(-10, 9, 0), Alma, "projector", "worry", film);
        let lamp = Some("Il faut une lampe de rechange.");
        self.advise(calendar.at(-10, 10, 0), Bastien, "projector", "suggestion", lamp);
        self.advise(calendar.at(-9, 10, 0), Kwame, "projector", "support", None);
        self.reply(
            calendar.at(-9, 18, 0),
            Julia,
            "projector",
            Alma,
            "adapted",
            Some("Not on the first Friday."),
        );
        self.reply(calendar.at(-9, 18, 5), Julia, "projector", Bastien, "taken", None);
        self.decide(calendar.at(-7, 9, 0), Julia, "projector", "go-changed", None, 27);

        self.intention(
            calendar.at(-1, 11, 0),
            (Hana, &[Dung, Eszter, Ibrahim, Lina], &[Goran]),
            "corner",
            [
                "Move the quiet corner to the back room",
                "Déplacer le coin calme dans la pièce du fond",
                "Llevar el rincón tranquilo al cuarto del fondo",
            ],
            [
                "By the door nobody can think.",
                "Près de la porte, personne n’arrive à penser.",
                "Junto a la puerta nadie puede pensar.",
            ],
            calendar.at(2, 18, 0),
        );
        self.advise(calendar.at(-1, 15, 0), Goran, "corner", "suggestion", Some("Felt panels first."));
        self.reply(
            calendar.at(-1, 16, 0),
            Hana,
            "corner",
            Goran,
            "adapted",
            Some("Panels on one wall, and then we move."),
        );
        self.advise(calendar.at(-1, 20, 0), Eszter, "corner", "harm", Some("I need the north light."));
        self.advise(calendar.before(70), Lina, "corner", "read", None);
        let light = Some("Your table stays at the north window.");
        self.reply(calendar.during(1, 60), Hana, "corner", Eszter, "adapted", light);
        self.advise(calendar.during(1, 75), Ibrahim, "corner", "support", None);
        self.decide(
            calendar.at(2, 19, 0),
            Hana,
            "corner",
            "go-changed",
            Some("Panels first, and the north window stays a table."),
            42,
        );
    }

    fn intention(
        &mut self,
        at: i64,
        (who, touches, knows): (Who, &[Who], &[Who]),
        word: &'static str,
        what: [&'static str; 3],
        why: [&'static str; 3],
        until: i64,
    ) {
        let names = |people: &[Who]| people.iter().map(|who| who.person().name.to_owned()).collect();
        let asked = ask::IntentionNew {
            what: self.voice.say(what),
            why: self.voice.say(why),
            touches: names(touches),
            knows: names(knows),
            until: Some(Calendar::text(until)),
            ..ask::IntentionNew::default()
        };
        self.by(at, who, move |node, ids| {
            ids.insert(word, node.intention_new(asked.clone())?.id);
            Ok(())
        });
    }

    fn advise(&mut self, at: i64, who: Who, on: &'static str, kind: &'static str, words: Option<&str>) {
        let text = words.map(|words| self.voice.quote(who, words));
        self.by(at, who, move |node, ids| {
            let (intention, text) = (id(ids, on), text.clone());
            node.intention_advise(ask::IntentionAdvise { intention, kind: kind.to_owned(), text }).map(drop)
        });
    }

    fn reply(
        &mut self,
        at: i64,
        who: Who,
        on: &'static str,
        to: Who,
        how: &'static str,
        words: Option<&str>,
    ) {
        let text = words.map(|words| self.voice.quote(who, words));
        self.by(at, who, move |node, ids| {
            let (intention, name, text) = (id(ids, on), to.person().name.to_owned(), text.clone());
            node.intention_reply(ask::IntentionReply { intention, name, how: how.to_owned(), text }).map(drop)
        });
    }

    fn decide(
        &mut self,
        at: i64,
        who: Who,
        on: &'static str,
        go: &'static str,
        words: Option<&str>,
        review: u32,
    ) {
        let text = words.map(|words| self.voice.quote(who, words));
        self.by(at, who, move |node, ids| {
            let (intention, text, review) = (id(ids, on), text.clone(), Some(review));
            node.intention_decide(ask::IntentionDecide { intention, go: go.to_owned(), text, review })
                .map(drop)
        });
    }

    fn review(&mut self, at: i64, who: Who, on: &'static str, tension: &'static str) {
        self.by(at, who, move |node, ids| {
            let (intention, tension) = (id(ids, on), tension.to_owned());
            node.intention_review(ask::IntentionReview { intention, tension, text: None }).map(drop)
        });
    }
}
