//! What a citizen takes home: one commit of the log, the path from it to a signed checkpoint, and the texts this citizen
//! handed in, opened. Whoever has it can show that the center took exactly this at this time, without the center's help
//! and after the center has forgotten the person.
//!
//! It refuses to trust anything that is not hashed or signed: number, kind, time and texts are read out of the commit, and
//! never stand beside it. What cannot be forged cannot be disputed; what a court makes of it is another matter.
//!
//! Start with [`Receipt`] (what is written), then [`Receipt::verify`] (what is believed, and why).

mod document;
mod proven;

pub use document::{Opened, Receipt};
pub use proven::{NotProven, Proven, ProvenFact, ProvenText, sealed_values};
