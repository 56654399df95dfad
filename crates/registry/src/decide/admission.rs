//! Letting somebody in: on one's own word for a day, on a supervisor's for longer, on a danger to life at once. What nobody
//! may know the existence of is answered as if it did not exist.

use jiff::Timestamp;
use rules::{Rulebook, day_of, start_of};
use timeline::{
    AccessApproved, AccessChallenged, AccessEnded, AccessExtent, AccessRejected, AccessRequested, Desk, GlassBroken,
};

use super::{Decision, check_end, next};
use crate::command::{ApproveAccess, BreakGlass, ChallengeAccess, EndAccess, RejectAccess, RequestAccess, Threshold};
use crate::state::{Admission, AdmissionStanding as Standing};
use crate::{Refusal, State};

/// Whoever could read it if it were like others may, for a day.
pub(super) fn challenge(state: &State, command: &ChallengeAccess, desk: &Desk<'_, Rulebook>) -> Decision {
    let ChallengeAccess { case, reason, threshold } = *command;
    near(threshold)?;
    let (admission, until) = (number(state), desk.rulebook.challenged_until(desk.now));
    Ok(vec![AccessChallenged { admission, case, reason, until }.into()])
}

/// Anybody who has an account may be let in, to an end that is not far away.
pub(super) fn request(state: &State, command: RequestAccess, desk: &Desk<'_, Rulebook>) -> Decision {
    let RequestAccess { case, who, reason, until, extent, threshold } = command;
    there(threshold)?;
    check_end(until, desk.rulebook.granted_days_max().into(), desk)?;
    let who = match who {
        Some(other) if !threshold.is_known => return Err(Refusal::NoAccountOf { account: other }),
        Some(other) => other,
        None => desk.meta.actor.clone(),
    };
    let until = until.tomorrow().map_or(Timestamp::MAX, start_of);
    let extent = extent.or(Some(AccessExtent::Names));
    Ok(vec![AccessRequested { admission: number(state), case, who, reason, until, extent }.into()])
}

/// Neither whoever asked nor whoever would be let in agrees to it.
pub(super) fn approve(state: &State, command: &ApproveAccess, desk: &Desk<'_, Rulebook>) -> Decision {
    let asked = asked(state, command.admission, command.threshold)?;
    let me = &desk.meta.actor;
    if asked.by == *me || asked.who == *me {
        return Err(Refusal::SecondPerson { proposed_by: asked.by.clone() });
    }
    if asked.until <= desk.now {
        return Err(Refusal::DayPassed { until: day_of(asked.until) });
    }
    Ok(vec![AccessApproved { admission: asked.number }.into()])
}

pub(super) fn reject(state: &State, command: &RejectAccess) -> Decision {
    let asked = asked(state, command.admission, command.threshold)?;
    Ok(vec![AccessRejected { admission: asked.number }.into()])
}

/// Where a life is in danger nobody is asked first; it is asked afterwards.
pub(super) fn break_glass(state: &State, command: &BreakGlass, desk: &Desk<'_, Rulebook>) -> Decision {
    let BreakGlass { case, danger, threshold } = *command;
    there(threshold)?;
    let (admission, until) = (number(state), desk.rulebook.danger_until(desk.now));
    Ok(vec![GlassBroken { admission, case, danger, until }.into()])
}

/// Whoever was let in leaves, whoever invited somebody has it leave, and so does a supervisor.
pub(super) fn end(state: &State, command: &EndAccess, desk: &Desk<'_, Rulebook>) -> Decision {
    let (me, threshold) = (&desk.meta.actor, command.threshold);
    let open = state.admissions.find(command.admission).filter(|admission| admission.standing != Standing::Ended);
    let mine = open.filter(|admission| admission.who == *me || admission.by == *me || threshold.watches);
    let admission = mine.ok_or(Refusal::NoSuchAdmission { admission: command.admission })?;
    Ok(vec![AccessEnded { admission: admission.number }.into()])
}

fn number(state: &State) -> u32 {
    next(state.admissions.0.iter().map(|admission| admission.number))
}

/// Whoever stays away from a case is not let in again by itself. A body that has nothing else to do with the case does not
/// learn that it is a party: it is answered like everybody who is far, and let in it sees nothing.
fn there(threshold: Threshold) -> Result<(), Refusal> {
    match threshold {
        Threshold { is_there: false, .. } => Err(Refusal::NoSuchCase),
        Threshold { stands_aside: true, is_near: true, .. } => Err(Refusal::StandsAside),
        Threshold { .. } => Ok(()),
    }
}

fn near(threshold: Threshold) -> Result<(), Refusal> {
    if threshold.is_near { there(threshold) } else { Err(Refusal::NoSuchCase) }
}

/// A request that waits, for whoever may decide it.
fn asked(state: &State, number: u32, threshold: Threshold) -> Result<&Admission, Refusal> {
    there(threshold)?;
    let asked = state.admissions.find(number).filter(|admission| admission.standing == Standing::Asked);
    let asked = asked.ok_or(Refusal::NoSuchAdmission { admission: number })?;
    if threshold.watches { Ok(asked) } else { Err(Refusal::NotTheirSupervisor) }
}
