//! Committed facts out to the departments: each is told what it may know, in an order of its own, over NATS JetStream.
//!
//! A department has a stream of its own. The center computes from its log what the department is told and numbers it from
//! one without a gap; the broker takes number *n* only behind *n - 1*. So nothing has to be remembered here: where the
//! broker stands is read from the broker, what comes next is computed from the log, and a broker that lost, damaged or
//! forgot something is found out by comparing the two, and filled again (docs/decisions/0008).
//!
//! It refuses to know what a fact means, and it never asks the journal: what departments are told comes disclosed from
//! [`center::Sharing`]. Start with [`Relay`], then `session.rs`; [`Subscriber`] is the other end.

mod again;
mod asked;
mod bare;
mod branch;
mod broker;
mod checkpoints;
pub mod contracts;
mod filled;
mod kept;
mod look;
mod message;
mod names;
mod operator;
mod outage;
mod relay;
mod session;
mod subscriber;
mod texts;
mod undelivered;
mod webhook;
mod witness;

pub use asked::{Answer, Answering, Asked, Question, ROOT as ASKED_ROOT, STATUS, ask};
pub use bare::Bare;
pub use broker::{Access, BrokerError};
pub use center::{Chain, Link, LinkHash};
pub use look::{Look, look};
pub use message::{NotOurs, Received};
pub use names::{Line, Names};
pub use operator::{Among, Certificate, Keys, RELAY, Server, configuration};
pub use relay::{CHECK_EVERY, Options, Relay};
pub use subscriber::{Delivery, Subscriber, SubscriberError};
pub use texts::{TextOptions, Texts, secret_of};
pub use webhook::{Allowed, BadRange, Options as WebhookOptions};
pub use witness::{Kept, Objection, Published, Shown, Witness, Witnessing};
