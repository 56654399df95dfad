//! The board of the center (中心总览): how many cases, in which state, with whom, from where, of what type, by which way,
//! ended how; how far they had to travel; and the rates by which a center is measured, each with its definition.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    CaseId, Entry, Event, IntakeEvent, Kind, LitigationEvent, MediationEvent, Query, Rows, ShapeError, TriageEvent,
    View,
};

use crate::page::{self, Seen};
use crate::rate::{Form, Packs, Predicate};
use crate::standing::standing_kinds;

mod case;
mod levels;
mod rates;
mod totals;

use case::{Case, Count};
use levels::ByLevel;
use rates::Holds;
use totals::Totals;

/// See the file.
#[derive(Default)]
pub struct CenterBoard {
    head: Head,
    cases: HashMap<CaseId, Case>,
    totals: Totals,
}

/// What a snapshot keeps beside the cases.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Head {
    seen: Seen,
    packs: Packs,
    figures: Figures,
}

/// What happened since the first case, however often to one.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Figures {
    reopened: u64,
    returned: u64,
    mediations: u64,
    agreements: u64,
    /// A department signed for a case that another one had.
    hops: u64,
    /// The same, while no citizen came: the papers travelled and not the people.
    hops_avoided: u64,
    /// A package went to a court or another body.
    hand_offs: u64,
    moved_down: ByLevel,
    moved_up: ByLevel,
}

const HOPS: Predicate = Predicate {
    id: "receipts-per-case",
    zh: "部门签收次数 ÷ 全部登记案件",
    en: "times a department signed for a case ÷ all cases registered",
    form: Form::Mean,
};
const HOPS_AVOIDED: Predicate = Predicate {
    id: "receipts-without-visit",
    zh: "自上次流转以来群众未到场的部门签收次数 ÷ 部门签收次数",
    en: "times a department signed while no citizen had come since the last time ÷ times a department signed",
    form: Form::Share,
};
const HAND_OFFS: Predicate = Predicate {
    id: "hand-offs-per-case",
    zh: "向法院或其他机关移送的次数 ÷ 全部登记案件",
    en: "packages sent to a court or another body ÷ all cases registered",
    form: Form::Mean,
};

impl Figures {
    fn note(&mut self, event: &Event) {
        let figure = match event {
            Event::Triage(TriageEvent::CaseReopened(_)) => &mut self.reopened,
            Event::Triage(TriageEvent::AssignmentReturned(_)) => &mut self.returned,
            Event::Triage(TriageEvent::AssignmentReceived(_)) => &mut self.hops,
            Event::Triage(TriageEvent::CaseDelegatedDown(fact)) => self.moved_down.of(fact.level),
            Event::Triage(TriageEvent::CaseEscalated(fact)) => self.moved_up.of(fact.level),
            Event::Mediation(MediationEvent::MediationRequested(_)) => &mut self.mediations,
            Event::Mediation(MediationEvent::AgreementSigned(_)) => &mut self.agreements,
            Event::Litigation(LitigationEvent::HandOffSent(_) | LitigationEvent::ReferralMade(_)) => {
                &mut self.hand_offs
            }
            Event::Intake(_)
            | Event::Triage(_)
            | Event::Mediation(_)
            | Event::Litigation(_)
            | Event::Petition(_)
            | Event::Oversight(_)
            | Event::Registry(_) => {
                return;
            }
        };
        *figure += 1;
    }
}

impl CenterBoard {
    fn figures(&self) -> Value {
        let (Head { figures, packs, .. }, Totals { tally, funnel, .. }) = (&self.head, &self.totals);
        let (registered, closed) = (tally.of(Holds::Registered), tally.of(Holds::Closed));
        let mut rates = tally.rates(packs);
        rates.insert("hops".to_owned(), HOPS.rate(figures.hops, registered, packs));
        rates.insert("hops_avoided".to_owned(), HOPS_AVOIDED.rate(figures.hops_avoided, figures.hops, packs));
        rates.insert("hand_offs".to_owned(), HAND_OFFS.rate(figures.hand_offs, registered, packs));
        json!({
            "registered": registered, "open": registered - closed, "closed": closed,
            "reopened": figures.reopened, "returned": figures.returned,
            "mediations": figures.mediations, "agreements": figures.agreements,
            "routes": self.totals.routes(),
            "levels": funnel.write(figures.moved_down, figures.moved_up),
            "rates": rates,
        })
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
        5
    }

    fn reads(&self) -> &'static [Kind] {
        standing_kinds![
            VisitRecorded,
            RegistrationCorrected,
            DuplicateSuspected,
            DuplicateConfirmed,
            DuplicateRuledOut,
            CaseClassified,
            RouteChosen,
            CaseDelegatedDown,
            CaseEscalated,
            ReferralMade,
            CourtAnswerCorrected,
            MediationRequested,
            MediationConsented,
            MediationRefused,
            MediationTerminated,
            SessionHeld,
            AgreementSigned,
            PerformanceRecorded,
            PerformanceCorrected,
            ReturnVisitMade,
        ]
    }

    fn apply(&mut self, entry: &Entry) {
        if !self.head.seen.is_new(entry.place) {
            return;
        }
        self.head.packs.note(entry);
        let id = match &entry.event {
            Event::Intake(IntakeEvent::VisitRecorded(fact)) => {
                fact.case.and_then(|case| self.cases.get_mut(&case)).map(Case::visit);
                return;
            }
            _ => entry.stream.into(),
        };
        self.head.figures.note(&entry.event);
        if let Event::Intake(IntakeEvent::CaseRegistered(fact)) = &entry.event {
            let case = Case::registered(fact, entry.meta.channel);
            self.totals.enter(&case);
            self.cases.insert(id, case);
        }
        let Some(case) = self.cases.get_mut(&id) else { return };
        if let Event::Triage(TriageEvent::AssignmentReceived(_)) = &entry.event {
            self.head.figures.hops_avoided += u64::from(case.hop());
        }
        self.totals.note(case, entry);
    }

    fn rows(&self, query: &Query) -> Rows {
        // A department is shown what it holds itself, and not what there is in the county.
        let of = |count: &Count, department| matches!(count, Count::Department(of) if of == department);
        let fits = |count: &Count| {
            query.state.as_deref().is_none_or(|dimension| count.dimension() == dimension)
                && query.department.as_ref().is_none_or(|department| of(count, department))
        };
        let matching: Vec<_> = self.totals.counts.iter().filter(|(count, _)| fits(count)).collect();
        let write = |(count, number): &(&Count, &u64)| -> Value {
            json!({ "dimension": count.dimension(), "value": count.value(), "cases": number })
        };
        let rows = matching.iter().map(|pair| (format!("{}/{}", pair.0.dimension(), pair.0.value()), pair));
        let mut page = page::page(query, rows, write);
        page.figures = page::of_all(query, || self.figures());
        page
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        page::save(&self.head, self.cases.iter())
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (head, cases) = page::load::<Head, (CaseId, Case)>(chunks)?;
        let mut board = Self { head, ..Self::default() };
        cases.iter().for_each(|(_, case)| board.totals.enter(case));
        board.cases = cases.into_iter().collect();
        *self = board;
        Ok(())
    }
}
