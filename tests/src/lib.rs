//! What the tests of the whole share: the binaries, a server that dies with its handle, a client, seeds, deadlines.
//!
//! It knows the `yidi` command and its HTTP answers, and the journal's contract for checking what is on the disk; it
//! knows no rule of the center. Start reading at [`Server`], then any test in `tests/`.

#![expect(
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that panics has found something, and says it"
)]

mod acks;
mod binary;
mod broker;
mod browser;
mod command;
mod department;
mod disk;
mod http;
mod journey;
pub mod log;
mod office;

mod people;
mod powercut;
mod provider;
mod sample;
mod server;
mod stage;
pub mod tape;
mod wait;

pub use acks::{AckLine, Acks, Written, faults};
pub use binary::{binary, reader, workspace};
pub use broker::Broker;
pub use browser::in_browser;
pub use command::{Answer, yidi, yidi_with};
pub use department::{Department, Question, Said};
pub use disk::{copy_tree, files_below, flip_bit, folder, length, zero_tail};
pub use http::{Ask, Http, Reply, Told, percent};
pub use journey::{Journey, key, today};
pub use office::Office;
pub use people::{PASSWORD, People};
pub use powercut::{Cut, EXIT_CUT, PowerCut, reported};
pub use provider::{CLIENT_SECRET, Identities, Page, Traveller};
pub use sample::{Dice, full, measured, sample};
pub use server::{Launch, Server};
pub use stage::{Stage, party};
pub use wait::{a_port, day_in, poll, until, until_true};
