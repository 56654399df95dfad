//! What is left of a field for whom: the table of classes and the table of masks, asked over HTTP.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use super::staffed::{IN_THE_ROOM, Relation, Staffed};
use super::table::{Class, Table, pages};
use super::{address_of, addresses};
use crate::place::registration;

/// What stands where nothing is shown.
const NOTHING: &str = "＊＊＊";

/// Whether `shown` is what this mark leaves of `told`; a name is cut to the family name (M2) or becomes a pseudonym (M3).
fn is_left(mark: char, (mask, field): (usize, &str), told: &Value, shown: &Value) -> bool {
    let text = shown.as_str().unwrap_or(NOTHING);
    match (mark, mask, field) {
        ('●', ..) => shown == told,
        ('—', ..) => text == NOTHING,
        ('○', 2, "name") => text != told && text.starts_with('张'),
        ('○', 3, "name") => text.starts_with("P-"),
        ('○', ..) => text != told && !told.as_str().is_some_and(|told| text.contains(told)),
        (other, ..) => panic!("{other} is no mark"),
    }
}

#[tokio::test]
async fn everybody_is_shown_of_each_class_of_fields_what_the_page_says() {
    let (staffed, table) = (Staffed::open().await, Table::read());
    let told = registration();
    let party = &told["parties"][0];
    let mut seen = 0;
    for (member, relation, case) in staffed.pairs().filter(|who| table.allows(who.0.role, "read_case", who.1)) {
        let cookie = [("cookie", member.person.cookie.as_str())];
        let sheet = staffed.hall.place.get(&format!("/api/v1/cases/{}", case.id), &cookie).await;
        let (sheet, mask) = (sheet.json(), table.mask((member, relation, case)));
        for (class, field, told, shown) in [
            (Class::Open, "kind", &told["kind"], &sheet["kind"]),
            (Class::Internal, "claim", &told["claim"], &sheet["claim"]),
            (Class::Internal, "name", &party["name"], &sheet["parties"][0]["name"]),
            (Class::Sensitive, "phone", &party["phone"], &sheet["parties"][0]["phone"]),
        ] {
            let mark = table.left(mask, class);
            let who = format!("{} ({relation:?} of {}, M{mask})", member.account, case.name);
            assert!(is_left(mark, (mask, field), told, shown), "{who}: {class:?} {field} {mark} is shown as {shown}");
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
}

/// What stands in an answer that no class but its own may hold.
fn holds(text: &str, told: &Value) -> bool {
    told.as_str().is_some_and(|told| text.contains(told))
}

/// Every address and page about a case, as everybody in each relation to it: whatever they answer, no more of a class stands in
/// it than the page leaves of it, and of what was said in the room nothing but for the mediator.
#[tokio::test]
async fn no_address_shows_more_of_a_class_than_the_page_says() {
    let (staffed, table, document) = (Staffed::open().await, Table::read(), web::openapi());
    let of_api =
        addresses(&document).into_iter().filter(|asked| asked.method == "get").map(|asked| asked.path.to_owned());
    let pages = pages().into_iter().filter(|[method, ..]| method == "GET").map(|[_, path, _]| path);
    let paths: Vec<String> = of_api.chain(pages).filter(|path| path.contains("{case}")).collect();
    let told = registration();
    let party = &told["parties"][0];
    let (mut asked, mut shown, mut heard) = (0, 0, 0);
    for (member, relation, case) in staffed.pairs() {
        let mask = table.mask((member, relation, case));
        let reads = table.allows(member.role, "read_case", relation);
        for path in &paths {
            let path = address_of(path, &case.id);
            let request = Request::get(&path).header("cookie", &member.person.cookie).body(Body::empty());
            let text = staffed.hall.place.read_unless_endless(request.expect("a request")).await.text();
            let who = format!("{} ({relation:?} of {}, M{mask}) at {path}", member.account, case.name);
            for (class, value) in [
                (Class::Internal, &told["claim"]),
                (Class::Internal, &party["name"]),
                (Class::Sensitive, &party["phone"]),
            ] {
                let may = reads && table.left(mask, class) == '●';
                assert!(may || !holds(&text, value), "{who} is shown {value}");
                shown += usize::from(holds(&text, value));
            }
            let in_the_room = relation == Relation::Mediates && member.role == "mediator";
            assert!(in_the_room || !text.contains(IN_THE_ROOM), "{who} hears what was said in the room");
            heard += usize::from(text.contains(IN_THE_ROOM));
            asked += 1;
        }
    }
    assert!(asked > 500 && shown > 100 && heard > 0, "{asked} answers, {shown} values, {heard} records");
}

/// Whoever asked to be forgotten is shown to nobody from that moment on, whoever has to keep what is known.
#[tokio::test]
async fn of_whoever_asked_to_be_forgotten_nobody_is_shown_anything() {
    let (staffed, table) = (Staffed::open().await, Table::read());
    let clerk = &staffed.member("li-window-clerk").person;
    for name in ["kept", "sent", "asked", "returned", "mediated", "drawn"] {
        let case = staffed.case(name);
        let body = json!({ "command": "request_erasure", "case": case.id, "ground": "appraised" });
        let asked = staffed.hall.ask(clerk, "/api/v1/register", &body).await;
        assert_eq!(asked.status, 200, "{}", asked.text());
    }
    staffed.hall.place.center.settled().await;
    let told = registration();
    for (member, relation, case) in staffed.pairs().filter(|who| table.allows(who.0.role, "read_case", who.1)) {
        let cookie = [("cookie", member.person.cookie.as_str())];
        let mut text = String::new();
        for path in [format!("/api/v1/cases/{}", case.id), format!("/api/v1/cases/{}/events", case.id)] {
            let shown = staffed.hall.place.get(&path, &cookie).await;
            assert_eq!(shown.status, 200, "{} ({relation:?}): the case is there as before", member.account);
            text += &shown.text();
        }
        for told in [&told["claim"], &told["parties"][0]["name"], &told["parties"][0]["phone"]] {
            assert!(!text.contains(told.as_str().expect("a text")), "{} is shown {told}", member.account);
        }
    }
}
