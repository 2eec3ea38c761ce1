//! What is told: rows for screens and terminals. Times are milliseconds since 1970; ids are hexadecimal.

macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
            pub struct $name {
                $($(#[$field_doc])* pub $field: $type,)*
            }
            $crate::from_answer!($name { $($field),* });
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
mod threads;

pub use decisions::*;
pub use governing::*;
pub use house::*;
pub use intentions::*;
pub use people::*;
pub use projects::*;
pub use rounds::*;
pub use sharing::*;
pub use threads::*;
