//! People: who I am, founding, joining, members, the Cause.

use serde::{Deserialize, Serialize};

asks! {
    /// See [`crate::Handler::me_new`].
    MeNew {
        /// What others call you
        name: String,
    }
    /// See [`crate::Handler::me_show`].
    MeShow {}
    /// See [`crate::Handler::found`].
    Found {
        /// What the community is called
        name: String,
        /// Why you are together: a why, not a how
        @(long) cause: String,
    }
    /// See [`crate::Handler::look`].
    Look {
        /// A link, a ticket, or a file that holds one
        ticket: String,
    }
    /// See [`crate::Handler::join`].
    Join {
        /// A link, a ticket, or a file that holds one
        ticket: String,
    }
    /// See [`crate::Handler::invite`].
    Invite {
        /// How many people this laptop lets in with it by itself
        @(long, default_value_t = 1) uses: u32,
        /// For how many days it does so
        @(long, default_value_t = 14) days: u32,
        /// Invite as guests, who read and comment
        @(long) guest: bool,
        /// Write the ticket to this file, with the community itself, so that a first join needs nobody online
        @(long) file: Option<String>,
        /// Draw a QR of the link
        @(long) qr: bool,
    }
    /// See [`crate::Handler::admit`].
    Admit {
        /// The name, or the first characters of the key, of somebody who has joined; nobody: list who waits
        who: Option<String>,
        /// Let them in as a guest
        @(long) guest: bool,
    }
    /// See [`crate::Handler::members`].
    Members {}
    /// See [`crate::Handler::cause_show`].
    CauseShow {}
    /// See [`crate::Handler::cause_propose`].
    CausePropose {
        /// The new Cause
        text: String,
        /// How many days the decision stays open
        @(long) days: Option<u32>,
    }
    /// See [`crate::Handler::cause_adopt`].
    CauseAdopt {
        /// The decision that carried it
        decision: String,
    }
}
