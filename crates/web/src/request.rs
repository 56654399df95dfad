//! What a request says before any handler sees it: language, who asks, preconditions, body. Parsed once, here.

mod accept;
mod body;
mod faults;
mod key;
mod language;
mod precondition;
mod query;

pub(crate) use accept::{EVENT_STREAM, JSON, check_accept};
pub(crate) use body::{fault_of, read_body};
pub(crate) use key::{KEY_CHARS_MAX, request_id};
pub(crate) use language::Language;
pub(crate) use precondition::expected_version;
pub(crate) use query::read_query;
