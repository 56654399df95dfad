//! A package for a court, and what went with a referral, as a document: what it holds and lacks, and who may read it.

use serde_json::{Value, json};

use crate::place::Place;

/// Who hands over, and at which desk.
const LIAISON: (&str, &str) = ("litigation-1", "litigation");

/// Asks the litigation desk with the version of now, and expects that it is done.
async fn done(place: &Place, case: &str, key: &str, command: Value) {
    let address = format!("/api/v1/cases/{case}");
    let seen = place.get(&address, &[("yidi-staff", "litigation-1")]).await.header("etag").to_owned();
    let headers = [("idempotency-key", key), ("yidi-staff", "litigation-1"), ("if-match", seen.as_str())];
    let answered = place.post(&format!("{address}/litigation"), &command, &headers).await;
    assert_eq!(answered.status, 200, "{command}: {}", answered.text());
}

#[tokio::test]
async fn where_somebody_under_protection_lives_goes_to_the_court_on_a_leaf_of_its_own() {
    let place = Place::open().await;
    let registration = json!({
        "command": "register_case", "kind": "dispute", "claim": "请求人身保护（虚构）", "area": "990101",
        "parties": [
            { "role": "applicant", "kind": "person", "name": "甲某（虚构）", "phone": "13800000000",
              "address": "虚构路1号", "address_protected": true },
            { "role": "respondent", "kind": "person", "name": "乙某（虚构）", "address": "虚构路2号" },
        ],
    });
    let registered = place.post("/api/v1/cases", &registration, &[("idempotency-key", "first")]).await.json();
    let case = registered["stream"].as_str().expect("a case").to_owned();
    let assemble = json!({ "command": "assemble_hand_off", "court": "court", "purpose": "filing" });
    done(&place, &case, "second", assemble).await;
    let address = format!("/api/v1/cases/{case}/hand-offs/1");
    let shown = place.get(&address, &[("yidi-staff", "litigation-1")]).await.json();
    assert!(!shown["parties"].to_string().contains("虚构路1号"), "{shown}");
    assert!(!shown["parties"].to_string().contains("13800000000"), "{shown}");
    assert_eq!(shown["parties"][1]["address"], "虚构路2号", "who is not protected is served as ever");
    let apart = json!([{ "party": shown["parties"][0]["id"], "phone": "13800000000", "address": "虚构路1号" }]);
    assert_eq!(shown["apart"], apart);
    assert_eq!(shown["missing"], json!(["evidence"]), "the court knows where to serve");
    let console = [("cookie", "yidi=litigation-1; yidi-language=zh-CN")];
    let page = place.get(&format!("/cases/{case}/hand-offs/1"), &console).await.text();
    let (served, leaf) = page.split_once("paper leaf").expect("a leaf of its own");
    assert!(!served.contains("虚构路1号") && served.contains("虚构路2号"));
    assert!(leaf.contains("虚构路1号") && leaf.contains("不送达、不出示给对方当事人"));
    let receipt = place.get(&format!("/cases/{case}/receipt"), &console).await.text();
    assert!(!receipt.contains("虚构路1号"), "a receipt has no address");
}

#[tokio::test]
async fn a_package_says_what_it_holds_and_lacks_to_whoever_may_read_it() {
    let place = Place::open().await;
    let case = place.register("first").await;
    let address = format!("/api/v1/cases/{case}/hand-offs/1");
    let read = |staff: &'static str| {
        let (place, address) = (&place, &address);
        async move { place.get(address, &[("yidi-staff", staff)]).await }
    };
    let nothing = read("litigation-1").await;
    assert_eq!((nothing.status.as_u16(), nothing.code().as_str()), (404, "hand_off.unknown"));
    let assemble = json!({ "command": "assemble_hand_off", "court": "court", "purpose": "filing" });
    done(&place, &case, "second", assemble).await;

    let shown = read("litigation-1").await.json();
    assert_eq!(
        (&shown["court"], &shown["purpose"], &shown["complete"]),
        (&json!("court"), &json!("filing"), &json!(false))
    );
    assert_eq!(shown["claim"], "拖欠工资三个月");
    assert_eq!(shown["missing"], json!(["service_addresses", "evidence"]), "{shown}");
    assert_eq!(shown["parties"][0]["name"], "张演示");
    let checked = read("auditor-1").await.json();
    assert!(
        checked["parties"][0]["name"].as_str().is_some_and(|name| name.starts_with("P-")),
        "who checks needs no names"
    );

    assert_eq!(read("court-1").await.code(), "case.unknown", "it was not sent yet");
    let by = &shown["parties"][0]["id"];
    done(&place, &case, "third", json!({ "command": "send_hand_off", "hand_off": 1, "by": [by] })).await;
    assert_eq!(read("court-1").await.json()["claim"], shown["claim"]);

    let address = format!("/cases/{case}/hand-offs/1");
    let page = place.get(&address, &[("cookie", "yidi=court-1; yidi-language=zh-CN")]).await.text();
    for words in ["移送材料清单", "张演示", "尚缺", "不含调解过程中的陈述"] {
        assert!(page.contains(words), "the page says {words}");
    }
}

#[tokio::test]
async fn nobody_is_told_of_a_person_without_a_basis() {
    let place = Place::open().await;
    let two = json!([{ "role": "applicant", "kind": "person", "name": "甲某（虚构）" },
        { "role": "respondent", "kind": "person", "name": "乙某（虚构）" }]);
    let registration = json!({ "command": "register_case", "kind": "dispute", "claim": "借款（虚构）", "area": "990101",
        "parties": two });
    let registered = place.post("/api/v1/cases", &registration, &[("idempotency-key", "first")]).await.json();
    let case = registered["stream"].as_str().expect("a case").to_owned();
    let address = format!("/api/v1/cases/{case}");
    let parties = place.get(&address, &[("yidi-staff", "litigation-1")]).await.json()["parties"].take();
    let refer = json!({ "command": "refer_case", "procedure": "notary", "body": "notary", "by": [parties[0]["id"]] });
    let ask = |key: &'static str, (staff, context): (&'static str, &'static str), command: Value| {
        let (place, case) = (&place, &address);
        async move {
            let seen = place.get(case, &[("yidi-staff", "litigation-1")]).await.header("etag").to_owned();
            let headers = [("idempotency-key", key), ("yidi-staff", staff), ("if-match", seen.as_str())];
            place.post(&format!("{case}/{context}"), &command, &headers).await
        }
    };
    assert_eq!(ask("second", LIAISON, refer.clone()).await.code(), "litigation.no_basis_to_share");
    let consent = json!({ "command": "record_consent", "party": parties[1]["id"], "purpose": "sharing",
        "recipients": ["notary"], "form": "written" });
    assert_eq!(ask("third", ("clerk-1", "intake"), consent).await.status, 200);
    let made = ask("fourth", LIAISON, refer).await.json();
    assert_eq!(made["facts"][0]["body"]["shared_on"][1]["basis"], "consent", "{made}");
}

#[tokio::test]
async fn what_went_with_a_referral_is_printed_for_the_body() {
    let place = Place::open().await;
    let case = place.register("first").await;
    let sheet = place.get(&format!("/api/v1/cases/{case}"), &[("yidi-staff", "litigation-1")]).await.json();
    let refer = json!({ "command": "refer_case", "procedure": "legal_aid", "body": "legal_aid",
        "by": [sheet["parties"][0]["id"]] });
    done(&place, &case, "second", refer).await;
    let page = |staff: &str| format!("yidi={staff}; yidi-language=zh-CN");
    let read = |cookie: String| {
        let (place, address) = (&place, format!("/cases/{case}/referrals/1"));
        async move { place.get(&address, &[("cookie", &cookie)]).await }
    };
    let shown = read(page("legal-aid-1")).await.text();
    for words in ["转介材料清单 1", "县法律援助中心", "张演示", "尚缺", "不含调解过程中的陈述"]
    {
        assert!(shown.contains(words), "the page says {words}");
    }
    assert_eq!(read(page("notary-1")).await.status, 404);
    let listed = place.get(&format!("/cases/{case}"), &[("cookie", &page("legal-aid-1"))]).await.text();
    assert!(listed.contains(&format!("/cases/{case}/referrals/1")), "the page of the case leads there");
}
