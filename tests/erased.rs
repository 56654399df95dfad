//! Whoever was forgotten stays forgotten: once the keys are destroyed, a case is still read everywhere it was read before, by
//! everybody who could, and nothing of the person is left in it, not the end of a number and not a family name.

use serde_json::Value;
use tests::{Http, Office, yidi};
use vault::Vault;

use crate::sealed::{copy, live_through, sings, staffed, subjects};

/// What stands for something that is not shown.
const MASK: &str = "＊＊＊";
/// Everybody who reads a case in one way or another.
const READERS: [&str; 4] = ["clerk-1", "triage-1", "transport-1", "auditor-1"];
/// What the API answers about a case, and what is shown of it in the console.
const PLACES: [&str; 8] = [
    "/api/v1/cases/{}",
    "/api/v1/cases/{}/events",
    "/api/v1/cases/{}/receipt",
    "/cases/{}",
    "/cases/{}/receipt",
    "/cases/{}/receipt/proof",
    "/desk",
    "/views/work-list",
];

/// How each place answers each reader; whatever it answers, it did not fail.
fn answers(http: &Http, case: &str) -> Vec<(&'static str, &'static str, u16, String)> {
    let at = |staff: &'static str, place: &'static str| {
        let reply = http.get(staff, &place.replace("{}", case)).expect("an answer");
        assert!(reply.status < 500, "{staff} reads {place}: {} {}", reply.status, reply.text);
        (staff, place, reply.status, reply.text)
    };
    READERS.iter().flat_map(|staff| PLACES.iter().map(|place| at(staff, place))).collect()
}

/// The texts of a sheet under these names, wherever they stand.
fn texts(sheet: &Value, names: &[&str], found: &mut Vec<String>) {
    match sheet {
        Value::Object(fields) => {
            for (name, value) in fields {
                let text = value.as_str().filter(|_| names.contains(&name.as_str()));
                found.extend(text.map(str::to_owned));
                texts(value, names, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, names, found)),
        _ => {}
    }
}

#[test]
fn who_was_forgotten_is_masked_wherever_the_case_is_read() {
    let office = Office::new();
    let server = office.start();
    let mut people = staffed(&server, office.data());
    let case = live_through(&people.http());
    let before = answers(&people.http(), &case.case);
    assert!(before.iter().any(|answer| sings(answer.3.as_bytes())), "until then it is read");
    assert_eq!(server.stop(), 0);

    let forgotten = subjects(office.data());
    assert_eq!(forgotten.len(), 3, "the case and both parties");
    let vault = Vault::open(office.data(), &office.path("yidi.key")).expect("the vault opens");
    forgotten.iter().for_each(|subject| vault.erase(*subject).expect("a key is destroyed"));
    drop(vault);

    let server = office.start();
    people.move_to(server.address());
    let http = people.http();
    for ((staff, place, status, text), was) in answers(&http, &case.case).into_iter().zip(&before) {
        assert!(!sings(text.as_bytes()), "{staff} reads {place}: {text}");
        // Of a receipt nothing can be proved any more: what was handed in is gone.
        let of_receipt = place.contains("receipt");
        assert!(status == was.2 || (of_receipt && status < 500), "{staff} reads {place}: {} was {}", status, was.2);
    }
    for staff in ["clerk-1", "transport-1"] {
        let mut left = Vec::new();
        let sheet = http.get(staff, &format!("/api/v1/cases/{}", case.case)).expect("an answer").body;
        texts(&sheet, &["name", "phone", "address", "claim", "title", "note"], &mut left);
        assert!(left.len() >= 3 && left.iter().all(|text| text == MASK), "{staff} reads {left:?}");
    }
    let (status, said) = copy(&case, &http, "clerk-1");
    assert!((status == 404 || status == 410) && !sings(said.as_bytes()), "the paper is gone: {status} {said}");
    // The same people come again: they are registered as anybody is, and nothing of the old case comes back.
    let again = live_through(&http);
    assert!(!again.sheet("clerk-1").to_string().contains(&case.case), "nobody is recognised");
    let said = server.said();
    assert_eq!(server.stop(), 0);
    assert!(!sings(said.as_bytes()), "{said}");

    let data = office.data().to_string_lossy().into_owned();
    for verb in [vec!["case", "show"], vec!["case", "history"]] {
        let read = yidi([&verb[..], &["--json", "--data", &data, "--as", "clerk-1", &case.number]].concat()).exits(0);
        assert!(!sings(read.stdout.as_bytes()), "{}", read.stdout);
    }
    let _ = yidi(["verify", "--data", &data]).exits(0);
}
