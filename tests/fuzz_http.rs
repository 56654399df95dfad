//! Malformed requests, made from the API's own description: every one is answered, none with 5xx, and nothing is written.

use serde_json::{Map, Value, json};
use tests::{Dice, Http, Server, folder, measured, sample};
use ureq::http::{HeaderName, HeaderValue, Method, Request};

/// An operation of the description.
struct Operation {
    method: Method,
    path: String,
    body: Option<Value>,
}

/// Everything that can be asked, with the description its references point into.
struct Api {
    document: Value,
    operations: Vec<Operation>,
}

impl Api {
    fn read(http: &Http) -> Self {
        let document = http.get("clerk-1", "/openapi.json").expect("an answer").body;
        let mut operations = Vec::new();
        for (path, methods) in document["paths"].as_object().expect("paths") {
            // The feed has no end: it is not asked for.
            for (method, told) in methods.as_object().expect("methods").iter().filter(|_| path != "/api/v1/feed") {
                let body = told["requestBody"]["content"]["application/json"]["schema"].clone();
                let method = method.to_ascii_uppercase().parse().expect("a method");
                operations.push(Operation { method, path: path.clone(), body: (!body.is_null()).then_some(body) });
            }
        }
        Api { document, operations }
    }

    /// A value as the schema asks for it, as far as this reads schemas.
    fn value(&self, schema: &Value, dice: &mut Dice, depth: u32) -> Value {
        if let Some(reference) = schema["$ref"].as_str() {
            let target = self.document.pointer(reference.trim_start_matches('#')).cloned().unwrap_or_default();
            return if depth > 12 { Value::Null } else { self.value(&target, dice, depth + 1) };
        }
        for choice in ["oneOf", "anyOf", "allOf"] {
            if let Some(of) = schema[choice].as_array().filter(|of| !of.is_empty()) {
                return self.value(dice.pick(of), dice, depth + 1);
            }
        }
        if !schema["const"].is_null() {
            return schema["const"].clone();
        }
        if let Some(of) = schema["enum"].as_array().filter(|of| !of.is_empty()) {
            return dice.pick(of).clone();
        }
        self.typed(schema, dice, depth)
    }

    fn typed(&self, schema: &Value, dice: &mut Dice, depth: u32) -> Value {
        let named = schema["type"].as_array().and_then(|types| types.first()).unwrap_or(&schema["type"]);
        match named.as_str().unwrap_or("object") {
            "string" => text_of(schema, dice),
            "integer" | "number" => json!(dice.below(100_000)),
            "boolean" => json!(dice.below(2) == 0),
            "array" => (0..=dice.below(2)).map(|_| self.value(&schema["items"], dice, depth + 1)).collect(),
            "null" => Value::Null,
            _ => {
                let fields = schema["properties"].as_object().into_iter().flatten();
                fields.map(|(name, schema)| (name.clone(), self.value(schema, dice, depth + 1))).collect()
            }
        }
    }
}

fn text_of(schema: &Value, dice: &mut Dice) -> Value {
    match schema["format"].as_str() {
        Some("uuid") => json!(dice.uuid()),
        Some("date") => json!("2026-11-22"),
        Some("date-time") => json!("2026-11-22T00:00:00Z"),
        _ => json!(dice.pick(&["a", "center", "990101", "（虚构）", "YD-2026-00001-4"])),
    }
}

/// Values that belong nowhere.
fn nonsense(dice: &mut Dice) -> Value {
    let of = [
        json!(-1),
        json!(1e300),
        json!({"x": {}}),
        json!([[]]),
        json!(true),
        json!("\u{0}"),
        json!("x".repeat(40_000)),
    ];
    dice.pick(&of).clone()
}

/// A body that cannot be a command.
fn broken_body(api: &Api, schema: &Value, dice: &mut Dice) -> Vec<u8> {
    let mut fields = api.value(schema, dice, 0).as_object().cloned().unwrap_or_else(Map::new);
    let names: Vec<String> = fields.keys().filter(|name| *name != "command").cloned().collect();
    match dice.below(7) {
        0 => return b"{\"command\":".to_vec(),
        1 => return vec![b'['; usize::try_from(dice.between(1, 60_000)).unwrap_or(1)],
        2 => return b"\xff\xfe{}".to_vec(),
        3 => drop(fields.insert("command".to_owned(), json!("abolish_case"))),
        4 => drop(fields.remove("command")),
        5 if !names.is_empty() => drop(fields.insert(dice.pick(&names).clone(), json!({"not": ["this"]}))),
        _ => drop(fields.insert("smuggled".to_owned(), nonsense(dice))),
    }
    Value::Object(fields).to_string().into_bytes()
}

/// What stands in the place of a path's parameter.
fn broken_path(path: &str, case: &str, dice: &mut Dice) -> String {
    let odd = ["0", "..%2f..%2fetc", "%00", "%ff", "YD-2026-00001-1", "a%20b", "*", "%E5%BC%A0", case];
    let long = "9".repeat(usize::try_from(dice.between(1, 3_000)).unwrap_or(1));
    let mut filled = path.to_owned();
    for name in ["{case}", "{name}", "{code}", "{hand_off}", "{referral}", "{material}", "{mediator}", "{account}"] {
        let value = if dice.below(8) == 0 { long.as_str() } else { dice.pick(&odd) };
        filled = filled.replace(name, value);
    }
    let queries = [
        "",
        "?limit=0",
        "?limit=-1",
        "?limit=99999999999999999999",
        "?nonsense=1",
        "?after=%00",
        "?limit=1&limit=2",
        "?min_position=x",
        "?department=%E6%B3%95%E9%99%A2",
        "?state=%F0%9F%92%A9",
        "?case=1",
    ];
    format!("{filled}{}", dice.pick(&queries))
}

fn request(api: &Api, address: &str, case: &str, dice: &mut Dice) -> Request<Vec<u8>> {
    let operation = dice.pick(&api.operations);
    let methods = [Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS];
    let other = dice.below(10) == 0;
    let method = if other { dice.pick(&methods).clone() } else { operation.method.clone() };
    let url = format!("{address}{}", broken_path(&operation.path, case, dice));
    // An address that takes no JSON may take bytes: those of a file that is none.
    let body = match &operation.body {
        Some(schema) => broken_body(api, schema, dice),
        None => vec![b'%'; usize::try_from(dice.below(5_000)).unwrap_or(0)],
    };
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = url.parse().expect("an address");
    let given: &[(&str, &str)] =
        &[("idempotency-key", "fuzz"), ("if-match", "\"2\""), ("content-type", "application/json")];
    let odd = ["", "\"", "W/\"1\"", "text/plain", "-1", "2999-01-01T00:00:00Z", "clerk-99", "x,y;q=2", "center"];
    for (name, value) in given {
        let value = if dice.below(6) == 0 { *dice.pick(&odd) } else { *value };
        set(&mut request, name, value);
    }
    for name in ["yidi-staff", "yidi-occurred-at", "yidi-window", "yidi-channel", "accept", "accept-language"] {
        if dice.below(6) == 0 {
            let value = *dice.pick(&odd);
            set(&mut request, name, value);
        }
    }
    request
}

fn set(request: &mut Request<Vec<u8>>, name: &str, value: &str) {
    let (name, value) = (name.parse::<HeaderName>(), value.parse::<HeaderValue>());
    request.headers_mut().insert(name.expect("a name"), value.expect("a value"));
}

/// The position of the log, as the server's own figures say it; asked on a line of its own, as a line that carried
/// malformed requests may have been ended.
fn position(server: &Server) -> String {
    let figures =
        client().get(server.url("/metrics")).call().expect("an answer").body_mut().read_to_string().expect("text");
    figures.lines().find(|line| line.starts_with("yidi_journal_position")).expect("the position").to_owned()
}

fn client() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).allow_non_standard_methods(true).build().into()
}

#[test]
fn malformed_requests_are_answered_and_write_nothing() {
    let data = folder();
    let server = Server::start(data.path());
    let http = Http::new(server.address());
    let api = Api::read(&http);
    let case = http.rows("clerk-1", "case-register", "")[0]["case"].as_str().expect("an id").to_owned();
    let agent = client();
    let mut dice = Dice::new("fuzz", 422);
    let before = position(&server);
    let (requests, mut bad) = (sample(500, 5_000), Vec::new());
    for _ in 0..requests {
        let request = request(&api, server.address(), &case, &mut dice);
        let asked = format!("{} {} {}", request.method(), request.uri(), String::from_utf8_lossy(request.body()));
        let asked: String = asked.chars().take(600).collect();
        // A body that nobody reads ends its connection, and the next request may meet that end: it is sent again, once.
        match agent.run(request.clone()).or_else(|_| client().run(request)) {
            Ok(mut response) if response.status().is_server_error() => {
                let said = response.body_mut().read_to_string().unwrap_or_default();
                bad.push(format!("{} {asked}: {said}", response.status()));
            }
            Ok(mut response) => drop(response.body_mut().read_to_vec()),
            Err(error) => bad.push(format!("no answer ({error}): {asked}")),
        }
    }
    assert_eq!(position(&server), before, "nothing was written");
    assert!(bad.is_empty(), "{} of {requests}: {bad:#?}", bad.len());
    assert_eq!(server.stop(), 0);
    measured("malformed_requests", requests);
}
