//! What the writer does when another thread meets the first failure.

use tokio::sync::oneshot::{self, Receiver as Answered};

use super::*;
use crate::tape::segments::Segment;
use crate::{Ack, Draft, DraftEntry, Options, StreamId, open};

/// A writer over a new log, in no thread of its own, and the two ends of a syncer that the test plays.
struct Rig {
    writer: Writer,
    syncer: Syncer,
    sent: Receiver<Staged>,
    report: SyncSender<(Staged, io::Result<()>)>,
}

fn rig(dir: &std::path::Path) -> Rig {
    let found = open::open(dir, Options::small()).unwrap();
    let inside = Arc::new(found.inside);
    let file = file::create_zeroed(&Segment::raw(&inside.tape(), 1).path, 64 << 10).unwrap();
    let segment = Open { number: 1, file: Arc::new(file), at: 0, bytes: 64 << 10 };
    let writer = Writer::new(inside, mpsc::channel(1).1, Some(segment), Trail::default());
    let ((todo, sent), (report, done)) = (sync_channel(1), sync_channel(1));
    Rig { writer, syncer: Syncer { todo, done }, sent, report }
}

impl Rig {
    /// The next group, of one commit, and where its answer comes.
    fn group(&mut self, stream: u8) -> (Option<Staged>, Answered<Result<Ack, AppendError>>) {
        let entries = vec![DraftEntry { envelope: vec![1], body: vec![2] }];
        let (answer, answered) = oneshot::channel();
        let draft = Draft { stream: StreamId([stream; 16]), expected: 0, time: 0, entries };
        self.writer.waiting.push_back(Request { draft, answer });
        (self.writer.stage(), answered)
    }
}

fn is_refused(answered: &mut Answered<Result<Ack, AppendError>>) -> bool {
    matches!(answered.try_recv(), Ok(Err(AppendError::Closed(Condition::Poisoned { .. }))))
}

#[test]
fn a_group_staged_before_the_log_was_poisoned_is_answered_and_not_written() {
    let dir = tempfile::tempdir().unwrap();
    let mut rig = rig(dir.path());
    let (first, mut asked_first) = rig.group(1);
    let (second, mut asked_second) = rig.group(2);
    // The first is being synced, the second is put together; the next segment cannot be made.
    rig.writer.inside.status.poison("preparing a segment", &io::Error::other("made up"));
    rig.report.send((first.unwrap(), Ok(()))).unwrap();
    assert!(!rig.writer.take_over(second, &rig.syncer), "nothing is under way");
    assert!(rig.sent.try_recv().is_err(), "nothing is written after the first failure");
    assert!(is_refused(&mut asked_first) && is_refused(&mut asked_second));
}

#[test]
fn a_group_under_way_while_the_log_is_poisoned_is_waited_for_and_answered() {
    let dir = tempfile::tempdir().unwrap();
    let mut rig = rig(dir.path());
    let (first, _asked_first) = rig.group(1);
    let (second, mut asked_second) = rig.group(2);
    rig.report.send((first.unwrap(), Ok(()))).unwrap();
    assert!(rig.writer.take_over(second, &rig.syncer), "the second is under way");
    rig.writer.inside.status.poison("preparing a segment", &io::Error::other("made up"));
    let second = rig.sent.try_recv().unwrap();
    rig.report.send((second, Ok(()))).unwrap();
    let (third, mut asked_third) = rig.group(3);
    assert!(third.is_none() && is_refused(&mut asked_third));
    assert!(!rig.writer.take_over(third, &rig.syncer));
    assert!(is_refused(&mut asked_second), "synced or not, nothing is acknowledged any more");
}
