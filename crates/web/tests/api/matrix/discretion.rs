//! Cases that few may know, of which somebody stays away, or into which somebody was let: every look at them as every role,
//! against what the page says under 知悉范围与回避.

use serde_json::{Value, json};

use super::staffed::{Case, House, Member, Relation, Staffed};
use super::table::{Table, UNMASKED};
use super::{Asked, address, addresses, commands, send};

/// Who works on the cases of its department (承办者); a window has what was brought to it, and who watches over others works on nothing.
const WORKS: [&str; 4] = ["triage_officer", "department_handler", "mediator", "court_liaison"];
/// The mask from which on nobody's name is shown.
const NAMELESS: usize = 3;
/// What stays possible for whoever stays away: to hand the case on.
const HANDS_ON: [&str; 3] = ["return_assignment", "assign_case", "step_aside"];

/// What is so of a case beside who holds it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Standing {
    Sensitive,
    Sealed,
    /// A member of staff stepped aside: this one.
    Aside(&'static str),
    /// The department is itself a party.
    Party,
    /// Somebody let itself in, and gave a reason: this one.
    Challenged(&'static str),
    /// Somebody was let in by another: this one.
    Granted(&'static str),
}

use Standing::{Aside, Challenged, Granted, Party, Sealed, Sensitive};

/// Each with whatever the case was before: `sent` is held by the department, `kept` by the center.
const STANDINGS: [(&str, Standing); 7] = [
    ("sent", Sensitive),
    ("sent", Sealed),
    ("kept", Sealed),
    ("sent", Aside("wu-department-handler")),
    ("sent", Party),
    ("sent", Challenged("li-supervisor")),
    ("kept", Granted("wu-department-handler")),
];

/// What the page says that an act is answered with; `None` is a yes as far as it goes.
fn expected(table: &Table, who: (&Member, Relation, &Case), standing: Standing, act: &str) -> Option<&'static str> {
    let (member, relation, case) = who;
    let role = member.role;
    let known = table.allows(role, "read_case", relation);
    let granted = standing == Granted(account(member)) && table.mark(role, act) != '—';
    if table.mark(role, act) == '—' {
        return Some("access.not_this_role");
    }
    if !granted && !table.allows(role, act, relation) {
        return Some(if known { "access.only_the_" } else { "case.unknown" });
    }
    let away = standing == Aside(account(member)) || (standing == Party && member.house == House::Department);
    if away {
        return (!HANDS_ON.contains(&act)).then_some("access.conflict_of_interest");
    }
    let (mask, look) = (table.mask(who), act.starts_with("read_") || ["reveal", "issue_receipt"].contains(&act));
    let assigned = matches!(relation, Relation::Holder | Relation::Asked) && WORKS.contains(&role);
    let works = assigned || relation == Relation::Mediates || case.workers.contains(&member.account);
    let let_in = granted || standing == Challenged(account(member));
    let few = matches!(standing, Sensitive | Sealed | Challenged(_) | Granted(_));
    if look && matches!(standing, Sealed | Granted(_)) && !let_in && mask < NAMELESS {
        return Some("access.only_the_named");
    }
    let bare = UNMASKED.contains(&act);
    if few && !works && !let_in && (bare || act == "reveal") {
        return Some("access.challenge_first");
    }
    (bare && mask > 0 && !granted).then_some("access.reveal_first")
}

/// The account as the tables above name it.
fn account(member: &Member) -> &'static str {
    match member.account.as_str() {
        "wu-department-handler" => "wu-department-handler",
        "li-supervisor" => "li-supervisor",
        _ => "somebody else",
    }
}

/// A case of this standing.
async fn case_of(staffed: &Staffed, name: &'static str, standing: Standing) -> Case {
    let mut case = staffed.begin(name).await;
    let holder = if name == "sent" { "wu-department-handler" } else { "li-triage-officer" };
    let narrow = |secrecy| json!({ "command": "narrow_secrecy", "secrecy": secrecy, "ground": "retaliation" });
    let (keeper, id) = ("li-supervisor", case.id.clone());
    let until = staffed.hall.place.center.today().tomorrow().expect("there is a tomorrow");
    match standing {
        Sensitive => staffed.ask(&mut case, holder, "triage", &narrow("sensitive")).await,
        Sealed => staffed.ask(&mut case, holder, "triage", &narrow("sealed")).await,
        Aside(who) => {
            staffed.ask(&mut case, who, "triage", &json!({ "command": "step_aside", "ground": "kin" })).await;
        }
        Party => {
            let party = json!({ "role": "respondent", "kind": "organisation", "name": "某局（虚构）",
                "department": "transport" });
            let add = json!({ "command": "add_party", "party": party });
            staffed.ask(&mut case, "li-window-clerk", "intake", &add).await;
        }
        Challenged(who) => {
            staffed.ask(&mut case, holder, "triage", &narrow("sensitive")).await;
            let body = json!({ "command": "challenge_access", "case": id, "reason": "supervising" });
            register(staffed, who, &body).await;
        }
        Granted(who) => {
            let body = json!({ "command": "request_access", "case": id, "who": who, "reason": "handling_matter",
                "until": until, "extent": "full" });
            staffed.ask(&mut case, holder, "triage", &narrow("sealed")).await;
            register(staffed, "li-window-clerk", &body).await;
            register(staffed, keeper, &json!({ "command": "approve_access", "case": id, "admission": 1 })).await;
        }
    }
    case
}

async fn register(staffed: &Staffed, account: &str, body: &Value) {
    let done = staffed.hall.ask(&staffed.member(account).person, "/api/v1/register", body).await;
    assert_eq!(done.status, 200, "{account}: {body}: {}", done.text());
}

/// What everybody has to do with it, by who holds it.
fn relation(name: &str, member: &Member) -> Relation {
    match (name, member.house) {
        ("sent", House::Department) | ("kept", House::Center) => Relation::Holder,
        (_, House::Center) => Relation::Involved,
        (_, House::Department) => Relation::Stranger,
    }
}

/// An act of each desk: what a citizen wants recorded, what a department does, and what nobody is to be kept from.
const ACTS: [(&str, &str); 3] = [("intake", "note_contact"), ("triage", "assign_case"), ("litigation", "file_suit")];

#[tokio::test]
async fn what_few_may_know_is_answered_to_everybody_as_the_page_says() {
    let (staffed, table, document) = (Staffed::without_cases().await, Table::read(), web::openapi());
    let looks: Vec<Asked<'_>> = addresses(&document).into_iter().filter(|asked| is_look(asked)).collect();
    assert!(looks.len() >= 8, "{}", looks.len());
    let mut refused = 0;
    for (name, standing) in STANDINGS {
        let case = case_of(&staffed, name, standing).await;
        for member in &staffed.members {
            let who = (member, relation(name, member), &case);
            for asked in &looks {
                let act = asked.operation["x-action"].as_str().expect("an act");
                let answered = send(&staffed, &member.person, asked, &address(asked, &case.id), None).await;
                let code = if answered.status.is_success() { String::new() } else { answered.code() };
                let expected = expected(&table, who, standing, act);
                let is_so = expected.map_or(!code.starts_with("access.") && code != "case.unknown", |expected| {
                    refused += 1;
                    code.starts_with(expected)
                });
                let (account, status) = (&member.account, answered.status);
                assert!(
                    is_so,
                    "{account} asks for {act} of a case that is {standing:?}: {status} {code}, not {expected:?}"
                );
            }
        }
    }
    assert!(refused > 200, "{refused}");
}

fn is_look(asked: &Asked<'_>) -> bool {
    let act = asked.operation["x-action"].as_str().unwrap_or_default();
    asked.path.contains("{case}") && (act.starts_with("read_") && act != "read_looks_at_case" || act == "reveal")
}

/// Discretion limits looking and nothing else: what a citizen wants is recorded, and only whoever stays away records nothing.
#[tokio::test]
async fn few_who_may_know_are_in_nobodys_way_and_who_stays_away_only_hands_on() {
    let (staffed, table, document) = (Staffed::without_cases().await, Table::read(), web::openapi());
    let all = addresses(&document);
    for (name, standing) in STANDINGS {
        let case = case_of(&staffed, name, standing).await;
        for (desk, act) in ACTS {
            let path = format!("/api/v1/cases/{{case}}/{desk}");
            let asked = all.iter().find(|asked| asked.path == path).expect("the desk has an address");
            let bodies = commands(&staffed, &document, asked, &case.id).await;
            let (_, body) = bodies.iter().find(|(word, _)| word == act).expect("the desk takes it");
            for member in &staffed.members {
                let who = (member, relation(name, member), &case);
                let answered = send(&staffed, &member.person, asked, &address(asked, &case.id), Some(body)).await;
                let code = if answered.status.is_success() { String::new() } else { answered.code() };
                // Whoever is let in may look; it works on nothing for that.
                let standing = if matches!(standing, Granted(_)) { Sealed } else { standing };
                let expected = expected(&table, who, standing, act);
                let is_so = expected.map_or(!code.starts_with("access."), |expected| code.starts_with(expected));
                let (account, status) = (&member.account, answered.status);
                assert!(
                    is_so,
                    "{account} asks for {act} of a case that is {standing:?}: {status} {code}, not {expected:?}"
                );
            }
        }
    }
}
