//! What is known of a command beside the command: who asks, when it happened, where, through what. It stands in headers,
//! so that a body is a command and nothing else.

use axum::http::HeaderMap;
use center::{Command, Order};
use jiff::Timestamp;
use timeline::{ActorId, Channel, Code, Reference, RequestId, StreamId, WindowCode};

use crate::identity::Staff;
use crate::problem::{self, Problem};
use crate::request;

/// When it happened, as told at the window.
pub(crate) const OCCURRED_AT: &str = "yidi-occurred-at";
/// The window it happened at.
pub(crate) const WINDOW: &str = "yidi-window";
/// How it reached the center.
pub(crate) const CHANNEL: &str = "yidi-channel";
/// For whom the actor stands in.
pub(crate) const ON_BEHALF_OF: &str = "yidi-on-behalf-of";
/// The rule that calls for it.
pub(crate) const LEGAL_BASIS: &str = "yidi-legal-basis";
/// The number the asker's own department keeps the matter under: in UTF-8, or percent-encoded by a client that can put
/// nothing but ASCII into a header.
pub(crate) const REFERENCE: &str = "yidi-reference";

/// The circumstances of one command.
pub(crate) struct Circumstances {
    /// Which request it is.
    pub(crate) request: RequestId,
    occurred_at: Option<Timestamp>,
    window: Option<WindowCode>,
    channel: Channel,
    on_behalf_of: Option<ActorId>,
    legal_basis: Option<Code>,
    reference: Option<Reference>,
}

impl Circumstances {
    /// Reads them. What a header leaves out is now, the asker's own window, and in person.
    pub(crate) fn read(headers: &HeaderMap, staff: &Staff) -> Result<Self, Problem> {
        Ok(Circumstances {
            request: request::request_id(headers, &staff.actor.id)?,
            occurred_at: read(headers, OCCURRED_AT, |text| text.parse().ok())?,
            window: read(headers, WINDOW, |text| WindowCode::parse(text).ok())?.or_else(|| staff.window.clone()),
            channel: read(headers, CHANNEL, Channel::from_name)?.unwrap_or(Channel::Window),
            on_behalf_of: read_on_behalf_of(headers, staff)?,
            legal_basis: read(headers, LEGAL_BASIS, |text| Code::parse(text).ok())?,
            reference: read_reference(headers)?,
        })
    }

    /// The order for the center; `onto` is the stream it is for and the version its sender has seen.
    pub(crate) fn order(self, staff: &Staff, command: Command, onto: Option<(StreamId, Option<u64>)>) -> Order {
        let Circumstances { request, occurred_at, window, channel, on_behalf_of, legal_basis, reference } = self;
        Order {
            actor: staff.actor.clone(),
            stream: onto.map(|(stream, _)| stream),
            request,
            seen_version: onto.and_then(|(_, seen)| seen),
            occurred_at,
            window,
            channel,
            on_behalf_of,
            legal_basis,
            reference,
            command,
        }
    }
}

fn read<T>(headers: &HeaderMap, name: &'static str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Problem> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    let parsed = value.to_str().ok().and_then(parse);
    parsed.map(Some).ok_or_else(|| Problem::at(problem::HEADER, name, "this header cannot be read"))
}

/// For whom somebody stands in is known of whoever chose to, and no header says otherwise. Whoever stands in for nobody tells
/// whose notes it hands in.
fn read_on_behalf_of(headers: &HeaderMap, staff: &Staff) -> Result<Option<ActorId>, Problem> {
    let said = read(headers, ON_BEHALF_OF, |text| ActorId::parse(text).ok())?;
    match (&staff.on_behalf_of, said) {
        (None, said) => Ok(said),
        (Some(absent), Some(said)) if said != *absent => {
            let advice = "you stand in for somebody else now: choose for whom at POST /api/v1/session/duty";
            Err(Problem::at(problem::HEADER, ON_BEHALF_OF, advice))
        }
        (Some(absent), _) => Ok(Some(absent.clone())),
    }
}

/// The one header that is not ASCII by nature: a court's number begins with a full-width bracket.
fn read_reference(headers: &HeaderMap) -> Result<Option<Reference>, Problem> {
    let Some(value) = headers.get(REFERENCE) else { return Ok(None) };
    let text = std::str::from_utf8(value.as_bytes()).ok().and_then(from_percent);
    let reference = text.and_then(|text| Reference::parse(text.trim()).ok());
    let advice = "a reference has 1 to 64 visible characters, in UTF-8 or percent-encoded";
    reference.map(Some).ok_or_else(|| Problem::at(problem::HEADER, REFERENCE, advice))
}

/// A text with `%E4`-like escapes replaced by the bytes they stand for (RFC 3986, 2.1).
fn from_percent(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let digits = part.get(..2).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend_from_slice(part.get(2..)?.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_reference_comes_as_it_is_or_percent_encoded() {
        let court = "（2026）虚构民初1号";
        let cases: [(&[u8], Option<&str>); 6] = [
            (court.as_bytes(), Some(court)),
            (b"%EF%BC%882026%EF%BC%89%E8%99%9A%E6%9E%84%E6%B0%91%E5%88%9D1%E5%8F%B7", Some(court)),
            (b"LA-2026/17", Some("LA-2026/17")),
            (b"100%", None),
            (b"%E4%B8", None),
            (b"\xff", None),
        ];
        for (sent, wanted) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(REFERENCE, HeaderValue::from_bytes(sent).unwrap());
            let read = read_reference(&headers);
            let read = read.as_ref().map(|read| read.as_ref().map(Reference::as_str));
            assert_eq!(read.ok().flatten(), wanted, "{sent:?}");
        }
        assert!(read_reference(&HeaderMap::new()).unwrap().is_none());
    }
}
