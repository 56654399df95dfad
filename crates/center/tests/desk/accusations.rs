//! A log of accusations that rotted: it is read as far as it goes, and keeps nobody from being served.

use std::path::Path;
use std::sync::Arc;

use center::{Context, Done, Failure};
use journal::{Condition, Journal, TapeJournal};
use serde_json::json;

use crate::hall::{Hall, clerk, discipline};

fn log(dir: &Path) -> Arc<dyn Journal> {
    Arc::new(TapeJournal::open(dir, journal::Options::small()).unwrap())
}

async fn accuse(hall: &Hall) -> Result<Done, Failure> {
    hall.pass(1);
    let accuse = json!({ "command": "register_accusation", "standing": "anonymous", "accused": ["housing"],
        "claim": "审批收受好处（虚构）" });
    hall.center.submit(hall.order(&clerk(), None, Context::Petition, &accuse)).await
}

/// Changes a byte of the second commit on the tape.
fn rot(dir: &Path) {
    const FRAME_HEADER_BYTES: usize = 96;
    let path = dir.join("tape/0000000001.tape");
    let mut bytes = std::fs::read(&path).unwrap();
    let length = u32::from_be_bytes(bytes[8..12].try_into().unwrap()) as usize;
    bytes[2 * FRAME_HEADER_BYTES + length.next_multiple_of(8) + 7] ^= 4;
    std::fs::write(path, bytes).unwrap();
}

#[tokio::test]
async fn rot_among_the_accusations_keeps_nobody_else_from_being_served() {
    let (home, apart) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let hall = Hall::accusing(home.path(), log(apart.path())).await;
    let mut accused = Vec::new();
    for _ in 0..3 {
        accused.push(accuse(&hall).await.unwrap().stream);
    }
    assert_eq!(hall.center.accusations(&discipline()).unwrap().len(), 3);
    hall.center.close().await;
    drop(hall);
    rot(apart.path());

    let damaged = log(apart.path());
    assert!(matches!(damaged.condition(), Condition::ReadOnly { position: 2, .. }), "{:?}", damaged.condition());
    let hall = Hall::accusing(home.path(), damaged).await;
    let known = hall.center.accusations(&discipline()).unwrap();
    assert_eq!(known.iter().map(|sheet| sheet.accusation).collect::<Vec<_>>(), accused[..1]);
    hall.register().await;
    let refused = accuse(&hall).await;
    assert!(matches!(refused, Err(Failure::NotWritable(Condition::ReadOnly { .. }))), "{refused:?}");
}
