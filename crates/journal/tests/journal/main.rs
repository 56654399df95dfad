//! The journal from outside: one binary, so that it is linked once.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic is how a test says no, also in its helpers")]

mod bundle;
mod conformance;
mod faults;
mod kit;
mod reopen;
mod room;
