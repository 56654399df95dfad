//! The board of the center (中心总览): how many cases, in which state, with whom, from where, of what type, ended how.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    CaseId, Channel, Code, DepartmentCode, Entry, Event, IntakeEvent, Kind, MediationEvent, Outcome, Query, Rows,
    ShapeError, TriageEvent, View,
};

use crate::page::{self, Seen};
use crate::standing::{Standing, State, standing_kinds};

/// See the file.
#[derive(Default)]
pub struct CenterBoard {
    seen: Seen,
    cases: HashMap<CaseId, Case>,
    figures: Figures,
    counts: BTreeMap<Count, u64>,
}

/// What is counted: a dimension and one of its values, both in the order of their words, as pages follow them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Count {
    Channel(&'static str),
    Department(DepartmentCode),
    Outcome(&'static str),
    State(&'static str),
    Type(Code),
}

/// What is kept of a case to take it out of one count and into another.
#[derive(Clone, Serialize, Deserialize)]
struct Case {
    channel: Channel,
    dispute_type: Option<Code>,
    outcome: Option<Outcome>,
    standing: Standing,
}

/// Totals since the first case.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Figures {
    registered: u64,
    reopened: u64,
    returned: u64,
    mediations: u64,
    agreements: u64,
}

impl Count {
    const fn dimension(&self) -> &'static str {
        match self {
            Self::Channel(_) => "channel",
            Self::Department(_) => "department",
            Self::Outcome(_) => "outcome",
            Self::State(_) => "state",
            Self::Type(_) => "type",
        }
    }

    fn value(&self) -> &str {
        match self {
            Self::Channel(word) | Self::Outcome(word) | Self::State(word) => word,
            Self::Department(department) => department.as_str(),
            Self::Type(kind) => kind.as_str(),
        }
    }
}

impl Case {
    /// The counts it is in now.
    fn counts(&self) -> [Option<Count>; 5] {
        let state = self.standing.state();
        let open = self.standing.department().filter(|_| state != State::Closed);
        [
            Some(Count::Channel(self.channel.as_str())),
            open.cloned().map(Count::Department),
            self.outcome.map(|outcome| Count::Outcome(outcome.as_str())),
            Some(Count::State(state.as_str())),
            self.dispute_type.clone().map(Count::Type),
        ]
    }

    fn note(&mut self, entry: &Entry) {
        self.standing.note(entry);
        match &entry.event {
            Event::Triage(TriageEvent::CaseClassified(fact)) => self.dispute_type = Some(fact.dispute_type.clone()),
            Event::Triage(TriageEvent::CaseClosed(fact)) => self.outcome = Some(fact.outcome),
            Event::Triage(TriageEvent::CaseReopened(_)) => self.outcome = None,
            Event::Intake(_) | Event::Triage(_) | Event::Mediation(_) | Event::Litigation(_) => {}
        }
    }
}

impl Figures {
    fn note(&mut self, event: &Event) {
        let figure = match event {
            Event::Intake(IntakeEvent::CaseRegistered(_)) => &mut self.registered,
            Event::Triage(TriageEvent::CaseReopened(_)) => &mut self.reopened,
            Event::Triage(TriageEvent::AssignmentReturned(_)) => &mut self.returned,
            Event::Mediation(MediationEvent::MediationRequested(_)) => &mut self.mediations,
            Event::Mediation(MediationEvent::AgreementSigned(_)) => &mut self.agreements,
            Event::Intake(_) | Event::Triage(_) | Event::Mediation(_) | Event::Litigation(_) => return,
        };
        *figure += 1;
    }
}

impl CenterBoard {
    fn enter(&mut self, counts: [Option<Count>; 5]) {
        for count in counts.into_iter().flatten() {
            *self.counts.entry(count).or_default() += 1;
        }
    }

    fn leave(&mut self, counts: [Option<Count>; 5]) {
        for count in counts.into_iter().flatten() {
            if let Some(number) = self.counts.get_mut(&count) {
                *number -= 1;
                if *number == 0 {
                    self.counts.remove(&count);
                }
            }
        }
    }

    fn open(&self) -> u64 {
        let open = |count: &Count| matches!(count, Count::State(state) if *state != State::Closed.as_str());
        self.counts.iter().filter(|(count, _)| open(count)).map(|(_, number)| number).sum()
    }
}

impl View for CenterBoard {
    fn name(&self) -> &'static str {
        "center-board"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("中心总览", "Board of the center")
    }

    fn fold_version(&self) -> u32 {
        3
    }

    fn reads(&self) -> &'static [Kind] {
        standing_kinds![CaseClassified, MediationRequested, AgreementSigned]
    }

    fn apply(&mut self, entry: &Entry) {
        if !self.seen.is_new(entry.place) {
            return;
        }
        self.figures.note(&entry.event);
        if let Event::Mediation(_) = &entry.event {
            // Counted among the figures; a mediation moves no case from one count to another.
            return;
        }
        let id = entry.stream.into();
        if let Event::Intake(IntakeEvent::CaseRegistered(_)) = &entry.event {
            let case =
                Case { channel: entry.meta.channel, dispute_type: None, outcome: None, standing: Standing::default() };
            self.enter(case.counts());
            self.cases.insert(id, case);
        }
        let Some(case) = self.cases.get_mut(&id) else { return };
        let before = case.counts();
        case.note(entry);
        let after = case.counts();
        if before != after {
            self.leave(before);
            self.enter(after);
        }
    }

    fn rows(&self, query: &Query) -> Rows {
        let fits = |count: &Count| query.state.as_deref().is_none_or(|dimension| count.dimension() == dimension);
        let matching: Vec<_> = self.counts.iter().filter(|(count, _)| fits(count)).collect();
        let write = |(count, number): &(&Count, &u64)| -> Value {
            json!({ "dimension": count.dimension(), "value": count.value(), "cases": number })
        };
        let rows = matching.iter().map(|pair| (format!("{}/{}", pair.0.dimension(), pair.0.value()), pair));
        let mut page = page::page(query, rows, write);
        page.figures = json!({
            "registered": self.figures.registered, "open": self.open(),
            "closed": self.figures.registered - self.open().min(self.figures.registered),
            "reopened": self.figures.reopened, "returned": self.figures.returned,
            "mediations": self.figures.mediations, "agreements": self.figures.agreements,
        });
        page
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        page::save(&(self.seen, self.figures), self.cases.iter())
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let ((seen, figures), cases) = page::load::<(Seen, Figures), (CaseId, Case)>(chunks)?;
        let mut board = Self { seen, figures, ..Self::default() };
        cases.iter().for_each(|(_, case)| board.enter(case.counts()));
        board.cases = cases.into_iter().collect();
        *self = board;
        Ok(())
    }
}
