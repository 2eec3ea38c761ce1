//! A relay: a computer of the community's own that passes on what two laptops cannot hand each other directly.
//!
//! There is none unless a person names one. It sees who speaks with whom, when and how much; what they say is sealed
//! between the two devices, and it can neither read nor change it.

use std::{fmt, str::FromStr};

use iroh::RelayUrl;

/// The greatest length of a relay's address, in bytes.
pub const MAX_ADDRESS: usize = 200;

/// Where a relay answers, as a person named it: `https://relay.example.org`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelayAddress(RelayUrl);

/// Says why some text is not the address of a relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RelayError {
    /// It is no address that a relay could have.
    #[error("this is not the address of a relay")]
    NotARelay,
}

impl RelayError {
    /// Returns the stable name of the error.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotARelay => "relay.not-an-address",
        }
    }

    /// Returns what to do about it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::NotARelay => {
                "Write it like https://relay.example.org, with :PORT behind it where it has one."
            }
        }
    }
}

impl RelayAddress {
    /// Reads `https://host` or `https://host:port`; also `http`, for a relay on the same network.
    ///
    /// # Errors
    /// When the text is something else, carries a password, or says more than where.
    pub fn parse(text: &str) -> Result<Self, RelayError> {
        let text = text.trim();
        let url: RelayUrl = text.parse().map_err(|_| RelayError::NotARelay)?;
        let plain = text.len() <= MAX_ADDRESS
            && matches!(url.scheme(), "https" | "http")
            && url.host_str().is_some_and(|host| !host.is_empty())
            && url.username().is_empty()
            && url.password().is_none()
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none();
        if plain { Ok(Self(url)) } else { Err(RelayError::NotARelay) }
    }

    pub(crate) fn url(&self) -> &RelayUrl {
        &self.0
    }
}

impl fmt::Display for RelayAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

impl FromStr for RelayAddress {
    type Err = RelayError;

    fn from_str(text: &str) -> Result<Self, RelayError> {
        Self::parse(text)
    }
}
