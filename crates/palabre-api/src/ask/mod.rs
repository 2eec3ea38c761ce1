//! The arguments of each call.
//!
//! A record is named by its id, by the first characters of it, or by the beginning of its title; a person by name, by
//! the beginning of it, or by the first characters of the key.

macro_rules! asks {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $(@ $arg:tt)? $field:ident: $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
            #[cfg_attr(feature = "cli", derive(clap::Args))]
            #[serde(default, deny_unknown_fields)]
            pub struct $name {
                $(
                    $(#[$field_doc])*
                    $(#[cfg_attr(feature = "cli", arg $arg)])?
                    pub $field: $type,
                )*
            }
        )*
    };
}

mod decisions;
mod governing;
mod house;
mod intentions;
mod people;
mod projects;
mod rounds;
mod sharing;

pub use decisions::*;
pub use governing::*;
pub use house::*;
pub use intentions::*;
pub use people::*;
pub use projects::*;
pub use rounds::*;
pub use sharing::*;
