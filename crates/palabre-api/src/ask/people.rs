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
    /// See [`crate::Handler::me_words`].
    MeWords {
        /// I have them on paper: the three words that were asked for, in their order
        @(long, num_args = 3) kept: Vec<String>,
    }
    /// See [`crate::Handler::me_restore`].
    MeRestore {
        /// The 24 words, a file that holds them, or the ticket that `device add` made
        @(required = true) from: Vec<String>,
        /// What others call me; a ticket says it
        @(long) name: Option<String>,
    }
    /// See [`crate::Handler::backup`].
    Backup {
        /// The file
        file: String,
    }
    /// See [`crate::Handler::restore`].
    Restore {
        /// A file that `backup` wrote
        file: String,
        /// My 24 words, or a file that holds them, if the key was no longer on the laptop that was saved
        @(long, num_args = 1..) words: Vec<String>,
    }
    /// See [`crate::Handler::me_keys`].
    MeKeys {
        /// Where: store (of the operating system), passphrase, or file; nothing: say where they are
        place: Option<String>,
    }
    /// See [`crate::Handler::device_add`].
    DeviceAdd {
        /// Write the ticket to this file, with the communities themselves, so that nobody has to be online
        @(long) file: Option<String>,
        /// Draw a QR of the link
        @(long) qr: bool,
        /// My 24 words, or a file that holds them, if the key is no longer on this laptop
        @(long, num_args = 1..) words: Vec<String>,
    }
    /// See [`crate::Handler::device_renew`].
    DeviceRenew {
        /// My 24 words, or a file that holds them, if the key is no longer on this laptop
        @(long, num_args = 1..) words: Vec<String>,
    }
    /// See [`crate::Handler::device_list`].
    DeviceList {
        /// Whose; without it, mine
        who: Option<String>,
    }
    /// See [`crate::Handler::device_revoke`].
    DeviceRevoke {
        /// Its number, or the first characters of its key
        device: String,
        /// The last entry of it that is to be honoured, as `device list` counts them; without it, the last one here
        @(long) last: Option<u64>,
        /// My 24 words, or a file that holds them, if the key is no longer on this laptop
        @(long, num_args = 1..) words: Vec<String>,
    }
    /// See [`crate::Handler::device_suspend`].
    DeviceSuspend {
        /// The first characters of its key, as `device list NAME` shows it
        device: String,
        /// Why: everybody sees it
        @(long) because: Option<String>,
        /// End my suspension of it now
        @(long) lift: bool,
    }
    /// See [`crate::Handler::found`].
    Found {
        /// What the community is called
        name: String,
        /// Why you are together: a why, not a how
        @(long) cause: String,
    }
    /// See [`crate::Handler::refound`].
    Refound {
        /// What the new community is called
        name: String,
        /// Why you are together; without it, the Cause as it was
        @(long) cause: Option<String>,
        /// For how many days the invite lets people in by itself
        @(long, default_value_t = 60) days: u32,
        /// Write the invite to this file, with the new community itself
        @(long) file: Option<String>,
        /// Attach the old community's whole history to the new one, also for people who were not in the old one
        @(long) archive: bool,
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
        /// Hand it to a laptop on this network that waits for one, by its three words or its key
        @(long, value_name = "WORDS") near: Option<String>,
    }
    /// See [`crate::Handler::members`].
    Members {
        /// With what each can share and wants to learn
        @(long) profiles: bool,
    }
    /// See [`crate::Handler::cause_show`].
    CauseShow {}
    /// See [`crate::Handler::cause_propose`].
    CausePropose {
        /// The new Cause
        text: String,
        /// How many days the decision stays open
        @(long) days: Option<u32>,
    }
}
