//! The smallest HTTP/1.1 client that can keep a connection: what it costs is not measured as the server's.

use std::fmt::Write as _;
use std::net::SocketAddr;

use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use timeline::StreamId;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Most bytes of an answer that is waited for.
const ANSWER_BYTES_MAX: usize = 1 << 20;

/// The body of a registration.
pub(crate) fn register_body() -> String {
    json!({"command": "register_case", "kind": "dispute", "claim": "噪音扰民，要求停止侵害（虚构）", "area": "990101",
        "parties": [{"role": "applicant", "kind": "person", "name": "甲（虚构）"},
                    {"role": "respondent", "kind": "person", "name": "乙（虚构）"}]})
    .to_string()
}

/// The body of a further party.
pub(crate) fn party_body() -> String {
    json!({"command": "add_party", "party": {"role": "third_party", "kind": "person", "name": "丙（虚构）"}})
        .to_string()
}

/// The body for a case there is, or for a new one.
pub(crate) fn ask_body(of_case: bool) -> String {
    if of_case { party_body() } else { register_body() }
}

/// A kept connection.
pub(crate) struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
    host: SocketAddr,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Connection { stream, received: Vec::new(), host: address })
    }

    /// Sends a command and waits for its durable answer.
    pub(crate) async fn command(
        &mut self,
        case: Option<(StreamId, u64)>,
        body: &str,
    ) -> anyhow::Result<(StreamId, u64)> {
        let path = case.map_or_else(|| "/api/v1/cases".to_owned(), |(case, _)| format!("/api/v1/cases/{case}/intake"));
        let key = uuid::Uuid::new_v4();
        let mut head = format!("POST {path} HTTP/1.1\r\nHost: {}\r\nIdempotency-Key: {key}\r\n", self.host);
        if let Some((_, seen)) = case {
            write!(head, "If-Match: \"{seen}\"\r\n")?;
        }
        write!(head, "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len())?;
        self.stream.write_all(head.as_bytes()).await?;
        let (status, body) = self.answer().await?;
        if !matches!(status, 200 | 201) {
            bail!("the server answered {status}: {}", String::from_utf8_lossy(&body));
        }
        let receipt: Value = serde_json::from_slice(&body)?;
        let stream = receipt.get("stream").and_then(Value::as_str).context("an answer names its case")?.parse()?;
        Ok((stream, receipt.get("version").and_then(Value::as_u64).context("an answer names its version")?))
    }

    async fn answer(&mut self) -> anyhow::Result<(u16, Vec<u8>)> {
        loop {
            if let Some((status, head, length)) = head_of(&self.received)? {
                while self.received.len() < head + length {
                    self.receive().await?;
                }
                let rest = self.received.split_off(head + length);
                let mut answer = std::mem::replace(&mut self.received, rest);
                return Ok((status, answer.split_off(head)));
            }
            self.receive().await?;
        }
    }

    async fn receive(&mut self) -> anyhow::Result<()> {
        if self.received.len() > ANSWER_BYTES_MAX || self.stream.read_buf(&mut self.received).await? == 0 {
            bail!("the connection ended within an answer");
        }
        Ok(())
    }
}

/// Status, bytes of the head and bytes of the body, once the whole head is there.
fn head_of(bytes: &[u8]) -> anyhow::Result<Option<(u16, usize, usize)>> {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(bytes.get(..end).unwrap_or_default())?;
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).context("a status line")?.parse()?;
    let length = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim())
    });
    Ok(Some((status, end + 4, length.context("an answer says its length")?.parse()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_once_it_is_whole() {
        let answer = b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}";
        assert_eq!(head_of(&answer[..20]).expect("no fault"), None);
        assert_eq!(head_of(answer).expect("no fault"), Some((201, 43, 2)));
        assert!(head_of(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }
}
