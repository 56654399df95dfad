//! New facts as they come, for one reader: resumable from any position, and only what the reader may see.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use access::{Action, Actor, CaseFacts, Viewer, decide};
use journal::Position;
use serde_json::Value;
use timeline::{Entry, Place, StreamId};

use crate::counting::Counting;
use crate::folded::CaseNow;
use crate::handle::{Center, Shell};
use crate::stored::{self, StoredError};
use crate::tail::Tail;
use crate::{ReadFailure, reading, shown};

/// Commits read at once: bounds what one reader keeps in memory.
const BATCH_COMMITS: u64 = 256;
/// Cases a reader of one department remembers, so that each is folded once.
const CASES_MAX: usize = 10_000;

/// A fact, as one reader is told it.
#[derive(Clone, PartialEq, Debug)]
pub struct Told {
    /// Where it is: reading on after its position misses nothing and repeats nothing.
    pub place: Place,
    /// Its wire name.
    pub kind: &'static str,
    /// The stream it is on.
    pub stream: StreamId,
    /// The fact, disclosed.
    pub fact: Value,
    /// For whom it was disclosed.
    pub viewer: Viewer,
}

/// New facts for one reader.
pub struct Feed {
    shell: Arc<Shell>,
    actor: Actor,
    tail: Tail,
    ready: VecDeque<Told>,
    cases: HashMap<StreamId, (u64, CaseNow)>,
}

impl Center {
    /// Follows the facts this actor may see, after a position. A department sees the facts of the cases it has, or had,
    /// to do with.
    ///
    /// # Errors
    /// The actor may not follow facts.
    pub fn follow(&self, actor: &Actor, after: Position) -> Result<Feed, ReadFailure> {
        reading::permit(decide(actor, Action::FollowFacts, &CaseFacts::default()))?;
        Ok(Feed {
            actor: actor.clone(),
            tail: Tail::behind(&self.shell, after),
            ready: VecDeque::new(),
            cases: HashMap::new(),
            shell: self.shell.clone(),
        })
    }
}

impl Feed {
    /// The next fact, as soon as there is one; `None` when the center closes or the log cannot be read.
    pub async fn next(&mut self) -> Option<Told> {
        loop {
            if let Some(told) = self.ready.pop_front() {
                return Some(told);
            }
            let head = self.tail.more().await?;
            if let Err(error) = self.read(head) {
                tracing::error!(error = stored::chain(&error), "a feed ends: the log cannot be read");
                return None;
            }
        }
    }

    /// How far the feed has read: everything up to here was told, or is not for this reader.
    #[must_use]
    pub fn position(&self) -> Position {
        self.ready.front().map_or(self.tail.after, |told| told.place.position - 1)
    }

    fn read(&mut self, head: Position) -> Result<(), StoredError> {
        let journal = self.shell.journal.as_ref();
        let (entries, reached) = stored::read_portion(journal, (self.tail.after, head), BATCH_COMMITS, &|_| true)?;
        self.tail.after = reached;
        for entry in &entries {
            self.tell(entry)?;
        }
        Ok(())
    }

    fn tell(&mut self, entry: &Entry) -> Result<(), StoredError> {
        let of_register = reading::is_of_register(entry);
        if of_register && !decide(&self.actor, Action::ReadAccounts, &CaseFacts::default()).allowed() {
            return Ok(());
        }
        let Some((viewer, number)) = self.heard(entry)? else { return Ok(()) };
        let (place, kind, stream) = (entry.place, entry.event.kind().name, entry.stream);
        let fact = shown((number, entry), &viewer, &self.shell.opener);
        self.ready.push_back(Told { place, kind, stream, fact, viewer });
        Ok(())
    }

    /// What the reader may see of this fact, and the number it knows it by; `None` if it is not told of it.
    fn heard(&mut self, entry: &Entry) -> Result<Option<(Viewer, u64)>, StoredError> {
        if self.cases.len() > CASES_MAX {
            self.cases.clear();
        }
        if !self.cases.contains_key(&entry.stream) {
            self.cases.insert(entry.stream, self.fold(entry.stream)?);
        }
        let Some((version, now)) = self.cases.get_mut(&entry.stream) else { return Ok(None) };
        if entry.version > *version {
            now.evolve(entry);
            now.weigh(&self.shell.rulebook);
            *version = entry.version;
        }
        let counting = Counting::by(&self.actor, now);
        let hears = decide(&self.actor, Action::ReadHistory, now.facts()).allowed() && counting.tells(entry.version);
        Ok(hears.then(|| (Viewer::of(&self.actor, now.facts()), counting.number(entry.version))))
    }

    fn fold(&self, stream: StreamId) -> Result<(u64, CaseNow), StoredError> {
        let entries = stored::read_stream(self.shell.journal.as_ref(), stream, 0)?;
        // Whoever was let in looks at the case itself: a line that stays open would outlast its end.
        let now = CaseNow::of(&self.shell.rulebook, &entries);
        Ok((entries.last().map_or(0, |entry| entry.version), now))
    }
}
