//! News for citizens: that there is some, and which number asked to be told. What the news is stays here: a text message lies
//! open on a telephone that somebody else may look at. It is no service of a notice either (domain, correction 6), so no
//! clock starts with it.

use std::sync::Arc;

use intake::NoteContact;
use jiff::Timestamp;
use journal::Position;
use timeline::{
    CaseId, Channel, Code, ContactManner, Direction, Entry, Event, EventId, LitigationEvent, MediationEvent, PartyId,
    PartyRole, Personal, RequestId, TriageEvent,
};

use crate::follow_ups::parties;
use crate::handle::{Center, Shell};
use crate::stored::{self, StoredError};
use crate::submit::Cause;
use crate::tail::Tail;
use crate::{Failure, Order};

/// Commits read at once.
const BATCH_COMMITS: u64 = 256;
/// What is noted on the case when the gateway took a message, and when it did not.
const NOTES: [&str; 2] = ["短信网关已接收进展提示，不是送达", "短信网关未接收进展提示"];

/// Somebody who asked for text messages, and whose matter moved. It has no `Debug`: a telephone number is not for a log.
#[derive(Clone, PartialEq, Eq)]
pub struct News {
    /// The fact that is news.
    pub fact: EventId,
    /// When it was recorded.
    pub at: Timestamp,
    /// The number, as it was told.
    pub phone: String,
    /// The language that was asked for.
    pub language: Option<Code>,
    case: CaseId,
    party: PartyId,
}

impl News {
    /// What a message about it is known again by, wherever it is repeated. It leads to nobody.
    #[must_use]
    pub fn id(&self) -> EventId {
        EventId::derive(self.fact.uuid(), &format!("text_message/{}", self.party))
    }
}

/// A part of the log that was read, and the news in it.
pub struct NewsRead {
    /// How far was read.
    pub upto: Position,
    /// One for each commit and person at most.
    pub news: Vec<News>,
}

/// News as they come.
pub struct NewsFeed {
    shell: Arc<Shell>,
    tail: Tail,
}

impl Center {
    /// News after a position.
    #[must_use]
    pub fn news(&self, after: Position) -> NewsFeed {
        NewsFeed { tail: Tail::behind(&self.shell, after), shell: self.shell.clone() }
    }

    /// Notes on the case that a message was handed to a gateway, or was not taken: whether it reached anybody, nobody knows.
    ///
    /// # Errors
    /// As for any order.
    pub async fn note_text_message(&self, news: &News, taken: bool) -> Result<(), Failure> {
        let note = Personal::parse(if taken { NOTES[0] } else { NOTES[1] }).ok();
        let (direction, party) = (Direction::Outgoing, Some(news.party));
        let command = NoteContact { direction, party, reached: false, note, letter: None, referred_by: None };
        let request = RequestId::new(news.id().uuid());
        let order =
            Order::new(self.shell.itself.clone(), request, Channel::System, intake::Command::NoteContact(command));
        let cause = Cause { correlation: None, causation: Some(news.fact) };
        let order = Order { stream: Some(news.case.into()), ..order };
        self.submit_at(order, self.now().max(news.at), cause).await.map(drop)
    }
}

impl NewsFeed {
    /// The next part of the log in which something moved; `None` when the center closes, or the log cannot be read.
    pub async fn next(&mut self) -> Option<NewsRead> {
        loop {
            let head = self.tail.more().await?;
            match self.read(head) {
                Ok(Some(news)) => return Some(NewsRead { upto: self.tail.after, news }),
                Ok(None) => tokio::task::yield_now().await,
                Err(error) => {
                    tracing::error!(error = stored::chain(&error), "citizens are told nothing more");
                    return None;
                }
            }
        }
    }

    /// The news in the next part; `None` if nothing moved there. Where something moved and nobody wanted to be told, nobody
    /// is told later either: how far was read is worth keeping.
    fn read(&mut self, head: Position) -> Result<Option<Vec<News>>, StoredError> {
        let span = (self.tail.after, head);
        let (entries, reached) = stored::read_portion(self.shell.journal.as_ref(), span, BATCH_COMMITS, &|_| true)?;
        self.tail.after = reached;
        let (mut news, mut told) = (Vec::new(), 0);
        for entry in entries.iter().filter(|entry| is_news(&entry.event)) {
            // What was recorded together is one piece of news.
            if entry.place.position > told {
                told = entry.place.position;
                news.extend(self.for_whom(entry)?);
            }
        }
        Ok((told > 0).then_some(news))
    }

    /// The applicants who asked for text messages, as they are noted now: who takes the wish back hears nothing more.
    fn for_whom(&self, entry: &Entry) -> Result<Vec<News>, StoredError> {
        let (facts, stream) = (stored::read_stream(self.shell.journal.as_ref(), entry.stream, 0)?, entry.stream);
        let asked = parties(&facts).into_iter().filter(|party| party.role == PartyRole::Applicant);
        let news = asked.filter_map(|party| {
            let wish = party.contact.as_ref().filter(|wish| wish.manner == ContactManner::TextMessage)?;
            let phone = self.shell.opener.text(stream, party.phone.as_ref()?)?;
            let (case, party, language) = (CaseId::from(stream), party.id, wish.language.clone());
            Some(News { fact: entry.id(), at: entry.recorded_at, phone, language, case, party })
        });
        Ok(news.collect())
    }
}

/// Whether a fact changes what a citizen reads by the code of its receipt: who has it, what comes next, how it ended.
fn is_news(fact: &Event) -> bool {
    matches!(
        fact,
        Event::Triage(
            TriageEvent::CaseAssigned(_)
                | TriageEvent::AssignmentReceived(_)
                | TriageEvent::CaseClosed(_)
                | TriageEvent::CaseReopened(_)
        ) | Event::Mediation(
            MediationEvent::SessionScheduled(_)
                | MediationEvent::AgreementSigned(_)
                | MediationEvent::MediationTerminated(_)
        ) | Event::Litigation(
            LitigationEvent::HandOffSent(_) | LitigationEvent::CaseFiled(_) | LitigationEvent::CourtAnswered(_)
        )
    )
}
