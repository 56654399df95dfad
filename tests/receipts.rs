//! What a citizen takes home: taken at the window or by the code, and checked elsewhere, by the program and in a browser.

use std::fs;

use serde_json::{Value, json};
use tests::{Ask, Http, Office, People, Server, in_browser, until_true, workspace, yidi};

const CLAIM: &str = "邻居施工致墙体开裂，要求修复（虚构）";
const APPLICANT: &str = "卫申请（虚构）";
const RESPONDENT: &str = "蒋对方（虚构）";

/// A center that seals, and a case registered in it.
struct Registered {
    office: Office,
    http: Http,
    case: String,
    code: String,
    server: Server,
}

impl Registered {
    fn new() -> Self {
        let office = Office::new();
        let server = office.start();
        let mut people = People::set_up(server.address(), office.data());
        people.hire("li-clerk", "center", "window_clerk");
        people.hire("zhou-court", "court", "court_liaison");
        let http = people.http();
        let party = |role: &str, name: &str| json!({ "role": role, "kind": "person", "name": name });
        let body = json!({ "command": "register_case", "kind": "dispute", "claim": CLAIM, "area": "990101",
            "parties": [party("applicant", APPLICANT), party("respondent", RESPONDENT)] });
        let begun = http.post(&Ask::new("li-clerk", "/api/v1/cases", &body)).expect("an answer");
        assert_eq!(begun.status, 201, "{}", begun.text);
        let text = |name: &str| begun.body[name].as_str().expect(name).to_owned();
        let (case, code) = (text("stream"), text("query_code"));
        Self { office, http, case, code, server }
    }

    /// The receipt as the clerk takes it, and where it was saved.
    fn receipt(&self) -> (Value, String) {
        let taken = self.http.get("li-clerk", &format!("/api/v1/cases/{}/receipt", self.case)).expect("an answer");
        assert_eq!(taken.status, 200, "{}", taken.text);
        fs::write(self.office.path("receipt.json"), &taken.text).expect("a file can be written");
        (taken.body, self.office.word("receipt.json"))
    }
}

fn said(proven: &Value) -> Vec<&str> {
    let facts = proven["facts"].as_array().into_iter().flatten();
    facts
        .flat_map(|fact| fact["texts"].as_array().into_iter().flatten())
        .filter_map(|text| text["text"].as_str())
        .collect()
}

#[test]
fn a_receipt_is_checked_where_there_is_no_center() {
    let registered = Registered::new();
    let (receipt, file) = registered.receipt();
    let key = receipt["verifier"].as_str().expect("a key");
    let proven = yidi(["receipt", "verify", "--json", &file, "--verifier", key]).exits(0).json();
    assert_eq!(proven["facts"][0]["kind"], "intake.case_registered", "{proven}");
    assert!([CLAIM, APPLICANT].iter().all(|text| said(&proven).contains(text)), "{proven}");
    assert!(!said(&proven).contains(&RESPONDENT), "what others are called stays sealed: {proven}");
    let other = key.replace("yidi", "idiy");
    assert_eq!(yidi(["receipt", "verify", &file, "--verifier", &other]).code, 3);
    let text = fs::read_to_string(&file).expect("it was written");
    fs::write(&file, text.replace(CLAIM, "要求赔偿一百万（虚构）")).expect("a file can be written");
    assert_eq!(yidi(["receipt", "verify", &file]).code, 3);
    fs::write(&file, [text.as_bytes(), &[0xff]].concat()).expect("a file can be written");
    assert_eq!(yidi(["receipt", "verify", &file]).code, 3, "what is no text is no receipt, and no fault of the disk");
}

#[test]
fn the_code_alone_takes_the_proof_and_no_name() {
    let registered = Registered::new();
    let asked = json!({ "query_code": registered.code });
    let taken = Http::new(registered.server.address()).post(&Ask::new("nobody", "/api/v1/receipt", &asked));
    let taken = taken.expect("an answer");
    assert_eq!((taken.status, &taken.body["opened"]), (200, &json!([])), "{}", taken.text);
    fs::write(registered.office.path("by-code.json"), &taken.text).expect("a file can be written");
    let proven = yidi(["receipt", "verify", "--json", &registered.office.word("by-code.json")]).exits(0).json();
    assert_eq!((said(&proven).len(), &proven["trusted"]), (0, &json!(false)));
    let foreign = registered.http.get("zhou-court", &format!("/api/v1/cases/{}/receipt", registered.case));
    assert_eq!(foreign.expect("an answer").status, 403, "a court takes no receipts");
    let none = json!({ "query_code": "00000-00000-00000" });
    let none = Http::new(registered.server.address()).post(&Ask::new("nobody", "/api/v1/receipt", &none));
    assert_eq!(none.expect("an answer").status, 404);
}

#[test]
fn a_receipt_does_not_tell_that_the_matter_is_there_already() {
    let registered = Registered::new();
    let party = json!([{ "role": "applicant", "kind": "person", "name": APPLICANT }]);
    let body =
        json!({ "command": "register_case", "kind": "dispute", "claim": CLAIM, "area": "990101", "parties": party });
    let again = registered.http.post(&Ask::new("li-clerk", "/api/v1/cases", &body)).expect("an answer");
    let case = again.body["stream"].as_str().expect("a case").to_owned();
    let history = || registered.http.get("li-clerk", &format!("/api/v1/cases/{case}/events")).expect("an answer").text;
    until_true("the clerk to be asked", || history().contains("duplicate_suspected"));
    let proven = |case: &str, file: &str| {
        let taken = registered.http.get("li-clerk", &format!("/api/v1/cases/{case}/receipt")).expect("an answer");
        assert_eq!(taken.status, 200, "{}", taken.text);
        fs::write(registered.office.path(file), &taken.text).expect("a file can be written");
        let proven = yidi(["receipt", "verify", "--json", &registered.office.word(file)]).exits(0).json();
        let kinds: Vec<Value> =
            proven["facts"].as_array().into_iter().flatten().map(|fact| fact["kind"].clone()).collect();
        (kinds, taken.text)
    };
    let (first, _) = proven(&registered.case, "first.json");
    let (second, text) = proven(&case, "again.json");
    assert_eq!(second, ["intake.case_registered", "intake.receipt_issued"], "what was handed in, and nothing else");
    assert_eq!(first, second, "nobody can tell the two from each other");
    assert!(!text.contains(&registered.case), "the other case is not named");
}

#[test]
fn the_page_that_was_saved_checks_a_receipt_offline() {
    let registered = Registered::new();
    let (receipt, file) = registered.receipt();
    let page = workspace().join("crates/web/assets/receipt-verifier.html");
    let told = [
        ("YIDI_PAGE", page.to_string_lossy().into_owned()),
        ("YIDI_RECEIPT", file),
        ("YIDI_KEY", receipt["verifier"].as_str().expect("a key").to_owned()),
        ("YIDI_CLAIM", CLAIM.to_owned()),
    ];
    let told: Vec<(&str, &str)> = told.iter().map(|(name, value)| (*name, value.as_str())).collect();
    in_browser("receipt.mjs", &told).unwrap_or_else(|said| panic!("{said}"));
}
