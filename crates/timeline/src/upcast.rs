//! How old bodies become present ones. The log is never edited: a shape that changed gets one function here.
//!
//! The ladder: an optional field needs nothing; another shape needs a new schema version and one line in [`all`];
//! another meaning needs a new kind, with the old one kept readable.

use std::borrow::Cow;

use serde_json::Value;

/// One step up: a body stored as `from` becomes one of `to`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Upcast {
    /// Wire name and version it lifts.
    pub(crate) from: (&'static str, u16),
    /// Wire name and version it becomes.
    pub(crate) to: (&'static str, u16),
    /// The change itself.
    pub(crate) lift: fn(Value) -> Value,
}

/// A stored body with the name and version it has.
pub(crate) struct Stored<'a> {
    pub(crate) name: &'a str,
    pub(crate) version: u16,
    pub(crate) body: Cow<'a, [u8]>,
}

/// Every step ever needed, oldest first. Empty so far: no shape has changed since the first release.
pub(crate) const fn all() -> &'static [Upcast] {
    &[]
}

/// Applies the steps that fit, one after the other. A body that no step lifts is handed back as it is.
pub(crate) fn lift<'a>(mut stored: Stored<'a>, steps: &[Upcast]) -> Result<Stored<'a>, serde_json::Error> {
    while let Some(step) = steps.iter().find(|step| step.from == (stored.name, stored.version)) {
        let lifted = (step.lift)(serde_json::from_slice(&stored.body)?);
        stored = Stored { name: step.to.0, version: step.to.1, body: Cow::Owned(serde_json::to_vec(&lifted)?) };
    }
    Ok(stored)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn steps_are_taken_one_after_the_other() {
        let steps = [
            Upcast { from: ("a.b", 1), to: ("a.b", 2), lift: |old| json!({ "n": old["number"] }) },
            Upcast { from: ("a.b", 2), to: ("a.c", 1), lift: |old| json!({ "n": old["n"], "extra": true }) },
        ];
        let stored = Stored { name: "a.b", version: 1, body: Cow::Borrowed(br#"{"number":7}"#) };
        let lifted = lift(stored, &steps).unwrap();
        assert_eq!((lifted.name, lifted.version), ("a.c", 1));
        assert_eq!(serde_json::from_slice::<Value>(&lifted.body).unwrap(), json!({ "n": 7, "extra": true }));
    }

    #[test]
    fn a_present_body_is_not_touched() {
        let stored = Stored { name: "a.c", version: 1, body: Cow::Borrowed(b"{}") };
        assert!(matches!(lift(stored, all()).unwrap().body, Cow::Borrowed(b"{}")));
    }
}
