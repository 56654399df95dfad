//! The shared language: what can be true of a case, and how it is written down.
//!
//! Pure: no input or output, no waiting, no clock, no randomness. It does not know how facts are stored, who may see
//! them, or which rules led to them.
//!
//! Start with [`Event`] (everything that can be true), then [`Entry`] (a fact with its circumstances), [`Decider`] (how
//! a desk decides) and [`View`] (what a department sees). [`codec`] is the only part that knows stored field names.

pub mod codec;
mod decider;
mod entry;
mod event;
mod ids;
mod sealed;
mod upcast;
mod values;
mod view;

pub use decider::{Decider, Desk, Form, Refusal};
pub use entry::{Entry, Fingerprint, Meta, Place};
pub use event::*;
pub use ids::*;
pub use sealed::{Algorithm, Personal, PersonalError, SEALED_BYTES_MAX, Sealed};
pub use values::*;
pub use view::{Query, ROWS_MAX, Rows, ShapeError, View};
