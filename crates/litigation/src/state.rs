//! What the litigation desk remembers of a case.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rules::{ProcedureRule, Rulebook};
use timeline::{
    AgreementSigned, AreaCode, Code, ConfirmationBar, ConsentPurpose, CourtOutcome, DelegationStage, DepartmentCode,
    Entry, Event, EventId, HandOffPurpose, IntakeEvent, LitigationEvent, ManifestLine, MediationEvent, PackageItem,
    PartyId, PartyKind, PartyRole, Procedure, Reference, ReferralOutcome, TerminationReason, TriageEvent,
};

/// Enough for the rules of litigation, and no more.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    pub(crate) registered: bool,
    pub(crate) closed: bool,
    pub(crate) parties: Vec<Party>,
    /// Which bodies a person agreed may be told.
    pub(crate) may_be_told: BTreeMap<PartyId, Vec<DepartmentCode>>,
    /// Who chose to go to court.
    pub(crate) suing: Vec<PartyId>,
    /// Who applied for confirmation of the latest agreement.
    pub(crate) applying: Vec<PartyId>,
    pub(crate) mediation: Mediation,
    pub(crate) agreement: Option<Agreement>,
    pub(crate) dispute_type: Option<Code>,
    /// Where it arose.
    pub(crate) area: Option<AreaCode>,
    /// What the parties were last told speaks against confirmation.
    pub(crate) bars: Vec<ConfirmationBar>,
    /// Which entry holds what could go into a package. The record of a session is not among these items.
    pub(crate) papers: Vec<ManifestLine>,
    pub(crate) referrals: Vec<Referral>,
    pub(crate) delegation: Option<Delegation>,
    pub(crate) hand_offs: Vec<HandOff>,
    pub(crate) matters: Vec<Matter>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Party {
    pub(crate) id: PartyId,
    pub(crate) role: PartyRole,
    pub(crate) has_address: bool,
    pub(crate) is_person: bool,
}

/// Where the latest mediation stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Mediation {
    #[default]
    None,
    Open,
    Ended,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Delegation {
    pub(crate) court: DepartmentCode,
    /// How the mediation this court asked for ended.
    pub(crate) ended: Option<TerminationReason>,
    pub(crate) reported: bool,
    pub(crate) stage: DelegationStage,
    pub(crate) accepted: bool,
    /// The last day for the mediation.
    pub(crate) until: Option<Date>,
}

/// The latest agreement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Agreement {
    pub(crate) parties: Vec<PartyId>,
    pub(crate) effective_on: Date,
    /// The last day something is owed on.
    pub(crate) last_due: Option<Date>,
}

/// A matter another body was asked to take.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Referral {
    pub(crate) number: u32,
    pub(crate) procedure: Procedure,
    pub(crate) body: DepartmentCode,
    pub(crate) by: Vec<PartyId>,
    pub(crate) step: Step,
    /// How it ended, and the entry that says so.
    pub(crate) answer: Option<(ReferralOutcome, EventId)>,
    /// The last day to ask for enforcement of it, if it is a title.
    pub(crate) enforce_by: Option<Date>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct HandOff {
    pub(crate) number: u32,
    pub(crate) court: DepartmentCode,
    pub(crate) purpose: HandOffPurpose,
    pub(crate) step: Step,
}

/// How far a package has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    Assembled,
    Sent,
    Acknowledged,
    /// Sent back, or docketed.
    Answered,
}

/// Something a court has under a number of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Matter {
    pub(crate) reference: Reference,
    pub(crate) court: DepartmentCode,
    /// The package it came with.
    pub(crate) hand_off: Option<u32>,
    /// The day it was docketed; `None` while the court has only taken the package in.
    pub(crate) filed_on: Option<Date>,
    /// How it ended, and the entry that says so.
    pub(crate) answer: Option<(CourtOutcome, EventId)>,
    /// The last day to ask for enforcement of it, if it is a title.
    pub(crate) enforce_by: Option<Date>,
}

impl State {
    /// Whether there is something that can be enforced: a judgment, a settlement in court, a confirmed agreement, or what
    /// another procedure ended with and its rule calls a title.
    #[must_use]
    pub fn has_title(&self, rulebook: &Rulebook) -> bool {
        let by_court = self.matters.iter().filter_map(|matter| matter.answer).any(|(outcome, _)| is_title(outcome));
        let titled = |rule: &ProcedureRule, outcome| rule.titles.contains(&outcome);
        let elsewhere = self.referrals.iter().any(|referral| {
            let rule = rulebook.procedure(referral.procedure);
            referral.answer.zip(rule).is_some_and(|((outcome, _), rule)| titled(rule, outcome))
        });
        by_court || elsewhere
    }

    /// The last day to ask for enforcement of what the case has a title for, as the parties were told when it was recorded;
    /// of several titles the latest.
    #[must_use]
    pub fn enforce_by(&self) -> Option<Date> {
        let by_court = self.matters.iter().filter_map(|matter| matter.enforce_by);
        by_court.chain(self.referrals.iter().filter_map(|referral| referral.enforce_by)).max()
    }

    pub(crate) fn hand_off(&self, number: u32) -> Option<&HandOff> {
        self.hand_offs.iter().find(|hand_off| hand_off.number == number)
    }

    /// The delegated matter that was not reported back.
    pub(crate) fn open_delegation(&self) -> Option<&Delegation> {
        self.delegation.as_ref().filter(|delegation| !delegation.reported)
    }

    pub(crate) fn referral(&self, number: u32) -> Option<&Referral> {
        self.referrals.iter().find(|referral| referral.number == number)
    }

    /// Whether it makes sense to offer the command of this word now.
    pub(crate) fn offers(&self, word: &str) -> bool {
        let any = |step: Step| self.hand_offs.iter().any(|hand_off| hand_off.step == step);
        match word {
            "file_suit" | "record_filing" | "assemble_hand_off" => self.registered,
            "receive_delegation" => self.registered && !self.closed,
            "report_delegation" => self.open_delegation().is_some(),
            "accept_delegation" | "decline_delegation" => self.open_delegation().is_some_and(|open| !open.accepted),
            "extend_delegation" => self.open_delegation().is_some_and(|open| open.accepted),
            "advise_confirmation" | "apply_for_confirmation" => self.agreement.is_some(),
            "refer_case" => self.registered,
            "acknowledge_referral" => self.referrals.iter().any(|referral| referral.step == Step::Sent),
            "reject_referral" | "record_referral_answer" | "withdraw_referral" => {
                self.referrals.iter().any(|referral| referral.step != Step::Answered)
            }
            "correct_referral_answer" => self.referrals.iter().any(|referral| referral.answer.is_some()),
            "correct_court_answer" => self.matters.iter().any(|matter| matter.answer.is_some()),
            "send_hand_off" => any(Step::Assembled),
            "acknowledge_hand_off" => any(Step::Sent),
            "reject_hand_off" => any(Step::Sent) || any(Step::Acknowledged),
            "record_court_answer" => self.matters.iter().any(|matter| matter.answer.is_none()),
            _ => false,
        }
    }

    pub(crate) fn evolve(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Intake(fact) => self.evolve_intake(fact, entry.id()),
            Event::Triage(fact) => self.evolve_triage(fact),
            Event::Mediation(fact) => self.evolve_mediation(fact, entry.id()),
            Event::Litigation(fact) => self.evolve_litigation(fact, entry.id()),
            Event::Petition(_) | Event::Oversight(_) | Event::Registry(_) => {}
        }
    }

    fn evolve_intake(&mut self, fact: &IntakeEvent, entry: EventId) {
        match fact {
            IntakeEvent::CaseRegistered(case) => {
                self.registered = true;
                self.area = Some(case.area.clone());
                self.parties.extend(case.parties.iter().map(Party::of));
                for item in [PackageItem::Parties, PackageItem::Claim, PackageItem::Facts] {
                    self.keep(item, entry);
                }
            }
            IntakeEvent::PartyAdded(added) => self.parties.push(Party::of(&added.party)),
            IntakeEvent::PartyCorrected(fact) => {
                let wrong = self.parties.iter_mut().filter(|party| party.id == fact.party.id);
                wrong.for_each(|party| *party = Party::of(&fact.party));
            }
            IntakeEvent::MaterialSubmitted(_) => self.keep(PackageItem::Evidence, entry),
            IntakeEvent::PartyRemoved(fact) => self.parties.retain(|party| party.id != fact.party),
            IntakeEvent::ConsentRecorded(consent) if consent.purpose == ConsentPurpose::Sharing => {
                self.may_be_told.insert(consent.party, consent.recipients.clone());
            }
            IntakeEvent::ConsentWithdrawn(consent) if consent.purpose == ConsentPurpose::Sharing => {
                self.may_be_told.remove(&consent.party);
            }
            IntakeEvent::RegistrationCorrected(fact) => self.area = fact.area.clone().or(self.area.take()),
            IntakeEvent::RegistrationConfirmed(_)
            | IntakeEvent::GuardianNamed(_)
            | IntakeEvent::DuplicateConfirmed(_)
            | IntakeEvent::DuplicateRuledOut(_)
            | IntakeEvent::UrgentRiskReported(_)
            | IntakeEvent::ConsentRecorded(_)
            | IntakeEvent::ConsentWithdrawn(_)
            | timeline::intake_aside!() => {}
        }
    }

    fn evolve_triage(&mut self, fact: &TriageEvent) {
        match fact {
            TriageEvent::CaseClosed(_) => self.closed = true,
            TriageEvent::CaseReopened(_) => self.closed = false,
            TriageEvent::CaseClassified(fact) => self.dispute_type = Some(fact.dispute_type.clone()),
            TriageEvent::CaseAssigned(_)
            | TriageEvent::AssignmentReceived(_)
            | TriageEvent::AssignmentReturned(_)
            | timeline::triage_aside!() => {}
        }
    }

    fn evolve_mediation(&mut self, fact: &MediationEvent, entry: EventId) {
        match fact {
            MediationEvent::MediationRequested(_) => {
                self.mediation = Mediation::Open;
                self.tell(None);
            }
            // Who refuses what was not begun has ended it, as far as a court that asked for it goes.
            MediationEvent::MediationRefused(_) => {
                self.delegation.iter_mut().for_each(|delegation| {
                    delegation.ended.get_or_insert(TerminationReason::Refused);
                });
            }
            MediationEvent::AgreementSigned(signed) => {
                self.agreement = Some(Agreement::of(signed));
                self.mediation = Mediation::Ended;
                self.keep_latest(PackageItem::Agreement, entry);
                self.keep_latest(PackageItem::MediationReport, entry);
                // What was put together for an earlier agreement is no application for this one.
                self.papers.retain(|paper| paper.item != PackageItem::JointApplication);
                self.applying.clear();
                self.bars.clear();
                self.tell(Some(TerminationReason::Agreed));
            }
            MediationEvent::MediationTerminated(terminated) => {
                self.mediation = Mediation::Ended;
                self.keep_latest(PackageItem::MediationReport, entry);
                self.tell(Some(terminated.reason));
            }
            MediationEvent::SessionHeld(held) => {
                if held.undisputed_facts.is_some() {
                    self.keep(PackageItem::UndisputedFacts, entry);
                }
            }
            MediationEvent::UndisputedFactsRecorded(_) => self.keep(PackageItem::UndisputedFacts, entry),
            MediationEvent::AppraisalCommissioned(_)
            | MediationEvent::AppraisalReceived(_)
            | MediationEvent::AppraisalAbandoned(_)
            | MediationEvent::MediationExtended(_)
            | MediationEvent::FalseMediationSuspected(_)
            | MediationEvent::FalseMediationDecided(_)
            | MediationEvent::PerformanceRecorded(_)
            | MediationEvent::PerformanceCorrected(_)
            | MediationEvent::AgreementBreached(_)
            | timeline::mediation_aside!() => {}
        }
    }

    fn evolve_litigation(&mut self, fact: &LitigationEvent, entry: EventId) {
        match fact {
            LitigationEvent::SuitChosen(chosen) => self.suing.push(chosen.party),
            LitigationEvent::DelegationReceived(received) => {
                // What ended before is no answer to this court.
                self.delegation = Some(Delegation {
                    court: received.court.clone(),
                    ended: None,
                    reported: false,
                    stage: received.stage.unwrap_or(DelegationStage::PreFiling),
                    accepted: false,
                    until: None,
                });
            }
            LitigationEvent::DelegationAccepted(accepted) => self.delegation.iter_mut().for_each(|delegation| {
                (delegation.accepted, delegation.until) = (true, accepted.until);
            }),
            LitigationEvent::DelegationDeclined(_) => self.delegation = None,
            LitigationEvent::DelegationExtended(extended) => {
                self.delegation.iter_mut().for_each(|delegation| delegation.until = Some(extended.until));
            }
            LitigationEvent::ConfirmationAdvised(advised) => self.bars.clone_from(&advised.bars),
            LitigationEvent::ConfirmationApplied(applied) => {
                self.keep_latest(PackageItem::JointApplication, entry);
                self.applying.clone_from(&applied.parties);
            }
            LitigationEvent::DelegationReported(_) => {
                self.delegation.iter_mut().for_each(|delegation| delegation.reported = true);
            }
            LitigationEvent::HandOffAssembled(assembled) => self.hand_offs.push(HandOff {
                number: assembled.hand_off,
                court: assembled.court.clone(),
                purpose: assembled.purpose,
                step: Step::Assembled,
            }),
            LitigationEvent::HandOffSent(sent) => self.step(sent.hand_off, Step::Sent),
            LitigationEvent::HandOffAcknowledged(got) => {
                self.step(got.hand_off, Step::Acknowledged);
                if let Some(court) = self.hand_off(got.hand_off).map(|hand_off| hand_off.court.clone()) {
                    self.take_in(Some(got.hand_off), &got.reference, court, None);
                }
            }
            LitigationEvent::HandOffRejected(rejected) => {
                self.step(rejected.hand_off, Step::Answered);
                self.matters.retain(|matter| matter.hand_off != Some(rejected.hand_off));
            }
            LitigationEvent::CaseFiled(filed) => {
                filed.hand_off.iter().for_each(|number| self.step(*number, Step::Answered));
                self.take_in(filed.hand_off, &filed.reference, filed.court.clone(), Some(filed.filed_on));
            }
            LitigationEvent::CourtAnswered(answer) => {
                self.answer(&answer.reference, (answer.outcome, entry), answer.enforce_by);
            }
            LitigationEvent::CourtAnswerCorrected(fact) => {
                self.answer(&fact.reference, (fact.outcome, entry), fact.enforce_by);
            }
            LitigationEvent::ReferralMade(_)
            | LitigationEvent::ReferralAcknowledged(_)
            | LitigationEvent::ReferralRejected(_)
            | LitigationEvent::ReferralAnswered(_)
            | LitigationEvent::ReferralWithdrawn(_)
            | LitigationEvent::ReferralAnswerCorrected(_) => self.evolve_referral(fact, entry),
        }
    }

    fn evolve_referral(&mut self, fact: &LitigationEvent, entry: EventId) {
        match fact {
            LitigationEvent::ReferralMade(made) => self.referrals.push(Referral {
                number: made.referral,
                procedure: made.procedure,
                body: made.body.clone(),
                by: made.by.clone(),
                step: Step::Sent,
                answer: None,
                enforce_by: None,
            }),
            LitigationEvent::ReferralAcknowledged(got) => self.refer(got.referral, Step::Acknowledged),
            LitigationEvent::ReferralRejected(rejected) => self.refer(rejected.referral, Step::Answered),
            LitigationEvent::ReferralWithdrawn(withdrawn) => self.refer(withdrawn.referral, Step::Answered),
            LitigationEvent::ReferralAnswered(answer) => {
                self.refer_answered(answer.referral, (answer.outcome, entry), answer.enforce_by);
            }
            LitigationEvent::ReferralAnswerCorrected(fact) => {
                self.refer_answered(fact.referral, (fact.outcome, entry), fact.enforce_by);
            }
            LitigationEvent::SuitChosen(_)
            | LitigationEvent::DelegationReceived(_)
            | LitigationEvent::HandOffSent(_)
            | LitigationEvent::HandOffAcknowledged(_)
            | LitigationEvent::HandOffRejected(_)
            | LitigationEvent::CaseFiled(_)
            | LitigationEvent::CourtAnswered(_)
            | timeline::litigation_aside!() => {}
        }
    }

    fn refer(&mut self, number: u32, step: Step) {
        let moved = self.referrals.iter_mut().filter(|referral| referral.number == number);
        moved.for_each(|referral| referral.step = step);
    }

    fn refer_answered(&mut self, number: u32, answer: (ReferralOutcome, EventId), enforce_by: Option<Date>) {
        self.refer(number, Step::Answered);
        let answered = self.referrals.iter_mut().filter(|referral| referral.number == number);
        answered.for_each(|referral| (referral.answer, referral.enforce_by) = (Some(answer), enforce_by));
    }

    fn answer(&mut self, reference: &Reference, answer: (CourtOutcome, EventId), enforce_by: Option<Date>) {
        let answered = self.matters.iter_mut().filter(|matter| matter.reference == *reference);
        answered.for_each(|matter| (matter.answer, matter.enforce_by) = (Some(answer), enforce_by));
    }

    fn keep(&mut self, item: PackageItem, entry: EventId) {
        self.papers.push(ManifestLine { item, entry });
    }

    /// Of these only the latest counts.
    fn keep_latest(&mut self, item: PackageItem, entry: EventId) {
        self.papers.retain(|paper| paper.item != item);
        self.keep(item, entry);
    }

    /// Notes what the court that delegated the matter is to be told.
    fn tell(&mut self, ended: Option<TerminationReason>) {
        self.delegation.iter_mut().for_each(|delegation| delegation.ended = ended);
    }

    fn step(&mut self, number: u32, step: Step) {
        let moved = self.hand_offs.iter_mut().filter(|hand_off| hand_off.number == number);
        moved.for_each(|hand_off| hand_off.step = step);
    }

    /// A court has a matter under a number; the number it gave the package on arrival is replaced by that of the docket.
    fn take_in(&mut self, hand_off: Option<u32>, reference: &Reference, court: DepartmentCode, filed_on: Option<Date>) {
        self.matters.retain(|matter| hand_off.is_none() || matter.hand_off != hand_off);
        self.matters.push(Matter {
            reference: reference.clone(),
            court,
            hand_off,
            filed_on,
            answer: None,
            enforce_by: None,
        });
    }
}

/// Whether what a court ended with can be enforced.
pub(crate) const fn is_title(outcome: CourtOutcome) -> bool {
    match outcome {
        CourtOutcome::Judgment | CourtOutcome::SettledInCourt | CourtOutcome::Confirmed => true,
        CourtOutcome::Withdrawn | CourtOutcome::Dismissed | CourtOutcome::NotConfirmed => false,
    }
}

impl Party {
    fn of(party: &timeline::Party) -> Self {
        Self {
            id: party.id,
            role: party.role,
            has_address: party.address.is_some(),
            is_person: party.kind == PartyKind::Person,
        }
    }
}

impl Agreement {
    fn of(signed: &AgreementSigned) -> Self {
        Self {
            parties: signed.parties.clone(),
            effective_on: rules::day_of(signed.effective_at),
            last_due: signed.instalments.iter().map(|part| part.due).max(),
        }
    }
}
