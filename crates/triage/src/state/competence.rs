//! Who disagrees on competence, who has the lead, who helps.

use timeline::{CompetenceDisputed, CompetenceReferred, DepartmentCode};

use super::State;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Dispute {
    pub(crate) number: u32,
    pub(crate) between: Vec<DepartmentCode>,
    pub(crate) stage: Stage,
}

/// How far a dispute over competence has come (petition regulation of 2022, article 24).
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Stage {
    /// The departments may still agree.
    Raised,
    /// Their common superior decides.
    Superior(DepartmentCode),
    /// The joint conference decides.
    Conference,
    /// One of them has the lead.
    Decided,
}

impl Dispute {
    pub(super) fn of(disputed: &CompetenceDisputed) -> Self {
        Self { number: disputed.dispute, between: disputed.between.clone(), stage: Stage::Raised }
    }
}

impl Stage {
    pub(super) fn after(referred: &CompetenceReferred) -> Self {
        referred.superior.clone().map_or(Self::Conference, Self::Superior)
    }
}

impl State {
    /// The dispute that is not decided.
    pub(crate) fn open_dispute(&self) -> Option<&Dispute> {
        self.disputes.iter().find(|dispute| dispute.stage != Stage::Decided)
    }

    pub(super) fn moves_to(&mut self, number: u32, stage: &Stage) {
        let disputes = self.disputes.iter_mut().filter(|dispute| dispute.number == number);
        disputes.for_each(|dispute| dispute.stage = stage.clone());
    }
}
