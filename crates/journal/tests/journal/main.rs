//! The journal from outside: one binary, so that it is linked once.

mod bundle;
mod conformance;
mod faults;
mod kit;
mod reopen;
