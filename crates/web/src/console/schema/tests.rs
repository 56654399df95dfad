use center::Context;

use super::*;

fn fields_of(desk: Context, word: &str) -> Vec<Field> {
    let commands = commands(desk.schema().as_value());
    commands.into_iter().find(|command| command.0 == word).map(|command| command.1).unwrap()
}

fn shape(fields: &[Field], name: &str) -> (bool, Shape) {
    let field = fields.iter().find(|field| field.name == name).unwrap();
    (field.required, field.shape.clone())
}

#[test]
fn registration_is_read_from_its_schema() {
    let fields = fields_of(Context::Intake, "register_case");
    assert_eq!(shape(&fields, "claim"), (true, Shape::Lines));
    assert_eq!(shape(&fields, "area"), (true, Shape::One(List::Areas)));
    assert_eq!(shape(&fields, "amount"), (false, Shape::Money));
    let (true, Shape::One(List::Closed(list, items))) = shape(&fields, "kind") else { panic!("kind is a list") };
    assert_eq!((list.as_str(), items.len()), ("case_kind", timeline::CaseKind::ALL.len()));
    let (true, Shape::Rows(party)) = shape(&fields, "parties") else { panic!("parties are rows") };
    assert_eq!(shape(&party, "name"), (false, Shape::Line), "whoever asks anonymously tells none");
    assert_eq!(shape(&party, "phone"), (false, Shape::Line));
    let (false, Shape::Group(referral)) = shape(&fields, "referred_by") else { panic!("a referral is a group") };
    assert_eq!(shape(&referral, "department"), (true, Shape::One(List::Departments)));
    let first = |fields: &[Field]| fields.iter().take(4).map(|field| field.name.clone()).collect::<Vec<_>>();
    assert_eq!(first(&fields), ["kind", "parties", "claim", "area"], "as on paper");
    assert_eq!(first(&party), ["role", "kind", "name", "standing"], "who it is comes before where it lives");
    assert!(fields.iter().all(|field| field.name != "number" && field.name != "command"));
}

#[test]
fn parties_times_and_answers_are_recognised() {
    let session = fields_of(Context::Mediation, "schedule_session");
    assert_eq!(shape(&session, "at"), (true, Shape::Moment));
    assert_eq!(shape(&session, "place"), (false, Shape::One(List::Places)));
    let held = fields_of(Context::Mediation, "hold_session");
    assert_eq!(shape(&held, "attended"), (true, Shape::Many(List::Parties)));
    assert_eq!(shape(&held, "session"), (true, Shape::Number));
    let request = fields_of(Context::Mediation, "request_mediation");
    assert_eq!(shape(&request, "by"), (false, Shape::One(List::Parties)));
    let visit = fields_of(Context::Mediation, "make_return_visit");
    assert_eq!(shape(&visit, "satisfied"), (false, Shape::YesNo));
    assert_eq!(shape(&visit, "performed"), (true, Shape::YesNo));
    let filing = fields_of(Context::Litigation, "record_filing");
    assert_eq!(shape(&filing, "filed_on"), (true, Shape::Date));
    assert_eq!(shape(&filing, "court"), (true, Shape::One(List::Courts)));
    assert_eq!(shape(&filing, "hand_off"), (false, Shape::Number));
}

#[test]
fn a_command_without_fields_has_a_form_too() {
    assert_eq!(fields_of(Context::Litigation, "report_delegation"), Vec::new());
}
