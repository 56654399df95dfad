//! What the reception desk remembers of a stream.

use std::collections::{BTreeMap, BTreeSet};

use timeline::{
    CaseId, CaseKind, CaseNumber, Code, ConsentPurpose, DepartmentCode, Entry, Event, EventId, IntakeEvent,
    MaterialKind, Party, PartyId, PartyRole, TriageEvent,
};

/// Enough for the rules of reception, and no more.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    /// Anything at all is on the stream.
    pub(crate) begun: bool,
    /// The case on it, once it is registered.
    pub(crate) registered: Option<Registered>,
    /// The case is closed.
    pub(crate) closed: bool,
    /// What it is about, once triage has said it.
    pub(crate) dispute_type: Option<Code>,
    pub(crate) parties: Vec<Known>,
    /// The agents whose power has not ended.
    pub(crate) agents: BTreeSet<u32>,
    pub(crate) last_agent: u32,
    pub(crate) last_material: u32,
    /// What was asked for, from whom.
    pub(crate) asked_for: BTreeSet<(PartyId, MaterialKind)>,
    pub(crate) consents: BTreeSet<(PartyId, ConsentPurpose)>,
    /// Other cases, and what is known of each pair.
    pub(crate) pairs: BTreeMap<CaseId, Pair>,
    pub(crate) last_alert: u32,
    /// Who must be told, in the order of the numbers from 1.
    pub(crate) duties: Vec<Duty>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Registered {
    pub(crate) number: CaseNumber,
    pub(crate) kind: CaseKind,
    /// The latest entry that says what was registered.
    pub(crate) entry: EventId,
    /// A citizen registered it, and nobody has confirmed it.
    pub(crate) unconfirmed: bool,
}

/// A party, and the latest entry that says who it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Known {
    pub(crate) id: PartyId,
    pub(crate) role: PartyRole,
    pub(crate) entry: EventId,
}

/// What is known of this case and another one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Pair {
    Suspected,
    Same,
    Different,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Duty {
    pub(crate) to: DepartmentCode,
    pub(crate) fulfilled: bool,
}

impl State {
    pub(crate) fn party(&self, id: PartyId) -> Option<&Known> {
        self.parties.iter().find(|party| party.id == id)
    }

    /// Whether it makes sense to offer the command of this word now.
    pub(crate) fn offers(&self, word: &str) -> bool {
        let Some(registered) = self.registered else { return false };
        match word {
            "confirm_registration" => registered.unconfirmed && !self.closed,
            "add_party"
            | "remove_party"
            | "name_guardian"
            | "authorize_agent"
            | "designate_representatives"
            | "take_statement"
            | "request_materials"
            | "verify_identity"
            | "record_consent" => !self.closed,
            "correct_registration"
            | "correct_party"
            | "submit_material"
            | "serve_notice"
            | "note_contact"
            | "issue_receipt"
            | "report_urgent_risk"
            | "suspect_duplicate" => true,
            "dismiss_agent" => !self.agents.is_empty(),
            "withdraw_consent" => !self.consents.is_empty(),
            "confirm_duplicate" | "rule_out_duplicate" => !self.pairs.is_empty(),
            "make_report" => self.duties.iter().any(|duty| !duty.fulfilled),
            _ => false,
        }
    }

    pub(crate) fn evolve(&mut self, entry: &Entry) {
        self.begun = true;
        match &entry.event {
            Event::Intake(fact) => self.evolve_intake(fact, entry.id()),
            Event::Triage(fact) => match fact {
                TriageEvent::CaseClosed(_) => self.closed = true,
                TriageEvent::CaseReopened(_) => self.closed = false,
                TriageEvent::CaseClassified(fact) => self.dispute_type = Some(fact.dispute_type.clone()),
                TriageEvent::CaseAssigned(_)
                | TriageEvent::AssignmentReceived(_)
                | TriageEvent::AssignmentReturned(_)
                | timeline::triage_aside!() => {}
            },
            Event::Mediation(_)
            | Event::Litigation(_)
            | Event::Petition(_)
            | Event::Oversight(_)
            | Event::Registry(_) => {}
        }
    }

    fn evolve_intake(&mut self, fact: &IntakeEvent, entry: EventId) {
        match fact {
            IntakeEvent::CaseRegistered(case) => {
                let (number, kind, unconfirmed) = (case.number, case.kind, case.self_registered);
                self.registered = Some(Registered { number, kind, entry, unconfirmed });
                self.parties.extend(case.parties.iter().map(|party| Known::of(party, entry)));
            }
            IntakeEvent::RegistrationConfirmed(_) => {
                self.registered.iter_mut().for_each(|registered| registered.unconfirmed = false);
            }
            IntakeEvent::RegistrationCorrected(fact) => self.registered.iter_mut().for_each(|registered| {
                (registered.entry, registered.kind) = (entry, fact.kind.unwrap_or(registered.kind));
            }),
            IntakeEvent::PartyAdded(added) => self.parties.push(Known::of(&added.party, entry)),
            IntakeEvent::PartyCorrected(corrected) => {
                let wrong = self.parties.iter_mut().filter(|party| party.id == corrected.party.id);
                wrong.for_each(|party| *party = Known::of(&corrected.party, entry));
            }
            IntakeEvent::PartyRemoved(removed) => {
                self.parties.retain(|party| party.id != removed.party);
                self.consents.retain(|(party, _)| *party != removed.party);
            }
            IntakeEvent::AgentAuthorized(authorized) => {
                self.last_agent = authorized.agent;
                self.agents.insert(authorized.agent);
            }
            IntakeEvent::AgentDismissed(dismissed) => {
                self.agents.remove(&dismissed.agent);
            }
            IntakeEvent::ConsentRecorded(consent) => {
                self.consents.insert((consent.party, consent.purpose));
            }
            IntakeEvent::ConsentWithdrawn(consent) => {
                self.consents.remove(&(consent.party, consent.purpose));
            }
            IntakeEvent::MaterialSubmitted(submitted) => self.last_material = submitted.material,
            IntakeEvent::MaterialsRequested(requested) => {
                self.asked_for.extend(requested.items.iter().map(|item| (requested.party, *item)));
            }
            IntakeEvent::DuplicateSuspected(suspected) => {
                self.pairs.entry(suspected.other).or_insert(Pair::Suspected);
            }
            IntakeEvent::DuplicateConfirmed(confirmed) => {
                self.pairs.insert(confirmed.other, Pair::Same);
            }
            IntakeEvent::DuplicateRuledOut(ruled_out) => {
                self.pairs.insert(ruled_out.other, Pair::Different);
            }
            IntakeEvent::UrgentRiskReported(reported) => self.last_alert = reported.alert,
            IntakeEvent::ReportRequired(required) => {
                self.duties.push(Duty { to: required.to.clone(), fulfilled: false });
            }
            IntakeEvent::ReportMade(made) => {
                let duty = usize::try_from(made.duty).unwrap_or(0).checked_sub(1);
                let duty = duty.and_then(|index| self.duties.get_mut(index));
                duty.into_iter().for_each(|duty| duty.fulfilled = true);
            }
            IntakeEvent::VisitRecorded(_)
            | IntakeEvent::VisitorGuided(_)
            | IntakeEvent::EnquiryAnswered(_)
            | IntakeEvent::ReceiptIssued(_)
            | IntakeEvent::ContactNoted(_)
            | IntakeEvent::IdentityVerified(_)
            | IntakeEvent::GuardianNamed(_)
            | IntakeEvent::RepresentativesDesignated(_)
            | IntakeEvent::StatementTaken(_)
            | IntakeEvent::NoticeServed(_) => {}
        }
    }
}

impl Known {
    const fn of(party: &Party, entry: EventId) -> Self {
        Self { id: party.id, role: party.role, entry }
    }
}
