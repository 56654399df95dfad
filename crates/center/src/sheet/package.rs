//! The parts of a package, as its sheet shows them.

use serde::Serialize;
use timeline::{CaseId, DepartmentCode, TriageEvent};

/// A part of the case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PartSheet {
    /// Its number within the package.
    pub sub_case: u32,
    /// Its own case.
    pub case: CaseId,
    /// The department it is for.
    pub department: DepartmentCode,
    /// `open`, `concluded` or `dropped`.
    pub state: &'static str,
}

/// Takes note of what a fact says of the parts.
pub(super) fn note(parts: &mut Vec<PartSheet>, fact: &TriageEvent) {
    let (number, state) = match fact {
        TriageEvent::SubCaseOpened(opened) => {
            let (sub_case, case, department) = (opened.sub_case, opened.case, opened.department.clone());
            parts.push(PartSheet { sub_case, case, department, state: "open" });
            return;
        }
        TriageEvent::SubCaseConcluded(part) => (part.sub_case, "concluded"),
        TriageEvent::SubCaseReopened(part) => (part.sub_case, "open"),
        TriageEvent::SubCaseDropped(part) => (part.sub_case, "dropped"),
        TriageEvent::CaseClassified(_)
        | TriageEvent::CaseAssigned(_)
        | TriageEvent::AssignmentReceived(_)
        | TriageEvent::AssignmentReturned(_)
        | TriageEvent::CaseClosed(_)
        | TriageEvent::CaseReopened(_)
        | timeline::triage_aside!() => return,
    };
    parts.iter_mut().filter(|part| part.sub_case == number).for_each(|part| part.state = state);
}
