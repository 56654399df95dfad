//! A package for a court as a document: read from the very facts it was put together from, as the case stood then.
//!
//! What was said in sessions cannot come in here: of a session only what nobody disputes is read (invited mediation,
//! article 22; online mediation rules, article 22).

use access::{Action, Actor, Viewer, disclose};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use timeline::{
    AgreementForm, CaseId, CaseNumber, Code, DepartmentCode, Entry, Event, Fen, HandOffAssembled, HandOffPurpose,
    Instalment, LitigationEvent, MaterialKind, MediationEvent, PackageItem, Party, PartyId, Sealed, TerminationReason,
};

use crate::files::submitted;
use crate::folded::CaseNow;
use crate::handle::Center;
use crate::{CaseSheet, Opener, ReadFailure};

/// A package. Personal values are sealed: what leaves the center is [`HandOffSheet::shown`].
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct HandOffSheet {
    /// The case.
    pub case: CaseId,
    /// The number it is known by.
    pub number: CaseNumber,
    /// Which package of the case, from 1.
    pub hand_off: u32,
    /// The court it is for.
    pub court: DepartmentCode,
    /// What is asked of the court.
    pub purpose: HandOffPurpose,
    /// When it was put together: it shows the case as it stood then.
    pub assembled_at: Timestamp,
    /// Whether nothing is missing.
    pub complete: bool,
    /// What it holds.
    pub contents: Vec<PackageItem>,
    /// What would belong in it and is not there. It blocks nothing.
    pub missing: Vec<PackageItem>,
    /// Everybody it is about, each with the address for service, if it is known and the other side may read it.
    pub parties: Vec<Party>,
    /// Where those under protection live and are called: a leaf of its own for the court, which serves papers and keeps the
    /// leaf from the other side.
    pub apart: Vec<KeptApart>,
    /// Claim and facts, as the applicant told them.
    pub claim: Option<Sealed>,
    /// The amount in dispute, in fen.
    pub amount: Option<Fen>,
    /// The type of the dispute.
    pub dispute_type: Option<Code>,
    /// The list of evidence.
    pub evidence: Vec<Evidence>,
    /// What nobody disputes, in the order it was written down.
    pub undisputed_facts: Vec<Sealed>,
    /// How the mediation ended.
    pub mediation_report: Option<MediationReport>,
    /// What was agreed.
    pub agreement: Option<Agreement>,
    /// Who asked for confirmation together.
    pub joint_application: Vec<PartyId>,
    #[serde(skip)]
    viewer: Viewer,
    #[serde(skip)]
    opener: Opener,
}

/// Where somebody under protection can be reached.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct KeptApart {
    /// Who.
    pub party: PartyId,
    /// Where it can be called.
    pub phone: Option<Sealed>,
    /// Where papers reach it.
    pub address: Option<Sealed>,
}

/// A line of the list of evidence.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Evidence {
    /// The number of the material within the case.
    pub material: u32,
    /// What it is.
    pub kind: MaterialKind,
    /// What is written on it.
    pub title: Sealed,
    /// How many pages it has, if it has pages.
    pub pages: Option<u32>,
    /// Who handed it in.
    pub party: Option<PartyId>,
}

/// How the mediation ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct MediationReport {
    /// Why it ended.
    pub reason: TerminationReason,
    /// When.
    pub ended_at: Timestamp,
}

/// What was agreed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Agreement {
    /// Written or oral.
    pub form: AgreementForm,
    /// The terms.
    pub terms: Sealed,
    /// Everybody who signed.
    pub parties: Vec<PartyId>,
    /// What is owed, part by part.
    pub instalments: Vec<Instalment>,
}

impl Center {
    /// A package of a case as a document; `None` if the case has no package of this number.
    ///
    /// # Errors
    /// There is no such case for this actor, or the log cannot be read.
    pub fn hand_off(&self, actor: &Actor, case: CaseId, number: u32) -> Result<Option<HandOffSheet>, ReadFailure> {
        let (entries, now) = self.read(actor, Action::ReadHandOff, case.into())?;
        let put_together =
            entries.iter().position(|entry| assembled(entry).is_some_and(|fact| fact.hand_off == number));
        let known = put_together.and_then(|at| entries.get(..=at));
        Ok(known.and_then(|known| self.hand_off_of(actor, known, &now)))
    }

    /// The package the last of these facts put together.
    fn hand_off_of(&self, actor: &Actor, entries: &[Entry], now: &CaseNow) -> Option<HandOffSheet> {
        let last = entries.last()?;
        let fact = assembled(last)?;
        let case = CaseSheet::of(entries, actor, now, (self.rulebook(), self.today()))?;
        let holds = |item: PackageItem| fact.contents.contains(&item);
        let mut parties = case.parties;
        let apart = parties.iter_mut().filter_map(keep_apart).collect();
        let mut sheet = HandOffSheet {
            case: case.case,
            number: case.number,
            hand_off: fact.hand_off,
            court: fact.court.clone(),
            purpose: fact.purpose,
            assembled_at: last.recorded_at,
            complete: fact.missing.is_empty(),
            contents: fact.contents.clone(),
            missing: fact.missing.clone(),
            claim: holds(PackageItem::Claim).then_some(case.claim),
            parties,
            apart,
            amount: case.amount,
            dispute_type: case.dispute_type,
            evidence: Vec::new(),
            undisputed_facts: Vec::new(),
            mediation_report: None,
            agreement: None,
            joint_application: Vec::new(),
            viewer: case.viewer,
            opener: self.opener().clone(),
        };
        for line in &fact.manifest {
            let held = entries.iter().filter(|entry| entry.id() == line.entry);
            held.for_each(|entry| sheet.take(line.item, entry));
        }
        Some(sheet)
    }
}

/// Takes out of a party what nobody on the other side may read.
fn keep_apart(party: &mut Party) -> Option<KeptApart> {
    let Party { id, phone, address, address_protected, .. } = party;
    address_protected.then(|| KeptApart { party: *id, phone: phone.take(), address: address.take() })
}

fn assembled(entry: &Entry) -> Option<&HandOffAssembled> {
    match &entry.event {
        Event::Litigation(LitigationEvent::HandOffAssembled(fact)) => Some(fact),
        Event::Intake(_) | Event::Triage(_) | Event::Mediation(_) | Event::Litigation(_) | Event::Registry(_) => None,
    }
}

impl HandOffSheet {
    /// What leaves the center: plain JSON, disclosed for whoever asked.
    #[must_use]
    pub fn shown(&self) -> Value {
        let open = |sealed: &Sealed| self.opener.text(self.case.into(), sealed);
        disclose(serde_json::to_value(self).unwrap_or_default(), &self.viewer, &open)
    }

    /// What the asker may see.
    #[must_use]
    pub const fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// One line of the manifest: of the fact that holds the item, that item and nothing else.
    fn take(&mut self, item: PackageItem, entry: &Entry) {
        match item {
            PackageItem::Evidence => self.evidence.extend(evidence(&entry.event)),
            PackageItem::UndisputedFacts => self.undisputed_facts.extend(undisputed(&entry.event)),
            PackageItem::MediationReport => self.mediation_report = report(entry).or(self.mediation_report),
            PackageItem::Agreement => self.agreement = agreement(&entry.event).or_else(|| self.agreement.take()),
            PackageItem::JointApplication => self.joint_application.extend(applicants(&entry.event)),
            // Read off the sheet of the case.
            PackageItem::Parties | PackageItem::Claim | PackageItem::Facts | PackageItem::ServiceAddresses => {}
        }
    }
}

fn evidence(event: &Event) -> Option<Evidence> {
    let fact = submitted(event)?;
    Some(Evidence {
        material: fact.material,
        kind: fact.kind,
        title: fact.title.clone(),
        pages: fact.pages,
        party: fact.party,
    })
}

fn undisputed(event: &Event) -> Option<Sealed> {
    let Event::Mediation(fact) = event else { return None };
    if let MediationEvent::UndisputedFactsRecorded(fact) = fact {
        return Some(fact.undisputed_facts.clone());
    }
    if let MediationEvent::SessionHeld(held) = fact { held.undisputed_facts.clone() } else { None }
}

fn report(entry: &Entry) -> Option<MediationReport> {
    let Event::Mediation(fact) = &entry.event else { return None };
    let ended_at = entry.meta.occurred_at;
    if let MediationEvent::MediationTerminated(fact) = fact {
        return Some(MediationReport { reason: fact.reason, ended_at });
    }
    let agreed = matches!(fact, MediationEvent::AgreementSigned(_));
    agreed.then_some(MediationReport { reason: TerminationReason::Agreed, ended_at })
}

fn agreement(event: &Event) -> Option<Agreement> {
    let Event::Mediation(MediationEvent::AgreementSigned(fact)) = event else { return None };
    let (terms, parties, instalments) = (fact.terms.clone(), fact.parties.clone(), fact.instalments.clone());
    Some(Agreement { form: fact.form, terms, parties, instalments })
}

fn applicants(event: &Event) -> Vec<PartyId> {
    let Event::Litigation(LitigationEvent::ConfirmationApplied(fact)) = event else { return Vec::new() };
    fact.parties.clone()
}
