//! The access log as it is asked: page by page, one day for the supervisor, one case for whoever it is about.

use access::{Action, Actor, Basis, FieldClass, Outcome, Watched, watched};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use rules::{day_of, start_of};
use serde::Serialize;
use timeline::{
    CaseId, CaseRegistered, DepartmentCode, Entry, Event, Fact, IntakeEvent, LookReason, PartyAdded, PartyId, StreamId,
};

use super::{LookPage, Looking, looks_in};
use crate::handle::Center;
use crate::stream_scan::{self, Scan};
use crate::{ReadFailure, stored};

/// Looks of one day that are weighed: ten times what a busy center has, so that no list is ever cut in earnest.
const DAY_LOOKS_MAX: usize = 500_000;
/// Looks at one case that are told: a case that has more is told of its first.
const CASE_LOOKS_MAX: usize = 10_000;

/// So long after midnight the day before counts as well: else nobody would be told of what was seen at its end.
const DAY_BEFORE_COUNTS: SignedDuration = SignedDuration::from_hours(1);

/// A look as it is told to whoever the case is about: when, which office, to what end, and how much. Never by whom: that is
/// the supervisor's to ask.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LookTold {
    /// When.
    pub at: Timestamp,
    /// The office.
    pub department: DepartmentCode,
    /// What it did.
    pub action: Action,
    /// On what it was shown.
    pub basis: Basis,
    /// Why, where somebody had to say so.
    pub reason: Option<LookReason>,
    /// The classes of fields that were shown as they are.
    pub opened: Vec<FieldClass>,
}

/// One day of looks, weighed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DayOfLooks {
    /// The day, by the calendar of the county.
    pub day: Date,
    /// Everybody who looked, whoever stands out first.
    pub people: Vec<Watched>,
}

impl Center {
    /// Looks, oldest first. Waits for the disk.
    ///
    /// # Errors
    /// The access log cannot be read.
    pub fn looks(&self, wanted: &Looking) -> Result<LookPage, ReadFailure> {
        Ok(looks_in(self.shell.looks.journal().as_ref(), wanted).map_err(stored::StoredError::from)?)
    }

    /// The list of one day; whoever works for one department sees who looked for that one. Waits for the disk.
    ///
    /// # Errors
    /// The access log cannot be read.
    pub fn looks_of_day(&self, actor: &Actor, day: Date) -> Result<DayOfLooks, ReadFailure> {
        let Some(rule) = self.rulebook().watch() else { return Ok(DayOfLooks { day, people: Vec::new() }) };
        let next = day.checked_add(1.day()).unwrap_or(day);
        let (since, until) = (Some(start_of(day)), Some(start_of(next)));
        let page = self.looks(&Looking { since, until, limit: DAY_LOOKS_MAX, ..Looking::default() })?;
        let every = actor.center_wide(self.rulebook().center());
        let looks = page.looks.into_iter().map(|looked| looked.look);
        let looks: Vec<_> = looks.filter(|look| every || look.department == actor.department).collect();
        let people = |case: StreamId| self.shell.matters.marks_of(case.into());
        Ok(DayOfLooks { day, people: watched(&looks, rule, &people) })
    }

    /// How many members of staff looked more often than is usual today. Waits for the disk.
    ///
    /// # Errors
    /// The access log cannot be read.
    pub fn standing_out(&self) -> Result<usize, ReadFailure> {
        let (today, before) = (self.today(), day_of(self.now() - DAY_BEFORE_COUNTS));
        let on = |day| -> Result<usize, ReadFailure> {
            let list = self.looks_of_day(&self.shell.itself, day)?;
            Ok(list.people.iter().filter(|watched| watched.alarm).count())
        };
        let late = if before == today { 0 } else { on(before)? };
        Ok(late + on(today)?)
    }

    /// The cases somebody is a party of. Reads the log from its first commit.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn cases_of(&self, party: PartyId) -> Result<Vec<CaseId>, ReadFailure> {
        let (journal, decoders) = (self.shell.journal.as_ref(), self.shell.options.decoders);
        let wanted = |kind: &str| kind == CaseRegistered::KIND.name || kind == PartyAdded::KIND.name;
        let scan = Scan { journal, after: 0, upto: journal.head().position, wanted: &wanted, decoders };
        let mut found = Vec::new();
        stream_scan::each(&scan, &mut |entries, _| {
            found.extend(entries.iter().filter(|entry| names(entry, party)).map(|entry| CaseId::from(entry.stream)));
        })?;
        Ok(found)
    }

    /// Who looked at a case, as its parties may know (personal information protection law, articles 44 and 45). Waits for
    /// the disk.
    ///
    /// # Errors
    /// There is no such case for this actor, or a log cannot be read.
    pub fn looks_at(&self, actor: &Actor, case: CaseId) -> Result<Vec<LookTold>, ReadFailure> {
        let (entries, _) = self.read(actor, Action::ReadLooksAtCase, case.into())?;
        let since = entries.first().map(|first| start_of(day_of(first.recorded_at)));
        let wanted = Looking { cases: Some(vec![case.into()]), since, limit: CASE_LOOKS_MAX, ..Looking::default() };
        let shown = self.looks(&wanted)?.looks.into_iter().map(|looked| looked.look);
        let shown = shown.filter(|look| look.outcome == Outcome::Shown);
        Ok(shown
            .map(|look| LookTold {
                at: look.at,
                department: look.department,
                action: look.action,
                basis: look.basis,
                reason: look.reason,
                opened: look.opened,
            })
            .collect())
    }
}

impl Center {
    /// Who looked at an accusation, and who asked for it in vain: for those who handle it, with names, as each of them answers
    /// to the others. Waits for the disk.
    ///
    /// # Errors
    /// There is no such accusation for this actor, or a log cannot be read.
    pub fn looks_at_accusation(&self, actor: &Actor, accusation: StreamId) -> Result<LookPage, ReadFailure> {
        let since = start_of(day_of(self.accusation(actor, accusation)?.registered_at));
        let (cases, limit) = (Some(vec![accusation]), CASE_LOOKS_MAX);
        let wanted = Looking { cases, since: Some(since), limit, ..Looking::default() };
        Ok(looks_in(self.shell.looks_apart.journal().as_ref(), &wanted).map_err(stored::StoredError::from)?)
    }
}

/// Whether a fact makes somebody a party.
fn names(entry: &Entry, party: PartyId) -> bool {
    match &entry.event {
        Event::Intake(IntakeEvent::CaseRegistered(fact)) => fact.parties.iter().any(|named| named.id == party),
        Event::Intake(IntakeEvent::PartyAdded(fact)) => fact.party.id == party,
        _ => false,
    }
}
