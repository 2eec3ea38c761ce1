//! Where one is: the eight places and what is in them, as the address says it.

/// A place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    #[default]
    Today,
    Projects,
    Project(String),
    Intentions,
    Intention(String),
    Decisions,
    Register,
    Decision(String),
    Budgets,
    Round(String),
    Bucket(String),
    Sharing,
    People,
    /// One person, by their key.
    Person(String),
    /// My profile, my devices, my words, my backup.
    Me,
    House,
    /// The Cause, to be printed and hung up.
    Poster,
    /// A stranger counts again.
    Verify,
    /// Something new, and which kind.
    New(String),
}

/// The eight places, by the word that names them in addresses and messages.
pub const PLACES: [(&str, Place); 8] = [
    ("today", Place::Today),
    ("projects", Place::Projects),
    ("intentions", Place::Intentions),
    ("decisions", Place::Decisions),
    ("budgets", Place::Budgets),
    ("sharing", Place::Sharing),
    ("people", Place::People),
    ("house", Place::House),
];

/// Whether a link makes a laptop one more of somebody's; others lead somebody into a community.
pub fn brings_a_laptop(link: &str) -> bool {
    link.trim_start().to_ascii_lowercase().starts_with("palabre://device")
}

impl Place {
    /// Reads an address such as `#/decision/12ab`.
    pub fn read(address: &str) -> Self {
        let mut words = address.trim_start_matches('#').trim_matches('/').splitn(2, '/');
        let (place, id) = (words.next().unwrap_or_default(), words.next().unwrap_or_default().to_owned());
        match place {
            "project" => Self::Project(id),
            "intention" => Self::Intention(id),
            "decision" => Self::Decision(id),
            "register" => Self::Register,
            "round" => Self::Round(id),
            "bucket" => Self::Bucket(id),
            "person" => Self::Person(id),
            "me" => Self::Me,
            "poster" => Self::Poster,
            "verify" => Self::Verify,
            "new" => Self::New(id),
            _ => PLACES
                .into_iter()
                .find(|(word, _)| *word == place)
                .map(|(_, place)| place)
                .unwrap_or_default(),
        }
    }

    /// Returns the address.
    pub fn address(&self) -> String {
        match self {
            Self::Project(id) => format!("#/project/{id}"),
            Self::Intention(id) => format!("#/intention/{id}"),
            Self::Decision(id) => format!("#/decision/{id}"),
            Self::Register => "#/register".to_owned(),
            Self::Round(id) => format!("#/round/{id}"),
            Self::Bucket(id) => format!("#/bucket/{id}"),
            Self::Person(id) => format!("#/person/{id}"),
            Self::Me => "#/me".to_owned(),
            Self::Poster => "#/poster".to_owned(),
            Self::Verify => "#/verify".to_owned(),
            Self::New(kind) => format!("#/new/{kind}"),
            place => format!("#/{}", place.home()),
        }
    }

    /// Returns which of the eight places this is in.
    pub fn home(&self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::New(kind) => match kind.split('/').next().unwrap_or_default() {
                "project" => "projects",
                "intention" => "intentions",
                "decision" | "first" => "decisions",
                "round" | "money" => "budgets",
                _ => "today",
            },
            Self::Projects | Self::Project(_) => "projects",
            Self::Intentions | Self::Intention(_) => "intentions",
            Self::Decisions | Self::Register | Self::Decision(_) | Self::Verify => "decisions",
            Self::Budgets | Self::Round(_) | Self::Bucket(_) => "budgets",
            Self::Sharing => "sharing",
            Self::People | Self::Person(_) | Self::Me => "people",
            Self::House | Self::Poster => "house",
        }
    }

    /// Returns the place of a record of this kind; the community's own is the house.
    pub fn of(kind: &str, id: &str) -> Self {
        match kind {
            "project" => Self::Project(id.to_owned()),
            "intention" => Self::Intention(id.to_owned()),
            "decision" => Self::Decision(id.to_owned()),
            "round" => Self::Round(id.to_owned()),
            "bucket" => Self::Bucket(id.to_owned()),
            "share" => Self::Sharing,
            "member" => Self::People,
            _ => Self::House,
        }
    }
}
