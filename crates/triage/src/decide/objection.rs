//! Objections to petitions that were sent (petition regulation of 2022, article 23).

use rules::Rulebook;
use timeline::{AssignmentReturned, Desk, ObjectionAnswer, ObjectionDecided, ObjectionRaised};

use super::assignment::{may_go_back, not_objected};
use super::{Decision, numbered};
use crate::command::{DecideObjection, RaiseObjection};
use crate::state::Objection;
use crate::{Refusal, State};

/// A department objects once, with detailed reasons. That five working days are given for it is a clock of the rule
/// book: an objection that comes late is late, and is decided all the same.
pub(super) fn raise(state: &State, command: RaiseObjection, desk: &Desk<'_, Rulebook>) -> Decision {
    let RaiseObjection { assignment, ground, explanation } = command;
    if !state.is_petition() {
        return Err(Refusal::NotAPetition);
    }
    let asked = may_go_back(state, assignment, ground, desk)?;
    not_objected(asked)?;
    if asked.objection == Objection::Overruled {
        return Err(Refusal::ObjectionOverruled { assignment });
    }
    let (by, explanation) = (asked.to.clone(), explanation.sealed());
    Ok(vec![ObjectionRaised { assignment, by, ground, explanation }.into()])
}

/// Whoever sent the petition, or the center, decides. Upheld, it goes back at once; overruled, the department signs.
pub(super) fn decide(state: &State, command: DecideObjection, desk: &Desk<'_, Rulebook>) -> Decision {
    let DecideObjection { assignment, answer, reason } = command;
    let asked = numbered(state, assignment)?;
    let who = &desk.meta.department;
    if asked.from != *who && desk.rulebook.center() != who {
        return Err(Refusal::NotTheSender { department: asked.from.clone() });
    }
    let Objection::Raised { ground, explanation } = asked.objection.clone() else {
        return Err(Refusal::NoObjection { assignment });
    };
    let decided = ObjectionDecided { assignment, answer, reason: reason.sealed() }.into();
    Ok(match answer {
        ObjectionAnswer::Upheld => {
            vec![decided, AssignmentReturned { assignment, by: asked.to.clone(), ground, explanation }.into()]
        }
        ObjectionAnswer::Overruled => vec![decided],
    })
}
