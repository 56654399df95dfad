//! `docs/events.md` says what the program does: with `YIDI_BLESS=1` it is written, otherwise compared.

#[test]
fn the_page_of_events_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/events.md");
    let page = views::events_page();
    if std::env::var_os("YIDI_BLESS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), page, "run `cargo xtask bless`");
}
