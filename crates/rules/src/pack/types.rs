//! The list of dispute types, and the lists it is read across to.

use jiff::civil::Date;
use serde::Deserialize;
use timeline::{Code, DepartmentCode};

/// An entry of a list that has nothing but a name: a group of types, a type of the justice statistics, a content of
/// petitions.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeName {
    /// Its code.
    pub code: Code,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
}

/// A type of dispute: an entry of the second level. The columns that read it across are no choice: an entry without them
/// cannot be reported.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisputeType {
    /// Its code.
    pub code: Code,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// The entry of the first level it belongs to.
    pub group: Code,
    /// The department that is asked first, unless a person says otherwise.
    pub department: DepartmentCode,
    /// The type of the justice statistics it is reported as.
    pub justice: Code,
    /// The civil cause of action it goes to a court under.
    pub cause: Code,
    /// The content of petitions it is reported as.
    pub petition: Code,
}

impl DisputeType {
    /// Whether a rule that names these groups and these types beside them is about it.
    #[must_use]
    pub fn is_among(&self, groups: &[Code], dispute_types: &[Code]) -> bool {
        groups.contains(&self.group) || dispute_types.contains(&self.code)
    }
}

/// A civil cause of action (案由) as one edition of the list has it. The same code may stand in several editions.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CauseOfAction {
    /// Its code, the same in every edition.
    pub code: Code,
    /// Its name in this edition.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// The first day it is used under this name.
    pub from: Date,
    /// The last day, if it was followed by another edition.
    #[serde(default)]
    pub until: Option<Date>,
}

impl CauseOfAction {
    /// Whether it is used on this day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}
