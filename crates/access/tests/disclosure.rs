//! Who sees what: one line a value.
#![expect(clippy::unwrap_used, reason = "a test stops where it is wrong")]

use access::{Actor, Basis, CaseFacts, MASK, Mask, Relation, Role, Viewer, in_clear};
use serde_json::{Value, json};
use timeline::{ActorId, Algorithm, Classification, DepartmentCode, PartyId, Sealed, SubjectId};
use uuid::Uuid;

const OPEN: Viewer = Viewer { mask: Mask::Full, ..Viewer::STRANGER };
const MEDIATOR: Viewer = Viewer { mediation: true, ..OPEN };

fn disclose(value: Value, viewer: &Viewer) -> Value {
    access::disclose(value, viewer, &in_clear)
}

fn subject() -> SubjectId {
    SubjectId::new(Uuid::from_u128(1))
}

fn clear(text: &str) -> Value {
    serde_json::to_value(Sealed::clear(subject(), text)).unwrap()
}

fn locked() -> Value {
    serde_json::to_value(Sealed::new(Algorithm(1), subject(), vec![1, 2, 3])).unwrap()
}

#[test]
fn every_shape_of_value_is_opened_masked_or_left_out() {
    let session = |classification: &str| json!({ "classification": classification, "body": { "session": 1, "record": clear("甲说"), "attended": [1] } });
    #[rustfmt::skip]
    let cases = [
        (clear("张三"),                               OPEN,             json!("张三")),
        (clear("张三"),                               Viewer::STRANGER, json!(MASK)),
        (locked(),                                    OPEN,             json!(MASK)),
        (json!({ "a": [ { "name": clear("李四") } ] }), OPEN,             json!({ "a": [ { "name": "李四" } ] })),
        (json!({ "a": [ { "name": clear("李四") } ] }), Viewer::STRANGER, json!({ "a": [ { "name": MASK } ] })),
        (json!({ "alg": 0, "sub": 1 }),               OPEN,             json!({ "alg": 0, "sub": 1 })),
        (json!([1, null, true, "x"]),                 Viewer::STRANGER, json!([1, null, true, "x"])),
        (session("internal"),  OPEN,     json!({ "classification": "internal", "body": { "session": 1, "record": "甲说", "attended": [1] } })),
        (session("mediation"), OPEN,     json!({ "classification": "mediation", "body": { "session": 1, "attended": [1] } })),
        (session("evaluation"), MEDIATOR, json!({ "classification": "evaluation", "body": { "session": 1, "attended": [1] } })),
        (session("evaluation"), Viewer { evaluations: true, ..OPEN }, json!({ "classification": "evaluation", "body": { "session": 1, "record": "甲说", "attended": [1] } })),
        (session("mediation"), MEDIATOR, json!({ "classification": "mediation", "body": { "session": 1, "record": "甲说", "attended": [1] } })),
    ];
    for (value, viewer, expected) in cases {
        assert_eq!(disclose(value.clone(), &viewer), expected, "{value} for {viewer:?}");
    }
}

#[test]
fn a_sealed_value_is_opened_for_whoever_may_see_it_and_for_nobody_else() {
    let asked = std::cell::Cell::new(0);
    let open = |sealed: &Sealed| {
        asked.set(asked.get() + 1);
        assert_eq!((sealed.algorithm(), sealed.subject(), sealed.bytes()), (Algorithm(1), subject(), &[1, 2, 3][..]));
        Some("张三".to_owned())
    };
    assert_eq!(access::disclose(locked(), &OPEN, &open), json!("张三"));
    assert_eq!(access::disclose(locked(), &OPEN, &|_| None), json!(MASK), "it was erased");
    assert_eq!(access::disclose(locked(), &Viewer::STRANGER, &open), json!(MASK));
    assert_eq!(access::disclose_part(locked(), Classification::Mediation, &OPEN, &open), Value::Null);
    assert_eq!(asked.get(), 1, "nothing is opened that is not shown");
}

#[test]
fn who_asked_in_confidence_is_a_pseudonym_under_every_mask() {
    let confidence = SubjectId::from(PartyId::new(Uuid::from_u128(1)).in_confidence());
    let sealed = |text: &str| serde_json::to_value(Sealed::clear(confidence, text)).unwrap();
    let party = || json!({ "name": sealed("张三"), "phone": sealed("13800000000"), "answer": sealed("愿意调解") });
    let keeps = Viewer { confidences: true, ..OPEN };
    assert_eq!(disclose(party(), &keeps), json!({ "name": "张三", "phone": "13800000000", "answer": "愿意调解" }));
    let alias = access::pseudonym(confidence);
    assert_eq!(disclose(party(), &OPEN), json!({ "name": alias, "phone": MASK, "answer": "愿意调解" }));
    for mask in [Mask::Partial, Mask::Initial, Mask::Pseudonym] {
        assert_eq!(disclose(party(), &Viewer { mask, ..OPEN })["name"], json!(alias), "{mask:?}");
    }
    assert_eq!(disclose(party(), &Viewer::STRANGER)["name"], json!(MASK));
}

#[test]
fn a_confidence_is_opened_for_the_window_that_took_it_and_for_whoever_two_persons_let_in() {
    let li = ActorId::parse("li").unwrap();
    let knows = |role, case: &CaseFacts| {
        let center = DepartmentCode::parse("center").unwrap();
        Viewer::of(&Actor { id: ActorId::parse("li").unwrap(), department: center, role }, case).confidences
    };
    let center = vec![DepartmentCode::parse("center").unwrap()];
    let seen = CaseFacts { involved: center, ..CaseFacts::default() };
    let own = CaseFacts { workers: vec![li.clone()], ..seen.clone() };
    let lifted = CaseFacts { lifted: vec![li.clone()], ..seen.clone() };
    let granted = CaseFacts { admitted: vec![(li, Basis::Grant)], ..seen.clone() };
    let of = |case: &CaseFacts| {
        [Role::WindowClerk, Role::TriageOfficer, Role::DepartmentHandler, Role::Mediator].map(|role| knows(role, case))
    };
    assert_eq!(of(&seen), [false; 4]);
    assert_eq!(of(&own), [true, false, false, false]);
    assert_eq!(of(&lifted), [false; 4], "a reason of one's own opens nothing");
    assert_eq!(of(&granted), [true, true, false, false]);
}

#[test]
fn no_byte_of_a_hidden_text_leaves() {
    let text = "不公开的话";
    let hidden = json!({ "classification": "mediation", "x": [ { "y": clear(text) } ] });
    let encoded = hidden["x"][0]["y"]["b"].as_str().unwrap().to_owned();
    let out = disclose(hidden, &OPEN).to_string();
    assert!(!out.contains(text) && !out.contains(&encoded));
}

#[test]
fn a_part_is_hushed_as_the_whole_is() {
    let part = || json!({ "session": 1, "record": clear("甲说") });
    let shown = |classification, viewer| access::disclose_part(part(), classification, &viewer, &in_clear);
    assert_eq!(shown(Classification::Mediation, OPEN), json!({ "session": 1 }));
    assert_eq!(shown(Classification::Mediation, MEDIATOR), json!({ "session": 1, "record": "甲说" }));
    assert_eq!(shown(Classification::Internal, OPEN), json!({ "session": 1, "record": "甲说" }));
    assert_eq!(access::disclose_part(clear("甲说"), Classification::Mediation, &OPEN, &in_clear), Value::Null);
}

#[test]
fn what_a_role_sees_follows_from_the_case() {
    let holder = DepartmentCode::parse("justice").unwrap();
    let li = ActorId::parse("li").unwrap();
    let code = |code: &str| DepartmentCode::parse(code).unwrap();
    let case = CaseFacts {
        holder: Some(holder),
        mediator: Some(li),
        involved: vec![code("police"), code("center"), code("court")],
        handed: vec![code("court")],
        workers: vec![ActorId::parse("wu").unwrap()],
        lifted: vec![ActorId::parse("qian").unwrap()],
        ..CaseFacts::default()
    };
    let viewer = |id: &str, department: &str, role| {
        let department = DepartmentCode::parse(department).unwrap();
        let viewer = Viewer::of(&Actor { id: ActorId::parse(id).unwrap(), department, role }, &case);
        (viewer.mask, viewer.mediation, viewer.relation)
    };
    #[rustfmt::skip]
    let people = [
        ("li",   "tiaojie", Role::Mediator,          (Mask::Full,   true,  Relation::Assigned)),
        ("wang", "justice", Role::Mediator,          (Mask::Full,   false, Relation::Assigned)),
        ("wang", "justice", Role::DepartmentHandler, (Mask::Full,   false, Relation::Assigned)),
        ("wang", "housing", Role::DepartmentHandler, (Mask::Closed, false, Relation::None)),
        ("zhao", "justice", Role::Leader,            (Mask::Partial, false, Relation::None)),
        ("zhao", "court",   Role::CourtLiaison,      (Mask::Full,   false, Relation::Assigned)),
        ("zhao", "center",  Role::CourtLiaison,      (Mask::Partial, false, Relation::Involved)),
        ("zhao", "police",  Role::DepartmentHandler, (Mask::Partial, false, Relation::Involved)),
        ("wu",   "police",  Role::DepartmentHandler, (Mask::Full,   false, Relation::Own)),
        ("wu",   "center",  Role::WindowClerk,       (Mask::Full,   false, Relation::Own)),
        ("zhao", "center",  Role::WindowClerk,       (Mask::Initial, false, Relation::Involved)),
        ("qian", "center",  Role::WindowClerk,       (Mask::Full,   false, Relation::Involved)),
        ("zhao", "housing", Role::Leader,            (Mask::Closed, false, Relation::None)),
        ("zhao", "audit",   Role::Auditor,           (Mask::Pseudonym, false, Relation::None)),
        ("qian", "audit",   Role::Auditor,           (Mask::Pseudonym, false, Relation::None)),
    ];
    for (id, department, role, expected) in people {
        assert_eq!(viewer(id, department, role), expected, "{id} {role}");
    }
}

/// Every role, whatever it has to do with the case, and every kind of field: what leaves is what the table says, and a mask
/// that is lifted shows no role more than those who work on the case (reliability, A2).
#[test]
fn no_role_gets_more_of_any_class_than_the_table_says() {
    let fields = [
        ("name", "欧阳示例"),
        ("phone", "13800001234"),
        ("number", "330106199001011234"),
        ("address", "某县东镇一路3号"),
        ("claim", "楼上漏水"),
    ];
    let value: Value =
        fields.iter().map(|(name, text)| ((*name).to_owned(), clear(text))).collect::<serde_json::Map<_, _>>().into();
    for role in Role::ALL {
        for relation in Relation::ALL {
            let mask = access::mask_of(*role, *relation);
            let shown = disclose(value.clone(), &Viewer { mask, relation: *relation, ..Viewer::STRANGER });
            for (name, text) in fields {
                let class = access::FieldKind::of_field(name).class();
                assert_eq!(shown[name] == text, mask.opens(class), "{role} {relation:?} {name}: {}", shown[name]);
                assert!(mask != Mask::Closed || shown[name] == MASK, "{role} {relation:?} {name}");
            }
        }
    }
}

#[test]
fn a_lifted_mask_opens_no_door_and_no_room() {
    let actor =
        |role| Actor { id: ActorId::parse("li").unwrap(), department: DepartmentCode::parse("housing").unwrap(), role };
    for role in Role::ALL {
        let shut = CaseFacts::default();
        let lifted = CaseFacts { lifted: vec![actor(*role).id], ..CaseFacts::default() };
        // What cannot be masked is handed out, and a code that opens it, to whoever is shown everything.
        let bare = ["read_material", "read_receipt", "issue_receipt"];
        for action in access::Action::ALL.iter().filter(|action| !bare.contains(&action.as_str())) {
            let decision = |case| access::decide(&actor(*role), *action, case);
            assert_eq!(decision(&shut), decision(&lifted), "{role} {action:?}");
        }
        let (before, after) = (Viewer::of(&actor(*role), &shut), Viewer::of(&actor(*role), &lifted));
        assert_eq!((before.mediation, before.other_cases), (after.mediation, after.other_cases), "{role}");
        let nothing = matches!(before.mask, Mask::Closed | Mask::Pseudonym);
        assert!(!nothing || before.mask == after.mask, "{role} sees through a pseudonym");
    }
}
