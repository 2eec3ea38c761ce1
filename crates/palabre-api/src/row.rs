//! What is told: rows for screens and terminals. Times are milliseconds since 1970; ids are hexadecimal.

use serde::{Deserialize, Serialize};

macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
            pub struct $name {
                $($(#[$field_doc])* pub $field: $type,)*
            }
        )*
    };
}

rows! {
    /// Who is at home here.
    Me {
        /// What others call this person.
        name: String,
        /// The member key.
        member: String,
        /// This laptop's key, which is also its address.
        device: String,
        /// Three words by which people compare this laptop's key aloud.
        words: String,
        /// The communities of this home, A to Z.
        communities: Vec<Community>,
    }
    /// A community of this home.
    Community {
        /// Its id.
        id: String,
        /// Its name.
        name: String,
        /// Its Cause.
        cause: String,
        /// How many members are here.
        members: u32,
        /// How I stand in it: member, guest, waiting, left or removed.
        standing: String,
    }
    /// An invite, before anything is joined.
    InviteCard {
        /// The community's name.
        community: String,
        /// Its id.
        id: String,
        /// Who invites.
        inviter: String,
        /// Three words by which both compare that it is the same community.
        words: String,
        /// Whether the ticket carries the community itself.
        carries_community: bool,
        /// How many laptops' addresses it carries.
        laptops: u32,
    }
    /// What joining came to.
    Joined {
        /// The community.
        community: Community,
        /// How many entries the ticket's file held.
        entries: u64,
    }
    /// An invite that was made.
    Invite {
        /// The ticket.
        ticket: String,
        /// The ticket as a link.
        link: String,
        /// How many people this laptop lets in with it by itself.
        uses: u32,
        /// Until when.
        until: i64,
        /// Three words by which both compare that it is the same community.
        words: String,
        /// The file that holds it.
        file: Option<String>,
        /// How many laptops' addresses it carries.
        laptops: u32,
        /// The link as a QR, drawn with blocks.
        qr: Option<String>,
    }
    /// Who was let in, and who waits.
    Waiting {
        /// Who was let in now.
        admitted: Vec<String>,
        /// Who has joined and waits.
        waiting: Vec<Newcomer>,
    }
    /// Somebody who has joined and waits to be let in.
    Newcomer {
        /// What they call themselves.
        name: String,
        /// Their key.
        member: String,
        /// Who invited them.
        invited_by: Option<String>,
        /// Who vouches so far.
        vouched_by: Vec<String>,
        /// How many have to.
        needed: u32,
    }
    /// The members, A to Z.
    Members {
        /// The members.
        members: Vec<Member>,
    }
    /// One member.
    Member {
        /// The name.
        name: String,
        /// The key.
        id: String,
        /// member or guest.
        role: String,
        /// here, left or removed.
        standing: String,
        /// Whether they hold keys.
        keyholder: bool,
        /// How many devices they use.
        devices: u32,
        /// Since when.
        since: i64,
        /// Whether this is me.
        me: bool,
    }
    /// The Cause, and how it changed.
    Cause {
        /// The Cause in force.
        cause: String,
        /// Its versions, newest first.
        history: Vec<CauseVersion>,
        /// Proposals that are open or wait to be put into force: their decisions.
        proposals: Vec<DecisionLine>,
    }
    /// One version of the Cause.
    CauseVersion {
        /// The text.
        text: String,
        /// Since when.
        since: i64,
        /// Its number; the first is 0.
        number: u32,
    }
    /// What adopting a decision came to.
    Adoption {
        /// The Cause in force now.
        cause: String,
        /// Whether it took effect.
        adopted: bool,
        /// How many keyholders signed.
        signed: u32,
        /// How many have to.
        needed: u32,
    }
    /// Decisions, newest first.
    Decisions {
        /// One line each.
        decisions: Vec<DecisionLine>,
    }
    /// A decision in a list.
    DecisionLine {
        /// Its id.
        id: String,
        /// Its question.
        question: String,
        /// draft, open, closing, counted, final, disputed.
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
        /// draft, open, closing, counted, final, disputed.
        state: String,
        /// Where it stands, as a sentence.
        sentence: String,
        /// The way of deciding.
        how: String,
        /// Its rules in words.
        rules: String,
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
        /// The answers, by position and then A to Z.
        answers: Vec<Answer>,
        /// Who is among those taking part and has not answered, A to Z. Only for the one who asked.
        missing: Vec<String>,
        /// My own answer.
        my_answer: Option<String>,
        /// Whether I take part.
        i_take_part: bool,
        /// The counts.
        counts: Vec<Count>,
        /// What came of it, newest first.
        outcomes: Vec<Outcome>,
        /// The other opening that runs beside this one, if two replaced the same.
        other_openings: Vec<String>,
        /// The comments.
        comments: Vec<Comment>,
        /// Reactions to the record: reaction and who, A to Z.
        reactions: Vec<Reaction>,
    }
    /// How many took a position.
    PositionCount {
        /// The position.
        position: String,
        /// How many.
        voices: u32,
    }
    /// An answer.
    Answer {
        /// Who.
        name: String,
        /// Their key.
        member: String,
        /// The position; `conflicted` where two devices differ.
        position: String,
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
        /// How many have to.
        needed: Option<u32>,
        /// Whether it is final.
        is_final: bool,
        /// Its result's word.
        result: String,
        /// Its arithmetic in words.
        arithmetic: String,
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
    /// A record's thread.
    Thread {
        /// The record.
        id: String,
        /// The comments.
        comments: Vec<Comment>,
        /// Reactions to the record.
        reactions: Vec<Reaction>,
    }
    /// A comment.
    Comment {
        /// Its id.
        id: String,
        /// Who.
        name: String,
        /// The text; nothing when withdrawn.
        text: Option<String>,
        /// The comment that it answers.
        reply_to: Option<String>,
        /// When, by the author's clock.
        at: i64,
        /// Reactions to it.
        reactions: Vec<Reaction>,
    }
    /// A reaction and who gave it.
    Reaction {
        /// The reaction.
        reaction: String,
        /// Who, A to Z.
        names: Vec<String>,
    }
    /// What this laptop holds, and whom it met.
    Status {
        /// The community.
        community: Community,
        /// The hash of everything that it comes to; equal hashes show the same.
        state_hash: String,
        /// How many entries are held.
        entries: u64,
        /// How many members are here.
        members: u32,
        /// How many of their devices are honoured.
        devices: u32,
        /// Laptops met, A to Z.
        peers: Vec<Peer>,
        /// Entries that wait, by what they wait for.
        pending: Vec<Reason>,
        /// Entries without effect, by reason.
        refused: Vec<Reason>,
        /// Whether this laptop confirms counts by itself: yes, no, or ask.
        confirms: String,
        /// Addresses at which this laptop was reachable last.
        addresses: Vec<String>,
        /// Whose laptops told two different stories.
        forked: Vec<String>,
        /// How much of what one device may write this one has written, in percent.
        quota: u32,
        /// While joining, what another laptop says waits here. Nothing of it is checked, nor in the state hash.
        preview: Option<Preview>,
    }
    /// What a community looks like before its entries have come, as one laptop says it.
    Preview {
        /// Its name.
        name: String,
        /// Its Cause.
        cause: String,
        /// How many members are here.
        members: u32,
        /// How many entries are to come.
        entries: u64,
        /// Decisions that are open, newest first; never more than eight.
        open: Vec<DecisionLine>,
        /// The newest subjects, newest first; never more than twelve.
        newest: Vec<Subject>,
    }
    /// Something that is talked about, in a list.
    Subject {
        /// What it is about.
        title: String,
        /// When it began, by its author's clock.
        at: i64,
    }
    /// A laptop that was met.
    Peer {
        /// Whose it is.
        name: String,
        /// Its key.
        device: String,
        /// When both last held the same.
        met: Option<i64>,
        /// Whether both held the same then and nothing has been added here since.
        in_sync: bool,
    }
    /// How many, and why.
    Reason {
        /// The stable word.
        word: String,
        /// In words.
        text: String,
        /// How many entries.
        entries: u64,
    }
    /// A file that was written.
    Written {
        /// The file.
        file: String,
        /// How many entries it holds.
        entries: u64,
        /// How many bytes.
        bytes: u64,
        /// Up to which entry, for the next export's `--after`.
        up_to: u64,
    }
    /// What came from a file.
    Taken {
        /// How many entries the file held.
        entries: u64,
        /// How many of these were new.
        new: u64,
        /// How many runs were refused.
        refused: u64,
        /// How many follow something that the file does not hold.
        gaps: u64,
    }
    /// What re-counting a file found.
    Verified {
        /// verified, or what is wrong in a word.
        verdict: String,
        /// In one sentence.
        sentence: String,
        /// The community's name at its founding.
        community: String,
        /// The question.
        question: String,
        /// The wording.
        wording: String,
        /// The result's word.
        result: String,
        /// The arithmetic in words.
        arithmetic: String,
        /// How many found the same.
        confirmed: u32,
        /// How many make it final.
        needed: Option<u32>,
        /// Whether it is final.
        is_final: bool,
        /// Whose answers are in the file and not in the count.
        not_counted: Vec<String>,
    }
    /// What a check found.
    Checkup {
        /// Whether all is well.
        well: bool,
        /// What was checked, and what was found, a sentence each.
        findings: Vec<String>,
    }
}
