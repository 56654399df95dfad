//! Text messages (短信): the operator's gateway is told that somebody has news. It gets a telephone number and a fixed text,
//! signed as Standard Webhooks are, and nothing else: no name, no number of a case, no word of what happened.
//!
//! It is off unless an operator names a gateway, and it reaches those who asked for it alone. A message may come twice after
//! a crash, with the id it had; what is older than some days is not sent any more.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use center::{Center, News};
use jiff::SignedDuration;
use serde::Serialize;
use timeline::Endpoint;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use crate::kept;
use crate::webhook::Allowed;
use crate::webhook::post::{Poster, Said};
use crate::webhook::sign;

/// What is said, in Chinese and in English. That there is news, and where to ask: whoever reads it over a shoulder learns no
/// more than that.
const SAID: [&str; 2] = [
    "您在一地中心的事项有新进展，请凭回执查询。",
    "There is news of your matter at the center. Please ask with the code on your receipt.",
];
/// How often a message is tried that the gateway refuses.
const TRIES_MAX: u32 = 3;
/// Between two of these tries.
const BETWEEN_TRIES: Duration = Duration::from_millis(500);
/// How long a gateway that is away is left alone, at first and at most.
const AWAY: (Duration, Duration) = (Duration::from_secs(1), Duration::from_mins(5));
/// Where it is kept how far it is: beside the webhooks, under a name that no subscription can have.
const PROGRESS: &str = "text.messages.json";
/// Older news is none: whoever waited for it has asked by now.
const NEWS_FOR: SignedDuration = SignedDuration::from_hours(72);

/// Where messages go. It has no `Debug`: it holds a secret.
#[derive(Clone)]
pub struct TextOptions {
    /// The gateway.
    pub gateway: Endpoint,
    /// What messages to it are signed with.
    pub secret: Zeroizing<Vec<u8>>,
    /// Machines that may be called although they are not on the public net.
    pub allowed: Allowed,
    /// Where it is kept how far it is: `relay` below the center's directory.
    pub folder: PathBuf,
}

/// How a secret begins (Standard Webhooks).
const PREFIX: &str = "whsec_";
/// Shortest secret, in bytes: what Standard Webhooks asks for.
const SECRET_BYTES_MIN: usize = 24;

/// The secret in a text, `whsec_` and base64; `None` if it is none, or too short.
#[must_use]
pub fn secret_of(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let text = text.trim();
    let secret = STANDARD.decode(text.strip_prefix(PREFIX).unwrap_or(text)).ok().map(Zeroizing::new);
    secret.filter(|secret| secret.len() >= SECRET_BYTES_MIN)
}

/// Messages on their way.
pub struct Texts {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Texts {
    /// Starts telling people of news from now on, or from where it was ended.
    #[must_use]
    pub fn start(center: &Center, options: TextOptions) -> Self {
        let (center, stop) = (center.clone(), CancellationToken::new());
        let stopped = stop.clone();
        let task = tokio::spawn(async move {
            tokio::select! {
                () = stopped.cancelled() => {}
                ended = tell_all(center, options) => if let Err(error) = ended {
                    tracing::error!(%error, "no text messages go out: how far they are cannot be kept");
                },
            }
        });
        Self { stop, task }
    }

    /// Ends it.
    pub async fn stop(self) {
        self.stop.cancel();
        if let Err(error) = self.task.await {
            tracing::error!(%error, "text messages did not end in order");
        }
    }
}

/// What the gateway gets, and all it gets.
#[derive(Serialize)]
struct Message<'a> {
    phone: &'a str,
    text: &'a str,
}

async fn tell_all(center: Center, options: TextOptions) -> io::Result<()> {
    let poster = Poster::new(options.allowed.clone()).map_err(io::Error::other)?;
    std::fs::create_dir_all(&options.folder)?;
    let path = options.folder.join(PROGRESS);
    // Who turns messages on tells nobody of last year.
    let upto = kept::read(&path)?.unwrap_or_else(|| center.head().position);
    kept::write(&path, &upto)?;
    let mut feed = center.news(upto);
    while let Some(read) = feed.next().await {
        for news in &read.news {
            if !is_old(&center, news) {
                tell(&center, &options, &poster, news).await;
            }
        }
        kept::write(&path, &read.upto)?;
    }
    Ok(())
}

/// Tells one of them, and notes on the case what became of it.
async fn tell(center: &Center, options: &TextOptions, poster: &Poster, news: &News) {
    let taken = is_taken(center, options, poster, news).await;
    if let Err(failure) = center.note_text_message(news, taken).await {
        tracing::error!(%failure, "that a text message went out is not on record");
    }
}

/// Whether the gateway took it; one that is away is waited for.
async fn is_taken(center: &Center, options: &TextOptions, poster: &Poster, news: &News) -> bool {
    let text = if is_chinese(news) { SAID[0] } else { SAID[1] };
    let body = serde_json::to_vec(&Message { phone: &news.phone, text }).unwrap_or_default();
    let (id, mut tries, mut away) = (news.id().to_string(), 1, AWAY.0);
    loop {
        let headers = sign::signed((&id, &body), std::slice::from_ref(&options.secret), center.now());
        match poster.post(&options.gateway, headers, body.clone()).await {
            Said::Taken => return true,
            Said::Refused(_) if tries >= TRIES_MAX => return false,
            Said::Refused(_) => {
                tries += 1;
                tokio::time::sleep(BETWEEN_TRIES).await;
            }
            Said::Gone | Said::Away(_) if is_old(center, news) => return false,
            Said::Gone | Said::Away(_) => {
                tracing::warn!("the gateway of text messages is away");
                tokio::time::sleep(away).await;
                away = (away * 2).min(AWAY.1);
            }
        }
    }
}

/// Whether it is no news any more.
fn is_old(center: &Center, news: &News) -> bool {
    center.now().duration_since(news.at) >= NEWS_FOR
}

/// Whether somebody reads Chinese: everybody who does not ask for English.
fn is_chinese(news: &News) -> bool {
    news.language.as_ref().is_none_or(|language| language.as_str() != "english")
}
