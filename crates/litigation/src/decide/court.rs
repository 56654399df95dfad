//! What the court says: it has the package, sends it back, dockets the case, tells how it ended.

use rules::Rulebook;
use timeline::{
    CaseFiled, CourtAnswered, DepartmentCode, Desk, HandOffAcknowledged, HandOffRejected, Personal, Reference,
};

use super::{Decision, has_come, is_court, speaks};
use crate::command::{AcknowledgeHandOff, RecordCourtAnswer, RecordFiling, RejectHandOff};
use crate::state::{HandOff, Step};
use crate::{Refusal, State};

/// The court takes a package in once, under a number of its own.
pub(super) fn acknowledge(state: &State, command: AcknowledgeHandOff, desk: &Desk<'_, Rulebook>) -> Decision {
    let AcknowledgeHandOff { hand_off: number, reference } = command;
    let hand_off = with_court(state, number)?;
    speaks(&hand_off.court, desk)?;
    if hand_off.step == Step::Acknowledged {
        return Err(Refusal::HandOffAnswered { hand_off: number });
    }
    is_new(state, None, &reference)?;
    Ok(vec![HandOffAcknowledged { hand_off: number, reference }.into()])
}

/// The court sends a package back with a ground, at once or after it had taken it in. The case is the center's again.
pub(super) fn reject(state: &State, command: RejectHandOff, desk: &Desk<'_, Rulebook>) -> Decision {
    let RejectHandOff { hand_off: number, ground, explanation } = command;
    let hand_off = with_court(state, number)?;
    speaks(&hand_off.court, desk)?;
    Ok(vec![HandOffRejected { hand_off: number, ground, explanation: explanation.map(Personal::sealed) }.into()])
}

/// The court dockets a case (civil procedure law, article 126), from a package or because the party came by itself.
pub(super) fn file(state: &State, command: RecordFiling, desk: &Desk<'_, Rulebook>) -> Decision {
    let RecordFiling { hand_off, court, reference, filed_on } = command;
    is_court(&court, desk)?;
    speaks(&court, desk)?;
    if let Some(number) = hand_off {
        same_court(with_court(state, number)?, &court)?;
    }
    is_new(state, hand_off, &reference)?;
    has_come(filed_on, desk)?;
    Ok(vec![CaseFiled { hand_off, court, reference, filed_on }.into()])
}

/// The court tells once how a matter ended: one it docketed, or a package it decided on without docketing.
pub(super) fn answer(state: &State, command: RecordCourtAnswer, desk: &Desk<'_, Rulebook>) -> Decision {
    let RecordCourtAnswer { reference, outcome, decided_on } = command;
    let Some(matter) = state.matters.iter().find(|matter| matter.reference == reference) else {
        return Err(Refusal::UnknownReference { reference });
    };
    speaks(&matter.court, desk)?;
    if matter.answered {
        return Err(Refusal::AlreadyAnswered { reference });
    }
    has_come(decided_on, desk)?;
    match matter.filed_on {
        Some(filed_on) if decided_on < filed_on => Err(Refusal::DecidedBeforeFiled { filed_on }),
        Some(_) | None => Ok(vec![CourtAnswered { reference, outcome, decided_on, grounds: Vec::new() }.into()]),
    }
}

/// A package that was sent and that the court has not sent back, docketed or decided on.
fn with_court(state: &State, number: u32) -> Result<&HandOff, Refusal> {
    let hand_off = state.hand_off(number).ok_or(Refusal::NoSuchHandOff { hand_off: number })?;
    let decided = state.matters.iter().any(|matter| matter.hand_off == Some(number) && matter.answered);
    match hand_off.step {
        Step::Assembled => Err(Refusal::HandOffNotSent { hand_off: number }),
        Step::Sent | Step::Acknowledged if !decided => Ok(hand_off),
        Step::Sent | Step::Acknowledged | Step::Answered => Err(Refusal::HandOffAnswered { hand_off: number }),
    }
}

fn same_court(hand_off: &HandOff, court: &DepartmentCode) -> Result<(), Refusal> {
    if hand_off.court == *court { Ok(()) } else { Err(Refusal::OtherCourt { court: hand_off.court.clone() }) }
}

/// The number is not on the timeline yet, unless the court gave it to this very package on arrival.
fn is_new(state: &State, hand_off: Option<u32>, reference: &Reference) -> Result<(), Refusal> {
    let of_this = |known: Option<u32>| known.is_some() && known == hand_off;
    match state.matters.iter().find(|matter| matter.reference == *reference && !of_this(matter.hand_off)) {
        Some(_) => Err(Refusal::AlreadyFiled { reference: reference.clone() }),
        None => Ok(()),
    }
}
