-- What never changes is in `entry`; the tables below it number what repeats.

CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

CREATE TABLE device (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    -- The lowest place at which it told two stories.
    fork INTEGER
);

CREATE TABLE member (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE);

-- The epochs that entries cite, whether they are here or not.
CREATE TABLE epoch (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE);

-- Where a feed began to cite another epoch than before.
CREATE TABLE turn (device INTEGER NOT NULL, seq INTEGER NOT NULL, epoch INTEGER NOT NULL,
    PRIMARY KEY (device, seq, epoch)) WITHOUT ROWID;

-- Every record that an entry speaks of, whether its birth is here or not.
CREATE TABLE record (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    birth INTEGER,
    kind INTEGER,
    author BLOB,
    writers BLOB,
    -- Whether some of its entries are beyond a cut, so that all of them are judged together.
    dormant INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE entry (
    n INTEGER PRIMARY KEY,
    device INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    id BLOB NOT NULL,
    -- The row of the entry before it in its feed; 0 for the first.
    prev INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    at INTEGER NOT NULL,
    v INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    record INTEGER NOT NULL,
    -- The summed length of the feed's bodies up to here.
    total INTEGER NOT NULL,
    verdict INTEGER NOT NULL,
    signature BLOB,
    body BLOB NOT NULL
);
-- Identity is the place and eight bytes of the id: a unique index on the whole id would cost two thirds of an insert.
CREATE UNIQUE INDEX entry_place ON entry (device, seq, substr(id, 1, 8));
CREATE INDEX entry_record ON entry (record, device) WHERE record > 0;
CREATE INDEX entry_control ON entry (kind) WHERE kind <= 5;
CREATE INDEX entry_certificate ON entry (record, n) WHERE kind = 11;
CREATE INDEX entry_pending ON entry (record) WHERE verdict BETWEEN 1 AND 31;

-- Parts by eight bytes of their hash, and those that their author withdrew.
CREATE TABLE part (hash BLOB NOT NULL, record INTEGER NOT NULL, entry INTEGER NOT NULL,
    PRIMARY KEY (hash, record, entry)) WITHOUT ROWID;
CREATE TABLE withdrawn (record INTEGER NOT NULL, member INTEGER NOT NULL, part BLOB NOT NULL,
    PRIMARY KEY (record, member, part)) WITHOUT ROWID;

-- The ends of feeds; a device that told two stories has several.
CREATE TABLE tip (device INTEGER NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (device, entry)) WITHOUT ROWID;

-- Views. A row's data is the canonical bytes of what the documents layer reads.
CREATE TABLE page (record INTEGER PRIMARY KEY, kind INTEGER NOT NULL, born INTEGER NOT NULL, title TEXT NOT NULL,
    data BLOB NOT NULL);
CREATE INDEX page_kind ON page (kind, born);
-- Titles in lower case, to name a record by their beginning.
CREATE INDEX page_title ON page (title);
-- Which records a page belongs to: a decision about a project, a bucket in a round.
CREATE TABLE tie (about BLOB NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (about, record)) WITHOUT ROWID;
CREATE INDEX tie_record ON tie (record);
CREATE TABLE voice (record INTEGER NOT NULL, member INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (record, member)) WITHOUT ROWID;
-- The files that voices attach.
CREATE TABLE attachment (record INTEGER NOT NULL, member INTEGER NOT NULL, item BLOB NOT NULL, hash BLOB NOT NULL,
    size INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (record, member, item)) WITHOUT ROWID;
-- What answers to an opening come to so far; those not on its roll apart.
CREATE TABLE tally (record INTEGER NOT NULL, opening BLOB NOT NULL, on_roll INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (record, opening, on_roll)) WITHOUT ROWID;

-- Counts that a certificate makes final.
CREATE TABLE final (record INTEGER NOT NULL, opening BLOB NOT NULL, count BLOB NOT NULL, entry INTEGER NOT NULL,
    PRIMARY KEY (record, opening, count, entry)) WITHOUT ROWID;

-- Words to be found: a page under twice its record's number and one, words in a part under twice its entry's row.
CREATE VIRTUAL TABLE found USING fts5(text, content='', contentless_delete=1, prefix='2 3',
    tokenize='unicode61 remove_diacritics 2');

-- What only this laptop knows. Never in the state hash.
CREATE TABLE peer (device BLOB PRIMARY KEY, met INTEGER, row INTEGER, addresses BLOB, seen INTEGER) WITHOUT ROWID;
CREATE TABLE setting (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
-- Files on records: whether this laptop has their bytes, or wants them.
CREATE TABLE file (hash BLOB PRIMARY KEY, size INTEGER NOT NULL, here INTEGER NOT NULL) WITHOUT ROWID;
