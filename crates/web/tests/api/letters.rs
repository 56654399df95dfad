//! What a citizen takes home or is sent: the receipt with its square, the letter that tells of progress.

use std::sync::Arc;

use axum::http::StatusCode;
use center::MemoryJournal;

use crate::place::{Place, center, registration};

const ADDRESS: &str = "https://tiaojie.example.cn";

async fn place() -> Place {
    let journal = Arc::new(MemoryJournal::new());
    let options = web::Options { demo: true, public_address: ADDRESS.parse().ok(), ..web::Options::default() };
    Place::over(center(&journal).await, journal, options)
}

#[tokio::test]
async fn a_receipt_has_a_square_and_no_code_in_it() {
    let place = place().await;
    let begun = place.post("/api/v1/cases", &registration(), &[("idempotency-key", "square")]).await.json();
    let (case, code) = (begun["stream"].as_str().unwrap(), begun["query_code"].as_str().unwrap());
    let page = place.get(&format!("/cases/{case}/receipt"), &[("cookie", "yidi=clerk-1")]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("<svg viewBox=\"0 0 ") && page.text().contains("扫码"), "{}", page.text());
    assert!(!page.text().contains(code), "the code is on no page that is asked for by an address");
    let case_page = place.get(&format!("/cases/{case}"), &[("cookie", "yidi=clerk-1")]).await.text();
    assert!(!case_page.contains(code) && case_page.contains("含查询码"), "{case_page}");
    let party = begun["facts"][0]["body"]["parties"][0]["id"].as_str().unwrap();
    let printed = async |staff: &str| {
        let cookie = format!("yidi={staff}");
        let form = ("content-type", "application/x-www-form-urlencoded");
        let headers = [form, ("sec-fetch-site", "same-origin"), ("cookie", &cookie)];
        place.upload(&format!("/cases/{case}/receipt"), format!("party={party}"), &headers).await.text()
    };
    let paper = printed("clerk-1").await;
    assert!(paper.contains(code) && paper.contains("张演示"), "who gave it out prints it: {paper}");
    let other = printed("clerk-2").await;
    assert!(other.contains("登记回执") && !other.contains(code), "and nobody else: {other}");
    assert!(page.header("content-security-policy").contains("default-src 'none'"), "a drawing needs no exception");
}

#[tokio::test]
async fn a_letter_tells_each_applicant_who_has_it_and_what_comes_next() {
    let place = place().await;
    let mut body = registration();
    body["parties"][0]["address"] = "某县东乡镇一路3号（虚构）".into();
    body["parties"][0]["contact"] = serde_json::json!({ "manner": "letter", "language": "english" });
    let begun = place.post("/api/v1/cases", &body, &[("idempotency-key", "letter"), ("yidi-staff", "clerk-1")]).await;
    let begun = begun.json();
    let (case, code) = (begun["stream"].as_str().unwrap(), begun["query_code"].as_str().unwrap());
    let read = async |staff: &str| {
        let page = place.get(&format!("/cases/{case}/news"), &[("cookie", &format!("yidi={staff}"))]).await;
        (page.status, page.text())
    };
    let (status, letter) = read("clerk-1").await;
    assert_eq!(status, StatusCode::OK, "{letter}");
    for said in [
        "某县东乡镇一路3号（虚构）<br>张演示",
        "下一步 What comes next",
        "由本中心指定承办单位 The center names who handles it",
        "https://tiaojie.example.cn/progress",
        "不是法律文书的送达",
    ] {
        assert!(letter.contains(said), "the letter says {said}: {letter}");
    }
    assert!(!letter.contains(code) && !letter.contains("拖欠工资"), "neither the code nor what it is about");
    let (_, another) = read("clerk-2").await;
    assert!(another.contains("张**") && !another.contains("一路3号"), "a letter is masked as the case is");
    assert_eq!(read("housing-1").await.0, StatusCode::NOT_FOUND);
}
