//! The durable log: a hash-chained tape in front of sled. Bytes in, bytes out; it knows no law and no case.

mod ahead;
mod api;
mod background;
mod ballast;
mod commit;
mod file;
mod head;
mod inside;
mod journal;
mod lock;
mod log;
mod memory;
mod mth;
mod open;
mod options;
mod reading;
mod status;
mod store;
mod tape;
mod tree;

pub use api::*;
pub use commit::*;
pub use journal::TapeJournal;
pub use memory::MemoryJournal;
pub use open::{OpenError, Opened, Torn};
pub use options::{Options, Progress, Step};
pub use tree::{leaf_hash, node_hash, verify_consistency, verify_inclusion};
