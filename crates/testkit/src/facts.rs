//! One short word a fact, for what a scenario is given and what it expects. What a scenario does not care about has a
//! fixed value.

use timeline::{
    AgreementForm, AgreementSigned, AssignmentReceived, AssignmentReturned, CaseAssigned, CaseClassified, CaseClosed,
    CaseFiled, CaseKind, CaseRegistered, CaseReopened, CourtAnswered, CourtOutcome, DelegationReceived,
    DelegationReported, Event, HandOffAcknowledged, HandOffAssembled, HandOffPurpose, HandOffRejected, HandOffSent,
    Instalment, IntakeEvent, LitigationEvent, MediationConsented, MediationEvent, MediationKind, MediationRefused,
    MediationRequested, MediationTerminated, MediatorAppointed, Outcome, PackageItem, Party, PartyAdded, PartyId,
    PartyKind, PartyRole, PerformanceRecorded, RejectionGround, RemediesAdvised, Remedy, ReturnGround, ReturnVisitMade,
    SessionForm, SessionHeld, SessionScheduled, SuitChosen, TerminationReason, TriageEvent,
};

use crate::cast::{
    APPLICANT, ARRIVAL, COURT, DOCKET, MEDIATOR, NEXT_MONTH, NUMBER, RESPONDENT, ROOM, START, TODAY, actor, area, code,
    department, place, reference, sealed,
};

fn intake(fact: impl Into<IntakeEvent>) -> Event {
    Event::Intake(fact.into())
}

fn triage(fact: impl Into<TriageEvent>) -> Event {
    Event::Triage(fact.into())
}

fn mediation(fact: impl Into<MediationEvent>) -> Event {
    Event::Mediation(fact.into())
}

fn litigation(fact: impl Into<LitigationEvent>) -> Event {
    Event::Litigation(fact.into())
}

/// A party with a name and an address.
#[must_use]
pub fn party(id: PartyId, role: PartyRole) -> Party {
    let (name, address) = (sealed("某某"), Some(sealed("柳湾村1号")));
    Party { id, role, kind: PartyKind::Person, name, phone: None, address }
}

/// The case was registered with an applicant and a respondent.
#[must_use]
pub fn registered() -> Event {
    registered_with(vec![party(APPLICANT, PartyRole::Applicant), party(RESPONDENT, PartyRole::Respondent)])
}

/// The case was registered with these parties.
#[must_use]
pub fn registered_with(parties: Vec<Party>) -> Event {
    intake(CaseRegistered {
        number: NUMBER,
        kind: CaseKind::Dispute,
        claim: sealed("楼上漏水"),
        area: area("990101001002"),
        amount: None,
        parties,
        referred_by: None,
    })
}

/// A further party was named.
#[must_use]
pub fn added(id: PartyId, role: PartyRole) -> Event {
    intake(PartyAdded { party: party(id, role) })
}

/// The case was given a type.
#[must_use]
pub fn classified(dispute_type: &str) -> Event {
    triage(CaseClassified { dispute_type: code(dispute_type) })
}

/// A department was asked.
#[must_use]
pub fn assigned(assignment: u32, to: &str) -> Event {
    triage(CaseAssigned { assignment, to: department(to), note: None })
}

/// A department signed for the case.
#[must_use]
pub fn received(assignment: u32, by: &str) -> Event {
    triage(AssignmentReceived { assignment, by: department(by) })
}

/// A department handed the case back.
#[must_use]
pub fn returned(assignment: u32, by: &str) -> Event {
    let (by, explanation) = (department(by), sealed("不属本部门职责"));
    triage(AssignmentReturned { assignment, by, ground: ReturnGround::NotCompetent, explanation })
}

/// The case was closed.
#[must_use]
pub fn closed(outcome: Outcome) -> Event {
    triage(CaseClosed { outcome })
}

/// The case was taken up again.
#[must_use]
pub fn reopened() -> Event {
    triage(CaseReopened { reason: sealed("又漏水") })
}

/// The center offered mediation.
#[must_use]
pub fn offered() -> Event {
    mediation(MediationRequested { kind: MediationKind::Peoples, by: None })
}

/// A party asked for mediation.
#[must_use]
pub fn requested_by(party: PartyId) -> Event {
    mediation(MediationRequested { kind: MediationKind::Peoples, by: Some(party) })
}

/// A party agreed to mediate.
#[must_use]
pub fn consented(party: PartyId) -> Event {
    mediation(MediationConsented { party })
}

/// A party refused to mediate.
#[must_use]
pub fn refused(party: PartyId) -> Event {
    mediation(MediationRefused { party })
}

/// A mediator was appointed.
#[must_use]
pub fn appointed() -> Event {
    mediation(MediatorAppointed { mediator: actor(MEDIATOR) })
}

/// A session was set.
#[must_use]
pub fn scheduled(session: u32) -> Event {
    mediation(SessionScheduled { session, at: START, place: place(ROOM), form: SessionForm::OnSite })
}

/// A session took place, with both parties, a record and undisputed facts.
#[must_use]
pub fn held(session: u32) -> Event {
    let (record, undisputed_facts) = (Some(sealed("愿意让步")), Some(sealed("漏水属实")));
    mediation(SessionHeld { session, attended: vec![APPLICANT, RESPONDENT], record, undisputed_facts })
}

/// Both parties signed, and owe nothing more.
#[must_use]
pub fn signed() -> Event {
    signed_owing(Vec::new())
}

/// Both parties signed, and this is owed.
#[must_use]
pub fn signed_owing(instalments: Vec<Instalment>) -> Event {
    mediation(AgreementSigned {
        form: AgreementForm::Written,
        terms: sealed("赔偿并修复"),
        parties: vec![APPLICANT, RESPONDENT],
        effective_at: START,
        instalments,
    })
}

/// Something the respondent owes within a month.
#[must_use]
pub fn instalment(number: u32) -> Instalment {
    Instalment { number, by: RESPONDENT, due: NEXT_MONTH, amount: None }
}

/// The mediation ended.
#[must_use]
pub fn terminated(reason: TerminationReason) -> Event {
    mediation(MediationTerminated { reason })
}

/// The parties were told what else they can do.
#[must_use]
pub fn advised(remedies: &[Remedy]) -> Event {
    mediation(RemediesAdvised { remedies: remedies.to_vec() })
}

/// A part of the agreement was performed.
#[must_use]
pub fn performed(instalment: u32) -> Event {
    mediation(PerformanceRecorded { instalment, performed_on: TODAY })
}

/// Somebody went back, and all was well.
#[must_use]
pub fn return_visit() -> Event {
    mediation(ReturnVisitMade { performed: true, satisfied: Some(true), new_signs: false })
}

/// A party went to court.
#[must_use]
pub fn suit(party: PartyId) -> Event {
    litigation(SuitChosen { party })
}

/// The county court delegated the matter.
#[must_use]
pub fn delegated() -> Event {
    let (court, cause) = (department(COURT), code("labour_remuneration"));
    litigation(DelegationReceived { court, reference: reference(ARRIVAL), cause })
}

/// The county court was told how it ended.
#[must_use]
pub fn reported(ended: TerminationReason) -> Event {
    litigation(DelegationReported { court: department(COURT), ended })
}

/// A package for filing was put together.
#[must_use]
pub fn assembled(hand_off: u32) -> Event {
    let contents = vec![PackageItem::Parties, PackageItem::Claim, PackageItem::Facts, PackageItem::ServiceAddresses];
    assembled_with(hand_off, HandOffPurpose::Filing, contents, Vec::new())
}

/// A package was put together that holds this and lacks that.
#[must_use]
pub fn assembled_with(
    hand_off: u32,
    purpose: HandOffPurpose,
    contents: Vec<PackageItem>,
    missing: Vec<PackageItem>,
) -> Event {
    litigation(HandOffAssembled { hand_off, court: department(COURT), purpose, contents, missing })
}

/// A package went to the county court.
#[must_use]
pub fn sent(hand_off: u32) -> Event {
    litigation(HandOffSent { hand_off, court: department(COURT) })
}

/// The court has a package.
#[must_use]
pub fn acknowledged(hand_off: u32) -> Event {
    litigation(HandOffAcknowledged { hand_off, reference: reference(ARRIVAL) })
}

/// The court sent a package back.
#[must_use]
pub fn rejected(hand_off: u32) -> Event {
    litigation(HandOffRejected { hand_off, ground: RejectionGround::Incomplete, explanation: None })
}

/// The court docketed the case.
#[must_use]
pub fn filed(hand_off: Option<u32>) -> Event {
    let (court, reference) = (department(COURT), reference(DOCKET));
    litigation(CaseFiled { hand_off, court, reference, filed_on: TODAY })
}

/// The court told how the matter of this number ended.
#[must_use]
pub fn answered(number: &str) -> Event {
    litigation(CourtAnswered { reference: reference(number), outcome: CourtOutcome::Judgment, decided_on: TODAY })
}
