//! A center that seals: names, numbers and phones go in through the API and come out of it, and in nothing it writes can
//! they be found.

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use journal::{Namespace, Reader, Scratch as _, SledScratch};
use serde_json::json;
use tests::{
    Ask, Http, Journey, Launch, PASSWORD, People, Server, copy_tree, files_below, folder, log, measured, sample, yidi,
};
use timeline::SubjectId;
use vault::Vault;

/// Persons and things that are in no program, page or rule: whatever holds one of them holds what a citizen said.
pub(crate) const CANARIES: [&str; 6] =
    ["钱无患虚构", "孙不悔虚构", "19900001234", "金丝雀巷七号", "三只金丝雀的欠款", "E71930417"];
/// Where views and notes lie in the scratch.
const NAMESPACES: [Namespace; 2] = [Namespace::new("views"), Namespace::new("center")];

/// The logs of a center: its own, who looked at what, accusations, and who looked at these.
const LOGS: [(&str, &str); 4] =
    [("tape", ""), ("looks", "access"), ("accusations", "accusations"), ("looks at accusations", "accusations/access")];

/// A canary as it may lie about: as itself, and inside a base64 text, which has three ways to begin.
fn forms(canary: &str) -> Vec<Vec<u8>> {
    let encoded = (0..3).map(|shift| {
        let text = STANDARD_NO_PAD.encode([&vec![0; shift], canary.as_bytes()].concat());
        // The first and the last digits depend on what stands around it.
        let from = (shift * 8).div_ceil(6);
        let upto = (shift + canary.len()) * 8 / 6;
        text.as_bytes()[from..upto].to_vec()
    });
    std::iter::once(canary.as_bytes().to_vec()).chain(encoded).collect()
}

/// Whether any canary is in there.
pub(crate) fn sings(bytes: &[u8]) -> bool {
    holds_any(bytes, &CANARIES)
}

/// Whether one of these is in there, as itself or in base64.
fn holds_any(bytes: &[u8], canaries: &[&str]) -> bool {
    let forms: Vec<Vec<u8>> = canaries.iter().flat_map(|canary| forms(canary)).collect();
    let mut begins = [false; 256];
    forms.iter().for_each(|form| begins[usize::from(form[0])] = true);
    // Most of a preallocated file is zeros, with which nothing begins.
    let here = |at: usize| forms.iter().any(|form| bytes[at..].starts_with(form));
    (0..bytes.len()).any(|at| begins[usize::from(bytes[at])] && here(at))
}

/// A case from the door to an agreement, with canaries in every kind of field.
pub(crate) fn live_through(http: &Http) -> Journey {
    let party = |role: &str, name: &str| json!({ "role": role, "kind": "person", "name": name, "phone": CANARIES[2], "address": CANARIES[3] });
    let register = json!({ "command": "register_case", "kind": "dispute", "claim": CANARIES[4],
        "area": "990101", "parties": [party("applicant", CANARIES[0]), party("respondent", CANARIES[1])] });
    let mut register = register;
    register["parties"][0]["identity"] = json!({ "kind": "passport", "number": CANARIES[5] });
    let mut case = Journey::begin(http, "clerk-1", &register);
    case.ask("triage-1", "triage", &json!({ "command": "classify_case", "dispute_type": "damages" }));
    case.ask("triage-1", "triage", &json!({ "command": "choose_route", "route": "mediation" }));
    case.ask("triage-1", "triage", &json!({ "command": "assign_case", "to": "transport", "note": CANARIES[4] }));
    let files = format!("/api/v1/cases/{}/files", case.case);
    let stored = http.upload("clerk-1", &files, "text/plain", paper().as_bytes()).expect("an answer");
    assert_eq!(stored.status, 201, "{}", stored.text);
    let submit = json!({ "command": "submit_material", "kind": "contract", "title": CANARIES[4],
        "blob": stored.body["blob"], "media_type": "text" });
    case.ask("clerk-1", "intake", &submit);
    case
}

/// A paper that fills several chunks of a sealed file.
fn paper() -> String {
    CANARIES.concat().repeat(2_000)
}

/// What the API answers to whoever wants a copy of that paper.
pub(crate) fn copy(case: &Journey, http: &Http, staff: &str) -> (u16, String) {
    let copy = http.get(staff, &format!("/api/v1/cases/{}/materials/1", case.case)).expect("an answer");
    (copy.status, copy.text)
}

/// What the API shows this member of staff of the case.
fn shown(case: &Journey, http: &Http, staff: &str) -> String {
    let events = http.get(staff, &format!("/api/v1/cases/{}/events", case.case)).expect("an answer").text;
    format!("{} {events}", case.sheet(staff))
}

/// What is found where in a stopped center's directory, decoded: the tape, the store, the scratch, every file as it is.
pub(crate) fn heard(data: &Path) -> Vec<&'static str> {
    heard_of(data, &CANARIES)
}

/// The same of these.
fn heard_of(data: &Path, canaries: &[&str]) -> Vec<&'static str> {
    let mut places = Vec::new();
    let mut note = |place, bytes: &[u8]| {
        if holds_any(bytes, canaries) && !places.contains(&place) {
            places.push(place);
        }
    };
    // On a copy: opening changes a directory.
    let copy = folder();
    copy_tree(data, copy.path());
    for (place, below) in LOGS {
        if !copy.path().join(below).join("tape").exists() {
            continue; // an empty county has nobody who looked or accused
        }
        let reader = Reader::open(copy.path().join(below)).expect("the tape can be read");
        let upto = reader.head().position;
        let read = reader.scan(0, upto, &mut |commit| {
            note(place, commit.bytes());
            ControlFlow::Continue(())
        });
        assert_eq!(read.expect("the tape can be read"), upto);
    }
    log::commits(copy.path()).expect("the log opens").iter().for_each(|(_, bytes)| note("store", bytes));
    let scratch = SledScratch::open(copy.path()).expect("the scratch opens");
    for namespace in NAMESPACES {
        let scan = scratch.scan(namespace, &[], &mut |key, value| {
            note("scratch", key);
            note("scratch", value);
            ControlFlow::Continue(())
        });
        scan.expect("the scratch can be read");
    }
    drop(scratch);
    files_below(data).iter().for_each(|path| note("files", &fs::read(path).expect("a file can be read")));
    places
}

/// A bundle, restored: its commits are compressed.
fn heard_in_bundle(data: &Path) -> Vec<&'static str> {
    heard_of_in_bundle(data, &CANARIES)
}

/// The same of these.
fn heard_of_in_bundle(data: &Path, canaries: &[&str]) -> Vec<&'static str> {
    let around = folder();
    let (bundle, restored) = (around.path().join("bundle"), around.path().join("restored"));
    let word = |path: &Path| path.to_string_lossy().into_owned();
    let _ = yidi(["export", "--data", &word(data), "--out", &word(&bundle)]).exits(0);
    let _ = yidi(["restore", "--from", &word(&bundle), "--data", &word(&restored)]).exits(0);
    let names: Vec<PathBuf> = files_below(&bundle);
    assert!(!names.iter().any(|path| path.to_string_lossy().contains("keys")), "no key leaves with the log");
    let reader = Reader::open(&restored).expect("the restored log can be read");
    let mut found = Vec::new();
    let read = reader.scan(0, reader.head().position, &mut |commit| {
        if holds_any(commit.bytes(), canaries) {
            found.push("bundle");
        }
        ControlFlow::Continue(())
    });
    read.expect("the restored log can be read");
    found
}

/// Whether it is found where nothing is sealed: a search that finds nothing there would prove nothing elsewhere.
#[test]
fn a_demonstration_shows_that_the_search_finds_what_lies_in_clear() {
    let data = folder();
    let server =
        Launch::new(data.path()).word("--empty").start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"));
    live_through(&Http::new(server.address()));
    assert_eq!(server.stop(), 0);
    let heard = heard(data.path());
    for place in ["tape", "store", "scratch"] {
        assert!(heard.contains(&place), "{place} is not searched: {heard:?}");
    }
    assert!(!heard_in_bundle(data.path()).is_empty());
}

/// A center with an account for each desk a case passes.
pub(crate) fn staffed(server: &Server, data: &Path) -> People {
    let mut people = People::set_up(server.address(), data);
    for (account, department, role) in [
        ("clerk-1", "center", "window_clerk"),
        ("triage-1", "center", "triage_officer"),
        ("transport-1", "transport", "department_handler"),
        ("auditor-1", "center", "auditor"),
    ] {
        people.hire(account, department, role);
    }
    people
}

/// Names go in and come out, and lie nowhere in clear: not in the log, a snapshot, a bundle, a metric, an error or a line
/// on stderr.
#[test]
fn nothing_a_sealed_center_writes_holds_a_name() {
    let (data, elsewhere) = (folder(), folder());
    let key = elsewhere.path().join("yidi.key");
    let (dir, key_word) = (data.path().to_string_lossy().into_owned(), key.to_string_lossy().into_owned());
    let keys = |verb: &str| yidi(["keys", verb, "--json", "--data", &dir, "--key-file", &key_word]);
    let made = keys("init").exits(0).json();
    assert_eq!((&made["epoch"], &made["keys"]), (&json!(1), &json!(0)));
    let launch = Launch::sealed(data.path(), &key);
    let start = || -> Server { launch.start().unwrap_or_else(|(code, said)| panic!("{code}: {said}")) };

    let server = start();
    assert_eq!(Http::new(server.address()).get("clerk-1", "/api/v1/views").expect("an answer").status, 503);
    let mut people = staffed(&server, data.path());
    let http = people.http();
    let case = live_through(&http);
    let seen = shown(&case, &http, "clerk-1");
    assert!(CANARIES.iter().all(|canary| seen.contains(canary)), "who serves the citizen sees it: {seen}");
    assert!(!sings(shown(&case, &http, "auditor-1").as_bytes()), "who audits sees no name");
    assert!(copy(&case, &http, "clerk-1") == (200, paper()), "the paper comes back as it was handed in");
    let (status, said) = copy(&case, &http, "auditor-1");
    assert!(status == 403 && !sings(said.as_bytes()), "{said}");
    let row = http.rows("transport-1", "work-list", "").into_iter().next().expect("the case lies on the desk");
    assert_eq!(row["applicant"], CANARIES[0]);
    let malformed = json!({ "command": "register_case", "kind": CANARIES[0], "claim": CANARIES[4] });
    let refused = http.post(&Ask::new("clerk-1", "/api/v1/cases", &malformed)).expect("an answer");
    assert!(refused.status >= 400 && !refused.text.contains(CANARIES[4]), "{}", refused.text);
    assert!(!sings(http.get("auditor-1", "/metrics").expect("an answer").text.as_bytes()));
    assert_eq!(keys("status").code, 75, "the server holds the keys");
    let said = server.said();
    assert_eq!(server.stop(), 0);
    assert!(!sings(said.as_bytes()), "{said}");

    assert_eq!(heard(data.path()), Vec::<&str>::new());
    for path in files_below(data.path()) {
        let bytes = fs::read(&path).expect("a file can be read");
        let holds = |secret: &str| bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
        let secrets = people.device_secrets().chain([people.session("clerk-1").trim_start_matches("yidi="), PASSWORD]);
        assert_eq!(secrets.filter(|secret| holds(secret)).count(), 0, "{}", path.display());
    }
    assert_eq!(heard_in_bundle(data.path()), Vec::<&str>::new());
    let beside = yidi(["case", "show", "--json", "--data", &dir, "--as", "clerk-1", &case.number]).exits(0);
    assert!(!sings(beside.stdout.as_bytes()), "there are no keys beside the server");

    let turned = keys("epoch").exits(0).json();
    assert_eq!((&turned["epoch"], &turned["keys"]), (&json!(2), &json!(4)), "the case, two parties, the credentials");
    let server = start();
    people.move_to(server.address());
    let again = people.http().get("clerk-1", &format!("/api/v1/cases/{}", case.case));
    assert!(again.expect("an answer").text.contains(CANARIES[0]), "a new epoch opens what an old one sealed");
    assert!(copy(&case, &people.http(), "clerk-1") == (200, paper()), "and the paper");
    assert_eq!(server.stop(), 0);
}

/// Without its keys a center says so, and never helps itself to new ones.
#[test]
fn a_center_without_its_keys_does_not_start() {
    let (data, elsewhere) = (folder(), folder());
    let (key, other) = (elsewhere.path().join("yidi.key"), elsewhere.path().join("other.key"));
    let word = |path: &Path| path.to_string_lossy().into_owned();
    let init = |key: &Path| yidi(["keys", "init", "--json", "--data", &word(data.path()), "--key-file", &word(key)]);
    let refused = |key: &Path| Launch::sealed(data.path(), key).start().err().expect("no start without keys");
    assert_eq!(refused(&key).0, 78, "there is no keyring");
    let _ = init(&key).exits(0);
    let server = Launch::sealed(data.path(), &key).start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"));
    live_through(&staffed(&server, data.path()).http());
    assert_eq!(server.stop(), 0);
    assert_eq!(init(&key).code, 4, "there are facts");
    assert_eq!(Launch::new(data.path()).start().err().map(|(code, _)| code), Some(78), "no demonstration on real data");
    fs::write(&other, "yidi key file 1\n").expect("a file can be written");
    assert_eq!(refused(&other).0, 78, "another key file");
    fs::remove_dir_all(data.path().join("keys")).expect("the keyring can be lost");
    let (code, said) = refused(&key);
    assert_eq!(code, 78, "{said}");
    assert!(said.contains("keys init") && !data.path().join("keys/ring").exists(), "{said}");
}

/// What an invented county says of its people, in names, claims, addresses and statements.
const OF_A_YEAR: [&str; 5] = ["（虚构）", "澄湾县虚构路", "街坊劝过，谁也不肯", "盼着早点了结", "要求修复并赔偿"];

/// Whose keys what lies in the log is under.
pub(crate) fn subjects(data: &Path) -> BTreeSet<SubjectId> {
    const BEFORE: &str = "\"sub\":\"";
    let mut all = BTreeSet::new();
    for (_, bytes) in log::commits(data).expect("the log opens") {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let ids = text.split(BEFORE).skip(1).filter_map(|rest| rest.get(..36)?.parse::<SubjectId>().ok());
        all.extend(ids);
    }
    all
}

/// A whole year of a county lies sealed; and once everybody in it is forgotten, no copy of the keys and no file brings a
/// name back, while the log and its proofs are what they were.
#[test]
fn a_year_of_a_county_lies_sealed_and_can_be_forgotten() {
    let (data, elsewhere) = (folder(), folder());
    let key = elsewhere.path().join("yidi.key");
    let word = |path: &Path| path.to_string_lossy().into_owned();
    let at = [word(data.path()), word(&key)];
    let _ = yidi(["keys", "init", "--data", &at[0], "--key-file", &at[1]]).exits(0);
    let cases = sample(20, 4_000).to_string();
    let year = yidi(["generate", "--json", "--data", &at[0], "--key-file", &at[1], "--cases", &cases, "--days", "365"]);
    let entries = year.json()["entries"].as_u64().expect("a number");
    assert_eq!(heard_of(data.path(), &OF_A_YEAR), Vec::<&str>::new());
    assert_eq!(heard_of_in_bundle(data.path(), &OF_A_YEAR), Vec::<&str>::new());

    let root = || yidi(["verify", "--json", "--data", &at[0]]).exits(0).json()["root"].clone();
    let (before, people) = (root(), subjects(data.path()));
    copy_tree(&data.path().join("keys"), &elsewhere.path().join("old"));
    let vault = Vault::open(data.path(), &key).expect("the vault opens");
    people.iter().for_each(|subject| vault.erase(*subject).expect("a key is destroyed"));
    let _ = vault.next_epoch().expect("the others are wrapped anew");
    assert_eq!((vault.status().keys, vault.status().erased), (0, people.len()));
    drop(vault);
    assert_eq!(root(), before, "the log is what it was");
    fs::remove_dir_all(data.path().join("keys")).expect("the keyring is there");
    copy_tree(&elsewhere.path().join("old"), &data.path().join("keys"));
    assert!(Vault::open(data.path(), &key).is_err(), "an old keyring is noise");
    measured("canary_entries", entries);
    measured("canary_people_forgotten", people.len());
}
