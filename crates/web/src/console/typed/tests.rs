use serde_json::json;

use super::*;

fn typed(fields: &[(&str, &str)]) -> Typed {
    Typed::new(fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
}

fn field(name: &str, required: bool, shape: Shape) -> Field {
    Field { name: name.to_owned(), required, shape }
}

#[test]
fn what_was_typed_makes_a_command() {
    let role = Shape::One(List::Closed("party_role".to_owned(), vec!["applicant".to_owned()]));
    let party = vec![field("role", true, role), field("name", true, Shape::Line), field("phone", false, Shape::Line)];
    let fields = [
        field("claim", true, Shape::Lines),
        field("amount", false, Shape::Money),
        field("parties", true, Shape::Rows(party)),
        field("referred_by", false, Shape::Group(vec![field("department", true, Shape::Line)])),
    ];
    let form = typed(&[
        ("claim", " 拖欠工资 "),
        ("amount", "20,680.5"),
        ("parties.0.role", "applicant"),
        ("parties.0.name", "张三"),
        ("parties.0.phone", ""),
        ("parties.1.role", "applicant"),
        ("parties.1.name", " "),
        ("referred_by.department", ""),
    ]);
    assert_eq!(
        form.command("register_case", &fields),
        Ok(json!({
            "command": "register_case",
            "claim": "拖欠工资",
            "amount": 2_068_050,
            "parties": [{ "role": "applicant", "name": "张三" }],
        }))
    );
}

#[test]
fn a_time_is_read_from_the_wall_of_the_county() {
    let fields = [field("at", true, Shape::Moment), field("attended", true, Shape::Many(List::Parties))];
    let form = typed(&[("at", "2026-11-22T09:30"), ("attended", "a"), ("attended", "b")]);
    assert_eq!(
        form.command("x", &fields),
        Ok(json!({ "command": "x", "at": "2026-11-22T01:30:00Z", "attended": ["a", "b"] }))
    );
}

#[test]
fn what_cannot_be_read_is_named() {
    for (shape, text) in [
        (Shape::Money, "abc"),
        (Shape::Money, "1.234"),
        (Shape::Money, "-1"),
        (Shape::Number, "x"),
        (Shape::Date, "2026-13-01"),
        (Shape::Moment, "yesterday"),
    ] {
        let found = typed(&[("f", text)]).command("x", &[field("f", true, shape)]);
        assert_eq!(found, Err(Unreadable { field: "f".to_owned() }), "{text}");
    }
}

#[test]
fn rows_are_counted_and_bounded() {
    assert_eq!(typed(&[("parties.0.name", ""), ("parties.2.name", "")]).rows("parties"), 3);
    assert_eq!(typed(&[("parties.99999999.name", "")]).rows("parties"), 0);
    assert_eq!(typed(&[("add-row", "parties")]).wants_row(), Some("parties"));
}
