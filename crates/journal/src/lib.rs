//! The durable log: a hash-chained tape in front of sled. Bytes in, bytes out; it knows no law and no case.

mod api;
mod commit;
mod store;
mod tree;

pub use api::*;
pub use commit::*;
pub use tree::{leaf_hash, node_hash, verify_consistency, verify_inclusion};
