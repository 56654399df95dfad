//! The center as a whole, over a journal in memory.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it is wrong")]

#[path = "desk/accusations.rs"]
mod accusations;
#[path = "desk/agreements.rs"]
mod agreements;
#[path = "desk/checkpoints.rs"]
mod checkpoints;
#[path = "desk/discretion.rs"]
mod discretion;
#[path = "desk/duplicates.rs"]
mod duplicates;
#[path = "desk/erasing.rs"]
mod erasing;
#[path = "desk/hall.rs"]
mod hall;
#[path = "desk/orders.rs"]
mod orders;
#[path = "desk/packages.rs"]
mod packages;
#[path = "desk/reading.rs"]
mod reading;
#[path = "desk/restart.rs"]
mod restart;
#[path = "desk/sealed.rs"]
mod sealed;
#[path = "desk/secrets.rs"]
mod secrets;
