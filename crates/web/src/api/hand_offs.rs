//! A package for a court, as the document that goes with it.

use access::Action;
use axum::response::Response;
use serde::Deserialize;

use crate::api::{cases, parameters, schemas, waiting};
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Parameter, Place, Verb};
use crate::problem::{self, Problem};
use crate::{failure, request, respond};

/// What a package holds.
pub(crate) struct ReadHandOff;

/// How it is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HandOffQuery {
    min_position: Option<u64>,
}

impl Endpoint for ReadHandOff {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/cases/{case}/hand-offs/{hand_off}";
    const GATE: Gate = Gate::Action(Action::ReadHandOff);
    const SUMMARY: (&'static str, &'static str) = ("查看移送材料清单", "What a package for a court holds");
    const NAME: &'static str = "readHandOff";

    fn describe() -> Description {
        let sheet = Answer {
            status: 200,
            meaning: "The package as it was put together; what was said in sessions is never in it.",
            media_type: request::JSON,
            schema: Some(schemas::hand_off),
            headers: &["Event-Position"],
        };
        let number = Parameter {
            name: "hand_off",
            place: Place::Path,
            required: true,
            meaning: "Which package of the case, from 1.",
            schema: |_| parameters::whole(1),
        };
        Description {
            parameters: vec![parameters::case(), number, parameters::min_position()],
            answers: vec![sheet],
            problems: cases::READING.into_iter().chain([problem::HAND_OFF_UNKNOWN]).collect(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let HandOffQuery { min_position } = asked.query()?;
        waiting::until(app, min_position).await?;
        let case = asked.case(app).await?;
        let number = asked.path("hand_off").await?;
        let number = number.parse().map_err(|_| Problem::at(problem::PATH, "hand_off", "no whole number"))?;
        let found = app.center().hand_off(asked.permit.actor(), case, number);
        let found = found.map_err(|failure| failure::of_reading(failure, problem::CASE_UNKNOWN))?;
        let sheet = found.ok_or_else(|| Problem::from(problem::HAND_OFF_UNKNOWN))?;
        Ok(cases::as_of(app, respond::disclosed(sheet.shown(), sheet.viewer())))
    }
}
