//! The window console in a real browser: `tests/e2e/console.mjs`.

use tests::{Server, folder, in_browser};

#[test]
fn a_clerk_works_in_a_real_browser() {
    let data = folder();
    let server = Server::start(data.path());
    let worked = in_browser("console.mjs", &[("YIDI_URL", server.address())]);
    assert!(worked.is_ok(), "{}\n{}", worked.unwrap_err(), server.said());
}
