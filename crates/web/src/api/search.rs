//! The cases of whoever stands at the window, by the number it shows. The number stands in the body alone: addresses are
//! written into logs and histories.

use access::{Action, Viewer};
use axum::response::Response;
use center::{FoundCase, ShownNumber};
use schemars::{JsonSchema, json_schema};
use serde::Deserialize;
use serde_json::json;

use crate::api::documents;
use crate::app::App;
use crate::edge::Even;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Verb};
use crate::looks::Cases;
use crate::problem::{self, Problem};
use crate::{failure, request, respond};

/// Finds somebody's cases.
pub(crate) struct FindParty;

/// What the person shows.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Showing {
    /// The number of its paper, or its telephone: the whole of it.
    number: String,
}

impl Endpoint for FindParty {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/search";
    const GATE: Gate = Gate::Action(Action::FindParty);
    const SUMMARY: (&'static str, &'static str) =
        ("凭证件号或电话查找来访人本人的案件", "Find the cases of whoever stands at the window");
    const NAME: &'static str = "findParty";

    fn describe() -> Description {
        let found = Answer {
            status: 200,
            meaning: "Cases of the party that goes by this number, as far as the asker may read them; none if there are none. \
                      It is written down who searched, and at which cases it looked.",
            media_type: request::JSON,
            schema: Some(|_| json_schema!({ "type": "object", "required": ["cases"] })),
            headers: &[],
        };
        let more = [problem::STAFF_UNKNOWN, problem::DENIED, problem::TOO_MANY_SEARCHES, problem::LOOKS_NOT_KEPT];
        Description {
            body: Some(|known| known.subschema_for::<Showing>()),
            answers: vec![found],
            problems: [problem::IN_A_BODY, &more].concat(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let Showing { number } = documents::read(&mut asked).await?;
        let found = find(app, asked.permit.actor(), &number).await?;
        Ok(seen(respond::plain(&json!({ "cases": found })), &found))
    }
}

/// The cases of whoever goes by this number.
pub(crate) async fn find(app: &App, actor: &access::Actor, text: &str) -> Result<Vec<FoundCase>, Problem> {
    let number = ShownNumber::parse(text).map_err(|error| Problem::at(problem::SHAPE, "number", error.to_string()))?;
    app.take_search(&actor.id).map_err(|wait| Problem::later(problem::TOO_MANY_SEARCHES, wait))?;
    let found = app.center().cases_of_number(actor, number).await;
    found.map_err(|failure| failure::of_reading(failure, problem::CASE_UNKNOWN))
}

/// The answer with what is to be written down of it: a look at each case, or one that found nothing. It leaves on a beat, as
/// what may not be found takes longer than what is not there.
pub(crate) fn seen(response: Response, found: &[FoundCase]) -> Response {
    let mut response = Even.on(respond::seen_by(response, &Viewer::STRANGER));
    response.extensions_mut().insert(Cases(found.iter().map(|found| (found.case.into(), found.viewer)).collect()));
    response
}
