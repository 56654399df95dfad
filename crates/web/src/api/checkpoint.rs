//! The last signed checkpoint: what an auditor keeps, to tell later that nothing before it was changed.

use access::Action;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Verb};
use crate::problem::{self, Problem};
use crate::respond::TEXT;

/// The last checkpoint.
pub(crate) struct ReadCheckpoint;

impl Endpoint for ReadCheckpoint {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/checkpoint";
    const GATE: Gate = Gate::Action(Action::ReadCheckpoint);
    const SUMMARY: (&'static str, &'static str) = ("最近一次签名的检查点", "The last signed checkpoint");
    const NAME: &'static str = "readCheckpoint";
    const OFFERS: &'static str = "text/plain";

    fn describe() -> Description {
        let note = Answer {
            status: 200,
            meaning: "A C2SP tlog-checkpoint in a C2SP signed note: whose log, how many commits, their root, signature.",
            media_type: TEXT,
            schema: None,
            headers: &[],
        };
        Description { answers: vec![note], problems: vec![problem::CHECKPOINT_UNKNOWN], ..Description::default() }
    }

    async fn answer(app: &App, _: Asked<Self>) -> Result<Response, Problem> {
        let note = app.center().checkpoint().ok_or(problem::CHECKPOINT_UNKNOWN)?;
        Ok(([(header::CONTENT_TYPE, TEXT)], note.to_string()).into_response())
    }
}
