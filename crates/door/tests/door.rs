//! The door as a whole: what opens it, what does not, and what is left on the disk.
#![expect(clippy::unwrap_used, reason = "a test stops where it is wrong")]

use std::io;
use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use door::{By, Door, MemoryShelf, NotLetIn, Password, SETUP_FILE, STEP_SECONDS, Safe, Seat};
use jiff::{SignedDuration, Timestamp};
use timeline::{ActorId, Algorithm, Role, Sealed, SubjectId};
use zeroize::Zeroizing;

const START: Timestamp = Timestamp::constant(1_795_395_600, 0);
const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
const SEAT: Seat = Seat { role: Role::WindowClerk, at_window: true, by: By::Password };
const GOOD: &str = "three small ferries at dawn";

/// Keys that turn every byte around: enough to see whether anything is kept unsealed.
struct Mirror;

impl Safe for Mirror {
    fn seal(&self, text: &str) -> io::Result<Sealed> {
        Ok(Sealed::new(Algorithm(99), SubjectId::new(uuid::Uuid::nil()), text.bytes().map(|byte| !byte).collect()))
    }

    fn open(&self, sealed: &Sealed) -> io::Result<Zeroizing<String>> {
        let text = String::from_utf8(sealed.bytes().iter().map(|byte| !byte).collect()).map_err(io::Error::other);
        text.map(Zeroizing::new)
    }
}

fn door(home: Option<&Path>) -> Door {
    Door::open(home, Arc::new(MemoryShelf::default()), Arc::new(Mirror)).unwrap()
}

fn li() -> ActorId {
    ActorId::parse("li").unwrap()
}

async fn guess(door: &Door, name: &str, password: &str, now: Timestamp) -> Result<ActorId, NotLetIn> {
    door.check_password(name, Zeroizing::new(password.to_owned()), HERE, now).await
}

async fn with_password(home: Option<&Path>) -> Door {
    let door = door(home);
    door.set_password(&li(), &Password::parse(GOOD, &li()).unwrap()).await.unwrap();
    door
}

#[tokio::test]
async fn a_password_opens_its_own_account_and_no_other() {
    let door = with_password(None).await;
    assert_eq!(guess(&door, "li", GOOD, START).await, Ok(li()));
    assert_eq!(guess(&door, "li", "three small ferries at dusk", START).await, Err(NotLetIn::Wrong));
    assert_eq!(guess(&door, "wang", GOOD, START).await, Err(NotLetIn::Wrong));
    assert_eq!(guess(&door, "no account has this name", GOOD, START).await, Err(NotLetIn::Wrong));
}

#[tokio::test]
async fn an_unknown_account_is_answered_and_delayed_like_a_known_one() {
    let door = with_password(None).await;
    for name in ["li", "nobody"] {
        let mut answers = Vec::new();
        for _ in 0..5 {
            answers.push(guess(&door, name, "wrong wrong wrong", START).await);
        }
        let later = Err(NotLetIn::Later { wait: SignedDuration::from_secs(1) });
        let wrong = Err(NotLetIn::Wrong);
        assert_eq!(answers, [wrong.clone(), wrong.clone(), wrong.clone(), wrong, later], "{name}");
    }
}

#[tokio::test]
async fn what_is_kept_is_private_survives_and_holds_no_secret() {
    let home = tempfile::tempdir().unwrap();
    let door = with_password(Some(home.path())).await;
    let token = door.issue_token(&li(), 1).unwrap();
    let invitation = door.invite(&ActorId::parse("wang").unwrap(), START).unwrap();
    let device = door.begin_totp(&li()).unwrap().base32();
    let file = home.path().join("credentials");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(&file).unwrap();
    for hidden in [GOOD, &token, &invitation, &device, "wang"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
    let sealed: Sealed = serde_json::from_str(&text).unwrap();
    let opened = Mirror.open(&sealed).unwrap();
    for hidden in [GOOD, &token, &invitation] {
        assert!(!opened.contains(hidden), "whoever has the keys learns no {hidden}, either");
    }
    let again = self::door(Some(home.path()));
    assert_eq!(guess(&again, "li", GOOD, START).await, Ok(li()));
    assert_eq!(again.token(&token).unwrap().account, li());
    again.forget_tokens(&li(), Some(1)).unwrap();
    assert_eq!(self::door(Some(home.path())).token(&token), None);
}

#[tokio::test]
async fn an_invitation_is_good_once_and_for_three_days() {
    let door = with_password(None).await;
    let code = door.invite(&li(), START).unwrap();
    assert_eq!(guess(&door, "li", GOOD, START).await, Err(NotLetIn::Wrong), "the old password is void");
    let days = |days: i64| START + SignedDuration::from_hours(24 * days);
    assert_eq!(door.check_invitation("wang", &code, HERE, days(1)), Err(NotLetIn::Wrong));
    assert_eq!(door.check_invitation("li", &code, HERE, days(2)), Ok(li()));
    door.set_password(&li(), &Password::parse(GOOD, &li()).unwrap()).await.unwrap();
    assert_eq!(door.check_invitation("li", &code, HERE, days(3)), Err(NotLetIn::Wrong));
    let late = door.invite(&li(), days(4)).unwrap();
    assert_eq!(door.check_invitation("li", &late, HERE, days(8)), Err(NotLetIn::Wrong));
}

#[tokio::test]
async fn a_device_counts_once_a_code_of_it_was_seen() {
    let door = door(None);
    let secret = door.begin_totp(&li()).unwrap();
    let code = |at: Timestamp| secret.code(at.as_second() / STEP_SECONDS);
    assert!(!door.has_totp(&li()));
    assert_eq!(door.check_code(&li(), &code(START), HERE, START), Err(NotLetIn::Wrong));
    assert_eq!(door.enrol(&li(), &code(START), HERE, START), Ok(()));
    assert!(door.has_totp(&li()));
    assert_eq!(door.check_code(&li(), &code(START), HERE, START), Err(NotLetIn::Wrong), "a code is taken once");
    let later = START + SignedDuration::from_secs(60);
    assert_eq!(door.check_code(&li(), &code(later), HERE, later), Ok(()));
}

#[tokio::test]
async fn the_setup_token_is_good_once_for_half_an_hour_and_then_gone() {
    let home = tempfile::tempdir().unwrap();
    let door = door(Some(home.path()));
    let token = door.begin_setup(START).unwrap();
    let file = home.path().join(SETUP_FILE);
    assert_eq!(std::fs::read_to_string(&file).unwrap().trim(), token);
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(door.check_setup("something else", HERE, START), Err(NotLetIn::Wrong));
    let minutes = |minutes: i64| START + SignedDuration::from_mins(minutes);
    assert_eq!(door.check_setup(&token, HERE, minutes(5)), Ok(()));
    door.end_setup().unwrap();
    assert!(!file.exists() && !door.waits_for_setup());
    assert_eq!(door.check_setup(&token, HERE, minutes(10)), Err(NotLetIn::Wrong));
    let token = door.begin_setup(minutes(20)).unwrap();
    assert_eq!(door.check_setup(&token, HERE, minutes(51)), Err(NotLetIn::Wrong));
}

#[tokio::test]
async fn a_new_secret_comes_with_every_sign_in() {
    let door = door(None);
    let one = door.let_in(&li(), SEAT, (HERE, START));
    let other = door.let_in(&li(), SEAT, (HERE, START));
    assert_ne!(one.secret, other.secret);
    door.end_all(&li(), Some(&other.session.name));
    assert!(door.session(&one.secret, START).is_none() && door.session(&other.secret, START).is_some());
    assert!(door.end_named(&li(), &other.session.name) && !door.end_named(&li(), &other.session.name));
}

#[tokio::test]
async fn many_guesses_at_one_time_are_no_way_around_the_delay() {
    let door = Arc::new(with_password(None).await);
    let one = |n: usize| {
        let door = door.clone();
        async move { guess(&door, "li", &format!("wrong wrong wrong {n}"), START).await }
    };
    let guesses: Vec<_> = (0..40).map(|n| tokio::spawn(one(n))).collect();
    let mut looked_at = 0;
    for guess in guesses {
        looked_at += usize::from(guess.await.unwrap() == Err(NotLetIn::Wrong));
    }
    assert!(looked_at <= 4, "{looked_at} guesses were looked at");
}

#[tokio::test]
async fn after_a_restart_the_place_one_sits_at_every_day_is_known_as_before() {
    let shelf = Arc::new(MemoryShelf::default());
    let open = || Door::open(None, shelf.clone(), Arc::new(Mirror)).unwrap();
    let secret = open().let_in(&li(), SEAT, (HERE, START)).secret;
    let again = open();
    assert!(again.session(&secret, START).is_some(), "places are beside the sessions");
    for n in 0..200_u8 {
        let _ = again.missed(&format!("name-{n}"), IpAddr::from([10, 0, 0, n]), START);
        let _ = again.missed("li", IpAddr::from([10, 0, 0, n]), START);
        let _ = again.missed("somebody-else", HERE, START);
    }
    let wrong = guess(&again, "li", "wrong wrong wrong", START).await;
    assert_eq!(wrong, Err(NotLetIn::Wrong), "guesses elsewhere and at others keep nobody from its window");
    let strange = guess(&again, "wang", "wrong wrong wrong", START).await;
    assert!(matches!(strange, Err(NotLetIn::Later { .. })), "{strange:?}");
}

#[tokio::test]
async fn a_device_that_did_not_come_on_record_takes_its_next_code() {
    let door = door(None);
    let secret = door.begin_totp(&li()).unwrap();
    let code = |at: Timestamp| secret.code(at.as_second() / STEP_SECONDS);
    assert_eq!(door.enrol(&li(), &code(START), HERE, START), Ok(()));
    let later = START + SignedDuration::from_secs(60);
    assert_eq!(door.enrol(&li(), &code(later), HERE, later), Ok(()));
    assert_eq!(door.enrol(&li(), &code(later), HERE, later), Err(NotLetIn::Wrong), "a code is taken once");
    let anew = door.begin_totp(&li()).unwrap();
    assert!(!door.has_totp(&li()) && anew.base32() != secret.base32(), "or it makes way");
}
