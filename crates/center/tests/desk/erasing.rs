//! Somebody is forgotten: asked for, kept and not shown, approved by another, carried out, and never brought back.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use access::{Actor, MASK};
use center::{Context, Vault, VaultError};
use journal::{
    AppendError, Appending, Commit, Condition, Digest, Draft, Head, Journal, MemoryJournal, Position, ReadError, Visit,
};
use serde_json::{Value, json};
use timeline::{ActorId, Query, StreamId};
use tokio::sync::watch::Receiver;

use crate::hall::{Hall, clerk, custodian, eventually, housing, leader, refused, supervisor, triage};

const MINUTES_OF_A_YEAR: i64 = 366 * 24 * 60;

fn name(hall: &Hall, case: StreamId) -> Value {
    hall.center.case(&clerk(), case.into()).unwrap().shown()["parties"][0]["name"].clone()
}

fn states(hall: &Hall) -> Vec<String> {
    let rows = hall.center.view(&custodian(), "erasures", &Query::default()).unwrap().rows;
    rows.iter().map(|row| row["state"].as_str().unwrap().to_owned()).collect()
}

/// A case that was closed, and what the archive says today.
async fn closed(hall: &Hall) -> StreamId {
    let case = hall.register().await.stream;
    let assign = json!({ "command": "assign_case", "to": "housing" });
    hall.ask(&triage(), case, Context::Triage, assign).await.unwrap();
    let receive = json!({ "command": "receive_assignment", "assignment": 1 });
    hall.ask(&housing(), case, Context::Triage, receive).await.unwrap();
    let close = json!({ "command": "close_case", "outcome": "explained" });
    hall.ask(&housing(), case, Context::Triage, close).await.unwrap();
    hall.center.settled().await;
    case
}

fn due(hall: &Hall) -> u64 {
    hall.center.due_for_appraisal(&supervisor(), &Query::default()).unwrap().total
}

fn key_file(home: &Path) -> PathBuf {
    home.join("elsewhere.key")
}

/// Waits until the keyring is in this epoch.
async fn epoch(hall: &Hall, epoch: u32) {
    let vault = hall.vault.as_ref().unwrap();
    eventually(|| vault.status().epoch >= epoch).await;
    assert_eq!((vault.status().epoch, vault.status().owed), (epoch, 0));
}

/// Copies what a backup of the keys holds.
fn keys(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

#[tokio::test]
async fn what_must_be_kept_is_not_shown_and_shown_again_if_nobody_wants_it_forgotten() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::sealed(home.path()).await;
    let case = hall.register().await.stream;
    let party = hall.parties(case)[0].clone();
    let request = json!({ "command": "request_erasure", "case": case, "party": party, "ground": "consent_withdrawn" });
    hall.of_registry(&clerk(), request).await.unwrap();
    assert_eq!(name(&hall, case), json!(MASK), "nobody reads it, not even who may read names");
    let hall = hall.reopen(true).await;
    assert_eq!(name(&hall, case), json!(MASK), "after a start neither");
    let approve = json!({ "command": "approve_erasure", "case": case, "erasure": 1 });
    assert_eq!(refused(&hall.of_registry(&supervisor(), approve).await), "registry.case_open");
    hall.of_registry(&clerk(), json!({ "command": "withdraw_erasure", "case": case, "erasure": 1 })).await.unwrap();
    assert_eq!(name(&hall, case), json!("甲某（虚构）"));
    assert_eq!(states(&hall), ["withdrawn"]);
}

#[tokio::test]
async fn whoever_has_to_stay_away_from_a_case_has_nothing_of_it_forgotten_or_kept() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::sealed(home.path()).await;
    let case = hall.register().await.stream;
    let aside = json!({ "command": "step_aside", "ground": "stake" });
    for who in [clerk(), supervisor()] {
        hall.ask(&who, case, Context::Triage, aside.clone()).await.unwrap();
    }
    let request = json!({ "command": "request_erasure", "case": case, "ground": "consent_withdrawn" });
    assert_eq!(refused(&hall.of_registry(&clerk(), request.clone()).await), "registry.stands_aside");
    let other = Actor { id: ActorId::parse("clerk-2").unwrap(), ..clerk() };
    hall.of_registry(&other, request).await.unwrap();
    let withdraw = json!({ "command": "withdraw_erasure", "case": case, "erasure": 1 });
    assert_eq!(refused(&hall.of_registry(&clerk(), withdraw).await), "registry.stands_aside");
    let reject = json!({ "command": "reject_erasure", "case": case, "erasure": 1, "reason": "duty_to_keep" });
    for command in [
        json!({ "command": "approve_erasure", "case": case, "erasure": 1 }),
        reject,
        json!({ "command": "place_legal_hold", "case": case, "ground": "inspection" }),
        json!({ "command": "lift_legal_hold", "case": case, "hold": 1 }),
    ] {
        let refused = refused(&hall.of_registry(&supervisor(), command.clone()).await);
        assert_eq!(refused, "registry.stands_aside", "{command}");
    }
}

#[tokio::test]
async fn a_case_is_destroyed_when_its_time_is_over_by_two_persons_and_after_days() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::sealed(home.path()).await;
    let case = closed(&hall).await;
    let board = |hall: &Hall| hall.center.view(&leader(), "center-board", &Query::default()).unwrap();
    assert_eq!(due(&hall), 0);
    hall.pass(11 * MINUTES_OF_A_YEAR);
    assert_eq!(due(&hall), 1, "the archive is to appraise it");

    let (before, head) = (board(&hall), hall.center.head().position);
    let root = hall.journal.root(head).unwrap();
    let request = json!({ "command": "request_erasure", "case": case, "ground": "appraised" });
    hall.of_registry(&clerk(), request).await.unwrap();
    let hold = json!({ "command": "place_legal_hold", "case": case, "ground": "inspection" });
    hall.of_registry(&leader(), hold).await.unwrap();
    let approve = json!({ "command": "approve_erasure", "case": case, "erasure": 1 });
    assert_eq!(refused(&hall.of_registry(&supervisor(), approve.clone()).await), "registry.legally_held");
    hall.of_registry(&supervisor(), json!({ "command": "lift_legal_hold", "case": case, "hold": 1 })).await.unwrap();
    hall.of_registry(&supervisor(), approve).await.unwrap();
    let carry_out = json!({ "command": "carry_out_erasure", "case": case, "erasure": 1 });
    assert_eq!(refused(&hall.of_registry(&custodian(), carry_out).await), "registry.erasure_too_early");
    assert_eq!(hall.center.carry_out_due_erasures().await.unwrap(), 0);
    assert_eq!(name(&hall, case), json!("甲某（虚构）"), "until then it can be taken back");

    keys(&home.path().join("keys"), &home.path().join("old"));
    fs::copy(key_file(home.path()), home.path().join("old.key")).unwrap();
    hall.pass(4 * 24 * 60);
    assert_eq!(hall.center.carry_out_due_erasures().await.unwrap(), 1);
    hall.center.settled().await;
    epoch(&hall, 2).await;
    assert_eq!((states(&hall), due(&hall)), (vec!["erased".to_owned()], 0));
    assert_eq!(name(&hall, case), json!(MASK));
    assert_eq!(hall.vault.as_ref().unwrap().status().erased, 3, "the case and both parties");
    assert_eq!(json!(board(&hall)), json!(before), "no figure changes");
    assert_eq!(hall.journal.root(head).unwrap(), root, "nor does the log");

    // An old keyring is put back beside the newer log: it is noise. With the key file of its time it opens, and the list of
    // erasures is lost.
    let put_back = |home: &Path| {
        keys(&home.join("old"), &home.join("keys"));
        assert!(matches!(Vault::open(home, &key_file(home)), Err(VaultError::WrongKeyFile { .. })));
        fs::copy(home.join("old.key"), key_file(home)).unwrap();
        fs::remove_file(home.join("erased")).unwrap();
        let vault = Vault::open(home, &key_file(home)).unwrap();
        assert_eq!(vault.status().erased, 0, "the old keyring knows of nothing");
    };
    let hall = hall.reopen_with_other_keys(put_back).await;
    assert_eq!(name(&hall, case), json!(MASK), "but the log does");
    assert_eq!(hall.vault.as_ref().unwrap().status().erased, 3);
    epoch(&hall, 2).await;
}

/// What somebody asked without bringing a case, and what a mediator is called.
#[tokio::test]
async fn whoever_has_no_case_is_forgotten_as_well() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::sealed(home.path()).await;
    let enquiry = json!({ "command": "answer_enquiry", "topic": "contract", "question": "甲某（虚构）问借款",
        "answer": "可申请调解（虚构）" });
    let enquiry = hall.center.submit(hall.order(&clerk(), None, Context::Intake, &enquiry)).await.unwrap().stream;
    hall.enrol("mediator-1").await;
    let page = center::page_of_mediator(&ActorId::parse("mediator-1").unwrap());
    let told = |stream| serde_json::to_string(&hall.center.history(&leader(), stream, 0).unwrap().shown()).unwrap();
    assert!(told(page).contains("安调解"));
    for stream in [enquiry, page] {
        let request = json!({ "command": "request_erasure", "case": stream, "ground": "appraised" });
        hall.of_registry(&clerk(), request).await.unwrap();
        assert!(!told(stream).contains("甲某") && !told(stream).contains("安调解"), "what is kept is not shown");
        let approve = json!({ "command": "approve_erasure", "case": stream, "erasure": 1 });
        assert_eq!(refused(&hall.of_registry(&supervisor(), approve).await), "registry.still_kept");
    }
    hall.pass(14 * MINUTES_OF_A_YEAR);
    for stream in [enquiry, page] {
        let approve = json!({ "command": "approve_erasure", "case": stream, "erasure": 1 });
        hall.of_registry(&supervisor(), approve).await.unwrap();
    }
    hall.pass(4 * 24 * 60);
    assert_eq!(hall.center.carry_out_due_erasures().await.unwrap(), 2);
    hall.center.settled().await;
    assert_eq!(hall.vault.as_ref().unwrap().status().erased, 2);
}

/// A center that has just forgotten a case, whose key file could not be written: a folder lies where its successor is to be.
async fn forgotten_with_a_key_file_nobody_can_write(hall: Hall) -> Hall {
    fs::create_dir(in_the_way(hall.home())).unwrap();
    let case = closed(&hall).await;
    hall.pass(11 * MINUTES_OF_A_YEAR);
    let request = json!({ "command": "request_erasure", "case": case, "ground": "appraised" });
    hall.of_registry(&clerk(), request).await.unwrap();
    let approve = json!({ "command": "approve_erasure", "case": case, "erasure": 1 });
    hall.of_registry(&supervisor(), approve).await.unwrap();
    hall.pass(4 * 24 * 60);
    assert_eq!(hall.center.carry_out_due_erasures().await.unwrap(), 1);
    hall.center.settled().await;
    assert!(hall.center.owes_an_epoch(), "it is said");
    hall.register().await;
    hall
}

fn in_the_way(home: &Path) -> PathBuf {
    home.join("elsewhere.key.new")
}

#[tokio::test]
async fn an_erasure_that_fails_keeps_no_other_waiting() {
    let home = tempfile::tempdir().unwrap();
    let log = Arc::new(Stuck::default());
    let hall = Hall::sealed_over(home.path(), log.clone()).await;
    let cases = [closed(&hall).await, closed(&hall).await];
    hall.pass(11 * MINUTES_OF_A_YEAR);
    for case in cases {
        let request = json!({ "command": "request_erasure", "case": case, "ground": "appraised" });
        hall.of_registry(&clerk(), request).await.unwrap();
        let approve = json!({ "command": "approve_erasure", "case": case, "erasure": 1 });
        hall.of_registry(&supervisor(), approve).await.unwrap();
    }
    hall.center.settled().await;
    let first = hall.center.view(&custodian(), "erasures", &Query::default()).unwrap().rows[0]["case"].clone();
    log.stick(registry::erasure_stream(serde_json::from_value(first).unwrap()));
    hall.pass(4 * 24 * 60);
    assert!(hall.center.carry_out_due_erasures().await.is_err(), "it is said");
    hall.center.settled().await;
    assert_eq!(states(&hall), ["approved", "erased"]);
}

#[tokio::test]
async fn the_keyring_is_wrapped_anew_as_soon_as_its_key_file_can_be_written() {
    let home = tempfile::tempdir().unwrap();
    let hall = forgotten_with_a_key_file_nobody_can_write(Hall::sealed(home.path()).await).await;
    assert_eq!(hall.vault.as_ref().unwrap().status().epoch, 1);
    fs::remove_dir(in_the_way(home.path())).unwrap();
    epoch(&hall, 2).await;
    assert!(!hall.center.owes_an_epoch());
    hall.register().await;
}

#[tokio::test]
async fn an_epoch_that_is_owed_is_not_forgotten_by_a_stop() {
    let home = tempfile::tempdir().unwrap();
    let hall = forgotten_with_a_key_file_nobody_can_write(Hall::sealed(home.path()).await).await;
    let hall = hall.reopen_with_other_keys(|_| ()).await;
    assert!(hall.center.owes_an_epoch(), "after a start it is said again");
    let hall = hall.reopen_with_other_keys(|home| fs::remove_dir(in_the_way(home)).unwrap()).await;
    epoch(&hall, 2).await;
    assert!(!hall.center.owes_an_epoch());
}

/// A log that takes nothing for one stream.
#[derive(Default)]
struct Stuck {
    log: MemoryJournal,
    stream: OnceLock<StreamId>,
}

impl Stuck {
    fn stick(&self, stream: StreamId) {
        self.stream.set(stream).unwrap();
    }
}

impl Journal for Stuck {
    fn append(&self, draft: Draft) -> Appending {
        if self.stream.get().is_some_and(|stream| *stream.uuid().as_bytes() == draft.stream.0) {
            return Box::pin(std::future::ready(Err(AppendError::Size { entries: 0, bytes: 0 })));
        }
        self.log.append(draft)
    }

    fn head(&self) -> Head {
        self.log.head()
    }

    fn condition(&self) -> Condition {
        self.log.condition()
    }

    fn version(&self, stream: journal::StreamId) -> u64 {
        self.log.version(stream)
    }

    fn read_stream(&self, stream: journal::StreamId, after: u64) -> Result<Vec<Commit>, ReadError> {
        self.log.read_stream(stream, after)
    }

    fn scan(&self, after: Position, upto: Position, visit: &mut Visit<'_>) -> Result<Position, ReadError> {
        self.log.scan(after, upto, visit)
    }

    fn follow(&self) -> Receiver<Position> {
        self.log.follow()
    }

    fn watch_condition(&self) -> Receiver<Condition> {
        self.log.watch_condition()
    }

    fn root(&self, size: u64) -> Result<Digest, ReadError> {
        self.log.root(size)
    }

    fn prove_inclusion(&self, position: Position, size: u64) -> Result<Vec<Digest>, ReadError> {
        self.log.prove_inclusion(position, size)
    }

    fn prove_consistency(&self, old: u64, new: u64) -> Result<Vec<Digest>, ReadError> {
        self.log.prove_consistency(old, new)
    }

    fn close(&self) {
        self.log.close();
    }
}
