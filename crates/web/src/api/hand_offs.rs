//! A package for a court, or what went with a referral, as the document that goes with it.

use access::Action;
use axum::response::Response;
use center::{HandOffSheet, ReadFailure};
use serde::Deserialize;
use timeline::CaseId;

use crate::api::{cases, parameters, schemas, waiting};
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Parameter, Place, Verb};
use crate::problem::{self, Kind, Problem};
use crate::{failure, request, respond};

/// What a package holds.
pub(crate) struct ReadHandOff;

/// What went with a referral.
pub(crate) struct ReadReferral;

/// How it is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentQuery {
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
        describe(number("hand_off", "Which package of the case, from 1."), sheet, problem::HAND_OFF_UNKNOWN)
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let (case, number) = wanted(app, &mut asked, "hand_off").await?;
        let found = app.center().hand_off(asked.permit.actor(), case, number);
        shown(app, found, problem::HAND_OFF_UNKNOWN)
    }
}

impl Endpoint for ReadReferral {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/cases/{case}/referrals/{referral}";
    const GATE: Gate = Gate::Action(Action::ReadHandOff);
    const SUMMARY: (&'static str, &'static str) = ("查看转介材料清单", "What went with a referral to another body");
    const NAME: &'static str = "readReferral";

    fn describe() -> Description {
        let sheet = Answer {
            status: 200,
            meaning: "What went along as the case stood then; what was said in sessions is never in it.",
            media_type: request::JSON,
            schema: Some(schemas::referral),
            headers: &["Event-Position"],
        };
        describe(number("referral", "Which referral of the case, from 1."), sheet, problem::REFERRAL_UNKNOWN)
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let (case, number) = wanted(app, &mut asked, "referral").await?;
        let found = app.center().referral(asked.permit.actor(), case, number);
        shown(app, found, problem::REFERRAL_UNKNOWN)
    }
}

fn number(name: &'static str, meaning: &'static str) -> Parameter {
    Parameter { name, place: Place::Path, required: true, meaning, schema: |_| parameters::whole(1) }
}

fn describe(number: Parameter, sheet: Answer, unknown: &'static Kind) -> Description {
    Description {
        parameters: vec![parameters::case(), number, parameters::min_position()],
        answers: vec![sheet],
        problems: cases::READING.into_iter().chain([unknown]).collect(),
        ..Description::default()
    }
}

/// Which case and which of its documents is asked for.
async fn wanted<E: Endpoint>(app: &App, asked: &mut Asked<E>, name: &str) -> Result<(CaseId, u32), Problem> {
    let DocumentQuery { min_position } = asked.query()?;
    waiting::until(app, min_position).await?;
    let case = asked.case(app).await?;
    let number = asked.path(name).await?;
    Ok((case, number.parse().map_err(|_| Problem::at(problem::PATH, name, "no whole number"))?))
}

fn shown(
    app: &App,
    found: Result<Option<HandOffSheet>, ReadFailure>,
    unknown: &'static Kind,
) -> Result<Response, Problem> {
    let found = found.map_err(|failure| failure::of_reading(failure, problem::CASE_UNKNOWN))?;
    let sheet = found.ok_or_else(|| Problem::from(unknown))?;
    Ok(cases::as_of(app, respond::disclosed(sheet.shown(), sheet.viewer())))
}
