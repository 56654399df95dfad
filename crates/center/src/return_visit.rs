//! The record of a return visit (回访记录) as a document: part 10 of a people's mediation dossier.
//!
//! It says whom somebody went to see about which agreement and why, whether it is kept and the party satisfied, whether
//! there was a suit since, what new signs there are, and what was done. What was said in sessions cannot come in here.

use access::{Action, Actor, Viewer};
use jiff::civil::Date;
use rules::day_of;
use serde::Serialize;
use serde_json::Value;
use timeline::{
    ActorId, CaseId, CaseNumber, DepartmentCode, Entry, Event, MediationEvent, Party, PartyId, ReturnVisitMade, Sealed,
    VisitReason,
};

use crate::folded::CaseNow;
use crate::handle::Center;
use crate::{CaseSheet, Opener, ReadFailure};

/// A record. Personal values are sealed: what leaves the center is [`ReturnVisitSheet::shown`].
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ReturnVisitSheet {
    /// The case.
    pub case: CaseId,
    /// The number it is known by.
    pub number: CaseNumber,
    /// Which record of the case, from 1.
    pub record: u32,
    /// About which agreement.
    pub agreement: Option<u32>,
    /// Who was visited, if the record says so.
    pub party: Option<PartyId>,
    /// Why somebody went.
    pub reason: Option<VisitReason>,
    /// The day by which it was to be made; `None` if nobody set one.
    pub due: Option<Date>,
    /// The day it was made.
    pub made_on: Date,
    /// Whether the agreement is being kept.
    pub performed: bool,
    /// Whether the visited party is satisfied, if it said so.
    pub satisfied: Option<bool>,
    /// Whether there was a suit or a judgment since, if that was asked.
    pub later_suit: Option<bool>,
    /// Whether there are signs of a new dispute.
    pub new_signs: bool,
    /// What was done about it.
    pub measures: Option<Sealed>,
    /// Who went.
    pub visitor: ActorId,
    /// For which department.
    pub department: DepartmentCode,
    /// Everybody the case is about.
    pub parties: Vec<Party>,
    #[serde(skip)]
    viewer: Viewer,
    #[serde(skip)]
    opener: Opener,
}

impl Center {
    /// The record of a return visit as a document; `None` if the case has no record of this number.
    ///
    /// # Errors
    /// There is no such case for this actor, or the log cannot be read.
    pub fn return_visit(
        &self,
        actor: &Actor,
        case: CaseId,
        record: u32,
    ) -> Result<Option<ReturnVisitSheet>, ReadFailure> {
        let (entries, now) = self.read(actor, Action::ReadReturnVisit, case.into())?;
        Ok(self.return_visit_of(actor, (&entries, &now), record))
    }

    fn return_visit_of(
        &self,
        actor: &Actor,
        (entries, now): (&[Entry], &CaseNow),
        record: u32,
    ) -> Option<ReturnVisitSheet> {
        let index = usize::try_from(record.checked_sub(1)?).ok()?;
        let (entry, fact) = entries.iter().filter_map(|entry| Some((entry, made(entry)?))).nth(index)?;
        let case = CaseSheet::of(entries, actor, now, (self.rulebook(), self.today()))?;
        Some(ReturnVisitSheet {
            case: case.case,
            number: case.number,
            record,
            agreement: fact.agreement,
            party: fact.party,
            reason: fact.reason,
            due: fact.return_visit.and_then(|number| due(entries, number)),
            made_on: day_of(entry.meta.occurred_at),
            performed: fact.performed,
            satisfied: fact.satisfied,
            later_suit: fact.later_suit,
            new_signs: fact.new_signs,
            measures: fact.measures.clone(),
            visitor: entry.meta.actor.clone(),
            department: entry.meta.department.clone(),
            parties: case.parties,
            viewer: case.viewer,
            opener: self.opener().clone(),
        })
    }
}

fn made(entry: &Entry) -> Option<&ReturnVisitMade> {
    let Event::Mediation(MediationEvent::ReturnVisitMade(fact)) = &entry.event else { return None };
    Some(fact)
}

/// The day that was set for the visit of this number.
fn due(entries: &[Entry], number: u32) -> Option<Date> {
    entries.iter().find_map(|entry| match &entry.event {
        Event::Mediation(MediationEvent::ReturnVisitScheduled(set)) if set.return_visit == number => Some(set.visit_by),
        Event::Intake(_)
        | Event::Triage(_)
        | Event::Mediation(_)
        | Event::Litigation(_)
        | Event::Petition(_)
        | Event::Oversight(_)
        | Event::Registry(_) => None,
    })
}

impl ReturnVisitSheet {
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
}
