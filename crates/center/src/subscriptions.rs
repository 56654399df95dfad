//! Subscriptions: in which ways departments are told, what each is told, and how far it is.
//!
//! What a subscription is told is computed from the log alone ([`crate::Sharing`]), numbered from one without a gap and
//! chained ([`Chain`]); what passes its filter is numbered, so a filter never shows as a gap. Carrying messages out is the
//! relay's; how far it is it notes on the [`Board`], and whoever asks finds both here.

mod board;
mod chain;
mod known;
mod message;
mod secrets;
mod show;
mod telling;

pub use board::{Board, Parked, Standing, Told as ToldSoFar};
pub use chain::{Chain, Link, LinkHash};
pub(crate) use known::is_of_subscription;
pub use known::{Answered, Known};
pub use message::{Message, SubscribedFact, source_of};
pub use secrets::SecretFailure;
pub use show::{StandingSheet, SubscriptionSheet};
pub(crate) use telling::Bookmarks;
pub use telling::{Next, Telling};
