//! Who keeps the keys, and the rules that everybody agreed on.

use serde::{Deserialize, Serialize};

rows! {
    /// Those who keep the keys, and what waits for them.
    Keyholders {
        /// Who, A to Z.
        keyholders: Vec<Keyholder>,
        /// How many are wished for.
        wished: u32,
        /// Final decisions that wait for signatures, the oldest first.
        waiting: Vec<Amendment>,
        /// Changes that came into force at once, so that none of them did: two thirds choose one.
        at_once: Vec<Amendment>,
    }
    /// One of those who keep the keys.
    Keyholder {
        /// The name.
        name: String,
        /// The key.
        id: String,
        /// Since when, by the decision that named them last.
        since: i64,
        /// When their year ends. It is a reminder: what they sign counts all the same.
        until: i64,
        /// Whether it is over.
        over: bool,
        /// Whether they are still members.
        here: bool,
        /// Whether this is me.
        me: bool,
    }
    /// What a decision changes in the charter, or whom it removes.
    Amendment {
        /// The decision.
        decision: String,
        /// Its question.
        question: String,
        /// What it changes: cause, name, keyholders, admission, quotas or removal.
        what: String,
        /// What it becomes, in words; of quotas, entries and bytes; of a removal, who.
        value: String,
        /// Who signed, A to Z.
        signed: Vec<String>,
        /// How many keyholders have to.
        needed: u32,
        /// Whether I may sign.
        mine: bool,
        /// Whether I did.
        done: bool,
    }
    /// What a decision puts into force, whatever its words say.
    Executes {
        /// What it changes: cause, name, keyholders, admission, quotas, removal, or let-in for a newcomer.
        what: String,
        /// What it becomes, in words; of quotas, entries and bytes; of a removal or a newcomer, who.
        value: String,
    }
    /// What signing came to.
    Certifying {
        /// What was signed.
        change: Amendment,
        /// Whether it is in force now.
        in_force: bool,
        /// Of how many members two thirds would do as well, where they are listed.
        listed: u32,
    }
    /// The rules in force.
    Charter {
        /// What the community is called.
        name: String,
        /// Why it is together.
        cause: String,
        /// Who keeps the keys, A to Z.
        keyholders: Vec<String>,
        /// Who lets somebody in: any-member, two-vouch or decision.
        admission: String,
        /// How many entries one laptop may write.
        entries: u64,
        /// How many bytes one laptop may write, attached files included.
        bytes: u64,
        /// How they changed, newest first; the founding is not among them.
        history: Vec<CharterVersion>,
    }
    /// One change of the rules.
    CharterVersion {
        /// Which.
        number: u32,
        /// Since when.
        since: i64,
        /// What changed: cause, name, keyholders, admission, quotas or removal.
        what: String,
        /// What it became, in words; of quotas, entries and bytes; of a removal, who.
        value: String,
        /// The decision that it executes, where it is here.
        decision: Option<String>,
        /// Out of how many who took part in that decision.
        took_part: u32,
    }
}
