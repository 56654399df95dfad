//! The steps between consent and return visit, and the register of mediators, as scenarios.

use jiff::SignedDuration;
use mediation::*;
use testkit::cast::*;
use testkit::facts::{
    advised, appointed, classified, consented, held, instalment, offered, party, performed, registered,
    registered_with, scheduled, signed_owing, terminated,
};
use testkit::{entries, given};
use timeline::*;

fn fact(fact: impl Into<MediationEvent>) -> Event {
    Event::Mediation(fact.into())
}

fn ready_and(more: impl IntoIterator<Item = Event>) -> Vec<Event> {
    let ready = [registered(), offered(), consented(APPLICANT), consented(RESPONDENT), appointed()];
    ready.into_iter().chain(more).collect()
}

fn ready() -> Vec<Event> {
    ready_and([])
}

fn consent(party: PartyId, with_guardian: bool) -> Command {
    Command::Consent(Consent { party, with_guardian })
}

fn session(setting: SessionSetting) -> Command {
    let (place, form, setting) = (Some(place(ROOM)), SessionForm::OnSite, Some(setting));
    Command::ScheduleSession(ScheduleSession { at: START, place, form, setting, invited: Vec::new() })
}

fn guardian(may_act: bool) -> Event {
    let kind = GuardianKind::Parent;
    let name = Some(sealed("某父（虚构）"));
    let named = GuardianNamed { ward: APPLICANT, kind, guardian: None, body: None, name, phone: None, may_act };
    Event::Intake(named.into())
}

fn minor() -> Vec<Event> {
    let child = Party { age_band: Some(AgeBand::Minor), ..party(APPLICANT, PartyRole::Applicant) };
    vec![registered_with(vec![child, party(RESPONDENT, PartyRole::Respondent)]), offered()]
}

#[test]
fn a_minor_agrees_only_with_a_guardian_who_may_act() {
    given(minor()).when(consent(APPLICANT, true)).refused("mediation.guardian_may_not_act");
    let named = |may_act| minor().into_iter().chain([guardian(may_act)]);
    given(named(false)).when(consent(APPLICANT, true)).refused("mediation.guardian_may_not_act");
    given(named(true)).when(consent(APPLICANT, false)).refused("mediation.guardian_needed");
    let agreed = MediationConsented { party: APPLICANT, with_guardian: Some(true) };
    given(named(true)).when(consent(APPLICANT, true)).then([fact(agreed)]);
}

fn enrolled() -> MediatorEnrolled {
    MediatorEnrolled {
        mediator: actor(MEDIATOR),
        name: sealed("李四（虚构）"),
        kinds: vec![MediationKind::Peoples],
        qualification: Qualification::PeoplesMediator,
        committee: Code::parse("yt-town").expect("a code"),
        term_from: TODAY,
        term_until: NEXT_MONTH,
        languages: Vec::new(),
    }
}

fn enrol() -> Command {
    let MediatorEnrolled { mediator, kinds, qualification, committee, term_from, term_until, languages, name: _ } =
        enrolled();
    let name = personal("李四（虚构）");
    Command::EnrolMediator(EnrolMediator {
        mediator,
        name,
        kinds,
        qualification,
        committee,
        term_from,
        term_until,
        languages,
    })
}

/// Appointing with what the register says after these facts.
fn appoint(page: impl IntoIterator<Item = Event>) -> Command {
    let register = Register::read(&entries(page));
    Command::AppointMediator(AppointMediator { mediator: actor(MEDIATOR), register })
}

#[test]
fn only_who_is_in_term_fit_free_and_not_suspended_is_appointed() {
    let open = [registered(), offered()];
    given(open.clone()).when(appoint([fact(enrolled())])).then([appointed()]);
    let of = |more: Event| appoint([fact(enrolled()), more]);
    let over = MediatorEnrolled { term_until: TODAY, term_from: YESTERDAY, ..enrolled() };
    given(open.clone()).when(appoint([fact(over.clone())])).then([appointed()]);
    let over = MediatorEnrolled { term_until: YESTERDAY, ..over };
    given(open.clone()).when(appoint([fact(over)])).refused("mediation.term_over");
    let suspended = |until| fact(MediatorSuspended { explanation: sealed("核查中"), until });
    given(open.clone()).when(of(suspended(None))).refused("mediation.mediator_suspended");
    given(open.clone()).when(of(suspended(Some(YESTERDAY)))).then([appointed()]);
    let near = ConflictDeclared { case: CASE, ground: RecusalGround::Kin };
    given(open.clone()).when(of(fact(near))).refused("mediation.mediator_conflicted");
    let gone = MediatorStruckOff { ground: StrikeOffGround::Partial };
    given(open.clone()).when(of(fact(gone))).refused("mediation.not_a_mediator");
    let other = MediatorEnrolled { kinds: vec![MediationKind::Labour], ..enrolled() };
    given(open.clone()).when(appoint([fact(other)])).refused("mediation.not_for_this_kind");
    let official = MediatorEnrolled { qualification: Qualification::Official, ..enrolled() };
    given(open.clone()).when(appoint([fact(official)])).refused("mediation.not_qualified");
    given(open).when(appoint([])).refused("mediation.not_a_mediator");
}

#[test]
fn the_register_keeps_one_page_a_mediator() {
    given([]).when(enrol()).then([fact(enrolled())]);
    given([fact(enrolled())]).when(enrol()).refused("mediation.already_enrolled");
    let mediator = actor(MEDIATOR);
    let renew = |term_until| Command::RenewTerm(RenewTerm { mediator: actor(MEDIATOR), term_until });
    given([fact(enrolled())]).when(renew(NEXT_MONTH)).refused("mediation.not_later");
    given([]).when(renew(NEXT_MONTH)).refused("mediation.not_a_mediator");
    let conflict = DeclareConflict { mediator: mediator.clone(), case: CASE, ground: RecusalGround::Stake };
    let declared = fact(ConflictDeclared { case: CASE, ground: RecusalGround::Stake });
    given([fact(enrolled())]).when(Command::DeclareConflict(conflict.clone())).then([declared.clone()]);
    given([fact(enrolled()), declared]).when(Command::DeclareConflict(conflict)).nothing_happened();
    given([fact(enrolled())]).when(Command::ResumeMediator(ResumeMediator { mediator })).nothing_happened();
}

#[test]
fn when_every_side_chose_the_same_mediator_it_is_appointed() {
    let register = Register::read(&entries([fact(enrolled())]));
    let choose = |party| {
        let (mediator, register) = (actor(MEDIATOR), register.clone());
        Command::ChooseMediator(ChooseMediator { party, mediator, register })
    };
    let chose = |party| fact(MediatorChosen { party, mediator: actor(MEDIATOR) });
    given([registered(), offered()]).when(choose(APPLICANT)).then([chose(APPLICANT)]);
    let once = [registered(), offered(), chose(APPLICANT)];
    given(once).when(choose(RESPONDENT)).then([chose(RESPONDENT), appointed()]);
}

#[test]
fn each_of_the_three_grounds_of_recusal_is_decided_before_the_next_session() {
    let decide = |granted| Command::DecideRecusal(DecideRecusal { granted, explanation: None });
    given(ready()).when(decide(true)).refused("mediation.no_recusal_pending");
    for ground in RecusalGround::ALL.iter().copied() {
        let ask = Command::RequestRecusal(RequestRecusal { party: RESPONDENT, ground, detail: None });
        let mediator = actor(MEDIATOR);
        let asked = fact(RecusalRequested { mediator: mediator.clone(), party: RESPONDENT, ground, detail: None });
        given(ready()).when(ask.clone()).then([asked.clone()]);
        given(ready_and([asked.clone()])).when(ask).refused("mediation.recusal_pending");
        given(ready_and([asked.clone()])).when(session(SessionSetting::Joint)).refused("mediation.recusal_pending");
        let granted = fact(RecusalDecided { mediator, granted: true, explanation: None });
        given(ready_and([asked.clone()])).when(decide(true)).then([granted.clone()]);
        let gone = ready_and([asked, granted]);
        given(gone.clone()).when(session(SessionSetting::Joint)).refused("mediation.no_mediator");
        given(gone).when(appoint([])).refused("mediation.mediator_recused");
    }
}

#[test]
fn nobody_sits_at_one_table_before_a_screening_where_there_may_be_violence() {
    let family = ready_and([classified("marriage_family")]);
    let with = |finding, shown| {
        let screened = ViolenceScreened { finding, protection_order_shown: shown, reported: shown };
        family.iter().cloned().chain([fact(screened)]).collect::<Vec<_>>()
    };
    given(family.clone()).when(session(SessionSetting::Joint)).refused("mediation.not_screened");
    given(family.clone()).when(session(SessionSetting::Separate)).accepted();
    given(with(ViolenceFinding::Absent, false)).when(session(SessionSetting::Joint)).accepted();
    let seen = with(ViolenceFinding::Present, false);
    given(seen).when(session(SessionSetting::Joint)).refused("mediation.protection_not_shown");
    given(with(ViolenceFinding::Present, true)).when(session(SessionSetting::Joint)).accepted();
}

fn screened(finding: ViolenceFinding, protected: bool) -> Event {
    fact(ViolenceScreened { finding, protection_order_shown: protected, reported: protected })
}

fn violence_reported() -> Event {
    let note = sealed("脸上有伤（虚构）");
    Event::Intake(UrgentRiskReported { alert: 1, risk: UrgentRisk::DomesticViolence, party: None, note }.into())
}

fn hold(attended: &[PartyId]) -> Command {
    let attended = attended.to_vec();
    Command::HoldSession(HoldSession { session: 1, attended, record: None, undisputed_facts: None })
}

#[test]
fn that_nothing_was_found_holds_until_something_new_is_known() {
    let joint = || session(SessionSetting::Joint);
    let absent = || screened(ViolenceFinding::Absent, false);
    given(ready_and([absent(), violence_reported()])).when(joint()).refused("mediation.not_screened");
    given(ready_and([absent(), violence_reported(), absent()])).when(joint()).accepted();
    let noise_first = [classified("noise"), absent(), classified("divorce")];
    given(ready_and(noise_first)).when(joint()).refused("mediation.not_screened");
    given(ready_and([classified("divorce"), absent(), classified("divorce")])).when(joint()).accepted();
    let found = [screened(ViolenceFinding::Present, true), violence_reported(), classified("divorce")];
    given(ready_and(found)).when(joint()).accepted();
}

#[test]
fn both_sides_come_together_only_after_a_screening_however_the_session_was_set() {
    let (place, form, setting) = (Some(place(ROOM)), SessionForm::OnSite, Some(SessionSetting::Separate));
    let apart = fact(SessionScheduled { session: 1, at: START, place, form, setting, invited: None });
    let both = [APPLICANT, RESPONDENT];
    let before = || ready_and([scheduled(1), violence_reported()]);
    for set in [ready_and([classified("divorce"), apart]), before()] {
        given(set.clone()).when(hold(&both)).refused("mediation.not_screened");
        given(set).when(hold(&[APPLICANT])).accepted();
    }
    let signs = before().into_iter().chain([screened(ViolenceFinding::Suspected, false)]);
    given(signs).when(hold(&both)).refused("mediation.protection_not_shown");
    given(before().into_iter().chain([screened(ViolenceFinding::Suspected, true)])).when(hold(&both)).accepted();
}

#[test]
fn only_a_session_on_site_needs_a_place() {
    let set = |form, place| {
        let (setting, invited) = (None, Vec::new());
        Command::ScheduleSession(ScheduleSession { at: START, place, form, setting, invited })
    };
    for form in SessionForm::ALL.iter().copied() {
        let nowhere = given(ready()).when(set(form, None));
        match form {
            SessionForm::OnSite => nowhere.refused("mediation.place_not_named"),
            SessionForm::Video | SessionForm::Phone | SessionForm::Written => {
                let (at, place, setting, invited) = (START, None, None, None);
                nowhere.then([fact(SessionScheduled { session: 1, at, place, form, setting, invited })]);
            }
        }
        given(ready()).when(set(form, Some(place(ROOM)))).accepted();
        given(ready()).when(set(form, Some(place("cellar")))).refused("mediation.unknown_place");
    }
}

#[test]
fn a_suspected_false_mediation_stands_still_and_can_always_be_refused() {
    let suspect = |reported_to| {
        Command::SuspectFalseMediation(SuspectFalseMediation {
            grounds: personal("双方陈述完全一致"),
            reported_to: department(reported_to),
        })
    };
    let decide = |confirmed| {
        Command::DecideFalseMediation(DecideFalseMediation { confirmed, explanation: personal("核查结果") })
    };
    given(ready()).when(suspect("nowhere")).refused("mediation.unknown_department");
    given(ready()).when(decide(true)).refused("mediation.not_suspected");
    let suspected =
        FalseMediationSuspected { grounds: sealed("双方陈述完全一致"), reported_to: department(COURT) };
    given(ready()).when(suspect(COURT)).then([fact(suspected.clone())]);
    let still = ready_and([fact(suspected)]);
    given(still.clone()).when(session(SessionSetting::Joint)).refused("mediation.suspended");
    given(still.clone()).when(Command::RefuseMediation(RefuseMediation { party: RESPONDENT })).accepted();
    let decided = |confirmed| fact(FalseMediationDecided { confirmed, explanation: sealed("核查结果") });
    given(still.clone()).when(decide(false)).then([decided(false)]);
    let ended = [decided(true), terminated(TerminationReason::Other), advised(&[Remedy::Litigation])];
    given(still).when(decide(true)).then(ended);
}

#[test]
fn the_case_waits_for_an_appraisal_and_no_longer_when_the_mediation_ends() {
    let asked = AppraisalCommissioned {
        appraisal: 1,
        expert: sealed("某鉴定所"),
        to_appraise: sealed("漏水原因"),
        expected_on: None,
    };
    let waiting = ready_and([fact(asked)]);
    let receive =
        |appraisal| Command::ReceiveAppraisal(ReceiveAppraisal { appraisal, finding: personal("管道老化") });
    given(waiting.clone()).when(receive(2)).refused("mediation.no_such_appraisal");
    given(waiting.clone()).when(receive(1)).accepted();
    let facts = given(waiting).when(Command::RefuseMediation(RefuseMediation { party: APPLICANT })).facts();
    assert!(facts.contains(&fact(AppraisalAbandoned { appraisal: 1 })));
}

fn draft() -> AgreementDrawnUp {
    AgreementDrawnUp {
        agreement: 1,
        terms: sealed("赔偿并修复"),
        parties: vec![APPLICANT, RESPONDENT],
        instalments: Vec::new(),
        left_open: None,
        amends: None,
    }
}

fn sign(signer: Signer, party: Option<PartyId>) -> Command {
    Command::GiveSignature(GiveSignature { agreement: 1, signer, party, manner: SignatureManner::Signature })
}

fn given_at(signer: Signer, party: Option<PartyId>, minutes: i64) -> Event {
    let at = START + SignedDuration::from_mins(minutes);
    fact(SignatureGiven { agreement: 1, signer, party, manner: SignatureManner::Signature, at })
}

#[test]
fn a_written_agreement_binds_from_the_last_required_act_whatever_the_order() {
    let hands = [
        (Signer::Party, Some(APPLICANT)),
        (Signer::Party, Some(RESPONDENT)),
        (Signer::Mediator, None),
        (Signer::Committee, None),
    ];
    for last in 0..hands.len() {
        let before = hands.iter().enumerate().filter(|(index, _)| *index != last);
        let before = before.map(|(index, (signer, party))| given_at(*signer, *party, index as i64));
        let waiting = ready_and([fact(draft())].into_iter().chain(before));
        let (signer, party) = hands[last];
        let late = START + SignedDuration::from_mins(1);
        let facts = given(waiting.clone()).told_of(late).when(sign(signer, party)).facts();
        let Some(Event::Mediation(MediationEvent::AgreementSigned(signed))) = facts.last() else {
            panic!("{facts:?} do not bind");
        };
        // The others were given at minutes 0 to 3: whichever is the latest counts.
        let latest = if last == 3 { 2 } else { 3 };
        assert_eq!(signed.effective_at, START + SignedDuration::from_mins(latest));
        given(waiting.into_iter().take(7)).when(sign(Signer::Party, Some(STRANGER))).refused("mediation.not_a_signer");
    }
    given(ready()).when(sign(Signer::Mediator, None)).refused("mediation.no_such_agreement");
}

#[test]
fn some_kinds_know_only_a_written_agreement() {
    let asked = fact(MediationRequested { kind: MediationKind::Medical, by: None });
    let medical = [registered(), asked, consented(APPLICANT), consented(RESPONDENT), appointed()];
    let oral = Command::SignAgreement(SignAgreement {
        form: AgreementForm::Oral,
        terms: personal("赔偿"),
        parties: vec![APPLICANT, RESPONDENT],
        instalments: Vec::new(),
        left_open: None,
    });
    given(medical).when(oral.clone()).refused("mediation.form_not_allowed");
    given(ready()).when(oral).accepted();
}

#[test]
fn undisputed_is_what_both_sides_confirm_and_concessions_stay_apart() {
    let undisputed = |confirmed_by: &[PartyId]| {
        Command::RecordUndisputedFacts(RecordUndisputedFacts {
            undisputed_facts: personal("漏水属实"),
            confirmed_by: confirmed_by.to_vec(),
        })
    };
    given(ready()).when(undisputed(&[APPLICANT])).refused("mediation.one_sided");
    let concede = MakeConcession { by: RESPONDENT, concession: personal("愿意多赔") };
    let facts = given(ready()).when(Command::MakeConcession(concede)).facts();
    assert!(facts.iter().all(|fact| fact.classification() == Classification::Mediation));
    let facts = given(ready()).when(undisputed(&[APPLICANT, RESPONDENT])).facts();
    assert!(facts.iter().all(|fact| fact.classification() == Classification::Internal));
}

#[test]
fn more_time_needs_both_sides_and_a_later_day() {
    let extend = |until, agreed_by: &[PartyId]| {
        Command::ExtendMediation(ExtendMediation { until, agreed_by: agreed_by.to_vec() })
    };
    given(ready()).when(extend(NEXT_MONTH, &[APPLICANT])).refused("mediation.extension_not_agreed");
    given(ready()).when(extend(YESTERDAY, &[APPLICANT, RESPONDENT])).refused("mediation.not_later");
    given(ready()).when(extend(NEXT_MONTH, &[APPLICANT, RESPONDENT])).accepted();
}

/// A mediation of a kind whose law gives it ten days.
fn traffic() -> Vec<Event> {
    let asked = fact(MediationRequested { kind: MediationKind::Traffic, by: Some(APPLICANT) });
    vec![registered(), asked, consented(APPLICANT), consented(RESPONDENT)]
}

#[test]
fn a_kind_with_a_period_of_its_own_ends_with_it_and_not_before() {
    let until = jiff::civil::date(2026, 12, 3);
    let over = || Command::TerminateMediation(TerminateMediation { reason: TerminationReason::PeriodOver });
    let extend = |until| Command::ExtendMediation(ExtendMediation { until, agreed_by: vec![APPLICANT, RESPONDENT] });
    given(traffic()).when(extend(until)).refused("mediation.not_later");
    given(traffic()).when(extend(NEXT_MONTH)).accepted();
    given(traffic()).when(over()).refused("mediation.period_not_over");
    given(traffic()).told_of(START + SignedDuration::from_hours(24 * 11)).when(over()).accepted();
    given(ready()).when(over()).accepted();
}

#[test]
fn some_kinds_begin_only_when_a_party_applies() {
    let request = |by| {
        let kind = MediationKind::Traffic;
        Command::RequestMediation(RequestMediation { kind, by, with_guardian: false })
    };
    given([registered()]).when(request(None)).refused("mediation.only_on_application");
    given([registered()]).when(request(Some(APPLICANT))).accepted();
}

#[test]
fn a_failed_mediation_is_certified_with_its_reason() {
    let certify = Command::CertifyMediation(CertifyMediation { party: APPLICANT });
    given(ready()).when(certify.clone()).refused("mediation.not_ended");
    let failed = ready_and([terminated(TerminationReason::TooFarApart)]);
    let facts = given(failed).when(certify).facts();
    assert!(matches!(&facts[..], [Event::Mediation(MediationEvent::MediationCertified(paper))]
            if paper.reason == TerminationReason::TooFarApart && paper.began_at < paper.ended_at));
}

#[test]
fn a_session_is_corrected_by_a_fact_that_names_the_entry() {
    let correct = |session| {
        Command::CorrectSession(CorrectSession { session, attended: Vec::new(), record: Some(personal("更正")) })
    };
    given(ready_and([scheduled(1)])).when(correct(1)).refused("mediation.session_not_held");
    let facts = given(ready_and([scheduled(1), held(1)])).when(correct(1)).facts();
    assert!(
        matches!(&facts[..], [Event::Mediation(MediationEvent::SessionCorrected(fact))] if fact.corrects == EventId::at(CASE.into(), 7))
    );
}

#[test]
fn what_is_overdue_opens_other_ways() {
    let breach =
        Command::ReportBreach(ReportBreach { agreement: 1, instalment: Some(1), reported_by: Some(APPLICANT) });
    let owed = |due| ready_and([signed_owing(vec![Instalment { due, ..instalment(1) }])]);
    given(owed(NEXT_MONTH)).when(breach.clone()).refused("mediation.not_yet_due");
    let breached = AgreementBreached { agreement: 1, instalment: Some(1), reported_by: Some(APPLICANT) };
    given(owed(YESTERDAY)).when(breach).then([fact(breached), advised(&[Remedy::Litigation])]);
    let correct = Command::CorrectPerformance(CorrectPerformance { instalment: 1, performed_on: None });
    given(owed(NEXT_MONTH)).when(correct.clone()).refused("mediation.not_performed");
    given(owed(NEXT_MONTH).into_iter().chain([performed(1)])).when(correct).accepted();
}

#[test]
fn a_return_visit_is_due_a_week_after_each_day_on_which_something_is() {
    let schedule = |visit_by| Command::ScheduleReturnVisit(ScheduleReturnVisit { agreement: 1, visit_by });
    let soon = Instalment { due: TOMORROW, ..instalment(1) };
    let owing = ready_and([signed_owing(vec![soon, instalment(2), instalment(3)])]);
    let week_after = |day: jiff::civil::Date| day.saturating_add(jiff::Span::new().days(7));
    let set = |return_visit, visit_by| fact(ReturnVisitScheduled { return_visit, agreement: 1, visit_by });
    let both = [set(1, week_after(TOMORROW)), set(2, week_after(NEXT_MONTH))];
    given(owing.clone()).when(schedule(None)).then(both.clone());
    let watched: Vec<Event> = owing.into_iter().chain(both).collect();
    given(watched.clone()).when(schedule(None)).nothing_happened();
    given(watched.clone()).when(schedule(Some(TODAY))).then([set(3, TODAY)]);
    given(watched.clone()).when(schedule(Some(YESTERDAY))).refused("mediation.not_later");
    given(ready()).when(schedule(None)).refused("mediation.no_such_agreement");
    let earlier = watched.into_iter().chain([set(3, TODAY)]);
    let facts = given(earlier).when(visited()).facts();
    assert!(
        matches!(&facts[..], [Event::Mediation(MediationEvent::ReturnVisitMade(made))] if made.return_visit == Some(3)),
        "the one that was to be made first: {facts:?}"
    );
}

fn visited() -> Command {
    Command::MakeReturnVisit(MakeReturnVisit {
        performed: true,
        satisfied: None,
        new_signs: false,
        party: None,
        agreement: None,
        reason: None,
        later_suit: None,
        measures: None,
    })
}
