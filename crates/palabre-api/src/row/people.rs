//! People: who I am, communities, invites, members, the Cause.

use serde::{Deserialize, Serialize};

use super::DecisionLine;
use crate::error::ApiError;

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
        /// Where the keys are kept: store, passphrase or file.
        keys: String,
        /// Whether the member key is on this laptop; if not, its words are on paper, or on another laptop.
        has_words: bool,
        /// The communities of this home, A to Z.
        communities: Vec<Community>,
    }
    /// My words.
    Words {
        /// The 24 words; empty once they are off this laptop.
        words: Vec<String>,
        /// Which of them are asked for to see that they were kept, counted from 1.
        asked: Vec<u32>,
        /// Whether they are off this laptop.
        kept: bool,
    }
    /// A ticket by which one more laptop becomes mine.
    DeviceTicket {
        /// The ticket as a link.
        link: String,
        /// Which of my devices it will be.
        number: u32,
        /// The communities that it is for, A to Z.
        communities: Vec<String>,
        /// The file that holds it.
        file: Option<String>,
        /// The link as a QR, drawn with blocks.
        qr: Option<String>,
    }
    /// A backup that was written.
    BackedUp {
        /// The file.
        file: String,
        /// Its length in bytes.
        bytes: u64,
        /// The communities in it, A to Z.
        communities: Vec<String>,
        /// How many entries of them.
        entries: u64,
        /// Whether the member key is in it; if not, restoring takes the words.
        has_words: bool,
        /// How many attached files are here and not in it: they come again from the others.
        files: u32,
    }
    /// The devices of somebody.
    Devices {
        /// Whose.
        name: String,
        /// Whether these are mine.
        mine: bool,
        /// The devices, by number.
        devices: Vec<DeviceLine>,
    }
    /// One device.
    DeviceLine {
        /// Its key.
        id: String,
        /// Which of its owner's devices.
        number: u32,
        /// Three words by which people compare its key aloud.
        words: String,
        /// Whether it is this one.
        here: bool,
        /// open, closed, void (two have one number), forked (it told two stories) or waiting (not let in).
        standing: String,
        /// How many entries of it are here.
        entries: u64,
        /// How many of them are honoured, where it was closed.
        honoured: Option<u64>,
        /// When it last wrote something, by its own clock.
        last: Option<i64>,
        /// While it is suspended, by whom and until when here.
        suspended: Option<Suspension>,
    }
    /// A device that a keyholder suspended: for up to 14 days nothing new of it is passed on.
    Suspension {
        /// Whose device it is.
        name: String,
        /// Its key.
        device: String,
        /// Which of its owner's devices.
        number: u32,
        /// Whether it is this laptop.
        here: bool,
        /// The keyholder.
        by: String,
        /// Why; nothing while the words have not come, or were withdrawn.
        reason: Option<String>,
        /// Until when, by the clock of this laptop.
        until: i64,
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
        /// What I am called in it: my name, with the first characters of my key where somebody else has it, too.
        called: String,
        /// The community in whose place it was founded.
        from: Option<Before>,
        /// Why it did not open, where it did not: then nothing but its id is known.
        trouble: Option<ApiError>,
    }
    /// The community in whose place another was founded.
    Before {
        /// Its id.
        id: String,
        /// What it was called.
        name: String,
        /// Whether it is in this home, to read.
        here: bool,
    }
    /// A community that was founded in the place of another.
    Refounded {
        /// The new one.
        community: Community,
        /// The old one, which stays to be read.
        old: Community,
        /// How many others are members of the old one.
        others: u32,
        /// One invite for all of them.
        invite: Invite,
        /// The file with the old one's history, where it was attached to the new one.
        attached: Option<String>,
    }
    /// An invite, before anything is joined.
    InviteCard {
        /// The community's name.
        community: String,
        /// Why it is there, where the ticket says so.
        cause: String,
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
    Newcomers {
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
        /// Who they were before losing every laptop and the words, as a member says.
        formerly: Option<String>,
        /// What they were called in the community that this one carries on: it is the same key.
        before: Option<String>,
        /// What they can share, where profiles were asked for.
        shares: Vec<String>,
        /// What they want to learn, where profiles were asked for.
        learns: Vec<String>,
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
}
