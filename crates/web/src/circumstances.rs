//! What is known of a command beside the command: who asks, when it happened, where, through what. It stands in headers,
//! so that a body is a command and nothing else.

use axum::http::HeaderMap;
use center::{Command, Order};
use jiff::Timestamp;
use timeline::{ActorId, Channel, Code, RequestId, StreamId, WindowCode};

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

/// The circumstances of one command.
pub(crate) struct Circumstances {
    /// Which request it is.
    pub(crate) request: RequestId,
    occurred_at: Option<Timestamp>,
    window: Option<WindowCode>,
    channel: Channel,
    on_behalf_of: Option<ActorId>,
    legal_basis: Option<Code>,
}

impl Circumstances {
    /// Reads them. What a header leaves out is now, the asker's own window, and in person.
    pub(crate) fn read(headers: &HeaderMap, staff: &Staff) -> Result<Self, Problem> {
        Ok(Circumstances {
            request: request::request_id(headers, &staff.actor.id)?,
            occurred_at: read(headers, OCCURRED_AT, |text| text.parse().ok())?,
            window: read(headers, WINDOW, |text| WindowCode::parse(text).ok())?.or_else(|| staff.window.clone()),
            channel: read(headers, CHANNEL, Channel::from_name)?.unwrap_or(Channel::Window),
            on_behalf_of: read(headers, ON_BEHALF_OF, |text| ActorId::parse(text).ok())?,
            legal_basis: read(headers, LEGAL_BASIS, |text| Code::parse(text).ok())?,
        })
    }

    /// The order for the center; `onto` is the stream it is for and the version its sender has seen.
    pub(crate) fn order(self, staff: &Staff, command: Command, onto: Option<(StreamId, u64)>) -> Order {
        let Circumstances { request, occurred_at, window, channel, on_behalf_of, legal_basis } = self;
        Order {
            actor: staff.actor.clone(),
            stream: onto.map(|(stream, _)| stream),
            request,
            seen_version: onto.map(|(_, seen)| seen),
            occurred_at,
            window,
            channel,
            on_behalf_of,
            legal_basis,
            command,
        }
    }
}

fn read<T>(headers: &HeaderMap, name: &'static str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Problem> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    let parsed = value.to_str().ok().and_then(parse);
    parsed.map(Some).ok_or_else(|| Problem::at(problem::HEADER, name, "this header cannot be read"))
}
