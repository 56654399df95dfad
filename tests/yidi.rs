//! The whole, from outside: the real binary under journeys, faults and bad input. One module a subject.

mod eio;
mod power;
mod rot;
