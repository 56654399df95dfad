//! The secret of a webhook is made anew: the one before stays good for a day and no longer, whatever was started again.

use center::Context;
use serde_json::json;
use timeline::Code;

use crate::hall::{Hall, administrator, housing};

const MINUTES_OF_AN_HOUR: i64 = 60;

#[tokio::test]
async fn the_secret_before_is_good_for_a_day_and_no_longer() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let hook = Code::parse("housing-hook").unwrap();
    let open = json!({ "command": "open_subscription", "subscription": hook, "department": "housing",
        "transport": "webhook", "from": "now", "endpoint": "https://housing.invalid/hook" });
    let order = hall.order(&administrator(), None, Context::Registry, &open);
    hall.center.submit(order).await.unwrap();
    assert!(hall.center.webhook_keys(&hook).unwrap().is_empty(), "nothing is signed before there is a secret");

    let first = hall.center.rotate_secret(&housing(), &hook).await.unwrap();
    let of_first = hall.center.webhook_keys(&hook).unwrap();
    assert_eq!(of_first.len(), 1);
    let second = hall.center.rotate_secret(&housing(), &hook).await.unwrap();
    assert!(first.starts_with("whsec_") && second.starts_with("whsec_") && first != second);
    let both = hall.center.webhook_keys(&hook).unwrap();
    assert_eq!((both.len(), &both[1]), (2, &of_first[0]), "the new one first, the old one still");

    hall.pass(24 * MINUTES_OF_AN_HOUR - 1);
    let hall = hall.reopen(true).await;
    assert_eq!(hall.center.webhook_keys(&hook).unwrap(), both, "for a day, and across a start");
    hall.pass(1);
    assert_eq!(hall.center.webhook_keys(&hook).unwrap(), both[..1], "and no longer");

    // Made anew twice within a day, the first of three is good no more: two are in force at most.
    hall.center.rotate_secret(&housing(), &hook).await.unwrap();
    hall.center.rotate_secret(&housing(), &hook).await.unwrap();
    let last = hall.center.webhook_keys(&hook).unwrap();
    assert!(last.len() == 2 && !last.contains(&both[0]));
}
