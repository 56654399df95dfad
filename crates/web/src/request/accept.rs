//! What form of answer a client takes.

use axum::http::{HeaderMap, header};

use crate::problem::{NOT_ACCEPTABLE, Problem};

/// The media type of most answers.
pub(crate) const JSON: &str = "application/json";
/// The media type of the feed.
pub(crate) const EVENT_STREAM: &str = "text/event-stream";

/// Whatever form the thing has that is asked for.
pub(crate) const ANY: &str = "*/*";

/// Refuses a request whose `Accept` excludes `offered`. No `Accept` means anything.
pub(crate) fn check_accept(headers: &HeaderMap, offered: &str) -> Result<(), Problem> {
    if offered == ANY {
        return Ok(());
    }
    let mut ranges = headers.get_all(header::ACCEPT).iter().peekable();
    if ranges.peek().is_none() {
        return Ok(());
    }
    let family = offered.split('/').next().unwrap_or_default();
    let takes = |range: &str| {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let refused = parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        let any_of_family = name.strip_suffix("/*").is_some_and(|of| of.eq_ignore_ascii_case(family));
        !refused && (name == "*/*" || name == "*" || name.eq_ignore_ascii_case(offered) || any_of_family)
    };
    let taken = ranges.any(|value| value.to_str().is_ok_and(|text| text.split(',').any(takes)));
    if taken { Ok(()) } else { Err(Problem::from(NOT_ACCEPTABLE)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_client_that_takes_no_json_is_told_so() {
        let cases = [
            ("*/*", true),
            ("application/*", true),
            ("application/json", true),
            ("text/html, Application/JSON;q=0.9", true),
            ("text/html", false),
            ("application/json;q=0", false),
            ("", false),
        ];
        for (text, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_static(text));
            assert_eq!(check_accept(&headers, JSON).is_ok(), expected, "{text}");
        }
        assert!(check_accept(&HeaderMap::new(), JSON).is_ok());
    }
}
