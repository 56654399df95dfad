//! Where one case stands, on one sheet: folded from its facts when somebody asks.

mod materials;
mod next_step;
mod options;
mod outside;
mod overdue;
mod package;
mod papers;
mod people;

use access::{Action, Actor, Viewer};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::{Cause, Custody, Holder, Rulebook};
use serde::Serialize;
use serde_json::Value;
use timeline::{
    ActorId, CaseId, CaseKind, CaseNumber, CaseRegistered, Code, DepartmentCode, Entry, Event, Fen, IntakeEvent,
    LitigationEvent, MediationEvent, MediationKind, Outcome, Party, Reference, RiskLevel, Route, Sealed, TriageEvent,
};

pub use materials::MaterialSheet;
pub use next_step::NextStep;
pub use options::{OptionSheet, OptionShown, RuleSaid};
pub use outside::{Alert, Duty, Errand, Likeness, OutsideSheet};
pub use overdue::{OverduePart, WayOpen};
pub use package::PartSheet;
pub use papers::{AskedFor, PapersSheet};
pub use people::PeopleSheet;

use crate::Opener;
use crate::command::States;
use crate::counting::Counting;
use crate::folded::CaseNow;

/// A case as whoever works on it sees it. Personal values are sealed: what leaves the center is [`CaseSheet::shown`].
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CaseSheet {
    /// The case.
    pub case: CaseId,
    /// How many facts it has.
    pub version: u64,
    /// The number it is known by.
    pub number: CaseNumber,
    /// What kind of matter it is.
    pub kind: CaseKind,
    /// What it is about.
    pub claim: Sealed,
    /// The amount in dispute, in fen.
    pub amount: Option<Fen>,
    /// Everybody it is about.
    pub parties: Vec<Party>,
    /// Whether a citizen registered it and no clerk has confirmed it yet.
    pub unconfirmed: bool,
    /// `registered`, `assigned`, `received`, `at_court`, `elsewhere`, `at_appraisal` or `closed`.
    pub state: &'static str,
    /// Who has it now.
    pub holder: Option<Holder>,
    /// Since when.
    pub held_since: Option<Timestamp>,
    /// The department that is answerable, also while the case is closed or at court.
    pub department: Option<DepartmentCode>,
    /// The department that is asked to take it, by which assignment.
    pub asked: Option<Asked>,
    /// Its type.
    pub dispute_type: Option<Code>,
    /// The way it is taken.
    pub route: Option<Route>,
    /// How urgent it is, if somebody said so.
    pub risk: Option<RiskLevel>,
    /// The sheets of options the parties were shown.
    pub option_sheets: Vec<OptionSheet>,
    /// Who stands beside the parties.
    pub people: PeopleSheet,
    /// What was said, told, agreed to and asked for.
    pub papers: PapersSheet,
    /// What reaches beyond the case.
    pub outside: OutsideSheet,
    /// Papers and files that were handed in.
    pub materials: Vec<MaterialSheet>,
    /// Departments that help.
    pub co_handlers: Vec<DepartmentCode>,
    /// The case it is a part of.
    pub part_of: Option<CaseId>,
    /// Its own parts, if it is a package.
    pub parts: Vec<PartSheet>,
    /// How it ended, if it is closed.
    pub outcome: Option<Outcome>,
    /// Its mediation, if there was one.
    pub mediation: Option<MediationSheet>,
    /// What was agreed, had to be done before today and is not done, with what is open because of it.
    pub overdue: Vec<OverduePart>,
    /// How many packages went to a court.
    pub hand_offs: u32,
    /// Under which numbers of their own departments keep it, in the order in which they named them.
    pub references: Vec<OwnNumber>,
    /// When it was registered.
    pub registered_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// What the viewer may ask for next, by the words of the commands; the desks may still refuse.
    pub offers: Vec<&'static str>,
    /// What the viewer may see.
    #[serde(skip)]
    pub viewer: Viewer,
    /// What opens what the viewer may see.
    #[serde(skip)]
    pub(crate) opener: Opener,
}

/// A department that is asked to take a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Asked {
    /// The number of the assignment.
    pub assignment: u32,
    /// The department.
    pub department: DepartmentCode,
}

/// The number a department keeps a case under.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct OwnNumber {
    /// Whose it is.
    pub department: DepartmentCode,
    /// The number.
    pub reference: Reference,
}

impl OwnNumber {
    fn all(entries: &[Entry]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for meta in entries.iter().map(|entry| &entry.meta) {
            let own = meta.reference.clone().map(|reference| Self { department: meta.department.clone(), reference });
            all.extend(own.filter(|own| !all.contains(own)));
        }
        all
    }
}

/// The latest mediation of a case.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct MediationSheet {
    /// Whether it goes on.
    pub open: bool,
    /// Which kind it is.
    pub kind: Option<MediationKind>,
    /// Whether the parties may be asked to pay for it.
    pub fee: bool,
    /// The last day it has, by the law of its kind or by what both sides agreed on.
    pub until: Option<Date>,
    /// Whether that day can still move: the days off of its year are not published yet, or an appraisal is waited for whose
    /// time is not counted.
    pub provisional: bool,
    /// The mediator.
    pub mediator: Option<ActorId>,
    /// Sessions set.
    pub sessions: u32,
    /// Sessions held.
    pub held: u32,
    /// Whether there is an agreement.
    pub agreed: bool,
    /// Parts of the agreement that are owed.
    pub owed: u32,
    /// Parts that were performed.
    pub performed: u32,
}

/// What opened a case.
const fn registered(entry: &Entry) -> Option<&CaseRegistered> {
    match &entry.event {
        Event::Intake(IntakeEvent::CaseRegistered(fact)) => Some(fact),
        Event::Intake(_)
        | Event::Triage(_)
        | Event::Mediation(_)
        | Event::Litigation(_)
        | Event::Petition(_)
        | Event::Oversight(_)
        | Event::Registry(_) => None,
    }
}

impl CaseSheet {
    /// The sheet of a case from its facts; `None` if they are not those of a case.
    pub(crate) fn of(
        entries: &[Entry],
        actor: &Actor,
        now: &CaseNow,
        (rulebook, today): (&Rulebook, Date),
    ) -> Option<Self> {
        let counting = Counting::by(actor, now);
        // What a reader is not told of has not changed the case for it.
        let (first, last) = (entries.first()?, entries.iter().rfind(|entry| counting.tells(entry.version))?);
        let registered = entries.iter().find_map(registered)?;
        let (mut custody, mut states) = (Custody::default(), States::default());
        let mut sheet = Self {
            case: first.stream.into(),
            version: counting.number(last.version),
            number: registered.number,
            kind: registered.kind,
            claim: registered.claim.clone(),
            amount: registered.amount,
            parties: registered.parties.clone(),
            unconfirmed: registered.self_registered,
            state: "registered",
            holder: None,
            held_since: None,
            department: None,
            asked: None,
            dispute_type: None,
            route: None,
            risk: None,
            option_sheets: OptionSheet::all(entries, rulebook),
            people: PeopleSheet::of(entries),
            papers: PapersSheet::of(entries),
            outside: OutsideSheet::of(entries),
            materials: MaterialSheet::all(entries),
            co_handlers: Vec::new(),
            part_of: registered.part_of,
            parts: Vec::new(),
            outcome: None,
            mediation: None,
            overdue: Vec::new(),
            hand_offs: 0,
            references: OwnNumber::all(entries),
            registered_at: first.recorded_at,
            changed_at: last.recorded_at,
            offers: Vec::new(),
            viewer: Viewer::of(actor, now.facts()),
            opener: Opener::default(),
        };
        for entry in entries {
            custody.apply(entry);
            states.evolve(entry);
            sheet.evolve(&entry.event);
        }
        sheet.holder = custody.holder().cloned();
        sheet.held_since = custody.segment().map(|segment| segment.from);
        sheet.department = custody.department().cloned();
        sheet.state = sheet.state_word();
        sheet.offers = Self::offers_for(actor, &states, now);
        if !sheet.viewer.other_cases {
            sheet.outside.duplicates.clear();
        }
        sheet.overdue = overdue::parts(&states, rulebook, today);
        if let Some(mediation) = &mut sheet.mediation {
            mediation.fee = mediation.kind.is_some_and(|kind| rulebook.has_fee(kind));
            let until = states.mediation.lasts_until(rulebook, today).filter(|_| mediation.open);
            mediation.until = until.map(|due| due.on);
            mediation.provisional = until.is_some_and(|due| due.provisional);
        }
        Some(sheet)
    }

    /// What leaves the center: plain JSON, disclosed for the viewer the sheet was made for.
    #[must_use]
    pub fn shown(&self) -> Value {
        self.opener.disclosed(self, self.case, &self.viewer)
    }

    fn state_word(&self) -> &'static str {
        match &self.holder {
            None => "closed",
            Some(Holder::Waiting(Cause::Court(_))) => "at_court",
            Some(Holder::Waiting(Cause::Body(_))) => "elsewhere",
            Some(Holder::Waiting(Cause::Appraisal)) => "at_appraisal",
            Some(Holder::Department(_)) if self.asked.is_some() => "assigned",
            Some(Holder::Department(_)) => self.state,
        }
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Intake(fact) => self.evolve_intake(fact),
            Event::Triage(fact) => self.evolve_triage(fact),
            Event::Mediation(fact) => self.evolve_mediation(fact),
            Event::Litigation(LitigationEvent::HandOffSent(_)) => self.hand_offs += 1,
            Event::Litigation(_) | Event::Petition(_) | Event::Oversight(_) | Event::Registry(_) => {}
        }
    }

    fn evolve_intake(&mut self, fact: &IntakeEvent) {
        match fact {
            IntakeEvent::PartyAdded(added) => self.parties.push(added.party.clone()),
            IntakeEvent::PartyCorrected(corrected) => {
                let wrong = self.parties.iter_mut().filter(|party| party.id == corrected.party.id);
                wrong.for_each(|party| *party = corrected.party.clone());
            }
            IntakeEvent::PartyRemoved(removed) => self.parties.retain(|party| party.id != removed.party),
            IntakeEvent::RegistrationCorrected(corrected) => {
                self.kind = corrected.kind.unwrap_or(self.kind);
                self.claim = corrected.claim.clone().unwrap_or_else(|| self.claim.clone());
                self.amount = corrected.amount.or(self.amount);
            }
            IntakeEvent::RegistrationConfirmed(_) => self.unconfirmed = false,
            IntakeEvent::CaseRegistered(_)
            | IntakeEvent::GuardianNamed(_)
            | IntakeEvent::MaterialSubmitted(_)
            | IntakeEvent::DuplicateConfirmed(_)
            | IntakeEvent::DuplicateRuledOut(_)
            | IntakeEvent::UrgentRiskReported(_)
            | IntakeEvent::ConsentRecorded(_)
            | IntakeEvent::ConsentWithdrawn(_)
            | timeline::intake_aside!() => {}
        }
    }

    fn evolve_triage(&mut self, fact: &TriageEvent) {
        package::note(&mut self.parts, fact);
        match fact {
            TriageEvent::RiskAssessed(fact) => self.risk = Some(fact.level),
            TriageEvent::CoHandlerAdded(fact) => self.co_handlers.push(fact.department.clone()),
            TriageEvent::CoHandlerReleased(fact) => self.co_handlers.retain(|helps| *helps != fact.department),
            TriageEvent::CaseClassified(fact) => self.dispute_type = Some(fact.dispute_type.clone()),
            TriageEvent::RouteChosen(fact) => self.route = Some(fact.route),
            TriageEvent::CaseAssigned(fact) => {
                self.asked = Some(Asked { assignment: fact.assignment, department: fact.to.clone() });
            }
            TriageEvent::AssignmentReceived(_) => (self.state, self.asked) = ("received", None),
            TriageEvent::AssignmentReturned(_) => (self.state, self.asked) = ("registered", None),
            TriageEvent::CaseClosed(fact) => (self.outcome, self.asked) = (Some(fact.outcome), None),
            TriageEvent::AssignmentWithdrawn(_) => self.asked = None,
            TriageEvent::CaseReopened(_) => self.outcome = None,
            timeline::triage_aside!() => {}
        }
    }

    fn evolve_mediation(&mut self, fact: &MediationEvent) {
        let sheet = self.mediation.get_or_insert_default();
        match fact {
            MediationEvent::MediationRequested(fact) => {
                *sheet = MediationSheet { open: true, kind: Some(fact.kind), ..Default::default() };
            }
            MediationEvent::MediatorAppointed(fact) => sheet.mediator = Some(fact.mediator.clone()),
            MediationEvent::RecusalDecided(fact) if fact.granted => {
                sheet.mediator = sheet.mediator.take().filter(|mediator| *mediator != fact.mediator);
            }
            MediationEvent::SessionScheduled(_) => sheet.sessions += 1,
            MediationEvent::SessionHeld(_) => sheet.held += 1,
            MediationEvent::AgreementSigned(fact) => {
                (sheet.agreed, sheet.open) = (true, false);
                sheet.owed = u32::try_from(fact.instalments.len()).unwrap_or(u32::MAX);
            }
            MediationEvent::MediationTerminated(_) => sheet.open = false,
            MediationEvent::PerformanceRecorded(_) => sheet.performed += 1,
            MediationEvent::PerformanceCorrected(fact) if fact.performed_on.is_none() => {
                sheet.performed = sheet.performed.saturating_sub(1);
            }
            MediationEvent::MediationRefused(_)
            | MediationEvent::UndisputedFactsRecorded(_)
            | MediationEvent::AppraisalCommissioned(_)
            | MediationEvent::AppraisalReceived(_)
            | MediationEvent::AppraisalAbandoned(_)
            | MediationEvent::MediationExtended(_)
            | MediationEvent::FalseMediationSuspected(_)
            | MediationEvent::FalseMediationDecided(_)
            | MediationEvent::PerformanceCorrected(_)
            | MediationEvent::AgreementBreached(_)
            | timeline::mediation_aside!() => {}
        }
    }

    /// What the desks offer on the case as it stands, as far as the actor may ask for it.
    fn offers_for(actor: &Actor, states: &States, now: &CaseNow) -> Vec<&'static str> {
        let may = |action: &&Action| access::decide(actor, **action, now.facts()).allowed();
        let offered = Action::ALL.iter().filter(|action| states.offer(action.as_str()));
        offered.filter(may).map(|action| action.as_str()).collect()
    }
}

/// What the reception desk recorded, in order.
fn of_reception(entries: &[Entry]) -> impl Iterator<Item = &IntakeEvent> {
    entries.iter().filter_map(|entry| match &entry.event {
        Event::Intake(fact) => Some(fact),
        Event::Triage(_)
        | Event::Mediation(_)
        | Event::Litigation(_)
        | Event::Petition(_)
        | Event::Oversight(_)
        | Event::Registry(_) => None,
    })
}
