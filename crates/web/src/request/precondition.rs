//! `If-Match`: which version of the case the asker has seen.

use axum::http::{HeaderMap, header};

use crate::problem::{IF_MATCH_MALFORMED, IF_MATCH_MISSING, Problem};

/// The version in `If-Match: "7"`. Weak tags, lists and `*` say nothing about what the asker has seen and are malformed.
pub(crate) fn expected_version(headers: &HeaderMap) -> Result<u64, Problem> {
    let mut values = headers.get_all(header::IF_MATCH).iter();
    let value = values.next().ok_or(IF_MATCH_MISSING)?;
    let text = value.to_str().ok().and_then(|text| text.trim().strip_prefix('"')?.strip_suffix('"'));
    let digits = text.filter(|text| (1..=19).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()));
    let version = digits.and_then(|digits| digits.parse().ok()).filter(|version| *version > 0);
    if values.next().is_some() {
        return Err(Problem::from(IF_MATCH_MALFORMED));
    }
    version.ok_or_else(|| Problem::from(IF_MATCH_MALFORMED))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_one_strong_version_will_do() {
        let cases = [
            (&b"\"7\""[..], Ok(7)),
            (b"\"0\"", Err(IF_MATCH_MALFORMED.code)),
            (b"7", Err(IF_MATCH_MALFORMED.code)),
            (b"*", Err(IF_MATCH_MALFORMED.code)),
            (b"W/\"7\"", Err(IF_MATCH_MALFORMED.code)),
            (b"\"7\", \"8\"", Err(IF_MATCH_MALFORMED.code)),
            (b"\"-7\"", Err(IF_MATCH_MALFORMED.code)),
            (b"\"99999999999999999999\"", Err(IF_MATCH_MALFORMED.code)),
            (b"\xff", Err(IF_MATCH_MALFORMED.code)),
        ];
        for (text, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_MATCH, HeaderValue::from_bytes(text).unwrap());
            let found = expected_version(&headers);
            assert_eq!(found.as_ref().map_err(Problem::code).copied(), expected, "{text:?}");
        }
        assert_eq!(expected_version(&HeaderMap::new()).unwrap_err().code(), IF_MATCH_MISSING.code);
    }
}
