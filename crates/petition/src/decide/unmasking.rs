//! How the name of whoever accused in confidence is opened: by two, who say why.

use rules::Rulebook;
use timeline::{AccuserUnmasked, Desk, UnmaskingProposed};

use super::Decision;
use crate::command::ProposeUnmasking;
use crate::{Refusal, State};

pub(super) fn propose(state: &State, command: ProposeUnmasking) -> Decision {
    if !state.masked {
        return Err(Refusal::NothingToUnmask);
    }
    if state.unmasking.is_some() {
        return Err(Refusal::UnmaskingOpen);
    }
    Ok(vec![UnmaskingProposed { reason: command.reason.sealed() }.into()])
}

pub(super) fn confirm(state: &State, desk: &Desk<'_, Rulebook>) -> Decision {
    match &state.unmasking {
        None => Err(Refusal::NoUnmaskingProposed),
        Some(first) if *first == desk.meta.actor => Err(Refusal::SamePerson),
        Some(_) => Ok(vec![AccuserUnmasked {}.into()]),
    }
}
