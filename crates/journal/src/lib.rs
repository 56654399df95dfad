//! The durable log: a hash-chained tape in front of sled. Bytes in, bytes out; it knows no law and no case.
//!
//! A commit is acknowledged when `fdatasync` of the tape has returned, never before. Everything else in the directory (the
//! store, the tree, the scratch) is derived from the tape and can be deleted; it is made again at the next start.
//!
//! ```text
//! DIR/tape/     the log itself: segments of frames, sealed ones compressed        DIR/lock      who owns the directory
//! DIR/head      what the log swore to hold: tells a lost tail from a torn one     DIR/ballast   room held in reserve
//! DIR/store/    the log as it is read: sled, filled behind the tape               DIR/aside/    what repairs set aside
//! DIR/tree/     the RFC 6962 tree over the leaves of all commits                  DIR/checkpoint*   key and signed roots
//! ```
//!
//! It refuses to know what a stream, an envelope or a body means, and to repair anything that a torn last write does not
//! explain: damage makes a log read-only, a loss keeps it closed, and [`restore`] from a bundle is the way back.
//!
//! Start reading at [`Journal`] (what a caller may rely on), then `tape.rs` (the bytes), then `open.rs` (torn, rotten or
//! lost). Why there is a tape at all: docs/decisions/0001.

mod ahead;
mod api;
mod background;
mod ballast;
mod bundle;
mod checkpoint;
mod commit;
mod file;
mod hash;
mod head;
mod inside;
mod journal;
mod lock;
mod log;
mod memory;
mod mth;
mod open;
mod options;
mod partial;
mod reader;
mod reading;
mod refill;
mod scratch;
mod status;
mod store;
mod tape;
mod tree;
mod verify;

pub use api::*;
pub use bundle::{BundleFile, Manifest, RestoreError, Restored, export, restore, verify_bundle};
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
