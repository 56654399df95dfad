//! Receipts as proofs: of what was handed in at the window and when, to be checked by anybody without this center.

use access::{Action, Actor};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use center::{CaseReceipt, Receipt};
use serde::Deserialize;
use timeline::CaseId;

use crate::api::by_code::{KnownCode, Way};
use crate::api::{cases, parameters, progress};
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Verb};
use crate::problem::{self, Problem};
use crate::{request, respond};

/// The receipt of something handed in, for whoever sits at the counter.
pub(crate) struct ReadReceipt;

/// The receipt of a registration, for whoever holds its query code.
pub(crate) struct AskReceipt;

/// How it is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReceiptQuery {
    version: Option<u64>,
}

const fn receipt(meaning: &'static str) -> Answer {
    Answer {
        status: 200,
        meaning,
        media_type: request::JSON,
        schema: Some(|known| known.subschema_for::<Receipt>()),
        headers: &["Content-Disposition"],
    }
}

impl Endpoint for ReadReceipt {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/cases/{case}/receipt";
    const GATE: Gate = Gate::Action(Action::ReadReceipt);
    const SUMMARY: (&'static str, &'static str) = ("领取存证回执", "The receipt of what was handed in, as a proof");
    const NAME: &'static str = "readReceipt";

    fn describe() -> Description {
        let version = parameters::query(
            "version",
            "Which fact of the case it is for, by its version; without it, the registration.",
            |_| parameters::whole(1),
        );
        Description {
            parameters: vec![parameters::case(), version],
            answers: vec![receipt(
                "The receipt, with the applicant's own words opened. Checked by `yidi receipt verify`.",
            )],
            problems: cases::READING.into_iter().chain([problem::RECEIPT_UNKNOWN]).collect(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let ReceiptQuery { version } = asked.query()?;
        let case = asked.case(app).await?;
        of_case(app, asked.permit.actor(), case, version).await
    }
}

/// The receipt of a fact of a case, for whoever may take it.
pub(crate) async fn of_case(app: &App, actor: &Actor, case: CaseId, version: Option<u64>) -> Result<Response, Problem> {
    let actor = actor.clone();
    // It may have to be signed first, which waits for the disk.
    let found = app.read(move |center| center.receipt(&actor, case, version)).await?;
    let found = found.ok_or(problem::RECEIPT_UNKNOWN)?;
    Ok(respond::seen_by(document(&found), &found.viewer))
}

impl Endpoint for AskReceipt {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/receipt";
    const GATE: Gate = Gate::Public;
    const SUMMARY: (&'static str, &'static str) =
        ("凭查询码领取存证回执", "The receipt of a registration, by its query code");
    const NAME: &'static str = "askReceipt";

    fn describe() -> Description {
        Description {
            answers: vec![receipt("The receipt, with nothing personal opened.")],
            ..progress::asked_by_code()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let code = progress::code_in(app, &mut asked, Way::RECEIPT).await?;
        of_code(app, &code).await
    }
}

/// The receipt of a registration by its code.
pub(crate) async fn of_code(app: &App, code: &KnownCode) -> Result<Response, Problem> {
    Ok(document(&progress::known(app.center().receipt_of_code(code.as_str())).await?))
}

/// The document, in its one spelling, to be saved.
fn document(found: &CaseReceipt) -> Response {
    let Ok(text) = found.receipt.to_text() else { return Problem::from(problem::FAILED).into_response() };
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(request::JSON));
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", found.file_name())) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}
