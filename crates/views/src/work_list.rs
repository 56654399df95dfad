//! The work list (工作清单): what lies on the desk of each department, oldest first.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    CaseId, CaseKind, CaseNumber, Code, DepartmentCode, Entry, Event, IntakeEvent, Kind, Query, Rows, ShapeError,
    TriageEvent, View,
};

use crate::page::{self, Seen};
use crate::standing::{Standing, State, may_move, standing_kinds};

mod applicants;
mod next_act;
mod urgency;
mod waits;

use waits::Awaited;
pub use waits::awaited;

/// See the file.
#[derive(Default)]
pub struct WorkList {
    seen: Seen,
    cases: HashMap<CaseId, Case>,
    desks: BTreeSet<Place>,
}

/// The least id there can be: where a range of one desk begins.
const FIRST_CASE: CaseId = CaseId::new(uuid::Uuid::nil());

/// The word that asks for what goes first, in whatever state it is.
const URGENT: &str = "urgent";

/// Where a row lies: on whose desk, since when, which case. The order of the list.
type Place = (DepartmentCode, Timestamp, CaseId);

/// What is kept of a case. Closed ones keep what a reopening needs.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Case {
    number: CaseNumber,
    kind: CaseKind,
    dispute_type: Option<Code>,
    applicants: applicants::Applicants,
    urgency: urgency::Urgency,
    next: next_act::Next,
    waits: waits::Waits,
    standing: Standing,
}

impl Case {
    /// The list shows who asks and for what as it is known today.
    fn correct(&mut self, fact: &IntakeEvent) {
        self.applicants.note(fact);
        if let IntakeEvent::RegistrationCorrected(fact) = fact {
            self.kind = fact.kind.unwrap_or(self.kind);
        }
    }

    /// The desks it lies on: the one that is answerable, the one that is asked, and those that are to help.
    fn places(&self, case: CaseId) -> impl Iterator<Item = Place> {
        let held = self.standing.since().zip(self.standing.department());
        let held = held.map(|(since, department)| (department.clone(), since, case));
        let asked = self.standing.asked().map(|asked| (asked.department.clone(), asked.since, case));
        let helping = self.waits.helpers().iter().map(move |(helper, since)| (helper.clone(), *since, case));
        held.into_iter().chain(asked).chain(helping)
    }

    /// How it lies on this desk: state, what it waits for, and which body that is.
    fn seen_from(&self, (desk, since, _): &Place) -> (&'static str, Option<Awaited>, Option<&DepartmentCode>) {
        let asked = self.standing.asked().map(|asked| &asked.department);
        let helps = self.waits.helpers().iter().any(|(helper, from)| helper == desk && from == since);
        match (asked, self.standing.waits_for()) {
            (Some(department), _) if department == desk => ("new", None, None),
            _ if helps => ("helping", None, None),
            (_, Some(body)) if self.standing.state() == State::AtCourt => ("waiting", Some(Awaited::Court), Some(body)),
            (_, Some(body)) => ("waiting", Some(Awaited::Body), Some(body)),
            (Some(department), None) => ("waiting", Some(Awaited::Department), Some(department)),
            (None, None) if self.standing.state() == State::AtAppraisal => ("waiting", Some(Awaited::Appraisal), None),
            (None, None) if self.waits.for_citizen() => ("waiting", Some(Awaited::Citizen), None),
            (None, None) => ("received", None, None),
        }
    }
}

impl WorkList {
    fn register(&mut self, entry: &Entry, fact: &timeline::CaseRegistered) {
        let case = Case {
            number: fact.number,
            kind: fact.kind,
            dispute_type: None,
            applicants: applicants::Applicants::default(),
            urgency: urgency::Urgency::default(),
            next: next_act::Next::default(),
            waits: waits::Waits::default(),
            standing: Standing::default(),
        };
        self.cases.insert(entry.stream.into(), case);
    }

    fn write(&self, place: &Place) -> Value {
        let (department, since, id) = place;
        let Some(case) = self.cases.get(id) else { return Value::Null };
        let (state, waits, waits_for) = case.seen_from(place);
        let next = match (state, waits) {
            ("new", _) => "receive_assignment",
            ("helping", _) => "report_co_handling",
            (_, Some(Awaited::Department | Awaited::Court | Awaited::Body | Awaited::Appraisal)) => "wait",
            (_, Some(Awaited::Citizen) | None) => case.next.as_str(),
        };
        json!({
            "case": id, "number": case.number, "kind": case.kind, "dispute_type": case.dispute_type,
            "applicant": case.applicants.first(), "department": department, "state": state, "waits": waits.map(Awaited::as_str), "waits_for": waits_for,
            "since": since, "next": next, "risk": case.urgency.risk, "urgent": case.urgency.is_urgent(),
            "duties_open": case.urgency.duties_open(),
        })
    }

    /// Whether a row is in this state; `urgent` are those of any state that go first.
    fn is(&self, place: &Place, state: &str) -> bool {
        match state {
            URGENT => self.cases.get(&place.2).is_some_and(|case| case.urgency.is_urgent()),
            state => self.state_of(place) == Some(state),
        }
    }

    fn state_of(&self, place: &Place) -> Option<&'static str> {
        self.cases.get(&place.2).map(|case| case.seen_from(place).0)
    }
}

impl View for WorkList {
    fn name(&self) -> &'static str {
        "work-list"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("工作清单", "Work list")
    }

    fn fold_version(&self) -> u32 {
        5
    }

    fn reads(&self) -> &'static [Kind] {
        standing_kinds![
            RegistrationCorrected,
            PartyAdded,
            PartyCorrected,
            PartyRemoved,
            UrgentRiskReported,
            ReportRequired,
            ReportMade,
            RiskAssessed,
            MaterialsRequested,
            MaterialSubmitted,
            CaseClassified,
            RouteChosen,
            CoHandlerAdded,
            CoHandlerReported,
            CoHandlerReleased,
            MediationRequested,
            MediationConsented,
            MediationRefused,
            MediatorAppointed,
            RecusalDecided,
            SessionScheduled,
            SessionHeld,
            AgreementSigned,
            MediationTerminated,
            RemediesAdvised,
            PerformanceRecorded,
            ReturnVisitMade,
            SuitChosen,
            DelegationReceived,
            DelegationReported,
            HandOffAssembled
        ]
    }

    fn apply(&mut self, entry: &Entry) {
        if !self.seen.is_new(entry.place) {
            return;
        }
        if let Event::Intake(IntakeEvent::CaseRegistered(fact)) = &entry.event {
            self.register(entry, fact);
        }
        let id = entry.stream.into();
        let Some(case) = self.cases.get_mut(&id) else { return };
        if !may_move(&entry.event) {
            case.next.note(&entry.event);
            return;
        }
        let before: Vec<Place> = case.places(id).collect();
        case.standing.note(entry);
        case.next.note(&entry.event);
        case.waits.note(entry);
        case.urgency.note(&entry.event);
        if let Event::Intake(fact) = &entry.event {
            case.correct(fact);
        }
        if let Event::Triage(TriageEvent::CaseClassified(fact)) = &entry.event {
            case.dispute_type = Some(fact.dispute_type.clone());
        }
        let after: Vec<Place> = case.places(id).collect();
        if before != after {
            for place in &before {
                self.desks.remove(place);
            }
            self.desks.extend(after);
        }
    }

    fn rows(&self, query: &Query) -> Rows {
        let desk = |place: &&Place| query.department.as_ref().is_none_or(|wanted| place.0 == *wanted);
        let rest = |place: &&Place| {
            query.case.is_none_or(|case| place.2 == case)
                && query.state.as_deref().is_none_or(|state| self.is(place, state))
        };
        let matching: Vec<&Place> = match &query.department {
            Some(department) => {
                let first = (department.clone(), Timestamp::MIN, FIRST_CASE);
                self.desks.range(first..).take_while(desk).filter(rest).collect()
            }
            None => self.desks.iter().filter(rest).collect(),
        };
        let mut figures = serde_json::Map::new();
        for place in &matching {
            let count = figures.entry(self.state_of(place).unwrap_or("received")).or_insert_with(|| 0.into());
            *count = (count.as_u64().unwrap_or(0) + 1).into();
        }
        // A comma stands before every letter of a code, so that the text has the order of the places: `a` before `a-b`.
        let cursor = |place: &Place| format!("{},{:020}/{}", place.0, place.1.as_microsecond(), place.2);
        let mut page = page::page(query, matching.into_iter().map(|place| (cursor(place), place)), |p| self.write(p));
        page.figures = Value::Object(figures);
        page
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        page::save(&self.seen, self.cases.iter())
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (seen, cases) = page::load::<Seen, (CaseId, Case)>(chunks)?;
        let desks = cases.iter().flat_map(|(id, case)| case.places(*id).collect::<Vec<_>>()).collect();
        *self = Self { seen, cases: cases.into_iter().collect(), desks };
        Ok(())
    }
}
