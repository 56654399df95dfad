//! The whole, from outside: the real binary under journeys, faults and bad input. One module a subject.

#![expect(clippy::indexing_slicing, reason = "a test that panics has found something")]

mod asked;
mod attack;
mod browser;
mod canaries;
mod checkpoints;
mod citizens;
mod cli;
mod connectors;
mod county;
mod delegations;
mod deploy;
mod eio;
mod encrypted;
mod enospc;
mod erased;
mod feigned;
mod fuzz_http;
mod journeys;
mod kill;
mod looks;
mod mediations;
mod nats;
mod observed;
mod outage;
mod packages;
mod parked;
mod power;
mod rebuilt;
mod receipts;
mod referrals;
mod replay;
mod replayed;
mod rot;
mod sealed;
mod sign_in;
mod subscribers;
mod subscriptions;
mod sync;
mod texts;
mod told;
mod triage;
mod unified;
