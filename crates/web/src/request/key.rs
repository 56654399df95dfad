//! `Idempotency-Key`: which request this is. A retry carries the same key and finds its first answer.

use axum::http::HeaderMap;
use timeline::{ActorId, RequestId};
use uuid::Uuid;

use crate::problem::{KEY_MALFORMED, KEY_MISSING, Problem};

/// The name of the header (draft-ietf-httpapi-idempotency-key-header-07).
const HEADER: &str = "idempotency-key";

/// Longest key.
pub(crate) const KEY_CHARS_MAX: usize = 64;

/// The parent of every id that is derived from a key: a random number, fixed for ever.
const KEYS: Uuid = Uuid::from_u128(0x5b6e_1a0c_77f2_4d5e_9c43_2f0d_8a91_e6b4);

/// The request's id: a UUID as it is, any other text derived together with who asks, so that two clerks who both type
/// `1` do not meet.
pub(crate) fn request_id(headers: &HeaderMap, actor: &ActorId) -> Result<RequestId, Problem> {
    let key = key(headers)?;
    Ok(uuid(key).map_or_else(|| RequestId::derive(KEYS, &format!("{actor} {key}")), RequestId::new))
}

/// The key of somebody nobody knows: a UUID, so that two strangers who both type `1` do not meet.
pub(crate) fn key_of_nobody(headers: &HeaderMap) -> Result<Uuid, Problem> {
    uuid(key(headers)?).ok_or_else(|| Problem::from(KEY_MALFORMED))
}

fn key(headers: &HeaderMap) -> Result<&str, Problem> {
    let mut values = headers.get_all(HEADER).iter();
    let value = values.next().ok_or(KEY_MISSING)?;
    let key = value.to_str().ok().map(unquoted).filter(|key| is_key(key)).ok_or(KEY_MALFORMED)?;
    if values.next().is_some() { Err(Problem::from(KEY_MALFORMED)) } else { Ok(key) }
}

fn uuid(key: &str) -> Option<Uuid> {
    Uuid::parse_str(key).ok().filter(|id| !id.is_nil())
}

/// The draft writes the key between quotes, most clients do not: both mean the same key.
fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text)
}

fn is_key(text: &str) -> bool {
    (1..=KEY_CHARS_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn of(key: &'static [u8], actor: &str) -> Result<RequestId, String> {
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, HeaderValue::from_bytes(key).unwrap());
        request_id(&headers, &ActorId::parse(actor).unwrap()).map_err(|problem| problem.code().to_owned())
    }

    #[test]
    fn a_key_names_a_request_of_one_actor() {
        assert_eq!(of(b"a", "li"), of(b"a", "li"));
        assert_eq!(of(b"\"a\"", "li"), of(b"a", "li"));
        assert_ne!(of(b"a", "li"), of(b"a", "wang"));
        assert_ne!(of(b"a", "li"), of(b"b", "li"));
        let uuid = Uuid::from_u128(0x018f_0000_0000_7000_8000_0000_0000_0001);
        assert_eq!(of(b"018f0000-0000-7000-8000-000000000001", "li"), Ok(RequestId::new(uuid)));
    }

    #[test]
    fn a_key_is_visible_and_short() {
        for bad in [&b""[..], b"\"\"", b"a b", b"\xe6\xb3\x95", &[b'x'; 65]] {
            assert_eq!(of(Box::leak(bad.into()), "li"), Err(KEY_MALFORMED.code.to_owned()), "{bad:?}");
        }
    }
}
