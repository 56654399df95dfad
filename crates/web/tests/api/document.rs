//! The API document is complete, and what the server serves.

use serde_json::Value;

use crate::place::Place;

#[test]
fn every_reference_resolves() {
    let document = web::openapi();
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 50, "only {} references", references.len());
    for reference in references {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference} leads nowhere");
    }
}

fn collect(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            into.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|field| collect(field, into));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, into)),
        _ => {}
    }
}

#[test]
fn every_operation_says_what_it_needs_and_answers() {
    let document = web::openapi();
    let mut names = Vec::new();
    for (path, operations) in document["paths"].as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("operations") {
            names.push(operation["operationId"].to_string());
            assert!(operation["x-action"].is_string(), "{method} {path} has no gate");
            assert!(operation["responses"].as_object().is_some_and(|answers| answers.len() > 3), "{method} {path}");
            assert_eq!(method == "post", operation["requestBody"].is_object(), "{method} {path}");
            for parameter in path.split('{').skip(1).filter_map(|part| part.split('}').next()) {
                let named = |given: &&Value| given["name"] == parameter && given["in"] == "path";
                assert!(operation["parameters"].as_array().expect("a list").iter().any(|given| named(&given)));
            }
        }
    }
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count, "two operations share a name");
}

#[test]
fn commands_that_begin_a_stream_are_asked_at_one_address() {
    let document = web::openapi();
    let commands = |path: &str| {
        let schema = &document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"];
        let variants = schema["oneOf"].as_array().cloned().unwrap_or_default();
        let name = |variant: &Value| variant["properties"]["command"]["const"].as_str().map(str::to_owned);
        variants.iter().filter_map(name).collect::<Vec<_>>()
    };
    assert_eq!(commands("/api/v1/visits"), ["record_visit"]);
    assert_eq!(commands("/api/v1/cases"), ["register_case"]);
    assert_eq!(commands("/api/v1/enquiries"), ["answer_enquiry"]);
    let desk = commands("/api/v1/cases/{case}/intake");
    assert!(desk.contains(&"add_party".to_owned()) && !desk.contains(&"answer_enquiry".to_owned()));
    assert!(commands("/api/v1/cases/{case}/mediation").contains(&"sign_agreement".to_owned()));
}

#[tokio::test]
async fn the_page_and_the_document_are_served_from_the_program() {
    let place = Place::open().await;
    let served = place.get("/openapi.json", &[]).await;
    assert_eq!(served.json(), web::openapi());
    let page = place.get("/docs/", &[]).await;
    assert_eq!(page.status, 200);
    assert!(page.header("content-security-policy").contains("style-src 'self' 'unsafe-inline'"));
    assert!(!page.text().contains("https://"), "the page loads something from elsewhere");
    let script = place.get("/docs/swagger-initializer.js", &[]).await.text();
    assert!(script.contains("/openapi.json") && script.contains("none"), "{script}");
}

/// The document keeps the parts of all desks under their names: two desks must not mean two things by one.
#[test]
fn a_name_means_the_same_at_every_desk() {
    let mut known: std::collections::BTreeMap<String, Value> = std::collections::BTreeMap::new();
    for desk in center::Context::ALL {
        let schema = desk.schema().to_value();
        for (name, part) in schema["$defs"].as_object().into_iter().flatten() {
            let first = known.entry(name.clone()).or_insert_with(|| part.clone());
            assert_eq!(first, part, "{name} means something else at the {} desk", desk.as_str());
        }
    }
}
