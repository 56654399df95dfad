//! Accusations: addresses of their own, whose answers have no place in any order and which are counted nowhere (decision
//! 0013).

use access::{Action, Viewer};
use axum::http::{StatusCode, header};
use axum::response::Response;
use center::{AccusationSheet, Command, Context, Done};
use schemars::{JsonSchema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde_json::{Value, json};
use timeline::{AccusationNumber, Event, PetitionEvent, StreamId};

use crate::api::{commands, parameters, schemas};
use crate::app::App;
use crate::circumstances::Circumstances;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Parameter, Permit, Place, Verb};
use crate::looks::Cases;
use crate::problem::{self, Problem};
use crate::{failure, request, respond};

/// Whether an address is about accusations: how often it is asked is for nobody to count.
pub(crate) fn is_apart(route: &str) -> bool {
    ["/api/v1/accusations", "/accusations"].iter().any(|apart| route.starts_with(apart))
}

/// Takes down an accusation.
pub(crate) struct RegisterAccusation;

/// Asks the desk for accusations about one.
pub(crate) struct AskPetition;

/// The accusations there are for whoever asks.
pub(crate) struct ListAccusations;

/// Where one stands.
pub(crate) struct ReadAccusation;

/// Who looked at one.
pub(crate) struct ReadLooksAtAccusation;

/// What was recorded of an accusation.
#[derive(Serialize, JsonSchema)]
struct AccusationRecorded {
    /// Its id.
    accusation: StreamId,
    /// The number it is known by, when it is registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<AccusationNumber>,
    /// The code whoever accused asks with: shown here and kept nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    query_code: Option<String>,
    /// How many facts there are.
    version: u64,
}

/// The number an accusation got, when it was registered.
pub(crate) fn number_of(done: &Done) -> Option<AccusationNumber> {
    done.facts.iter().find_map(|fact| match &fact.event {
        Event::Petition(PetitionEvent::AccusationRegistered(fact)) => Some(fact.number),
        _ => None,
    })
}

impl AccusationRecorded {
    fn of(done: &Done) -> Self {
        Self {
            accusation: done.stream,
            number: number_of(done),
            query_code: done.query_code.clone(),
            version: done.version,
        }
    }
}

const RECORDED: Answer = Answer {
    status: 200,
    meaning: "It is recorded, on stable storage.",
    media_type: request::JSON,
    schema: Some(|known| known.subschema_for::<AccusationRecorded>()),
    headers: &["ETag"],
};

fn accusation() -> Parameter {
    Parameter {
        name: "accusation",
        place: Place::Path,
        required: true,
        meaning: "Id of the accusation.",
        schema: |known| known.subschema_for::<StreamId>(),
    }
}

fn sheet(_: &mut SchemaGenerator) -> schemars::Schema {
    json_schema!({
        "type": "object",
        "description": "Where an accusation stands. Who accused is there only for those who may know.",
        "required": ["accusation", "number", "standing", "masked", "state", "holder", "claim", "steps", "offers"],
    })
}

/// The accusation in the path.
async fn named<E: Endpoint>(asked: &mut Asked<E>) -> Result<StreamId, Problem> {
    let id = asked.path("accusation").await?;
    id.parse().map_err(|_| Problem::at(problem::PATH, "accusation", "no id"))
}

impl Endpoint for RegisterAccusation {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/accusations";
    const GATE: Gate = Gate::OfCommand;
    const SUMMARY: (&'static str, &'static str) = ("登记检举控告", "Take down an accusation");
    const NAME: &'static str = "registerAccusation";

    fn describe() -> Description {
        Description {
            parameters: parameters::of_command(),
            body: Some(|known| schemas::of_desk(Context::Petition, known, |word| word == "register_accusation")),
            answers: vec![Answer { status: 201, ..RECORDED }],
            problems: commands::problems(&[]),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let circumstances = Circumstances::read(&asked.parts.headers, asked.permit.staff())?;
        let command = commands::read(Context::Petition, &mut asked).await?;
        if !command.begins() {
            return Err(commands::elsewhere("this address takes register_accusation"));
        }
        let mut response = carry_out(app, &asked.permit, circumstances, command, None).await?;
        *response.status_mut() = StatusCode::CREATED;
        Ok(response)
    }
}

impl Endpoint for AskPetition {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/accusations/{accusation}/petition";
    const GATE: Gate = Gate::OfCommand;
    const SUMMARY: (&'static str, &'static str) = ("检举控告办理事项", "Ask the desk for accusations");
    const NAME: &'static str = "askPetition";

    fn describe() -> Description {
        let to_one = [
            problem::PATH,
            problem::ACCUSATION_UNKNOWN,
            problem::IF_MATCH_MISSING,
            problem::IF_MATCH_MALFORMED,
            problem::STALE,
            problem::PROOF_DUE,
        ];
        let version = parameters::to_case().into_iter().filter(|parameter| parameter.name == "If-Match");
        Description {
            parameters: [accusation()].into_iter().chain(version).chain(parameters::of_command()).collect(),
            body: Some(|known| schemas::of_desk(Context::Petition, known, |word| word != "register_accusation")),
            answers: vec![RECORDED],
            problems: commands::problems(&to_one),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let circumstances = Circumstances::read(&asked.parts.headers, asked.permit.staff())?;
        let seen = request::expected_version(&asked.parts.headers)?;
        let command = commands::read(Context::Petition, &mut asked).await?;
        if command.begins() {
            return Err(commands::elsewhere("this command begins an accusation and has an address of its own"));
        }
        asked.permit.may(command.action())?;
        let accusation = named(&mut asked).await?;
        carry_out(app, &asked.permit, circumstances, command, Some((accusation, Some(seen)))).await
    }
}

async fn carry_out<E: Endpoint>(
    app: &App,
    permit: &Permit<E>,
    circumstances: Circumstances,
    command: Command,
    onto: Option<(StreamId, Option<u64>)>,
) -> Result<Response, Problem> {
    permit.may(command.action())?;
    let _stay = app.in_flight().enter(circumstances.request).ok_or(problem::IN_FLIGHT)?;
    let order = circumstances.order(permit.staff(), command, onto);
    let done = app.center().submit(order).await.map_err(|failure| match failure {
        center::Failure::NotFound => Problem::from(problem::ACCUSATION_UNKNOWN),
        // What happened meanwhile is read on its sheet.
        failure => failure::of_order(failure, |_, _| (Value::Array(Vec::new()), Viewer::STRANGER)),
    })?;
    let mut response = respond::plain(&AccusationRecorded::of(&done));
    response.headers_mut().insert(header::ETAG, respond::etag(done.version));
    Ok(response)
}

impl Endpoint for ListAccusations {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/accusations";
    const GATE: Gate = Gate::Action(Action::ReadAccusation);
    const SUMMARY: (&'static str, &'static str) = ("检举控告列表", "The accusations there are for whoever asks");
    const NAME: &'static str = "listAccusations";

    fn describe() -> Description {
        let list = Answer {
            status: 200,
            meaning: "Those this reader receives or handles; none for everybody else, whatever there is.",
            media_type: request::JSON,
            schema: Some(|_| {
                json_schema!({
                    "type": "object",
                    "properties": { "accusations": { "type": "array", "items": { "type": "object" } } },
                    "required": ["accusations"],
                })
            }),
            headers: &[],
        };
        Description {
            answers: vec![list],
            problems: vec![problem::STAFF_UNKNOWN, problem::DENIED],
            ..Description::default()
        }
    }

    async fn answer(app: &App, asked: Asked<Self>) -> Result<Response, Problem> {
        let (center, actor) = (app.center().clone(), asked.permit.actor().clone());
        let reading = tokio::task::spawn_blocking(move || center.accusations(&actor));
        let found = reading.await.map_err(|_| Problem::from(problem::FAILED))?;
        let found = found.map_err(|failure| failure::of_reading(failure, problem::ACCUSATION_UNKNOWN))?;
        let shown: Vec<Value> = found.iter().map(AccusationSheet::shown).collect();
        let mut response = respond::seen_by(respond::plain(&json!({ "accusations": shown })), &Viewer::STRANGER);
        let seen = Cases(found.iter().map(|sheet| (sheet.accusation, *sheet.viewer())).collect());
        response.extensions_mut().insert(seen);
        Ok(response)
    }
}

impl Endpoint for ReadAccusation {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/accusations/{accusation}";
    const GATE: Gate = Gate::Action(Action::ReadAccusation);
    const SUMMARY: (&'static str, &'static str) = ("查看检举控告", "Where an accusation stands");
    const NAME: &'static str = "readAccusation";

    fn describe() -> Description {
        let one = Answer { meaning: "The accusation.", schema: Some(sheet), ..RECORDED };
        Description {
            parameters: vec![accusation()],
            answers: vec![one],
            problems: vec![problem::PATH, problem::STAFF_UNKNOWN, problem::DENIED, problem::ACCUSATION_UNKNOWN],
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let accusation = named(&mut asked).await?;
        let (center, actor) = (app.center().clone(), asked.permit.actor().clone());
        let reading = tokio::task::spawn_blocking(move || center.accusation(&actor, accusation));
        let found = reading.await.map_err(|_| Problem::from(problem::FAILED))?;
        let found = found.map_err(|failure| failure::of_reading(failure, problem::ACCUSATION_UNKNOWN))?;
        let mut response = respond::seen_by(respond::plain(&found.shown()), found.viewer());
        response.headers_mut().insert(header::ETAG, respond::etag(found.version));
        Ok(response)
    }
}

impl Endpoint for ReadLooksAtAccusation {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/accusations/{accusation}/looks";
    const GATE: Gate = Gate::Action(Action::ReadAccusation);
    const SUMMARY: (&'static str, &'static str) =
        ("谁查看过检举控告", "Who looked at an accusation, for those who handle it");
    const NAME: &'static str = "readLooksAtAccusation";

    fn describe() -> Description {
        let meaning = "Looks at it, oldest first, and who asked for it in vain.";
        Description {
            parameters: vec![accusation()],
            answers: vec![Answer { meaning, schema: Some(schemas::looks), headers: &[], ..RECORDED }],
            problems: vec![problem::PATH, problem::STAFF_UNKNOWN, problem::DENIED, problem::ACCUSATION_UNKNOWN],
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let accusation = named(&mut asked).await?;
        let (center, actor) = (app.center().clone(), asked.permit.actor().clone());
        let reading = tokio::task::spawn_blocking(move || center.looks_at_accusation(&actor, accusation));
        let found = reading.await.map_err(|_| Problem::from(problem::FAILED))?;
        let found = found.map_err(|failure| failure::of_reading(failure, problem::ACCUSATION_UNKNOWN))?;
        Ok(respond::seen_by(respond::plain(&found), &Viewer::STRANGER))
    }
}
