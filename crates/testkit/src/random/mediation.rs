//! What might be asked of the mediation rooms about a case there is.

use jiff::civil::date;
use mediation::Command;
use timeline::{
    AgreementForm, CaseId, ContactManner, MediationKind, PartyId, Qualification, RecusalGround, SessionForm,
    SessionSetting, SignatureManner, Signer, StrikeOffGround, TerminationReason, ViolenceFinding,
};

use super::{CONCESSION, Random, small};
use crate::cast::{
    MEDIATOR, ROOM, SECOND_MEDIATOR, START, TODAY, TOMORROW, YESTERDAY, actor, code, department, personal, place,
};

pub(super) fn of_mediation(random: &mut Random, parties: &[PartyId]) -> Command {
    match random.below(20) {
        0..=4 => of_asking(random, parties),
        5 | 6 => of_choosing(random, parties),
        7..=11 => of_sitting(random, parties),
        12..=17 => of_agreeing(random, parties),
        _ => of_performing(random, parties),
    }
}

/// Whether to mediate at all, how long, and why it ends.
fn of_asking(random: &mut Random, parties: &[PartyId]) -> Command {
    let (party, with_guardian) = (random.one(parties), random.percent(50));
    match random.below(24) {
        0..=3 => mediation::RequestMediation {
            kind: random.one(MediationKind::ALL),
            by: random.percent(50).then_some(party),
            with_guardian,
        }
        .into(),
        4..=15 => mediation::Consent { party, with_guardian }.into(),
        16 => mediation::RefuseMediation { party }.into(),
        17 => mediation::TerminateMediation { reason: random.one(TerminationReason::ALL) }.into(),
        18 => {
            mediation::ContactRespondent { party, manner: random.one(ContactManner::ALL), reached: random.percent(50) }
                .into()
        }
        19 => mediation::ExtendMediation { until: date(2027, 2, 1), agreed_by: parties.to_vec() }.into(),
        20 => mediation::CertifyMediation { party }.into(),
        21 => mediation::SuspectFalseMediation {
            grounds: personal("双方同住一处"), reported_to: department("court")
        }
        .into(),
        _ => mediation::DecideFalseMediation { confirmed: random.percent(30), explanation: personal("已查明") }.into(),
    }
}

/// Who mediates, and what stands against it.
fn of_choosing(random: &mut Random, parties: &[PartyId]) -> Command {
    let (party, ground) = (random.one(parties), random.one(RecusalGround::ALL));
    let mediator = actor(random.one(&[MEDIATOR, SECOND_MEDIATOR, "clerk-1"]));
    match random.below(9) {
        0..=4 => mediation::AppointMediator { mediator, register: None }.into(),
        5 => mediation::ChooseMediator { party, mediator, register: None }.into(),
        6 => mediation::DiscloseConflict { ground, detail: personal("同村") }.into(),
        7 => mediation::RequestRecusal { party, ground, detail: None }.into(),
        _ => mediation::DecideRecusal { granted: random.percent(50), explanation: None }.into(),
    }
}

/// Sessions, and what is said, found out and laid before the parties.
fn of_sitting(random: &mut Random, parties: &[PartyId]) -> Command {
    let (by, session) = (random.one(parties), small(random));
    match random.below(20) {
        0..=3 => mediation::ScheduleSession {
            at: START,
            place: random.percent(80).then(|| place(ROOM)),
            form: random.one(SessionForm::ALL),
            setting: Some(random.one(SessionSetting::ALL)),
            invited: if random.percent(50) { vec![by] } else { Vec::new() },
        }
        .into(),
        4..=7 => mediation::HoldSession {
            session,
            attended: if random.percent(50) { parties.to_vec() } else { vec![by] },
            record: Some(personal(CONCESSION)),
            undisputed_facts: random.percent(50).then(|| personal("无争议")),
        }
        .into(),
        8 | 9 => mediation::AdjournSession { session, put_off_to: None }.into(),
        10 => {
            mediation::CorrectSession { session, attended: parties.to_vec(), record: Some(personal(CONCESSION)) }.into()
        }
        11 | 12 => mediation::ScreenViolence {
            finding: random.one(ViolenceFinding::ALL),
            protection_order_shown: random.percent(50),
            reported: random.percent(50),
        }
        .into(),
        13 => mediation::MakeConcession { by, concession: personal(CONCESSION) }.into(),
        14 => mediation::MakeProposal { by: Some(by), proposal: personal(CONCESSION) }.into(),
        15 => {
            let confirmed_by = parties.to_vec();
            mediation::RecordUndisputedFacts { undisputed_facts: personal("无争议"), confirmed_by }.into()
        }
        16 | 17 => mediation::CommissionAppraisal {
            expert: personal("某鉴定所（虚构）"),
            to_appraise: personal("漏水原因"),
            expected_on: None,
        }
        .into(),
        18 => mediation::ReceiveAppraisal { appraisal: small(random), finding: personal("管道老化") }.into(),
        _ => mediation::AbandonAppraisal { appraisal: small(random) }.into(),
    }
}

/// The agreement, at once or act by act.
fn of_agreeing(random: &mut Random, parties: &[PartyId]) -> Command {
    let by = random.one(parties);
    let owed = mediation::Owed { by, due: random.one(&[TODAY, TOMORROW]), amount: None };
    let instalments = if random.percent(50) { vec![owed] } else { Vec::new() };
    let (terms, parties, left_open) = (personal("各退一步"), parties.to_vec(), None);
    match random.below(9) {
        0 => {
            let form = random.one(AgreementForm::ALL);
            mediation::SignAgreement { form, terms, parties, instalments, left_open }.into()
        }
        1 | 2 => {
            let amends = random.percent(60).then(|| small(random));
            mediation::DrawUpAgreement { terms, parties, instalments, left_open, amends }.into()
        }
        _ => {
            let signer = random.one(&[Signer::Party, Signer::Party, Signer::Mediator, Signer::Committee]);
            let party = (signer == Signer::Party).then_some(by);
            let manner = random.one(SignatureManner::ALL);
            mediation::GiveSignature { agreement: small(random), signer, party, manner }.into()
        }
    }
}

/// The register of mediators: somebody new, and those everybody knows, who are seldom out of it for long.
pub(super) fn of_register(random: &mut Random, case: CaseId) -> Command {
    let mediator = actor(random.one(&[MEDIATOR, SECOND_MEDIATOR, "newcomer-1"]));
    let term_until = date(2029, 11, 22);
    match random.below(12) {
        0..=4 => mediation::EnrolMediator {
            mediator,
            name: personal("李四（虚构）"),
            kinds: MediationKind::ALL.to_vec(),
            qualification: random.one(Qualification::ALL),
            committee: code("peoples_mediation"),
            term_from: YESTERDAY,
            term_until,
            languages: Vec::new(),
        }
        .into(),
        5 => mediation::RenewTerm { mediator, term_until }.into(),
        6 => mediation::SuspendMediator { mediator, explanation: personal("核查中"), until: Some(TODAY) }.into(),
        7 | 8 => mediation::ResumeMediator { mediator }.into(),
        9 => mediation::RecordTraining { mediator, course: code("law"), hours: 8, trained_on: TODAY }.into(),
        10 => mediation::DeclareConflict { mediator, case, ground: random.one(RecusalGround::ALL) }.into(),
        _ => mediation::StrikeOffMediator { mediator, ground: random.one(StrikeOffGround::ALL) }.into(),
    }
}

/// What becomes of an agreement.
fn of_performing(random: &mut Random, parties: &[PartyId]) -> Command {
    let (instalment, agreement) = (small(random), small(random));
    let performed_on = random.one(&[YESTERDAY, TODAY, TOMORROW]);
    match random.below(7) {
        0 | 1 => mediation::RecordPerformance { instalment, performed_on }.into(),
        2 => mediation::CorrectPerformance { instalment, performed_on: None }.into(),
        3 => mediation::RemindPerformance { instalment, manner: random.one(ContactManner::ALL) }.into(),
        4 => mediation::ReportBreach {
            agreement,
            instalment: random.percent(50).then_some(instalment),
            reported_by: Some(random.one(parties)),
        }
        .into(),
        5 => mediation::ScheduleReturnVisit { agreement, visit_by: None }.into(),
        _ => mediation::MakeReturnVisit {
            performed: random.percent(50),
            satisfied: None,
            new_signs: false,
            party: None,
            agreement: None,
            reason: None,
            later_suit: None,
            measures: None,
        }
        .into(),
    }
}
