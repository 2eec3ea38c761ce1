//! Decisions.

use serde::{Deserialize, Serialize};

use super::{Around, Executes, Money, Tied};

rows! {
    /// Decisions, newest first.
    Decisions {
        /// One line each.
        decisions: Vec<DecisionLine>,
        /// How many more there are after these; in a list of all decisions, that is not counted.
        more: u32,
        /// How many are over, final or counted without binding anybody, where only the others were asked for.
        over: u32,
    }
    /// A decision in a list.
    DecisionLine {
        /// Its id.
        id: String,
        /// Its question.
        question: String,
        /// draft, dropped, open, closing, counted, final, disputed.
        state: String,
        /// The way of deciding.
        how: String,
        /// When it ends, or ended.
        ends: Option<i64>,
        /// How many answered.
        answered: u32,
        /// How many take part.
        present: u32,
        /// The result's word, once counted.
        result: Option<String>,
        /// Whether my answer is missing.
        waits_for_me: bool,
        /// Who opened it.
        author: String,
        /// When it is looked at again.
        review: Option<i64>,
        /// What it releases for a round, once final.
        releases: Option<Release>,
    }
    /// Money that a decision releases for a round.
    Release {
        /// How much.
        amount: Money,
        /// The code of its currency.
        currency: String,
    }
    /// A decision.
    Decision {
        /// Its id.
        id: String,
        /// Its question.
        question: String,
        /// The wording as it opened; as drafted before.
        wording: String,
        /// Who opened it.
        author: String,
        /// draft, dropped, open, closing, counted, final, disputed.
        state: String,
        /// Where it stands, as a sentence.
        sentence: String,
        /// The way of deciding.
        how: String,
        /// Its rules in words.
        rules: String,
        /// Its rules in numbers; nothing before it opens.
        terms: Option<Terms>,
        /// The opening's id.
        opening: Option<String>,
        /// When it opened.
        opened: Option<i64>,
        /// When it ends.
        ends: Option<i64>,
        /// How long answers given in time may still arrive, in milliseconds.
        travel: Option<i64>,
        /// The positions that one can take.
        positions: Vec<String>,
        /// How many take part.
        present: u32,
        /// How many answered.
        answered: u32,
        /// How many took each position.
        tally: Vec<PositionCount>,
        /// What each option or time received, in the paper's order.
        options: Vec<DecisionOption>,
        /// How many options one may choose, or the highest score.
        up_to: Option<u32>,
        /// What it would come to if it were counted now; nothing before it opens, or where it is not shown to me yet.
        running: Option<Figures>,
        /// Whether what others answered is not shown to me yet.
        hidden: bool,
        /// The answers, by position and then A to Z.
        answers: Vec<Answer>,
        /// How many more there are of each position than were asked for; under no position those that say something to
        /// each option.
        more: Vec<PositionCount>,
        /// Who is among those taking part and has not answered, A to Z. Only for the one who asked.
        missing: Vec<String>,
        /// Who of them can still be nudged, A to Z: not whoever leaves it to the others. Only for the one who asked, while it is open.
        silent: Vec<String>,
        /// My own answer.
        my_answer: Option<String>,
        /// The options that I chose, by their place from 0.
        my_options: Vec<u32>,
        /// Why I answered so, where I said it.
        my_reason: Option<String>,
        /// Whether I take part.
        i_take_part: bool,
        /// Whether I could count now, and no count here says the same already.
        may_count: bool,
        /// The counts.
        counts: Vec<Count>,
        /// What came of it, newest first.
        outcomes: Vec<Outcome>,
        /// The other opening that runs beside this one, if two replaced the same.
        other_openings: Vec<String>,
        /// The earlier wordings, newest first.
        amended: Vec<String>,
        /// Whose objection to an earlier wording has lapsed, A to Z.
        lapsed: Vec<String>,
        /// How the wording changed since I answered it; nothing where it did not.
        reworded: Option<Reworded>,
        /// How many of those present were reached, where silence consents.
        reached: Option<u32>,
        /// What it puts into force once it is final, beside its words.
        executes: Option<Executes>,
        /// What it releases for a round, once final.
        releases: Option<Release>,
        /// Whether I left it to the others.
        passed: bool,
        /// Whether I decided, and an objection that came later waits until I have looked at it.
        looks_again: bool,
        /// What it is about.
        about: Option<Tied>,
        /// Next steps, files, ties and what was said.
        around: Around,
    }
    /// How a wording changed since I answered it.
    Reworded {
        /// What I answered to the earlier one.
        answer: String,
        /// Whether that still counts: consents do, and objections lapse unless repeated.
        stands: bool,
        /// What stayed, went and came, in the order of the text.
        pieces: Vec<Passage>,
    }
    /// A piece of a text that changed.
    Passage {
        /// same, gone or new.
        what: String,
        /// The text, with its spaces.
        text: String,
    }
    /// How many took a position.
    PositionCount {
        /// The position.
        position: String,
        /// How many.
        voices: u32,
    }
    /// The rules of a decision, so that a face says them in its own language. Shares are thousandths, rounded.
    Terms {
        /// The way of deciding.
        how: String,
        /// Which share of those present has to answer; nothing where none has to.
        quorum: Option<u32>,
        /// What a proposal needs among those for or against, or an option among those who answered; nothing: more for than
        /// against, or no share.
        threshold: Option<u32>,
        /// Whether one block stops it.
        block: bool,
        /// Whether silence consents.
        silence: bool,
        /// Whether it ends as soon as all have answered.
        when_all: bool,
        /// When a reason is asked for: off, optional, against or required.
        reasons: String,
        /// Until when others' answers are not shown: never, until-answered or until-end.
        hide: String,
    }
    /// An option of a decision, or a time.
    DecisionOption {
        /// The option in words; a time in this laptop's zone.
        text: String,
        /// When it begins, for a time.
        from: Option<i64>,
        /// When it ends, for a time.
        until: Option<i64>,
        /// How many chose it, gave it a score, or said yes.
        voices: u32,
        /// How many said if need be.
        maybe: u32,
        /// The sum of its scores.
        sum: u64,
        /// Whether it comes first, or is among those tied for it.
        first: bool,
    }
    /// The numbers behind a result, so that a face says them in its own language. Shares are thousandths, rounded.
    Figures {
        /// The way of deciding.
        how: String,
        /// The result's word.
        result: String,
        /// Those taking part who are not resting, and resting ones who answered.
        present: u32,
        /// How many answered.
        answered: u32,
        /// The same as a share of those present.
        answered_share: u32,
        /// Which share of those present has to answer; nothing where none has to.
        quorum: Option<u32>,
        /// How many took each position, in the order of the positions; also those that nobody took.
        positions: Vec<PositionCount>,
        /// How many of a proposal are for or against.
        expressed: u32,
        /// The share of these that are for.
        for_share: u32,
        /// What a proposal needs among those for or against, or an option among those who answered; nothing: more for than
        /// against.
        threshold: Option<u32>,
        /// How many of those present were reached, where silence consents.
        reached: Option<u32>,
        /// The same as a share.
        reached_share: u32,
        /// The options that came first, by their place from 0; several where they are tied.
        first: Vec<u32>,
        /// How many chose the first, gave it a number, or said yes.
        first_voices: u32,
        /// The same as a share of those who answered.
        first_share: u32,
        /// How many said if need be to the first.
        first_maybe: u32,
        /// The sum of its numbers.
        first_sum: u64,
        /// Their average in hundredths.
        first_average: u64,
        /// How many chose none of the options.
        none: u32,
    }
    /// An answer.
    Answer {
        /// Who.
        name: String,
        /// Their key.
        member: String,
        /// The answer in words, such as a position; `conflicted` where two devices differ.
        position: String,
        /// Who recorded it on their behalf.
        recorded_by: Option<String>,
        /// Why; nothing when withdrawn.
        reason: Option<String>,
        /// Whether a reason was given and withdrawn.
        reason_withdrawn: bool,
        /// When, by their clock.
        at: i64,
        /// counted, late, omitted, apart (joined later), conflicted, or given.
        standing: String,
    }
    /// A count.
    Count {
        /// Its id.
        id: String,
        /// Who made it, A to Z.
        counted_by: Vec<String>,
        /// Who found the same, counters included, A to Z.
        confirmed_by: Vec<String>,
        /// Out of how many: those present, and those resting who answered or found the same.
        present: u32,
        /// How many have to.
        needed: Option<u32>,
        /// Whether it is final.
        is_final: bool,
        /// Its result's word.
        result: String,
        /// Its arithmetic in words.
        arithmetic: String,
        /// Its arithmetic in numbers; nothing as long as a part of it has not arrived.
        figures: Option<Figures>,
        /// Whether this laptop counts the same.
        same_here: bool,
    }
    /// What came of a decision.
    Outcome {
        /// In whose words.
        name: String,
        /// The words; nothing when withdrawn.
        text: Option<String>,
        /// When it is looked at again.
        review: Option<i64>,
        /// When it was written, by the author's clock.
        at: i64,
    }
}
