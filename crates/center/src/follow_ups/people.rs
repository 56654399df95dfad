//! What follows from what the people served ask for.

use timeline::{Entry, Event, OversightEvent, Personal, Sealed};

use super::FollowUp;

/// What is said when the party's own reason cannot be opened any more.
const ERASED: &str = "当事人在期限内申请重新办理 / a party asked for it in time";

/// What follows from a fact: a case that a party wants taken up again is taken up again. Oversight has seen to it that the
/// party may ask; triage reopens.
pub(super) fn react(entry: &Entry, open: &dyn Fn(&Sealed) -> Option<String>) -> Vec<FollowUp> {
    let Event::Oversight(fact) = &entry.event else { return Vec::new() };
    match fact {
        OversightEvent::ReopeningRequested(asked) => {
            let said = open(&asked.reason).unwrap_or_else(|| ERASED.to_owned());
            let reopen = |reason| {
                let command = triage::Command::ReopenCase(triage::ReopenCase { reason }).into();
                FollowUp { name: "reopen_case", stream: entry.stream, command }
            };
            Personal::parse(&said).ok().map(reopen).into_iter().collect()
        }
        OversightEvent::HumanDecisionDemanded(_) | timeline::oversight_aside!() => Vec::new(),
    }
}
