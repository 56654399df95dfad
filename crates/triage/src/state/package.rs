//! The parts of a package.

use timeline::{CaseId, SubCaseOpened};

use super::State;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Part {
    pub(crate) number: u32,
    pub(crate) case: CaseId,
    pub(crate) standing: PartStanding,
}

/// Whether the package waits for a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PartStanding {
    Open,
    Concluded,
    Dropped,
}

impl Part {
    pub(super) const fn of(opened: &SubCaseOpened) -> Self {
        Self { number: opened.sub_case, case: opened.case, standing: PartStanding::Open }
    }
}

impl State {
    /// How many parts the package waits for.
    pub(crate) fn open_parts(&self) -> usize {
        self.parts.iter().filter(|part| part.standing == PartStanding::Open).count()
    }

    pub(super) fn stands(&mut self, number: u32, standing: PartStanding) {
        let parts = self.parts.iter_mut().filter(|part| part.number == number);
        parts.for_each(|part| part.standing = standing);
    }
}
