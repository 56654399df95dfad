//! What a request says before any handler sees it: language, who asks, preconditions, body. Parsed once, here.

mod accept;
mod arriving;
mod body;
mod faults;
mod key;
mod language;
mod precondition;
mod query;

pub(crate) use accept::{ANY, EVENT_STREAM, JSON, check_accept};
pub(crate) use arriving::{arrive, too_large};
pub(crate) use body::{announced_bytes, fault_of, is_plain, read_body};
pub(crate) use key::{KEY_CHARS_MAX, key_of_nobody, request_id};
pub(crate) use language::Language;
pub(crate) use precondition::expected_version;
pub(crate) use query::read_query;
