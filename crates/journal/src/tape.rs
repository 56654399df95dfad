//! The tape: segment files of frames, one frame for each commit, each frame bound to everything before it.
//!
//! ```text
//! DIR/tape/0000000001.tape.zst    sealed: compressed, complete, never written again
//! DIR/tape/0000000002.tape        raw: frames from offset 0, then zeros to its end
//! DIR/tape/0000000003.tape        the next one, prepared: zeros
//! ```
//!
//! Start reading at [`frame`] (the bytes), then [`walk`] (how bytes become frames again, damage included), then
//! [`writer`] (the only code that writes frames).

pub(crate) mod frame;
pub(crate) mod sealed;
pub(crate) mod segments;
pub(crate) mod staging;
pub(crate) mod trail;
pub(crate) mod walk;
pub(crate) mod window;
pub(crate) mod writer;
