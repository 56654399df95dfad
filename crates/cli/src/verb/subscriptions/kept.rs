//! Subscriptions of a running center: looked at, paused, put right. The center decides and records who asked.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};
use timeline::Code;

use crate::say::{Voice, plain, table};
use crate::trouble::{Exit, Trouble};
use crate::verb::accounts::server::Server;

/// Whom to ask.
#[derive(Args)]
pub(crate) struct Where {
    /// 中心的地址 / Where the center listens
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:7300", env = "YIDI_SERVER")]
    server: String,
    /// 令牌文件 / The file a token is in
    #[arg(long, value_name = "FILE", env = "YIDI_TOKEN_FILE")]
    token_file: Option<PathBuf>,
}

/// One subscription.
#[derive(Args)]
pub(crate) struct One {
    #[command(flatten)]
    at: Where,
    /// 订阅 / Its name
    #[arg(value_parser = Code::parse)]
    subscription: Code,
}

/// Why it rests.
#[derive(Args)]
pub(crate) struct Pause {
    #[command(flatten)]
    one: One,
    /// 事由：maintenance、fault、not_needed、misuse / The ground
    #[arg(long, default_value = "maintenance")]
    ground: String,
}

/// One message.
#[derive(Args)]
pub(crate) struct OfMessage {
    #[command(flatten)]
    one: One,
    /// 消息序号 / Its number
    message: u64,
}

/// A message that is given up.
#[derive(Args)]
pub(crate) struct Discard {
    #[command(flatten)]
    of: OfMessage,
    /// 事由：handled_otherwise、not_processable、superseded / The ground, which stays on record
    #[arg(long)]
    ground: String,
}

impl Where {
    fn ask(&self) -> Result<Server, Trouble> {
        let file = self.token_file.as_ref().ok_or_else(|| {
            Trouble::new(Exit::Usage, "须由有权限的人提出。", "somebody who may do this must ask for it.")
                .next("请用 --token-file 给出令牌文件。", "name the file of a token with --token-file")
        })?;
        Server::new(&self.server, file)
    }

    /// Every subscription that may be seen.
    pub(super) fn list(&self, voice: &Voice) -> anyhow::Result<Exit> {
        voice.answer(&self.ask()?.get("/api/v1/subscriptions")?, lines)?;
        Ok(Exit::Ok)
    }
}

impl One {
    fn sheet(&self) -> anyhow::Result<Value> {
        self.at.ask()?.get(&format!("/api/v1/subscriptions/{}", self.subscription))
    }

    pub(super) fn show(&self, voice: &Voice) -> anyhow::Result<Exit> {
        voice.answer(&self.sheet()?, |sheet| lines(&json!({ "subscriptions": [sheet] })))?;
        Ok(Exit::Ok)
    }

    pub(super) fn parked(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let parked = parked_in(&self.sheet()?);
        voice.answer(&json!({ "parked": parked }), set_aside)?;
        Ok(Exit::Ok)
    }

    pub(super) fn resume(&self, voice: &Voice) -> anyhow::Result<Exit> {
        self.do_it(voice, &json!({ "command": "resume_subscription", "subscription": self.subscription }))
    }

    fn do_it(&self, voice: &Voice, command: &Value) -> anyhow::Result<Exit> {
        self.at.ask()?.post("/api/v1/register", command)?;
        self.show(voice)
    }
}

impl Pause {
    pub(super) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let subscription = &self.one.subscription;
        let command = json!({ "command": "pause_subscription", "subscription": subscription, "halt": self.ground });
        self.one.do_it(voice, &command)
    }
}

impl OfMessage {
    pub(super) fn retry(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let (subscription, message) = (&self.one.subscription, self.message);
        let command = json!({ "command": "retry_message", "subscription": subscription, "message": message });
        self.one.do_it(voice, &command)
    }
}

impl Discard {
    pub(super) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let (subscription, message) = (&self.of.one.subscription, self.of.message);
        let command = json!({ "command": "discard_message", "subscription": subscription, "message": message,
            "discard": self.ground });
        self.of.one.do_it(voice, &command)
    }
}

/// What is set aside, on the sheet of a subscription.
fn parked_in(sheet: &Value) -> Vec<Value> {
    sheet.pointer("/standing/parked").and_then(Value::as_array).cloned().unwrap_or_default()
}

/// Subscriptions as a table.
fn lines(answer: &Value) -> String {
    let row = |sheet: &Value| {
        let found = |value: Option<&Value>| value.map(plain).unwrap_or_default();
        let standing = |name: &str| found(sheet.pointer(&format!("/standing/{name}")));
        let parked = parked_in(sheet).len().to_string();
        let of = |name: &str| found(sheet.get(name));
        [
            of("subscription"),
            of("department"),
            of("transport"),
            of("state"),
            standing("told"),
            standing("taken"),
            standing("lag"),
            standing("last_taken_at"),
            parked,
            standing("fault"),
        ]
    };
    let head = [
        "订阅 / subscription",
        "部门 / department",
        "方式 / way",
        "状态 / state",
        "已告知 / told",
        "已接收 / taken",
        "待接收 / lag",
        "最近接收 / last taken",
        "搁置 / set aside",
        "故障 / fault",
    ];
    table(head, answer["subscriptions"].as_array().into_iter().flatten().map(row))
}

/// A value as it is shown; a stroke for what nobody knows.
fn said(value: &Value) -> String {
    if value.is_null() { "—".to_owned() } else { plain(value) }
}

/// What was set aside, as a table.
fn set_aside(answer: &Value) -> String {
    let row = |parked: &Value| ["message", "case", "tries", "reason", "since", "held"].map(|name| said(&parked[name]));
    let head = ["序号 / message", "案件 / case", "次数 / tries", "原因 / reason", "自 / since", "其后暂缓 / held"];
    table(head, answer["parked"].as_array().into_iter().flatten().map(row))
}
