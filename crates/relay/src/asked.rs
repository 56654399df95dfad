//! The way back over the broker: a department asks, and is answered as over HTTP.
//!
//! A question is a NATS request to `yidi-ask.<center>.<department>.<desk>.<command>`. The broker lets a department ask on
//! its own subjects only, so the subject says from where it comes; the token beside it says in whose name, and for which
//! acts. What is then done with it, and what is answered, is that of the HTTP API, which comes in as [`Answering`]: the
//! relay carries questions and answers, and knows neither.
//!
//! Nothing is remembered here. A question that was lost, or whose answer was, is asked again with the same key, and finds
//! its first answer in the log.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use async_nats::{Client, HeaderMap, Message, Request};
use futures_util::StreamExt as _;
use timeline::{Code, DepartmentCode};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::broker::{Access, BrokerError, connect_listening};
use crate::names::Names;

/// The first token of every subject a question is asked on.
pub const ROOT: &str = "yidi-ask";
/// The status of an answer, as over HTTP.
pub const STATUS: &str = "Yidi-Status";
/// Headers of a question, and what they say. The first [`REQUIRED`] are always there.
pub(crate) const HEADERS: &[(&str, &str)] = &[
    ("Idempotency-Key", "Which request this is: a UUID, or any visible ASCII text. A retry carries the same."),
    ("Yidi-Token", "The API token of whoever asks, `yidi_...`; it is of the department in the subject."),
    ("Yidi-Case", "The case the command is about, by id or number; left out by a command that begins something."),
    ("Yidi-Reference", "The number the department keeps the matter under, in UTF-8 or percent-encoded."),
    ("If-Match", "The version of the case the asker has seen, between quotes; left out by whoever has seen none."),
    ("Yidi-Occurred-At", "When it happened, if not now."),
    ("Yidi-Channel", "How it reached the center, if not in person."),
    ("Yidi-On-Behalf-Of", "For whom, if the asker stands in for somebody."),
    ("Yidi-Legal-Basis", "The rule that calls for it."),
    ("Accept-Language", "In which language problems are told: zh-CN or en."),
    ("Yidi-Staff", "In a demonstration, instead of a token: who asks, by id."),
];
/// How many of them.
pub(crate) const REQUIRED: usize = 1;
/// Headers of an answer. The first [`ANSWER_REQUIRED`] are always there.
pub(crate) const ANSWER_HEADERS: &[(&str, &str)] = &[
    (STATUS, "As over HTTP: 200 or 201 if it is recorded, 4xx or 5xx with a problem document if not."),
    ("Content-Type", "application/json, or application/problem+json."),
    ("ETag", "The version of the case, between quotes."),
    ("Idempotent-Replayed", "true if this request had been answered before."),
    ("Retry-After", "When to try again, in seconds."),
];
/// How many of them.
pub(crate) const ANSWER_REQUIRED: usize = 2;

/// Questions worked on at once: as many as departments have people who would ask at the same moment; the others wait.
const AT_ONCE_MAX: usize = 16;
/// How long an answer is waited for: a command waits for the disk, and for a turn.
const ANSWERED_WITHIN: Duration = Duration::from_secs(35);
/// How long the last answers may take on their way out.
const FLUSHED_WITHIN: Duration = Duration::from_secs(2);
/// The shortest and the longest pause before the broker is tried again.
const PAUSE: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(10));

/// What a department asks.
#[derive(Clone, Debug)]
pub struct Question {
    /// Who asks, as the broker knows it.
    pub department: DepartmentCode,
    /// Which desk.
    pub desk: Code,
    /// For what, by the word of the command.
    pub command: Code,
    /// The headers that came along, of those a question may have.
    pub headers: Vec<(String, String)>,
    /// The command.
    pub body: Vec<u8>,
}

/// What it is answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// As over HTTP.
    pub status: u16,
    /// The headers of the answer, of those one may have.
    pub headers: Vec<(String, String)>,
    /// The receipt, or what stands in the way.
    pub body: Vec<u8>,
}

/// Whoever answers.
pub type Answering = Arc<dyn Fn(Question) -> Pin<Box<dyn Future<Output = Answer> + Send>> + Send + Sync>;

/// A task that takes questions until it is stopped.
pub struct Asked {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Asked {
    /// Starts taking them. A broker that is gone is waited for.
    #[must_use]
    pub fn start(access: Access, names: Names, answering: Answering) -> Self {
        let stop = CancellationToken::new();
        let task = tokio::spawn(keep_going(access, names, answering, stop.clone()));
        Self { stop, task }
    }

    /// Takes no more. What is being answered is answered; what waits is asked again.
    pub async fn stop(self) {
        self.stop.cancel();
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the task that takes questions did not end in order");
        }
    }
}

async fn keep_going(access: Access, names: Names, answering: Answering, stop: CancellationToken) {
    let mut pause = PAUSE.0;
    loop {
        let error = match session(&access, &names, &answering, &stop).await {
            Ok(()) if stop.is_cancelled() => return,
            // The connection ended: at once again, and slower only if nobody answers.
            Ok(()) => {
                pause = PAUSE.0;
                "the broker let go".to_owned()
            }
            Err(error) => center::chain(&error),
        };
        tracing::warn!(error, "departments cannot ask: the broker is tried again");
        tokio::select! {
            () = tokio::time::sleep(pause) => pause = (pause * 2).min(PAUSE.1),
            () = stop.cancelled() => return,
        }
    }
}

/// Takes questions until the connection ends or it is stopped, and waits for the answers on their way.
async fn session(
    access: &Access,
    names: &Names,
    answering: &Answering,
    stop: &CancellationToken,
) -> Result<(), BrokerError> {
    let (client, mut refusals) = connect_listening(access).await?;
    // One group: of several processes that serve a center, one takes a question.
    let questions = client.queue_subscribe(names.questions(), ROOT.to_owned()).await;
    let mut questions = questions.map_err(|source| BrokerError::Listen { source: source.into() })?;
    let places = Arc::new(Semaphore::new(AT_ONCE_MAX));
    loop {
        let message = tokio::select! {
            () = stop.cancelled() => None,
            message = questions.next() => message,
            refused = refusals.of_listening() => return Err(refused),
        };
        let (Some(message), Ok(place)) = (message, places.clone().acquire_owned().await) else { break };
        let (client, answering) = (client.clone(), answering.clone());
        tokio::spawn(async move {
            take(&client, &message, &answering).await;
            drop(place);
        });
    }
    // Every place is free again when everybody has been answered.
    let _ = places.acquire_many(AT_ONCE_MAX as u32).await;
    // A broker that is away takes no answers: whoever waits for one asks again, and an end is not held up by it.
    let _ = tokio::time::timeout(FLUSHED_WITHIN, client.flush()).await;
    Ok(())
}

/// Answers one question. Without a place for the answer it is carried out all the same: it can be asked again. A place that
/// is not the asker's own is none: what the relay may write to, nobody writes to by asking.
async fn take(client: &Client, message: &Message, answering: &Answering) {
    let Some(question) = read(message) else { return };
    let department = question.department.clone();
    let Answer { status, headers, body } = answering(question).await;
    let Some(reply) = message.reply.clone() else { return };
    if !answered_at(&department, reply.as_str()) {
        return tracing::warn!(%department, "a question names a place for its answer that is not the department's");
    }
    let mut said = HeaderMap::new();
    for (name, value) in &headers {
        said.insert(name.as_str(), value.as_str());
    }
    said.insert(STATUS, status.to_string());
    if let Err(error) = client.publish_with_headers(reply, said, body.into()).await {
        tracing::warn!(%error, %department, "an answer could not be sent: the department asks again");
    }
}

/// What the broker puts in place of an inbox of another account, so that an answer goes there and nowhere else.
const ANOTHER_ACCOUNT: &str = "_R_.";

/// Whether answers may go there: into the department's own inbox, or through the broker to the account it came from.
fn answered_at(department: &DepartmentCode, reply: &str) -> bool {
    let own = format!("{}.", Names::inbox(department.as_str()));
    reply.starts_with(&own) || reply.starts_with(ANOTHER_ACCOUNT)
}

/// The question in a message; `None` if its subject is none of the grammar, which the broker lets nobody use.
fn read(message: &Message) -> Option<Question> {
    let mut tokens = message.subject.as_str().split('.').skip(2);
    let (department, desk, command) = (tokens.next()?, tokens.next()?, tokens.next()?);
    let headers = HEADERS.iter().filter_map(|(name, _)| Some(((*name).to_owned(), text(message, name)?)));
    Some(Question {
        department: DepartmentCode::parse(department).ok()?,
        desk: Code::parse(desk).ok()?,
        command: Code::parse(command).ok()?,
        headers: headers.collect(),
        body: message.payload.to_vec(),
    })
}

/// A header, however its name is written: the broker tells capital letters apart, HTTP does not.
fn text(message: &Message, name: &str) -> Option<String> {
    let mut headers = message.headers.as_ref()?.iter();
    let (_, values) = headers.find(|(found, _)| <_ as AsRef<str>>::as_ref(*found).eq_ignore_ascii_case(name))?;
    values.first().map(|value| value.as_str().to_owned())
}

/// Asks as a department, and waits for the answer.
///
/// # Errors
/// The broker cannot be reached, does not let this department ask, or nobody answered in time: the question is asked again
/// with the same key.
pub async fn ask(access: &Access, names: &Names, question: Question) -> Result<Answer, BrokerError> {
    let Question { department, desk, command, headers, body } = question;
    let (client, mut refusals) = connect_listening(access).await?;
    let mut said = HeaderMap::new();
    for (name, value) in &headers {
        said.insert(name.as_str(), value.as_str());
    }
    let subject = names.question(&department, &desk, &command);
    let request = Request::new().headers(said).payload(body.into()).timeout(Some(ANSWERED_WITHIN));
    let asking = async {
        let answer = client.send_request(subject, request).await;
        answer.map_err(|error| BrokerError::asked("bring an answer", &department, error))
    };
    let answer = refusals.unless(asking).await?;
    let status = text(&answer, STATUS).and_then(|status| status.parse().ok());
    let headers = ANSWER_HEADERS.iter().filter_map(|(name, _)| Some(((*name).to_owned(), text(&answer, name)?)));
    Ok(Answer {
        status: status.ok_or_else(|| BrokerError::asked("bring an answer", &department, "it has no status"))?,
        headers: headers.collect(),
        body: answer.payload.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_goes_to_the_asker_and_nowhere_else() {
        let housing: DepartmentCode = "housing".parse().unwrap();
        assert!(answered_at(&housing, "_INBOX_housing.a.b") && answered_at(&housing, "_R_.abc.def"));
        let others = ["_INBOX_court.a", "_INBOX_housing2.a", "_INBOX_housing", "yidi-checkpoints.990101"];
        let orders = ["yidi.990101.court.a.b", "$JS.API.STREAM.DELETE.yidi-990101-court", "_INBOX_relay.a"];
        for reply in others.into_iter().chain(orders) {
            assert!(!answered_at(&housing, reply), "{reply}");
        }
    }
}
