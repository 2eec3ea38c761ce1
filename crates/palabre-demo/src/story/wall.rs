//! What is on the wall.

use palabre_api::{Handler, ask};

use super::{Plan, id};
use crate::people::Who;

use Who::{Alma, Chiara, Dung, Eszter, Fatou, Goran, Hana, Ibrahim, Kwame};

impl Plan<'_> {
    pub(super) fn wall(&mut self) {
        let calendar = self.voice.calendar.clone();
        self.share(calendar.at(-5, 9, 30), Eszter, "overlock", "offer", "I lend an overlock machine.", &[]);
        self.share(
            calendar.at(-4, 9, 30),
            Alma,
            "hungarian",
            "request",
            "¿Quién lee contratos en húngaro?",
            &[],
        );
        self.take(calendar.at(-4, 12, 30), Eszter, "hungarian", Some("I do. Bring it at lunch."));
        self.share(calendar.at(-3, 16, 30), Dung, "lease", "gift", "How to read a lease, {+1} 13:00.", &[]);
        let roller = "The printer works again, it was the roller.";
        self.share(calendar.at(-2, 9, 30), Goran, "printer", "care", roller, &[]);
        self.share(
            calendar.at(-2, 17, 30),
            Fatou,
            "heating",
            "thanks",
            "Pour le chauffage de {-2}.",
            &[Goran],
        );
        self.share(calendar.at(-1, 19, 0), Kwame, "lyon", "offer", "Two seats to Lyon on {+2}.", &[]);
        self.share(calendar.at(-1, 21, 0), Chiara, "pie", "gift", "Apple pie in the kitchen.", &[]);
        self.take(calendar.during(1, 30), Hana, "pie", Some("Thank you!"));
        self.take(calendar.during(1, 100), Chiara, "lease", Some("I come."));
        self.take(calendar.during(2, 40), Ibrahim, "lyon", None);
        self.share(
            calendar.during(4, 20),
            Ibrahim,
            "soup",
            "gift",
            "Lentil soup at noon, for whoever stayed.",
            &[],
        );
    }

    fn share(&mut self, at: i64, who: Who, word: &'static str, kind: &'static str, words: &str, to: &[Who]) {
        let text = self.voice.quote(who, words);
        let to: Vec<String> = to.iter().map(|who| who.person().name.to_owned()).collect();
        self.by(at, who, move |node, ids| {
            let (text, to) = (text.clone(), to.clone());
            ids.insert(word, node.share_new(ask::ShareNew { kind: kind.to_owned(), text, to })?.id);
            Ok(())
        });
    }

    fn take(&mut self, at: i64, who: Who, share: &'static str, words: Option<&str>) {
        let text = words.map(|words| self.voice.quote(who, words));
        self.by(at, who, move |node, ids| {
            let (share, text) = (id(ids, share), text.clone());
            node.share_answer(ask::ShareAnswer { share, text, back: false }).map(drop)
        });
    }
}
