//! One short word a fact, for what a scenario is given and what it expects. What a scenario does not care about has a
//! fixed value.

mod intake;
mod litigation;
mod mediation;
mod oversight;
mod petition;
mod registry;
mod triage;

pub use intake::*;
pub use litigation::*;
pub use mediation::*;
pub use oversight::*;
pub use petition::*;
pub use registry::*;
pub use triage::*;
