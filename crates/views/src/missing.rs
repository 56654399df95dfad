//! Papers a party was asked for and has not handed in. Reception chases them; the work list waits for the citizen.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use timeline::{MaterialKind, MaterialSubmitted, MaterialsRequested, PartyId};

/// What is still missing of one request.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Missing {
    pub(crate) party: PartyId,
    pub(crate) items: Vec<MaterialKind>,
    pub(crate) due: Option<Date>,
    pub(crate) since: Timestamp,
}

impl Missing {
    pub(crate) fn asked(fact: &MaterialsRequested, since: Timestamp) -> Self {
        Self { party: fact.party, items: fact.items.clone(), due: fact.due, since }
    }

    /// Takes what came off the list; answers whether anything is missing still. What the center got by itself counts for
    /// whoever was asked.
    pub(crate) fn lacks_after(&mut self, fact: &MaterialSubmitted) -> bool {
        if fact.party.is_none_or(|party| party == self.party) {
            self.items.retain(|item| *item != fact.kind);
        }
        !self.items.is_empty()
    }
}
