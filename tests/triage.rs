//! Who takes a matter: objected to, handed down and up, disputed, helped with. What each desk, the citizen and strangers
//! see of it on the way.

use serde_json::{Value, json};
use tests::{Journey, Stage, party};

fn two() -> [Value; 2] {
    [party("applicant", "person", "何申请（虚构）"), party("respondent", "organisation", "示例建设公司")]
}

fn assign(to: &str) -> Value {
    json!({"command": "assign_case", "to": to, "note": "请核查（虚构）"})
}

fn receive(assignment: u32) -> Value {
    json!({"command": "receive_assignment", "assignment": assignment})
}

fn close(outcome: &str) -> Value {
    json!({"command": "close_case", "outcome": outcome})
}

/// The names of the facts of triage on the timeline, without the desk's.
fn told(case: &Journey) -> Vec<String> {
    let history = case.history("director-1");
    history.iter().filter_map(|kind| kind.strip_prefix("triage.")).map(str::to_owned).collect()
}

/// A petition is not simply handed back: the department objects, and whoever sent it decides. Upheld, it is the center's
/// again; overruled, the department signs (petition regulation of 2022, article 23).
#[test]
fn a_department_objects_to_a_petition_that_was_sent_to_it() {
    let stage = Stage::empty();
    let register = json!({"command": "register_case", "kind": "petition", "claim": "施工噪声扰民，要求处理（虚构）",
        "area": "990101001", "parties": two()});
    let mut case = Journey::begin(&stage.http, "clerk-1", &register);
    case.ask("triage-1", "triage", &json!({"command": "classify_case", "dispute_type": "noise"}));
    case.ask("triage-1", "triage", &json!({"command": "choose_route", "route": "petition"}));
    case.is_known_to(&[]);
    case.ask("triage-1", "triage", &assign("transport"));
    case.is_known_to(&["transport-1"]);
    case.lies("transport", "new");
    case.citizen_reads("assigned", "center");

    let back = json!({"command": "return_assignment", "assignment": 1, "ground": "not_competent",
        "explanation": "噪声不归本局管（虚构）"});
    assert_eq!(case.refused("transport-1", "triage", &back), "triage.needs_approval");
    let object = |assignment: u32| {
        json!({"command": "raise_objection", "assignment": assignment,
        "ground": "not_competent", "explanation": "噪声不归本局管（虚构）"})
    };
    assert_eq!(case.refused("housing-1", "triage", &object(1)), "case.unknown");
    assert_eq!(case.refused("clerk-1", "triage", &object(1)), "access.not_this_role");
    assert_eq!(case.refused("triage-1", "triage", &object(1)), "triage.not_your_assignment");
    case.ask("transport-1", "triage", &object(1));
    assert_eq!(case.refused("transport-1", "triage", &receive(1)), "triage.objection_open");
    let answer = |assignment: u32, answer: &str| {
        json!({"command": "decide_objection", "assignment": assignment,
        "answer": answer, "reason": "已经核对职责清单（虚构）"})
    };
    assert_eq!(case.refused("transport-1", "triage", &answer(1, "upheld")), "triage.not_the_sender");
    assert_eq!(case.refused("triage-1", "triage", &close("explained")), "triage.assignment_open");
    case.ask("triage-1", "triage", &answer(1, "upheld"));
    case.lies("center", "received");
    assert_eq!(case.on_desk("transport"), None, "it is off the desk");
    case.is_known_to(&["transport-1"]);

    is_overruled_and_signs(&mut case, &object(2), &answer(2, "overruled"));
    let of_triage = told(&case);
    let counted = |kind: &str| of_triage.iter().filter(|told| *told == kind).count();
    assert_eq!((counted("objection_raised"), counted("objection_decided"), counted("assignment_returned")), (2, 2, 1));
    stage.ends_well();
}

/// The next department objects, too, and is told that it has to take it.
fn is_overruled_and_signs(case: &mut Journey, object: &Value, overruled: &Value) {
    case.ask("triage-1", "triage", &assign("housing"));
    assert_eq!(case.refused("transport-1", "triage", object), "access.only_the_asked");
    case.ask("housing-1", "triage", object);
    case.ask("triage-1", "triage", overruled);
    assert_eq!(case.refused("housing-1", "triage", object), "triage.objection_overruled");
    assert_eq!(case.refused("triage-1", "triage", overruled), "triage.no_objection");
    case.lies("housing", "new");
    case.ask("housing-1", "triage", &receive(2));
    case.lies("housing", "received");
    assert_eq!(case.on_desk("center"), None);
    case.citizen_reads("received", "housing");
    case.is_known_to(&["transport-1", "housing-1"]);
    assert_eq!(case.refused("transport-1", "triage", &close("explained")), "access.only_the_holder");
    case.ask("housing-1", "triage", &close("explained"));
    case.citizen_reads("closed", "housing");
}

/// A matter goes down to the town because it can be solved there, and up again with what was tried.
#[test]
fn a_matter_goes_down_to_the_town_and_up_again_with_what_was_tried() {
    let stage = Stage::empty();
    let mut case = stage.dispute("noise", &two(), "other");
    let down = |to: &str, told: &[String], no_extra_trip: bool| {
        json!({"command": "delegate_down", "to": to, "told": told,
        "capability": "镇里有人能到现场（虚构）", "no_extra_trip": no_extra_trip})
    };
    let applicant = &case.parties.clone()[..1];
    assert_eq!(case.refused("triage-1", "triage", &down("housing", applicant, true)), "triage.not_below");
    assert_eq!(case.refused("triage-1", "triage", &down("wangxi", &[], true)), "triage.applicant_not_told");
    assert_eq!(case.refused("triage-1", "triage", &down("wangxi", applicant, false)), "triage.extra_trip");
    assert_eq!(case.refused("clerk-1", "triage", &down("wangxi", applicant, true)), "access.not_this_role");
    case.ask("triage-1", "triage", &down("wangxi", applicant, true));
    assert_eq!(case.refused("triage-1", "triage", &down("shiqiao", applicant, true)), "triage.assignment_open");
    case.lies("wangxi", "new");
    case.citizen_reads("assigned", "center");
    case.ask("wangxi-1", "triage", &receive(1));
    case.citizen_reads("received", "wangxi");
    case.is_known_to(&["wangxi-1"]);

    assert_eq!(case.refused("wangxi-1", "triage", &assign("housing")), "triage.needs_escalation");
    let up = |to: &str| {
        json!({"command": "escalate_case", "to": to, "tried": "两次上门协商未果（虚构）",
        "obstacle": "须由县级部门处罚（虚构）"})
    };
    assert_eq!(case.refused("wangxi-1", "triage", &up("shiqiao")), "triage.not_above");
    assert_eq!(case.refused("shiqiao-1", "triage", &up("housing")), "case.unknown");
    let mut unexplained = up("housing");
    unexplained["tried"] = Value::Null;
    assert_eq!(case.refused("wangxi-1", "triage", &unexplained), "request.shape");
    case.ask("wangxi-1", "triage", &up("housing"));
    case.lies("wangxi", "waiting");
    case.lies("housing", "new");
    case.citizen_reads("assigned", "wangxi");
    case.ask("housing-1", "triage", &receive(2));
    case.citizen_reads("received", "housing");
    case.is_known_to(&["wangxi-1", "housing-1"]);
    case.ask("housing-1", "triage", &close("explained"));
    let levels = &stage.http.figures("director-1", "center-board")["levels"];
    let moved = (&levels["town"]["moved_down"], &levels["county"]["moved_up"]);
    assert_eq!(moved, (&json!(1), &json!(1)), "{levels}");
    stage.ends_well();
}

/// Two villages disagree; they do not agree, and the town over both decides.
#[test]
fn two_villages_disagree_and_their_town_decides() {
    let stage = Stage::empty();
    let mut case = stage.dispute("land_boundary", &two(), "other");
    let disputed = |between: &[&str]| {
        json!({"command": "dispute_competence", "between": between,
        "reason": "地界在两村之间（虚构）"})
    };
    assert_eq!(case.refused("triage-1", "triage", &disputed(&["liuwan"])), "triage.too_few_disputants");
    assert_eq!(case.refused("wangxi-1", "triage", &disputed(&["liuwan", "wangxi"])), "case.unknown");
    case.ask("triage-1", "triage", &disputed(&["liuwan", "wangxi_neighbourhood"]));
    assert_eq!(case.refused("triage-1", "triage", &disputed(&["housing", "transport"])), "triage.dispute_open");
    assert_eq!(case.refused("triage-1", "triage", &close("explained")), "triage.dispute_open");
    let lead =
        |lead: &str| json!({"command": "determine_lead", "dispute": 1, "lead": lead, "reason": "多数在该村（虚构）"});
    assert_eq!(case.refused("triage-1", "triage", &lead("wangxi")), "triage.lead_outside_dispute");
    let refer = json!({"command": "refer_competence", "dispute": 1});
    assert_eq!(case.refused("clerk-1", "triage", &refer), "access.not_this_role");
    let referred = case.ask("triage-1", "triage", &refer);
    let step = &referred["facts"][0]["body"];
    assert_eq!((&step["step"], &step["superior"]), (&json!("superior"), &json!("wangxi")), "{step}");
    assert_eq!(case.refused("triage-1", "triage", &refer), "triage.already_referred");
    case.is_known_to(&["wangxi-1"]);
    assert_eq!(case.refused("shiqiao-1", "triage", &lead("liuwan")), "case.unknown");
    case.ask("wangxi-1", "triage", &lead("liuwan"));
    case.lies("liuwan", "new");
    assert_eq!(case.refused("wangxi-1", "triage", &lead("liuwan")), "triage.no_such_dispute");
    assert_eq!(case.refused("wangxi-1", "triage", &receive(1)), "access.only_the_asked");
    case.citizen_reads("assigned", "center");
    stage.ends_well();
}

/// Two departments have no superior in common: the joint conference decides, and whoever has the lead keeps it.
#[test]
fn two_departments_disagree_and_the_conference_decides() {
    let stage = Stage::empty();
    let mut case = stage.dispute("noise", &two(), "other");
    case.ask("triage-1", "triage", &assign("housing"));
    case.is_known_to(&["housing-1"]);
    let disputed = json!({"command": "dispute_competence", "between": ["housing", "transport"],
        "reason": "工地与道路各管一半（虚构）"});
    case.ask("housing-1", "triage", &disputed);
    case.is_known_to(&["housing-1", "transport-1"]);
    case.ask("transport-1", "triage", &json!({"command": "refer_competence", "dispute": 1}));
    let lead =
        json!({"command": "determine_lead", "dispute": 1, "lead": "transport", "reason": "联席会议议定（虚构）"});
    assert_eq!(case.refused("housing-1", "triage", &lead), "triage.only_the_center");
    case.ask("director-1", "triage", &lead);
    assert_eq!(case.on_desk("housing"), None, "it need not answer any more");
    case.lies("transport", "new");
    assert_eq!(case.refused("housing-1", "triage", &receive(1)), "access.only_the_asked");
    let back = json!({"command": "return_assignment", "assignment": 2, "ground": "not_competent",
        "explanation": "仍认为不归本局（虚构）"});
    assert_eq!(case.refused("transport-1", "triage", &back), "triage.competence_decided");
    case.ask("transport-1", "triage", &receive(2));
    case.citizen_reads("received", "transport");
    case.ask("transport-1", "triage", &close("explained"));
    let expected = ["competence_disputed", "competence_referred", "lead_determined", "assignment_withdrawn"];
    let of_triage = told(&case);
    let found: Vec<&str> = of_triage.iter().map(String::as_str).filter(|kind| expected.contains(kind)).collect();
    assert_eq!(found, expected);
    stage.ends_well();
}

/// A department helps the one that has the lead: it reads along and reports, and decides nothing.
#[test]
fn a_department_helps_and_decides_nothing() {
    let stage = Stage::empty();
    let mut case = stage.dispute("noise", &two(), "other");
    case.ask("triage-1", "triage", &assign("housing"));
    case.ask("housing-1", "triage", &receive(1));
    let ask =
        |department: &str| json!({"command": "add_co_handler", "department": department, "task": "测量噪声（虚构）"});
    assert_eq!(case.refused("housing-1", "triage", &ask("housing")), "triage.already_holds");
    assert_eq!(case.refused("housing-1", "triage", &ask("court")), "triage.court_needs_hand_off");
    assert_eq!(case.refused("transport-1", "triage", &ask("transport")), "case.unknown");
    let report = json!({"command": "report_co_handling", "report": "夜间超标三分贝（虚构）"});
    case.ask("housing-1", "triage", &ask("transport"));
    assert_eq!(case.refused("housing-1", "triage", &ask("transport")), "triage.already_helps");
    assert_eq!(case.refused("housing-1", "triage", &report), "triage.does_not_help");
    case.lies("transport", "helping");
    case.lies("housing", "received");
    case.is_known_to(&["housing-1", "transport-1"]);
    case.citizen_reads("received", "housing");
    assert_eq!(case.sheet("transport-1")["co_handlers"], json!(["transport"]));
    assert_eq!(case.refused("transport-1", "triage", &close("explained")), "access.only_the_holder");
    case.ask("transport-1", "triage", &report);
    assert_eq!(case.on_desk("transport"), None, "it has told what it did");
    let release = json!({"command": "release_co_handler", "department": "transport", "reason": "已经测完（虚构）"});
    assert_eq!(case.refused("transport-1", "triage", &release), "access.only_the_holder");
    case.ask("housing-1", "triage", &release);
    assert_eq!(case.refused("housing-1", "triage", &release), "triage.does_not_help");
    case.ask("housing-1", "triage", &close("explained"));
    stage.ends_well();
}
