//! The API as a client sees it: in process, over a journal in memory.

mod conventions;
mod document;
mod feed;
mod malformed;
mod network;
mod place;
mod sample;
