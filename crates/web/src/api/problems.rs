//! `/problems`: what every code means, in both languages. The `type` of a problem points here.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Parameter, Place, Verb};
use crate::problem::{self, Kind, Problem};
use crate::respond::TEXT;

/// Every code on one page.
pub(crate) struct ListProblems;

/// One code.
pub(crate) struct ExplainProblem;

const PAGE: Answer =
    Answer { status: 200, meaning: "The page, in Chinese and English.", media_type: TEXT, schema: None, headers: &[] };

impl Endpoint for ListProblems {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/problems";
    const GATE: Gate = Gate::Public;
    const SUMMARY: (&'static str, &'static str) = ("全部问题代码", "Every problem code");
    const NAME: &'static str = "listProblems";
    const OFFERS: &'static str = "text/plain";

    fn describe() -> Description {
        Description { answers: vec![PAGE], ..Description::default() }
    }

    async fn answer(_: &App, _: Asked<Self>) -> Result<Response, Problem> {
        let lines = problem::ALL.iter().map(|kind| line(kind)).chain(refusals().map(|code| format!("422 {code}\n")));
        Ok(page(lines.collect()))
    }
}

impl Endpoint for ExplainProblem {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/problems/{code}";
    const GATE: Gate = Gate::Public;
    const SUMMARY: (&'static str, &'static str) = ("一个问题代码的说明", "What a problem code means");
    const NAME: &'static str = "explainProblem";
    const OFFERS: &'static str = "text/plain";

    fn describe() -> Description {
        let code = Parameter {
            name: "code",
            place: Place::Path,
            required: true,
            meaning: "The code.",
            schema: |schemas| schemas.subschema_for::<String>(),
        };
        Description {
            parameters: vec![code],
            answers: vec![PAGE],
            problems: vec![problem::PROBLEM_UNKNOWN],
            ..Description::default()
        }
    }

    async fn answer(_: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let code = asked.path("code").await?;
        let text = explained(&code).ok_or(problem::PROBLEM_UNKNOWN)?;
        Ok(page(text))
    }
}

/// Every code of a rule that can refuse or deny.
fn refusals() -> impl Iterator<Item = &'static str> {
    center::refusal_codes().into_iter()
}

fn denials() -> impl Iterator<Item = &'static str> {
    access::Rule::ALL.iter().map(|rule| rule.as_str())
}

fn explained(code: &str) -> Option<String> {
    let of_rule = |kind: &Kind| format!("{code}\n\n{}{}", kind.status, words(kind));
    if let Some(kind) = problem::of_code(code) {
        return Some(of_rule(kind));
    }
    if denials().any(|known| known == code) {
        return Some(of_rule(problem::DENIED));
    }
    refusals().any(|known| known == code).then(|| of_rule(problem::REFUSED))
}

fn words(kind: &Kind) -> String {
    let ((zh, en), (do_zh, do_en)) = (kind.title, kind.advice);
    format!("\n\n{zh}。{do_zh}\n{en}. {do_en}\n")
}

fn line(kind: &Kind) -> String {
    format!("{} {}  {} / {}\n", kind.status.as_u16(), kind.code, kind.title.0, kind.title.1)
}

fn page(text: String) -> Response {
    ([(header::CONTENT_TYPE, TEXT)], text).into_response()
}
