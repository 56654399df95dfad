//! A small client of the API: who asks, what is asked, what was answered.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _};
use std::time::Duration;

use serde_json::Value;
use ureq::Agent;
use ureq::http::{HeaderMap, Response};

/// How long an answer may take; a commit waits for the disk.
const ANSWER_WITHIN: Duration = Duration::from_secs(40);
/// How long a feed is listened to.
const FEED_HEARD: Duration = Duration::from_secs(2);

/// A client of one server, with its connections.
#[derive(Clone, Debug)]
pub struct Http {
    agent: Agent,
    address: String,
    sessions: HashMap<String, String>,
}

/// A command on its way.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
    staff: &'a str,
    path: &'a str,
    key: String,
    seen: Option<u64>,
    occurred_at: Option<&'a str>,
    body: &'a Value,
}

impl<'a> Ask<'a> {
    /// This member of staff sends this there, with a key of its own.
    #[must_use]
    pub fn new(staff: &'a str, path: &'a str, body: &'a Value) -> Self {
        Ask { staff, path, key: crate::key(), seen: None, occurred_at: None, body }
    }

    /// With this key: a request that was sent before carries the same.
    #[must_use]
    pub fn key(mut self, key: &str) -> Self {
        key.clone_into(&mut self.key);
        self
    }

    /// Told later: it happened then.
    #[must_use]
    pub fn told_of(mut self, occurred_at: Option<&'a str>) -> Self {
        self.occurred_at = occurred_at;
        self
    }

    /// Having seen this version of the case.
    #[must_use]
    pub fn seen(mut self, version: Option<u64>) -> Self {
        self.seen = version;
        self
    }
}

/// What an open line told.
#[derive(Clone, PartialEq, Debug)]
pub struct Told {
    /// Of what kind it is.
    pub event: String,
    /// Its id; empty without one.
    pub id: String,
    /// What it says.
    pub data: Value,
}

impl Told {
    fn of(block: &str) -> Option<Self> {
        let of = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(str::trim_start);
        let data = serde_json::from_str(of("data:")?).unwrap_or_default();
        let text = |name: &str| of(name).unwrap_or_default().to_owned();
        Some(Told { event: text("event:"), id: text("id:"), data })
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The session in `Set-Cookie`, as `name=secret`.
    pub session: Option<String>,
    /// The version in `ETag`.
    pub version: Option<u64>,
    /// The position in `Event-Position`.
    pub position: Option<u64>,
    /// Seconds to wait, from `Retry-After`.
    pub wait: Option<u64>,
    /// The body; null if it is no JSON.
    pub body: Value,
    /// The body as it came.
    pub text: String,
}

impl Http {
    /// A client of the server at this address.
    #[must_use]
    pub fn new(address: &str) -> Self {
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(ANSWER_WITHIN)).build();
        Http { agent: config.into(), address: address.to_owned(), sessions: HashMap::new() }
    }

    /// The same client; whoever has a session, as `name=secret`, asks by it, and everybody else by their word.
    #[must_use]
    pub fn with_sessions(self, sessions: &HashMap<String, String>) -> Self {
        Http { sessions: sessions.clone(), ..self }
    }

    /// By what this member of staff is known.
    fn known_by<'a>(&'a self, staff: &'a str) -> (&'static str, &'a str) {
        self.sessions.get(staff).map_or(("Yidi-Staff", staff), |session| ("Cookie", session))
    }

    /// Asks as a member of staff.
    ///
    /// # Errors
    /// No answer came.
    pub fn get(&self, staff: &str, path: &str) -> Result<Reply, ureq::Error> {
        let (name, value) = self.known_by(staff);
        let asked = self.agent.get(format!("{}{path}", self.address)).header(name, value).call()?;
        Reply::of(asked)
    }

    /// What a figure without labels, or with these, stands at; `None` if it is not there.
    ///
    /// # Panics
    /// If no answer comes, or it is no whole number.
    #[must_use]
    pub fn figure(&self, name: &str) -> Option<u64> {
        let figures = self.get("nobody", "/metrics").expect("an answer").text;
        let value = figures.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
        Some(value.parse().expect("a whole number"))
    }

    /// A page of the console of a demonstration, as the browser of this member of staff gets it.
    ///
    /// # Errors
    /// No answer came.
    pub fn page(&self, staff: &str, path: &str) -> Result<Reply, ureq::Error> {
        let seat = format!("yidi={staff}; yidi-language=zh-CN");
        Reply::of(self.agent.get(format!("{}{path}", self.address)).header("Cookie", &seat).call()?)
    }

    /// Sends a form of the console of a demonstration as the browser of this member of staff does, without following where it
    /// leads.
    ///
    /// # Errors
    /// No answer came.
    pub fn form(&self, staff: &str, path: &str, fields: &[(&str, &str)]) -> Result<Reply, ureq::Error> {
        let seat = format!("yidi={staff}; yidi-language=zh-CN");
        let body: Vec<String> =
            fields.iter().map(|(name, text)| format!("{}={}", percent(name), percent(text))).collect();
        let asked = self.agent.post(format!("{}{path}", self.address)).header("Cookie", &seat);
        let asked = asked.header("Sec-Fetch-Site", "same-origin");
        let asked = asked.header("Content-Type", "application/x-www-form-urlencoded");
        Reply::of(asked.config().max_redirects(0).build().send(body.join("&"))?)
    }

    /// What the feed has told this member of staff from the first fact on, in two seconds.
    ///
    /// # Panics
    /// If the feed cannot be opened.
    #[must_use]
    pub fn feed(&self, staff: &str) -> String {
        let (name, value) = self.known_by(staff);
        let asked = self.agent.get(format!("{}/api/v1/feed?after=0", self.address)).header(name, value);
        let mut response = asked.config().timeout_recv_body(Some(FEED_HEARD)).build().call().expect("a feed");
        let (mut told, mut part) = (Vec::new(), [0; 16 << 10]);
        let mut body = response.body_mut().as_reader();
        // It never ends by itself: it is read for a while.
        while let Ok(read @ 1..) = body.read(&mut part) {
            told.extend_from_slice(part.get(..read).unwrap_or_default());
        }
        String::from_utf8_lossy(&told).into_owned()
    }

    /// What an open line tells this member of staff behind the event of this id, until so many events came.
    ///
    /// # Panics
    /// If it is not opened, or they do not come.
    #[must_use]
    pub fn line(&self, staff: &str, path: &str, last: Option<u64>, wanted: usize) -> Vec<Told> {
        let (name, value) = self.known_by(staff);
        let mut asked = self.agent.get(format!("{}{path}", self.address)).header(name, value);
        if let Some(last) = last {
            asked = asked.header("Last-Event-ID", last.to_string());
        }
        let mut response = asked.config().timeout_recv_body(Some(ANSWER_WITHIN)).build().call().expect("a line");
        assert_eq!(response.status().as_u16(), 200, "{path}");
        let mut lines = BufReader::new(response.body_mut().as_reader()).lines().map_while(Result::ok);
        let mut told = Vec::new();
        while told.len() < wanted {
            let block: Vec<String> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
            assert!(!block.is_empty(), "{path} tells {} of {wanted}: {told:?}", told.len());
            // A heartbeat is a comment.
            told.extend(Told::of(&block.join("\n")));
        }
        told
    }

    /// Sends a command.
    ///
    /// # Errors
    /// No answer came: whether it was carried out is found out by sending it again with the same key.
    pub fn post(&self, ask: &Ask<'_>) -> Result<Reply, ureq::Error> {
        let (name, value) = self.known_by(ask.staff);
        let mut asked = self.agent.post(format!("{}{}", self.address, ask.path)).header(name, value);
        asked = asked.header("Sec-Fetch-Site", "same-origin");
        asked = asked.header("Idempotency-Key", &ask.key).header("Content-Type", "application/json");
        if let Some(seen) = ask.seen {
            asked = asked.header("If-Match", format!("\"{seen}\""));
        }
        if let Some(occurred_at) = ask.occurred_at {
            asked = asked.header("Yidi-Occurred-At", occurred_at);
        }
        Reply::of(asked.send(ask.body.to_string())?)
    }

    /// Hands in a file as it is.
    ///
    /// # Errors
    /// No answer came.
    pub fn upload(&self, staff: &str, path: &str, media_type: &str, file: &[u8]) -> Result<Reply, ureq::Error> {
        let (name, value) = self.known_by(staff);
        let asked = self.agent.post(format!("{}{path}", self.address)).header(name, value);
        let asked = asked.header("Sec-Fetch-Site", "same-origin").header("Idempotency-Key", crate::key());
        Reply::of(asked.header("Content-Type", media_type).send(file)?)
    }

    /// Every row of every view as this member of staff sees it, by the view's name.
    ///
    /// # Panics
    /// If a view cannot be read.
    #[must_use]
    pub fn views(&self, staff: &str) -> Value {
        let names = self.get(staff, "/api/v1/views").expect("an answer").body;
        let names = names["views"].as_array().cloned().unwrap_or_default();
        let name = |view: &Value| view["name"].as_str().unwrap_or_default().to_owned();
        names.iter().map(|view| (name(view), Value::Array(self.rows(staff, &name(view), "")))).collect()
    }

    /// The figures of a view as this member of staff sees them.
    ///
    /// # Panics
    /// If the view cannot be read.
    #[must_use]
    pub fn figures(&self, staff: &str, view: &str) -> Value {
        let page = self.get(staff, &format!("/api/v1/views/{view}?limit=1")).expect("an answer");
        assert_eq!(page.status, 200, "{view}: {}", page.body);
        page.body["figures"].clone()
    }

    /// Every row of a view as this member of staff sees it.
    ///
    /// # Panics
    /// If the view cannot be read.
    #[must_use]
    pub fn rows(&self, staff: &str, view: &str, narrow: &str) -> Vec<Value> {
        let (mut rows, mut after) = (Vec::new(), String::new());
        loop {
            let page = self.get(staff, &format!("/api/v1/views/{view}?limit=200{narrow}{after}")).expect("an answer");
            assert_eq!(page.status, 200, "{view}: {}", page.body);
            rows.extend(page.body["rows"].as_array().cloned().unwrap_or_default());
            match page.body["next"].as_str() {
                Some(next) => after = format!("&after={}", percent(next)),
                None => return rows,
            }
        }
    }
}

impl Reply {
    fn of(mut response: Response<ureq::Body>) -> Result<Self, ureq::Error> {
        let text = response.body_mut().read_to_string()?;
        let headers = response.headers();
        Ok(Reply {
            status: response.status().as_u16(),
            session: text_of(headers, "set-cookie").map(|set| set.split(';').next().unwrap_or_default().to_owned()),
            version: number(headers, "etag"),
            position: number(headers, "event-position"),
            wait: number(headers, "retry-after"),
            body: serde_json::from_str(&text).unwrap_or_default(),
            text,
        })
    }
}

fn text_of<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    text_of(headers, name)?.trim_matches('"').parse().ok()
}

/// Text as it may stand in a query.
#[must_use]
pub fn percent(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
