//! Forgetting somebody: what the rules must know of the case, and what the log says was decided, carried out.
//!
//! The log comes first. A key is destroyed because a fact says so, and again at every start: whoever puts an old keyring
//! beside a newer log does not bring anybody back. What must still be kept is kept and not opened for anybody.

use std::collections::BTreeSet;
use std::time::Duration;

use access::{Actor, CaseFacts, decide};
use jiff::Timestamp;
use registry::{CarryOutErasure, Dossier};
use rules::day_of;
use serde::Deserialize;
use timeline::{
    CaseId, Channel, Entry, Event, IntakeEvent, MediationEvent, PartyId, Query, RegistryEvent, RequestId, Rows,
    SubjectId, SubjectsErased, TriageEvent,
};

use crate::handle::{Center, Shell};
use crate::reading::permit;
use crate::register::{ERASURES, RETENTION, reading_of};
use crate::stored::{StoredError, chain};
use crate::{Failure, Order, ReadFailure};

/// How often it is looked at what has come due. Erasures wait for days, so an hour more changes nothing.
pub(crate) const LOOK_EVERY: Duration = Duration::from_hours(1);

/// A request as its view writes it.
#[derive(Deserialize)]
struct Row {
    case: CaseId,
    erasure: u32,
    #[serde(default)]
    subjects: Vec<SubjectId>,
    not_before: Option<Timestamp>,
    #[serde(default)]
    held: bool,
}

impl Center {
    /// Whether keys were destroyed and the others not yet wrapped anew: until then an old copy of the keyring brings back
    /// what was to be forgotten.
    #[must_use]
    pub fn owes_an_epoch(&self) -> bool {
        self.shell.options.vault.as_ref().is_some_and(|vault| vault.status().owed > 0)
    }

    /// Whether the keyring could not be written once: until the process is started again nobody who comes is given a key.
    #[must_use]
    pub fn keys_failed(&self) -> bool {
        self.shell.options.vault.as_ref().is_some_and(|vault| vault.has_failed())
    }

    /// Cases whose time to be kept is over, oldest first, for the archive to appraise.
    ///
    /// # Errors
    /// Not for this actor.
    pub fn due_for_appraisal(&self, actor: &Actor, query: &Query) -> Result<Rows, ReadFailure> {
        permit(decide(actor, reading_of(RETENTION), &CaseFacts::default()))?;
        let Some(held) = self.shell.views.get(RETENTION) else { return Err(ReadFailure::NotFound) };
        let over = self.rulebook().kept_no_longer(self.today());
        Ok(held.view.rows(&Query { today: Some(over), ..query.clone() }))
    }

    /// Carries out every erasure whose time has come, in the center's own name. Answers how many. One that cannot be carried
    /// out keeps none of the others waiting: each is logged with its case.
    ///
    /// # Errors
    /// The first failure, as [`Center::submit`] answers it.
    pub async fn carry_out_due_erasures(&self) -> Result<usize, Failure> {
        let now = self.now();
        let is_due = |row: &Row| !row.held && row.not_before.is_some_and(|not_before| not_before <= now);
        let due: Vec<Row> = self.shell.erasures("approved").into_iter().filter(is_due).collect();
        let mut first = None;
        for row in &due {
            match self.carry_out(row).await {
                Ok(()) => {}
                Err(Failure::Refused(refused)) => tracing::warn!(code = refused.code, "an erasure waits"),
                Err(failure) => {
                    tracing::error!(case = %row.case, %failure, "an erasure that is due was not carried out");
                    first.get_or_insert(failure);
                }
            }
        }
        first.map_or(Ok(due.len()), Err)
    }

    async fn carry_out(&self, Row { case, erasure, .. }: &Row) -> Result<(), Failure> {
        let command = CarryOutErasure { case: *case, erasure: *erasure, dossier: Dossier::default() };
        let request = RequestId::derive(registry::erasure_stream(*case).uuid(), &format!("carry-out-{erasure}"));
        let itself = self.shell.itself.clone();
        let order = Order::new(itself, request, Channel::System, registry::Command::from(command));
        self.submit(order).await.map(drop)
    }
}

/// Erases whatever has come due and wraps the keyring anew after it, until the center closes.
pub(crate) async fn erase_and_renew(center: Center) {
    let mut stop = center.shell.stop.subscribe();
    loop {
        // What failed is logged, and tried again at the next look.
        let _ = center.carry_out_due_erasures().await;
        center.shell.renew_keyring().await;
        tokio::select! {
            () = tokio::time::sleep(center.shell.options.erasures_every) => {}
            () = center.shell.erased.notified() => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

impl Shell {
    /// What a rule about erasures must know of its case.
    pub(crate) fn look_at_dossier(
        &self,
        command: &mut registry::Command,
        asker: &Actor,
        now: Timestamp,
    ) -> Result<(), StoredError> {
        let Some((dossier, case)) = command.dossier() else { return Ok(()) };
        let (entries, found) = self.case_now(case.into(), now)?;
        *dossier = Dossier { stands_aside: found.facts().keeps_apart(asker), ..dossier_of(&entries) };
        Ok(())
    }

    /// What the log says of those who are, or are to be, forgotten, made true before anybody is served.
    pub(crate) fn forget_again(&self) {
        let restricted = ["restricted", "approved"].into_iter().flat_map(|state| self.erasures(state));
        self.opener.keep_closed(restricted.flat_map(|row| row.subjects));
        let erased: Vec<SubjectId> = self.erasures("erased").into_iter().flat_map(|row| row.subjects).collect();
        self.destroy(&erased);
    }

    /// Takes note of a fact that was just recorded: from now on nobody is shown what is restricted.
    pub(crate) fn note_erasure(&self, entry: &Entry) {
        match &entry.event {
            Event::Registry(RegistryEvent::ProcessingRestricted(fact)) => {
                self.opener.keep_closed(fact.subjects.iter().copied());
            }
            Event::Registry(RegistryEvent::ErasureWithdrawn(fact)) => self.opener.open_again(&fact.subjects),
            Event::Registry(RegistryEvent::ErasureRejected(fact)) => self.opener.open_again(&fact.subjects),
            Event::Registry(RegistryEvent::SubjectsErased(fact)) => {
                self.opener.keep_closed(fact.subjects.iter().copied());
            }
            _ => {}
        }
    }

    /// Carries out what a fact says. Waits for the disk.
    pub(crate) fn carry_out_erasure(&self, fact: &SubjectsErased) {
        self.destroy(&fact.subjects);
        let forgotten: BTreeSet<SubjectId> = fact.subjects.iter().copied().collect();
        self.matters.forget(&forgotten);
        self.erased.notify_one();
    }

    /// A key that could not be destroyed is tried again at the next start; until then its values stay closed.
    fn destroy(&self, subjects: &[SubjectId]) {
        let Some(vault) = &self.options.vault else { return };
        for subject in subjects {
            if let Err(error) = vault.erase(*subject) {
                tracing::error!(%subject, error = chain(&error), "a key is not destroyed yet");
            }
        }
    }

    /// Old copies of a destroyed key become noise when the others are wrapped anew. Whether that is owed is read off the
    /// keyring: what failed is tried again at the next look, and what a stop came between, after the next start.
    async fn renew_keyring(&self) {
        let Some(vault) = self.options.vault.clone().filter(|vault| vault.status().owed > 0) else { return };
        let renewing = tokio::task::spawn_blocking(move || vault.next_epoch());
        match renewing.await {
            Ok(Ok(epoch)) => tracing::info!(epoch, "the keyring was wrapped anew after an erasure"),
            Ok(Err(error)) => {
                tracing::error!(error = chain(&error), "old copies of the keyring still open: run `yidi keys epoch`");
            }
            Err(error) => tracing::error!(%error, "the keyring was not wrapped anew"),
        }
    }

    fn erasures(&self, state: &str) -> Vec<Row> {
        self.views.all_rows(ERASURES, Query { state: Some(state.to_owned()), ..Query::default() })
    }
}

/// Whether there is a case, who was ever a party of it, and whether it is closed. An enquiry that was answered is over on its day,
/// and the page of a mediator with the term.
fn dossier_of(entries: &[Entry]) -> Dossier {
    let mut dossier = Dossier::default();
    let mut parties: BTreeSet<PartyId> = BTreeSet::new();
    for entry in entries {
        match &entry.event {
            Event::Intake(IntakeEvent::CaseRegistered(fact)) => {
                dossier.is_there = true;
                parties.extend(fact.parties.iter().map(|party| party.id));
            }
            Event::Intake(IntakeEvent::PartyAdded(fact)) => drop(parties.insert(fact.party.id)),
            Event::Triage(TriageEvent::CaseClosed(_)) => dossier.closed_on = Some(day_of(entry.recorded_at)),
            Event::Triage(TriageEvent::CaseReopened(_)) => dossier.closed_on = None,
            Event::Intake(IntakeEvent::EnquiryAnswered(_)) => dossier.is_over_on(day_of(entry.recorded_at)),
            Event::Mediation(MediationEvent::MediatorEnrolled(fact)) => dossier.is_over_on(fact.term_until),
            Event::Mediation(MediationEvent::MediatorTermRenewed(fact)) => dossier.is_over_on(fact.term_until),
            _ => {}
        }
    }
    dossier.parties = parties.into_iter().collect();
    dossier
}
