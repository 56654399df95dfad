//! Papers and files: handed in, taken into the case, given out to whoever may see what is personal.

use std::fs;

use axum::body::Body;
use serde_json::{Value, json};

use crate::place::{Answered, Place};

const BYTES_MAX: u64 = 300_000;

/// A scan of several pieces, and of several chunks of a sealed file.
fn scan() -> Vec<u8> {
    [&b"%PDF-1.7\n"[..], &"借条：今借到张三（虚构）".repeat(6_000).into_bytes()].concat()
}

/// As it comes over a slow line: many pieces, and nobody says how long it is.
fn in_pieces(file: &[u8]) -> Body {
    let pieces: Vec<Result<Vec<u8>, std::io::Error>> = file.chunks(1_000).map(|piece| Ok(piece.to_vec())).collect();
    Body::from_stream(tokio_stream::iter(pieces))
}

/// Takes a stored file into a case that was registered and nothing else.
async fn submit(place: &Place, case: &str, key: &str, stored: &Value, media_type: &str) -> Answered {
    let version = place.get(&format!("/api/v1/cases/{case}"), &[]).await.header("etag").to_owned();
    let body = json!({ "command": "submit_material", "kind": "contract", "title": "租房合同", "pages": 3,
        "blob": stored["blob"], "media_type": media_type });
    let headers = [("idempotency-key", key), ("if-match", version.as_str())];
    place.post(&format!("/api/v1/cases/{case}/intake"), &body, &headers).await
}

#[tokio::test]
async fn a_file_is_handed_in_taken_into_the_case_and_given_out_again() {
    let place = Place::with_store(BYTES_MAX).await;
    let case = place.register("first").await;
    let (files, file) = (format!("/api/v1/cases/{case}/files"), scan());
    let pdf = |key: &'static str| [("idempotency-key", key), ("content-type", "application/pdf")];
    let stored = place.upload(&files, file.clone(), &pdf("u")).await;
    assert_eq!(stored.status, 201, "{}", stored.text());
    assert_eq!((&stored.json()["media_type"], &stored.json()["bytes"]), (&json!("pdf"), &json!(file.len())));
    let again = place.upload(&files, in_pieces(&file), &pdf("another")).await;
    assert_eq!(again.json(), stored.json(), "the same file is stored once, whatever the key");
    let blobs = place.store.as_ref().unwrap().path().join("blobs");
    let kept = fs::read(blobs.join(stored.json()["blob"].as_str().unwrap())).unwrap();
    assert!(!kept.windows(6).any(|bytes| bytes == "借条".as_bytes()), "it lies sealed, in a demonstration too");

    let unsaid = place.get(&format!("/api/v1/cases/{case}/materials/1"), &[]).await;
    assert_eq!((unsaid.status.as_u16(), unsaid.code().as_str()), (404, "material.unknown"), "no fact names it yet");
    let other_form = submit(&place, &case, "png", &stored.json(), "png").await;
    assert_eq!((other_form.status.as_u16(), other_form.code().as_str()), (422, "intake.another_form"));
    let submitted = submit(&place, &case, "s", &stored.json(), "pdf").await;
    assert_eq!(submitted.status, 200, "{}", submitted.text());
    assert_eq!(submitted.json()["facts"][0]["body"]["bytes"], json!(file.len()));

    let sheet = place.get(&format!("/api/v1/cases/{case}"), &[]).await.json();
    let line = &sheet["materials"][0];
    assert_eq!((&line["material"], &line["title"]), (&json!(1), &json!("租房合同")));
    let copy = place.get(&format!("/api/v1/cases/{case}/materials/1"), &[("accept", "application/pdf")]).await;
    assert_eq!((copy.status.as_u16(), copy.body == file), (200, true));
    let number = sheet["number"].as_str().unwrap();
    assert_eq!(copy.header("content-disposition"), format!("attachment; filename=\"{number}-1.pdf\""));
    assert_eq!(copy.header("content-type"), "application/pdf");
    assert_eq!(copy.header("content-length"), file.len().to_string());
    assert_eq!((copy.header("x-content-type-options"), copy.header("cache-control")), ("nosniff", "no-store"));
    assert!(copy.header("content-security-policy").starts_with("default-src 'none'"));
}

#[tokio::test]
async fn a_letter_is_scanned_first_and_registered_with_its_scan() {
    let place = Place::with_store(BYTES_MAX).await;
    let (key, file) = (("idempotency-key", "letter-1"), scan());
    let stored = place.upload("/api/v1/scans", file.clone(), &[key, ("content-type", "application/pdf")]).await;
    assert_eq!(stored.status, 201, "{}", stored.text());
    let mut letter = crate::place::registration();
    letter["letter"] =
        json!({ "postmarked_on": "2026-11-20", "received_on": "2026-11-23", "scan": stored.json()["blob"] });
    let other = place.post("/api/v1/cases", &letter, &[("idempotency-key", "letter-2")]).await;
    assert_eq!((other.status.as_u16(), other.code().as_str()), (422, "intake.file_not_stored"), "scanned for another");
    let begun = place.post("/api/v1/cases", &letter, &[key, ("yidi-channel", "letter")]).await;
    assert_eq!(begun.status, 201, "{}", begun.text());
    let case = begun.json()["stream"].as_str().unwrap().to_owned();
    let copy = place.get(&format!("/api/v1/cases/{case}/letter"), &[("accept", "application/pdf")]).await;
    assert_eq!((copy.status.as_u16(), copy.body == file), (200, true), "{}", copy.status);
    assert!(copy.header("content-disposition").ends_with("-letter.pdf\""), "{}", copy.header("content-disposition"));
    let none = place.register("no-letter").await;
    let none = place.get(&format!("/api/v1/cases/{none}/letter"), &[]).await;
    assert_eq!((none.status.as_u16(), none.code().as_str()), (404, "material.unknown"));
}

/// Path, file, headers, and the status and code that answer them.
type NotTaken<'a> = (&'a str, Body, Vec<(&'a str, &'a str)>, u16, &'a str);

#[tokio::test]
async fn a_file_that_is_not_taken_leaves_nothing_behind() {
    let place = Place::with_store(BYTES_MAX).await;
    let case = place.register("first").await;
    let files = format!("/api/v1/cases/{case}/files");
    let missing = "/api/v1/cases/018f0000-0000-7000-8000-00000000beef/files".to_owned();
    let large = [scan(), vec![b' '; 300_000]].concat();
    let cut: Vec<Result<Vec<u8>, std::io::Error>> =
        vec![Ok(scan()), Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))];
    let with = |media_type: &'static str| vec![("idempotency-key", "k"), ("content-type", media_type)];
    let pdf = || with("application/pdf");
    let staff = |id: &'static str| [pdf(), vec![("yidi-staff", id)]].concat();
    let gzip = [pdf(), vec![("content-encoding", "gzip")]].concat();
    let announced = [pdf(), vec![("content-length", "999999999")]].concat();
    #[rustfmt::skip]
    let table: Vec<NotTaken<'_>> = vec![
        (&files, scan().into(), vec![("content-type", "application/pdf")], 400, "request.idempotency_key_missing"),
        (&files, scan().into(), vec![("idempotency-key", "k")], 415, "file.form"),
        (&files, "<html>".into(), with("text/html"), 415, "file.form"),
        (&files, "<html>".into(), pdf(), 415, "file.form"),
        (&files, scan().into(), with("image/png"), 415, "file.form"),
        (&files, "MZ\u{0}\u{3}".into(), with("text/plain"), 415, "file.form"),
        (&files, Body::empty(), with("text/plain"), 415, "file.form"),
        (&files, scan().into(), gzip, 415, "file.form"),
        (&files, Body::empty(), announced, 413, "file.too_large"),
        (&files, in_pieces(&large), pdf(), 413, "file.too_large"),
        (&files, Body::from_stream(tokio_stream::iter(cut)), pdf(), 400, "request.body_unreadable"),
        (&files, scan().into(), staff("auditor-1"), 403, "access.not_this_role"),
        (&files, scan().into(), staff("housing-1"), 404, "case.unknown"),
        (&missing, scan().into(), pdf(), 404, "case.unknown"),
    ];
    for (path, file, headers, status, code) in table {
        let answered = place.upload(path, file, &headers).await;
        assert_eq!((answered.status.as_u16(), answered.code().as_str()), (status, code), "{headers:?}");
    }
    let blobs = fs::read_dir(place.store.as_ref().unwrap().path().join("blobs")).unwrap();
    let names: Vec<_> = blobs.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["incoming"]);
    assert_eq!(fs::read_dir(place.store.as_ref().unwrap().path().join("blobs/incoming")).unwrap().count(), 0);
}

#[tokio::test]
async fn a_copy_is_for_those_who_may_read_what_is_personal() {
    let place = Place::with_store(BYTES_MAX).await;
    let (case, other) = (place.register("first").await, place.register("other").await);
    let headers = [("idempotency-key", "u"), ("content-type", "text/plain")];
    let stored = place.upload(&format!("/api/v1/cases/{case}/files"), "收条", &headers).await.json();
    let elsewhere = submit(&place, &other, "e", &stored, "text").await;
    assert_eq!(elsewhere.code(), "intake.file_not_stored", "a file belongs to the case it was brought for");
    let submitted = submit(&place, &case, "s", &stored, "text").await;
    assert_eq!(submitted.status, 200, "{}", submitted.text());
    let material = format!("/api/v1/cases/{case}/materials/1");
    #[rustfmt::skip]
    let table = [
        ("clerk-1", 200, ""),
        ("triage-1", 200, ""),
        ("auditor-1", 403, "access.not_this_role"),
        ("housing-1", 404, "case.unknown"),
    ];
    for (staff, status, code) in table {
        let answered = place.get(&material, &[("yidi-staff", staff)]).await;
        assert_eq!(answered.status.as_u16(), status, "{staff}: {}", answered.text());
        if code.is_empty() {
            assert_eq!(answered.text(), "收条");
        } else {
            assert_eq!(answered.code(), code, "{staff}");
        }
    }
    let masked = place.get(&format!("/api/v1/cases/{case}"), &[("yidi-staff", "auditor-1")]).await.json();
    assert_eq!(masked["materials"][0]["title"], json!(access::MASK));
    let nothing = place.get(&format!("/api/v1/cases/{case}/materials/x"), &[]).await;
    assert_eq!((nothing.status.as_u16(), nothing.code().as_str()), (400, "request.path"));
}

/// A form as a browser without scripts sends it.
fn form(fields: &[(&str, &str)], file: Option<&[u8]>) -> Vec<u8> {
    let mut form = Vec::new();
    for (name, value) in fields {
        form.extend(format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    let name = if file.is_some() { "借条.pdf" } else { "" };
    let head = format!("--b\r\nContent-Disposition: form-data; name=\"blob\"; filename=\"{name}\"\r\n");
    form.extend(head.into_bytes());
    form.extend(b"Content-Type: application/octet-stream\r\n\r\n");
    form.extend(file.unwrap_or_default());
    // What stands behind the file is read even if the file is not taken.
    form.extend("\r\n--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n借条复印件\r\n--b--\r\n".bytes());
    form
}

#[tokio::test]
async fn a_form_with_a_file_works_without_scripts() {
    let place = Place::with_store(BYTES_MAX).await;
    let case = place.register("first").await;
    let page = async || place.get(&format!("/cases/{case}"), &[("cookie", "yidi=clerk-1")]).await.text();
    let action = format!("/cases/{case}/acts/submit_material/file");
    assert!(page().await.contains(&format!("action=\"{action}\" method=\"post\" enctype=\"multipart/form-data\"")));
    let ours = [
        ("cookie", "yidi=clerk-1"),
        ("content-type", "multipart/form-data; boundary=b"),
        ("sec-fetch-site", "same-origin"),
    ];
    let key = ("request-id", "018f0000-0000-7000-8000-00000000cafe");
    let fields = [key, ("version", "2"), ("kind", "contract")];
    let large = [scan(), vec![b' '; 300_000]].concat();
    for (file, status, word) in [(&large[..], 413, "文件过大"), (b"MZ\0\x03", 415, "不接受这种文件")] {
        let answered = place.upload(&action, form(&fields, Some(file)), &ours).await;
        assert_eq!(answered.status.as_u16(), status);
        assert!(
            answered.text().contains(word) && answered.text().contains("value=\"借条复印件\""),
            "{}",
            answered.text()
        );
    }
    let unsaid = [key, ("version", "2")];
    let back = place.upload(&action, form(&unsaid, Some(&scan())), &ours).await;
    assert_eq!(back.status, 422, "a kind is missing");
    let blob = back.text().split("name=\"blob\" value=\"").nth(1).unwrap()[..64].to_owned();
    assert!(back.text().contains("文件（PDF）已收存"), "{}", back.text());
    let carried = [&fields[..], &[("blob", &blob), ("media_type", "pdf")]].concat();
    let done = place.upload(&action, form(&carried, None), &ours).await;
    assert_eq!((done.status.as_u16(), done.header("location")), (303, &*format!("/cases/{case}?done=submit_material")));
    let shown = page().await;
    let link = format!("/cases/{case}/materials/1");
    assert!(shown.contains("借条复印件") && shown.contains(&format!("href=\"{link}\" download")), "{shown}");
    let copy = place.get(&link, &[("cookie", "yidi=clerk-1")]).await;
    assert!(copy.body == scan() && copy.header("content-disposition").starts_with("attachment"));
    let for_auditor = place.get(&format!("/cases/{case}"), &[("cookie", "yidi=auditor-1")]).await.text();
    assert!(!for_auditor.contains(&link) && !for_auditor.contains("借条复印件"), "{for_auditor}");
    let stranger = place.get(&link, &[("cookie", "yidi=housing-1")]).await;
    assert_eq!(stranger.status, 404);
    let foreign = [ours[0], ours[1], ("sec-fetch-site", "cross-site")];
    assert_eq!(place.upload(&action, form(&carried, None), &foreign).await.status, 403);
}
