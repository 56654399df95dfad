//! The receipt a citizen takes home as a proof: of a commit in which reception recorded what was handed in.
//!
//! What the applicant said is opened in it, and what others are called stays sealed. Of anything else there is no receipt: a
//! mediation is confidential, and a note of the staff is not the citizen's. That the matter may be there already is recorded
//! in a commit behind that of the registration. It was not always: an older registration with such a note in its commit is
//! proven by the receipt issued next, which says no more than number and time.

use std::collections::BTreeSet;

use access::{Action, Actor, Viewer, is_told_of_other_cases};
use journal::{CommitView, ReadError};
use receipt::{Opened, Receipt, sealed_values};
use rules::day_of;
use serde_json::Value;
use timeline::{CaseId, CaseNumber, Entry, Event, IntakeEvent, Party, PartyId, PartyRole, StreamId, SubjectId};

use crate::citizen::number_of;
use crate::handle::Center;
use crate::reading::Page;
use crate::stored::{self, StoredError};
use crate::{ReadFailure, Signer};

/// A receipt somebody gave out today, and the code that goes on the paper. It is derived anew each time, and kept nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct GivenOut {
    /// Whose it is.
    pub party: PartyId,
    /// With what the party asks where its case stands.
    pub query_code: String,
}

/// A receipt, and the number of its case.
#[derive(Clone, PartialEq, Debug)]
pub struct CaseReceipt {
    /// The number of the case.
    pub number: CaseNumber,
    /// The document.
    pub receipt: Receipt,
    /// For whom texts were opened in it.
    pub viewer: Viewer,
}

impl CaseReceipt {
    /// The name a copy gets.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}-receipt.json", self.number)
    }
}

impl Center {
    /// The receipt of what was recorded as this version of a case, or of its registration, with the applicant's own texts
    /// opened; `None` if nothing was handed in then, or nobody signs this log. Of what was handed in later reception and
    /// triage give receipts out, and nobody else.
    ///
    /// # Errors
    /// There is no such case for this actor, or the log cannot be read.
    pub fn receipt(
        &self,
        actor: &Actor,
        case: CaseId,
        version: Option<u64>,
    ) -> Result<Option<CaseReceipt>, ReadFailure> {
        let (entries, now) = self.read(actor, Action::ReadReceipt, case.into())?;
        let viewer = Viewer::of(actor, now.facts());
        // A proof shows its whole commit, and with it the version: for whoever counts without some facts, the first alone
        // has the number it is known by.
        if version.is_some_and(|number| number > 1) && !is_told_of_other_cases(actor.role) {
            return Ok(None);
        }
        let mut whose = subjects_of_applicant(case, &entries);
        whose.retain(|subject| viewer.confidences || !subject.is_in_confidence());
        let found = self.receipt_of(&entries, version, &whose)?;
        Ok(found.map(|found| CaseReceipt { viewer, ..found }))
    }

    /// The receipts this actor gave out today, as far as they stand in this history and were not replaced since. Their codes are
    /// told to nobody else, and on no other day: whoever lost one is given another.
    #[must_use]
    pub fn given_out(&self, actor: &Actor, history: &Page) -> Vec<GivenOut> {
        let today = self.today();
        let is_own = |entry: &&Entry| entry.meta.actor == actor.id && day_of(entry.recorded_at) == today;
        let given = history.entries.iter().filter(is_own).filter_map(|entry| match &entry.event {
            Event::Intake(IntakeEvent::ReceiptIssued(fact)) => {
                let query_code = self.shell.key.query_code(entry.meta.request);
                let in_force = self.shell.matters.by_code(self.shell.key.query_tag(&query_code), self.now());
                let is_in_force = in_force == Some((entry.stream.into(), fact.party));
                is_in_force.then_some(GivenOut { party: fact.party, query_code })
            }
            _ => None,
        });
        given.collect()
    }

    /// The receipt of the registration a query code belongs to, with nothing opened: a code may have been read over a
    /// shoulder. `None` if there is no such code.
    ///
    /// # Errors
    /// The log cannot be read.
    pub async fn receipt_of_code(&self, code: &str) -> Result<Option<CaseReceipt>, ReadFailure> {
        let Some(case) = self.case_of_code(code).await else { return Ok(None) };
        let center = self.clone();
        let reading = tokio::task::spawn_blocking(move || {
            let (entries, _) = center.read(&center.shell.itself, Action::ReadReceipt, case.into())?;
            Ok(center.receipt_of(&entries, None, &BTreeSet::new())?)
        });
        reading.await.unwrap_or_else(|error| Err(ReadFailure::Failed { what: error.to_string() }))
    }

    fn receipt_of(
        &self,
        entries: &[Entry],
        version: Option<u64>,
        whose: &BTreeSet<SubjectId>,
    ) -> Result<Option<CaseReceipt>, StoredError> {
        let registers = |event: &Event| {
            matches!(event, Event::Intake(IntakeEvent::CaseRegistered(_) | IntakeEvent::ReceiptIssued(_)))
        };
        let wanted =
            |entry: &&Entry| version.map_or_else(|| registers(&entry.event), |version| entry.version == version);
        let handed_in = entries.iter().filter(wanted).find(|entry| is_handed_in(entries, entry));
        let (Some(recorded), Some(signer)) = (handed_in, self.shell.options.signer.as_deref()) else { return Ok(None) };
        let Some(number) = number_of(entries) else { return Ok(None) };
        let receipt = self.proof(signer, (recorded.stream, recorded.version), whose)?;
        Ok(receipt.map(|receipt| CaseReceipt { number, receipt, viewer: Viewer::STRANGER }))
    }

    fn proof(
        &self,
        signer: &Signer,
        (stream, version): (StreamId, u64),
        whose: &BTreeSet<SubjectId>,
    ) -> Result<Option<Receipt>, StoredError> {
        let journal = self.shell.journal.as_ref();
        let commits = journal.read_stream(stored::stream_key(stream), version - 1)?;
        let Some(commit) = commits.first() else { return Ok(None) };
        let Some((size, note)) = signer.covering(commit.position, journal) else { return Ok(None) };
        let path = journal.prove_inclusion(commit.position, size)?;
        let damaged = || ReadError::Damaged { position: commit.position, what: "it cannot be read".to_owned() };
        let view = CommitView::parse(commit.position, &commit.bytes).ok_or_else(damaged)?;
        let opened = self.opened(stream, &view, whose);
        Ok(Some(Receipt::new((commit.position, &commit.bytes), &path, (&note, signer.verifier()), opened)))
    }

    /// The texts of these subjects, opened where they lie.
    fn opened(&self, stream: StreamId, commit: &CommitView<'_>, whose: &BTreeSet<SubjectId>) -> Vec<Opened> {
        let mut opened = Vec::new();
        for entry in commit.entries() {
            let body: Value = serde_json::from_slice(entry.body).unwrap_or_default();
            for (at, sealed) in sealed_values(&body) {
                let opening = Some(&sealed).filter(|sealed| whose.contains(&sealed.subject()));
                let opening = opening.and_then(|sealed| self.opener().opening(stream, sealed));
                opened.extend(opening.map(|opening| Opened::new(entry.index, at, &opening.text, &opening.salt[..])));
            }
        }
        opened
    }
}

/// Whether this and all that was recorded with it is what the citizen brought. A proof shows its whole commit, and that the
/// same matter may be there already is nothing a citizen learns from a receipt.
fn is_handed_in(entries: &[Entry], entry: &Entry) -> bool {
    let mut together = entries.iter().filter(|other| other.place.position == entry.place.position);
    together.all(|other| {
        matches!(
            other.event,
            Event::Intake(
                IntakeEvent::CaseRegistered(_)
                    | IntakeEvent::ReceiptIssued(_)
                    | IntakeEvent::StatementTaken(_)
                    | IntakeEvent::MaterialSubmitted(_)
            )
        )
    })
}

/// Under whose keys the applicants' own words lie: those of the case, and each applicant's.
fn subjects_of_applicant(case: CaseId, entries: &[Entry]) -> BTreeSet<SubjectId> {
    let named = entries.iter().flat_map(|entry| match &entry.event {
        Event::Intake(IntakeEvent::CaseRegistered(fact)) => fact.parties.iter().collect::<Vec<&Party>>(),
        Event::Intake(IntakeEvent::PartyAdded(fact)) => vec![&fact.party],
        _ => Vec::new(),
    });
    let applicants = named.filter(|party| party.role == PartyRole::Applicant).map(|party| party.id.into());
    applicants.chain([case.into()]).collect()
}
