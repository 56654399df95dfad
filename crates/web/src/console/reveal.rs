//! `/cases/{id}/reveal`: everything of a case is shown for a while, once it is written down why.

use access::{Mask, Viewer, mask_of};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use timeline::{CaseId, LookReason};

use super::denied::not_shown;
use super::page::{Frame, message_after, missing};
use super::seat::Clerk;
use super::submit::NotDone;
use crate::api::reveal::lift;
use crate::app::App;
use crate::endpoint::lacks;

/// Why.
#[derive(Deserialize)]
pub(crate) struct Said {
    reason: LookReason,
}

/// The reasons somebody can give for this case: word and text. None if there is nothing to lift, or not by this role.
pub(crate) fn reasons(clerk: &Clerk, viewer: &Viewer) -> Vec<(&'static str, String)> {
    let masked = matches!(viewer.mask, Mask::Partial | Mask::Initial);
    if !masked || lacks(&clerk.seat.actor, access::Action::Reveal) {
        return Vec::new();
    }
    let said = |reason: &LookReason| (reason.as_str(), clerk.language.item("look_reason", reason.as_str()));
    LookReason::ALL.iter().map(said).collect()
}

/// Whether only being let in would show more.
pub(crate) fn is_shut(clerk: &Clerk, viewer: &Viewer) -> bool {
    let usual = mask_of(clerk.seat.actor.role, viewer.relation);
    viewer.mask >= Mask::Pseudonym && usual < Mask::Pseudonym
}

/// The form was sent.
pub(crate) async fn reveal(
    State(app): State<App>,
    clerk: Clerk,
    Path(id): Path<String>,
    Form(said): Form<Said>,
) -> Response {
    let Ok(case) = id.parse::<CaseId>() else { return missing(&clerk) };
    if let Err(NotDone { status, note }) = NotDone::unless_proved(&app, &clerk) {
        return message_after(Frame::of(&clerk, ""), status, Vec::new(), *note);
    }
    match lift(&app, &clerk.seat.actor, case, said.reason).await {
        Ok(_) => Redirect::to(&format!("/cases/{case}")).into_response(),
        Err(problem) => not_shown(&clerk, case, &problem),
    }
}
