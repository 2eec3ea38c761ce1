//! The house: keeping, meeting, finding, files.

use serde::{Deserialize, Serialize};

use super::{Community, DecisionLine, DecisionOption, Figures, Suspension};

rows! {
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
        /// Entries without effect, by reason and whose they are.
        refused: Vec<Reason>,
        /// Whether this laptop confirms counts by itself: yes, no, or ask.
        confirms: String,
        /// Addresses at which this laptop was reachable last.
        addresses: Vec<String>,
        /// Whose laptops told two different stories.
        forked: Vec<String>,
        /// Devices that a keyholder suspended.
        suspended: Vec<Suspension>,
        /// Whether this laptop's own history was put back or has split, so that it writes nothing until it is renewed.
        renew: bool,
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
        newest: Vec<Newest>,
    }
    /// Something that is talked about, in a preview.
    Newest {
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
        /// Whether it is linked with this one now.
        linked: bool,
    }
    /// Who is on this network.
    Near {
        /// Whether this laptop has looked, and could itself be seen while it did.
        looked: bool,
        /// Whether it looks around by itself whenever Palabre runs here, as a person chose.
        always: bool,
        /// Laptops of members that were seen, by name. Others are not shown.
        near: Vec<NearLaptop>,
        /// Laptops that wait to be invited, by their words; seen only while this one looks around by itself.
        newcomers: Vec<NearNewcomer>,
        /// Where this laptop itself waits to be invited: the three words by which others see it.
        waits: Option<String>,
        /// What this laptop was offered meanwhile. Nothing is joined by itself.
        offers: Vec<Offer>,
    }
    /// A laptop on this network that waits to be invited. Nothing is known of it but its key.
    NearNewcomer {
        /// Its key.
        device: String,
        /// Three words by which people compare its key aloud.
        words: String,
        /// Whether it has an invitation from here.
        invited: bool,
    }
    /// An invitation that somebody near handed over.
    Offer {
        /// The community's name, as the ticket says it.
        community: String,
        /// Who invites, as the ticket says it.
        inviter: String,
        /// Three words by which both compare that it is the same community.
        words: String,
        /// The ticket, as a link.
        link: String,
    }
    /// A laptop of a member on this network.
    NearLaptop {
        /// Whose it is.
        name: String,
        /// Its key.
        device: String,
        /// Three words by which people compare its key aloud.
        words: String,
        /// Where it is seen, as `ip:port`.
        addresses: Vec<String>,
        /// In which communities both are, A to Z.
        communities: Vec<String>,
        /// Whether it is mine.
        mine: bool,
        /// Whether it is linked with this one now.
        linked: bool,
    }
    /// Where a laptop can be met, kept.
    Met {
        /// Whose laptop it is; none while the community that is being joined has not come.
        name: Option<String>,
        /// Its key.
        device: String,
        /// Where, as `ip:port`.
        addresses: Vec<String>,
    }
    /// How a house computer is.
    House {
        /// Who is at home there.
        name: String,
        /// Its key.
        device: String,
        /// Three words by which people compare its key aloud.
        words: String,
        /// Since when it is reachable; none while nothing runs.
        since: Option<i64>,
        /// Where it is met, or was last, as `ip:port`.
        addresses: Vec<String>,
        /// The same as a link, that lets nobody in; none while no address is known.
        link: Option<String>,
        /// A QR of the link.
        qr: Option<String>,
        /// How many laptops are linked with it now.
        linked: u32,
        /// When it last held the same as another.
        last_met: Option<i64>,
        /// How many bytes came since it runs.
        received: u64,
        /// How many bytes went.
        sent: u64,
        /// Its communities, by name.
        communities: Vec<HouseCommunity>,
        /// What is saved every night; none where nothing is.
        backup: Option<HouseBackup>,
    }
    /// A community that a house computer holds.
    HouseCommunity {
        /// Its id.
        id: String,
        /// Its name.
        name: String,
        /// How the house computer stands in it: member, guest, waiting, left or removed.
        standing: String,
        /// How many entries it holds.
        entries: u64,
        /// How many of them wait for others.
        pending: u64,
        /// How many members are here.
        members: u32,
        /// How many of their devices are honoured.
        devices: u32,
        /// How many laptops are linked now about it.
        linked: u32,
        /// When it last held the same as another.
        last_met: Option<i64>,
        /// How many attached files are here.
        files: u32,
        /// How many bytes its file has.
        bytes: u64,
        /// How much of what one device may write this one has written, in percent.
        quota: u32,
    }
    /// What a house computer saves every night.
    HouseBackup {
        /// In which folder.
        folder: String,
        /// When the last one was made.
        last: Option<i64>,
        /// Whether it is sealed with a passphrase.
        sealed: bool,
    }
    /// Which relay laptops may meet through.
    Relay {
        /// Its address; none: laptops meet directly.
        url: Option<String>,
    }
    /// How many, and why.
    Reason {
        /// The stable word.
        word: String,
        /// In words.
        text: String,
        /// How many entries.
        entries: u64,
        /// Whose laptop wrote them, where it is honoured no further.
        name: Option<String>,
        /// When that laptop was closed, when it told a second story, or when its owner was removed.
        at: Option<i64>,
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
        /// Whether more is to come in a next file.
        more: bool,
    }
    /// What came from a file.
    Taken {
        /// How many entries the file held.
        entries: u64,
        /// How many of these were new.
        new: u64,
        /// How many were here already.
        known: u64,
        /// How many entries of earlier files found their place.
        filled: u64,
        /// How many runs were refused: not as their author wrote them.
        refused: u64,
        /// How many pieces of the file are damaged and were left out.
        damaged: u64,
        /// Whether the damage is such that nothing after it can be found.
        lost: bool,
        /// Whether the file is cut off.
        cut: bool,
        /// How many runs follow something that is not here yet, of this file and earlier ones.
        gaps: u64,
        /// How many of these are kept aside until it comes.
        aside: u64,
    }
    /// Laptops that told two different stories.
    Forks {
        /// The laptops, by their owners' names.
        forks: Vec<Fork>,
    }
    /// A laptop that told two different stories.
    Fork {
        /// Whose it is.
        name: String,
        /// Its key.
        device: String,
        /// Which of its owner's devices.
        number: u32,
        /// Whether it is this one.
        here: bool,
        /// The lowest place of its feed at which the stories differ.
        place: u64,
        /// How many entries stand there.
        stories: u32,
        /// How many entries from there on have no effect.
        void: u64,
        /// How many stay, because others built on them.
        kept: u64,
        /// How many wait.
        waiting: u64,
        /// Whether it is closed meanwhile.
        closed: bool,
    }
    /// What checking a file found.
    Verified {
        /// What the file is: decision, or fork for the proof that a laptop told two stories.
        kind: String,
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
        /// The numbers in it.
        figures: Option<Figures>,
        /// The options, in their order.
        options: Vec<DecisionOption>,
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
        /// What was found, and of how many entries, rows or decisions: whole where all is well; else damaged, chain,
        /// signature, views, taken-in, kept-as, otherwise, shown, missing, compared, lists or more.
        findings: Vec<Reason>,
    }
    /// What came of mending.
    Mended {
        /// The community's id; empty where the whole home was set aside.
        community: String,
        /// Its name, as far as it could be read.
        name: String,
        /// Where the damaged file is kept, or the home.
        aside: String,
        /// How many entries could be read of it and hold.
        entries: u64,
        /// The number of the device that this laptop is now.
        device: u32,
    }
    /// What waits for me.
    Waiting {
        /// What, the nearest deadline first.
        waiting: Vec<Wait>,
        /// How many there are in all.
        all: u32,
    }
    /// What is to be said outside the window now.
    Notices {
        /// What, in the order in which it is said.
        notices: Vec<Notice>,
    }
    /// One thing that is said outside the window.
    Notice {
        /// What: named, waiting or ends.
        what: String,
        /// The record; of several that wait the first.
        id: String,
        /// Its kind.
        kind: String,
        /// Its title.
        title: String,
        /// Of what waits, how many things.
        many: u32,
        /// Of what ends, when.
        until: Option<i64>,
    }
    /// One thing that waits for me.
    Wait {
        /// The record.
        id: String,
        /// Its kind.
        kind: String,
        /// Its title.
        title: String,
        /// What is asked: answer, advise, reply, decide, count, confirm, give, review, alive, admit, choose, look.
        asks: String,
        /// Who asks what, and why me, in a sentence.
        why: String,
        /// The same as a stable word, so that a face says it in its own language: takes-part, new-wording, two-devices,
        /// left, giving-ended, answers-in, same, differs, wrote-outcome, unanswered, listened, touched, knows, nudged,
        /// was-touched, quiet or joined.
        because: String,
        /// Whom that names: who asks, who invited, whose advice waits.
        who: Vec<String>,
        /// The amount that it names.
        amount: Option<super::Money>,
        /// Its currency.
        currency: String,
        /// Until when.
        until: Option<i64>,
    }
    /// What changed since then.
    News {
        /// Since when: the time that was given, or when I looked last.
        since: Option<i64>,
        /// One row a subject, newest first.
        subjects: Vec<Subject>,
        /// How many more subjects changed.
        more: u32,
        /// How many changes there are in those.
        more_changes: u32,
    }
    /// What changed in one subject.
    Subject {
        /// The record; empty for what concerns the whole community.
        id: String,
        /// Its kind.
        kind: String,
        /// Its title.
        title: String,
        /// Why I see it.
        why: String,
        /// The same as a stable word: named, mine, team, asked, answered, spoke, open or community.
        because: String,
        /// What changed, in one sentence.
        what: String,
        /// The same piece by piece.
        changes: Vec<Changed>,
        /// When the last change was made, by its author's clock.
        at: i64,
    }
    /// What changed in one respect.
    Changed {
        /// What: begun, written, answer, comment, count, outcome, team, advice, decided, review, profile, step, step taken,
        /// offer to help, news, file, reply, flag, final, joined or charter.
        what: String,
        /// How many times.
        many: u32,
        /// Who, A to Z; only the first two where there are more than three.
        who: Vec<String>,
        /// How many more people.
        more: u32,
    }
    /// The dates to come.
    Dates {
        /// The nearest first.
        dates: Vec<Date>,
        /// How many more there are until then.
        more: u32,
    }
    /// One date.
    Date {
        /// The record.
        id: String,
        /// Its kind.
        kind: String,
        /// Its title.
        title: String,
        /// What happens then: ends, review or step.
        what: String,
        /// When.
        at: i64,
    }
    /// What a search found.
    Hits {
        /// What was found, the best first.
        hits: Vec<Hit>,
        /// Whether words are still being read in, so that more may be found soon.
        reading: bool,
    }
    /// One thing that a search found.
    Hit {
        /// The record.
        id: String,
        /// Its kind.
        kind: String,
        /// Its title.
        title: String,
        /// Where it says so, with what was found between « and ».
        excerpt: String,
        /// Who wrote that, where it is somebody's words.
        name: Option<String>,
    }
    /// What an archive held.
    Imported {
        /// The community.
        community: Community,
        /// How many entries came.
        entries: u64,
    }
}
