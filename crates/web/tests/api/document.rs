//! The API document is complete, and what the server serves.

use std::collections::BTreeSet;

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

/// Parts of a name that would say how somebody is judged.
const JUDGING: &[&str] =
    &["risk", "score", "rating", "level", "rank", "credit", "danger", "threat", "history", "behaviour"];

/// Risk is of the case, said by a person (a level, a danger that cannot wait, one on which a case is opened). Nobody is scored: not a party, not a
/// visitor, not a guardian.
#[test]
fn no_field_of_the_api_scores_a_person() {
    let document = web::openapi();
    let mut found = BTreeSet::new();
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    schemas.iter().for_each(|(name, schema)| judged(schema, name, &mut found));
    judged(&document["paths"], "paths", &mut found);
    let of_the_case = ["CaseShown.risk", "assess_risk.level", "break_glass.danger", "report_urgent_risk.risk"];
    assert_eq!(found, of_the_case.map(str::to_owned).into());
    let assess = &document.to_string();
    let assess = assess.split("\"const\":\"assess_risk\"").nth(1).and_then(|rest| rest.split("\"const\":").next());
    assert!(assess.is_some_and(|fields| !fields.contains("PartyId")), "a level is said of no party");
}

/// Properties with a judging name, each under the command or schema it belongs to.
fn judged(schema: &Value, owner: &str, into: &mut BTreeSet<String>) {
    if let Value::Array(items) = schema {
        items.iter().for_each(|item| judged(item, owner, into));
    }
    let Value::Object(parts) = schema else { return };
    let properties = parts.get("properties").and_then(Value::as_object);
    let word = properties.and_then(|properties| properties.get("command")?.get("const")?.as_str());
    let owner = word.unwrap_or(owner);
    let names = properties.into_iter().flatten().map(|(name, _)| name);
    into.extend(
        names.filter(|name| JUDGING.iter().any(|word| name.contains(word))).map(|name| format!("{owner}.{name}")),
    );
    parts.values().for_each(|part| judged(part, owner, into));
}
