//! The API as a client sees it: in process, over a journal in memory.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic is how a test says no, also in its helpers")]

mod attack;
mod codes;
mod confidence;
mod conventions;
mod denied;
mod document;
mod door;
mod duty;
mod feed;
mod files;
mod half_done;
mod hand_offs;
mod hidden;
mod hidden_time;
mod house;
mod isolation;
mod left_alone;
mod letters;
mod looks;
mod malformed;
mod matrix;
mod mediators;
mod network;
mod online;
mod place;
mod reception;
mod sample;
mod sheet;
mod stand_in;
mod tokens;
mod triage;
