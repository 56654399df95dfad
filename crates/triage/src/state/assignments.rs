//! Who was asked, by whom, and what was answered.

use timeline::{CaseAssigned, DepartmentCode, ObjectionAnswer, ObjectionRaised, ReturnGround, Sealed};

use super::State;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Assignment {
    pub(crate) number: u32,
    /// Who asked: it decides objections.
    pub(crate) from: DepartmentCode,
    pub(crate) to: DepartmentCode,
    pub(crate) answer: Answer,
    pub(crate) objection: Objection,
}

/// What became of an assignment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Answer {
    Awaited,
    Received,
    Returned,
    Withdrawn,
}

/// What became of an objection to an assignment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Objection {
    None,
    Raised { ground: ReturnGround, explanation: Sealed },
    Overruled,
}

impl Assignment {
    pub(super) fn of(asked: &CaseAssigned, from: &DepartmentCode) -> Self {
        Self {
            number: asked.assignment,
            from: from.clone(),
            to: asked.to.clone(),
            answer: Answer::Awaited,
            objection: Objection::None,
        }
    }
}

impl Objection {
    pub(super) fn of(raised: &ObjectionRaised) -> Self {
        Self::Raised { ground: raised.ground, explanation: raised.explanation.clone() }
    }

    pub(super) const fn after(answer: ObjectionAnswer) -> Self {
        match answer {
            ObjectionAnswer::Upheld => Self::None,
            ObjectionAnswer::Overruled => Self::Overruled,
        }
    }
}

impl State {
    /// The assignment nobody has answered.
    pub(crate) fn awaited(&self) -> Option<&Assignment> {
        self.assignments.iter().find(|assignment| assignment.answer == Answer::Awaited)
    }

    /// The assignment against which an objection waits for its answer.
    pub(crate) fn objected(&self) -> Option<&Assignment> {
        self.assignments.iter().find(|assignment| matches!(assignment.objection, Objection::Raised { .. }))
    }

    /// The number of the next assignment.
    pub(crate) fn next_assignment(&self) -> u32 {
        self.assignments.iter().map(|assignment| assignment.number).max().unwrap_or(0) + 1
    }

    /// An answer ends what was objected to: who takes a case back leaves nothing to decide.
    pub(super) fn answer(&mut self, number: u32, answer: Answer) {
        let asked = self.assignments.iter_mut().filter(|assignment| assignment.number == number);
        asked.for_each(|assignment| {
            assignment.answer = answer;
            if answer != Answer::Received {
                assignment.objection = Objection::None;
            }
        });
    }

    pub(super) fn object(&mut self, number: u32, objection: &Objection) {
        let asked = self.assignments.iter_mut().filter(|assignment| assignment.number == number);
        asked.for_each(|assignment| assignment.objection = objection.clone());
    }
}
