//! The page of who may do what is committed, so that a change of a permission is seen in review. `YIDI_BLESS=1` writes it
//! anew.

use std::path::Path;

#[test]
fn the_committed_page_is_the_present_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/access.md");
    let present = web::access_page();
    if std::env::var_os("YIDI_BLESS").is_some() {
        std::fs::write(&path, &present).expect("docs can be written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == present, "docs/access.md has drifted: run `cargo xtask bless access`");
}
