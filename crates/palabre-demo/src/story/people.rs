//! What people say about themselves, who keeps the keys, and what Dung's laptop does by itself.

use palabre_api::{Handler, ask};

use super::{FOUNDED, Plan, id};
use crate::people::{ALL, Who};

impl Plan<'_> {
    pub(super) fn people(&mut self) {
        let calendar = self.voice.calendar.clone();
        for (who, minute) in ALL.into_iter().zip(0..) {
            let person = who.person();
            let profile = ask::ProfileWrite {
                shares: person.shares.iter().map(|share| self.voice.say(*share)).collect(),
                learns: Vec::new(),
                languages: person.speaks.iter().map(|&language| language.to_owned()).collect(),
                place: Some("Marseille".to_owned()),
                about: Some(self.voice.say(person.from)),
                away_until: None,
            };
            self.by(calendar.at(FOUNDED, 12, minute), who, move |node, _| {
                node.profile_write(profile.clone()).map(drop)
            });
        }
        // Asked once, when the first count came.
        self.by(calendar.at(FOUNDED, 13, 0), Who::Dung, |node, _| {
            let yes = Some("yes".to_owned());
            node.decision_confirm(ask::DecisionConfirm { decision: None, by_itself: yes }).map(drop)
        });
        self.keyholders();
        // Dung looked yesterday at ten past five.
        self.by(calendar.at(-1, 17, 10), Who::Dung, |node, _| {
            node.since(ask::Since { when: None, looked: true, limit: 1 }).map(drop)
        });
    }

    /// Whoever founds a community keeps its keys alone, until others are asked to.
    fn keyholders(&mut self) {
        let calendar = self.voice.calendar.clone();
        let question = Some(self.voice.say([
            "Shall Fatou, Goran and Lina keep the keys?",
            "Confie-t-on les clés à Fatou, Goran et Lina\u{a0}?",
            "¿Guardan las llaves Fatou, Goran y Lina?",
        ]));
        let wording = Some(self.voice.say([
            "Fatou kept them alone since we began. Two of three sign, so that nothing waits when one is ill or away.",
            "Fatou les gardait seule depuis le début. Deux sur trois signent\u{a0}: rien n’attend quand quelqu’un est malade ou en voyage.",
            "Fatou las guardaba sola desde el principio. Firman dos de tres: nada espera si alguien enferma o está de viaje.",
        ]));
        let add: Vec<String> = [Who::Goran, Who::Lina].map(|who| who.person().name.to_owned()).into();
        self.by(calendar.at(-74, 9, 0), Who::Fatou, move |node, ids| {
            let (add, question, wording) = (add.clone(), question.clone(), wording.clone());
            let asked = node.keyholder_propose(ask::KeyholderPropose {
                add,
                question,
                wording,
                ..ask::KeyholderPropose::default()
            })?;
            ids.insert("keepers", asked.id);
            Ok(())
        });
        for (who, minute) in ALL.into_iter().zip(0..) {
            self.answer(calendar.at(-73, 12, minute), who, "keepers", &["for"], None);
        }
        let others = [Who::Alma, Who::Bastien, Who::Chiara, Who::Dung, Who::Eszter, Who::Goran];
        self.count(calendar.at(-73, 13, 0), Who::Fatou, "keepers", &others);
        self.by(calendar.at(-73, 14, 0), Who::Fatou, |node, ids| {
            let decision = id(ids, "keepers");
            node.keyholder_certify(ask::KeyholderCertify { decision, anyway: false }).map(drop)
        });
        let words = "On se relaie, et dans un an on redemande à tout le monde.";
        self.outcome(calendar.at(-73, 20, 0), Who::Fatou, "keepers", words);
    }
}
