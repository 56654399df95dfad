//! What the facts of every case tell that no view counts: kinds of mediation, how long they took, what came back, what was
//! typed in late.

use std::collections::BTreeMap;

use center::{Actor, Center, ReadFailure};
use jiff::{SignedDuration, Timestamp};
use timeline::{
    Channel, Entry, Event, IntakeEvent, LitigationEvent, MediationEvent, Query, ROWS_MAX, StreamId, TriageEvent,
};

/// What is typed in within the hour is the ordinary working of a window.
const LATE_FROM: SignedDuration = SignedDuration::from_hours(1);

/// Counts over all cases.
#[derive(Default)]
pub(super) struct Told {
    /// Mediations asked for, by kind.
    pub(super) kinds: BTreeMap<&'static str, u64>,
    /// Days from the request to the end of each mediation that came to sit.
    pub(super) days: Vec<f64>,
    /// Cases with a mediator, and those whose mediator stepped back.
    pub(super) appointed: u64,
    pub(super) stepped_back: u64,
    /// Cases that were assigned, parts of packages apart; those handed back, and those handed back twice.
    pub(super) assigned: u64,
    pub(super) returned: u64,
    pub(super) returned_twice: u64,
    /// Facts of the desks behind reception, recorded by people, and those recorded an hour late or later.
    pub(super) acts: u64,
    pub(super) late: u64,
    /// Referrals the other body took in or sent back, and those it sent back.
    pub(super) referred: u64,
    pub(super) sent_back: u64,
}

impl Told {
    /// Reads the facts of every case of the register.
    pub(super) fn of(center: &Center, reader: &Actor) -> Result<Self, ReadFailure> {
        let mut told = Self::default();
        let mut query = Query { limit: Some(ROWS_MAX), ..Query::default() };
        loop {
            let page = center.view(reader, "case-register", &query)?;
            let cases = page.rows.iter().filter_map(|row| row.get("case")?.as_str()?.parse::<StreamId>().ok());
            for case in cases {
                told.note(&center.history(reader, case, 0)?.entries);
            }
            query.after = Some(match page.next {
                Some(next) => next,
                None => return Ok(told),
            });
        }
    }

    fn note(&mut self, case: &[Entry]) {
        let (mut asked, mut assigned, mut returned, mut sat) = (None, false, 0_u32, false);
        for entry in case {
            self.note_act(entry);
            match &entry.event {
                Event::Mediation(fact) => self.note_mediation(fact, entry.recorded_at, (&mut asked, &mut sat)),
                Event::Triage(TriageEvent::CaseAssigned(_)) => assigned = true,
                Event::Triage(TriageEvent::AssignmentReturned(_)) => returned += 1,
                Event::Litigation(LitigationEvent::ReferralAcknowledged(_)) => self.referred += 1,
                Event::Litigation(LitigationEvent::ReferralRejected(_)) => {
                    self.referred += 1;
                    self.sent_back += 1;
                }
                Event::Intake(_)
                | Event::Triage(_)
                | Event::Litigation(_)
                | Event::Petition(_)
                | Event::Oversight(_)
                | Event::Registry(_) => {}
            }
        }
        if assigned && !is_part(case) {
            self.assigned += 1;
            self.returned += u64::from(returned > 0);
            self.returned_twice += u64::from(returned > 1);
        }
    }

    fn note_mediation(
        &mut self,
        fact: &MediationEvent,
        at: Timestamp,
        (asked, sat): (&mut Option<Timestamp>, &mut bool),
    ) {
        match fact {
            MediationEvent::MediationRequested(fact) => {
                *self.kinds.entry(fact.kind.as_str()).or_default() += 1;
                *asked = Some(at);
            }
            MediationEvent::SessionHeld(_) => *sat = true,
            MediationEvent::MediatorAppointed(_) => self.appointed += 1,
            MediationEvent::RecusalDecided(fact) if fact.granted => {
                self.stepped_back += 1;
                // Whoever is appointed in its place is no further case.
                self.appointed -= 1;
            }
            MediationEvent::MediationTerminated(_) if *sat => {
                let took = asked.map(|asked| at.duration_since(asked).as_secs_f64() / 86_400.0);
                self.days.extend(took);
            }
            _ => {}
        }
    }

    /// What reception records comes as people come; behind it desks work, and some of it is typed in later.
    fn note_act(&mut self, entry: &Entry) {
        let behind_reception = matches!(entry.event, Event::Triage(_) | Event::Mediation(_) | Event::Litigation(_));
        if behind_reception && entry.meta.channel != Channel::System {
            self.acts += 1;
            self.late += u64::from(entry.recorded_at.duration_since(entry.meta.occurred_at) >= LATE_FROM);
        }
    }

    /// The mean and the median of the days.
    pub(super) fn mean_and_median(&self) -> (f64, f64) {
        let mut days = self.days.clone();
        days.sort_by(f64::total_cmp);
        let mean = days.iter().sum::<f64>() / days.len().max(1) as f64;
        (mean, days.get(days.len() / 2).copied().unwrap_or_default())
    }
}

fn is_part(case: &[Entry]) -> bool {
    let registered = case.first().map(|entry| &entry.event);
    matches!(registered, Some(Event::Intake(IntakeEvent::CaseRegistered(fact))) if fact.part_of.is_some())
}
