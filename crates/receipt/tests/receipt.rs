//! A genuine receipt is believed without the center; whatever is changed in one is found.
#![expect(clippy::unwrap_used, reason = "a test stops where it is wrong")]

use journal::{CheckpointKey, Draft, DraftEntry, Journal as _, MemoryJournal};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use receipt::{NotProven, Opened, Proven, Receipt, sealed_values};
use timeline::{
    ActorId, AreaCode, CaseKind, CaseNumber, CaseRegistered, Channel, Classification, DepartmentCode, Event,
    Fingerprint, IntakeEvent, Meta, PackVersion, Party, PartyId, PartyKind, PartyRole, RequestId, StreamId, codec,
};
use uuid::Uuid;
use vault::Vault;

const ORIGIN: &str = "yidi.test/990101";
const CLAIM: &str = "楼上漏水泡坏天花板，要求修复并赔偿（虚构）";
const NAME: &str = "张三（虚构）";

/// A center as far as a receipt needs one: a log, its key and its vault.
struct Place {
    dir: tempfile::TempDir,
    journal: MemoryJournal,
    vault: Vault,
}

fn stream() -> StreamId {
    StreamId::new(Uuid::from_u128(77))
}

fn meta() -> Meta {
    Meta {
        occurred_at: "2026-11-20T01:00:00Z".parse().unwrap(),
        actor: ActorId::parse("clerk-1").unwrap(),
        on_behalf_of: None,
        department: DepartmentCode::parse("center").unwrap(),
        window: None,
        channel: Channel::Window,
        legal_basis: None,
        reference: None,
        request: RequestId::new(Uuid::from_u128(5)),
        fingerprint: Fingerprint::default(),
        correlation: Uuid::from_u128(5),
        causation: None,
        classification: Classification::Internal,
        packs: PackVersion::parse("2026-11").unwrap(),
    }
}

impl Place {
    /// Commits before it, the registration, commits behind it.
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        Vault::create(dir.path(), &dir.path().join("key")).unwrap();
        let vault = Vault::open(dir.path(), &dir.path().join("key")).unwrap();
        let place = Self { dir, journal: MemoryJournal::new(), vault };
        for other in 1..=4 {
            place.record(StreamId::new(Uuid::from_u128(other))).await;
        }
        assert_eq!(place.record(stream()).await, 5);
        for other in 6..=13 {
            place.record(StreamId::new(Uuid::from_u128(other))).await;
        }
        place
    }

    async fn record(&self, stream: StreamId) -> u64 {
        let party = PartyId::derive(stream.uuid(), "one");
        self.vault.provide(&[party.into()]).unwrap();
        let seal =
            |value: u128, text: &str| self.vault.seal(stream, party.into(), Uuid::from_u128(value), text).unwrap();
        let registered = CaseRegistered {
            number: CaseNumber::new(2026, 123),
            kind: CaseKind::Dispute,
            claim: seal(1, CLAIM),
            area: AreaCode::parse("990101001").unwrap(),
            amount: None,
            parties: vec![Party::named(party, PartyRole::Applicant, PartyKind::Person, seal(2, NAME))],
            referred_by: None,
            letter: None,
            part_of: None,
            self_registered: false,
        };
        let (envelope, body) = codec::encode(&meta(), &Event::from(IntakeEvent::from(registered))).unwrap();
        let entries = vec![DraftEntry { envelope, body }];
        let draft = Draft { stream: journal::StreamId(stream.uuid().into_bytes()), expected: 0, time: 9, entries };
        self.journal.append(draft).await.unwrap().position
    }

    fn key(&self) -> CheckpointKey {
        CheckpointKey::open(self.dir.path(), ORIGIN).unwrap()
    }

    /// The receipt of the registration.
    fn receipt(&self) -> Receipt {
        let commits = self.journal.read_stream(journal::StreamId(stream().uuid().into_bytes()), 0).unwrap();
        let (commit, key, size) = (commits.first().unwrap(), self.key(), self.journal.head().position);
        let note = key.sign(size, self.journal.root(size).unwrap()).unwrap();
        let path = self.journal.prove_inclusion(commit.position, size).unwrap();
        let view = journal::CommitView::parse(commit.position, &commit.bytes).unwrap();
        let body = serde_json::from_slice(view.entries().next().unwrap().body).unwrap();
        let opened = sealed_values(&body).into_iter().map(|(at, sealed)| {
            let opening = self.vault.opening(stream(), &sealed).unwrap().unwrap();
            Opened::new(0, at, &opening.text, &opening.salt[..])
        });
        Receipt::new((commit.position, &commit.bytes), &path, (&note, key.verifier()), opened.collect())
    }
}

fn texts(proven: &Proven) -> Vec<&str> {
    proven.facts.iter().flat_map(|fact| &fact.texts).map(|text| text.text.as_str()).collect()
}

#[tokio::test]
async fn a_genuine_receipt_proves_what_was_handed_in_and_when_without_the_center() {
    let place = Place::new().await;
    let (text, verifier) = (place.receipt().to_text().unwrap(), place.key().verifier().to_owned());
    place.vault.erase(PartyId::derive(stream().uuid(), "one").into()).unwrap();
    drop(place);
    let proven = Receipt::verify(&text, Some(&verifier)).unwrap();
    assert_eq!((proven.origin.as_str(), proven.position, proven.size, proven.trusted), (ORIGIN, 5, 13, true));
    assert_eq!(proven.recorded_at.as_microsecond(), 9);
    assert_eq!(proven.facts[0].kind, "intake.case_registered");
    assert_eq!(proven.facts[0].number.as_deref(), Some("YD-2026-00123-6"));
    assert_eq!(texts(&proven), [CLAIM, NAME]);
    assert!(!Receipt::verify(&text, None).unwrap().trusted);
}

#[tokio::test]
async fn whoever_signs_with_another_key_is_not_believed() {
    let (place, forger) = (Place::new().await, Place::new().await);
    let forged = forger.receipt().to_text().unwrap();
    let refused = Receipt::verify(&forged, Some(place.key().verifier()));
    assert!(matches!(refused, Err(NotProven::OtherKey { .. })), "{refused:?}");
}

/// One change: a character replaced, taken out, put in, or two changed places.
fn edited(text: &str, dice: &mut StdRng) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let (at, other) = (dice.gen_range(0..letters.len()), dice.gen_range(0..letters.len()));
    let letter = char::from(dice.gen_range(b' '..=b'~'));
    match dice.gen_range(0..4) {
        0 => drop(letters.splice(at..=at, [letter])),
        1 => drop(letters.remove(at)),
        2 => letters.insert(at, letter),
        _ => letters.swap(at, other),
    }
    letters.into_iter().collect()
}

#[tokio::test]
async fn every_one_of_a_thousand_edits_is_found() {
    let place = Place::new().await;
    let (text, verifier) = (place.receipt().to_text().unwrap(), place.key().verifier().to_owned());
    let mut dice = StdRng::seed_from_u64(20_261_129);
    let mut edits = 0;
    while edits < 1_000 {
        let edited = edited(&text, &mut dice);
        if edited != text {
            edits += 1;
            assert!(Receipt::verify(&edited, Some(&verifier)).is_err(), "{edited}");
            assert!(Receipt::verify(&edited, None).is_err(), "{edited}");
        }
    }
}

#[tokio::test]
async fn another_text_under_the_same_seal_is_found() {
    let place = Place::new().await;
    let text = place.receipt().to_text().unwrap();
    for forged in [text.replace(NAME, "李四（虚构）"), text.replace("\"entry\":0", "\"entry\":1")] {
        assert!(matches!(Receipt::verify(&forged, None), Err(NotProven::Text { .. })));
    }
}
