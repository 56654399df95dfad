//! The body of a command: JSON in UTF-8, bounded; and what is said of one that cannot be read.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde_json::Value;

use super::faults::faults;
use crate::problem::{self, Problem};

/// Largest JSON body: 1 MiB, some sixty of the longest personal texts a command may hold.
pub(crate) const BODY_BYTES_MAX: usize = 1024 * 1024;

/// How long a body may take: less than a request may, so that it is told what was slow.
pub(super) const BODY_TIME_MAX: Duration = Duration::from_secs(20);

/// Reads the body of a command.
pub(crate) async fn read_body(headers: &HeaderMap, body: Body) -> Result<Bytes, Problem> {
    check_content(headers)?;
    let read = tokio::time::timeout(BODY_TIME_MAX, read(headers, body)).await;
    read.unwrap_or_else(|_| Err(Problem::from(problem::BODY_SLOW)))
}

/// Only `application/json`, and never compressed: a small body must not become a large one here.
fn check_content(headers: &HeaderMap) -> Result<(), Problem> {
    let text = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = text.split(';').map(str::trim);
    let json = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(super::JSON));
    let utf8 = parts.all(|part| !part.to_ascii_lowercase().starts_with("charset=") || is_utf8(part));
    if json && utf8 && is_plain(headers) { Ok(()) } else { Err(Problem::from(problem::CONTENT_TYPE)) }
}

/// Whether a body comes as it is.
pub(crate) fn is_plain(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_ENCODING).is_none_or(|value| value == "identity")
}

/// How long its sender says a body is.
pub(crate) fn announced_bytes(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn is_utf8(charset: &str) -> bool {
    let name = charset.split_once('=').map_or("", |(_, name)| name.trim_matches('"'));
    name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("utf8")
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, Problem> {
    if announced_bytes(headers).is_some_and(|bytes| bytes > BODY_BYTES_MAX as u64) {
        return Err(Problem::from(problem::BODY_TOO_LARGE));
    }
    match Limited::new(body, BODY_BYTES_MAX).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Problem::from(problem::BODY_TOO_LARGE)),
        Err(_) => Err(Problem::from(problem::BODY_UNREADABLE)),
    }
}

/// What is wrong with a body that could not be read as a command. The message names the places and what belongs there,
/// never what was sent: it may be personal.
pub(crate) fn fault_of(error: &serde_json::Error, body: &[u8], document: &Value, schema: &Value) -> Problem {
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => {
            let place = format!("line {}, column {}", error.line(), error.column());
            return Problem::at(problem::NOT_JSON, "", place);
        }
    };
    let faults = faults(document, schema, &value);
    if faults.is_empty() {
        Problem::at(problem::SHAPE, "", told(error))
    } else {
        Problem::within(problem::SHAPE, faults)
    }
}

/// What the parser says, without what was sent: serde quotes unexpected strings between `"`, and variants and fields
/// between backticks.
fn told(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(text, _)| text);
    if let Some((_, expected)) = text.rsplit_once(", expected ") {
        return format!("expected {expected}");
    }
    if text.contains('"') || text.starts_with("unknown") || text.starts_with("invalid") {
        return "this value cannot be read".to_owned();
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Language;
    use serde_json::json;

    #[derive(serde::Deserialize, Debug)]
    #[serde(tag = "command", deny_unknown_fields)]
    enum Sample {
        #[serde(rename = "go")]
        Go {
            #[serde(rename = "number")]
            _number: u8,
        },
    }

    fn problem_of(body: &[u8]) -> Value {
        let error = serde_json::from_slice::<Sample>(body).expect_err("it is malformed");
        let schema = json!({ "type": "object", "properties": { "number": { "type": "integer", "maximum": 99 } } });
        fault_of(&error, body, &schema, &schema).body(Language::English, "r")
    }

    #[test]
    fn a_fault_is_told_by_its_place() {
        let body = problem_of(br#"{"command":"go","number":"secret"}"#);
        assert_eq!(body["code"], "request.shape");
        assert_eq!(body["errors"], json!([{ "pointer": "/number", "detail": "expected integer" }]));
    }

    #[test]
    fn what_was_sent_is_never_repeated() {
        for body in [
            &br#"{"command":"secret"}"#[..],
            br#"{"command":"go","secret":1}"#,
            br#"{"command":"go","number":1,"number":"secret"}"#,
            br#"{"command":"go","number":1} secret"#,
            b"secret",
            b"{\"secret\":\"\xff\"}",
        ] {
            let told = problem_of(body)["errors"][0]["detail"].to_string();
            assert!(!told.contains("secret"), "{told}");
        }
    }

    #[test]
    fn deep_nesting_is_malformed_not_fatal() {
        assert_eq!(problem_of(&[b'['; 100_000])["code"], "request.not_json");
    }
}
