//! Ten thousand requests that a careless or hostile client might send: made from the API document, then broken. None may
//! end in a fault of the server, and none may leave a trace in the log unless it was answered with success.

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};

use crate::place::Place;
use crate::sample::{Draw, sample};

/// Requests in one run. `YIDI_REQUESTS` asks for more.
const REQUESTS: usize = 10_000;

const SEED: u64 = 0x5949_4449;

#[tokio::test]
async fn no_malformed_request_harms_the_center() {
    let place = Place::with_store(1 << 20).await;
    let case = place.register("first").await;
    let document = web::openapi();
    let operations = operations(&document);
    let mut draw = Draw::new(SEED);
    let requests = std::env::var("YIDI_REQUESTS").ok().and_then(|text| text.parse().ok()).unwrap_or(REQUESTS);
    let (mut recorded, mut turned_away) = (0, 0);
    for number in 0..requests {
        let before = place.position();
        let (request, told) = request(&document, draw.of(&operations), &case, number, &mut draw);
        let status = place.send(request).await.status;
        assert!(!status.is_server_error(), "{number}: {status} to {told}");
        match (status.is_success(), place.position() > before) {
            (true, true) => recorded += 1,
            (false, true) => panic!("{number}: {status}, but the log grew: {told}"),
            (_, false) => turned_away += 1,
        }
    }
    // A registration is right only if every party it draws has a name, or asks for none and tells nothing else.
    assert!(recorded > requests / 400, "only {recorded} valid requests in {requests}: the test tests nothing");
    assert!(turned_away > requests / 2, "only {turned_away} of {requests} were turned away");
}

struct Operation {
    path: String,
    method: Method,
    body: Option<Value>,
}

fn operations(document: &Value) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("there are paths") {
        // The feed never ends; it has a test of its own.
        for (method, operation) in methods.as_object().into_iter().flatten().filter(|_| !path.ends_with("/feed")) {
            let body = operation.pointer("/requestBody/content/application~1json/schema").cloned();
            let method = method.to_ascii_uppercase().parse().expect("a method");
            // Commands are where harm could be done, so they are asked more often; but accusations go to another log, and
            // nothing of them would be seen in the position that is looked at here.
            let often = operation["x-action"] == "the command's own" && !path.contains("/accusations");
            let weight = if often { 8 } else { 1 };
            operations.extend((0..weight).map(|_| Operation {
                path: path.clone(),
                method: Method::clone(&method),
                body: body.clone(),
            }));
        }
    }
    operations
}

fn request(
    document: &Value,
    operation: &Operation,
    case: &str,
    number: usize,
    draw: &mut Draw,
) -> (Request<Body>, String) {
    let wrong = |draw: &mut Draw| draw.one_in(10);
    let method = if wrong(draw) {
        draw.of(&[Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS, Method::POST]).clone()
    } else {
        operation.method.clone()
    };
    let path = path(operation, case, draw);
    let mut builder = Request::builder().method(&method).uri(&path);
    for (name, value) in headers(number, draw) {
        builder = builder.header(name, value);
    }
    let body = operation.body.as_ref().map_or_else(Vec::new, |schema| body(document, schema, draw));
    let told = format!("{method} {path} {}", String::from_utf8_lossy(&body).chars().take(300).collect::<String>());
    (builder.body(Body::from(body)).expect("a request"), told)
}

fn path(operation: &Operation, case: &str, draw: &mut Draw) -> String {
    const WRONG: &[&str] =
        &["%00", "%ff", "..", "%2e%2e%2f", "YD-2026-00123-0", "018f0000-0000-7000-8000-000000000000", "%E6%A1%88", "x"];
    let case = if draw.one_in(4) { (*draw.of(WRONG)).to_owned() } else { case.to_owned() };
    let name = if draw.one_in(4) { draw.of(WRONG) } else { draw.of(&["work-list", "request.shape"]) };
    let path = operation.path.replace("{case}", &case).replace("{name}", name).replace("{code}", name);
    const QUERIES: &[&str] = &[
        "",
        "",
        "",
        "?limit=5",
        "?limit=-1",
        "?limit=99999999999999999999",
        "?after=%ff",
        "?after=x",
        "?min_position=0",
        "?department=center",
        "?department=%E6%B3%95",
        "?nonsense=1",
        "?limit=1&limit=2",
        "?&&==",
    ];
    path + *draw.of(QUERIES)
}

/// A header that is right, wrong or left out.
struct Header {
    name: &'static str,
    right: String,
    wrong: &'static [&'static [u8]],
}

fn headers(number: usize, draw: &mut Draw) -> Vec<(&'static str, Vec<u8>)> {
    const LONG: &[u8] = &[b'x'; 4000];
    let header = |name, right: String, wrong| Header { name, right, wrong };
    let version = format!("\"{}\"", 1 + draw.below(4));
    let staff = *draw.of(&["clerk-1", "triage-1", "litigation-1", "mediator-1"]);
    let mut all = vec![
        header(
            "content-type",
            "application/json".into(),
            &[b"text/plain", b"application/json; charset=gbk", b"\xff", b""],
        ),
        header("idempotency-key", format!("key-{number}"), &[b"", b"a b", b"\xe6\xb3\x95", LONG]),
        header("if-match", version, &[b"*", b"W/\"1\"", b"\"x\"", b"1", b"\"99999999999999999999\""]),
        header("accept", "*/*".into(), &[b"text/html", b"\xff", b";;,,", b"application/json;q=0"]),
        header("yidi-staff", staff.into(), &[b"nobody", b"\xff", b"A B", LONG]),
    ];
    if draw.one_in(12) {
        let times: &[&[u8]] = &[b"yesterday", b"9999-12-31T23:59:59Z", b"-009999-01-01T00:00:00Z"];
        all.push(header("yidi-occurred-at", "2020-01-01T00:00:00Z".into(), times));
        all.push(header("yidi-channel", "phone".into(), &[b"pigeon", b"\xff"]));
        all.push(header("x-request-id", "r".into(), &[LONG, b"\xff", b""]));
    }
    if draw.one_in(40) {
        all.push(header("content-encoding", "identity".into(), &[b"gzip", b"br"]));
    }
    let mut sent = Vec::new();
    for Header { name, right, wrong } in all {
        match draw.below(16) {
            0 => {}
            1 => sent.push((name, draw.of(wrong).to_vec())),
            _ => sent.push((name, right.into_bytes())),
        }
    }
    sent
}

fn body(document: &Value, schema: &Value, draw: &mut Draw) -> Vec<u8> {
    let valid = sample(document, schema, draw, 0);
    match draw.below(16) {
        0..=3 => valid.to_string().into_bytes(),
        4 => wrong_type(valid, draw).to_string().into_bytes(),
        5 => missing(valid, draw).to_string().into_bytes(),
        6 => extra(valid).to_string().into_bytes(),
        7 => put_anywhere(valid, draw, json!("\u{0}")).to_string().into_bytes(),
        8 => put_anywhere(valid, draw, json!("x".repeat(20_000))).to_string().into_bytes(),
        9 => put_anywhere(valid, draw, json!(-1)).to_string().into_bytes(),
        10 => put_anywhere(valid, draw, json!(1.0e308)).to_string().into_bytes(),
        11 => put_anywhere(valid, draw, json!("\u{202e}\u{feff}\u{1b}[2J")).to_string().into_bytes(),
        12 => bytes_broken(&valid, draw),
        13 => [vec![b'['; 1 + draw.below(100_000)], b"{".repeat(draw.below(1000))].concat(),
        14 if draw.one_in(20) => vec![b' '; 1_100_000],
        14 => Vec::new(),
        _ => draw
            .of(&[
                "null",
                "[]",
                "\"\"",
                "{}",
                "0",
                "{\"command\":null}",
                "{\"command\":\"record_visit\",\"command\":\"x\"}",
                "\u{feff}{}",
            ])
            .as_bytes()
            .to_vec(),
    }
}

fn keys(value: &Value) -> Vec<String> {
    value.as_object().map(|fields| fields.keys().cloned().collect()).unwrap_or_default()
}

fn wrong_type(mut value: Value, draw: &mut Draw) -> Value {
    const WRONG: &[&str] = &["null", "true", "[]", "{}", "17", "\"x\"", "[[[[]]]]", "18446744073709551616"];
    let wrong = serde_json::from_str(draw.of::<&str>(WRONG)).expect("JSON");
    let keys = keys(&value);
    if !keys.is_empty() {
        value[draw.of(&keys).as_str()] = wrong;
    }
    value
}

fn missing(mut value: Value, draw: &mut Draw) -> Value {
    let keys = keys(&value);
    if let (Some(fields), false) = (value.as_object_mut(), keys.is_empty()) {
        fields.remove(draw.of(&keys));
    }
    value
}

fn extra(mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.insert("number".to_owned(), json!("YD-2026-00001-1"));
        fields.insert("__proto__".to_owned(), json!({ "admin": true }));
    }
    value
}

/// Puts `what` in the place of some text or number, however deep.
fn put_anywhere(mut value: Value, draw: &mut Draw, what: Value) -> Value {
    put_below(&mut value, draw, what);
    value
}

fn put_below(value: &mut Value, draw: &mut Draw, what: Value) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            let nth = draw.below(fields.len());
            put_below(fields.values_mut().nth(nth).expect("it is below the length"), draw, what);
        }
        Value::Array(items) if !items.is_empty() => {
            let nth = draw.below(items.len());
            put_below(&mut items[nth], draw, what);
        }
        leaf => *leaf = what,
    }
}

fn bytes_broken(value: &Value, draw: &mut Draw) -> Vec<u8> {
    let mut bytes = value.to_string().into_bytes();
    for _ in 0..1 + draw.below(4) {
        let at = draw.below(bytes.len());
        bytes[at] = *draw.of(&[0, 0xff, 0xc0, b'"', b'}', b'\\', b'9']);
    }
    bytes.truncate(bytes.len() - draw.below(3).min(bytes.len()));
    bytes
}

#[test]
fn the_same_seed_draws_the_same_requests() {
    let document = web::openapi();
    let operations = operations(&document);
    let draw = || {
        let mut draw = Draw::new(SEED);
        (0..50).map(|number| request(&document, draw.of(&operations), "c", number, &mut draw).1).collect::<Vec<_>>()
    };
    assert_eq!(draw(), draw());
}
