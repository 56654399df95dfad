//! The command line as a script meets it: exit codes, one JSON document, words that say what to do next.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

use journal::{Checkpoint, CheckpointKey, Journal as _, Options, TapeJournal};
use serde_json::{Value, json};
use tests::{Acks, Answer, Http, Journey, Launch, Server, binary, folder, tape, until, yidi, zero_tail};

use crate::sealed::live_through;

/// An error as a script reads it.
fn error(answer: &Answer) -> Value {
    let error = answer.json()["error"].clone();
    assert_eq!(error["exit"].as_i64(), Some(i64::from(answer.code)), "{answer:?}");
    for language in ["zh", "en"] {
        assert!(error["what"][language].as_str().is_some_and(|text| !text.is_empty()), "{error}");
    }
    error
}

#[test]
fn exit_codes_say_what_kind_of_end_it_was() {
    let (empty, data) = (folder(), folder());
    let written = Acks::start(data.path(), 2, 10, 1, None).finish();
    assert_eq!(written.code, 0, "{}", written.stderr);
    let (none, log) = (empty.path().to_string_lossy().into_owned(), data.path().to_string_lossy().into_owned());
    let bundle = empty.path().join("bundle").to_string_lossy().into_owned();
    let missing = empty.path().join("missing").to_string_lossy().into_owned();
    let table: &[(&[&str], i32)] = &[
        (&["--version"], 0),
        (&["nonsense"], 2),
        (&["serve", "--listen", "nowhere"], 2),
        (&["verify", "--json", "--data", &none], 5),
        (&["verify", "--json", "--data", &log], 0),
        (&["export", "--json", "--data", &log, "--out", &bundle], 0),
        (&["export", "--json", "--data", &log, "--out", &bundle], 4),
        (&["verify", "--json", "--bundle", &bundle], 0),
        (&["restore", "--json", "--from", &missing, "--data", &none], 5),
        (&["restore", "--json", "--from", &bundle, "--data", &missing], 0),
        (&["restore", "--json", "--from", &bundle, "--data", &missing], 0),
        (&["verify", "--json", "--data", &missing], 0),
        (&["serve", "--data", &none], 78),
        (&["serve", "--demo", "--data", &none, "--listen", "0.0.0.0:0"], 78),
        (&["view", "--json"], 0),
        (&["replay", "--json", "--view", "nonsense", "--data", &log], 5),
        (&["case", "show", "--json", "--data", &log, "YD-2026-00001-0"], 2),
        (&["bench", "append", "--data", &log], 4),
    ];
    for (words, code) in table {
        let answer = yidi(*words).exits(*code);
        if words.contains(&"--json") && *code == 0 {
            let _ = answer.json();
        } else if words.contains(&"--json") {
            let _ = error(&answer);
        }
    }
}

#[test]
fn a_center_that_does_not_start_says_by_its_exit_code_why() {
    use std::os::unix::fs::PermissionsExt as _;
    let (data, elsewhere) = (folder(), folder());
    let key = elsewhere.path().join("yidi.key");
    let word = |path: &Path| path.to_string_lossy().into_owned();
    let _ = yidi(["keys", "init", "--data", &word(data.path()), "--key-file", &word(&key)]).exits(0);
    let ended = || Launch::sealed(data.path(), &key).start().err().expect("it does not start");
    for file in ["request.key", "credentials"] {
        let path = data.path().join(file);
        fs::create_dir(&path).expect("a directory in the place of the file");
        let (code, said) = ended();
        assert_eq!(code, 74, "{file}: {said}");
        fs::remove_dir(path).expect("it is empty");
    }
    let apart = fs::metadata(data.path().join("accusations")).expect("it is made at the first start");
    assert_eq!(apart.permissions().mode() & 0o777, 0o700, "accusations are for the owner alone");
}

/// A file that is gone shows in nothing but the fact that names it.
#[test]
fn a_paper_that_is_not_there_any_more_is_missed() {
    let data = folder();
    let log = data.path().to_string_lossy().into_owned();
    let server = Launch::new(data.path()).word("--empty").start().unwrap_or_else(|(_, said)| panic!("{said}"));
    let _ = live_through(&Http::new(server.address()));
    assert_eq!(yidi(["verify", "--json", "--data", &log]).exits(0).json()["materials"], 1);
    assert_eq!(server.stop(), 0);
    let whole = yidi(["verify", "--json", "--data", &log]).exits(0).json();
    assert_eq!((&whole["ok"], &whole["materials"]), (&json!(true), &json!(1)));
    let files =
        fs::read_dir(data.path().join("blobs")).expect("there is a store of them").map(|file| file.expect("a file"));
    let paper = files.map(|file| file.path()).find(|path| path.is_file()).expect("a paper");
    let name = paper.file_name().expect("a name").to_string_lossy().into_owned();
    let missed = || {
        let found = yidi(["verify", "--json", "--data", &log]).exits(3).json();
        let fault = &found["faults"][0];
        assert_eq!((found["faults"].as_array().map(Vec::len), &fault["layer"]), (Some(1), &json!("blobs")), "{found}");
        let what = fault["what"].as_str().expect("words");
        assert!(what.contains(&name) && what.contains("缺失"), "{what}");
        assert!(fault["position"].as_u64().is_some_and(|position| position > 0), "{fault}");
        found["materials"].clone()
    };
    fs::remove_file(&paper).expect("a file can be lost");
    assert_eq!(missed(), 0);
    fs::remove_dir_all(data.path().join("blobs")).expect("all of them can be lost");
    assert_eq!(missed(), Value::Null);
    // A file that cannot be read is the disk's refusal, not a fault that was found.
    fs::create_dir_all(paper).expect("a directory in the place of the file");
    assert_eq!(error(&yidi(["verify", "--json", "--data", &log]).exits(74))["code"], "storage");
}

#[test]
fn a_log_that_lost_its_tail_is_not_exported() {
    let (data, elsewhere) = (folder(), folder());
    assert_eq!(Acks::start(data.path(), 2, 20, 1, None).finish().code, 0);
    let frames = tape::frames(data.path());
    let last = frames.last().expect("a frame");
    zero_tail(&last.file, last.bytes.start);
    let (log, bundle) = (data.path().to_string_lossy().into_owned(), elsewhere.path().join("bundle"));
    let refused = yidi(["export", "--json", "--data", &log, "--out", &bundle.to_string_lossy()]).exits(3);
    assert_eq!(error(&refused)["code"], "faults");
    assert!(!bundle.exists());
}

#[test]
fn a_second_owner_is_told_who_the_first_one_is() {
    let data = folder();
    let first = Server::start(data.path());
    let (code, said) = Launch::new(data.path()).start().err().expect("a second server is refused");
    assert_eq!(code, 75, "{said}");
    assert!(said.contains(&first.pid().to_string()), "names process {}: {said}", first.pid());
    assert_eq!(first.stop(), 0);
}

#[test]
fn a_port_in_use_is_worth_another_try() {
    let (data, taken) = (folder(), TcpListener::bind("127.0.0.1:0").expect("a free port"));
    let address = taken.local_addr().expect("a bound address").to_string();
    let log = data.path().to_string_lossy().into_owned();
    let _ = yidi(["serve", "--demo", "--data", &log, "--listen", &address]).exits(75);
}

#[test]
fn readings_beside_a_server_say_what_was_not_checked() {
    let data = folder();
    let server = Server::start(data.path());
    let log = data.path().to_string_lossy().into_owned();
    let view = until("the head file to tell of the cases", Duration::from_secs(10), || {
        let view = yidi(["view", "case-register", "--json", "--data", &log]).exits(0).json();
        (!view["rows"][0].is_null()).then_some(view)
    });
    assert_eq!(view["source"]["store_checked"], false);
    assert_eq!(view["source"]["server"].as_u64(), Some(u64::from(server.pid())));
    let row = view["rows"][0].clone();
    let (number, id) = (row["number"].as_str().expect("a number"), row["case"].as_str().expect("an id"));
    for case in [number, id] {
        let sheet = yidi(["case", "show", case, "--json", "--data", &log]).exits(0).json();
        assert_eq!((&sheet["case"]["number"], &sheet["case"]["case"]), (&row["number"], &row["case"]));
        let history = yidi(["case", "history", case, "--json", "--data", &log]).exits(0).json();
        assert_eq!(history["facts"][0]["kind"], "intake.case_registered");
    }
    let hidden = yidi(["case", "show", number, "--data", &log, "--as", "admin-system"]);
    assert!([5, 77].contains(&hidden.code), "an administrator sees no case: {hidden:?}");
    let masked = yidi(["case", "show", number, "--json", "--data", &log]).exits(0).json();
    assert!(masked["case"]["parties"][0]["name"].as_str().is_some_and(|name| name.starts_with("P-")), "no names");
    let named = yidi(["case", "show", number, "--json", "--data", &log, "--as", "clerk-1"]).exits(0).json();
    assert_ne!(named["case"]["parties"][0]["name"], "＊＊＊");
    let verified = yidi(["verify", "--json", "--data", &log]).exits(0).json();
    assert_eq!(verified["store_checked"], false);
}

#[test]
fn a_question_of_access_is_answered_by_the_one_table() {
    let ask = |role: &str, act: &str| yidi(["access", "explain", "--json", "--role", role, "--action", act]);
    let held = ask("department_handler", "close_case").exits(0).json();
    assert_eq!((&held["allowed"], &held["reach"]), (&json!(true), &json!("held")));
    let denied = ask("auditor", "close_case").exits(77).json();
    assert_eq!(denied["rule"], "access.not_this_role");
    assert_eq!(ask("emperor", "close_case").code, 2);
    assert_eq!(ask("auditor", "rule_the_world").code, 2);

    let data = folder();
    let log = data.path().to_string_lossy().into_owned();
    let server = Launch::new(data.path()).word("--empty").start().unwrap_or_else(|(_, said)| panic!("{said}"));
    let register = json!({ "command": "register_case", "kind": "dispute", "claim": "邻里噪声（虚构）", "area": "990101",
        "parties": [{ "role": "applicant", "kind": "person", "name": "张三（虚构）", "phone": "13800000000" },
            { "role": "respondent", "kind": "person", "name": "李四（虚构）" }] });
    let case = Journey::begin(&Http::new(server.address()), "clerk-1", &register).number;
    assert_eq!(server.stop(), 0);
    let with = |role: &str, department: &str| {
        let words = ["access", "explain", "--json", "--data", &log, "--role", role, "--action", "read_case"];
        yidi([words.as_slice(), &["--department", department, "--case", &case]].concat())
    };
    assert_eq!(with("department_handler", "center").exits(0).json()["reach"], "involved");
    let stranger = with("department_handler", "transport").exits(77).json();
    assert_eq!((&stranger["rule"], &stranger["may_know"]), (&json!("access.only_the_involved"), &json!(false)));
}

#[test]
fn a_signed_bundle_is_believed_only_with_its_key() {
    let (data, elsewhere) = (folder(), folder());
    assert_eq!(Acks::start(data.path(), 2, 20, 1, None).finish().code, 0);
    let log = data.path().to_string_lossy().into_owned();
    let (a, b) = (elsewhere.path().join("a"), elsewhere.path().join("b"));
    let (a, b) = (a.to_string_lossy().into_owned(), b.to_string_lossy().into_owned());
    let signed = yidi(["checkpoint", "--json", "--data", &log, "--origin", "example.invalid/1"]).exits(0).json();
    let key = signed["verifier"].as_str().expect("a key").to_owned();
    let _ = yidi(["export", "--data", &log, "--out", &a, "--origin", "example.invalid/1"]).exits(0);
    let _ = yidi(["export", "--data", &log, "--out", &b]).exits(0);
    let _ = yidi(["verify", "--bundle", &a, "--verifier", &key]).exits(0);
    let _ = yidi(["verify", "--bundle", &b, "--verifier", &key]).exits(3);
}

#[test]
fn a_server_signs_what_it_serves_and_what_it_leaves() {
    let data = folder();
    let server = Server::start(data.path());
    let note = Http::new(server.address()).get("auditor-1", "/checkpoint").expect("an answer").text;
    assert_eq!(server.stop(), 0);
    let key = CheckpointKey::of_log(data.path()).expect("a key that only its owner reads").expect("a key");
    let served = Checkpoint::verify(&note, key.verifier()).expect("a checkpoint signed by this log");
    let kept = journal::read_checkpoints(data.path()).expect("the history can be read");
    let last = Checkpoint::verify(kept.last().expect("one is kept"), key.verifier()).expect("ours");
    let log = TapeJournal::open(data.path(), Options::default()).expect("the log opens");
    assert_eq!((last.size, last.root), (log.head().position, log.root(last.size).expect("a root")));
    assert!(served.size > 0, "the demonstration county was signed before anybody was served");
    assert_eq!(served.root, log.root(served.size).expect("a root"));
}

#[test]
fn the_commands_in_the_readme_exist() {
    let readme = std::fs::read_to_string(tests::workspace().join("README.md")).unwrap_or_default();
    let operations = std::fs::read_to_string(tests::workspace().join("docs/operations.md")).expect("operations.md");
    let verbs: std::collections::BTreeSet<String> =
        [readme, operations].iter().flat_map(|page| verbs_in(page)).collect();
    assert!(verbs.contains("serve") && verbs.contains("verify"), "{verbs:?}");
    for verb in &verbs {
        let _ = yidi([verb.as_str(), "--help"]).exits(0);
    }
    assert!(binary().exists());
}

/// The verbs of the commands in a page's fenced blocks: after `yidi`, or after `cargo run --`.
fn verbs_in(page: &str) -> Vec<String> {
    page.split("```").skip(1).step_by(2).flat_map(str::lines).filter_map(verb_of).collect()
}

fn verb_of(line: &str) -> Option<String> {
    let mut words = line.split_whitespace().skip_while(|word| word.contains('=') || *word == "$");
    match words.next()? {
        "cargo" => words.next().filter(|word| *word == "run").and_then(|_| words.find(|word| *word == "--"))?,
        program => program.rsplit('/').next().filter(|name| *name == "yidi")?,
    };
    words.next().filter(|word| !word.starts_with('-')).map(str::to_owned)
}
