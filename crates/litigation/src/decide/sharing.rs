//! On what basis personal data leaves the center (personal information protection law, articles 13 and 23).
//!
//! What a court that delegated a matter is told, and the handing over between bodies that must handle a case, rest on the
//! duties of those bodies; here is what rests on more than that.

use timeline::{DepartmentCode, PartyId, SharingBasis, SharingGround};

use crate::state::Party;
use crate::{Refusal, State};

/// Papers that are to leave the center.
pub(super) struct Papers<'a> {
    /// The body they are for.
    pub(super) to: &'a DepartmentCode,
    /// Who asks for it.
    pub(super) asked: &'a [PartyId],
    /// Whether the law lets whoever asks name the others.
    pub(super) names_all: bool,
}

/// The basis for each person in the papers; without one for everybody, they stay here. Whoever asks needs nobody's leave
/// for its own data, and for a court nobody's leave at all: a consent that is missing never stops a suit.
pub(super) fn grounds(state: &State, papers: &Papers<'_>) -> Result<Vec<SharingGround>, Refusal> {
    let people = state.parties.iter().filter(|party| party.is_person);
    people.map(|party| ground(state, party, papers)).collect()
}

fn ground(state: &State, party: &Party, papers: &Papers<'_>) -> Result<SharingGround, Refusal> {
    let party = party.id;
    let agreed = state.may_be_told.get(&party).is_some_and(|bodies| bodies.contains(papers.to));
    let basis = if papers.asked.contains(&party) {
        SharingBasis::Request
    } else if papers.names_all && !papers.asked.is_empty() {
        SharingBasis::Law
    } else if agreed {
        SharingBasis::Consent
    } else {
        return Err(Refusal::NoBasisToShare { party, recipient: papers.to.clone() });
    };
    Ok(SharingGround { party, basis })
}
