//! Who comes in: what is known, what is had, and for how long one stays.
//!
//! Passwords, secrets and tokens are kept here, apart from the log: a log is for ever, and a hash is not. It refuses to
//! know what anybody may do once inside, what a case is, or how HTTP carries a cookie.
//!
//! Start with [`Door`], then `delays.rs`: how strangers are slowed down without locking anybody out; and `rounds.rs`: how
//! somebody comes in by way of a provider of identities.

mod chance;
mod credentials;
mod delays;
mod door;
mod hashing;
mod password;
mod pending;
mod rounds;
mod sessions;
mod setup;
mod store;
mod totp;
mod uses;
mod usual;

pub use credentials::Held;
pub use delays::{Delays, Source};
pub use door::{Door, DoorError, NotLetIn};
pub use password::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, Password, WeakPassword};
pub use pending::ROUND_MAX;
pub use rounds::{Errand, Owing, Round, Rounds};
pub use sessions::{
    By, Duty, IDLE_MAX, IDLE_MAX_AT_WINDOWS, Lent, MemoryShelf, STAY_MAX, STEP_UP_MAX, Seat, Session, Shelf,
};
pub use setup::{SETUP_FILE, SETUP_MINUTES};
pub use store::Safe;
pub use totp::{CODE_DIGITS, STEP_SECONDS, Secret};
