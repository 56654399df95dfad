//! To whom what is held about a person was passed on: which body, when, which parts, and on what ground (network data
//! regulation, article 12; personal information protection law, articles 23, 44 and 45). Computed from the facts of the case,
//! so that there is no list beside them that could be forgotten.

use std::collections::{BTreeMap, BTreeSet};

use access::{FieldClass, Relation, Role, mask_of};
use jiff::Timestamp;
use serde::Serialize;
use timeline::{
    AccuserStanding, DepartmentCode, Entry, Event, IntakeEvent, LitigationEvent, PackageItem, Party, PartyId,
    SharingBasis, SharingGround, TriageEvent,
};

/// How a body came by it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PassedBy {
    /// It was asked to take the case.
    Assignment,
    /// It was asked to help.
    Help,
    /// It is told what happens to a case it has to do with, without anybody's name or number.
    Subscription,
    /// A package went to a court.
    HandOff,
    /// It was referred to another procedure.
    Referral,
    /// A mediation was reported back to the court that had delegated it.
    Report,
    /// A danger had to be reported.
    Warning,
}

impl PassedBy {
    /// The stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Assignment => "assignment",
            Self::Help => "help",
            Self::Subscription => "subscription",
            Self::HandOff => "hand_off",
            Self::Referral => "referral",
            Self::Report => "report",
            Self::Warning => "warning",
        }
    }
}

/// On what ground.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// Handling the case is its statutory duty (article 13, paragraph 3).
    Duty,
    /// The person asked for it.
    Request,
    /// The law wants it told.
    Law,
    /// The person agreed that this body is told.
    Consent,
    /// It went before the ground was noted.
    NotNoted,
}

impl Ground {
    /// The stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Duty => "duty",
            Self::Request => SharingBasis::Request.as_str(),
            Self::Law => SharingBasis::Law.as_str(),
            Self::Consent => SharingBasis::Consent.as_str(),
            Self::NotNoted => "not_noted",
        }
    }
}

impl From<SharingBasis> for Ground {
    fn from(basis: SharingBasis) -> Self {
        match basis {
            SharingBasis::Request => Self::Request,
            SharingBasis::Law => Self::Law,
            SharingBasis::Consent => Self::Consent,
        }
    }
}

/// Something that was passed on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PassedOn {
    /// To which body.
    pub to: DepartmentCode,
    /// When.
    pub at: Timestamp,
    /// How.
    pub by: PassedBy,
    /// On what ground.
    pub ground: Ground,
    /// The classes of fields it can read as they are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<FieldClass>,
    /// The parts of the package that went.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PackageItem>,
}

/// Everything that was passed on of a party of the case with these facts to other bodies than this center, oldest first. Who had the case before the party
/// came in could read of it from then on.
pub(crate) fn passed_on(entries: &[Entry], party: PartyId, center: &DepartmentCode) -> Vec<PassedOn> {
    let mut ledger = Ledger::of(party, center);
    entries.iter().for_each(|entry| ledger.note(entry));
    ledger.lines
}

/// The fold.
struct Ledger<'a> {
    party: PartyId,
    center: &'a DepartmentCode,
    /// Whether the person is in the case by now, and whether in confidence.
    known: Option<bool>,
    /// Who can read the case without being the window that took it down, how and on what ground.
    readers: Vec<(DepartmentCode, PassedBy)>,
    /// Who is told of the case.
    told: BTreeSet<DepartmentCode>,
    /// What lies ready in each package.
    packages: BTreeMap<u32, Vec<PackageItem>>,
    lines: Vec<PassedOn>,
}

impl<'a> Ledger<'a> {
    fn of(party: PartyId, center: &'a DepartmentCode) -> Self {
        Self {
            party,
            center,
            known: None,
            readers: Vec::new(),
            told: BTreeSet::new(),
            packages: BTreeMap::new(),
            lines: Vec::new(),
        }
    }

    fn note(&mut self, entry: &Entry) {
        let at = entry.recorded_at;
        match &entry.event {
            Event::Intake(fact) => self.note_intake(fact, at),
            Event::Triage(TriageEvent::CaseAssigned(fact)) => self.reads(&fact.to, PassedBy::Assignment, at),
            Event::Triage(TriageEvent::CoHandlerAdded(fact)) => self.reads(&fact.department, PassedBy::Help, at),
            Event::Litigation(fact) => self.note_litigation(fact, at),
            Event::Triage(_) | Event::Mediation(_) | Event::Petition(_) | Event::Oversight(_) | Event::Registry(_) => {}
        }
    }

    fn note_intake(&mut self, fact: &IntakeEvent, at: Timestamp) {
        match fact {
            IntakeEvent::CaseRegistered(fact) => fact.parties.iter().for_each(|party| self.comes_in(party, at)),
            IntakeEvent::PartyAdded(fact) => self.comes_in(&fact.party, at),
            // What a duty to report tells is who is in danger and why, so it is told as it is.
            IntakeEvent::ReportMade(fact) => {
                let classes = vec![FieldClass::Open, FieldClass::Internal, FieldClass::Sensitive];
                self.goes(&fact.to, (PassedBy::Warning, Ground::Law), (classes, Vec::new()), at);
            }
            // No other fact of reception brings anything to another body.
            _ => {}
        }
    }

    fn note_litigation(&mut self, fact: &LitigationEvent, at: Timestamp) {
        match fact {
            LitigationEvent::HandOffAssembled(fact) => {
                self.packages.insert(fact.hand_off, fact.contents.clone());
            }
            LitigationEvent::HandOffSent(fact) => {
                let parts = self.packages.get(&fact.hand_off).cloned().unwrap_or_default();
                let ground = self.ground(&fact.shared_on);
                self.goes(&fact.court, (PassedBy::HandOff, ground), (Vec::new(), parts), at);
            }
            LitigationEvent::ReferralMade(fact) => {
                let ground = self.ground(&fact.shared_on);
                self.goes(&fact.body, (PassedBy::Referral, ground), (Vec::new(), fact.contents.clone()), at);
            }
            LitigationEvent::DelegationReported(fact) => {
                let parts = fact.contents.clone();
                self.goes(&fact.court, (PassedBy::Report, Ground::Law), (Vec::new(), parts), at);
            }
            // No other fact brings anything there.
            _ => {}
        }
    }

    fn comes_in(&mut self, party: &Party, at: Timestamp) {
        if party.id != self.party || self.known.is_some() {
            return;
        }
        self.known = Some(party.standing == Some(AccuserStanding::Confidential));
        for (department, by) in std::mem::take(&mut self.readers) {
            self.reads(&department, by, at);
        }
    }

    /// A department can read the case from now on, and is told what happens to it.
    fn reads(&mut self, department: &DepartmentCode, by: PassedBy, at: Timestamp) {
        let Some(confidential) = self.known else { return self.readers.push((department.clone(), by)) };
        // Whoever registered in confidence is a pseudonym to every department.
        let mask = mask_of(Role::DepartmentHandler, Relation::Assigned);
        let opened = [FieldClass::Open, FieldClass::Internal, FieldClass::Sensitive];
        let is_open = |class: &FieldClass| *class == FieldClass::Open || (!confidential && mask.opens(*class));
        let classes = opened.into_iter().filter(is_open).collect();
        self.goes(department, (by, Ground::Duty), (classes, Vec::new()), at);
        if self.told.insert(department.clone()) {
            let told = (vec![FieldClass::Open], Vec::new());
            self.goes(department, (PassedBy::Subscription, Ground::Duty), told, at);
        }
    }

    fn goes(
        &mut self,
        to: &DepartmentCode,
        (by, ground): (PassedBy, Ground),
        (classes, parts): (Vec<FieldClass>, Vec<PackageItem>),
        at: Timestamp,
    ) {
        if self.known.is_some() && to != self.center {
            self.lines.push(PassedOn { to: to.clone(), at, by, ground, classes, parts });
        }
    }

    fn ground(&self, shared_on: &[SharingGround]) -> Ground {
        let of_party = shared_on.iter().find(|ground| ground.party == self.party);
        of_party.map_or(Ground::NotNoted, |ground| ground.basis.into())
    }
}
