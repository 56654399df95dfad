//! What a query code opens: where a matter stands, for whoever holds the receipt of a case or of an accusation. Both are told
//! in one shape, by one question, so that nobody who counts questions or answers learns that somebody accused (decision 0020).

use jiff::Timestamp;
use jiff::civil::Date;
use rules::Holder;
use serde::Serialize;
use timeline::{CaseId, DepartmentCode, PartyId};

use crate::handle::Center;
use crate::sheet::NextStep;
use crate::{ReadFailure, stored};

/// Which log a code belongs to. It stays inside: an answer does not say it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Matter {
    /// A case.
    Case,
    /// An accusation.
    Accusation,
}

/// Where a matter stands, for whoever holds the query code of its receipt. Nothing personal but the answer, which is for
/// whoever holds the code and nobody else.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct MatterProgress {
    /// Of which kind it is.
    #[serde(skip)]
    pub matter: Matter,
    /// The number it is known by.
    pub number: String,
    /// `registered`, `assigned`, `received`, `at_court`, `elsewhere`, `at_appraisal` or `closed`; of an accusation
    /// `registered`, `transferred`, `accepted`, `declined` or `closed`.
    pub state: &'static str,
    /// Whether a clerk has still to confirm it.
    pub unconfirmed: bool,
    /// Who has it now: a department, or a court, another body or an expert it waits for; `None` if it is closed.
    pub holder: Option<Holder>,
    /// Since when.
    pub held_since: Option<Timestamp>,
    /// The department that is answerable.
    pub department: Option<DepartmentCode>,
    /// What comes next with a case, and until when.
    pub next: Option<NextStep>,
    /// How it ended, if it is closed.
    pub outcome: Option<&'static str>,
    /// The last day on which whoever accused is to be told what becomes of it.
    pub tell_by: Option<Date>,
    /// What whoever accused is told.
    pub answer: Option<String>,
    /// When it was registered.
    pub registered_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

impl Center {
    /// Waits until every code is remembered: in the first seconds after a start some are not.
    pub async fn codes_recalled(&self) {
        self.shell.matters.whole().await;
    }

    /// Whether this is the code of a case, as far as codes are remembered.
    #[must_use]
    pub fn is_code_of_case(&self, code: &str) -> bool {
        self.shell.matters.by_code(self.shell.key.query_tag(code), self.now()).is_some()
    }

    /// Whether this is the code of a case or of an accusation. Both are looked for, whatever is found: how long it takes tells
    /// nothing.
    #[must_use]
    pub fn is_code(&self, code: &str) -> bool {
        let (of_case, of_accusation) = (self.is_code_of_case(code), self.accusation_of_code(code).is_some());
        of_case | of_accusation
    }

    /// Where the matter of a query code stands; `None` if there is no such code.
    ///
    /// # Errors
    /// The log cannot be read.
    pub async fn progress(&self, code: &str) -> Result<Option<MatterProgress>, ReadFailure> {
        match self.case_of_code(code).await {
            Some(case) => self.progress_of_case(case).map(Some),
            None => self.progress_of_accusation(code),
        }
    }

    fn progress_of_case(&self, case: CaseId) -> Result<MatterProgress, ReadFailure> {
        let sheet = self.case(&self.shell.itself, case)?;
        Ok(MatterProgress {
            matter: Matter::Case,
            next: Some(sheet.next_step()),
            number: sheet.number.to_string(),
            state: sheet.state,
            unconfirmed: sheet.unconfirmed,
            holder: sheet.holder,
            held_since: sheet.held_since,
            department: sheet.department,
            outcome: sheet.outcome.map(timeline::Outcome::as_str),
            tell_by: None,
            answer: None,
            registered_at: sheet.registered_at,
            changed_at: sheet.changed_at,
        })
    }

    /// What became of an accusation, with its answer opened: whoever holds the code is who waits for it.
    fn progress_of_accusation(&self, code: &str) -> Result<Option<MatterProgress>, ReadFailure> {
        let (Some(accusations), Some(stream)) = (&self.shell.accusations, self.accusation_of_code(code)) else {
            return Ok(None);
        };
        let entries = stored::read_stream(accusations.log(), stream, 0)?;
        Ok(MatterProgress::of_accusation(&entries, self.rulebook(), self.opener()))
    }

    /// The case a query code belongs to, once every matter is remembered.
    pub(crate) async fn case_of_code(&self, code: &str) -> Option<CaseId> {
        self.holder_of_code(code).await.map(|(case, _)| case)
    }

    /// That case, and the party the code was given to.
    pub(crate) async fn holder_of_code(&self, code: &str) -> Option<(CaseId, PartyId)> {
        self.codes_recalled().await;
        self.shell.matters.by_code(self.shell.key.query_tag(code), self.now())
    }
}
