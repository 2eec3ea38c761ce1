//! The spring round. Five give at the weekend: four at a summit without internet, one at home.

use palabre_api::{ApiError, Handler, ask};
use palabre_node::Node;

use super::{Plan, id};
use crate::calendar::Calendar;
use crate::people::Who;
use crate::village::Ids;

use Who::{Alma, Bastien, Chiara, Eszter, Fatou, Goran, Hana, Ibrahim, Julia, Kwame, Lina};

/// What a bucket costs or brings in: what, the least, the most, and whether it is income.
type Item = ([&'static str; 3], u32, Option<u32>, bool);
/// What somebody gives, in whole euros.
type Gifts = &'static [(&'static str, u64)];

impl Plan<'_> {
    pub(super) fn round(&mut self) {
        let calendar = self.voice.calendar.clone();
        let purpose = self.voice.say(["Spring round", "Tour de printemps", "Ronda de primavera"]);
        let guidelines = self.voice.say([
            "Nothing that only one of us needs.",
            "Rien dont une seule personne a besoin.",
            "Nada que solo necesite una persona.",
        ]);
        let until = Calendar::text(calendar.at(5, 18, 0));
        self.by(calendar.at(-9, 9, 0), Fatou, move |node, ids| {
            let (purpose, guidelines) = (purpose.clone(), guidelines.clone());
            let round = node.round_new(ask::RoundNew { purpose, currency: "EUR".to_owned(), guidelines })?.id;
            node.round_open(ask::RoundOpen {
                round: round.clone(),
                pot: "2400.00".to_owned(),
                because: id(ids, "release"),
                cap: Some("100".to_owned()),
                leftovers: "return".to_owned(),
                until: Some(until.clone()),
                travel: Some(2),
                ..ask::RoundOpen::default()
            })?;
            ids.insert("round", round);
            Ok(())
        });
        self.buckets();
        self.gifts();
        self.weekend();
        let others = [Alma, Bastien, Chiara, Eszter, Goran, Hana, Lina];
        self.by(calendar.at(5, 20, 10), Fatou, |node, ids| {
            node.round_settle(ask::RoundSettle { round: id(ids, "round") }).map(drop)
        });
        self.confirm(calendar.at(5, 20, 20), "round", &others);
    }

    #[rustfmt::skip]
    fn buckets(&mut self) {
        let calendar = self.voice.calendar.clone();
        self.bucket(calendar.at(-9, 10, 0), Fatou, "tools", Some("repair"), false,
            ["Repair café: tools", "Café réparation\u{a0}: outils", "Café de reparación: herramientas"],
            ["Twelve people share one iron.", "Douze personnes, un fer à souder.", "Doce personas, un soldador."],
            &[(["soldering irons", "fers à souder", "soldadores"], 200, Some(350), false),
              (["a bench", "un établi", "un banco"], 150, Some(250), false)]);
        self.bucket(calendar.at(-9, 11, 0), Chiara, "beds", Some("garden"), false,
            ["Roof garden: first beds", "Jardin sur le toit\u{a0}: premiers bacs", "Jardín en la azotea: primeros bancales"],
            ["Before the frost is over.", "Avant la fin des gelées.", "Antes de que acaben las heladas."],
            &[(["wood", "bois", "madera"], 220, Some(300), false),
              (["soil", "terre", "tierra"], 140, Some(260), false),
              (["plant sale", "vente de plants", "venta de plantas"], 60, None, true)]);
        self.bucket(calendar.at(-8, 10, 0), Chiara, "doors", None, false,
            ["Open doors: food, posters", "Portes ouvertes\u{a0}: repas, affiches", "Puertas abiertas: comida, carteles"],
            ["The street is invited.", "Toute la rue est invitée.", "Toda la calle está invitada."],
            &[(["food and posters", "repas et affiches", "comida y carteles"], 180, None, false)]);
        self.bucket(calendar.at(-8, 11, 0), Alma, "mixer", Some("radio"), false,
            ["Radio: second-hand mixer", "Radio\u{a0}: table de mixage d’occasion", "Radio: mesa de mezclas usada"],
            ["Four voices at once.", "Quatre voix à la fois.", "Cuatro voces a la vez."],
            &[(["mixer", "table de mixage", "mesa de mezclas"], 450, Some(700), false)]);
        self.bucket(calendar.at(-8, 12, 0), Lina, "care", None, true,
            ["Care fund", "Caisse d’entraide", "Fondo de cuidados"],
            ["For whoever needs it, without a form.", "Pour qui en a besoin, sans formulaire.", "Para quien lo necesite, sin formularios."],
            &[(["care", "entraide", "cuidados"], 200, Some(800), false)]);
    }

    /// What had been given on the day of opening.
    #[rustfmt::skip]
    fn gifts(&mut self) {
        let calendar = self.voice.calendar.clone();
        self.give(calendar.at(-7, 19, 0), Alma, &[("beds", 50), ("mixer", 100), ("care", 50)]);
        self.give(calendar.at(-6, 20, 0), Bastien, &[("tools", 100), ("beds", 50), ("doors", 20)]);
        self.give(calendar.at(-5, 21, 0), Fatou, &[("tools", 100), ("beds", 30), ("care", 50)]);
        self.give(calendar.at(-4, 19, 0), Ibrahim, &[("mixer", 100)]);
        self.give(calendar.at(-1, 19, 30), Julia, &[("tools", 60), ("beds", 60), ("doors", 40), ("care", 25)]);
        self.give(calendar.at(-1, 20, 30), Kwame, &[("beds", 100), ("mixer", 15)]);
    }

    /// Chiara, Goran, Hana and Lina are in Turin, and meet each other only; Eszter is at home, and meets nobody.
    fn weekend(&mut self) {
        let calendar = self.voice.calendar.clone();
        let turin = [Chiara, Goran, Hana, Lina];
        self.at(calendar.at(3, 8, 0), move |village| {
            village.all_meet()?;
            village.go_with(&turin, Some(Chiara));
            village.go_with(&[Eszter], None);
            Ok(())
        });
        self.give(calendar.at(4, 11, 0), Chiara, &[("tools", 30), ("beds", 100), ("doors", 40)]);
        self.give(calendar.at(4, 11, 5), Goran, &[("tools", 100)]);
        self.give(calendar.at(4, 11, 10), Hana, &[("tools", 100), ("beds", 20), ("doors", 20)]);
        self.give(calendar.at(4, 11, 15), Lina, &[("tools", 100), ("doors", 30), ("care", 25)]);
        self.give(calendar.at(4, 11, 20), Eszter, &[("tools", 85), ("doors", 30)]);
        self.at(calendar.at(5, 9, 0), move |village| {
            village.go_with(&turin, Some(Fatou));
            village.go_with(&[Eszter], Some(Fatou));
            village.all_meet()
        });
    }

    #[allow(clippy::too_many_arguments, reason = "a bucket is all of this, and each is said once")]
    fn bucket(
        &mut self,
        at: i64,
        who: Who,
        word: &'static str,
        about: Option<&'static str>,
        takes: bool,
        title: [&'static str; 3],
        why: [&'static str; 3],
        items: &[Item],
    ) {
        let (title, why) = (self.voice.say(title), self.voice.say(why));
        let items: Vec<ask::BucketItem> = items
            .iter()
            .map(|(what, min, max, income)| ask::BucketItem {
                what: Some(self.voice.say(*what)),
                min: Some(min.to_string()),
                max: max.map(|max| max.to_string()),
                income: *income,
                ..ask::BucketItem::default()
            })
            .collect();
        self.by(at, who, move |node, ids| {
            let (title, why) = (title.clone(), why.clone());
            let (round, about) = (Some(id(ids, "round")), about.map(|about| id(ids, about)));
            let bucket =
                node.bucket_new(ask::BucketNew { title, round, why, about, takes, people: Vec::new() })?.id;
            for item in &items {
                node.bucket_item(ask::BucketItem { bucket: bucket.clone(), ..item.clone() })?;
            }
            ids.insert(word, bucket);
            Ok(())
        });
    }

    fn give(&mut self, at: i64, who: Who, gifts: Gifts) {
        self.by(at, who, move |node, ids| give(node, ids, gifts));
    }
}

/// Gives, and no more to a bucket than it can use, as far as that is known here: the visitor may have given before.
fn give(node: &mut Node, ids: &Ids, gifts: Gifts) -> Result<(), ApiError> {
    let round = id(ids, "round");
    let shown = node.round_show(ask::RoundShow { round: round.clone() })?;
    let mut given = Vec::new();
    for (bucket, euros) in gifts {
        let bucket = id(ids, bucket);
        let row = shown.buckets.iter().find(|row| row.id == bucket);
        let room = row.map_or(0, |row| row.max.minor.saturating_sub(row.given.minor));
        let cents = room.min(euros * 100);
        if cents > 0 {
            given.push(format!("{bucket}={}.{:02}", cents / 100, cents % 100));
        }
    }
    node.allocate(ask::Allocate { round, gifts: given, only: false }).map(drop)
}
