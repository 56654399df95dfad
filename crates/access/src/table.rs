//! The table: who may do what, to which cases. One line an action, one column a role.

use crate::{Action, Role};

/// To which cases a permission reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reach {
    /// To none.
    None,
    /// To every case.
    Every,
    /// To cases the actor's department holds.
    Held,
    /// To cases the actor's department is asked to take.
    Asked,
    /// To cases the actor's department holds, held, was asked to take, or was handed. The center is involved in all.
    Involved,
    /// To cases whose mediator the actor is, or that its department holds.
    Own,
    /// To its own cases and to those its department is asked to take: who may sign for a case must be able to see it.
    Near,
}

use Reach::{Asked, Every, Held, Involved, Near, None as No, Own};

/// A line of the table: the action, then the reach of each role in the order of [`Role::ALL`].
struct Line(Action, [Reach; 12]);

/// How far this role reaches with this action.
pub(crate) fn reach(role: Role, action: Action) -> Reach {
    let column = Role::ALL.iter().position(|other| *other == role);
    let line = TABLE.iter().find(|line| line.0 == action);
    line.zip(column).and_then(|(line, column)| line.1.get(column)).copied().unwrap_or(No)
}

#[rustfmt::skip]
const TABLE: &[Line] = &[
    //                                clerk  triage handler   mediator  court     superv    leader    auditor  sysadm  secadm  audadm  system
    Line(Action::RecordVisit,        [Every, Every, Every,    Every,    No,       No,       No,       No,      No,     No,     No,     No]),
    Line(Action::RegisterCase,       [Every, Every, Every,    No,       Every,    No,       No,       No,      No,     No,     No,     No]),
    Line(Action::AddParty,           [Every, Every, Held,     Own,      No,       No,       No,       No,      No,     No,     No,     No]),
    Line(Action::ClassifyCase,       [Every, Every, Held,     No,       No,       No,       No,       No,      No,     No,     No,     No]),
    Line(Action::ChooseRoute,        [Every, Every, Held,     No,       No,       No,       Involved, No,      No,     No,     No,     No]),
    Line(Action::AssignCase,         [Every, Every, Held,     No,       No,       No,       Involved, No,      No,     No,     No,     No]),
    Line(Action::ReceiveAssignment,  [No,    Asked, Asked,    Asked,    Asked,    No,       Asked,    No,      No,     No,     No,     No]),
    Line(Action::ReturnAssignment,   [No,    Asked, Asked,    Asked,    Asked,    No,       Asked,    No,      No,     No,     No,     No]),
    Line(Action::CloseCase,          [No,    Every, Held,     Own,      No,       No,       Involved, No,      No,     No,     No,     No]),
    Line(Action::ReopenCase,         [Every, Every, Held,     No,       No,       Involved, Involved, No,      No,     No,     No,     No]),
    Line(Action::RequestMediation,   [Every, Every, Held,     Own,      Involved, No,       No,       No,      No,     No,     No,     No]),
    Line(Action::Consent,            [Every, Every, Held,     Own,      Involved, No,       No,       No,      No,     No,     No,     No]),
    Line(Action::RefuseMediation,    [Every, Every, Held,     Own,      Involved, No,       No,       No,      No,     No,     No,     No]),
    Line(Action::AppointMediator,    [No,    Every, Held,     Own,      Involved, No,       Involved, No,      No,     No,     No,     No]),
    Line(Action::ScheduleSession,    [No,    Every, Held,     Own,      No,       No,       No,       No,      No,     No,     No,     No]),
    Line(Action::HoldSession,        [No,    No,    Held,     Own,      No,       No,       No,       No,      No,     No,     No,     No]),
    Line(Action::SignAgreement,      [No,    No,    Held,     Own,      No,       No,       No,       No,      No,     No,     No,     No]),
    Line(Action::TerminateMediation, [No,    Every, Held,     Own,      No,       No,       No,       No,      No,     No,     No,     Every]),
    Line(Action::RecordPerformance,  [Every, Every, Held,     Own,      No,       No,       No,       No,      No,     No,     No,     No]),
    Line(Action::MakeReturnVisit,    [Every, Every, Held,     Own,      No,       Involved, No,       No,      No,     No,     No,     No]),
    Line(Action::FileSuit,           [Every, Every, Involved, Own,      Involved, No,       No,       No,      No,     No,     No,     No]),
    Line(Action::ReceiveDelegation,  [Every, Every, No,       No,       Involved, No,       No,       No,      No,     No,     No,     No]),
    Line(Action::ReportDelegation,   [No,    Every, Held,     Own,      Involved, No,       No,       No,      No,     No,     No,     Every]),
    Line(Action::AssembleHandOff,    [Every, Every, Held,     Own,      Involved, No,       No,       No,      No,     No,     No,     No]),
    Line(Action::SendHandOff,        [No,    Every, Held,     Own,      Involved, No,       No,       No,      No,     No,     No,     No]),
    Line(Action::AcknowledgeHandOff, [No,    No,    No,       No,       Involved, No,       No,       No,      No,     No,     No,     No]),
    Line(Action::RejectHandOff,      [No,    No,    No,       No,       Involved, No,       No,       No,      No,     No,     No,     No]),
    Line(Action::RecordFiling,       [Every, Every, No,       No,       Involved, No,       No,       No,      No,     No,     No,     No]),
    Line(Action::RecordCourtAnswer,  [No,    Every, No,       No,       Involved, No,       No,       No,      No,     No,     No,     No]),
    Line(Action::ReadCase,           [Every, Every, Involved, Near,     Involved, Involved, Involved, Every,   No,     No,     No,     Every]),
    Line(Action::ReadHistory,        [Every, Every, Involved, Near,     Involved, Involved, Involved, Every,   No,     No,     No,     Every]),
    Line(Action::FindCase,           [Every, Every, Every,    Every,    Every,    Every,    Every,    Every,   No,     No,     No,     Every]),
    Line(Action::ReadView,           [Every, Every, Every,    Every,    Every,    Every,    Every,    Every,   No,     No,     No,     Every]),
    Line(Action::FollowFacts,        [Every, Every, Every,    Every,    Every,    Every,    Every,    Every,   No,     No,     No,     Every]),
    Line(Action::Replay,             [No,    No,    No,       No,       No,       Every,    Every,    Every,   No,     No,     No,     Every]),
    Line(Action::Verify,             [No,    No,    No,       No,       No,       No,       No,       Every,   Every,  No,     Every,  Every]),
    Line(Action::Export,             [No,    No,    No,       No,       No,       No,       No,       Every,   No,     No,     No,     Every]),
    Line(Action::ReadCondition,      [Every, Every, Every,    Every,    Every,    Every,    Every,    Every,   Every,  Every,  Every,  Every]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_exactly_one_line() {
        for action in Action::ALL {
            assert_eq!(TABLE.iter().filter(|line| line.0 == *action).count(), 1, "{action:?}");
        }
        assert_eq!(TABLE.len(), Action::ALL.len());
        assert_eq!(Role::ALL.len(), 12);
    }
}
