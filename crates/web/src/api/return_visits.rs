//! The record of a return visit, as the paper of a dossier.

use access::Action;
use axum::response::Response;
use serde::Deserialize;

use crate::api::{cases, parameters, schemas, waiting};
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Parameter, Place, Verb};
use crate::problem::{self, Problem};
use crate::{failure, request, respond};

/// What was found.
pub(crate) struct ReadReturnVisit;

/// How it is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReturnVisitQuery {
    min_position: Option<u64>,
}

impl Endpoint for ReadReturnVisit {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/cases/{case}/return-visits/{record}";
    const GATE: Gate = Gate::Action(Action::ReadReturnVisit);
    const SUMMARY: (&'static str, &'static str) = ("查看回访记录", "The record of a return visit");
    const NAME: &'static str = "readReturnVisit";

    fn describe() -> Description {
        let sheet = Answer {
            status: 200,
            meaning: "Who was visited about which agreement and why, and what was found.",
            media_type: request::JSON,
            schema: Some(schemas::return_visit),
            headers: &["Event-Position"],
        };
        let record = Parameter {
            name: "record",
            place: Place::Path,
            required: true,
            meaning: "Which record of the case, from 1 in the order in which visits were recorded.",
            schema: |_| parameters::whole(1),
        };
        Description {
            parameters: vec![parameters::case(), record, parameters::min_position()],
            answers: vec![sheet],
            problems: cases::READING.into_iter().chain([problem::RETURN_VISIT_UNKNOWN]).collect(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let ReturnVisitQuery { min_position } = asked.query()?;
        waiting::until(app, min_position).await?;
        let case = asked.case(app).await?;
        let record = asked.path("record").await?;
        let record = record.parse().map_err(|_| Problem::at(problem::PATH, "record", "no whole number"))?;
        let found = app.center().return_visit(asked.permit.actor(), case, record);
        let found = found.map_err(|failure| failure::of_reading(failure, problem::CASE_UNKNOWN))?;
        let sheet = found.ok_or_else(|| Problem::from(problem::RETURN_VISIT_UNKNOWN))?;
        Ok(cases::as_of(app, respond::disclosed(sheet.shown(), sheet.viewer())))
    }
}
