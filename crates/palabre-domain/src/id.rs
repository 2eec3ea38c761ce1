//! Identities: what a thing is called when nobody hands out names.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! identity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub [u8; 32]);

        impl $name {
            /// The identity whose 32 bytes are all zero: stands for "none" where a format has a fixed width.
            pub const ZERO: Self = Self([0; 32]);

            /// Returns true for [`Self::ZERO`].
            pub fn is_zero(&self) -> bool {
                self.0 == [0; 32]
            }

            /// Returns the first `n` bytes in lower-case hexadecimal, two characters each.
            pub fn short(&self, n: usize) -> String {
                data_encoding::HEXLOWER.encode(&self.0[..n.min(32)])
            }

            /// Reads 64 hexadecimal characters; returns `None` for anything else.
            pub fn parse(text: &str) -> Option<Self> {
                let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).ok()?;
                Some(Self(bytes.try_into().ok()?))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.short(4))
            }
        }

        impl From<[u8; 32]> for $name {
            fn from(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }
    };
}

identity! {
    /// A person in all their devices: the public half of their ed25519 member key.
    MemberId
}
identity! {
    /// One laptop: the public half of its ed25519 device key, which is also its address on the network.
    DeviceId
}
identity! {
    /// One signed entry: the BLAKE3 hash of its header.
    EntryId
}
identity! {
    /// One community: the id of its genesis entry.
    CommunityId
}
identity! {
    /// One record: the id of the entry that gave birth to it.
    RecordId
}
identity! {
    /// The BLAKE3 hash of some bytes.
    Hash
}

impl Hash {
    /// Returns the BLAKE3 hash of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }
}

impl From<EntryId> for RecordId {
    fn from(id: EntryId) -> Self {
        Self(id.0)
    }
}

impl From<RecordId> for EntryId {
    fn from(id: RecordId) -> Self {
        Self(id.0)
    }
}

impl From<EntryId> for CommunityId {
    fn from(id: EntryId) -> Self {
        Self(id.0)
    }
}
