//! What follows when a matter may be there already: somebody is asked. In a commit of its own, behind that of the registration,
//! because the citizen takes the proof of that one home, and a proof shows its whole commit.

use intake::SuspectDuplicate;
use timeline::{CaseRegistered, Entry};

use super::FollowUp;
use crate::matters::Matters;

/// What follows from a registration. A part says what its package says: nobody has to be asked whether the two are one.
pub(super) fn react(entry: &Entry, fact: &CaseRegistered, matters: &Matters) -> Option<FollowUp> {
    let asks = fact.part_of.is_none() && !matters.suspected(entry.stream.into()).is_empty();
    let command = || intake::Command::SuspectDuplicate(SuspectDuplicate::default()).into();
    asks.then(|| FollowUp { name: "suspect_duplicate", stream: entry.stream, command: command() })
}
