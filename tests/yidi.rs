//! The whole, from outside: the real binary under journeys, faults and bad input. One module a subject.

mod browser;
mod cli;
mod eio;
mod enospc;
mod fuzz_http;
mod journeys;
mod kill;
mod power;
mod replay;
mod rot;
