//! A healthy log that changes while the scrub is on its way.

use std::path::Path;
use std::time::Duration;

use super::*;
use crate::{Draft, DraftEntry, Journal as _, Options, StreamId, TapeJournal};

/// A log that only the test scrubs.
fn log(dir: &Path) -> TapeJournal {
    let never = Duration::from_secs(1 << 20);
    TapeJournal::open(dir, Options { scrub_every: never, ..Options::small() }).unwrap()
}

/// Appends until the log goes on in this segment.
fn fill_to(journal: &TapeJournal, segment: u32) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    while journal.inside().log().end.0 < segment {
        let stream = StreamId((u128::from(journal.head().position) % 7).to_be_bytes());
        let entries = vec![DraftEntry { envelope: vec![0; 20], body: vec![0; 200] }];
        let draft = Draft { stream, expected: journal.version(stream), time: 0, entries };
        runtime.block_on(journal.append(draft)).unwrap();
    }
}

fn eventually(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(60), "in vain: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_segment_sealed_while_the_scrub_is_on_its_way_is_no_damage() {
    let dir = tempfile::tempdir().unwrap();
    let journal = log(dir.path());
    fill_to(&journal, 3);
    let (mut pass, head) = (Pass::begin(journal.inside()), journal.head().position);
    assert_eq!(pass.step().unwrap(), None);
    fill_to(&journal, 6);
    let raw = Segment::raw(&journal.inside().tape(), 3).path;
    eventually("the segment is sealed", || !raw.exists());
    assert_eq!(pass.finish().unwrap(), None);
    assert!(pass.next > head, "everything there was has been read");
    assert_eq!(Pass::begin(journal.inside()).finish().unwrap(), None);
}

#[test]
fn a_segment_begun_while_the_scrub_is_on_its_way_is_left_for_the_next_pass() {
    let dir = tempfile::tempdir().unwrap();
    let journal = log(dir.path());
    fill_to(&journal, 2);
    let (mut pass, head) = (Pass::begin(journal.inside()), journal.head().position);
    assert_eq!((pass.step().unwrap(), pass.last), (None, 2));
    // Segment 2 holds more by now than when the pass began, and what is in segment 3 is none of its business.
    fill_to(&journal, 3);
    assert_eq!((pass.finish().unwrap(), pass.number), (None, 3));
    assert!(pass.next > head, "everything there was has been read");
}

#[test]
fn a_segment_that_is_gone_is_damage() {
    let dir = tempfile::tempdir().unwrap();
    let journal = log(dir.path());
    fill_to(&journal, 3);
    let mut pass = Pass::begin(journal.inside());
    assert_eq!(pass.step().unwrap(), None);
    let (segment, _) = Segment::find(&journal.inside().tape(), 3).unwrap().unwrap();
    std::fs::rename(segment.path, dir.path().join("elsewhere")).unwrap();
    let found = pass.finish().unwrap();
    assert_eq!(found, Some((pass.next, "a segment is missing")));
}
