//! The durable log: a hash-chained tape in front of sled. Bytes in, bytes out; it knows no law and no case.

mod api;
mod commit;
mod memory;
mod mth;
mod store;
mod tree;

pub use api::*;
pub use commit::*;
pub use memory::MemoryJournal;
pub use tree::{leaf_hash, node_hash, verify_consistency, verify_inclusion};
