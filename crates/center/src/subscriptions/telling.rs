//! What one subscription is told, read by its own department: from any number on, as a page or as it comes.
//!
//! It is computed from the log. Who reads page by page finds the place where the page before ended; a place nobody kept is
//! computed from the beginning, a few at a time.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use access::{Action, Actor, CaseFacts, decide};
use journal::Position;
use timeline::Code;
use tokio::sync::Semaphore;

use super::{Chain, Known, Message, source_of};
use crate::handle::Center;
use crate::stored::StoredError;
use crate::{ReadFailure, Share, Sharing, reading};

/// Places kept for readers that come page by page. Each remembers the cases of its department.
const BOOKMARKS_MAX: usize = 8;
/// Readers that compute their place at the same time: each reads the log as fast as it can.
const AT_ONCE_MAX: usize = 2;
/// How often a page is read whose subscription changes meanwhile: nobody changes it faster than that.
const TRIES_MAX: usize = 3;

/// What one subscription is told, as it comes.
pub struct Telling {
    sharing: Sharing,
    told: Chain,
    ready: VecDeque<Message>,
    after: u64,
    caught_up: bool,
    /// The `source` of its messages.
    pub source: String,
}

/// What comes next.
#[derive(Clone, PartialEq, Debug)]
pub enum Next {
    /// A message.
    Message(Message),
    /// The log gives fewer messages than this reader says to have: it was put back, and what the reader has is not what
    /// happened.
    PutBack,
}

/// Places where readers stopped.
pub(crate) struct Bookmarks {
    kept: Mutex<VecDeque<(Code, Telling)>>,
    places: Arc<Semaphore>,
}

impl Default for Bookmarks {
    fn default() -> Self {
        Self { kept: Mutex::default(), places: Arc::new(Semaphore::new(AT_ONCE_MAX)) }
    }
}

impl Bookmarks {
    fn take(&self, code: &Code, after: u64) -> Option<Telling> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(other, telling)| other == code && telling.stands_behind(after))?;
        kept.remove(at).map(|(_, telling)| telling)
    }

    fn keep(&self, code: &Code, telling: Telling) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((code.clone(), telling));
        if kept.len() > BOOKMARKS_MAX {
            kept.pop_front();
        }
    }
}

impl Telling {
    /// What comes next, as soon as there is something; `None` when the center closes, the log cannot be read, or the
    /// subscription changed: whoever goes on asks anew.
    pub async fn next(&mut self) -> Option<Next> {
        loop {
            if let Some(message) = self.ready.pop_front() {
                return Some(Next::Message(message));
            }
            if self.sharing.is_outdated() {
                return None;
            }
            let shares = if self.caught_up {
                self.sharing.next().await?
            } else if let Some(shares) = self.ready_now()? {
                tokio::task::yield_now().await;
                shares
            } else {
                self.caught_up = true;
                if self.told.seq < self.after {
                    return Some(Next::PutBack);
                }
                continue;
            };
            self.number(&shares);
        }
    }

    /// The next portion of the log, if there is one; `None` outside if it cannot be read.
    fn ready_now(&mut self) -> Option<Option<Vec<Share>>> {
        let read = self.sharing.ready();
        read.map_err(|error| tracing::error!(error = crate::chain(&error), "a department is told nothing more")).ok()
    }

    /// The next messages that are there, at most so many.
    fn page(&mut self, limit: usize) -> Result<Vec<Message>, StoredError> {
        while self.ready.len() < limit && !self.sharing.is_outdated() {
            let Some(shares) = self.sharing.ready()? else { break };
            self.number(&shares);
        }
        let page: Vec<Message> = self.ready.drain(..limit.min(self.ready.len())).collect();
        self.after = page.last().map_or(self.after, |last| last.link.seq);
        Ok(page)
    }

    fn number(&mut self, shares: &[Share]) {
        for share in shares {
            let message = Message::of(share, &self.told);
            self.told.advance(&message.link);
            if message.link.seq > self.after {
                self.ready.push_back(message);
            }
        }
    }

    fn stands_behind(&self, after: u64) -> bool {
        self.after == after && self.told.seq >= after && !self.sharing.is_outdated()
    }
}

impl Center {
    /// Messages of a subscription behind a number, at most `limit`: exactly what was, or will be, sent.
    ///
    /// # Errors
    /// [`ReadFailure::NotFound`] for a subscription of another department, or one that has ended.
    pub async fn told(
        &self,
        actor: &Actor,
        code: &Code,
        after: u64,
        limit: usize,
    ) -> Result<(Vec<Message>, String), ReadFailure> {
        self.readable(actor, code)?;
        let place = self.shell.bookmarks.places.clone().acquire_owned().await;
        let place = place.map_err(|_| ReadFailure::NotFound)?;
        let (center, actor, code) = (self.clone(), actor.clone(), code.clone());
        let reading = tokio::task::spawn_blocking(move || {
            let read = center.page_of(&actor, &code, (after, limit));
            drop(place);
            read
        });
        reading.await.map_err(|error| ReadFailure::Failed { what: error.to_string() })?
    }

    /// A page, from the place where the one before ended if that was kept. One whose subscription changed while it was read
    /// is read once more, by what holds now.
    fn page_of(
        &self,
        actor: &Actor,
        code: &Code,
        (after, limit): (u64, usize),
    ) -> Result<(Vec<Message>, String), ReadFailure> {
        let bookmarks = &self.shell.bookmarks;
        let mut tries = 0;
        loop {
            let mut telling = match bookmarks.take(code, after) {
                Some(telling) => telling,
                None => self.tell(actor, code, after)?,
            };
            let (page, source) = (telling.page(limit)?, telling.source.clone());
            let holds = page.len() == limit || !telling.sharing.is_outdated();
            if holds {
                bookmarks.keep(code, telling);
            }
            tries += 1;
            if holds || tries == TRIES_MAX {
                return Ok((page, source));
            }
        }
    }

    /// The same as it comes.
    ///
    /// # Errors
    /// As for [`Center::told`].
    pub fn tell(&self, actor: &Actor, code: &Code, after: u64) -> Result<Telling, ReadFailure> {
        // The end of the log is looked up before the facts of the subscription: one that comes between the two makes whoever
        // reads begin anew, and the other way round nobody would notice it.
        let head = self.head().position;
        Ok(self.telling((self.readable(actor, code)?, head), after))
    }

    fn telling(&self, (known, head): (Known, Position), after: u64) -> Telling {
        let (source, after) = (source_of(self.rulebook()), after.max(known.subscription.first - 1));
        let sharing = self.share(vec![known], head);
        Telling { sharing, told: Chain::default(), ready: VecDeque::new(), after, caught_up: false, source }
    }

    /// A subscription of the actor's own department that has not ended and does not rest.
    fn readable(&self, actor: &Actor, code: &Code) -> Result<Known, ReadFailure> {
        reading::permit(decide(actor, Action::ReadTold, &CaseFacts::default()))?;
        let known = self.subscription(code)?.filter(|known| known.subscription.department == actor.department);
        let known = known.filter(|known| known.goes_by(known.subscription.transport)).ok_or(ReadFailure::NotFound)?;
        if known.is_open() { Ok(known) } else { Err(ReadFailure::Paused) }
    }
}
