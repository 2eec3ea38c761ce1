//! Seven decisions, each in another state; the eighth, about the keys of the community, is in `people`.

use palabre_api::{Handler, ask};

use super::{Plan, id};
use crate::calendar::{Calendar, DAY};
use crate::people::Who;

use Who::{Alma, Bastien, Chiara, Dung, Eszter, Fatou, Goran, Hana, Ibrahim, Julia, Kwame, Lina};

/// How something is decided.
struct Way {
    how: &'static str,
    /// Until when.
    until: i64,
    /// How many hours an answer may still be on its way.
    travel: Option<u32>,
    threshold: Option<&'static str>,
    quorum: Option<&'static str>,
    options: Vec<String>,
    releases: Option<&'static str>,
}

impl Way {
    fn new(how: &'static str, until: i64) -> Self {
        Self { how, until, travel: None, threshold: None, quorum: None, options: Vec::new(), releases: None }
    }
}

impl Plan<'_> {
    pub(super) fn decisions(&mut self) {
        self.newcomers();
        self.evening();
        self.release();
        self.chairs();
        self.compost();
        self.keys();
        self.lunch();
    }

    /// Too few answered.
    fn newcomers(&mut self) {
        let calendar = self.voice.calendar.clone();
        let way = Way { quorum: Some("75"), ..Way::new("proposal", calendar.at(-64, 18, 0)) };
        self.decision(
            calendar.at(-71, 9, 0),
            Goran,
            "newcomers",
            [
                "Two people vouch for a newcomer instead of one",
                "Deux personnes se portent garantes de qui arrive, au lieu d’une",
                "Dos personas avalan a quien llega, en vez de una",
            ],
            [
                "From the next newcomer on.",
                "À partir de la prochaine arrivée.",
                "A partir de la próxima llegada.",
            ],
            way,
        );
        let answers = [
            (Bastien, "for", None),
            (Fatou, "for", None),
            (Goran, "for", None),
            (Hana, "abstain", None),
            (Ibrahim, "against", Some("A door with two locks.")),
            (Lina, "for", None),
        ];
        for ((who, position, reason), minute) in answers.into_iter().zip(0..) {
            self.answer(calendar.at(-69, 12, minute), who, "newcomers", &[position], reason);
        }
        let others = [Alma, Bastien, Chiara, Fatou, Hana, Julia];
        self.count(calendar.at(-62, 18, 30), Goran, "newcomers", &others);
        self.outcome(calendar.at(-61, 9, 0), Goran, "newcomers", "We talk about it at lunch.");
    }

    /// Final; one answer came too late.
    fn evening(&mut self) {
        let calendar = self.voice.calendar.clone();
        let options = ["{-1}", "{+1}", "{+4}"].map(|day| self.voice.say([day, day, day]));
        let way = Way { options: options.into(), ..Way::new("choose", calendar.at(-23, 18, 0)) };
        self.decision(
            calendar.at(-30, 9, 0),
            Chiara,
            "evening",
            [
                "Which evening for the open doors?",
                "Quel soir pour les portes ouvertes\u{a0}?",
                "¿Qué tarde para las puertas abiertas?",
            ],
            ["", "", ""],
            way,
        );
        let answers = [
            (Alma, "1"),
            (Bastien, "2"),
            (Chiara, "2"),
            (Dung, "3"),
            (Eszter, "1"),
            (Fatou, "2"),
            (Goran, "2"),
            (Hana, "2"),
            (Ibrahim, "1"),
            (Julia, "2"),
            (Lina, "2"),
        ];
        for ((who, option), minute) in answers.into_iter().zip(0..) {
            self.answer(calendar.at(-28, 12, minute), who, "evening", &[option], None);
        }
        self.answer(calendar.at(-22, 10, 0), Kwame, "evening", &["1"], None);
        let others = [Alma, Bastien, Eszter, Fatou, Goran, Hana, Ibrahim, Lina];
        self.count(calendar.at(-20, 18, 30), Chiara, "evening", &others);
        self.outcome(calendar.at(-20, 20, 0), Chiara, "evening", "{+8}, 17:00.");
    }

    /// Final, and it releases what the spring round gives.
    fn release(&mut self) {
        let calendar = self.voice.calendar.clone();
        let way = Way { releases: Some("2400.00 EUR"), ..Way::new("consent", calendar.at(-14, 18, 0)) };
        self.decision(
            calendar.at(-19, 9, 0),
            Fatou,
            "release",
            [
                "Release 2,400.00\u{a0}€ for a spring round",
                "Débloquer 2\u{a0}400,00\u{a0}€ pour un tour de printemps",
                "Liberar 2400,00\u{a0}€ para una ronda de primavera",
            ],
            [
                "What the winter market brought in, 200.00\u{a0}€ each to give.",
                "Ce que le marché d’hiver a rapporté\u{a0}: 200,00\u{a0}€ à répartir par personne.",
                "Lo que dejó el mercado de invierno: 200,00\u{a0}€ por persona para repartir.",
            ],
            way,
        );
        for (who, minute) in
            [Alma, Bastien, Chiara, Eszter, Fatou, Goran, Hana, Julia, Kwame, Lina].into_iter().zip(0..)
        {
            self.answer(calendar.at(-17, 12, minute), who, "release", &["consent"], None);
        }
        let others = [Alma, Bastien, Chiara, Eszter, Goran, Hana, Julia, Kwame, Lina];
        self.count(calendar.at(-12, 18, 30), Fatou, "release", &others);
        self.outcome(calendar.at(-12, 20, 0), Fatou, "release", "On répartit de {-9} à {+5}.");
    }

    /// Counted, and not final yet.
    fn chairs(&mut self) {
        let calendar = self.voice.calendar.clone();
        let options = [
            ["The wooden ones", "Celles en bois", "Las de madera"],
            ["The folding ones", "Les pliantes", "Las plegables"],
            ["The office ones", "Celles de bureau", "Las de oficina"],
        ];
        let options = options.map(|option| self.voice.say(option));
        let way = Way { options: options.into(), ..Way::new("score", calendar.at(-3, 18, 0)) };
        self.decision(
            calendar.at(-10, 9, 0),
            Bastien,
            "chairs",
            ["Which chairs do we keep?", "Quelles chaises gardons-nous\u{a0}?", "¿Qué sillas nos quedamos?"],
            [
                "There are forty of three kinds, and room for twenty.",
                "Il y en a quarante, de trois sortes, et de la place pour vingt.",
                "Hay cuarenta, de tres clases, y sitio para veinte.",
            ],
            way,
        );
        let answers = [
            (Alma, ["5", "3", "1"]),
            (Bastien, ["4", "2", "2"]),
            (Chiara, ["5", "4", "0"]),
            (Eszter, ["4", "3", "3"]),
            (Fatou, ["4", "3", "2"]),
            (Hana, ["3", "4", "1"]),
            (Julia, ["5", "2", "1"]),
            (Lina, ["4", "3", "2"]),
        ];
        for ((who, scores), minute) in answers.into_iter().zip(0..) {
            self.answer(calendar.at(-8, 12, minute), who, "chairs", &scores, None);
        }
        // Dung's laptop is the fourth that finds the same: by itself.
        self.count(calendar.at(-1, 18, 30), Fatou, "chairs", &[Alma, Julia]);
        self.confirm(calendar.during(2, 30), "chairs", &[Eszter, Hana, Lina]);
        self.outcome(
            calendar.during(2, 60),
            Bastien,
            "chairs",
            "On garde celles en bois. Je répare les deux qui boitent.",
        );
    }

    /// Ended, and answers may still be on their way.
    fn compost(&mut self) {
        let calendar = self.voice.calendar.clone();
        let way = Way { threshold: Some("2/3"), ..Way::new("proposal", calendar.at(-1, 18, 0)) };
        self.decision(
            calendar.at(-8, 17, 0),
            Hana,
            "compost",
            [
                "Join the street’s compost scheme",
                "Rejoindre le compost de la rue",
                "Sumarnos al compost de la calle",
            ],
            [
                "8\u{a0}€ a month, two bins in the yard.",
                "8\u{a0}€ par mois, deux bacs dans la cour.",
                "8\u{a0}€ al mes, dos cubos en el patio.",
            ],
            way,
        );
        let answers = [
            (Bastien, "for", None),
            (Chiara, "for", None),
            (Eszter, "for", None),
            (Fatou, "for", None),
            (Goran, "for", None),
            (Hana, "for", None),
            (Julia, "abstain", None),
            (Lina, "against", Some("La cour est l’issue de secours.")),
        ];
        for ((who, position, reason), minute) in answers.into_iter().zip(0..) {
            self.answer(calendar.at(-6, 12, minute), who, "compost", &[position], reason);
        }
        // Kwame is on the road, and calls.
        self.by(calendar.at(-5, 8, 30), Fatou, |node, ids| {
            let (decision, answer) = (id(ids, "compost"), vec!["for".to_owned()]);
            let behalf = Some(Kwame.person().name.to_owned());
            let answer = ask::DecisionAnswer { decision, answer, behalf, ..Default::default() };
            node.decision_answer(answer).map(drop)
        });
        self.count(calendar.at(1, 18, 30), Fatou, "compost", &[Bastien, Chiara, Goran]);
        self.confirm(calendar.during(3, 30), "compost", &[Eszter, Hana, Kwame]);
        self.outcome(
            calendar.during(3, 60),
            Hana,
            "compost",
            "The bins come on {+8}. I ask the landlord about the exit.",
        );
    }

    /// Open, in its second wording.
    fn keys(&mut self) {
        let calendar = self.voice.calendar.clone();
        self.decision(
            calendar.at(-9, 18, 0),
            Bastien,
            "keys",
            ["Keys to the street door", "Clés de la porte de la rue", "Llaves de la puerta de la calle"],
            ["Whoever wants one gets one.", "Qui en veut une en reçoit une.", "Quien quiera una recibe una."],
            Way::new("consent", calendar.at(-2, 18, 0)),
        );
        for (who, minute) in [Alma, Chiara, Eszter].into_iter().zip(0..) {
            self.answer(calendar.at(-8, 13, minute), who, "keys", &["consent"], None);
        }
        let insured = Some("L’assurance ne paie que si l’on sait qui a une clé.");
        self.answer(calendar.at(-7, 9, 30), Lina, "keys", &["objection"], insured);
        let wording = self.voice.say([
            "Those who did the fire round get one; their names are on a list.",
            "Qui a fait le tour incendie en reçoit une\u{a0}; les noms sont sur une liste.",
            "Quien hizo la ronda de incendios recibe una; los nombres están en una lista.",
        ]);
        // Seven days of 24 hours before its end, also where clocks are changed in between.
        self.by(calendar.at(2, 18, 0) - 7 * DAY, Bastien, move |node, ids| {
            let (decision, wording) = (id(ids, "keys"), wording.clone());
            node.decision_amend(ask::DecisionAmend { decision, wording, days: Some(7) }).map(drop)
        });
        for (who, minute) in [Bastien, Fatou, Goran, Julia].into_iter().zip(0..) {
            self.answer(calendar.at(-4, 12, minute), who, "keys", &["consent"], None);
        }
        self.answer(calendar.at(-3, 20, 0), Kwame, "keys", &["with-worry"], Some("Who keeps the list?"));
        self.answer(calendar.during(1, 80), Hana, "keys", &["consent"], None);
        self.answer(calendar.during(2, 20), Lina, "keys", &["consent"], None);
        self.count(calendar.at(5, 10, 0), Bastien, "keys", &[Alma, Chiara, Fatou, Goran, Hana, Lina]);
    }

    /// Open; it binds nobody.
    fn lunch(&mut self) {
        let calendar = self.voice.calendar.clone();
        self.decision(
            calendar.at(-2, 9, 0),
            Chiara,
            "lunch",
            [
                "Shall {+7} lunch be shared?",
                "Partage-t-on le déjeuner du {+7}\u{a0}?",
                "¿Compartimos la comida de los {+7}?",
            ],
            ["Everybody brings one dish.", "Chaque personne apporte un plat.", "Cada persona trae un plato."],
            Way { travel: Some(0), ..Way::new("sense-check", calendar.at(1, 18, 0)) },
        );
        let answers = [
            (Alma, "fine", None),
            (Chiara, "fine", None),
            (Eszter, "fine", None),
            (Fatou, "fine", None),
            (Hana, "fine", None),
            (Ibrahim, "not-for-me", Some("I cook at noon.")),
            (Lina, "not-sure", None),
        ];
        for ((who, position, reason), minute) in answers.into_iter().zip(0..) {
            self.answer(calendar.at(-1, 12, minute), who, "lunch", &[position], reason);
        }
        self.answer(calendar.during(1, 40), Bastien, "lunch", &["fine"], None);
        self.answer(calendar.during(1, 50), Goran, "lunch", &["fine"], None);
        self.answer(calendar.during(1, 55), Julia, "lunch", &["fine"], None);
        self.count(calendar.at(1, 18, 5), Chiara, "lunch", &[]);
        self.outcome(
            calendar.at(1, 18, 20),
            Chiara,
            "lunch",
            "We try it on {+7}. Ibrahim keeps the kitchen until one.",
        );
    }

    fn decision(
        &mut self,
        at: i64,
        who: Who,
        word: &'static str,
        question: [&'static str; 3],
        wording: [&'static str; 3],
        way: Way,
    ) {
        let (question, wording) = (self.voice.say(question), self.voice.say(wording));
        let open = ask::DecisionOpen {
            how: Some(way.how.to_owned()),
            until: Some(Calendar::text(way.until)),
            travel: way.travel,
            threshold: way.threshold.map(str::to_owned),
            quorum: way.quorum.map(str::to_owned),
            options: way.options,
            releases: way.releases.map(str::to_owned),
            ..ask::DecisionOpen::default()
        };
        self.by(at, who, move |node, ids| {
            let (question, wording) = (question.clone(), wording.clone());
            let decision = node.decision_new(ask::DecisionNew { question, wording })?.id;
            node.decision_open(ask::DecisionOpen { decision: decision.clone(), ..open.clone() })?;
            ids.insert(word, decision);
            Ok(())
        });
    }

    pub(super) fn outcome(&mut self, at: i64, who: Who, decision: &'static str, words: &str) {
        let text = self.voice.quote(who, words);
        self.by(at, who, move |node, ids| {
            let (decision, text) = (id(ids, decision), text.clone());
            node.decision_outcome(ask::DecisionOutcome { decision, text, review: 91 }).map(drop)
        });
    }
}
