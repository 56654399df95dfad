//! Cases whose next message was refused and is tried again in a moment. What comes of such a case waits behind it; other
//! cases go on at once.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use center::Message;
use timeline::StreamId;
use tokio::time::Instant;

use super::jittered;

/// Between two tries, at first; it doubles.
const BETWEEN_TRIES: Duration = Duration::from_millis(250);
/// Cases that are tried again at the same time, and messages of all of them: both lie in memory. Beyond it the subscription
/// waits for a try.
const CASES_MAX: usize = 64;
const MESSAGES_MAX: usize = 1_000;

/// Those cases.
#[derive(Default)]
pub(super) struct Trying(BTreeMap<StreamId, Case>);

/// One of them.
pub(super) struct Case {
    /// What is to be sent, in the order of the case.
    pub(super) messages: VecDeque<Message>,
    /// How often the first of them was tried.
    pub(super) tries: u32,
    due: Instant,
}

impl Case {
    /// One whose message was refused just now.
    pub(super) fn refused(message: Message) -> Self {
        Self { messages: VecDeque::from([message]), tries: 1, due: Instant::now() }
    }
}

impl Trying {
    /// The first message of a case is tried again in a moment.
    pub(super) fn later(&mut self, case: Case) {
        let Some(first) = case.messages.front() else { return };
        let pause = BETWEEN_TRIES * 2_u32.pow(case.tries.saturating_sub(1));
        self.0.insert(first.case, Case { due: Instant::now() + jittered(pause), ..case });
    }

    /// Lets a message wait behind those of its case that are tried again; given back if there are none.
    pub(super) fn behind(&mut self, message: Message) -> Option<Message> {
        match self.0.get_mut(&message.case) {
            Some(case) => {
                case.messages.push_back(message);
                None
            }
            None => Some(message),
        }
    }

    /// When the next one is due.
    pub(super) fn due(&self) -> Option<Instant> {
        self.0.values().map(|case| case.due).min()
    }

    /// A case that is due by now.
    pub(super) fn take_due(&mut self, now: Instant) -> Option<Case> {
        let due = *self.0.iter().find(|(_, case)| case.due <= now)?.0;
        self.0.remove(&due)
    }

    /// Whether no more may be put off.
    pub(super) fn is_full(&self) -> bool {
        let messages: usize = self.0.values().map(|case| case.messages.len()).sum();
        self.0.len() >= CASES_MAX || messages >= MESSAGES_MAX
    }
}
