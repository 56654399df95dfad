//! Checkpoints of a center's log: signed at the start, now and then, and at the end; never against an earlier one.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use center::Signer;
use journal::{Checkpoint, CheckpointKey, Journal as _, MemoryJournal};

use crate::hall::{Hall, eventually};

const OFTEN: Duration = Duration::from_millis(5);
const NEVER: Duration = Duration::from_secs(1 << 20);

fn key(home: &Path) -> CheckpointKey {
    CheckpointKey::open(home, "yidi.invalid/test").unwrap()
}

async fn open(home: &Path, journal: &Arc<MemoryJournal>, every: Duration) -> Hall {
    Hall::signing(home, journal.clone(), Signer::open(key(home), home, every).unwrap()).await
}

/// The last checkpoint, as whoever holds the public key reads it.
fn last(home: &Path, hall: &Hall) -> Checkpoint {
    Checkpoint::verify(&hall.center.checkpoint().unwrap(), key(home).verifier()).unwrap()
}

#[tokio::test]
async fn what_was_added_is_signed_by_itself() {
    let home = tempfile::tempdir().unwrap();
    let journal = Arc::new(MemoryJournal::new());
    let hall = open(home.path(), &journal, OFTEN).await;
    assert_eq!(last(home.path(), &hall).size, 0, "there is one from the start");
    hall.register().await;
    eventually(|| last(home.path(), &hall).size == 1).await;
    assert_eq!(last(home.path(), &hall).root, journal.root(1).unwrap());
}

#[tokio::test]
async fn the_end_of_a_center_is_signed_and_nothing_twice() {
    let home = tempfile::tempdir().unwrap();
    let hall = open(home.path(), &Arc::new(MemoryJournal::new()), NEVER).await;
    hall.register().await;
    assert_eq!(last(home.path(), &hall).size, 0, "its time has not come");
    for _ in 0..2 {
        hall.center.close().await;
        assert_eq!(last(home.path(), &hall).size, 1);
    }
    let kept = journal::read_checkpoints(home.path()).unwrap();
    let sizes = kept.iter().map(|note| Checkpoint::verify(note, key(home.path()).verifier()).unwrap().size);
    assert_eq!(sizes.collect::<Vec<_>>(), [0, 1]);
}

#[tokio::test]
async fn a_log_that_was_put_back_or_rewritten_is_not_signed() {
    let home = tempfile::tempdir().unwrap();
    let hall = open(home.path(), &Arc::new(MemoryJournal::new()), NEVER).await;
    hall.register().await;
    hall.center.close().await;
    let signed = hall.center.checkpoint();
    // Another log: empty at first, then with another first commit.
    let other = Arc::new(MemoryJournal::new());
    let hall = open(home.path(), &other, OFTEN).await;
    assert_eq!(hall.center.checkpoint(), signed);
    hall.pass(1);
    hall.register().await;
    hall.register().await;
    hall.center.close().await;
    assert!(other.head().position >= 2);
    assert_eq!(hall.center.checkpoint(), signed);
}

#[tokio::test]
async fn a_center_without_a_signer_has_no_checkpoint() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    hall.register().await;
    assert_eq!(hall.center.checkpoint(), None);
}
