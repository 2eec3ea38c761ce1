//! Pending, effective, or without effect; and why.

use std::fmt;

/// What an entry comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Something that it stands on is not here yet.
    Pending(Waits),
    /// It counts.
    Effective,
    /// It is kept and relayed, and counts nowhere.
    WithoutEffect(Reason),
}

macro_rules! reasons {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal, $word:literal, $text:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name {
            $($(#[$variant_doc])* $variant = $code,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the stable word by which commands and data name it.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $text,)* })
            }
        }
    };
}

reasons! {
    /// What a pending entry waits for.
    Waits {
        /// A version or kind that this program does not know.
        Newer = 1, "newer", "needs a newer Palabre";
        /// Its device is not known as anybody's yet.
        Device = 2, "device", "its device is not known yet";
        /// Its author has not been let in yet.
        Admission = 3, "admission", "its author has not been let in yet";
        /// The epoch that it cites is not here or not judged yet.
        Epoch = 4, "epoch", "the charter it was written under is not here yet";
        /// The record that it speaks of is not here yet.
        Record = 5, "record", "the record it speaks of is not here yet";
        /// A change that it builds on is not here yet.
        Change = 6, "change", "something it builds on is not here yet";
        /// Entries that it cites are not here yet.
        Cited = 7, "cited", "entries it cites are not here yet";
        /// The decision that it executes is not final here yet.
        Decision = 8, "decision", "the decision it carries out is not final here yet";
    }
}

reasons! {
    /// Why an entry has no effect.
    Reason {
        /// The body cannot be read or breaks a rule by itself.
        Body = 32, "body", "says something that no entry can say";
        /// A signature inside the body does not hold.
        Signature = 33, "signature", "a signature inside it does not hold";
        /// Its device told two stories, and nobody built on this one.
        Fork = 34, "fork", "its device told two different stories";
        /// Its device was closed before.
        Revoked = 35, "revoked", "its device was closed before";
        /// Its author was removed before.
        Removed = 36, "removed", "its author was removed before";
        /// Two devices of one member have the same number.
        DeviceNumber = 37, "device-number", "two devices of this member have one number";
        /// Beyond what one device may write.
        Quota = 38, "quota", "beyond what one device may write";
        /// Cites an older epoch than an earlier entry of the same device.
        EpochBack = 39, "epoch-back", "goes back to an older charter";
        /// A guest does what only members do.
        Guest = 40, "guest", "a guest may comment and react";
        /// Not among the record's writers.
        Writer = 41, "writer", "not among those who write in this record";
        /// Breaks the guard's rules for changes.
        Guard = 42, "guard", "a change that the guard refuses";
        /// Its Automerge number is not the next of its device in this document.
        Sequence = 43, "sequence", "not the next change of its device in this document";
        /// Builds on a change without effect.
        Dependency = 44, "dependency", "builds on something without effect";
        /// Does not build on its device's own previous change.
        Past = 45, "past", "forgets its device's own previous change";
        /// Its first operation has a wrong number.
        StartOp = 46, "start-op", "its operations have impossible numbers";
        /// Its device wrote too many operations in this document.
        Operations = 47, "operations", "too many operations by one device in one document";
        /// The whole document does not hold together with it.
        Document = 48, "document", "the document does not hold together with it";
        /// The other of two stories stays in this document.
        Branch = 49, "branch", "the other of two stories stays in this document";
        /// The record has no effect.
        Record = 50, "record", "the record it speaks of has no effect";
        /// Not enough signatures, or not the right ones.
        Majority = 51, "majority", "not signed by enough of those who may";
        /// Two valid epochs followed the same one.
        TwoEpochs = 52, "two-epochs", "two charters followed the same one";
        /// A certificate that its entries do not bear out.
        Certificate = 53, "certificate", "the entries it cites do not bear it out";
        /// Withdraws somebody else's words, or what cannot be withdrawn.
        Withdraw = 54, "withdraw", "withdraws what is not its author's words";
        /// Not what the decision that it names asked for.
        Because = 55, "because", "not what the decision it names asked for";
        /// Replaces a value that does not stand under its key in what it builds on.
        Replaces = 56, "replaces", "replaces something that does not stand there";
    }
}

impl Verdict {
    /// Returns one byte for storage: 0 effective, 1–31 pending, 32 and more without effect.
    pub fn code(self) -> u8 {
        match self {
            Self::Effective => 0,
            Self::Pending(waits) => waits as u8,
            Self::WithoutEffect(reason) => reason as u8,
        }
    }

    /// Reads what [`Verdict::code`] wrote; an unknown code is `None`.
    pub fn from_code(code: u8) -> Option<Self> {
        if code == 0 {
            return Some(Self::Effective);
        }
        let waits = Waits::ALL.iter().find(|&&waits| waits as u8 == code).map(|&waits| Self::Pending(waits));
        let reason = || Reason::ALL.iter().find(|&&reason| reason as u8 == code);
        waits.or_else(|| reason().map(|&reason| Self::WithoutEffect(reason)))
    }

    /// Returns true for [`Verdict::Effective`].
    pub fn is_effective(self) -> bool {
        self == Self::Effective
    }

    /// Returns true for [`Verdict::Pending`].
    pub fn is_pending(self) -> bool {
        matches!(self, Self::Pending(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_survives_storage() {
        let all = (Waits::ALL.iter().map(|&w| Verdict::Pending(w)))
            .chain(Reason::ALL.iter().map(|&r| Verdict::WithoutEffect(r)))
            .chain([Verdict::Effective]);
        let mut codes = Vec::new();
        for verdict in all {
            assert_eq!(Verdict::from_code(verdict.code()), Some(verdict));
            codes.push(verdict.code());
        }
        let many = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), many);
        assert_eq!(Verdict::from_code(255), None);
    }
}
