//! The API document is committed, so that a change of the API is seen in review. `YIDI_BLESS=1` writes it anew.

use std::path::Path;

#[test]
fn the_committed_document_is_the_present_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let present = format!("{}\n", serde_json::to_string_pretty(&web::openapi()).expect("it can be written"));
    if std::env::var_os("YIDI_BLESS").is_some() {
        std::fs::write(&path, &present).expect("docs can be written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == present, "docs/openapi.json has drifted: run `cargo xtask bless openapi`");
}
