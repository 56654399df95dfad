//! What is done at the door is kept in two places, the log and the credentials: where it stops between the two, it can be done
//! again.

use jiff::SignedDuration;
use serde_json::json;

use crate::door::{GOOD, Hall, SECURITY, code, open_account};

/// A disk that was full at the wrong moment left an account that nobody could enter and nobody could mend.
#[tokio::test]
async fn what_a_full_disk_leaves_half_done_is_done_again() {
    const NEXT: &str = "four large ferries at dusk";
    let (hall, keeper) = Hall::open().await;
    let opened = hall.registry(&keeper, &open_account("li-clerk", "window_clerk")).await;
    assert_eq!(opened.status, 200, "{}", opened.text());
    let invited = hall.ask(&keeper, "/api/v1/accounts/li-clerk/invitation", &json!({})).await;
    let accept = json!({ "account": "li-clerk", "invitation": invited.json()["invitation"], "password": GOOD });
    let full = || hall.place.journal.set_condition(center::Condition::Full { free_bytes: 1 });
    let room = || hall.place.journal.set_condition(center::Condition::Writable);

    full();
    assert_eq!(hall.post("/api/v1/invitation", &accept, &[]).await.status, 507);
    room();
    assert_eq!(hall.post("/api/v1/invitation", &accept, &[]).await.status, 200, "the invitation is open still");
    let clerk = hall.sign_in("li-clerk", None).await;

    let change = json!({ "password": GOOD, "new_password": NEXT });
    full();
    assert_eq!(hall.ask(&clerk, "/api/v1/password", &change).await.status, 507);
    room();
    assert_eq!(hall.ask(&clerk, "/api/v1/password", &change).await.status, 200, "the old password is good still");
    let back = json!({ "password": NEXT, "new_password": GOOD });
    assert_eq!(hall.ask(&clerk, "/api/v1/password", &back).await.status, 200);

    let begin =
        async || hall.ask(&clerk, "/api/v1/totp", &json!({})).await.json()["secret"].as_str().unwrap().to_owned();
    let confirm = async |secret: &str| {
        let first = json!({ "code": code(secret, hall.now()) });
        hall.ask(&clerk, "/api/v1/totp/confirm", &first).await.status.as_u16()
    };
    let secret = begin().await;
    full();
    assert_eq!(confirm(&secret).await, 507);
    room();
    hall.later(SignedDuration::from_secs(60));
    let anew = begin().await;
    assert_ne!(secret, anew, "what was not ended makes way");
    full();
    assert_eq!(confirm(&anew).await, 507);
    room();
    hall.later(SignedDuration::from_secs(60));
    assert_eq!(confirm(&anew).await, 200, "the next code of the same device is taken");
    hall.later(SignedDuration::from_secs(60));
    hall.sign_in("li-clerk", Some(&code(&anew, hall.now()))).await;
}

#[tokio::test]
async fn a_device_that_never_came_on_record_is_taken_off() {
    let (hall, keeper) = Hall::open().await;
    let clerk = hall.hire(&keeper, "li-clerk", "window_clerk").await;
    let secret = hall.ask(&clerk, "/api/v1/totp", &json!({})).await.json()["secret"].as_str().unwrap().to_owned();
    hall.place.journal.set_condition(center::Condition::Full { free_bytes: 1 });
    let first = json!({ "code": code(&secret, hall.now()) });
    assert_eq!(hall.ask(&clerk, "/api/v1/totp/confirm", &first).await.status, 507);
    hall.place.journal.set_condition(center::Condition::Writable);
    let account = timeline::ActorId::parse("li-clerk").unwrap();
    assert!(hall.door.has_totp(&account));
    let done = hall.ask(&keeper, "/api/v1/accounts/li-clerk/reset", &json!({})).await;
    assert_eq!(done.status, 201, "{}", done.text());
    assert!(!hall.door.has_totp(&account));
}

#[tokio::test]
async fn a_center_that_was_half_set_up_is_set_up_by_the_same_words() {
    let hall = Hall::bare().await;
    let token = hall.door.begin_setup(hall.now()).unwrap();
    let account = timeline::ActorId::parse(SECURITY).unwrap();
    hall.place.center.open_first_account(&account).await.unwrap();
    let body = json!({ "token": token, "account": SECURITY, "password": GOOD });
    let done = hall.post("/api/v1/setup", &body, &[]).await;
    assert_eq!(done.status, 201, "{}", done.text());
    hall.sign_in(SECURITY, None).await;
}
