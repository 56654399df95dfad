//! The durable log: a hash-chained tape in front of sled. Bytes in, bytes out; it knows no law and no case.

mod ahead;
mod api;
mod background;
mod ballast;
mod checkpoint;
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
mod reader;
mod reading;
mod refill;
mod status;
mod scratch;
mod store;
mod tape;
mod tree;
mod verify;

pub use api::*;
pub use checkpoint::{Checkpoint, CheckpointError, CheckpointKey, append_checkpoint, read_checkpoints};
pub use commit::*;
pub use journal::TapeJournal;
pub use memory::MemoryJournal;
pub use open::{OpenError, Opened, Torn};
pub use options::{Options, Progress, Step};
pub use reader::Reader;
pub use scratch::{MemoryScratch, Namespace, Scratch, ScratchFault, SledScratch, VisitScratch};
pub use tree::{leaf_hash, node_hash, verify_consistency, verify_inclusion};
pub use verify::{FAULTS_MAX, Fault, Layer, Report, verify};
