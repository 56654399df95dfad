//! A package for a court, or what went with a referral to another body, as a document: read from the very facts it was
//! put together from, as the case stood then.
//!
//! What was said in sessions cannot come in here: of a session only what nobody disputes is read (invited mediation,
//! article 22; online mediation rules, article 22).

use access::{Action, Actor, Viewer};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;
use timeline::{
    AgreementForm, CaseId, CaseNumber, Code, DepartmentCode, Entry, Event, Fen, HandOffPurpose, Instalment,
    LitigationEvent, ManifestLine, MaterialKind, MediationEvent, PackageItem, Party, PartyId, Procedure, Sealed,
    TerminationReason,
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
    /// Which one it is, for whom, and what is asked.
    #[serde(flatten)]
    pub addressed: Addressed,
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

/// Which one it is, for whom, and what is asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(untagged)]
pub enum Addressed {
    /// A package for a court.
    Court {
        /// Which package of the case, from 1.
        hand_off: u32,
        /// The court it is for.
        court: DepartmentCode,
        /// What is asked of the court.
        purpose: HandOffPurpose,
        /// The cause of action it goes under, if the type of the dispute is known.
        cause: Option<Code>,
    },
    /// What went with a referral.
    Body {
        /// Which referral of the case, from 1.
        referral: u32,
        /// The body it is for.
        body: DepartmentCode,
        /// The procedure that is asked for.
        procedure: Procedure,
        /// The parties that ask for it.
        by: Vec<PartyId>,
        /// By when an answer is expected; `None` where the law sets no period.
        answer_by: Option<Date>,
    },
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
        self.document(
            actor,
            case,
            |addressed| matches!(addressed, Addressed::Court { hand_off, .. } if *hand_off == number),
        )
    }

    /// What went with a referral of a case as a document; `None` if the case has no referral of this number.
    ///
    /// # Errors
    /// There is no such case for this actor, or the log cannot be read.
    pub fn referral(&self, actor: &Actor, case: CaseId, number: u32) -> Result<Option<HandOffSheet>, ReadFailure> {
        self.document(
            actor,
            case,
            |addressed| matches!(addressed, Addressed::Body { referral, .. } if *referral == number),
        )
    }

    /// The document of the first package that is addressed so.
    fn document(
        &self,
        actor: &Actor,
        case: CaseId,
        wanted: impl Fn(&Addressed) -> bool,
    ) -> Result<Option<HandOffSheet>, ReadFailure> {
        let (entries, now) = self.read(actor, Action::ReadHandOff, case.into())?;
        let found = entries.iter().enumerate().find_map(|(at, entry)| {
            let package = Package::of(&entry.event).filter(|package| wanted(&package.addressed))?;
            Some((package, entries.get(..=at)?))
        });
        Ok(found.and_then(|(package, known)| self.document_of(actor, &package, known, &now)))
    }

    /// The package that the last of these facts put together.
    fn document_of(
        &self,
        actor: &Actor,
        package: &Package<'_>,
        entries: &[Entry],
        now: &CaseNow,
    ) -> Option<HandOffSheet> {
        let case = CaseSheet::of(entries, actor, now, (self.rulebook(), self.today()))?;
        let holds = |item: PackageItem| package.contents.contains(&item);
        let mut parties = case.parties;
        let apart = parties.iter_mut().filter_map(keep_apart).collect();
        let mut sheet = HandOffSheet {
            case: case.case,
            number: case.number,
            addressed: package.addressed.clone(),
            assembled_at: entries.last()?.recorded_at,
            complete: package.missing.is_empty(),
            contents: package.contents.to_vec(),
            missing: package.missing.to_vec(),
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
        for line in package.manifest {
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

/// What a fact says it put together.
struct Package<'a> {
    addressed: Addressed,
    contents: &'a [PackageItem],
    missing: &'a [PackageItem],
    manifest: &'a [ManifestLine],
}

impl<'a> Package<'a> {
    /// `None` if the fact put nothing together.
    fn of(event: &'a Event) -> Option<Self> {
        let Event::Litigation(fact) = event else { return None };
        if let LitigationEvent::HandOffAssembled(fact) = fact {
            let (hand_off, court, purpose) = (fact.hand_off, fact.court.clone(), fact.purpose);
            let addressed = Addressed::Court { hand_off, court, purpose, cause: fact.cause.clone() };
            let (contents, missing, manifest) = (&fact.contents, &fact.missing, &fact.manifest);
            return Some(Self { addressed, contents, missing, manifest });
        }
        let LitigationEvent::ReferralMade(fact) = fact else { return None };
        let addressed = Addressed::Body {
            referral: fact.referral,
            body: fact.body.clone(),
            procedure: fact.procedure,
            by: fact.by.clone(),
            answer_by: fact.answer_by,
        };
        Some(Self { addressed, contents: &fact.contents, missing: &fact.missing, manifest: &fact.manifest })
    }
}

impl HandOffSheet {
    /// What leaves the center: plain JSON, disclosed for whoever asked.
    #[must_use]
    pub fn shown(&self) -> Value {
        self.opener.disclosed(self, self.case, &self.viewer)
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
