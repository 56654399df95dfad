//! What oversight remembers of a case.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rules::{Custody, day_of};
use timeline::{
    CorrectionRequested, DepartmentCode, Entry, EvaluationGiven, EvaluationPlace, Event, IntakeEvent, Outcome,
    OversightEvent, PartyId, TriageEvent, VoiceTag,
};

/// Enough for the rules of oversight, and no more.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    pub(crate) registered: bool,
    pub(crate) parties: BTreeSet<PartyId>,
    /// When and how the case was closed, while it is.
    pub(crate) closed: Option<(Date, Outcome)>,
    /// Somebody asked for it to be taken up again since it was closed.
    pub(crate) reopening_requested: bool,
    pub(crate) human_decides: bool,
    pub(crate) evaluations: Vec<Evaluation>,
    /// Voices that were heard since the case was last taken up.
    pub(crate) heard: BTreeSet<(VoiceTag, EvaluationPlace)>,
    pub(crate) corrections: Vec<Correction>,
    pub(crate) custody: Custody,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Evaluation {
    pub(crate) number: u32,
    /// Whose work it is about; `None` after an appeal that moved it away.
    pub(crate) department: Option<DepartmentCode>,
    pub(crate) given_on: Date,
    /// Somebody is to go back.
    pub(crate) to_follow_up: bool,
    pub(crate) appeal: Appeal,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Appeal {
    None,
    Open,
    Decided,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Correction {
    pub(crate) number: u32,
    pub(crate) decided: bool,
}

impl State {
    pub(crate) fn evolve(&mut self, entry: &Entry) {
        self.custody.apply(entry);
        match &entry.event {
            Event::Intake(fact) => self.evolve_intake(fact),
            Event::Triage(fact) => self.evolve_triage(fact, entry),
            Event::Oversight(fact) => self.evolve_oversight(fact, entry),
            Event::Mediation(_) | Event::Litigation(_) | Event::Petition(_) | Event::Registry(_) => {}
        }
    }

    fn evolve_intake(&mut self, fact: &IntakeEvent) {
        match fact {
            IntakeEvent::CaseRegistered(case) => {
                self.registered = true;
                self.parties = case.parties.iter().map(|party| party.id).collect();
            }
            IntakeEvent::PartyAdded(added) => {
                self.parties.insert(added.party.id);
            }
            IntakeEvent::PartyRemoved(removed) => {
                self.parties.remove(&removed.party);
            }
            IntakeEvent::RegistrationConfirmed(_)
            | IntakeEvent::RegistrationCorrected(_)
            | IntakeEvent::PartyCorrected(_)
            | IntakeEvent::GuardianNamed(_)
            | IntakeEvent::MaterialSubmitted(_)
            | IntakeEvent::DuplicateConfirmed(_)
            | IntakeEvent::DuplicateRuledOut(_)
            | IntakeEvent::UrgentRiskReported(_)
            | IntakeEvent::ConsentRecorded(_)
            | IntakeEvent::ConsentWithdrawn(_)
            | timeline::intake_aside!() => {}
        }
    }

    fn evolve_triage(&mut self, fact: &TriageEvent, entry: &Entry) {
        match fact {
            TriageEvent::CaseClosed(closed) => {
                self.closed = Some((day_of(entry.recorded_at), closed.outcome));
                self.reopening_requested = false;
            }
            // What is done from now on is evaluated anew.
            TriageEvent::CaseReopened(_) => {
                self.closed = None;
                self.heard.clear();
            }
            TriageEvent::CaseClassified(_)
            | TriageEvent::CaseAssigned(_)
            | TriageEvent::AssignmentReceived(_)
            | TriageEvent::AssignmentReturned(_)
            | timeline::triage_aside!() => {}
        }
    }

    fn evolve_oversight(&mut self, fact: &OversightEvent, entry: &Entry) {
        match fact {
            OversightEvent::HumanDecisionDemanded(_) => self.human_decides = true,
            OversightEvent::ReopeningRequested(_) => self.reopening_requested = true,
            OversightEvent::EvaluationGiven(given) => self.hear(given, day_of(entry.recorded_at)),
            OversightEvent::FollowUpOrdered(ordered) => {
                self.change(ordered.evaluation, |evaluation| evaluation.to_follow_up = true);
            }
            OversightEvent::FollowUpMade(made) => {
                self.change(made.evaluation, |evaluation| evaluation.to_follow_up = false);
            }
            OversightEvent::EvaluationAppealed(appealed) => {
                self.change(appealed.evaluation, |evaluation| evaluation.appeal = Appeal::Open);
            }
            OversightEvent::EvaluationAppealDecided(decided) => self.change(decided.evaluation, |evaluation| {
                evaluation.appeal = Appeal::Decided;
                if decided.granted {
                    evaluation.department.clone_from(&decided.department);
                }
            }),
            OversightEvent::OwnRecordGiven(_) => {}
            OversightEvent::CorrectionRequested(CorrectionRequested { correction, .. }) => {
                self.corrections.push(Correction { number: *correction, decided: false });
            }
            OversightEvent::CorrectionDecided(decided) => {
                let asked = self.corrections.iter_mut().filter(|asked| asked.number == decided.correction);
                asked.for_each(|asked| asked.decided = true);
            }
        }
    }

    fn hear(&mut self, given: &EvaluationGiven, given_on: Date) {
        self.heard.insert((given.voice, given.occasion));
        self.evaluations.push(Evaluation {
            number: given.evaluation,
            department: Some(given.department.clone()),
            given_on,
            to_follow_up: false,
            appeal: Appeal::None,
        });
    }

    fn change(&mut self, number: u32, change: impl FnOnce(&mut Evaluation)) {
        if let Some(evaluation) = self.evaluations.iter_mut().find(|evaluation| evaluation.number == number) {
            change(evaluation);
        }
    }

    /// Whether it makes sense to offer the command of this word now.
    pub(crate) fn offers(&self, word: &str) -> bool {
        match word {
            "note_evaluation" | "give_own_record" | "request_correction" => self.registered,
            "demand_human_decision" => self.registered && !self.human_decides,
            "follow_up_evaluation" => self.evaluations.iter().any(|evaluation| evaluation.to_follow_up),
            "appeal_evaluation" => self.evaluations.iter().any(|evaluation| evaluation.appeal == Appeal::None),
            "decide_evaluation_appeal" => self.evaluations.iter().any(|evaluation| evaluation.appeal == Appeal::Open),
            "request_reopening" => self.closed.is_some() && !self.reopening_requested,
            "decide_correction" => self.corrections.iter().any(|asked| !asked.decided),
            _ => false,
        }
    }
}
