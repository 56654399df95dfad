//! Parameters that several endpoints share, for the document.

use schemars::{Schema, json_schema};
use timeline::{ActorId, CaseId, CaseNumber, Channel, Code, DepartmentCode, ROWS_MAX, Reference, WindowCode};

use crate::circumstances::{CHANNEL, LEGAL_BASIS, OCCURRED_AT, ON_BEHALF_OF, REFERENCE, WINDOW};
use crate::endpoint::{Parameter, Place, SchemaOf};
use crate::request::KEY_CHARS_MAX;

const fn header(name: &'static str, required: bool, meaning: &'static str, schema: SchemaOf) -> Parameter {
    Parameter { name, place: Place::Header, required, meaning, schema }
}

/// A parameter of the query.
pub(crate) const fn query(name: &'static str, meaning: &'static str, schema: SchemaOf) -> Parameter {
    Parameter { name, place: Place::Query, required: false, meaning, schema }
}

/// Which request it is.
pub(crate) const fn key() -> Parameter {
    header(
        "Idempotency-Key",
        true,
        "Which request this is: a UUID, or any visible ASCII text. A retry carries the same.",
        |_| json_schema!({ "type": "string", "minLength": 1, "maxLength": KEY_CHARS_MAX, "pattern": "^[!-~]+$" }),
    )
}

/// The key of somebody nobody knows.
pub(crate) const fn key_of_nobody() -> Parameter {
    header(
        "Idempotency-Key",
        true,
        "Which request this is: a UUID of the sender's own. A retry carries the same.",
        |_| json_schema!({ "type": "string", "format": "uuid" }),
    )
}

/// What every command takes.
pub(crate) fn of_command() -> Vec<Parameter> {
    vec![
        key(),
        header(
            OCCURRED_AT,
            false,
            "When it happened, if not now; never later than now.",
            |_| json_schema!({ "type": "string", "format": "date-time" }),
        ),
        header(WINDOW, false, "The window it happened at, if not the asker's own.", |known| {
            known.subschema_for::<WindowCode>()
        }),
        header(CHANNEL, false, "How it reached the center, if not in person.", |known| {
            known.subschema_for::<Channel>()
        }),
        header(ON_BEHALF_OF, false, "For whom, if the asker stands in for somebody.", |known| {
            known.subschema_for::<ActorId>()
        }),
        header(LEGAL_BASIS, false, "The rule that calls for it.", |known| known.subschema_for::<Code>()),
        header(
            REFERENCE,
            false,
            "The number the asker's own department keeps the matter under, in UTF-8 or percent-encoded.",
            |known| known.subschema_for::<Reference>(),
        ),
    ]
}

/// What a command to a case there is takes beside that.
pub(crate) fn to_case() -> Vec<Parameter> {
    let version =
        |_: &mut schemars::SchemaGenerator| json_schema!({ "type": "string", "pattern": "^\"[1-9][0-9]*\"$" });
    vec![case(), header("If-Match", true, "The ETag of the case as the sender has seen it.", version)]
}

/// The case in the path.
pub(crate) fn case() -> Parameter {
    let schema: SchemaOf = |known| -> Schema {
        let (id, number) = (known.subschema_for::<CaseId>(), known.subschema_for::<CaseNumber>());
        json_schema!({ "anyOf": [id, number] })
    };
    Parameter { name: "case", place: Place::Path, required: true, meaning: "Id or number of the case.", schema }
}

/// What every reading of the views and the log takes.
pub(crate) fn min_position() -> Parameter {
    query("min_position", "Wait up to two seconds until the views have come this far.", |_| whole(0))
}

/// How many.
pub(crate) fn limit() -> Parameter {
    query(
        "limit",
        "At most so many, up to 200.",
        |_| json_schema!({ "type": "integer", "minimum": 1, "maximum": ROWS_MAX }),
    )
}

/// Of which department.
pub(crate) fn department() -> Parameter {
    query("department", "Only what concerns this department.", |known| known.subschema_for::<DepartmentCode>())
}

/// A whole number from `minimum`.
pub(crate) fn whole(minimum: u64) -> Schema {
    json_schema!({ "type": "integer", "minimum": minimum })
}
