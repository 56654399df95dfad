//! What each mediator carries (调解员工作量): open, closed and agreed mediations, and the days they took.
//!
//! In the counties that published it, a few full-time mediators do nearly all of the work, so the shares of the busiest
//! are told beside the rows. Nobody is ranked by success: cases are not drawn by lot, and whoever has few of them has a
//! rate that says nothing. A rank says how much a mediator carried, and is given only above a least number.

use std::collections::{BTreeMap, HashMap};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{ActorId, CaseId, DepartmentCode, Entry, Event, Kind, MediationEvent, Query, Rows, ShapeError, View};

use crate::kinds::kinds;
use crate::page::{self, Seen};
use crate::rate::{Form, Packs, Predicate};

/// Closed mediations below which a mediator has no rank (a setting, no rule).
const RANKED_MIN: u64 = 10;

const AGREED: Predicate = Predicate {
    id: "mediator-agreed-of-closed",
    zh: "签订调解协议的调解 ÷ 该调解员已结束的调解",
    en: "mediations with an agreement ÷ mediations of this mediator that have ended",
    form: Form::Share,
};
const DAYS: Predicate = Predicate {
    id: "mediator-days-per-closed",
    zh: "自指定调解员至调解结束的整日数之和 ÷ 该调解员已结束的调解",
    en: "whole days from appointment to the end, summed ÷ mediations of this mediator that have ended",
    form: Form::Mean,
};
const BUSIEST: Predicate = Predicate {
    id: "mediations-of-busiest-fifth",
    zh: "承办最多的五分之一调解员（至少一人）承办的调解 ÷ 全部已指定调解员的调解",
    en: "mediations of the busiest fifth of the mediators (at least one) ÷ all mediations with a mediator",
    form: Form::Share,
};

/// See the file.
#[derive(Default)]
pub struct MediatorLoad {
    head: Head,
    mediators: BTreeMap<ActorId, Load>,
    open: HashMap<CaseId, Mediation>,
}

#[derive(Clone, Default, Serialize, Deserialize)]
struct Head {
    seen: Seen,
    packs: Packs,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Load {
    /// The department that last appointed it.
    department: DepartmentCode,
    open: u64,
    closed: u64,
    agreed: u64,
    days: u64,
}

/// A mediation with a mediator that has not ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Mediation {
    mediator: ActorId,
    since: Timestamp,
    agreed: bool,
}

/// One line of a snapshot.
#[derive(Serialize, Deserialize)]
enum Kept {
    Mediator(ActorId, Load),
    Open(CaseId, Mediation),
}

impl Load {
    const fn carried(&self) -> u64 {
        self.open + self.closed
    }
}

impl MediatorLoad {
    fn note(&mut self, case: CaseId, entry: &Entry, fact: &MediationEvent) {
        match fact {
            MediationEvent::MediatorAppointed(fact) => self.appoint(case, entry, &fact.mediator),
            MediationEvent::RecusalDecided(fact) if fact.granted => self.step_back(case, &fact.mediator),
            MediationEvent::AgreementSigned(_) => {
                if let Some(mediation) = self.open.get_mut(&case) {
                    mediation.agreed = true;
                }
            }
            MediationEvent::MediationTerminated(_) => self.end(case, entry.recorded_at),
            _ => {}
        }
    }

    /// A later appointment takes the mediation from the mediator before.
    fn appoint(&mut self, case: CaseId, entry: &Entry, mediator: &ActorId) {
        let before = self.open.remove(&case);
        if let Some(load) = before.as_ref().and_then(|mediation| self.mediators.get_mut(&mediation.mediator)) {
            load.open -= 1;
        }
        let department = entry.meta.department.clone();
        let none = || Load { department: department.clone(), open: 0, closed: 0, agreed: 0, days: 0 };
        let load = self.mediators.entry(mediator.clone()).or_insert_with(none);
        load.open += 1;
        load.department = department;
        let agreed = before.is_some_and(|mediation| mediation.agreed);
        self.open.insert(case, Mediation { mediator: mediator.clone(), since: entry.recorded_at, agreed });
    }

    /// Whoever steps back carries the mediation no more; until somebody else is appointed, nobody does.
    fn step_back(&mut self, case: CaseId, mediator: &ActorId) {
        if self.open.get(&case).is_some_and(|mediation| mediation.mediator == *mediator) {
            self.open.remove(&case);
            self.mediators.entry(mediator.clone()).and_modify(|load| load.open -= 1);
        }
    }

    fn end(&mut self, case: CaseId, at: Timestamp) {
        let Some(mediation) = self.open.remove(&case) else { return };
        let Some(load) = self.mediators.get_mut(&mediation.mediator) else { return };
        load.open -= 1;
        load.closed += 1;
        load.agreed += u64::from(mediation.agreed);
        load.days += whole_days(at.duration_since(mediation.since));
    }

    /// What each carried, most first.
    fn carried(&self) -> Vec<u64> {
        let mut carried: Vec<u64> = self.mediators.values().map(Load::carried).collect();
        carried.sort_unstable_by(|a, b| b.cmp(a));
        carried
    }

    fn write(&self, mediator: &ActorId, load: &Load) -> Value {
        let more = |other: &&Load| other.closed >= RANKED_MIN && other.carried() > load.carried();
        let rank = (load.closed >= RANKED_MIN).then(|| 1 + self.mediators.values().filter(more).count());
        json!({
            "mediator": mediator, "department": load.department, "open": load.open, "closed": load.closed,
            "agreed": AGREED.rate(load.agreed, load.closed, &self.head.packs),
            "days": DAYS.rate(load.days, load.closed, &self.head.packs),
            "rank": rank,
        })
    }
}

fn whole_days(time: SignedDuration) -> u64 {
    u64::try_from(time.as_hours() / 24).unwrap_or(0)
}

impl MediatorLoad {
    fn figures(&self) -> Value {
        let carried = self.carried();
        let busiest = carried.iter().take(carried.len().div_ceil(5)).sum();
        let all = carried.iter().sum();
        json!({
            "mediators": carried.len(), "ranked_from": RANKED_MIN,
            "rates": { "busiest_fifth": BUSIEST.rate(busiest, all, &self.head.packs) },
        })
    }
}

impl View for MediatorLoad {
    fn name(&self) -> &'static str {
        "mediator-load"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("调解员工作量", "What each mediator carries")
    }

    fn fold_version(&self) -> u32 {
        2
    }

    fn reads(&self) -> &'static [Kind] {
        kinds![MediatorAppointed, RecusalDecided, AgreementSigned, MediationTerminated]
    }

    fn apply(&mut self, entry: &Entry) {
        if !self.head.seen.is_new(entry.place) {
            return;
        }
        self.head.packs.note(entry);
        match &entry.event {
            Event::Mediation(fact) => self.note(entry.stream.into(), entry, fact),
            Event::Intake(_)
            | Event::Triage(_)
            | Event::Litigation(_)
            | Event::Petition(_)
            | Event::Oversight(_)
            | Event::Registry(_) => {}
        }
    }

    fn rows(&self, query: &Query) -> Rows {
        let fits = |mediator: &ActorId, load: &Load| {
            let mediates = |case| self.open.get(&case).is_some_and(|mediation| mediation.mediator == *mediator);
            let ranked = if load.closed >= RANKED_MIN { "ranked" } else { "few" };
            query.department.as_ref().is_none_or(|department| load.department == *department)
                && query.state.as_deref().is_none_or(|state| ranked == state)
                && query.mediator.as_ref().is_none_or(|wanted| mediator == wanted)
                && query.case.is_none_or(mediates)
        };
        let matching: Vec<_> = self.mediators.iter().filter(|(mediator, load)| fits(mediator, load)).collect();
        let rows = matching.iter().map(|pair| (pair.0.to_string(), pair));
        let mut page = page::page(query, rows, |(mediator, load)| self.write(mediator, load));
        page.figures = page::of_all(query, || self.figures());
        page
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        let mediators = self.mediators.iter().map(|(id, load)| Kept::Mediator(id.clone(), load.clone()));
        let open = self.open.iter().map(|(case, mediation)| Kept::Open(*case, mediation.clone()));
        page::save(&self.head, mediators.chain(open))
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (head, rows) = page::load::<Head, Kept>(chunks)?;
        *self = Self { head, ..Self::default() };
        for row in rows {
            match row {
                Kept::Mediator(id, load) => drop(self.mediators.insert(id, load)),
                Kept::Open(case, mediation) => drop(self.open.insert(case, mediation)),
            }
        }
        Ok(())
    }
}
