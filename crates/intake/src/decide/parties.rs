//! Whom a case is about.

use std::iter;

use rules::Rulebook;
use timeline::{
    AccuserStanding, CheckedNumber, Desk, Identity, IdentityVerified, NumberCheck, Party, PartyAdded, PartyCorrected,
    PartyId, PartyRemoved, PartyRole, Personal, RequestId, SubjectId,
};

use super::{Decision, department, duplicates, open, party, registered};
use crate::command::{AddParty, CorrectParty, NewParty, RemoveParty, VerifyIdentity};
use crate::{Refusal, State};

/// A party may be named as long as the case is worked on; there is no limit to their number.
pub(super) fn add(state: &State, command: AddParty, desk: &Desk<'_, Rulebook>) -> Decision {
    open(state)?;
    let AddParty { party, suspects } = command;
    known_body(&party, desk)?;
    let party_added = PartyAdded { party: named(party, desk.meta.request, 0)? };
    Ok(iter::once(party_added.into()).chain(duplicates::found(state, suspects)).collect())
}

/// A party that was noted wrongly is noted again under its id, also after the case was closed: papers go out in its name.
pub(super) fn correct(state: &State, command: CorrectParty, desk: &Desk<'_, Rulebook>) -> Decision {
    registered(state)?;
    let CorrectParty { party: id, corrected, reason, suspects } = command;
    let known = party(state, id)?;
    known_body(&corrected, desk)?;
    if known.role == PartyRole::Applicant && corrected.role != PartyRole::Applicant && is_last_applicant(state, id) {
        return Err(Refusal::LastApplicant);
    }
    stands(&corrected)?;
    // Under its id everything was sealed that is known of it, so whether it is a confidence cannot change.
    let confidential = corrected.standing == Some(AccuserStanding::Confidential);
    if confidential != SubjectId::from(id).is_in_confidence() {
        return Err(Refusal::StandingIsKept);
    }
    let corrected = PartyCorrected { entry: known.entry, party: noted(*corrected, id), reason: reason.sealed() };
    Ok(iter::once(corrected.into()).chain(duplicates::found(state, suspects)).collect())
}

/// Somebody noted by mistake is taken out. Somebody always asks for something.
pub(super) fn remove(state: &State, command: RemoveParty) -> Decision {
    open(state)?;
    let known = party(state, command.party)?;
    if is_last_applicant(state, command.party) {
        return Err(Refusal::LastApplicant);
    }
    let (entry, reason) = (known.entry, command.reason.sealed());
    Ok(vec![PartyRemoved { entry, party: command.party, reason }.into()])
}

/// Verifying helps those who act for a party later; it is never a condition.
pub(super) fn verify(state: &State, command: &VerifyIdentity) -> Decision {
    open(state)?;
    let VerifyIdentity { party: id, kind, manner } = *command;
    party(state, id)?;
    Ok(vec![IdentityVerified { party: id, kind, manner }.into()])
}

/// A body that is named as a party is one the county knows.
pub(super) fn known_body(party: &NewParty, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    party.department.as_ref().map_or(Ok(()), |body| department(desk, body))
}

fn is_last_applicant(state: &State, id: PartyId) -> bool {
    let mut applicants = state.parties.iter().filter(|party| party.role == PartyRole::Applicant);
    applicants.next().is_some_and(|first| first.id == id) && applicants.next().is_none()
}

/// The `index`-th party a request names.
pub(super) fn named(party: NewParty, request: RequestId, index: usize) -> Result<Party, Refusal> {
    stands(&party)?;
    let id = party.id(request, index);
    Ok(noted(party, id))
}

/// Whoever asks for something may have its name kept by those who took it down, or tell none; then nothing is noted that
/// could lead to it. Everybody else goes by a name.
fn stands(party: &NewParty) -> Result<(), Refusal> {
    let keeps = matches!(party.standing, Some(AccuserStanding::Confidential | AccuserStanding::Anonymous));
    match party.standing {
        Some(_) if keeps && party.role != PartyRole::Applicant => Err(Refusal::OnlyApplicantsUnnamed),
        Some(AccuserStanding::Anonymous) if party.is_traceable() => Err(Refusal::AnonymousHasNoName),
        Some(AccuserStanding::Anonymous) => Ok(()),
        Some(AccuserStanding::Named | AccuserStanding::Confidential) | None if party.unnamed => {
            Err(Refusal::NameMissing)
        }
        Some(AccuserStanding::Named | AccuserStanding::Confidential) | None => Ok(()),
    }
}

fn noted(party: NewParty, id: PartyId) -> Party {
    let told = party.told_by_numbers;
    let NewParty {
        role,
        kind,
        name,
        phone,
        address,
        identity,
        organisation_number,
        contact,
        address_protected,
        standing,
        department,
        ..
    } = party;
    let checked = |number: Personal, check: Option<NumberCheck>| CheckedNumber {
        number: number.sealed(),
        check: check.unwrap_or(NumberCheck::Unchecked),
    };
    let identity = identity.map(|paper| {
        let CheckedNumber { number, check } = checked(paper.number, told.identity);
        Identity { kind: paper.kind, number, check }
    });
    Party {
        id,
        role,
        kind,
        name: name.sealed(),
        phone: phone.map(Personal::sealed),
        address: address.map(Personal::sealed),
        age_band: told.age_band,
        identity,
        organisation_number: organisation_number.map(|number| checked(number, told.organisation)),
        phone_check: told.phone,
        contact,
        address_protected,
        standing: standing.filter(|standing| *standing != AccuserStanding::Named),
        department,
    }
}
