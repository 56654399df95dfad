//! Every view as every role: no list knows more than the cases it is about.

use serde_json::Value;

use super::staffed::Staffed;
use super::table::Table;
use crate::place::registration;

/// Every view there is, by its own list.
async fn views(staffed: &Staffed) -> Vec<String> {
    let cookie = [("cookie", staffed.person("supervisor").cookie.as_str())];
    let listed = staffed.hall.place.get("/api/v1/views", &cookie).await.json();
    let names = listed["views"].as_array().expect("views").iter();
    names.map(|view| view["name"].as_str().expect("a name").to_owned()).collect()
}

/// What a row says that is personal, of those things that were told at registration.
fn personal(row: &Value) -> Vec<String> {
    let (told, row) = (registration(), row.to_string());
    let all = [&told["claim"], &told["parties"][0]["name"], &told["parties"][0]["phone"]];
    all.into_iter().filter_map(Value::as_str).filter(|told| row.contains(told)).map(str::to_owned).collect()
}

/// A mediator reads the lists of its department, and of each case no more than any list says (decision 0024, what is left).
const OF_ITS_DEPARTMENT: &str = "mediator";

#[tokio::test]
async fn no_view_shows_anybody_a_case_or_a_name_that_the_case_itself_would_not() {
    let (staffed, table) = (Staffed::open().await, Table::read());
    staffed.hall.place.center.settled().await;
    let (views, mut rows_seen) = (views(&staffed).await, 0);
    assert!(views.len() > 10, "{views:?}");
    for member in staffed.members.iter().filter(|member| member.role != OF_ITS_DEPARTMENT) {
        let cookie = [("cookie", member.person.cookie.as_str())];
        for view in &views {
            let listed = staffed.hall.place.get(&format!("/api/v1/views/{view}?limit=200"), &cookie).await;
            let none = table.mark(member.role, "read_view") == '—';
            assert_eq!(listed.status == 403, none, "{} reads {view}: {}", member.account, listed.status);
            if none {
                continue;
            }
            for row in listed.json()["rows"].as_array().expect("rows") {
                let Some(case) = row["case"].as_str() else { continue };
                let sheet = staffed.hall.place.get(&format!("/api/v1/cases/{case}"), &cookie).await;
                assert_ne!(sheet.status, 404, "{} is shown a row of {view} it may not know of: {row}", member.account);
                let sheet = sheet.text();
                let more = personal(row).into_iter().find(|told| !sheet.contains(told));
                assert_eq!(more, None, "{} is shown more in {view} than in the case: {row}", member.account);
                rows_seen += 1;
            }
        }
    }
    assert!(rows_seen > 100, "{rows_seen}");
}
