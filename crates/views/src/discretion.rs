//! What has to be known of each case to say who may know what it says; which rule book says so is for the reader.
//!
//! For the center itself, which asks it for every row it hands out. A case of which there is nothing to say has no row.

use std::collections::BTreeMap;

use rules::Discretion;
use serde_json::json;
use timeline::{CaseId, Entry, Kind, Query, Rows, ShapeError, View};

use crate::kinds::kinds;
use crate::page::{self, Seen};

/// See the file.
#[derive(Default)]
pub struct Discretions {
    seen: Seen,
    cases: BTreeMap<CaseId, Discretion>,
}

impl View for Discretions {
    fn name(&self) -> &'static str {
        "discretions"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("知悉范围", "Who may know what a case says")
    }

    fn fold_version(&self) -> u32 {
        1
    }

    fn reads(&self) -> &'static [Kind] {
        kinds![
            CaseRegistered,
            PartyAdded,
            PartyCorrected,
            PartyRemoved,
            UrgentRiskReported,
            CaseClassified,
            SecrecySet,
            OfficerRecused
        ]
    }

    fn apply(&mut self, entry: &Entry) {
        if !self.seen.is_new(entry.place) {
            return;
        }
        let case = CaseId::from(entry.stream);
        let discretion = self.cases.entry(case).or_default();
        discretion.apply(entry);
        if discretion.is_plain() {
            self.cases.remove(&case);
        }
    }

    /// By case. No department asks for its own: the center does, for every row it hands out.
    fn rows(&self, query: &Query) -> Rows {
        if query.department.is_some() {
            return Rows::default();
        }
        let write = |(case, discretion): &(&CaseId, &Discretion)| json!({ "case": case, "discretion": discretion });
        match &query.case {
            Some(case) => {
                let found: Vec<_> = self.cases.get_key_value(case).into_iter().collect();
                page::page(query, found.iter().map(|row| (row.0.to_string(), row)), write)
            }
            None => page::sorted(query, self.cases.iter().map(|row| (row.0.to_string(), row)), write),
        }
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        page::save(&self.seen, self.cases.iter())
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (seen, cases) = page::load::<Seen, (CaseId, Discretion)>(chunks)?;
        *self = Self { seen, cases: cases.into_iter().collect() };
        Ok(())
    }
}
