//! Schemas of commands, as the document shows them: those of one desk that one address takes.

use center::{Context, StoredFile};
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};
use timeline::{CaseKind, CaseNumber, HandOffPurpose, PackageItem, Procedure, VisitReason};

/// Where a schema that stands alone keeps its parts, and where the document keeps them.
const APART: &str = "#/$defs/";
const TOGETHER: &str = "#/components/schemas/";

/// The commands of a desk that `wanted` wants, by name.
pub(crate) fn of_desk(desk: Context, known: &mut SchemaGenerator, wanted: fn(&str) -> bool) -> Schema {
    let mut schema = desk.schema().to_value();
    redirect(&mut schema);
    let Value::Object(mut schema) = schema else { return Schema::default() };
    schema.remove("$schema");
    let parts = schema.remove("$defs");
    for (name, part) in parts.as_ref().and_then(Value::as_object).into_iter().flatten() {
        known.definitions_mut().insert(name.clone(), part.clone());
    }
    keep(&mut schema, wanted);
    Schema::from(schema)
}

/// Leaves out the variants that are asked elsewhere.
fn keep(schema: &mut Map<String, Value>, wanted: fn(&str) -> bool) {
    if let Some(Value::Array(variants)) = schema.get_mut("oneOf") {
        variants
            .retain(|variant| variant.pointer("/properties/command/const").and_then(Value::as_str).is_some_and(wanted));
    }
}

/// A fact as it is shown.
pub(crate) fn fact(known: &mut SchemaGenerator) -> Schema {
    let uuid = json!({ "type": "string", "format": "uuid" });
    let time = json!({ "type": "string", "format": "date-time" });
    let text = json!({ "type": "string" });
    let maybe = json!({ "type": ["string", "null"] });
    let count = json!({ "type": "integer", "minimum": 0 });
    named(
        known,
        "FactShown",
        json!({
            "type": "object",
            "description": "A fact with its circumstances, disclosed for who asks.",
            "properties": {
                "id": uuid, "position": count, "index": count, "stream": uuid, "version": count,
                "kind": { "type": "string", "description": "Wire name, as mediation.requested: see docs/events.md." },
                "schema_version": count, "occurred_at": time, "recorded_at": time,
                "actor": text, "on_behalf_of": maybe, "department": text, "window": maybe, "channel": text,
                "legal_basis": maybe,
                "reference": { "type": "string", "description": "The number the department keeps the matter under; left out where it named none." },
                "request": uuid, "correlation": uuid, "causation": maybe,
                "classification": text, "packs": text,
                "body": { "type": "object", "description": "As the kind's schema says, personal values opened or masked." },
            },
            "required": ["id", "position", "index", "stream", "version", "kind", "recorded_at", "body"],
        }),
    )
}

/// What became true through a command.
pub(crate) fn receipt(known: &mut SchemaGenerator) -> Schema {
    let facts = json!({ "type": "array", "items": fact(known).to_value() });
    named(
        known,
        "Receipt",
        json!({
            "type": "object",
            "properties": {
                "stream": { "type": "string", "format": "uuid", "description": "The visit or case." },
                "version": { "type": "integer", "description": "How many facts it has now." },
                "position": { "type": "integer", "description": "The place of these facts in the log." },
                "facts": facts,
                "query_code": {
                    "type": "string",
                    "description": "The code on the receipt, to ask for the case with: shown here and kept nowhere.",
                },
            },
            "required": ["stream", "version", "position", "facts"],
        }),
    )
}

/// A file as it is.
pub(crate) fn file(_: &mut SchemaGenerator) -> Schema {
    schemars::json_schema!({ "type": "string", "format": "binary" })
}

/// A file that lies in the store.
pub(crate) fn stored_file(known: &mut SchemaGenerator) -> Schema {
    known.subschema_for::<StoredFile>()
}

/// A page of facts.
pub(crate) fn facts(known: &mut SchemaGenerator) -> Schema {
    let facts = json!({ "type": "array", "items": fact(known).to_value() });
    named(
        known,
        "Facts",
        json!({
            "type": "object",
            "properties": { "facts": facts, "next": { "type": ["string", "null"], "description": "The cursor for `after`." } },
            "required": ["facts", "next"],
        }),
    )
}

/// A package for a court.
pub(crate) fn hand_off(known: &mut SchemaGenerator) -> Schema {
    let purpose = known.subschema_for::<HandOffPurpose>().to_value();
    let addressed = json!({ "hand_off": count(), "court": { "type": "string" }, "purpose": purpose });
    let schema = package(known, "What a package for a court holds, disclosed for who asks.", &addressed);
    named(known, "HandOffShown", schema)
}

/// What went with a referral.
pub(crate) fn referral(known: &mut SchemaGenerator) -> Schema {
    let procedure = known.subschema_for::<Procedure>().to_value();
    let addressed = json!({
        "referral": count(), "body": { "type": "string" }, "procedure": procedure,
        "by": { "type": "array", "items": { "type": "string", "format": "uuid" }, "description": "The parties that ask for it." },
    });
    let schema = package(known, "What went with a referral to another body, disclosed for who asks.", &addressed);
    named(known, "ReferralShown", schema)
}

/// What a package holds, whoever it is addressed to.
fn package(known: &mut SchemaGenerator, description: &str, addressed: &Value) -> Value {
    let number = known.subschema_for::<CaseNumber>().to_value();
    let items = json!({ "type": "array", "items": known.subschema_for::<PackageItem>().to_value() });
    let (objects, texts, maybe) = (list_of("object"), list_of("string"), json!({ "type": ["object", "null"] }));
    let mut properties = json!({
        "case": { "type": "string", "format": "uuid" }, "number": number,
        "assembled_at": { "type": "string", "format": "date-time", "description": "It shows the case as it stood then." },
        "complete": { "type": "boolean", "description": "Whether nothing is missing." },
        "contents": items, "missing": items,
        "parties": objects, "claim": { "type": ["string", "null"] }, "amount": { "type": ["integer", "null"] },
        "apart": { "type": "array", "items": { "type": "object" }, "description": "Where those under protection are reached: not for the other side." },
        "dispute_type": { "type": ["string", "null"] },
        "evidence": objects, "undisputed_facts": texts, "mediation_report": maybe, "agreement": maybe,
        "joint_application": { "type": "array", "items": { "type": "string", "format": "uuid" } },
    });
    let mut required = vec!["case", "number", "assembled_at", "complete", "contents", "missing"];
    if let (Value::Object(properties), Value::Object(addressed)) = (&mut properties, addressed) {
        required.extend(addressed.keys().map(String::as_str));
        properties.extend(addressed.clone());
    }
    json!({ "type": "object", "description": description, "properties": properties, "required": required })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 1 })
}

/// The record of a return visit.
pub(crate) fn return_visit(known: &mut SchemaGenerator) -> Schema {
    let number = known.subschema_for::<CaseNumber>().to_value();
    let reason = known.subschema_for::<VisitReason>().to_value();
    let (count, day) = (json!({ "type": "integer", "minimum": 1 }), json!({ "type": "string", "format": "date" }));
    let (text, yes_no, maybe) =
        (json!({ "type": "string" }), json!({ "type": "boolean" }), json!({ "type": ["boolean", "null"] }));
    named(
        known,
        "ReturnVisitShown",
        json!({
            "type": "object",
            "description": "The record of a return visit, disclosed for who asks.",
            "properties": {
                "case": { "type": "string", "format": "uuid" }, "number": number, "record": count,
                "agreement": { "type": ["integer", "null"] },
                "party": { "type": ["string", "null"], "format": "uuid", "description": "Who was visited." },
                "reason": { "anyOf": [reason, { "type": "null" }] },
                "due": { "type": ["string", "null"], "format": "date", "description": "By when it was to be made." },
                "made_on": day, "performed": yes_no, "satisfied": maybe, "later_suit": maybe, "new_signs": yes_no,
                "measures": { "type": ["string", "null"] }, "visitor": text, "department": text,
                "parties": list_of("object"),
            },
            "required": ["case", "number", "record", "made_on", "performed", "new_signs", "visitor", "department", "parties"],
        }),
    )
}

fn list_of(kind: &str) -> Value {
    json!({ "type": "array", "items": { "type": kind } })
}

/// A case on one sheet.
pub(crate) fn case(known: &mut SchemaGenerator) -> Schema {
    let number = known.subschema_for::<CaseNumber>().to_value();
    let kind = known.subschema_for::<CaseKind>().to_value();
    named(
        known,
        "CaseShown",
        json!({
            "type": "object",
            "description": "Where a case stands, disclosed for who asks.",
            "properties": {
                "case": { "type": "string", "format": "uuid" },
                "number": number,
                "version": { "type": "integer", "minimum": 1 },
                "kind": kind,
                "state": {
                    "enum": ["registered", "assigned", "received", "at_court", "elsewhere", "at_appraisal", "closed"],
                },
                "parties": { "type": "array", "items": { "type": "object" } },
                "risk": { "enum": ["red", "orange", "yellow", null], "description": "Of the case, never of a person." },
                "option_sheets": {
                    "type": "array",
                    "items": { "type": "object" },
                    "description": "Ways a party was shown, each with ground, time, cost, force, deadline and warning.",
                },
                "materials": {
                    "type": "array",
                    "items": { "type": "object" },
                    "description": "Papers and files, each with the number a copy is asked for by.",
                },
                "people": { "type": "object", "description": "Guardians, agents, representatives." },
                "papers": {
                    "type": "object",
                    "description": "Statements, notices, consents in force, what was asked for and has not come, contacts.",
                },
                "outside": {
                    "type": "object",
                    "description": "Likely duplicates, alerts, duties to report, packages, referrals and delegations.",
                },
                "co_handlers": { "type": "array", "items": { "type": "string" } },
                "part_of": { "type": ["string", "null"], "format": "uuid", "description": "The package it is a part of." },
                "parts": { "type": "array", "items": { "type": "object" }, "description": "Parts, if it is a package." },
                "overdue": {
                    "type": "array",
                    "items": { "type": "object" },
                    "description": "What was agreed and is overdue, each with the ways that are open, their reason and source.",
                },
                "offers": {
                    "type": "array",
                    "items": { "type": "string" },
                    "description": "What the asker may ask for next; the desks may still refuse.",
                },
            },
            "required": ["case", "number", "version", "kind", "state", "parties", "offers"],
        }),
    )
}

/// Where the case of a receipt stands.
pub(crate) fn progress(known: &mut SchemaGenerator) -> Schema {
    let time = json!({ "type": "string", "format": "date-time" });
    named(
        known,
        "MatterProgress",
        json!({
            "type": "object",
            "properties": {
                "number": { "type": "string", "description": "Of the case or of the accusation." },
                "state": {
                    "enum": ["registered", "assigned", "received", "at_court", "elsewhere", "at_appraisal", "closed",
                        "transferred", "accepted", "declined"],
                },
                "unconfirmed": { "type": "boolean", "description": "A clerk has still to confirm it." },
                "holder": {
                    "type": ["object", "null"],
                    "description": "`department`, or `waiting` for a `court`, another `body` or `appraisal`.",
                },
                "held_since": { "type": ["string", "null"], "format": "date-time" },
                "department": { "type": ["string", "null"], "description": "Who is answerable." },
                "next": {
                    "type": ["object", "null"],
                    "properties": {
                        "step": { "type": "string" },
                        "until": { "type": ["string", "null"], "format": "date" },
                        "provisional": {
                            "type": "boolean",
                            "description": "That day can still move; left out where it cannot.",
                        },
                        "zh": { "type": "string" },
                        "en": { "type": "string" },
                    },
                    "required": ["step", "until", "zh", "en"],
                },
                "outcome": { "type": ["string", "null"] },
                "tell_by": { "type": ["string", "null"], "format": "date", "description": "The last day on which whoever \
                    accused is told what becomes of it." },
                "answer": { "type": ["string", "null"], "description": "What whoever accused is told." },
                "registered_at": time,
                "changed_at": time,
            },
            "required": ["number", "state", "unconfirmed", "next", "registered_at", "changed_at"],
        }),
    )
}

/// Rows of a view.
pub(crate) fn rows(known: &mut SchemaGenerator) -> Schema {
    named(
        known,
        "RowsShown",
        json!({
            "type": "object",
            "properties": {
                "rows": { "type": "array", "items": { "type": "object" } },
                "total": { "type": "integer", "minimum": 0 },
                "next": { "type": ["string", "null"], "description": "The cursor for `after`." },
                "as_of": { "type": "integer", "description": "The position the view has come to." },
                "figures": { "description": "Figures over all matching rows, where the view has some." },
            },
            "required": ["rows", "total", "as_of"],
        }),
    )
}

/// The views there are.
pub(crate) fn views(known: &mut SchemaGenerator) -> Schema {
    let text = json!({ "type": "string" });
    named(
        known,
        "Views",
        json!({
            "type": "object",
            "properties": { "views": { "type": "array", "items": {
                "type": "object",
                "properties": { "name": text, "chinese": text, "english": text },
                "required": ["name", "chinese", "english"],
            } } },
            "required": ["views"],
        }),
    )
}

/// A page of looks.
pub(crate) fn looks(known: &mut SchemaGenerator) -> Schema {
    let text = json!({ "type": "string" });
    named(
        known,
        "LookPage",
        json!({
            "type": "object",
            "properties": {
                "looks": { "type": "array", "items": {
                    "type": "object",
                    "properties": {
                        "cursor": text, "at": { "type": "string", "format": "date-time" }, "actor": text, "role": text,
                        "department": text, "action": text, "outcome": { "enum": ["shown", "denied", "missing"] },
                        "stream": { "type": "string", "format": "uuid" }, "list": { "type": "object" },
                        "relation": text, "mask": text, "opened": { "type": "array", "items": text }, "basis": text,
                        "reason": text, "request": { "type": "string", "format": "uuid" },
                    },
                    "required": ["cursor", "at", "actor", "role", "department", "action", "outcome"],
                } },
                "next": { "type": ["string", "null"], "description": "The cursor for `after`." },
            },
            "required": ["looks", "next"],
        }),
    )
}

/// The list of a day.
pub(crate) fn day_of_looks(known: &mut SchemaGenerator) -> Schema {
    let (text, count) = (json!({ "type": "string" }), json!({ "type": "integer", "minimum": 0 }));
    named(
        known,
        "DayOfLooks",
        json!({
            "type": "object",
            "properties": {
                "day": { "type": "string", "format": "date" },
                "people": { "type": "array", "items": {
                    "type": "object",
                    "properties": {
                        "actor": text, "role": text, "department": text, "looks": count, "cases": count,
                        "alarm": { "type": "boolean" }, "weight": count,
                        "signals": { "type": "array", "items": {
                            "type": "object",
                            "properties": { "signal": text, "count": count, "usual": count },
                            "required": ["signal", "count", "usual"],
                        } },
                    },
                    "required": ["actor", "role", "department", "looks", "cases", "alarm", "weight", "signals"],
                } },
            },
            "required": ["day", "people"],
        }),
    )
}

/// The looks at a case, for its parties.
pub(crate) fn looks_at_case(known: &mut SchemaGenerator) -> Schema {
    let text = json!({ "type": "string" });
    named(
        known,
        "LooksAtCase",
        json!({
            "type": "object",
            "properties": { "looks": { "type": "array", "items": {
                "type": "object",
                "properties": {
                    "at": { "type": "string", "format": "date-time" }, "department": text, "action": text,
                    "basis": text, "reason": { "type": ["string", "null"] },
                    "opened": { "type": "array", "items": text },
                },
                "required": ["at", "department", "action", "basis", "opened"],
            } } },
            "required": ["looks"],
        }),
    )
}

/// Keeps a schema among the components and points to it.
fn named(known: &mut SchemaGenerator, name: &str, schema: Value) -> Schema {
    known.definitions_mut().insert(name.to_owned(), schema);
    Schema::new_ref(format!("{TOGETHER}{name}"))
}

fn redirect(value: &mut Value) {
    match value {
        Value::Object(fields) => fields.iter_mut().for_each(|(name, field)| match field {
            Value::String(target) if name == "$ref" => {
                if let Some(part) = target.strip_prefix(APART) {
                    *target = format!("{TOGETHER}{part}");
                }
            }
            field => redirect(field),
        }),
        Value::Array(items) => items.iter_mut().for_each(redirect),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
