//! Five projects.

use palabre_api::{ApiError, Handler, ask};

use super::{Plan, id};
use crate::people::Who;
use crate::village::elsewhere;

impl Plan<'_> {
    pub(super) fn projects(&mut self) {
        let calendar = self.voice.calendar.clone();
        self.project(
            calendar.at(-60, 10, 0),
            Who::Fatou,
            "repair",
            ["Repair café", "Café réparation", "Café de reparación"],
            [
                "What breaks on our street is mended here.",
                "Ce qui casse dans notre rue se répare ici.",
                "Lo que se rompe en nuestra calle se arregla aquí.",
            ],
        );
        self.team(calendar.at(-59, 10, 0), "repair", &[Who::Fatou, Who::Goran, Who::Hana]);
        self.state(calendar.at(-58, 10, 0), Who::Goran, "repair", "active");
        self.need(
            calendar.at(-20, 11, 0),
            Who::Fatou,
            "repair",
            "time",
            [
                "someone for the till on Saturdays",
                "quelqu’un à la caisse le samedi",
                "alguien para la caja los sábados",
            ],
        );
        self.note(
            calendar.at(-6, 19, 0),
            Who::Goran,
            "repair",
            "41 objects in {month}, 29 live again.",
            false,
        );

        self.project(
            calendar.at(-35, 18, 0),
            Who::Alma,
            "radio",
            ["Neighbourhood radio", "Radio du quartier", "Radio del barrio"],
            ["So that the street hears itself.", "Pour que la rue s’entende.", "Para que la calle se oiga."],
        );
        self.team(calendar.at(-34, 18, 0), "radio", &[Who::Alma, Who::Ibrahim]);
        self.state(calendar.at(-33, 18, 0), Who::Alma, "radio", "active");
        self.need(
            calendar.at(-32, 18, 0),
            Who::Ibrahim,
            "radio",
            "thing",
            ["a quiet room", "une pièce calme", "una sala tranquila"],
        );
        self.note(calendar.at(-15, 18, 0), Who::Ibrahim, "radio", "Back after the exams.", false);
        self.state(calendar.at(-15, 18, 5), Who::Alma, "radio", "paused");

        self.project(
            calendar.at(-70, 15, 0),
            Who::Bastien,
            "furniture",
            ["Furniture from waste wood", "Meubles en bois de récup", "Muebles de madera recuperada"],
            [
                "Pallets are thrown away, and we sit on the floor.",
                "On jette des palettes, et nous sommes assis par terre.",
                "Se tiran palés y nos sentamos en el suelo.",
            ],
        );
        self.team(calendar.at(-69, 15, 0), "furniture", &[Who::Bastien, Who::Eszter, Who::Julia]);
        self.state(calendar.at(-68, 15, 0), Who::Bastien, "furniture", "active");
        self.note(
            calendar.at(-25, 15, 0),
            Who::Eszter,
            "furniture",
            "Glue needs 10\u{a0}°C, and we had 6.",
            true,
        );
        self.state(calendar.at(-24, 15, 0), Who::Bastien, "furniture", "done");

        self.project(
            calendar.at(-5, 20, 0),
            Who::Dung,
            "school",
            ["Night school of tools", "École du soir des outils", "Escuela nocturna de herramientas"],
            [
                "Everybody here can do something with their hands that the others cannot.",
                "Chaque personne ici sait faire de ses mains ce que les autres ne savent pas.",
                "Cada persona aquí sabe hacer con sus manos algo que las demás no saben.",
            ],
        );
        self.need(
            calendar.at(-5, 20, 5),
            Who::Dung,
            "school",
            "time",
            ["a first evening", "une première soirée", "una primera noche"],
        );
        self.garden();
    }

    /// The roof garden was taken up from another community, as a file.
    fn garden(&mut self) {
        let calendar = self.voice.calendar.clone();
        let texts = [
            "Rosa Vidal".to_owned(),
            "Casa Tejado, Valencia".to_owned(),
            self.voice.say(["That the city can breathe.", "Que la ville respire.", "Que la ciudad respire."]),
            self.voice.say(["Roof garden", "Jardin sur le toit", "Jardín en la azotea"]),
            self.voice.say([
                "Tomatoes, shade, and a reason to go up.",
                "Des tomates, de l’ombre et une raison de monter.",
                "Tomates, sombra y un motivo para subir.",
            ]),
        ];
        self.at(calendar.at(-18, 17, 0), move |village| {
            let folder = tempfile::tempdir().map_err(|_| no_room())?;
            let file = folder.path().join("garden").display().to_string();
            elsewhere(village, texts.each_ref().map(String::as_str), file.clone())?;
            village.by(Who::Chiara, |node, ids| {
                let copy =
                    node.project_replicate(ask::ProjectReplicate { project: file.clone(), name: None })?;
                ids.insert("garden", copy.id);
                Ok(())
            })
        });
        self.team(calendar.at(-17, 17, 0), "garden", &[Who::Chiara, Who::Kwame]);
        self.need(
            calendar.at(-16, 17, 0),
            Who::Kwame,
            "garden",
            "thing",
            ["20\u{a0}m² of netting", "20\u{a0}m² de filet", "20\u{a0}m² de malla"],
        );
    }

    fn project(
        &mut self,
        at: i64,
        who: Who,
        word: &'static str,
        name: [&'static str; 3],
        why: [&'static str; 3],
    ) {
        let (name, why) = (self.voice.say(name), self.voice.say(why));
        self.by(at, who, move |node, ids| {
            let (name, why) = (name.clone(), why.clone());
            let begun = node.project_new(ask::ProjectNew { name, why, ..ask::ProjectNew::default() })?;
            ids.insert(word, begun.id);
            Ok(())
        });
    }

    fn team(&mut self, at: i64, project: &'static str, people: &[Who]) {
        for (who, minutes) in people.iter().zip(0..) {
            self.by(at + minutes * crate::calendar::MINUTE, *who, move |node, ids| {
                node.project_join(ask::ProjectJoin { project: id(ids, project) }).map(drop)
            });
        }
    }

    fn state(&mut self, at: i64, who: Who, project: &'static str, state: &'static str) {
        self.by(at, who, move |node, ids| {
            node.project_state(ask::ProjectState { project: id(ids, project), state: state.to_owned() })
                .map(drop)
        });
    }

    fn need(
        &mut self,
        at: i64,
        who: Who,
        project: &'static str,
        kind: &'static str,
        what: [&'static str; 3],
    ) {
        let what = self.voice.say(what);
        self.by(at, who, move |node, ids| {
            let (project, what) = (id(ids, project), Some(what.clone()));
            let kind = kind.to_owned();
            node.project_need(ask::ProjectNeed { project, what, kind, ..ask::ProjectNeed::default() })
                .map(drop)
        });
    }

    pub(super) fn note(&mut self, at: i64, who: Who, project: &'static str, words: &str, failed: bool) {
        let text = self.voice.quote(who, words);
        self.by(at, who, move |node, ids| {
            let (project, text) = (id(ids, project), text.clone());
            node.project_note(ask::ProjectNote { project, text, worked: false, failed }).map(drop)
        });
    }
}

fn no_room() -> ApiError {
    ApiError::new("file.failed", "A file cannot be written for a moment.", "Make room, and try again.")
}
