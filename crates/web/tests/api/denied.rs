//! Where the API names the rule, a page of the console does so too, with the way on; where the API says that there is no such
//! case, the page is that of a case there is not, byte for byte.

use axum::http::StatusCode;
use serde_json::{Value, json};
use timeline::CaseNumber;

use crate::house;
use crate::place::{Answered, Place};

const NAME: &str = "张演示";
/// A case there is not, with an id as long as every other.
const NOWHERE: &str = "00000000-0000-0000-0000-0000000000aa";
/// The number of no case.
fn no_number() -> String {
    CaseNumber::new(2026, 777).to_string()
}

/// What lies below a case, for people; all but the first two are documents and files.
const BELOW: [&str; 8] =
    ["", "/receipt", "/news", "/receipt/proof", "/hand-offs/1", "/referrals/1", "/materials/1", "/return-visits/1"];

async fn page(place: &Place, staff: &str, path: &str) -> Answered {
    place.get(path, &[("cookie", &format!("yidi={staff}; yidi-language=en"))]).await
}

async fn send(place: &Place, staff: &str, path: &str, form: &str) -> Answered {
    house::send(place, &format!("yidi={staff}"), path, form).await
}

async fn triage(place: &Place, case: &str, body: &Value) {
    let seen = place.get(&format!("/api/v1/cases/{case}"), &[("yidi-staff", "triage-1")]).await;
    let headers = [("yidi-staff", "triage-1"), ("if-match", seen.header("etag")), ("idempotency-key", "triage")];
    let done = place.post(&format!("/api/v1/cases/{case}/triage"), body, &headers).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    place.center.settled().await;
}

/// A case nobody is named for, and its number.
async fn sealed(place: &Place) -> (String, String) {
    let case = place.register("sealed").await;
    let sheet = place.get(&format!("/api/v1/cases/{case}"), &[]).await.json();
    let seal = json!({ "command": "narrow_secrecy", "secrecy": "sealed", "ground": "retaliation" });
    triage(place, &case, &seal).await;
    (case, sheet["number"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_sealed_case_says_who_may_see_it_and_how_one_is_let_in() {
    let place = Place::open().await;
    let (case, _) = sealed(&place).await;
    let told = place.get(&format!("/api/v1/cases/{case}"), &[("yidi-staff", "clerk-1")]).await;
    assert_eq!((told.status.as_u16(), told.code().as_str()), (403, "access.only_the_named"));
    for below in BELOW {
        let seen = page(&place, "clerk-1", &format!("/cases/{case}{below}")).await;
        let text = seen.text();
        assert_eq!(seen.status, StatusCode::FORBIDDEN, "{below}: {text}");
        assert!(
            text.contains("This case is sealed") && text.contains("该案件已密封"),
            "{below}: which rule, in both languages"
        );
        assert!(text.contains(&format!("href=\"/admissions?case={case}\"")), "{below}: the way on");
        assert!(!text.contains(NAME), "{below}");
    }
    let list = page(&place, "clerk-1", "/views/case-register").await.text();
    assert!(list.contains(&format!("/cases/{case}")) && !list.contains(NAME), "a list leads to that page: {list}");
    let acted = send(&place, "clerk-1", &format!("/cases/{case}/acts/choose_route"), "route=mediation").await;
    assert_eq!(acted.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whoever_may_not_know_of_a_sealed_case_reads_the_page_of_one_there_is_not() {
    let place = Place::open().await;
    let (case, number) = sealed(&place).await;
    let told = place.get(&format!("/api/v1/cases/{case}"), &[("yidi-staff", "housing-1")]).await;
    assert_eq!(told.status, StatusCode::NOT_FOUND);
    for below in BELOW {
        let (here, nowhere) = (format!("/cases/{case}{below}"), format!("/cases/{NOWHERE}{below}"));
        let (seen, unseen) = (page(&place, "housing-1", &here).await, page(&place, "housing-1", &nowhere).await);
        assert_eq!((seen.status, unseen.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND), "{below}");
        assert_eq!(seen.text().replace(&case, NOWHERE), unseen.text(), "{below}");
    }
    let (found, missed) = (find(&place, "housing-1", &number).await, find(&place, "housing-1", &no_number()).await);
    assert_eq!((found.status, missed.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(found.text().replace(&number, &no_number()), missed.text());
    let acted = send(&place, "housing-1", &format!("/cases/{case}/acts/choose_route"), "route=mediation").await;
    assert_eq!(acted.status, StatusCode::NOT_FOUND);
}

async fn find(place: &Place, staff: &str, number: &str) -> Answered {
    page(place, staff, &format!("/find?number={number}")).await
}

#[tokio::test]
async fn whoever_says_why_is_let_in_by_the_number_and_lands_on_the_case() {
    let place = Place::open().await;
    let (case, number) = sealed(&place).await;
    let found = find(&place, "clerk-1", &number).await;
    assert_eq!((found.status.as_u16(), found.header("location")), (303, format!("/cases/{case}").as_str()));
    let form = page(&place, "clerk-1", &format!("/admissions?case={case}")).await.text();
    assert!(form.contains("id=\"act-challenge_access\" open"), "the form is open: {form}");
    assert!(form.matches(&format!("value=\"{case}\"")).count() >= 3, "and every way in is filled in");
    let unknown = send(
        &place,
        "clerk-1",
        "/house/admissions/acts/challenge_access",
        &format!("case={}&reason=serving_party", no_number()),
    )
    .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND, "{}", unknown.text());
    let said = format!("case={number}&reason=serving_party");
    let done = send(&place, "clerk-1", "/house/admissions/acts/challenge_access", &said).await;
    assert_eq!(done.header("location"), format!("/cases/{case}?done=challenge_access"), "{}", done.text());
    let seen = page(&place, "clerk-1", &format!("/cases/{case}")).await;
    assert!(seen.status == StatusCode::OK && seen.text().contains(NAME));
}

#[tokio::test]
async fn a_file_names_what_has_to_be_said_first() {
    let place = Place::open().await;
    let case = place.register("plain").await;
    let masked = page(&place, "supervisor-1", &format!("/cases/{case}/materials/1")).await;
    assert_eq!(masked.status, StatusCode::FORBIDDEN);
    assert!(
        masked.text().contains("Files cannot be shown in part")
            && masked.text().contains(&format!("href=\"/cases/{case}\"")),
        "{}",
        masked.text()
    );
    triage(&place, &case, &json!({ "command": "classify_case", "dispute_type": "domestic_violence" })).await;
    assert_eq!(page(&place, "supervisor-1", &format!("/cases/{case}")).await.status, StatusCode::OK, "by pseudonyms");
    let hidden = page(&place, "supervisor-1", &format!("/cases/{case}/materials/1")).await;
    assert_eq!(hidden.status, StatusCode::FORBIDDEN);
    assert!(
        hidden.text().contains("This case is sensitive") && hidden.text().contains(&format!("/admissions?case={case}"))
    );
    let revealed = send(&place, "supervisor-1", &format!("/cases/{case}/reveal"), "reason=supervising").await;
    assert_eq!(revealed.status, StatusCode::FORBIDDEN);
    assert!(revealed.text().contains("该案件为敏感事项"), "{}", revealed.text());
}
