//! Which facts matter to which command: what somebody must look at again before it lands.

use timeline::Event;

use crate::Command;

/// Whether a fact that came since the caller last looked matters to its command. Everything does: those who handle an
/// accusation are few, and what they do is better looked at twice.
#[must_use]
pub fn concerns(_command: &Command, fact: &Event) -> bool {
    match fact {
        Event::Petition(_) => true,
        Event::Intake(_)
        | Event::Triage(_)
        | Event::Mediation(_)
        | Event::Litigation(_)
        | Event::Oversight(_)
        | Event::Registry(_) => false,
    }
}
