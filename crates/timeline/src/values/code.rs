//! Short names from code lists: departments, windows, places, types. They may become parts of file names, subjects and
//! log lines, so their alphabet is closed.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use compact_str::CompactString;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// Longest code: 32 characters, so that seven of them make one subject of a message broker.
pub const CODE_CHARS_MAX: usize = 32;
/// Longest reference of another body: court numbers with brackets are under 40.
pub const REFERENCE_CHARS_MAX: usize = 64;

/// Why a text is no code or reference.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Empty or too long.
    #[error("{found} characters, but 1 to {max} are allowed")]
    Length {
        /// Characters found.
        found: usize,
        /// Characters allowed.
        max: usize,
    },
    /// A character outside the alphabet.
    #[error("{found:?} is not allowed: use {alphabet}")]
    Character {
        /// The first offender.
        found: char,
        /// What may stand there.
        alphabet: &'static str,
    },
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $Code:ident: $check:ident;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "CompactString", into = "CompactString")]
        pub struct $Code(CompactString);

        impl $Code {
            /// Reads one.
            ///
            /// # Errors
            /// [`CodeError`] names the length or the character that is not allowed.
            pub fn parse(text: &str) -> Result<Self, CodeError> {
                $check::check(text)?;
                Ok(Self(text.into()))
            }

            /// The text itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $Code {
            type Err = CodeError;

            fn from_str(text: &str) -> Result<Self, CodeError> {
                Self::parse(text)
            }
        }

        impl TryFrom<CompactString> for $Code {
            type Error = CodeError;

            fn try_from(text: CompactString) -> Result<Self, CodeError> {
                $check::check(&text)?;
                Ok(Self(text))
            }
        }

        impl From<$Code> for CompactString {
            fn from(code: $Code) -> CompactString {
                code.0
            }
        }

        impl fmt::Display for $Code {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $Code {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl JsonSchema for $Code {
            fn schema_name() -> Cow<'static, str> {
                stringify!($Code).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({
                    "type": "string",
                    "description": concat!($($doc),*),
                    "minLength": 1,
                    "maxLength": $check::CHARS_MAX,
                    "pattern": $check::PATTERN,
                })
            }
        }
    )*};
}

codes! {
    /// An entry of a code list: a dispute type, a ground, a cause of action.
    Code: token;
    /// A department (部门) of the county, as `justice` or `court`.
    DepartmentCode: token;
    /// A window (窗口) of the center.
    WindowCode: token;
    /// A place people come to: the center, a township platform, a village home.
    PlaceCode: token;
    /// A member of staff, or a system acting under its own name.
    ActorId: token;
    /// The version of the rule packs that were in force, as `2026-11`.
    PackVersion: token;
    /// An area: 6 digits for a county (GB/T 2260), 9 for a town, 12 for a village.
    AreaCode: area;
    /// The number another body gave its own file, as the court's （2026）浙0681民初1234号.
    Reference: reference;
    /// All facts of a desk, as `triage`, or one kind of them, as `triage.case_assigned`.
    FactName: fact_name;
}

mod token {
    use super::{CODE_CHARS_MAX, CodeError};

    pub(super) const CHARS_MAX: usize = CODE_CHARS_MAX;
    pub(super) const PATTERN: &str = "^[a-z0-9_-]+$";

    pub(super) fn check(text: &str) -> Result<(), CodeError> {
        super::check_chars(text, 1..=CHARS_MAX, "a-z, 0-9, - and _", |c| {
            c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_'
        })
    }
}

mod area {
    use super::CodeError;

    pub(super) const CHARS_MAX: usize = 12;
    pub(super) const PATTERN: &str = "^([0-9]{6}|[0-9]{9}|[0-9]{12})$";

    pub(super) fn check(text: &str) -> Result<(), CodeError> {
        super::check_chars(text, 6..=CHARS_MAX, "6, 9 or 12 digits", |c| c.is_ascii_digit())?;
        match text.len() {
            6 | 9 | 12 => Ok(()),
            found => Err(CodeError::Length { found, max: CHARS_MAX }),
        }
    }
}

mod reference {
    use super::{CodeError, REFERENCE_CHARS_MAX};

    pub(super) const CHARS_MAX: usize = REFERENCE_CHARS_MAX;
    pub(super) const PATTERN: &str = r"^[\p{L}\p{N}()（）〔〕\[\]/._ -]+$";

    pub(super) fn check(text: &str) -> Result<(), CodeError> {
        super::check_chars(text, 1..=CHARS_MAX, "letters, digits, brackets, / . _ - and spaces", |c| {
            c.is_alphanumeric() || "()（）〔〕[]/._- ".contains(c)
        })
    }
}

mod fact_name {
    use super::CodeError;

    /// Twice the longest code: the desk, a dot, the fact.
    pub(super) const CHARS_MAX: usize = 64;
    pub(super) const PATTERN: &str = r"^[a-z_]+(\.[a-z_]+)?$";

    pub(super) fn check(text: &str) -> Result<(), CodeError> {
        super::check_chars(text, 1..=CHARS_MAX, "a-z, _ and one dot", |c| {
            c.is_ascii_lowercase() || c == '_' || c == '.'
        })?;
        let parts = text.split('.');
        if parts.clone().count() > 2 || parts.clone().any(str::is_empty) {
            return Err(CodeError::Character { found: '.', alphabet: "a-z, _ and one dot between two names" });
        }
        Ok(())
    }
}

impl FactName {
    /// Whether a fact of this wire name is meant: the very kind, or one of the desk that is named.
    #[must_use]
    pub fn covers(&self, wire_name: &str) -> bool {
        let rest = wire_name.strip_prefix(self.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

fn check_chars(
    text: &str,
    length: std::ops::RangeInclusive<usize>,
    alphabet: &'static str,
    allowed: impl Fn(char) -> bool,
) -> Result<(), CodeError> {
    // Bytes are characters in nearly every code there is.
    let found = if text.is_ascii() { text.len() } else { text.chars().count() };
    if !length.contains(&found) {
        return Err(CodeError::Length { found, max: *length.end() });
    }
    match text.chars().find(|c| !allowed(*c)) {
        Some(found) => Err(CodeError::Character { found, alphabet }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_a_closed_alphabet() {
        assert!(DepartmentCode::parse("human_resources-2").is_ok());
        for bad in ["", "Court", "a.b", "a*", "a>", "法院", "a\r\n", "x y"] {
            assert!(DepartmentCode::parse(bad).is_err(), "{bad:?}");
        }
        assert_eq!(Code::parse(&"a".repeat(33)), Err(CodeError::Length { found: 33, max: 32 }));
    }

    #[test]
    fn an_area_has_three_lengths() {
        assert!(["330681", "330681109", "330681109201"].iter().all(|code| AreaCode::parse(code).is_ok()));
        assert!(["33068", "3306811", "33068a"].iter().all(|code| AreaCode::parse(code).is_err()));
    }

    #[test]
    fn the_name_of_a_desk_covers_all_its_facts() {
        let name = |text: &str| FactName::parse(text).unwrap();
        assert!(name("triage").covers("triage.case_assigned"));
        assert!(name("triage.case_assigned").covers("triage.case_assigned"));
        assert!(!name("triage.case").covers("triage.case_assigned"));
        assert!(!name("tri").covers("triage.case_assigned"));
        for bad in ["", ".", "a.", ".a", "a.b.c", "a.*", "a.>", "A"] {
            assert!(FactName::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_reference_may_be_a_court_number() {
        assert!(Reference::parse("（2026）浙0681民初1234号").is_ok());
        assert!(Reference::parse("a\nb").is_err());
    }
}
