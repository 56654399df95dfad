//! `yidi sync`: what was written down while there was no network is handed in, under the request ids it got then.
//!
//! A line of the file is one request: `{"key", "staff", "occurred_at", "channel", "path", "seen", "command"}`. Handing in
//! the same file twice changes nothing, because the center knows every request again by its key.

mod post;

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::token;
use crate::say::Voice;
use crate::trouble::{Exit, Trouble};

/// What to hand in, and where.
#[derive(Args)]
pub(crate) struct Sync {
    /// 离线登记文件，每行一个请求 / The file, one request a line
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 中心的地址 / Where the center listens
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7300")]
    server: SocketAddr,
    /// 令牌文件；以令牌持有人名义代录，演示环境不需要 / The file of a token, whose holder enters what others wrote; a demonstration needs none
    #[arg(long, value_name = "FILE", env = "YIDI_TOKEN_FILE")]
    token_file: Option<PathBuf>,
}

/// One request, as it was captured.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Captured {
    /// The request id the device gave it.
    key: Uuid,
    /// Who wrote it down.
    staff: String,
    /// When it happened.
    occurred_at: jiff::Timestamp,
    /// How it reached the center.
    channel: timeline::Channel,
    /// The address of the command, as `/api/v1/cases`.
    path: String,
    /// The version of the case its writer had seen, for a command to a case there is.
    #[serde(default)]
    seen: Option<u64>,
    /// The command.
    command: Value,
}

/// What came of the file.
#[derive(Default, Serialize)]
struct Synced {
    recorded: u64,
    repeated: u64,
    refused: Vec<NotTaken>,
}

/// A line the center said no to.
#[derive(Serialize)]
struct NotTaken {
    line: usize,
    status: u16,
    code: String,
}

impl Sync {
    pub(crate) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let captured = self.read()?;
        let token = self.token_file.as_deref().map(token::read).transpose()?;
        let mut synced = Synced::default();
        for (line, request) in &captured {
            let answer = post::send(self.server, request, token.as_deref())
                .map_err(|error| unreachable_now(self.server, error))?;
            match answer.status {
                200 | 201 if answer.repeated => synced.repeated += 1,
                200 | 201 => synced.recorded += 1,
                // Not an answer to this request but the state of the machine: the rest comes later, with the same keys.
                429 | 500.. => return Err(busy(answer.status, &answer.code)),
                status => synced.refused.push(NotTaken { line: *line, status, code: answer.code }),
            }
        }
        voice.answer(&synced, Synced::lines)?;
        Ok(if synced.refused.is_empty() { Exit::Ok } else { Exit::Conflict })
    }

    /// Every request of the file, read before the first is handed in: a file that is broken half-way is handed in whole
    /// or not at all.
    fn read(&self) -> anyhow::Result<Vec<(usize, Captured)>> {
        let text = fs::read_to_string(&self.file).map_err(|error| {
            let path = self.file.display();
            let (zh, en) = (format!("无法读取 {path}。"), format!("Cannot read {path}."));
            Trouble::new(Trouble::exit_of(&error), zh, en).because(error)
        })?;
        let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        lines
            .map(|(number, line)| Ok((number, serde_json::from_str(line).with_context(|| format!("line {number}"))?)))
            .collect()
    }
}

fn unreachable_now(server: SocketAddr, error: anyhow::Error) -> anyhow::Error {
    let (zh, en) = (format!("连不上 {server}。"), format!("{server} cannot be reached."));
    let again =
        ("稍后用同一文件再试，不会重复登记。", "Try again later with the same file: nothing is recorded twice.");
    Trouble::new(Exit::TryAgain, zh, en).next(again.0, again.1).because(error).into()
}

fn busy(status: u16, code: &str) -> anyhow::Error {
    let (zh, en) =
        (format!("中心暂时不能受理（{status} {code}）。"), format!("The center takes nothing now ({status} {code})."));
    let again =
        ("稍后用同一文件再试，不会重复登记。", "Try again later with the same file: nothing is recorded twice.");
    Trouble::new(Exit::TryAgain, zh, en).next(again.0, again.1).into()
}

impl Synced {
    fn lines(&self) -> String {
        let refused =
            |line: &NotTaken| format!("\n第 {} 行 / line {}: {} {}", line.line, line.line, line.status, line.code);
        let (recorded, repeated) = (self.recorded, self.repeated);
        let head = format!("新登记 {recorded}，已有 {repeated} / {recorded} recorded, {repeated} known already");
        head + &self.refused.iter().map(refused).collect::<String>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_all_that_is_known_of_a_request() {
        let line = r#"{"key":"00000000-0000-0000-0000-000000000007","staff":"wangxi-1","occurred_at":"2026-11-20T01:00:00Z",
            "channel":"grid","path":"/api/v1/cases","command":{"command":"register_case"}}"#;
        let captured: Captured = serde_json::from_str(line).expect("a request");
        assert_eq!((captured.path.as_str(), captured.seen), ("/api/v1/cases", None));
        assert!(serde_json::from_str::<Captured>(&line.replace("staff", "stuff")).is_err());
    }
}
