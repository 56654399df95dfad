//! What the center's "no" is over HTTP. Refused (the rules) and failed (the machine) keep apart.

use access::Viewer;
use center::{Failure, FileFailure, ReadFailure, Refused};
use door::DoorError;
use serde_json::Value;

use crate::condition;
use crate::endpoint::denial;
use crate::problem::{self, Problem};
use crate::request;

/// Why an order was not carried out; `facts` shows what happened since, where that is the reason.
pub(crate) fn of_order(failure: Failure, facts: impl FnOnce(u64, &[timeline::Entry]) -> (Value, Viewer)) -> Problem {
    match failure {
        Failure::Denied { rule } => denial(rule),
        Failure::NotFound => Problem::from(problem::CASE_UNKNOWN),
        Failure::Refused(refused) => of_refusal(refused),
        Failure::Conflict { version, since } => {
            let (facts, viewer) = facts(version, &since);
            Problem::from(problem::STALE).with("version", version.into()).with("facts", facts).showing(viewer)
        }
        Failure::RequestReused => Problem::from(problem::KEY_REUSED),
        Failure::InFlight => Problem::from(problem::IN_FLIGHT).retry_after(1),
        Failure::NotWritable(condition) => condition::problem(&condition),
        Failure::KeysFailed { what } => {
            tracing::error!(what, "the keyring cannot be written: the center must be started again");
            Problem::from(problem::KEYS_FAILED)
        }
        Failure::Failed { what } => failed(&what),
    }
}

/// Nothing is told of what happened since.
pub(crate) fn untold(_: u64, _: &[timeline::Entry]) -> (Value, Viewer) {
    (Value::Null, Viewer::STRANGER)
}

/// Why a file was not taken.
pub(crate) fn of_file(failure: FileFailure) -> Problem {
    match failure {
        FileFailure::Order(failure) => of_order(failure, untold),
        FileFailure::TooLong { bytes_max } => request::too_large(bytes_max),
        FileFailure::Form => Problem::from(problem::FILE_FORM),
        FileFailure::BrokenOff => Problem::from(problem::BODY_UNREADABLE),
    }
}

/// Why something was not shown. `unknown` is the answer to what does not exist, or must not be known to exist.
pub(crate) fn of_reading(failure: ReadFailure, unknown: &'static problem::Kind) -> Problem {
    match failure {
        ReadFailure::Denied { rule } => denial(rule),
        ReadFailure::NotFound => Problem::from(unknown),
        ReadFailure::Paused => Problem::from(problem::SUBSCRIPTION_PAUSED),
        ReadFailure::Failed { what } => failed(&what),
    }
}

fn of_refusal(refused: Refused) -> Problem {
    let args = refused.args.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
    Problem::detailed(problem::REFUSED, refused.message).coded(refused.code).with("args", Value::Object(args))
}

/// The operator reads what broke in the log; the client is told the id of the request, and no more.
pub(crate) fn failed(what: &str) -> Problem {
    tracing::error!(what, "the center failed");
    Problem::from(problem::FAILED)
}

/// Why it could not be found out who asks, or what was done at the door could not be put on record.
pub(crate) fn of_lookup(failure: Failure) -> Problem {
    of_order(failure, untold)
}

/// Why the door could not keep something.
pub(crate) fn of_door(error: DoorError) -> Problem {
    match error {
        DoorError::Busy => Problem::from(problem::BUSY).retry_after(2),
        DoorError::Store(error) => failed(&error.to_string()),
    }
}
