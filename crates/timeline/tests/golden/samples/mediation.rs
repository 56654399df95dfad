//! One sample a fact of mediation: what happens in a case here, the register of mediators in the file beside.

#[path = "mediation/register.rs"]
mod register;

use jiff::civil::date;
use timeline::*;
use uuid::Uuid;

use super::{MOMENT, PARTY, department, parsed, sealed};

/// An entry that a correction names.
const ENTRY: EventId = EventId::new(Uuid::from_u128(0xe1));

pub(super) fn all() -> Vec<Event> {
    [asking(), choosing(), sitting(), appraising(), agreeing(), ending(), performing(), register::all()].concat()
}

fn asking() -> Vec<Event> {
    vec![
        mediation(MediationRequested { kind: MediationKind::Peoples, by: Some(PARTY) }),
        mediation(RespondentContacted { party: PARTY, manner: ContactManner::Phone, reached: true }),
        mediation(MediationConsented { party: PARTY, with_guardian: None }),
        mediation(MediationRefused { party: PARTY }),
    ]
}

fn choosing() -> Vec<Event> {
    let (mediator, ground): (ActorId, _) = (parsed("mediator-1"), RecusalGround::Kin);
    let detail = sealed();
    vec![
        mediation(MediatorChosen { party: PARTY, mediator: mediator.clone() }),
        mediation(MediatorAppointed { mediator: mediator.clone() }),
        mediation(ConflictDisclosed { mediator: mediator.clone(), ground, detail }),
        mediation(RecusalRequested { mediator: mediator.clone(), party: PARTY, ground, detail: Some(sealed()) }),
        mediation(RecusalDecided { mediator, granted: true, explanation: Some(sealed()) }),
    ]
}

fn sitting() -> Vec<Event> {
    let (record, undisputed_facts) = (Some(sealed()), Some(sealed()));
    vec![
        mediation(ViolenceScreened {
            finding: ViolenceFinding::Suspected,
            protection_order_shown: true,
            reported: true,
        }),
        mediation(SessionScheduled {
            session: 1,
            at: MOMENT,
            place: Some(parsed("room-1")),
            form: SessionForm::OnSite,
            setting: None,
            invited: None,
        }),
        mediation(SessionAdjourned { session: 1, put_off_to: Some(MOMENT) }),
        mediation(SessionHeld { session: 1, attended: vec![PARTY], record, undisputed_facts }),
        mediation(SessionCorrected {
            corrects: ENTRY,
            session: 1,
            attended: Some(vec![PARTY]),
            record: Some(sealed()),
        }),
        mediation(ProposalMade { by: Some(PARTY), proposal: sealed() }),
        mediation(ConcessionMade { by: PARTY, concession: sealed() }),
        mediation(UndisputedFactsRecorded { undisputed_facts: sealed(), confirmed_by: vec![PARTY] }),
    ]
}

fn appraising() -> Vec<Event> {
    let expected_on = Some(date(2026, 12, 15));
    vec![
        mediation(AppraisalCommissioned { appraisal: 1, expert: sealed(), to_appraise: sealed(), expected_on }),
        mediation(AppraisalReceived { appraisal: 1, finding: sealed() }),
        mediation(AppraisalAbandoned { appraisal: 1 }),
    ]
}

fn agreeing() -> Vec<Event> {
    let amount = Some(Fen::new(300_000).expect("an amount"));
    let instalment = Instalment { number: 1, by: PARTY, due: date(2026, 12, 23), amount };
    vec![
        mediation(AgreementDrawnUp {
            agreement: 2,
            terms: sealed(),
            parties: vec![PARTY],
            instalments: vec![instalment.clone()],
            left_open: Some(sealed()),
            amends: Some(1),
        }),
        mediation(SignatureGiven {
            agreement: 2,
            signer: Signer::Party,
            party: Some(PARTY),
            manner: SignatureManner::Fingerprint,
            at: MOMENT,
        }),
        mediation(AgreementSigned {
            form: AgreementForm::Written,
            terms: sealed(),
            parties: vec![PARTY],
            effective_at: MOMENT,
            instalments: vec![instalment],
            agreement: None,
            left_open: None,
            amends: None,
        }),
        mediation(AgreementAmended { agreement: 1, replaced_by: 2 }),
    ]
}

fn ending() -> Vec<Event> {
    let reason = TerminationReason::TooFarApart;
    vec![
        mediation(MediationExtended { until: date(2027, 1, 15), agreed_by: vec![PARTY] }),
        mediation(MediationTerminated { reason }),
        mediation(MediationCertified { party: PARTY, began_at: MOMENT, ended_at: MOMENT, reason }),
        mediation(FalseMediationSuspected { grounds: sealed(), reported_to: department("court") }),
        mediation(FalseMediationDecided { confirmed: false, explanation: sealed() }),
        mediation(RemediesAdvised { remedies: vec![Remedy::Litigation, Remedy::LegalAid] }),
    ]
}

fn performing() -> Vec<Event> {
    let (instalment, performed_on) = (1, date(2026, 12, 1));
    vec![
        mediation(PerformanceRecorded { instalment, performed_on }),
        mediation(PerformanceCorrected { corrects: ENTRY, instalment, performed_on: Some(performed_on) }),
        mediation(PerformanceReminded { instalment, party: PARTY, manner: ContactManner::TextMessage }),
        mediation(AgreementBreached { agreement: 1, instalment: Some(instalment), reported_by: Some(PARTY) }),
        mediation(ReturnVisitScheduled { return_visit: 1, agreement: 1, visit_by: date(2027, 1, 22) }),
        mediation(ReturnVisitMade {
            performed: true,
            satisfied: Some(true),
            new_signs: false,
            return_visit: None,
            party: None,
            agreement: None,
            reason: None,
            later_suit: None,
            measures: None,
        }),
    ]
}

fn mediation(fact: impl Into<MediationEvent>) -> Event {
    Event::Mediation(fact.into())
}
