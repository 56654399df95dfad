//! A mediator's page in the register.

use std::collections::BTreeSet;

use jiff::civil::Date;
use timeline::{
    CaseId, Entry, Event, MediationEvent, MediationKind, MediatorEnrolled, MediatorSuspended, Qualification,
};

/// What the register says of one mediator: all a rule about an appointment must know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Register {
    pub(crate) kinds: Vec<MediationKind>,
    pub(crate) qualification: Qualification,
    pub(crate) term_from: Date,
    pub(crate) term_until: Date,
    pub(crate) suspension: Option<Suspension>,
    pub(crate) conflicts: BTreeSet<CaseId>,
    pub(crate) struck_off: bool,
}

/// How long somebody may not be appointed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Suspension {
    /// Until it is lifted.
    UntilLifted,
    /// Up to and with this day.
    Until(Date),
}

impl Register {
    /// What the facts of a mediator's stream say; `None` if it was never enrolled.
    #[must_use]
    pub fn read(entries: &[Entry]) -> Option<Self> {
        let mut page = None;
        for entry in entries {
            if let Event::Mediation(fact) = &entry.event {
                note(&mut page, fact);
            }
        }
        page
    }

    fn open(enrolled: &MediatorEnrolled) -> Self {
        Self {
            kinds: enrolled.kinds.clone(),
            qualification: enrolled.qualification,
            term_from: enrolled.term_from,
            term_until: enrolled.term_until,
            suspension: None,
            conflicts: BTreeSet::new(),
            struck_off: false,
        }
    }

    pub(crate) fn is_suspended(&self, today: Date) -> bool {
        match self.suspension {
            None => false,
            Some(Suspension::UntilLifted) => true,
            Some(Suspension::Until(last)) => today <= last,
        }
    }

    pub(crate) fn is_in_term(&self, today: Date) -> bool {
        (self.term_from..=self.term_until).contains(&today)
    }

    fn suspend(&mut self, fact: &MediatorSuspended) {
        self.suspension = Some(fact.until.map_or(Suspension::UntilLifted, Suspension::Until));
    }
}

/// Takes note of a fact of the register; facts of a case leave it as it is.
pub(super) fn note(page: &mut Option<Register>, fact: &MediationEvent) {
    if let MediationEvent::MediatorEnrolled(enrolled) = fact {
        *page = Some(Register::open(enrolled));
    }
    let Some(page) = page else { return };
    match fact {
        MediationEvent::MediatorTermRenewed(renewed) => page.term_until = renewed.term_until,
        MediationEvent::MediatorSuspended(suspended) => page.suspend(suspended),
        MediationEvent::MediatorResumed(_) => page.suspension = None,
        MediationEvent::ConflictDeclared(declared) => {
            page.conflicts.insert(declared.case);
        }
        MediationEvent::MediatorStruckOff(_) => page.struck_off = true,
        _ => {}
    }
}
