//! One request over a connection of its own: a file of captured requests is short, and each waits for its answer.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use serde_json::Value;

use super::Captured;

/// Longest wait for a connection or an answer: above the center's own longest wait for its views.
const WAIT_MAX: Duration = Duration::from_secs(30);
/// Longest answer that is read, in bytes: a receipt of a registration with two hundred parties.
const ANSWER_BYTES_MAX: u64 = 4 << 20;

/// What the center answered.
#[derive(Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// It had been answered before.
    pub(super) repeated: bool,
    /// The code of the problem; empty if there was none.
    pub(super) code: String,
}

/// Sends a request and waits for its durable answer.
pub(super) fn send(server: SocketAddr, request: &Captured, token: Option<&str>) -> anyhow::Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&server, WAIT_MAX)?;
    stream.set_read_timeout(Some(WAIT_MAX))?;
    stream.write_all(text_of(server, request, token)?.as_bytes())?;
    let mut answer = Vec::new();
    stream.take(ANSWER_BYTES_MAX).read_to_end(&mut answer)?;
    read(&answer)
}

fn text_of(server: SocketAddr, request: &Captured, token: Option<&str>) -> anyhow::Result<String> {
    let Captured { key, staff, occurred_at, channel, path, seen, command } = request;
    let whole = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
    let words = whole(path) && whole(staff) && token.is_none_or(whole);
    ensure!(path.starts_with('/') && words, "path, staff and token are words without blanks");
    let body = command.to_string();
    let mut text = String::new();
    write!(text, "POST {path} HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\nIdempotency-Key: {key}\r\n")?;
    match token {
        Some(token) => write!(text, "Authorization: Bearer {token}\r\nYidi-On-Behalf-Of: {staff}\r\n")?,
        None => write!(text, "Yidi-Staff: {staff}\r\n")?,
    }
    write!(text, "Yidi-Occurred-At: {occurred_at}\r\nYidi-Channel: {channel}\r\n")?;
    if let Some(seen) = seen {
        write!(text, "If-Match: \"{seen}\"\r\n")?;
    }
    write!(text, "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len())?;
    Ok(text)
}

fn read(answer: &[u8]) -> anyhow::Result<Answer> {
    let answer = std::str::from_utf8(answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").context("an answer has a head")?;
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).context("a status line")?.parse()?;
    let repeated = lines.any(|line| line.to_ascii_lowercase().starts_with("idempotent-replayed: true"));
    let problem: Option<Value> = serde_json::from_str(body).ok();
    let code = problem.as_ref().and_then(|problem| problem.get("code")?.as_str()).unwrap_or_default();
    Ok(Answer { status, repeated, code: code.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_told_by_its_head_and_its_code() {
        let again = b"HTTP/1.1 201 Created\r\nidempotent-replayed: true\r\ncontent-length: 2\r\n\r\n{}";
        let repeated = Answer { status: 201, repeated: true, code: String::new() };
        assert_eq!(read(again).expect("an answer"), repeated);
        let refused = read(b"HTTP/1.1 422 \r\n\r\n{\"code\":\"intake.no_applicant\"}").expect("an answer");
        assert_eq!((refused.status, refused.code.as_str()), (422, "intake.no_applicant"));
        assert!(read(b"HTTP/1.1 422 ").is_err());
    }
}
