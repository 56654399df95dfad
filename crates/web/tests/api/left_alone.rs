//! A desk whose holder went away: what nobody else does from it.

use jiff::SignedDuration;
use serde_json::json;

use crate::door::{GOOD, Hall, Person, cookie_of, open_account};
use crate::place::registration;

#[tokio::test]
async fn a_desk_that_was_left_alone_grants_nothing() {
    let (hall, keeper) = Hall::open().await;
    hall.later(SignedDuration::from_mins(6));
    let answered = hall.registry(&keeper, &open_account("eve", "window_clerk")).await;
    assert_eq!((answered.status.as_u16(), answered.code().as_str()), (403, "session.proof_due"));
    let clerk = {
        let (other, first) = Hall::open().await;
        let clerk = other.hire(&first, "li-clerk", "window_clerk").await;
        other.later(SignedDuration::from_mins(6));
        let proved = other.ask(&clerk, "/api/v1/session/proof", &json!({ "password": GOOD })).await;
        assert_eq!(proved.status, 200, "{}", proved.text());
        assert_eq!(other.see(&clerk, "/api/v1/views").await.status, 401, "the secret changed");
        let renewed = Person { cookie: cookie_of(&proved) };
        other.see(&renewed, "/api/v1/views").await.status
    };
    assert_eq!(clerk, 200);
}

/// A desk that was left alone unmasked in its holder's name.
#[tokio::test]
async fn a_desk_that_was_left_alone_has_no_case_shown_in_full() {
    let (hall, keeper) = Hall::open().await;
    let (clerk, colleague) =
        (hall.hire(&keeper, "li-clerk", "window_clerk").await, hall.hire(&keeper, "wu-clerk", "window_clerk").await);
    let begun = hall.ask(&clerk, "/api/v1/cases", &registration()).await.json();
    let path = format!("/api/v1/cases/{}/reveal", begun["stream"].as_str().unwrap());
    let reason = json!({ "reason": "serving_party" });
    assert_eq!(hall.ask(&colleague, &path, &reason).await.status, 200);
    hall.later(SignedDuration::from_mins(6));
    let left_alone = hall.ask(&colleague, &path, &reason).await;
    assert_eq!((left_alone.status.as_u16(), left_alone.code().as_str()), (403, "session.proof_due"));
}
