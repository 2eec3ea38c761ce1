//! The twelve.

use crate::calendar::Language;

/// Somebody of *Le Fournil*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "their names say who they are")]
pub(crate) enum Who {
    Alma,
    Bastien,
    Chiara,
    Dung,
    Eszter,
    Fatou,
    Goran,
    Hana,
    Ibrahim,
    Julia,
    Kwame,
    Lina,
}

use Who::{Alma, Bastien, Chiara, Dung, Eszter, Fatou, Goran, Hana, Ibrahim, Julia, Kwame, Lina};

/// All of them, A to Z.
pub(crate) const ALL: [Who; 12] =
    [Alma, Bastien, Chiara, Dung, Eszter, Fatou, Goran, Hana, Ibrahim, Julia, Kwame, Lina];

/// What somebody says about themself, in three languages.
pub(crate) struct Person {
    /// The whole name.
    pub name: &'static str,
    /// Where they come from.
    pub from: [&'static str; 3],
    /// What they can share.
    pub shares: &'static [[&'static str; 3]],
    /// What they speak.
    pub speaks: &'static [&'static str],
}

impl Who {
    /// Returns the language that they speak with the others. Whose own tongue the window does not speak, speaks English.
    pub(crate) fn language(self) -> Language {
        match self {
            Alma => Language::Spanish,
            Bastien | Fatou | Lina => Language::French,
            _ => Language::English,
        }
    }

    /// Returns what they say about themself.
    pub(crate) fn person(self) -> Person {
        let (name, from, shares, speaks): (_, _, &'static [[&'static str; 3]], &'static [&'static str]) =
            match self {
                Alma => (
                    "Alma Reyes",
                    ["From Mexico.", "Du Mexique.", "De México."],
                    &[["radio", "radio", "radio"]],
                    &["es", "fr"],
                ),
                Bastien => (
                    "Bastien Caron",
                    ["From France.", "De France.", "De Francia."],
                    &[["joinery", "menuiserie", "carpintería"]],
                    &["fr"],
                ),
                Chiara => (
                    "Chiara Lombardi",
                    ["From Italy.", "D’Italie.", "De Italia."],
                    &[["baking", "boulangerie", "panadería"], ["events", "évènements", "eventos"]],
                    &["it", "en", "fr"],
                ),
                Dung => (
                    "Dung Trần",
                    ["From Vietnam.", "Du Viêt Nam.", "De Vietnam."],
                    &[["reading contracts", "lire des contrats", "leer contratos"]],
                    &["vi", "en", "fr"],
                ),
                Eszter => (
                    "Eszter Kovács",
                    ["From Hungary.", "De Hongrie.", "De Hungría."],
                    &[["sewing", "couture", "costura"], ["translation", "traduction", "traducción"]],
                    &["hu", "en", "fr"],
                ),
                Fatou => (
                    "Fatou Ndiaye",
                    ["From Senegal.", "Du Sénégal.", "De Senegal."],
                    &[["bookkeeping", "comptabilité", "contabilidad"]],
                    &["fr", "wo"],
                ),
                Goran => (
                    "Goran Petrović",
                    ["From Serbia.", "De Serbie.", "De Serbia."],
                    &[["acoustics", "acoustique", "acústica"], ["printers", "imprimantes", "impresoras"]],
                    &["sr", "en"],
                ),
                Hana => (
                    "Hana Suzuki",
                    ["From Japan.", "Du Japon.", "De Japón."],
                    &[["drawing", "dessin", "dibujo"]],
                    &["ja", "en"],
                ),
                Ibrahim => (
                    "Ibrahim Yılmaz",
                    ["From Türkiye.", "De Turquie.", "De Turquía."],
                    &[["the noon kitchen", "la cuisine de midi", "la cocina de mediodía"]],
                    &["tr", "en"],
                ),
                Julia => (
                    "Júlia Ferreira",
                    ["From Portugal.", "Du Portugal.", "De Portugal."],
                    &[["teaching", "enseignement", "enseñanza"]],
                    &["pt", "en", "es"],
                ),
                Kwame => (
                    "Kwame Mensah",
                    [
                        "From Ghana. Often by phone.",
                        "Du Ghana. Souvent par téléphone.",
                        "De Ghana. A menudo por teléfono.",
                    ],
                    &[["driving", "conduite", "conducir"]],
                    &["en"],
                ),
                Lina => (
                    "Lina Haddad",
                    ["From Lebanon.", "Du Liban.", "De Líbano."],
                    &[["insurance", "assurances", "seguros"]],
                    &["ar", "fr"],
                ),
            };
        Person { name, from, shares, speaks }
    }
}
