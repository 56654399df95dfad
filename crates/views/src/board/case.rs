//! What the board keeps of one case, and what it counts as.

use rules::Owed;
use serde::{Deserialize, Serialize};
use timeline::{
    AreaLevel, CaseRegistered, Channel, Code, CourtOutcome, DepartmentCode, Entry, Event, IntakeEvent, LitigationEvent,
    MediationEvent, Outcome, Reference, Route, TriageEvent,
};

use super::levels;
use super::rates::{Held, Holds};
use crate::standing::{Standing, State, may_move};

/// What is counted: a dimension and one of its values, both in the order of their words, as pages follow them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Count {
    Channel(&'static str),
    Department(DepartmentCode),
    Outcome(&'static str),
    Route(&'static str),
    State(&'static str),
    Type(Code),
}

impl Count {
    pub(super) const fn dimension(&self) -> &'static str {
        match self {
            Self::Channel(_) => "channel",
            Self::Department(_) => "department",
            Self::Outcome(_) => "outcome",
            Self::Route(_) => "route",
            Self::State(_) => "state",
            Self::Type(_) => "type",
        }
    }

    pub(super) fn value(&self) -> &str {
        match self {
            Self::Channel(word) | Self::Outcome(word) | Self::Route(word) | Self::State(word) => word,
            Self::Department(department) => department.as_str(),
            Self::Type(kind) => kind.as_str(),
        }
    }
}

/// What is kept of a case to take it out of one count and into another.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Case {
    channel: Channel,
    arose: AreaLevel,
    dispute_type: Option<Code>,
    outcome: Option<Outcome>,
    /// The first one chosen: where the matter was sent, as the published counts have it.
    route: Option<Route>,
    mediation: Mediation,
    duplicate: Duplicate,
    /// Times it was assigned and handed back; more than 255 are 255.
    assigned: u8,
    returned: u8,
    delegated_down: bool,
    /// Whether a citizen came about it since it last went from one department to another.
    visited: bool,
    /// The level each assignment goes to, where one was named.
    levels: Vec<(u32, AreaLevel)>,
    /// The numbers under which a court confirmed an agreement.
    confirmed: Vec<Reference>,
    pub(super) standing: Standing,
}

/// Whether it is the same as another case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
enum Duplicate {
    #[default]
    No,
    Suspected,
    Confirmed,
}

/// How far the mediation of a case ever came.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Mediation {
    requested: bool,
    ended: bool,
    consented: bool,
    sat: bool,
    agreed: bool,
    /// Of each instalment, whether it was performed.
    owed: Owed<bool>,
    /// What the last return visit found.
    kept: Option<bool>,
}

impl Case {
    pub(super) fn registered(fact: &CaseRegistered, channel: Channel) -> Self {
        Self {
            channel,
            arose: levels::level_of(&fact.area),
            dispute_type: None,
            outcome: None,
            route: None,
            mediation: Mediation::default(),
            duplicate: Duplicate::default(),
            assigned: 0,
            returned: 0,
            delegated_down: false,
            visited: false,
            levels: Vec::new(),
            confirmed: Vec::new(),
            standing: Standing::default(),
        }
    }

    /// The counts it is in now.
    pub(super) fn counts(&self) -> [Option<Count>; 6] {
        let open = self.standing.department().filter(|_| !self.is_closed());
        [
            Some(Count::Channel(self.channel.as_str())),
            open.cloned().map(Count::Department),
            self.outcome.map(|outcome| Count::Outcome(outcome.as_str())),
            self.route.map(|route| Count::Route(platform(route))),
            Some(Count::State(self.standing.state().as_str())),
            self.dispute_type.clone().map(Count::Type),
        ]
    }

    /// What holds of it now.
    pub(super) fn held(&self) -> Held {
        let Mediation { requested, ended, consented, sat, agreed, ref owed, kept } = self.mediation;
        let performed = owed.parts().all(|(_, _, performed)| *performed);
        let confirmed = !self.confirmed.is_empty();
        let closed = self.is_closed();
        let resolved = |outcome| matches!(outcome, Outcome::Settled | Outcome::SettledPrivately | Outcome::Explained);
        Held::default()
            .with(Holds::Registered, true)
            .with(Holds::Assigned, self.assigned > 0)
            .with(Holds::ReturnLoop, self.assigned > 0 && self.returned > 1)
            .with(Holds::DelegatedDown, self.delegated_down)
            .with(Holds::Closed, closed)
            .with(Holds::Resolved, closed && self.outcome.is_some_and(resolved))
            .with(Holds::ClosedLocally, closed && self.level() != AreaLevel::County)
            .with(Holds::Suspected, self.duplicate >= Duplicate::Suspected)
            .with(Holds::Duplicate, self.duplicate == Duplicate::Confirmed)
            .with(Holds::Requested, requested)
            .with(Holds::Ended, requested && (ended || agreed))
            .with(Holds::AgreedOfEnded, requested && agreed)
            .with(Holds::Consented, consented)
            .with(Holds::Sat, sat)
            .with(Holds::Agreed, requested && agreed)
            .with(Holds::AgreedOfConsented, consented && agreed)
            .with(Holds::AgreedOfSat, sat && agreed)
            .with(Holds::Confirmed, requested && agreed && confirmed)
            .with(Holds::AgreedAndClosed, requested && agreed && closed)
            .with(Holds::ConfirmedAndClosed, requested && agreed && closed && confirmed)
            .with(Holds::Performed, requested && agreed && performed)
            .with(Holds::Visited, agreed && kept.is_some())
            .with(Holds::Kept, agreed && kept == Some(true))
    }

    pub(super) const fn arose(&self) -> AreaLevel {
        self.arose
    }

    pub(super) fn is_closed(&self) -> bool {
        self.standing.state() == State::Closed
    }

    /// The level that has it, or had it last: that of the assignment it is held by, and the county, to which the center
    /// belongs, while no assignment names one.
    pub(super) fn level(&self) -> AreaLevel {
        let of = |held: &u32| self.levels.iter().find(|(assignment, _)| assignment == held).map(|(_, level)| *level);
        self.standing.received().iter().rev().find_map(of).unwrap_or(AreaLevel::County)
    }

    /// A citizen came about it.
    pub(super) const fn visit(&mut self) {
        self.visited = true;
    }

    /// It goes from one department to another; answers whether no citizen came since it last did.
    pub(super) const fn hop(&mut self) -> bool {
        !std::mem::replace(&mut self.visited, false)
    }

    pub(super) fn note(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Intake(fact) => {
                self.standing.note(entry);
                self.note_intake(fact);
            }
            Event::Triage(fact) => {
                self.standing.note(entry);
                self.note_triage(fact);
            }
            Event::Mediation(fact) => {
                if may_move(&entry.event) {
                    self.standing.note(entry);
                }
                self.mediation.note(fact);
            }
            Event::Litigation(fact) => {
                self.standing.note(entry);
                self.note_answer(fact);
            }
            Event::Petition(_) | Event::Oversight(_) | Event::Registry(_) => {}
        }
    }

    fn note_intake(&mut self, fact: &IntakeEvent) {
        match fact {
            IntakeEvent::RegistrationCorrected(fact) => {
                self.arose = fact.area.as_ref().map_or(self.arose, levels::level_of);
            }
            IntakeEvent::DuplicateSuspected(_) => self.duplicate = Duplicate::Suspected,
            IntakeEvent::DuplicateConfirmed(_) => self.duplicate = Duplicate::Confirmed,
            IntakeEvent::DuplicateRuledOut(_) => self.duplicate = Duplicate::No,
            _ => {}
        }
    }

    fn note_triage(&mut self, fact: &TriageEvent) {
        match fact {
            TriageEvent::CaseClassified(fact) => self.dispute_type = Some(fact.dispute_type.clone()),
            TriageEvent::RouteChosen(fact) => self.route = self.route.or(Some(fact.route)),
            TriageEvent::CaseAssigned(fact) => {
                self.assigned = self.assigned.saturating_add(1);
                self.levels.extend(fact.level.map(|level| (fact.assignment, level)));
            }
            TriageEvent::AssignmentReturned(_) => self.returned = self.returned.saturating_add(1),
            TriageEvent::CaseDelegatedDown(fact) => {
                self.delegated_down = true;
                self.levels.push((fact.assignment, fact.level));
            }
            TriageEvent::CaseEscalated(fact) => self.levels.push((fact.assignment, fact.level)),
            TriageEvent::CaseClosed(fact) => self.outcome = Some(fact.outcome),
            TriageEvent::CaseReopened(_) => self.outcome = None,
            _ => {}
        }
    }
}

impl Case {
    /// A court confirmed the agreement as long as one answer says so that nobody has put right.
    fn note_answer(&mut self, fact: &LitigationEvent) {
        let (reference, outcome) = match fact {
            LitigationEvent::CourtAnswered(answer) => (&answer.reference, answer.outcome),
            LitigationEvent::CourtAnswerCorrected(answer) => (&answer.reference, answer.outcome),
            _ => return,
        };
        self.confirmed.retain(|known| known != reference);
        if outcome == CourtOutcome::Confirmed {
            self.confirmed.push(reference.clone());
        }
    }
}

impl Mediation {
    fn note(&mut self, fact: &MediationEvent) {
        match fact {
            MediationEvent::MediationRequested(_) => self.requested = true,
            MediationEvent::MediationRefused(_) | MediationEvent::MediationTerminated(_) => self.ended = true,
            MediationEvent::MediationConsented(_) => self.consented = true,
            MediationEvent::SessionHeld(_) => self.sat = true,
            MediationEvent::AgreementSigned(fact) => {
                self.agreed = true;
                self.owed.bind(fact, |performed| *performed, |_| false);
            }
            MediationEvent::PerformanceRecorded(fact) => self.perform(fact.instalment, true),
            MediationEvent::PerformanceCorrected(fact) => self.perform(fact.instalment, fact.performed_on.is_some()),
            MediationEvent::ReturnVisitMade(fact) => self.kept = Some(fact.performed),
            _ => {}
        }
    }

    fn perform(&mut self, instalment: u32, performed: bool) {
        self.owed.part_mut(instalment).into_iter().for_each(|part| *part = performed);
    }
}

/// Where a chosen way leads, in the words of the published counts (Zhuji, 2019 to 2020): arbitration and reconsideration
/// are none of its five platforms and count as others.
pub(super) const fn platform(route: Route) -> &'static str {
    match route {
        Route::Petition => "petition",
        Route::PublicSecurity => "public_security",
        Route::Litigation => "court",
        Route::LegalServices => "public_legal_services",
        Route::Mediation => "mediation_organisation",
        Route::Arbitration | Route::Reconsideration | Route::Other => "other",
    }
}

/// Every word of [`platform`].
pub(super) const PLATFORMS: &[&str] =
    &["petition", "public_security", "court", "public_legal_services", "mediation_organisation", "other"];
