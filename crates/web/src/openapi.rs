//! The API document (OpenAPI 3.1), made from the list of routes. Nothing in it is written by hand a second time.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::api::schemas;
use crate::endpoint::{Answer, Description, Gate, Parameter, Place, Route};
use crate::problem::{self, FieldError, Kind};
use crate::{request, routes};

/// Where schemas live in the document.
const SCHEMAS: &str = "/components/schemas";

/// Headers of answers, and what they say.
const HEADERS: &[(&str, &str)] = &[
    ("Set-Cookie", "The session, for a browser; it ends when the browser is closed."),
    ("ETag", "The version of the case, between quotes: what If-Match expects."),
    ("Event-Position", "The position of the last commit this answer knows of: what min_position expects."),
    ("Location", "Where the case is."),
    ("Link", "Where the next page is (rel=\"next\")."),
    ("Retry-After", "When to try again, in seconds."),
    ("Content-Disposition", "attachment, with a name that tells the case and nothing of what is in it."),
    ("Idempotent-Replayed", "true if this request had been answered before."),
];

/// What can go wrong at any address.
const ANYWHERE: &[&Kind] =
    &[problem::NOT_ACCEPTABLE, problem::HOST, problem::HEADERS_TOO_LARGE, problem::FAILED, problem::TIMEOUT];

/// The API document.
#[must_use]
pub fn openapi() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = SCHEMAS.into();
    settings.meta_schema = None;
    let mut schemas = settings.into_generator();
    let mut paths = Map::new();
    for route in routes::all() {
        let operations = paths.entry(route.path).or_insert_with(|| json!({}));
        if let Some(operations) = operations.as_object_mut() {
            operations.insert(route.verb.as_str().to_ascii_lowercase(), operation(&route, &mut schemas));
        }
    }
    schemas.subschema_for::<FieldError>();
    let mut components: Map<String, Value> = schemas.take_definitions(true);
    components.insert("Problem".to_owned(), problem_schema());
    json!({
        "openapi": "3.1.0",
        "info": info(),
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": { "schemas": components, "headers": header_components(), "securitySchemes": security() },
    })
}

fn info() -> Value {
    json!({
        "title": "一地 Yidi",
        "version": env!("CARGO_PKG_VERSION"),
        "summary": "县级社会矛盾纠纷调处化解中心 / a county dispute-mediation center",
        "description": "Conventions, examples and quirks: docs/http.md. Every POST takes an Idempotency-Key; commands to \
            an existing case take If-Match; problems are application/problem+json with a stable code.",
        "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
    })
}

fn security() -> Value {
    json!({
        "staff": {
            "type": "apiKey", "in": "header", "name": "Yidi-Staff",
            "description": "In a demonstration: who asks, by id. Without it, the first window clerk asks.",
        },
        "session": {
            "type": "apiKey", "in": "cookie", "name": "__Host-yidi",
            "description": "Outside a demonstration: a session of a person; `yidi` on this machine without TLS.",
        },
        "token": {
            "type": "http", "scheme": "bearer",
            "description": "Outside a demonstration: a token of a program, `yidi_...`, for one department and some acts.",
        },
    })
}

fn operation(route: &Route, known: &mut SchemaGenerator) -> Value {
    let Description { parameters, body, files, answers, problems } = (route.describe)();
    let (zh, en) = route.summary;
    let mut operation = json!({
        "operationId": route.name,
        "summary": format!("{zh} / {en}"),
        "tags": [tag(route.path)],
        "parameters": parameters.iter().map(|parameter| parameter_of(parameter, known)).collect::<Vec<_>>(),
        "responses": responses(&answers, &problems, known),
        "x-action": gate(route.gate),
    });
    let mut content: Map<String, Value> =
        files.iter().map(|name| ((*name).to_owned(), json!({ "schema": schemas::file(known) }))).collect();
    content.extend(body.map(|schema| (request::JSON.to_owned(), json!({ "schema": schema(known) }))));
    if let (false, Some(operation)) = (content.is_empty(), operation.as_object_mut()) {
        operation.insert("requestBody".to_owned(), json!({ "required": true, "content": content }));
    }
    if let (true, Some(operation)) = (route.gate != Gate::Public, operation.as_object_mut()) {
        operation.insert("security".to_owned(), json!([{}, { "staff": [] }, { "session": [] }, { "token": [] }]));
    }
    operation
}

/// Routes are grouped as a reader looks for them: commands and questions, then what keeps the machine in view.
fn tag(path: &str) -> &'static str {
    if path.starts_with("/api/") { "center" } else { "machine" }
}

fn gate(gate: Gate) -> &'static str {
    match gate {
        Gate::Action(action) => action.as_str(),
        Gate::OfCommand => "the command's own",
        Gate::Own => "one's own account",
        Gate::Public => "public",
    }
}

fn parameter_of(parameter: &Parameter, schemas: &mut SchemaGenerator) -> Value {
    let place = match parameter.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
    };
    json!({
        "name": parameter.name,
        "in": place,
        "required": parameter.required,
        "description": parameter.meaning,
        "schema": (parameter.schema)(schemas),
    })
}

fn responses(answers: &[Answer], problems: &[&Kind], schemas: &mut SchemaGenerator) -> Value {
    let mut responses = Map::new();
    for answer in answers {
        responses.insert(answer.status.to_string(), answer_of(answer, schemas));
    }
    let mut by_status: std::collections::BTreeMap<u16, Vec<&Kind>> = std::collections::BTreeMap::new();
    for kind in problems.iter().chain(ANYWHERE) {
        by_status.entry(kind.status.as_u16()).or_default().push(kind);
    }
    for (status, kinds) in by_status {
        let problem = problem_response(&kinds);
        match responses.get_mut(&status.to_string()) {
            Some(answer) => beside(answer, &problem),
            None => drop(responses.insert(status.to_string(), problem)),
        }
    }
    Value::Object(responses)
}

/// A status that is an answer and a problem, told apart by the media type.
fn beside(answer: &mut Value, problem: &Value) {
    let description = [&*answer, problem].map(|one| one.get("description").and_then(Value::as_str).unwrap_or_default());
    let description = description.join(" Or ");
    if let Some(answer) = answer.as_object_mut() {
        answer.insert("description".to_owned(), description.into());
        let content = answer.get_mut("content").and_then(Value::as_object_mut);
        content.into_iter().for_each(|content| {
            let more = problem.get("content").and_then(Value::as_object).cloned();
            content.extend(more.into_iter().flatten());
        });
    }
}

fn answer_of(answer: &Answer, schemas: &mut SchemaGenerator) -> Value {
    let schema = answer.schema.map_or_else(|| json!({ "type": "string" }), |schema| schema(schemas).to_value());
    let headers: Map<String, Value> =
        answer.headers.iter().map(|name| ((*name).to_owned(), header_ref(name))).collect();
    json!({
        "description": answer.meaning,
        "headers": headers,
        "content": { answer.media_type: { "schema": schema } },
    })
}

fn problem_response(kinds: &[&Kind]) -> Value {
    let lines: Vec<String> =
        kinds.iter().map(|kind| format!("`{}`: {} / {}", kind.code, kind.title.0, kind.title.1)).collect();
    json!({
        "description": lines.join("; "),
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
    })
}

fn problem_schema() -> Value {
    let text = |meaning: &str| json!({ "type": "string", "description": meaning });
    json!({
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "properties": {
            "type": text("/problems/<code>, a page that explains it."),
            "title": text("In Chinese or in English, as Accept-Language prefers."),
            "status": { "type": "integer" },
            "code": text("The stable code: a program may branch on it, and on nothing else here."),
            "detail": text("What is to be done about it."),
            "instance": text("The id of the request, as in x-request-id and in the log."),
            "errors": { "type": "array", "items": { "$ref": "#/components/schemas/FieldError" } },
            "facts": {
                "type": "array",
                "description": "With request.stale: what has happened since the version in If-Match.",
                "items": { "$ref": "#/components/schemas/FactShown" },
            },
        },
        "required": ["type", "title", "status", "code", "detail", "instance"],
    })
}

fn header_components() -> Value {
    let header = |(name, meaning): &(&str, &str)| {
        ((*name).to_owned(), json!({ "description": meaning, "schema": { "type": "string" } }))
    };
    Value::Object(HEADERS.iter().map(header).collect())
}

fn header_ref(name: &str) -> Value {
    json!({ "$ref": format!("#/components/headers/{name}") })
}
