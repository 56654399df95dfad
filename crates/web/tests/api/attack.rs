//! What somebody who means harm sends: fields nobody asked for, bodies that never end, codes by guessing, markup in names,
//! files that are something else, hundreds of slow lines. The rows are listed in `docs/security.md`.

use std::path::Path;
use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::network::{demo, serve, start};
use crate::place::{Place, registration};
use crate::sample::{Draw, sample};

/// Bodies with a field too many, in an everyday run and in full.
const EXTRA: (usize, usize) = (2_000, 100_000);
/// Names of fields that would be worth smuggling in.
const SMUGGLED: &[&str] = &[
    "role",
    "roles",
    "dept",
    "department_override",
    "actor",
    "admin",
    "is_admin",
    "grants",
    "known",
    "drawn",
    "query_tag",
    "position",
    "recorded_at",
    "occurred_at",
    "classification",
    "mask",
    "part_of",
    "case_is_there",
    "__proto__",
    "constructor",
    "$where",
    "command2",
    "told_by_numbers",
    "unnamed",
];

fn measured(name: &str, value: usize) {
    let _ = std::io::Write::write_all(&mut std::io::stdout(), format!("measured {name} {value}\n").as_bytes());
}

fn full() -> bool {
    std::env::var("YIDI_FULL").is_ok_and(|value| value == "1")
}

/// Every command there is, with the address it is sent to and its schema.
fn commands(document: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        let schema = &methods["post"]["requestBody"]["content"]["application/json"]["schema"];
        let target = schema["$ref"].as_str().map(|reference| reference.trim_start_matches('#'));
        let schema = target.and_then(|pointer| document.pointer(pointer)).unwrap_or(schema);
        for variant in schema["oneOf"].as_array().into_iter().flatten() {
            found.push((path.clone(), variant.clone()));
        }
    }
    found
}

/// Every object in a value, by its pointer.
fn objects(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            found.push(at.to_owned());
            fields.iter().for_each(|(name, field)| objects(field, &format!("{at}/{name}"), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| objects(item, &format!("{at}/{index}"), found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The body with one field more, somewhere in it.
fn with_a_field_more(mut body: Value, names: &[&str], draw: &mut Draw) -> Value {
    let mut places = Vec::new();
    objects(&body, "", &mut places);
    let place = draw.of(&places).clone();
    let values =
        [json!("security_administrator"), json!(true), json!(["center"]), json!({ "role": "system" }), json!(0)];
    if let Some(fields) = body.pointer_mut(&place).and_then(Value::as_object_mut) {
        fields.insert((*draw.of(names)).to_owned(), draw.of(&values).clone());
    }
    body
}

#[tokio::test]
async fn no_command_takes_a_field_it_does_not_know() {
    let place = Place::with_store(1 << 20).await;
    let case = place.register("first").await;
    let (document, mut draw) = (web::openapi(), Draw::new(0x4132));
    let text = document.to_string();
    let smuggled: Vec<&str> = SMUGGLED.iter().copied().filter(|name| !text.contains(&format!("\"{name}\":"))).collect();
    assert!(smuggled.len() > 10, "{smuggled:?} are no fields of any form");
    let commands = commands(&document);
    assert!(commands.len() > 60, "{}", commands.len());
    let bodies = if full() { EXTRA.1 } else { EXTRA.0 };
    let before = place.position();
    let staff = ["clerk-1", "triage-1", "housing-1", "mediator-1", "admin-security", "director-1"];
    let mut malformed = 0;
    for number in 0..bodies {
        let (path, schema) = draw.of(&commands).clone();
        let body = with_a_field_more(sample(&document, &schema, &mut draw, 0), &smuggled, &mut draw);
        let path = path.replace("{case}", &case).replace("{accusation}", &case);
        let key = number.to_string();
        let headers = [("yidi-staff", *draw.of(&staff)), ("idempotency-key", key.as_str()), ("if-match", "\"2\"")];
        let answered = place.post(&path, &body, &headers).await;
        assert!(answered.status.is_client_error(), "{}: {path} {body}", answered.status);
        malformed += usize::from(answered.code() == "request.shape");
    }
    assert_eq!(place.position(), before, "something was recorded");
    assert!(malformed > bodies / 2, "only {malformed} of {bodies} were read to the field");
    measured("extra_fields", bodies);
}

#[tokio::test]
async fn a_body_that_is_right_but_for_one_field_is_malformed() {
    let place = Place::open().await;
    let right = registration();
    let mut places = Vec::new();
    objects(&right, "", &mut places);
    assert_eq!(places.len(), 3, "the command and its parties");
    for (at, name) in places.iter().flat_map(|at| SMUGGLED.iter().map(move |name| (at, *name))) {
        let mut body = right.clone();
        let fields = body.pointer_mut(at).and_then(Value::as_object_mut).expect("an object");
        if fields.insert(name.to_owned(), json!("x")).is_none() {
            let answered = place.post("/api/v1/cases", &body, &[("idempotency-key", "one")]).await;
            assert_eq!(
                (answered.status, answered.code().as_str()),
                (StatusCode::BAD_REQUEST, "request.shape"),
                "{name}"
            );
        }
    }
    let begun = place.post("/api/v1/cases", &right, &[("idempotency-key", "one")]).await;
    assert_eq!(begun.status, StatusCode::CREATED, "it is right without");
}

/// Every form whoever is nobody of the center can send: the address and the schema of its body.
fn public_forms(document: &Value) -> Vec<(String, Value)> {
    let paths = document["paths"].as_object().expect("paths").iter();
    let posts = paths.map(|(path, methods)| (path.clone(), &methods["post"]));
    let public = posts.filter(|(_, post)| post.is_object() && post.get("security").is_none());
    public
        .map(|(path, post)| (path, post["requestBody"]["content"]["application/json"]["schema"].clone()))
        .filter(|(_, schema)| schema.is_object())
        .collect()
}

/// Bodies that are drawn of each public form, each tried with a field more in every one of its parts.
const DRAWN: usize = 60;

#[tokio::test]
async fn no_public_form_takes_a_field_it_does_not_know_however_deep() {
    let place = Place::open().await;
    let (document, mut draw) = (web::openapi(), Draw::new(0x4133));
    let forms = public_forms(&document);
    for told in ["/registrations", "/progress", "/progress/asks", "/progress/own-data", "/receipt", "/session"] {
        assert!(forms.iter().any(|(path, _)| path.ends_with(told)), "{told} is public");
    }
    for (path, schema) in &forms {
        let mut deepest = 0;
        for number in 0..DRAWN {
            let body = sample(&document, schema, &mut draw, 0);
            let key = format!("018f0000-0000-7000-8000-{number:012}");
            let headers = [("idempotency-key", key.as_str())];
            let as_it_is = place.post(path, &body, &headers).await;
            if as_it_is.code() == "request.shape" {
                continue; // it was wrong before
            }
            let mut parts = Vec::new();
            objects(&body, "", &mut parts);
            for part in &parts {
                let mut more = body.clone();
                let fields = more.pointer_mut(part).and_then(Value::as_object_mut).expect("an object");
                fields.insert("nobody_reads_this".to_owned(), json!(1));
                let answered = place.post(path, &more, &headers).await;
                let found = (answered.status.as_u16(), answered.code());
                assert_eq!(found, (400, "request.shape".to_owned()), "{path} takes {more}");
                deepest = deepest.max(1 + part.matches('/').count());
            }
        }
        // The code of a device is six digits, which are not drawn.
        assert!(deepest > 0 || path.ends_with("/unified/code"), "{path} was never right");
        assert!(
            deepest > 3 || !path.ends_with("/registrations"),
            "how a party wants to be reached was tried: {deepest}"
        );
    }
}

#[tokio::test]
async fn no_depth_of_a_body_harms_the_center() {
    let place = Place::open().await;
    let before = place.position();
    let headers = [("idempotency-key", "deep"), ("content-type", "application/json")];
    for depth in [1, 31, 32, 33, 64, 127, 128, 129, 1_000, 100_000, 500_000] {
        let nested = [
            ["[".repeat(depth), "]".repeat(depth)].concat(),
            ["{\"a\":".repeat(depth.min(150_000)), "1".to_owned(), "}".repeat(depth.min(150_000))].concat(),
            format!("{{\"command\":\"register_case\",\"claim\":{}1{}}}", "[".repeat(depth), "]".repeat(depth)),
            "[".repeat(depth),
        ];
        for body in nested {
            let answered = place.upload("/api/v1/cases", body, &headers).await;
            let (status, code) = (answered.status.as_u16(), answered.code());
            assert!([400, 413].contains(&status), "{depth}: {status} {code}");
        }
    }
    assert_eq!(place.position(), before);
}

#[tokio::test]
async fn a_code_is_not_guessed_and_a_wrong_one_tells_nothing() {
    let behind_proxy = Some("127.0.0.0/8".parse().expect("a range"));
    let place = Place::with(web::Options { demo: true, behind_proxy, ..web::Options::default() }).await;
    let begun = place.post("/api/v1/cases", &registration(), &[("idempotency-key", "guessed")]).await;
    let code = begun.json()["query_code"].as_str().expect("a code").to_owned();
    let ask = async |code: &str, path: &str, from: usize| {
        let from = format!("192.0.2.{from}");
        place.post(path, &json!({ "query_code": code }), &[("x-forwarded-for", &from)]).await
    };
    assert_eq!(ask(&code, "/api/v1/progress", 0).await.status, StatusCode::OK);
    let first = ask("00000-00000-00000", "/api/v1/progress", 0).await;
    let told = |text: &str| -> Map<String, Value> {
        let mut told: Value = serde_json::from_str(text).expect("a problem");
        let fields = told.as_object_mut().expect("an object");
        fields.remove("instance");
        fields.clone()
    };
    // One character beside the right one, at each of its places: as near as a guess can come.
    let letters: Vec<char> = code.chars().collect();
    let beside = (0..letters.len()).filter(|at| letters[*at] != '-').map(|at| {
        let mut guess = letters.clone();
        guess[at] = if guess[at] == 'Z' { '7' } else { 'Z' };
        guess.into_iter().collect::<String>()
    });
    for (from, guess) in beside.chain(["".to_owned(), "x".repeat(10_000), format!("{code}0")]).enumerate() {
        for path in ["/api/v1/progress", "/api/v1/receipt"] {
            let answered = ask(&guess, path, from).await;
            assert_eq!((answered.status, told(&answered.text())), (first.status, told(&first.text())), "{path}");
        }
    }
}

/// Markup that would be run, or would lead somewhere, if a page took it for its own.
fn payloads() -> Vec<String> {
    let events = ["onerror", "onload", "onclick", "onfocus", "ontoggle", "onanimationstart", "onmouseover"];
    let elements = ["img src=x", "svg", "body", "details open", "input autofocus", "video><source", "iframe srcdoc=x"];
    let breaks = ["", "\">", "'>", "</textarea>", "</title>", "-->", "]]>", "</dd>", "</script>", "&quot;>"];
    let mut all: Vec<String> = Vec::new();
    for (element, event) in elements.iter().flat_map(|element| events.map(|event| (element, event))) {
        all.extend(breaks.iter().map(|out| format!("{out}<{element} {event}=alert(1)>")));
    }
    all.extend(breaks.iter().map(|out| format!("{out}<script>alert(1)</script>")));
    all.extend(breaks.iter().map(|out| format!("{out}<a href=javascript:alert(1)>x</a>")));
    all.extend(["{{7*7}}", "${7*7}", "<%= 7*7 %>", "{% include \"x\" %}"].map(str::to_owned));
    all.extend(["=HYPERLINK(\"http://evil.example\")", "+1+1", "-1", "@SUM(A1)"].map(str::to_owned));
    all.extend(["\u{202e}三张", "a\u{200b}b", "张\u{feff}三", "＜script＞alert(1)＜/script＞"].map(str::to_owned));
    all
}

#[tokio::test]
async fn markup_is_text_on_every_page() {
    let place = Place::open().await;
    let payloads = payloads();
    assert!(payloads.len() > 500, "{}", payloads.len());
    let cookie = [("cookie", "yidi=clerk-1")];
    for (number, payload) in payloads.iter().enumerate() {
        let mut body = registration();
        body["claim"] = payload.as_str().into();
        body["parties"][0]["name"] = payload.as_str().into();
        body["parties"][1]["address"] = payload.as_str().into();
        let key = format!("markup-{number}");
        let begun = place.post("/api/v1/cases", &body, &[("idempotency-key", &key), ("yidi-staff", "clerk-1")]).await;
        assert_eq!(begun.status, StatusCode::CREATED, "{payload}: {}", begun.text());
        let case = begun.json()["stream"].as_str().expect("a case").to_owned();
        for path in [format!("/cases/{case}"), format!("/cases/{case}/receipt")] {
            let page = place.get(&path, &cookie).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            is_text(&page.text(), payload);
        }
    }
    for path in ["/desk", "/views/work-list", "/feed", "/intake", "/board"] {
        let page = place.get(path, &cookie).await.text();
        payloads.iter().for_each(|payload| is_text(&page, payload));
    }
}

/// Markup stands in a page with its brackets written out, or not at all.
fn is_text(page: &str, payload: &str) {
    if payload.contains('<') {
        assert!(!page.contains(payload), "{payload} stands in a page as it is");
    }
    for begins in ["<img src=x", "<script>alert", "<iframe srcdoc", "<details open on", "<a href=javascript:"] {
        assert!(!page.contains(begins), "{begins} stands in a page: {payload}");
    }
}

/// How files begin that a browser or a viewer would take for something.
fn beginnings() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("html", b"<!doctype html><script>alert(1)</script>".to_vec()),
        ("svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec()),
        ("zip", b"PK\x03\x04\x14\x00\x00\x00\x08\x00bomb".to_vec()),
        ("exe", b"MZ\x90\x00\x03".to_vec()),
        ("elf", b"\x7fELF\x02\x01\x01".to_vec()),
        ("script", b"#!/bin/sh\nrm -rf /\n".to_vec()),
        ("pdf", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj".to_vec()),
        ("pdf and html", b"%PDF-1.7\n<html><script>alert(1)</script></html>".to_vec()),
        ("png and html", b"\x89PNG\r\n\x1a\n<script>alert(1)</script>".to_vec()),
        ("jpeg and script", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00*/=alert(1)/*".to_vec()),
        ("gif and script", b"GIF89a/*\x00*/=alert(1)//".to_vec()),
        ("huge picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff".to_vec()),
        ("empty", Vec::new()),
        ("nothing but zeros", vec![0; 4096]),
        ("wrong text", b"\xff\xfe\x00\x00".to_vec()),
        ("plain text", "收条（虚构）".as_bytes().to_vec()),
    ]
}

/// What a sender may say a file is.
const SAID: &[&str] = &[
    "application/pdf",
    "image/png",
    "image/jpeg",
    "text/plain",
    "text/html",
    "image/svg+xml",
    "application/zip",
    "application/x-msdownload",
    "../../etc/passwd",
    "application/pdf; name=\"con.txt\"",
    "image/png\u{9}",
    "",
    "multipart/form-data; boundary=x",
];

/// Everything that lies below a directory.
fn below(dir: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(dir).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { below(&path, found) } else { found.push(path) }
    }
}

#[tokio::test]
async fn a_file_that_is_something_else_is_kept_shut_and_never_shown() {
    let place = Place::with_store(100_000).await;
    let case = place.register("first").await;
    let (mut sent, mut taken) = (0, 0);
    for (what, bytes) in beginnings() {
        for said in SAID {
            let key = format!("file-{sent}");
            let headers = [("idempotency-key", key.as_str()), ("content-type", said)];
            let Ok(stored) = tokio::time::timeout(
                Duration::from_secs(10),
                place.upload(&format!("/api/v1/cases/{case}/files"), bytes.clone(), &headers),
            )
            .await
            else {
                panic!("{what} as {said} hangs");
            };
            sent += 1;
            assert!(!stored.status.is_server_error(), "{what} as {said}: {}", stored.text());
            if stored.status == StatusCode::CREATED {
                taken += 1;
                given_out_shut(&place, &case, &stored.json(), &key).await;
            }
        }
    }
    assert!(sent > 200 && taken > 0, "{sent} sent, {taken} taken");
    let store = place.store.as_ref().expect("it keeps files").path();
    let mut kept = Vec::new();
    below(store, &mut kept);
    for file in kept.iter().filter(|file| file.starts_with(store.join("blobs"))) {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        assert!(name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name} is no hash");
    }
}

/// What was taken is handed out to be saved, under a name of ours, and no browser looks into it.
async fn given_out_shut(place: &Place, case: &str, stored: &Value, key: &str) {
    let sheet = place.get(&format!("/api/v1/cases/{case}"), &[]).await;
    let body = json!({ "command": "submit_material", "kind": "other", "title": "../../etc/passwd", "pages": 1,
        "blob": stored["blob"], "media_type": stored["media_type"] });
    let (key, etag) = (format!("{key}-in"), sheet.header("etag").to_owned());
    let headers = [("idempotency-key", key.as_str()), ("if-match", etag.as_str())];
    let done = place.post(&format!("/api/v1/cases/{case}/intake"), &body, &headers).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    let materials = place.get(&format!("/api/v1/cases/{case}"), &[]).await.json();
    let number = materials["materials"].as_array().map_or(0, Vec::len);
    let copy = place.get(&format!("/api/v1/cases/{case}/materials/{number}"), &[("accept", "*/*")]).await;
    assert_eq!(copy.status, StatusCode::OK, "{}", copy.text());
    let (disposition, form) = (copy.header("content-disposition"), copy.header("content-type"));
    assert!(disposition.starts_with("attachment; filename=\"YD-") && !disposition.contains(".."), "{disposition}");
    assert!(!["text/html", "image/svg+xml"].iter().any(|runs| form.starts_with(runs)), "{form}");
    assert_eq!(copy.header("x-content-type-options"), "nosniff");
}

/// Slow lines at one time, in an everyday run and in full: each takes two descriptors of this process.
const SLOW: (usize, usize) = (200, 2_000);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_lines_are_cut_and_keep_nobody_waiting() {
    let served = serve(web::Options { head_time_max: Duration::from_secs(2), ..demo() }).await;
    let slow = if full() { SLOW.1 } else { SLOW.0 };
    let mut lines = Vec::new();
    for number in 0..slow {
        let mut line = TcpStream::connect(served.address).await.expect("there is room");
        let head: &[u8] = match number % 3 {
            0 => b"GET /healthz HTTP/1.1\r\nHost: loc",
            1 => b"G",
            _ => b"",
        };
        line.write_all(head).await.expect("it can be written");
        lines.push(line);
    }
    for _ in 0..20 {
        let asking = start(served.address, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        let (_, answer) = tokio::time::timeout(Duration::from_secs(1), asking).await.expect("nobody waits");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    let cut = tokio::time::timeout(Duration::from_secs(20), async {
        for line in &mut lines {
            let _ = line.read_to_end(&mut Vec::new()).await;
        }
    });
    cut.await.expect("every slow line is cut");
    measured("slow_lines", slow);
}
