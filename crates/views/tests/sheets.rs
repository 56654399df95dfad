//! What the views say of a case that is told to them, fact by fact.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it is wrong")]

#[path = "sheets/corrected.rs"]
mod corrected;
#[path = "sheets/enforced.rs"]
mod enforced;
#[path = "sheets/mediated.rs"]
mod mediated;
#[path = "sheets/pages.rs"]
mod pages;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use timeline::*;
use uuid::Uuid;

/// A log that is told to one view.
struct Told {
    view: Box<dyn View>,
    position: u64,
}

impl Told {
    fn to(name: &str) -> Self {
        Self { view: views::all().into_iter().find(|view| view.name() == name).unwrap(), position: 0 }
    }

    fn fact(self, case: u128, event: impl Into<Event>) -> Self {
        self.late(case, event, 0)
    }

    /// A fact that was recorded so many hours after it happened; one is recorded each hour.
    fn late(mut self, case: u128, event: impl Into<Event>, hours: i64) -> Self {
        let entry = self.entry(case, event, hours);
        self.tell(&entry);
        self
    }

    fn tell(&mut self, entry: &Entry) {
        if self.view.reads().contains(&entry.event.kind()) {
            self.view.apply(entry);
        }
    }

    fn entry(&mut self, case: u128, event: impl Into<Event>, hours: i64) -> Entry {
        self.position += 1;
        let recorded_at = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(self.position as i64);
        let meta = Meta {
            occurred_at: recorded_at - SignedDuration::from_hours(hours),
            actor: ActorId::parse("clerk-1").unwrap(),
            on_behalf_of: None,
            department: department("center"),
            window: None,
            channel: Channel::Window,
            legal_basis: None,
            reference: None,
            request: RequestId::new(Uuid::from_u128(self.position.into())),
            fingerprint: Fingerprint::default(),
            correlation: Uuid::nil(),
            causation: None,
            classification: Classification::Internal,
            packs: PackVersion::parse("2026-11").unwrap(),
        };
        let place = Place { position: self.position, index: 0 };
        Entry { place, stream: stream(case), version: self.position, recorded_at, meta, event: event.into() }
    }

    /// The department did something under a number of its own.
    fn referred(mut self, case: u128, department: &str, number: &str) -> Self {
        let mut entry =
            self.entry(case, TriageEvent::from(CaseClassified { dispute_type: Code::parse("noise").unwrap() }), 0);
        entry.meta.department = self::department(department);
        entry.meta.reference = Reference::parse(number).ok();
        self.tell(&entry);
        self
    }

    fn registered(self, case: u128, area: &str) -> Self {
        let fact = CaseRegistered {
            number: CaseNumber::new(2026, case as u32),
            kind: CaseKind::Dispute,
            claim: text(),
            area: AreaCode::parse(area).unwrap(),
            amount: None,
            parties: Vec::new(),
            referred_by: None,
            letter: None,
            part_of: None,
            self_registered: false,
        };
        self.fact(case, IntakeEvent::from(fact))
    }

    fn triage(self, case: u128, fact: impl Into<TriageEvent>) -> Self {
        self.fact(case, fact.into())
    }

    fn assigned(self, case: u128, assignment: u32, to: &str, level: Option<AreaLevel>) -> Self {
        let fact = CaseAssigned { assignment, to: department(to), note: None, level, reason: None };
        self.triage(case, fact)
    }

    fn received(self, case: u128, assignment: u32, by: &str) -> Self {
        self.triage(case, AssignmentReceived { assignment, by: department(by) })
    }

    fn visit(self, case: u128) -> Self {
        let place = PlaceCode::parse("hall").unwrap();
        let fact = VisitRecorded { place, purpose: VisitPurpose::Submit, visitors: 1, case: Some(stream(case).into()) };
        self.fact(900 + case, IntakeEvent::from(fact))
    }

    fn closed(self, case: u128, outcome: Outcome) -> Self {
        self.triage(case, CaseClosed { outcome, merged_into: None })
    }

    fn figures(&self) -> Value {
        self.view.rows(&Query::default()).figures
    }

    fn rate(&self, name: &str) -> (u64, u64) {
        let rate = &self.figures()["rates"][name];
        assert!(rate["predicate"].is_string() && rate["zh"].is_string() && rate["packs"] == "2026-11", "{rate}");
        (rate["numerator"].as_u64().unwrap(), rate["denominator"].as_u64().unwrap())
    }

    fn rows(&self) -> Vec<Value> {
        self.view.rows(&Query::default()).rows
    }
}

fn stream(case: u128) -> StreamId {
    StreamId::new(Uuid::from_u128(case))
}

fn department(code: &str) -> DepartmentCode {
    DepartmentCode::parse(code).unwrap()
}

fn text() -> Sealed {
    Sealed::clear(SubjectId::new(Uuid::from_u128(9)), "（虚构）")
}

fn route(route: Route) -> RouteChosen {
    RouteChosen { route, reason: None, sheet: None }
}

#[test]
fn a_route_counts_as_the_first_way_that_was_chosen() {
    let board = Told::to("center-board")
        .registered(1, "990101")
        .triage(1, route(Route::Litigation))
        .triage(1, route(Route::Petition))
        .registered(2, "990101")
        .triage(2, route(Route::Arbitration))
        .registered(3, "990101");
    let routes = json!({
        "petition": 0, "public_security": 0, "court": 1, "public_legal_services": 0, "mediation_organisation": 0,
        "other": 1,
    });
    assert_eq!(board.figures()["routes"], routes);
}

#[test]
fn the_levels_sum_to_the_total_and_say_who_closed() {
    let board = Told::to("center-board")
        .registered(1, "990101001001")
        .assigned(1, 1, "wangxi", Some(AreaLevel::Town))
        .received(1, 1, "wangxi")
        .closed(1, Outcome::Explained)
        .registered(2, "990101")
        .closed(2, Outcome::ToCourt);
    let levels = &board.figures()["levels"];
    assert_eq!((&levels["village"]["registered"], &levels["county"]["registered"]), (&json!(1), &json!(1)));
    assert_eq!((&levels["town"]["closed"], &levels["county"]["closed"]), (&json!(1), &json!(1)));
    assert_eq!(board.rate("closed_locally"), (1, 2));
    assert_eq!(board.rate("terminal"), (1, 2));
}

#[test]
fn a_hop_is_avoided_if_no_citizen_came_since_the_last() {
    let board = Told::to("center-board")
        .registered(1, "990101")
        .visit(1)
        .assigned(1, 1, "housing", None)
        .received(1, 1, "housing")
        .assigned(1, 2, "justice", None)
        .received(1, 2, "justice");
    assert_eq!(board.rate("hops"), (2, 1));
    assert_eq!(board.rate("hops_avoided"), (1, 2));
}

#[test]
fn forwarded_and_forgotten_is_what_nobody_touched_since() {
    let sheet = Told::to("forwarded").registered(1, "990101").assigned(1, 1, "housing", None);
    assert_eq!((&sheet.rows()[0]["state"], &sheet.rows()[0]["to"]), (&json!("assigned"), &json!("housing")));
    assert_eq!(sheet.rows()[0]["since"], "1970-01-01T02:00:00Z");
    assert_eq!(sheet.triage(1, route(Route::Other)).rows(), Vec::<Value>::new());
}

#[test]
fn a_department_finds_by_its_own_number_and_nobody_by_that_of_another() {
    let mut sheet = Told::to("references").registered(1, "990101").registered(2, "990101");
    for (case, whose, number) in [(1, "court", "（2026）虚构1号"), (1, "hotline", "12345-7"), (2, "court", "12345-7")]
    {
        sheet = sheet.referred(case, whose, number);
    }
    let found = |department: &str, number: &str| -> Vec<Value> {
        let (department, reference) = (DepartmentCode::parse(department).ok(), Reference::parse(number).ok());
        sheet.view.rows(&Query { department, reference, ..Query::default() }).rows
    };
    assert_eq!(found("court", "12345-7").len(), 1);
    assert_eq!(found("court", "12345-7")[0]["number"], CaseNumber::new(2026, 2).to_string());
    assert_eq!(found("hotline", "12345-7")[0]["number"], CaseNumber::new(2026, 1).to_string());
    assert_eq!(found("hotline", "（2026）虚构1号"), Vec::<Value>::new());
    assert_eq!(sheet.rows().len(), 3, "a case nobody named a number for has no row");
}

#[test]
fn a_package_waits_for_the_parts_that_have_not_ended() {
    let part = |sub_case: u32| SubCaseOpened {
        sub_case,
        case: stream(10 + u128::from(sub_case)).into(),
        department: department("housing"),
        task: text(),
        dispute_type: None,
        area: None,
    };
    let sheet = Told::to("packages").registered(1, "990101").triage(1, part(1)).triage(1, part(2));
    assert_eq!(sheet.rows()[0]["blocked_by"], json!([1, 2]));
    let sheet = sheet.triage(1, SubCaseConcluded { sub_case: 1, outcome: Outcome::Explained });
    assert_eq!((&sheet.rows()[0]["blocked_by"], &sheet.rows()[0]["state"]), (&json!([2]), &json!("blocked")));
    let sheet = sheet.triage(1, SubCaseDropped { sub_case: 2, reason: text() });
    assert_eq!(sheet.rows()[0]["state"], "ready");
}

fn date(day: i8) -> jiff::civil::Date {
    jiff::civil::date(2026, 12, day)
}

fn with_today(sheet: &Told, day: i8) -> Vec<Value> {
    sheet.view.rows(&Query { today: Some(date(day)), ..Query::default() }).rows
}

/// An agreement of this number, with a part due on each of these days of December 2026; the first is part `first`.
fn agreed(agreement: u32, first: u32, days: &[i8], amends: Option<u32>) -> MediationEvent {
    let by = PartyId::new(Uuid::from_u128(7));
    let owed = |(number, day): (u32, &i8)| Instalment { number, by, due: date(*day), amount: None };
    AgreementSigned {
        form: AgreementForm::Written,
        terms: text(),
        parties: vec![by],
        effective_at: Timestamp::UNIX_EPOCH,
        instalments: (first..).zip(days).map(owed).collect(),
        agreement: Some(agreement),
        left_open: None,
        amends,
    }
    .into()
}

#[test]
fn what_is_owed_is_due_overdue_made_late_or_missed() {
    let mediation = |sheet: Told, fact: MediationEvent| sheet.fact(1, fact);
    let paid = |instalment, day| PerformanceRecorded { instalment, performed_on: date(day) }.into();
    let sheet = mediation(Told::to("performances").registered(1, "990101"), agreed(1, 1, &[1, 2, 3, 4, 20], None));
    let sheet = mediation(mediation(sheet, paid(1, 1)), paid(2, 9));
    let sheet = mediation(sheet, AgreementBreached { agreement: 1, instalment: Some(3), reported_by: None }.into());
    let states =
        |rows: Vec<Value>| rows.iter().map(|row| row["state"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(states(with_today(&sheet, 10)), ["made", "late", "missed", "overdue", "due"]);
    assert_eq!(states(sheet.rows()), ["made", "late", "missed", "due", "due"], "who has no day learns of none");
    assert_eq!(sheet.figures(), json!({ "made": 1, "late": 1, "missed": 1, "due": 2 }));
    let amended = mediation(sheet, agreed(2, 6, &[24], Some(1)));
    assert_eq!(states(amended.rows()), ["made", "late", "due"], "what was still owed is owed no more");
    let undone = PerformanceCorrected { corrects: EventId::at(stream(1), 3), instalment: 1, performed_on: None };
    assert_eq!(states(with_today(&mediation(amended, undone.into()), 10)), ["overdue", "late", "due"]);
}

#[test]
fn a_return_visit_is_due_until_it_is_made() {
    let mediation = |sheet: Told, fact: MediationEvent| sheet.fact(1, fact);
    let set =
        |return_visit, agreement, day| ReturnVisitScheduled { return_visit, agreement, visit_by: date(day) }.into();
    let went = |return_visit| {
        let (performed, satisfied, new_signs) = (true, None, false);
        let (party, agreement, reason, later_suit, measures) = (None, Some(1), None, None, None);
        ReturnVisitMade {
            performed,
            satisfied,
            new_signs,
            return_visit,
            party,
            agreement,
            reason,
            later_suit,
            measures,
        }
        .into()
    };
    let sheet = mediation(Told::to("return-visits").registered(1, "990101"), agreed(1, 1, &[1, 11], None));
    let sheet = mediation(mediation(sheet, set(1, 1, 8)), set(2, 1, 18));
    let states =
        |rows: Vec<Value>| rows.iter().map(|row| row["state"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(states(with_today(&sheet, 9)), ["overdue", "due"]);
    let sheet = mediation(mediation(sheet, went(Some(1))), went(None));
    assert_eq!(states(with_today(&sheet, 9)), ["made", "due", "made"]);
    let records: Vec<Value> = sheet.rows().iter().map(|row| row["record"].clone()).collect();
    assert_eq!(records, [json!(1), Value::Null, json!(2)]);
    let amended = mediation(sheet, AgreementAmended { agreement: 1, replaced_by: 2 }.into());
    assert_eq!(states(amended.rows()), ["made", "made"], "nobody goes to see about what was replaced");
}

#[test]
fn the_register_says_who_may_be_appointed_today() {
    let enrolled = MediatorEnrolled {
        mediator: ActorId::parse("li-4").unwrap(),
        name: text(),
        kinds: vec![MediationKind::Peoples],
        qualification: Qualification::Lawyer,
        committee: Code::parse("peoples_mediation").unwrap(),
        term_from: date(1),
        term_until: date(20),
        languages: Vec::new(),
    };
    let page = |sheet: Told, fact: MediationEvent| sheet.fact(5, fact);
    let sheet = page(Told::to("mediators"), enrolled.into());
    let sheet =
        page(sheet, MediatorTrained { course: Code::parse("law").unwrap(), hours: 8, trained_on: date(2) }.into());
    assert_eq!((&sheet.rows()[0]["state"], &sheet.rows()[0]["trained_hours"]), (&json!("enrolled"), &json!(8)));
    assert_eq!(with_today(&sheet, 21)[0]["state"], "term_over");
    let sheet = page(sheet, MediatorSuspended { explanation: text(), until: Some(date(9)) }.into());
    assert_eq!(
        (&with_today(&sheet, 9)[0]["state"], &with_today(&sheet, 10)[0]["state"]),
        (&json!("suspended"), &json!("enrolled"))
    );
    let sheet = page(sheet, MediatorStruckOff { ground: StrikeOffGround::Partial }.into());
    assert_eq!(sheet.rows()[0]["state"], "struck_off");
}

fn reference(text: &str) -> Reference {
    Reference::parse(text).unwrap()
}

#[test]
fn a_package_is_chased_until_the_court_has_answered() {
    let assembled = HandOffAssembled {
        hand_off: 1,
        court: department("court"),
        purpose: HandOffPurpose::Filing,
        cause: None,
        contents: vec![PackageItem::Claim],
        missing: vec![PackageItem::Evidence],
        manifest: Vec::new(),
    };
    let court = |sheet: Told, fact: LitigationEvent| sheet.fact(1, fact);
    let sheet = court(Told::to("hand-offs"), assembled.into());
    let row = &sheet.rows()[0];
    assert_eq!(
        (&row["state"], &row["complete"], &row["missing"]),
        (&json!("assembled"), &json!(false), &json!(["evidence"]))
    );
    assert_eq!((&row["sent_at"], &row["answer_by"]), (&Value::Null, &Value::Null));
    let sent = HandOffSent { hand_off: 1, court: department("court"), answer_by: Some(date(8)), shared_on: Vec::new() };
    let sheet = court(sheet, sent.into());
    let row = &sheet.rows()[0];
    assert_eq!(
        (&row["state"], &row["body"], &row["answer_by"]),
        (&json!("sent"), &json!("court"), &json!("2026-12-08"))
    );
    assert_eq!(row["sent_at"], "1970-01-01T02:00:00Z");
    let filed =
        CaseFiled {
            hand_off: Some(1), court: department("court"), reference: reference("民初1号"), filed_on: date(1)
        };
    let sheet = court(sheet, filed.into());
    assert_eq!((&sheet.rows()[0]["state"], &sheet.rows()[0]["reference"]), (&json!("filed"), &json!("民初1号")));
    assert_eq!(sheet.rows()[0]["sent_at"], "1970-01-01T02:00:00Z", "it waits since it was sent");
    let answered = CourtAnswered {
        reference: reference("民初1号"),
        outcome: CourtOutcome::Judgment,
        decided_on: date(2),
        grounds: Vec::new(),
        enforce_by: None,
        perform_by: None,
    };
    assert_eq!(court(sheet, answered.into()).rows(), Vec::<Value>::new());
}

#[test]
fn a_referral_is_chased_until_the_body_has_answered() {
    let body = || department("labour_arbitration");
    let made = ReferralMade {
        referral: 1,
        procedure: Procedure::Arbitration,
        body: body(),
        by: vec![PartyId::new(Uuid::from_u128(7))],
        contents: vec![PackageItem::Claim],
        missing: Vec::new(),
        manifest: Vec::new(),
        warnings: Vec::new(),
        answer_by: Some(date(5)),
        shared_on: Vec::new(),
    };
    let acknowledged = ReferralAcknowledged {
        referral: 1,
        procedure: Procedure::Arbitration,
        body: body(),
        reference: reference("仲字1号"),
    };
    let told = |fact: LitigationEvent| {
        let sheet = Told::to("hand-offs").fact(1, LitigationEvent::from(made.clone()));
        sheet.fact(1, LitigationEvent::from(acknowledged.clone())).fact(1, fact)
    };
    let answer = |number: &str| CourtAnswered {
        reference: reference(number),
        outcome: CourtOutcome::Judgment,
        decided_on: date(2),
        grounds: Vec::new(),
        enforce_by: None,
        perform_by: None,
    };
    let sheet = told(answer("仲字1号").into());
    let row = &sheet.rows()[0];
    assert_eq!((&row["procedure"], &row["body"]), (&json!("arbitration"), &json!("labour_arbitration")));
    assert_eq!((&row["state"], &row["reference"]), (&json!("acknowledged"), &json!("仲字1号")), "no court answers it");
    assert_eq!((&row["sent_at"], &row["answer_by"]), (&json!("1970-01-01T01:00:00Z"), &json!("2026-12-05")));
    let (outcome, decided_on) = (ReferralOutcome::Awarded, date(3));
    for over in [
        LitigationEvent::from(ReferralAnswered { referral: 1, reference: None, outcome, decided_on, enforce_by: None }),
        ReferralRejected { referral: 1, ground: RejectionGround::Incomplete, explanation: None }.into(),
        ReferralWithdrawn { referral: 1, by: PartyId::new(Uuid::from_u128(7)) }.into(),
    ] {
        assert_eq!(told(over).rows(), Vec::<Value>::new());
    }
}

#[test]
fn a_back_dated_fact_is_listed_with_its_gap() {
    let sheet = Told::to("late-entries").registered(1, "990101").late(1, TriageEvent::from(route(Route::Other)), 30);
    assert_eq!(sheet.rows().len(), 1);
    assert_eq!((&sheet.rows()[0]["gap_minutes"], &sheet.rows()[0]["state"]), (&json!(1800), &json!("days_late")));
    assert_eq!(sheet.rate("late"), (1, 2));
}

#[test]
fn a_mediator_with_few_cases_has_no_rank() {
    let appointed =
        |mediator: &str| MediationEvent::from(MediatorAppointed { mediator: ActorId::parse(mediator).unwrap() });
    let ended = MediationEvent::from(MediationTerminated { reason: TerminationReason::Agreed });
    let mut sheet = Told::to("mediator-load").fact(99, appointed("few"));
    for case in 1..=10 {
        sheet = sheet.fact(case, appointed("many")).fact(case, ended.clone());
    }
    let rows = sheet.rows();
    assert_eq!((&rows[0]["mediator"], &rows[0]["rank"], &rows[0]["open"]), (&json!("few"), &Value::Null, &json!(1)));
    assert_eq!((&rows[1]["rank"], &rows[1]["agreed"]["denominator"]), (&json!(1), &json!(10)));
    assert_eq!(sheet.rate("busiest_fifth"), (10, 11));
}

#[test]
fn reception_sees_a_suspicion_until_somebody_decides() {
    let other = stream(2).into();
    let suspected = DuplicateSuspected { other, reasons: vec![DuplicateReason::SameArea] };
    let sheet = Told::to("reception").registered(1, "990101").registered(2, "990101");
    let sheet = sheet.fact(1, IntakeEvent::from(suspected));
    assert_eq!(sheet.rows(), Vec::<Value>::new(), "it is not for everybody");
    assert_eq!(sheet.figures().get("possible_duplicate"), None);
    let reception = Query { other_cases: true, ..Query::default() };
    let shown = sheet.view.rows(&reception);
    assert_eq!((&shown.rows[0]["state"], &shown.rows[0]["other"]), (&json!("possible_duplicate"), &json!(stream(2))));
    assert_eq!((&shown.figures["possible_duplicate"], &shown.figures["arrivals"][0]["cases"]), (&json!(1), &json!(2)));
    let ruled_out = DuplicateRuledOut { other: stream(1).into(), reason: text() };
    assert_eq!(sheet.fact(2, IntakeEvent::from(ruled_out)).view.rows(&reception).rows, Vec::<Value>::new());
}

#[test]
fn a_department_is_not_told_how_much_there_is_in_the_county() {
    let housing = Query { department: Some(department("housing")), ..Query::default() };
    for name in ["case-register", "center-board", "visits", "late-entries", "mediator-load"] {
        let sheet = Told::to(name).registered(1, "990101").registered(2, "990101");
        assert!(!sheet.figures().is_null(), "{name}");
        let shown = sheet.view.rows(&housing);
        assert_eq!((shown.figures, shown.rows), (Value::Null, Vec::new()), "{name}");
    }
}

#[test]
fn a_helper_has_the_case_on_its_list_until_it_reports() {
    let housing = || department("housing");
    let sheet = Told::to("work-list").registered(1, "990101");
    let sheet = sheet.triage(1, CoHandlerAdded { department: housing(), task: text() });
    let helping = sheet.view.rows(&Query { department: Some(housing()), ..Query::default() }).rows;
    assert_eq!((&helping[0]["state"], &helping[0]["next"]), (&json!("helping"), &json!("report_co_handling")));
    let sheet = sheet.triage(1, CoHandlerReported { department: housing(), report: text() });
    assert_eq!(sheet.rows().len(), 1);
}
