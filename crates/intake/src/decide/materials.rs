//! Papers and files.

use timeline::{MaterialSubmitted, MaterialsRequested, Personal};

use super::{Decision, open, party, registered};
use crate::command::{RequestMaterials, SubmitMaterial};
use crate::{Refusal, State};

/// What lies in the store is taken into the case, also after it was closed: signed papers come back late.
pub(super) fn submit(state: &State, command: SubmitMaterial) -> Decision {
    registered(state)?;
    let SubmitMaterial { kind, title, blob, media_type, pages, party: who, stored } = command;
    who.map(|who| party(state, who)).transpose()?;
    let file = stored.filter(|file| file.blob == blob).ok_or(Refusal::FileNotStored)?;
    if file.media_type != media_type {
        return Err(Refusal::AnotherForm { media_type: file.media_type });
    }
    let (material, title, bytes) = (state.last_material + 1, title.sealed(), file.bytes);
    Ok(vec![MaterialSubmitted { material, kind, title, blob, bytes, media_type, pages, party: who }.into()])
}

/// Everything that is missing is asked for at once, so that nobody comes twice; asking for the same again needs a reason
/// (administrative reconsideration law of 2023, article 31). What is missing never keeps a case from being worked on.
pub(super) fn request(state: &State, command: RequestMaterials) -> Decision {
    open(state)?;
    let RequestMaterials { party: whom, mut items, note, due, repeat_reason } = command;
    party(state, whom)?;
    items.sort_unstable();
    items.dedup();
    if items.is_empty() {
        return Err(Refusal::NothingMissing);
    }
    let again = items.iter().find(|item| state.asked_for.contains(&(whom, **item)));
    if let Some(item) = again.filter(|_| repeat_reason.is_none()) {
        return Err(Refusal::AskedAlready { item: *item });
    }
    let (note, repeat_reason) = (note.map(Personal::sealed), repeat_reason.map(Personal::sealed));
    Ok(vec![MaterialsRequested { party: whom, items, note, due, repeat_reason }.into()])
}
