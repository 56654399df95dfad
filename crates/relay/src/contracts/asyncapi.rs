//! The AsyncAPI document (3.0): on which subjects a department is told what, and on which it asks. What a message holds is
//! not said here a second time: facts are the schemas beside this document, questions and answers those of the HTTP API.

use center::Context;
use serde_json::{Value, json};
use timeline::{CODE_CHARS_MAX, Event, Kind};

use super::{is_told, object, path_of};
use crate::{asked, checkpoints, message};

/// How a payload that is a JSON Schema is announced.
const SCHEMA_FORMAT: &str = "application/schema+json;version=2020-12";
/// Where every desk takes commands to a case over HTTP.
const OF_A_CASE: &str = "/api/v1/cases/{case}/";
/// Where commands that begin something are taken over HTTP, and the desk that takes them.
const BEGINNINGS: &[(&str, &str)] =
    &[("intake", "/api/v1/cases"), ("intake", "/api/v1/visits"), ("intake", "/api/v1/enquiries")];

/// The channel of subscriptions beside the one every department has.
const FURTHER: &str = "further";
const FURTHER_ADDRESS: (&str, &[&str]) = (
    "yidi-sub.{center}.{department}.{subscription}.{context}.{fact}",
    &["center", "department", "subscription", "context", "fact"],
);
/// That of messages a department did not take, and that somebody has decided about.
const AGAIN: &str = "again";
const AGAIN_ADDRESS: (&str, &[&str]) = ("yidi-again.{center}.{department}", &["center", "department"]);
/// That of the signed checkpoints.
const CHECKPOINTS: &str = "checkpoints";

/// The AsyncAPI document of a center.
#[must_use]
pub fn asyncapi() -> Value {
    let kinds: Vec<Kind> = Event::catalogue().filter(|line| is_told(line)).map(|line| line.kind).collect();
    let told = || kinds.iter().copied();
    let channels =
        told().map(|kind| (channel_of(kind), channel(kind))).chain(asking().map(|desk| (ask_of(desk), ask(desk))));
    let operations = told()
        .map(|kind| (format!("tell.{}", channel_of(kind)), tell(kind)))
        .chain(asking().map(|desk| (format!("answer.{desk}"), answer(desk))))
        .chain([FURTHER, AGAIN, CHECKPOINTS].map(|channel| (format!("tell.{channel}"), tell_by(channel))));
    let beside = [
        ("answers", answers()),
        (FURTHER, beside(FURTHER_ADDRESS, &kinds)),
        (AGAIN, beside(AGAIN_ADDRESS, &kinds)),
        (CHECKPOINTS, checkpoints()),
    ];
    let messages = told().map(|kind| (message_of(kind), message(kind)));
    json!({
        "asyncapi": "3.0.0",
        "info": info(),
        "defaultContentType": "application/json",
        "servers": { "broker": server() },
        "channels": object(channels.chain(beside.map(|(name, channel)| (name.to_owned(), channel)))),
        "operations": object(operations),
        "components": {
            "messages": object(messages.chain([
                ("answer".to_owned(), answer_message()),
                ("checkpoint".to_owned(), checkpoint_message()),
            ])),
            "parameters": parameters(),
            "schemas": {
                "place": headers(message::HEADERS, message::REQUIRED),
                "asking": headers(asked::HEADERS, asked::REQUIRED),
            },
            "securitySchemes": { "nkey": nkey() },
        },
    })
}

fn info() -> Value {
    json!({
        "title": "一地 Yidi",
        "version": env!("CARGO_PKG_VERSION"),
        "description": "What departments are told, and how they answer: docs/how-to/subscribe.md. Every department has a \
            stream of its own, numbered from one without a gap; each message is bound to the one before by its hash.",
        "license": { "name": "MIT OR Apache-2.0" },
    })
}

fn server() -> Value {
    json!({
        "host": "broker.invalid:4222",
        "protocol": "nats",
        "description": "NATS with JetStream, configured by `yidi subscriptions nats-config`. Facts are read from the \
            durable pull consumer named after the department, one at a time.",
        "security": [{ "$ref": "#/components/securitySchemes/nkey" }],
    })
}

fn nkey() -> Value {
    json!({
        "type": "asymmetricEncryption",
        "description": "An nkey (Ed25519) of the department: it lets its holder read its own stream and ask on its own \
            subjects. In whose name is asked, and what that person may do, is said by the API token beside it.",
    })
}

fn parameters() -> Value {
    let code = |description: &str| json!({ "description": format!("{description}: up to {CODE_CHARS_MAX} of a-z, 0-9, - and _.") });
    json!({
        "center": code("The area code of the center"),
        "department": code("The department's own code"),
        "command": code("The word of the command, as in its body"),
        "subscription": code("The code of a subscription the department has beside its own stream"),
        "context": code("The first part of the kind of fact"),
        "fact": code("The second part of the kind of fact"),
    })
}

fn parameter_refs(names: &[&str]) -> Value {
    object(names.iter().map(|name| (*name, json!({ "$ref": format!("#/components/parameters/{name}") }))))
}

/// Dots name a path in some readers: a channel is named by words alone.
fn channel_of(kind: Kind) -> String {
    kind.name.replace('.', "-")
}

fn message_of(kind: Kind) -> String {
    format!("{}-v{}", channel_of(kind), kind.version)
}

fn channel(kind: Kind) -> Value {
    json!({
        "address": format!("yidi.{{center}}.{{department}}.{}", kind.name),
        "parameters": parameter_refs(&["center", "department"]),
        "messages": { message_of(kind): { "$ref": format!("#/components/messages/{}", message_of(kind)) } },
    })
}

/// A channel on which a department is told the same messages once more: numbered anew by a further subscription of its own,
/// or under their numbers after somebody decided about what it did not take.
fn beside((address, parameters): (&str, &[&str]), kinds: &[Kind]) -> Value {
    let message =
        |kind: &Kind| (message_of(*kind), json!({ "$ref": format!("#/components/messages/{}", message_of(*kind)) }));
    json!({
        "address": address,
        "parameters": parameter_refs(parameters),
        "messages": object(kinds.iter().map(message)),
    })
}

/// Where every department finds the signed checkpoints of the log.
fn checkpoints() -> Value {
    json!({
        "address": "yidi-checkpoints.{center}",
        "parameters": parameter_refs(&["center"]),
        "messages": { "checkpoint": { "$ref": "#/components/messages/checkpoint" } },
    })
}

fn checkpoint_message() -> Value {
    json!({
        "headers": headers(checkpoints::HEADERS, checkpoints::REQUIRED),
        "contentType": "text/plain",
        "payload": {
            "type": "string",
            "description": "A C2SP tlog-checkpoint in a C2SP signed note: whose log, how many commits, their root, signature.",
        },
    })
}

fn tell_by(channel: &str) -> Value {
    json!({ "action": "send", "channel": { "$ref": format!("#/channels/{channel}") } })
}

fn tell(kind: Kind) -> Value {
    let channel = channel_of(kind);
    json!({
        "action": "send",
        "channel": { "$ref": format!("#/channels/{channel}") },
        "messages": [{ "$ref": format!("#/channels/{channel}/messages/{}", message_of(kind)) }],
    })
}

fn message(kind: Kind) -> Value {
    json!({
        "name": center::Message::type_of(kind),
        "headers": { "$ref": "#/components/schemas/place" },
        "payload": { "schemaFormat": SCHEMA_FORMAT, "schema": { "$ref": format!("schemas/{}", path_of(kind)) } },
    })
}

/// Headers and what they say; the first ones are always there.
fn headers(all: &[(&'static str, &str)], required: usize) -> Value {
    let header = |(name, meaning): &(&'static str, &str)| (*name, json!({ "type": "string", "description": meaning }));
    let names: Vec<&str> = all.iter().take(required).map(|(name, _)| *name).collect();
    json!({ "type": "object", "properties": object(all.iter().map(header)), "required": names })
}

/// The desks a department asks. The register is kept by people who sit at the center, and accusations never pass a broker.
fn asking() -> impl Iterator<Item = &'static str> {
    let asked = |desk: &Context| !matches!(desk, Context::Registry | Context::Petition);
    Context::ALL.into_iter().filter(asked).map(Context::as_str)
}

fn ask_of(desk: &str) -> String {
    format!("ask-{desk}")
}

fn ask(desk: &str) -> Value {
    json!({
        "address": format!("{}.{{center}}.{{department}}.{desk}.{{command}}", asked::ROOT),
        "parameters": parameter_refs(&["center", "department", "command"]),
        "messages": { "question": {
            "headers": { "$ref": "#/components/schemas/asking" },
            "payload": { "schemaFormat": SCHEMA_FORMAT, "schema": { "anyOf": bodies(desk) } },
        } },
    })
}

/// What the HTTP API takes for this desk.
fn bodies(desk: &str) -> Vec<Value> {
    let beginnings = BEGINNINGS.iter().filter(|(of, _)| *of == desk).map(|(_, path)| (*path).to_owned());
    let paths = beginnings.chain([format!("{OF_A_CASE}{desk}")]);
    let body = |path: String| {
        let path = path.replace('~', "~0").replace('/', "~1");
        json!({ "$ref": format!("openapi.json#/paths/{path}/post/requestBody/content/application~1json/schema") })
    };
    paths.map(body).collect()
}

fn answer(desk: &str) -> Value {
    json!({
        "action": "receive",
        "channel": { "$ref": format!("#/channels/{}", ask_of(desk)) },
        "messages": [{ "$ref": format!("#/channels/{}/messages/question", ask_of(desk)) }],
        "reply": {
            "address": { "location": "$message.header#/reply", "description": "The reply subject of the request: NATS sets it." },
            "channel": { "$ref": "#/channels/answers" },
            "messages": [{ "$ref": "#/channels/answers/messages/answer" }],
        },
    })
}

fn answers() -> Value {
    json!({ "address": null, "messages": { "answer": { "$ref": "#/components/messages/answer" } } })
}

fn answer_message() -> Value {
    let schemas =
        ["Receipt", "Problem"].map(|name| json!({ "$ref": format!("openapi.json#/components/schemas/{name}") }));
    json!({
        "headers": headers(asked::ANSWER_HEADERS, asked::ANSWER_REQUIRED),
        "payload": { "schemaFormat": SCHEMA_FORMAT, "schema": { "anyOf": schemas } },
    })
}
