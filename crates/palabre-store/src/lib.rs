//! One community in one SQLite file: entries, documents, views, and what only this laptop knows.
//!
//! The entries are the truth; documents and views are made from them and can be made again. A write is durable when
//! the transaction that holds it has committed: `synchronous=FULL`, in write-ahead mode, so that other processes
//! read while one writes.
//!
//! | module | what lives there |
//! |---|---|
//! | [`store`] | opening, transactions, one writer and many readers |
//! | [`entries`] | the append-only table of entries, by place, by record and by row |
//! | [`views`] | rows for screens, made from entries; and their running hash |
//! | [`finding`] | the search index |
//! | [`salvage`] | what can still be read of a damaged file |
//! | `upgrade` | files of an earlier program, and views that are made again |
//! | [`local`] | what only this laptop knows: whom it met, addresses, settings |

pub mod entries;
pub mod finding;
pub mod local;
pub mod salvage;
pub mod store;
mod upgrade;
pub mod views;

pub use store::{Store, StoreError};
