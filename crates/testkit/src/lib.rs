//! The kit the tests are written with: scenarios that read like the rule book, a cast with fixed names and times, and a
//! generator of cases by seed.
//!
//! Only tests depend on it; it may know every desk. It knows nothing of storage, HTTP or the real clock.
//!
//! Start with [`given`], then [`facts`] (one short word a fact), then [`Play`] (a case that goes through all desks) and
//! [`random_command`].

pub mod cast;
pub mod facts;
mod play;
mod random;
mod scenario;

pub use play::{Asked, Play};
pub use random::{Ask, CONCESSION, Random, random_command};
pub use scenario::{Given, Outcome, desk_meta, entries, every_refusal_has_a_scenario, given, rulebook};
