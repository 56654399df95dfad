//! The page of tokens: made for one role and some acts, shown once, listed without the secret, taken back.

use axum::http::StatusCode;
use jiff::SignedDuration;
use serde_json::json;

use crate::door::{GOOD, Hall, Person, open_account};
use crate::house::send;
use crate::place::{Answered, Place, registration};

const WANTED: &str = "verbs=register_case&verbs=read_case&until=2026-12-31";

async fn page(hall: &Hall, person: &Person) -> String {
    hall.place.get("/tokens", &[("cookie", &format!("{}; yidi-language=en", person.cookie))]).await.text()
}

fn secret_on(page: &str) -> String {
    let shown = page.split("<code class=\"secret\">").nth(1).and_then(|rest| rest.split('<').next());
    shown.unwrap_or_else(|| panic!("no secret: {page}")).to_owned()
}

async fn with(hall: &Hall, secret: &str) -> Answered {
    hall.post("/api/v1/cases", &registration(), &[("authorization", &format!("Bearer {secret}"))]).await
}

#[tokio::test]
async fn a_token_is_made_on_the_page_shown_once_and_taken_back() {
    let (hall, keeper) = Hall::open().await;
    let clerk = hall.take_up(&keeper, "li-clerk", &open_account("li-clerk", "window_clerk")).await;
    let other = hall.take_up(&keeper, "sun-clerk", &open_account("sun-clerk", "window_clerk")).await;
    let empty = page(&hall, &clerk).await;
    assert!(empty.contains("There is no token.") && empty.contains("value=\"register_case\""), "{empty}");
    assert!(!empty.contains("value=\"open_account\""), "only what the role has can be ticked");
    let made = send(&hall.place, &clerk.cookie, "/tokens", WANTED).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let secret = secret_on(&made.text());
    let listed = page(&hall, &clerk).await;
    assert!(!listed.contains(&secret) && listed.contains("li-clerk · 1") && listed.contains("2026-12-31"), "{listed}");
    assert!(listed.contains("See where a case stands") && listed.contains("not since the center started"));
    assert_eq!(with(&hall, &secret).await.status, 201);
    assert!(!page(&hall, &clerk).await.contains("not since the center started"), "its last use is known");

    assert!(page(&hall, &keeper).await.contains("li-clerk · 1"), "who keeps accounts sees all");
    assert!(!page(&hall, &other).await.contains("li-clerk · 1"), "nobody else does");
    let form = "account=li-clerk&token=1&request-id=";
    assert_eq!(send(&hall.place, &other.cookie, "/tokens/acts/revoke_token", form).await.status, 422);
    let back = send(&hall.place, &clerk.cookie, "/tokens/acts/revoke_token", form).await;
    assert_eq!(back.header("location"), "/tokens?done=revoke_token", "{}", back.text());
    assert_eq!(with(&hall, &secret).await.status, 401);
    assert!(!page(&hall, &clerk).await.contains("li-clerk · 1"));
}

#[tokio::test]
async fn a_token_is_made_by_who_sits_there_for_some_acts_and_not_for_ever() {
    let (hall, keeper) = Hall::open().await;
    let clerk = hall.take_up(&keeper, "li-clerk", &open_account("li-clerk", "window_clerk")).await;
    for (form, said) in [
        ("until=2026-12-31", "A token is for some acts"),
        ("verbs=read_case&until=2029-12-31", "2029-12-31"),
        ("verbs=rule_the_world&until=2026-12-31", "/verbs/0"),
        ("verbs=read_case&until=someday", "/until"),
    ] {
        let cookie = format!("{}; yidi-language=en", clerk.cookie);
        let refused = send(&hall.place, &cookie, "/tokens", form).await;
        assert!(refused.status.is_client_error(), "{form}: {}", refused.status);
        assert!(refused.text().contains("class=\"note stop\""), "{form} ({said}): {}", refused.text());
        assert!(!refused.text().contains("class=\"secret\""));
    }
    hall.later(SignedDuration::from_mins(6));
    let stale = send(&hall.place, &clerk.cookie, "/tokens", WANTED).await;
    assert_eq!(stale.status, StatusCode::FORBIDDEN);
    assert!(stale.text().contains("href=\"/proof?back=/tokens\""), "{}", stale.text());
    let wrong = send(&hall.place, &clerk.cookie, "/proof", "password=wrong&back=/tokens").await;
    assert!(wrong.text().contains("name=\"back\" value=\"/tokens\""), "the way back is kept: {}", wrong.text());
    let proved = send(&hall.place, &clerk.cookie, "/proof", "password=three+small+ferries+at+dawn&back=/tokens").await;
    assert_eq!((proved.status.as_u16(), proved.header("location")), (303, "/tokens"), "{}", proved.text());
    let elsewhere = Person { cookie: proved.header("set-cookie").split(';').next().unwrap().to_owned() };
    let mut cookie = elsewhere.cookie;
    for back in ["//evil.example", "/%09/evil.example", "/%0A/evil.example", "/%5Cevil.example"] {
        let form = format!("password=three+small+ferries+at+dawn&back={back}");
        let away = send(&hall.place, &cookie, "/proof", &form).await;
        assert_eq!(away.header("location"), "/desk", "{back}");
        away.header("set-cookie").split(';').next().unwrap().clone_into(&mut cookie);
    }
}

#[tokio::test]
async fn a_demonstration_has_no_tokens_and_says_so() {
    let place = Place::open().await;
    let page = place.get("/tokens", &[("cookie", "yidi=clerk-1")]).await.text();
    assert!(
        page.contains("此处没有令牌") && !page.contains("act-issue_token") && !page.contains("href=\"/tokens\""),
        "{page}"
    );
}

/// A fresh auditor had a password only, and a token it issued to itself opened everything.
#[tokio::test]
async fn a_token_for_a_role_that_needs_a_device_waits_for_the_device() {
    let (hall, keeper) = Hall::open().await;
    let auditor = hall.hire(&keeper, "he-auditor", "auditor").await;
    let wanted = |role: &str| json!({ "role": role, "verbs": ["read_looks"], "until": "2026-12-31" });
    let due = hall.ask(&auditor, "/api/v1/tokens", &wanted("auditor")).await;
    assert_eq!((due.status.as_u16(), due.code().as_str()), (403, "session.totp_due"), "{}", due.text());
    let clerk = hall.hire(&keeper, "li-clerk", "window_clerk").await;
    let more = json!({ "command": "grant_role", "account": "li-clerk", "role": "auditor", "until": "2027-06-30" });
    assert_eq!(hall.registry(&keeper, &more).await.status, 200);
    let beside = hall.ask(&clerk, "/api/v1/tokens", &wanted("auditor")).await;
    assert_eq!(beside.code(), "session.totp_due", "whatever one sits there as: {}", beside.text());
    let auditor = hall.enrol("he-auditor", auditor).await;
    let issued = hall.ask(&auditor, "/api/v1/tokens", &wanted("auditor")).await;
    assert_eq!(issued.status, 201, "{}", issued.text());
}

#[tokio::test]
async fn an_invitation_ends_every_token_of_the_account() {
    let (hall, keeper) = Hall::open().await;
    let clerk = hall.hire(&keeper, "li-clerk", "window_clerk").await;
    let wanted = json!({ "role": "window_clerk", "verbs": ["register_case"], "until": "2026-12-31" });
    let (mut clerk, mut number) = (clerk, 0);
    for way in ["invitation", "reset"] {
        let secret = hall.ask(&clerk, "/api/v1/tokens", &wanted).await.json()["secret"].as_str().unwrap().to_owned();
        let bearer = format!("Bearer {secret}");
        let with = [("authorization", bearer.as_str())];
        assert_eq!(hall.post("/api/v1/cases", &registration(), &with).await.status, 201);
        let invited = hall.ask(&keeper, &format!("/api/v1/accounts/li-clerk/{way}"), &json!({})).await;
        assert_eq!(invited.status, 201, "{}", invited.text());
        assert_eq!(hall.post("/api/v1/cases", &registration(), &with).await.status, 401, "{way}");
        number += 1;
        let account = timeline::ActorId::parse("li-clerk").unwrap();
        let known = hall.place.center.account(&account).await.unwrap().unwrap();
        assert_eq!(known.tokens.iter().filter(|token| token.revoked).count(), number, "it is on record");
        let body = json!({ "account": "li-clerk", "invitation": invited.json()["invitation"], "password": GOOD });
        assert_eq!(hall.post("/api/v1/invitation", &body, &[]).await.status, 200);
        clerk = hall.sign_in("li-clerk", None).await;
    }
}
