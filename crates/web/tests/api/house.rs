//! The pages about the center itself: accounts and erasures, kept at a desk that is not left alone.

use axum::body::Body;
use axum::http::Request;
use jiff::SignedDuration;

use crate::door::{Hall, Person, open_account};
use crate::place::{Answered, Place};

const FORM: &str = "application/x-www-form-urlencoded";

/// Sends a form from one of our own pages.
pub(crate) async fn send(place: &Place, cookie: &str, path: &str, form: &str) -> Answered {
    let request = Request::post(path).header("content-type", FORM).header("sec-fetch-site", "same-origin");
    place.send(request.header("cookie", cookie).body(Body::from(form.to_owned())).unwrap()).await
}

async fn page(hall: &Hall, person: &Person, path: &str) -> String {
    hall.place.get(path, &[("cookie", &person.cookie)]).await.text()
}

#[tokio::test]
async fn accounts_are_opened_on_a_page_by_who_proves_to_sit_there() {
    let (hall, keeper) = Hall::open().await;
    let empty = page(&hall, &keeper, "/accounts").await;
    assert!(empty.contains("act-open_account") && !empty.contains("act-change_password"), "{empty}");
    let open = "account=li-chuang&department=center&role=window_clerk&until=2027-06-30";
    hall.later(SignedDuration::from_mins(6));
    let stale = send(&hall.place, &keeper.cookie, "/house/accounts/acts/open_account", open).await;
    assert_eq!(stale.status, 403, "{}", stale.text());
    assert!(
        stale.text().contains("href=\"/proof?back=/accounts\"") && stale.text().contains("li-chuang"),
        "nothing typed is lost"
    );
    let asks = page(&hall, &keeper, "/proof").await;
    assert!(asks.contains("name=\"code\"") && !asks.contains("name=\"password\""), "the device proves it");
    let wrong = send(&hall.place, &keeper.cookie, "/proof", "code=000000").await;
    assert_eq!(wrong.status, 401);
    let keeper = hall.sign_in_again().await;
    let done = send(&hall.place, &keeper.cookie, "/house/accounts/acts/open_account", open).await;
    assert_eq!((done.status.as_u16(), done.header("location")), (303, "/accounts?done=open_account"));
    assert!(page(&hall, &keeper, "/accounts").await.contains("li-chuang"));
    let clerk = hall.take_up(&keeper, "wang-chuang", &open_account("wang-chuang", "window_clerk")).await;
    assert_eq!(hall.place.get("/accounts", &[("cookie", &clerk.cookie)]).await.status, 403);
    let seen = page(&hall, &clerk, "/desk").await;
    assert!(!seen.contains("href=\"/accounts\"") && seen.contains("href=\"/erasures\""), "what is theirs to see");
}

#[tokio::test]
async fn an_erasure_is_asked_for_on_a_page() {
    let place = Place::open().await;
    let case = place.register("k1").await;
    let clerk = "yidi=clerk-1; yidi-language=en";
    let asked = format!("case={case}&ground=consent_withdrawn");
    let done = send(&place, clerk, "/house/erasures/acts/request_erasure", &asked).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let list = place.get("/erasures", &[("cookie", clerk)]).await.text();
    assert!(list.contains("Consent taken back") && list.contains("act-withdraw_erasure"), "{list}");
    assert!(!list.contains("act-approve_erasure"), "a clerk asks and does not approve");
    let none = send(&place, clerk, "/house/erasures/acts/request_erasure", "case=nothing&ground=unlawful").await;
    assert_eq!(none.status, 422);
    assert_eq!(send(&place, clerk, "/house/erasures/acts/open_account", "").await.status, 404);
    assert_eq!(send(&place, clerk, "/house/nowhere/acts/open_account", "").await.status, 404);
}
