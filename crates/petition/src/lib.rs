//! The desk for accusations (检举控告): received by one seat, transferred to whoever is competent, answered and closed.
//!
//! Whom an accusation is about must learn nothing of it, not even that it exists (petition regulation of 2022, article 30);
//! so its facts lie in a log of their own (decision 0013), and this desk reads no other desk's. It refuses to know who an
//! anonymous accuser is: there is no field for it.
//!
//! Start with [`Command`] (what it can be asked), then `decide.rs` (its rules), then [`State`].

mod command;
mod concerns;
mod decide;
mod refusal;
mod state;

pub use command::*;
pub use concerns::concerns;
pub use decide::Petition;
pub use refusal::Refusal;
pub use state::State;
