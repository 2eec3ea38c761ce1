//! Budget rounds and buckets. Amounts are whole minor units, such as cents, beside their words.

use serde::{Deserialize, Serialize};

use super::{Around, Count, Tied};

rows! {
    /// Rounds, newest first.
    Rounds {
        /// One line each.
        rounds: Vec<RoundLine>,
    }
    /// A round in a list.
    RoundLine {
        /// Its id.
        id: String,
        /// What it is for.
        purpose: String,
        /// draft, dropped, open, closing, counted, final or disputed.
        state: String,
        /// The currency's code.
        currency: String,
        /// The pot.
        pot: Money,
        /// When giving ends, or ended.
        ends: Option<i64>,
        /// How many buckets.
        buckets: u32,
        /// What I have left to give.
        left: Option<Money>,
    }
    /// An amount.
    Money {
        /// In minor units, such as cents.
        minor: u64,
        /// In words, such as `1,340.00 €`.
        text: String,
    }
    /// A round.
    Round {
        /// Its id.
        id: String,
        /// What it is for.
        purpose: String,
        /// Guidelines for buckets, in Markdown.
        guidelines: String,
        /// Who began it.
        author: String,
        /// draft, dropped, open, closing, counted, final or disputed.
        state: String,
        /// Where it stands, as a sentence.
        sentence: String,
        /// The currency's code.
        currency: String,
        /// The pot.
        pot: Money,
        /// What stayed with members in an earlier round.
        carried_over: Money,
        /// The decision that releases it.
        because: Option<Tied>,
        /// When giving began.
        opened: Option<i64>,
        /// When giving ends.
        ends: Option<i64>,
        /// Its rules in words.
        rules: String,
        /// What becomes of leftovers: return, stay or spread; empty for a draft.
        leftovers: String,
        /// How much one person may give to one bucket.
        cap: Option<Money>,
        /// How long gifts made in time may still arrive, in milliseconds.
        travel: Option<i64>,
        /// What I may give.
        allotment: Option<Money>,
        /// What I have left to give.
        left: Option<Money>,
        /// Whether my two devices give differently, so that neither counts.
        conflicted: bool,
        /// Whether I leave what I have not given.
        passed: bool,
        /// How many have given.
        givers: u32,
        /// How many may give.
        present: u32,
        /// What has been given in all, as far as this laptop knows.
        given: Money,
        /// The buckets, as they were proposed.
        buckets: Vec<BucketLine>,
        /// Whether I could settle it now, and no count here says the same already.
        may_settle: bool,
        /// The counts.
        counts: Vec<Count>,
        /// The settlement of the first count.
        settlement: Option<Settlement>,
        /// Steps, files, ties and what was said.
        around: Around,
    }
    /// A bucket in a round.
    BucketLine {
        /// Its id.
        id: String,
        /// What it is called.
        title: String,
        /// The least that it needs.
        min: Money,
        /// The most that it can use.
        max: Money,
        /// Whether it takes what it gets.
        takes: bool,
        /// What it has received, as far as this laptop knows.
        given: Money,
        /// What I gave.
        mine: Money,
        /// Where it stands, in words.
        status: String,
        /// Whether it is no longer proposed.
        withdrawn: bool,
    }
    /// What a round comes to.
    Settlement {
        /// What was given.
        given: Money,
        /// What buckets keep.
        kept: Money,
        /// What returns to the pot.
        returned: Money,
        /// What stays with members.
        stays: Money,
        /// Bucket by bucket.
        buckets: Vec<SettledBucket>,
        /// My own money, line by line.
        mine: Vec<MoneyLine>,
    }
    /// What a bucket comes to.
    SettledBucket {
        /// Its id.
        id: String,
        /// What it is called.
        title: String,
        /// What it received.
        given: Money,
        /// What it received from leftovers.
        spread: Money,
        /// What it keeps.
        kept: Money,
        /// What went back.
        back: Money,
        /// What happened, in words.
        what: String,
    }
    /// What happened to some of a person's money, and why.
    MoneyLine {
        /// How much.
        amount: Money,
        /// What happened to it, and why, in a sentence.
        what: String,
        /// The same as a stable word: kept, over, below, gone, not-given, spread, to-pot or stays.
        fate: String,
        /// The bucket that it is about.
        bucket: Option<String>,
        /// How much that bucket had received above its maximum, or stayed below its minimum.
        by: Option<Money>,
        /// How many gave to that bucket.
        funders: u32,
        /// Whether it tells what became of what was left over. The other lines add up to the allotment.
        rest: bool,
    }
    /// What happened to each cent of one person's allotment.
    Explained {
        /// Whose.
        name: String,
        /// The allotment.
        allotment: Money,
        /// Line by line.
        lines: Vec<MoneyLine>,
    }
    /// A bucket.
    Bucket {
        /// Its id.
        id: String,
        /// What it is called.
        title: String,
        /// What it needs, in words.
        sentence: String,
        /// Why.
        why: String,
        /// Who proposes it, A to Z.
        creators: Vec<String>,
        /// Whether I am one of them.
        mine: bool,
        /// Its round.
        round: Option<Tied>,
        /// The code of its currency.
        currency: String,
        /// The guidelines of its round, in Markdown.
        guidelines: String,
        /// Whether something can still be given to it.
        open: bool,
        /// Whether giving has ended.
        ended: bool,
        /// What it belongs to.
        about: Option<Tied>,
        /// The least that it needs.
        min: Money,
        /// The most that it can use.
        max: Money,
        /// Whether it takes what it gets.
        takes: bool,
        /// What it has received, as far as this laptop knows.
        given: Money,
        /// What it costs and brings in.
        items: Vec<Item>,
        /// Who gave how much, A to Z.
        funders: Vec<Funder>,
        /// Flags, with their answers.
        flags: Vec<Flag>,
        /// Whether it is no longer proposed.
        withdrawn: bool,
        /// Steps, files, ties and what was said.
        around: Around,
    }
    /// What a bucket costs or brings in.
    Item {
        /// Its id.
        id: String,
        /// What.
        what: String,
        /// Whether it brings money in.
        income: bool,
        /// The least.
        min: Money,
        /// The most, where it differs.
        max: Option<Money>,
    }
    /// Who gave.
    Funder {
        /// Who.
        name: String,
        /// How much.
        amount: Money,
    }
    /// A flag.
    Flag {
        /// Its id.
        id: String,
        /// Who.
        name: String,
        /// Which guideline.
        guideline: String,
        /// Why; nothing when withdrawn.
        text: Option<String>,
        /// Answers: who, and what.
        answers: Vec<super::Note>,
    }
}
