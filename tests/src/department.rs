//! A department's own program at the broker: signed in with the key of the department, it asks the center and reads the
//! answer.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use async_nats::jetstream;
use async_nats::jetstream::consumer::PullConsumer;
use async_nats::{Client, ConnectOptions, HeaderMap, Request};
use futures_util::StreamExt as _;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::Broker;

/// How long an answer may take; a commit waits for the disk.
const ANSWER_WITHIN: Duration = Duration::from_secs(40);

/// A department at the broker.
pub struct Department {
    runtime: Runtime,
    client: Client,
    name: String,
}

/// A question on its way.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    subject: String,
    headers: BTreeMap<&'static str, String>,
    body: &'a str,
}

/// What was answered.
#[derive(Clone, PartialEq, Debug)]
pub struct Said {
    /// As over HTTP.
    pub status: u16,
    /// Whether it had been answered before.
    pub repeated: bool,
    /// The document.
    pub body: Value,
}

impl<'a> Question<'a> {
    /// This is asked of a desk, under a key of its own.
    #[must_use]
    pub fn new(desk: &str, command: &str, body: &'a str) -> Self {
        let headers = BTreeMap::from([("Idempotency-Key", crate::key())]);
        Question { subject: format!("{desk}.{command}"), headers, body }
    }

    /// With this header, too.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, value.to_owned());
        self
    }
}

impl Department {
    /// Signs in with the department's key.
    ///
    /// # Panics
    /// If it is not let in.
    #[must_use]
    pub fn at(broker: &Broker, name: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let seed = fs::read_to_string(broker.key(name)).expect("a key");
        let options = ConnectOptions::new().nkey(seed.trim().to_owned()).custom_inbox_prefix(format!("_INBOX_{name}"));
        let client = runtime.block_on(options.connect(broker.url())).expect("a department is let in");
        Department { runtime, client, name: name.to_owned() }
    }

    /// Takes the next fact of its stream and says so; `None` if none comes for so long.
    ///
    /// # Panics
    /// If the stream cannot be read.
    #[must_use]
    pub fn takes(&self, within: Duration) -> Option<Value> {
        self.runtime.block_on(async {
            let context = jetstream::new(self.client.clone());
            let stream = context.get_stream_no_info(format!("yidi-990101-{}", self.name)).await.ok()?;
            let consumer: PullConsumer = stream.get_consumer(&self.name).await.ok()?;
            let batch = consumer.fetch().max_messages(1).expires(within).messages().await.ok()?;
            // Until the relay has made the stream there is nobody to ask.
            let message = std::pin::pin!(batch).next().await?.ok()?;
            self.is_as_promised(&message);
            message.double_ack().await.expect("the broker hears that it was taken");
            Some(serde_json::from_slice(&message.payload).expect("a fact is JSON"))
        })
    }

    /// A message comes on a subject, and with the headers, that `docs/asyncapi.json` names.
    fn is_as_promised(&self, message: &async_nats::Message) {
        let text = fs::read_to_string(crate::workspace().join("docs/asyncapi.json")).expect("the document");
        let document: Value = serde_json::from_str(&text).expect("JSON");
        let channels = document["channels"].as_object().expect("channels").values();
        let mut addresses = channels.filter_map(|channel| channel["address"].as_str());
        let own = |address: &str| address.replace("{center}", "990101").replace("{department}", &self.name);
        assert!(addresses.any(|address| own(address) == message.subject.as_str()), "{} is no channel", message.subject);
        let headers = message.headers.as_ref().expect("headers");
        for name in document["components"]["schemas"]["place"]["required"].as_array().expect("a list") {
            assert!(headers.get(name.as_str().expect("a name")).is_some(), "{} comes without {name}", message.subject);
        }
    }

    /// Asks, on the department's own subjects.
    ///
    /// # Panics
    /// If nobody answers.
    #[must_use]
    pub fn asks(&self, question: &Question<'_>) -> Said {
        self.asked(&self.name, question, ANSWER_WITHIN).expect("an answer")
    }

    /// Asks on the subjects of some department, and waits so long; `None` if nobody answers.
    #[must_use]
    pub fn asked(&self, department: &str, question: &Question<'_>, within: Duration) -> Option<Said> {
        let mut headers = HeaderMap::new();
        for (name, value) in &question.headers {
            headers.insert(*name, value.as_str());
        }
        let request = Request::new().headers(headers).payload(question.body.to_owned().into()).timeout(Some(within));
        let subject = format!("yidi-ask.990101.{department}.{}", question.subject);
        let answer = self.runtime.block_on(self.client.send_request(subject, request)).ok()?;
        let text = |name: &str| answer.headers.as_ref()?.get(name).map(|value| value.as_str().to_owned());
        Some(Said {
            status: text("Yidi-Status")?.parse().ok()?,
            repeated: text("Idempotent-Replayed").is_some_and(|said| said == "true"),
            body: serde_json::from_slice(&answer.payload).unwrap_or_default(),
        })
    }
}
