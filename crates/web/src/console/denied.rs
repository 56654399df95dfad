//! A case that is not shown: as if there were none to whoever may not know of it; to everybody else by which rule, and which
//! way leads on.

use access::{Action, Rule};
use axum::http::StatusCode;
use axum::response::Response;
use timeline::CaseId;

use super::page::{Frame, Note, message_after, missing};
use super::seat::Clerk;
use crate::endpoint::lacks;
use crate::problem::{self, Problem};
use crate::request::Language;

/// The page for what the API answers with this problem.
pub(crate) fn not_shown(clerk: &Clerk, case: CaseId, problem: &Problem) -> Response {
    not_shown_after(clerk, case, problem, Vec::new())
}

/// The same below what is to be said of an act: whoever seals a case is shown no more of it, and yet has done so.
pub(crate) fn not_shown_after(clerk: &Clerk, case: CaseId, problem: &Problem, before: Vec<Note>) -> Response {
    let note = if problem.status() == StatusCode::NOT_FOUND {
        return missing(clerk);
    } else if problem.is_of(problem::DENIED) {
        let said = |language: Language| language.denial(problem.code());
        let denied = Note::in_both(clerk.language, "stop", "note-unseen", said);
        match way_on(clerk, case, problem.code()) {
            Some((address, called)) => denied.leading_to(address, clerk.language.say(called)),
            None => denied,
        }
    } else {
        Note::of_problem(clerk.language, "note-failed", problem)
    };
    message_after(Frame::of(clerk, ""), problem.status(), before, note)
}

/// Where whoever was turned away by this rule goes next, and what the way is called: to be let in, or to say why everything
/// has to be shown. Nothing helps against the other rules, or somebody who has no such task.
fn way_on(clerk: &Clerk, case: CaseId, rule: &str) -> Option<(String, &'static str)> {
    let rule = Rule::ALL.iter().find(|known| known.as_str() == rule)?;
    match rule {
        Rule::OnlyTheNamed | Rule::ChallengeFirst | Rule::InConfidence => {
            let asks = !lacks(&clerk.seat.actor, Action::RequestAccess);
            asks.then(|| (format!("/admissions?case={case}"), "admissions-link"))
        }
        Rule::RevealFirst => Some((format!("/cases/{case}"), "reveal-go")),
        Rule::NotThisRole
        | Rule::OnlyTheHolder
        | Rule::OnlyTheAsked
        | Rule::OnlyTheInvolved
        | Rule::OnlyTheSampled
        | Rule::OnlyTheMediator
        | Rule::ConflictOfInterest => None,
    }
}
