//! Forgetting somebody: asked for by one person, agreed to by another, never while something stands in the way, and
//! never at once (个人信息保护法第四十七条).

use jiff::civil::Date;
use rules::{Rulebook, day_of};
use timeline::{
    CaseId, Desk, ErasureApproved, ErasureRejected, ErasureRequested, ErasureWithdrawn, LegalHoldLifted,
    LegalHoldPlaced, PartyId, ProcessingRestricted, SubjectId, SubjectsErased,
};

use super::{Decision, next};
use crate::command::{
    ApproveErasure, CarryOutErasure, Dossier, LiftLegalHold, PlaceLegalHold, RejectErasure, RequestErasure,
    WithdrawErasure,
};
use crate::state::{Erasing, ErasureStanding as Standing, Request};
use crate::{Refusal, State};

/// Nobody is asked for a reason twice, and what is asked for is not shown any more while it has to be kept.
pub(super) fn request(state: &State, command: RequestErasure, desk: &Desk<'_, Rulebook>) -> Decision {
    let RequestErasure { case, party, ground, dossier } = command;
    let subjects = subjects(case, party, &dossier)?;
    let erasing = &state.erasing;
    if let Some(open) = erasing.requests.iter().find(|open| open.party == party && open.is_open()) {
        return Err(Refusal::ErasureOpen { erasure: open.number });
    }
    let erasure = next(erasing.requests.iter().map(|request| request.number));
    let mut facts = vec![ErasureRequested { erasure, case, party, ground }.into()];
    if let Kept::Until(kept_until) = kept(&dossier, desk) {
        facts.push(ProcessingRestricted { erasure, subjects, kept_until }.into());
    }
    Ok(facts)
}

/// Whoever changed their mind, as long as there is something to keep. What two persons agreed to is undone by one of them, and
/// not by whoever comes by.
pub(super) fn withdraw(state: &State, command: &WithdrawErasure, desk: &Desk<'_, Rulebook>) -> Decision {
    let request = open(&state.erasing, command.erasure)?;
    if let Standing::Approved { by, not_before } = &request.standing
        && ![by, &request.by].contains(&&desk.meta.actor)
    {
        return Err(Refusal::ErasureApproved { not_before: *not_before });
    }
    let (erasure, subjects) = (request.number, state.erasing.restricted_by_nothing_but(request));
    Ok(vec![ErasureWithdrawn { erasure, subjects }.into()])
}

pub(super) fn reject(state: &State, command: &RejectErasure) -> Decision {
    let request = open(&state.erasing, command.erasure)?;
    let (erasure, subjects) = (request.number, state.erasing.restricted_by_nothing_but(request));
    Ok(vec![ErasureRejected { erasure, reason: command.reason, subjects }.into()])
}

/// A second person, and only what need not be kept.
pub(super) fn approve(state: &State, command: &ApproveErasure, desk: &Desk<'_, Rulebook>) -> Decision {
    let request = open(&state.erasing, command.erasure)?;
    if request.by == desk.meta.actor {
        return Err(Refusal::SecondPerson { proposed_by: request.by.clone() });
    }
    if let Standing::Approved { not_before, .. } = request.standing {
        return Err(Refusal::ErasureApproved { not_before });
    }
    nothing_in_the_way(&state.erasing, &command.dossier, desk)?;
    let not_before = desk.rulebook.erasure_not_before(desk.now);
    Ok(vec![ErasureApproved { erasure: request.number, not_before }.into()])
}

/// What was agreed to, when its time has come, if nothing has come in the way since.
pub(super) fn carry_out(state: &State, command: &CarryOutErasure, desk: &Desk<'_, Rulebook>) -> Decision {
    let request = open(&state.erasing, command.erasure)?;
    let Standing::Approved { not_before, .. } = request.standing else { return Err(Refusal::ErasureNotApproved) };
    if desk.now < not_before {
        return Err(Refusal::ErasureTooEarly { not_before });
    }
    nothing_in_the_way(&state.erasing, &command.dossier, desk)?;
    let subjects = subjects(command.case, request.party, &command.dossier)?;
    Ok(vec![SubjectsErased { erasure: request.number, subjects }.into()])
}

pub(super) fn place_hold(state: &State, command: &PlaceLegalHold) -> Decision {
    if !command.dossier.is_there {
        return Err(Refusal::NoSuchCase);
    }
    let hold = next(state.erasing.holds.iter().map(|hold| hold.number));
    Ok(vec![LegalHoldPlaced { hold, case: command.case, ground: command.ground }.into()])
}

/// What one person stopped, another one lets go.
pub(super) fn lift_hold(state: &State, command: &LiftLegalHold, desk: &Desk<'_, Rulebook>) -> Decision {
    let in_force = state.erasing.holds.iter().find(|hold| hold.number == command.hold && !hold.lifted);
    let hold = in_force.ok_or(Refusal::NoSuchHold { hold: command.hold })?;
    if hold.by == desk.meta.actor {
        return Err(Refusal::SecondPerson { proposed_by: hold.by.clone() });
    }
    Ok(vec![LegalHoldLifted { hold: hold.number }.into()])
}

fn open(erasing: &Erasing, number: u32) -> Result<&Request, Refusal> {
    let of_number = erasing.requests.iter().find(|request| request.number == number);
    of_number.filter(|request| request.is_open()).ok_or(Refusal::NoSuchErasure { erasure: number })
}

/// Whose keys it is about: the party's own, or those of the case and of everybody in it.
fn subjects(case: CaseId, party: Option<PartyId>, dossier: &Dossier) -> Result<Vec<SubjectId>, Refusal> {
    if !dossier.is_there {
        return Err(Refusal::NoSuchCase);
    }
    match party {
        Some(party) if dossier.parties.contains(&party) => Ok(vec![party.into()]),
        Some(_) => Err(Refusal::NotAParty),
        None => Ok([case.into()].into_iter().chain(dossier.parties.iter().map(|party| (*party).into())).collect()),
    }
}

fn nothing_in_the_way(erasing: &Erasing, dossier: &Dossier, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    if erasing.is_held() {
        return Err(Refusal::LegallyHeld);
    }
    match kept(dossier, desk) {
        Kept::NoLonger => Ok(()),
        Kept::Until(None) => Err(Refusal::CaseOpen),
        Kept::Until(Some(until)) => Err(Refusal::StillKept { until }),
    }
}

/// How long something has to be kept.
enum Kept {
    /// It need not be.
    NoLonger,
    /// To the end of this day; `None` while the case is open.
    Until(Option<Date>),
}

fn kept(dossier: &Dossier, desk: &Desk<'_, Rulebook>) -> Kept {
    let until = dossier.closed_on.map(|day| desk.rulebook.kept_until(day));
    match until {
        Some(until) if until < day_of(desk.now) => Kept::NoLonger,
        until => Kept::Until(until),
    }
}
