//! The smallest HTTP/1.1 client that can keep a connection. It shares the processors with the server it measures, so it
//! does little: one write and one read a command, and of an answer only the head.

use std::fmt::Write as _;
use std::net::SocketAddr;

use anyhow::{Context as _, bail};
use timeline::StreamId;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Most bytes of an answer: four times the longest receipt of the story.
const ANSWER_BYTES_MAX: usize = 64 << 10;

/// A stream, and the version that was seen of it.
pub(super) type Seen = (StreamId, u64);

/// What is asked.
pub(super) struct Ask<'a> {
    /// The address.
    pub(super) path: &'a str,
    /// The version seen, if the case is known.
    pub(super) seen: Option<u64>,
    /// Who asks.
    pub(super) staff: &'a str,
    /// The command.
    pub(super) body: &'a str,
}

/// A kept connection.
pub(super) struct Connection {
    stream: TcpStream,
    host: SocketAddr,
    request: String,
    answer: Vec<u8>,
}

/// What the head of an answer says.
#[derive(Debug, Default, PartialEq)]
struct Head<'a> {
    status: u16,
    /// Bytes of head and body together.
    bytes: usize,
    location: Option<&'a str>,
    etag: Option<&'a str>,
}

impl Connection {
    pub(super) async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Connection { stream, host: address, request: String::new(), answer: vec![0; ANSWER_BYTES_MAX] })
    }

    /// Sends a command and waits for its durable answer: the stream it began, if it did, and the version it led to.
    pub(super) async fn command(&mut self, ask: &Ask<'_>) -> anyhow::Result<(Option<StreamId>, u64)> {
        self.write(ask)?;
        let head = self.exchange().await?;
        let begun = head.location.and_then(|place| place.rsplit('/').next()).map(str::parse).transpose()?;
        Ok((begun, head.version()?))
    }

    /// Looks at a case: the version somebody sees of it.
    pub(super) async fn version_seen(&mut self, path: &str, staff: &str) -> anyhow::Result<u64> {
        self.request.clear();
        write!(self.request, "GET {path} HTTP/1.1\r\nHost: {}\r\nYidi-Staff: {staff}\r\n\r\n", self.host)?;
        self.exchange().await?.version()
    }

    /// Sends what is written and waits for the whole answer, which must be a yes.
    async fn exchange(&mut self) -> anyhow::Result<Head<'_>> {
        self.stream.write_all(self.request.as_bytes()).await?;
        let mut filled = 0;
        loop {
            let room = self.answer.get_mut(filled..).filter(|room| !room.is_empty()).context("a long answer")?;
            match self.stream.read(room).await? {
                0 => bail!("the connection ended within an answer"),
                bytes => filled += bytes,
            }
            let received = self.answer.get(..filled).unwrap_or_default();
            if Head::read(received)?.is_some_and(|head| head.bytes <= filled) {
                break;
            }
        }
        let answer = self.answer.get(..filled).unwrap_or_default();
        match Head::read(answer)? {
            Some(head) if matches!(head.status, 200 | 201) => Ok(head),
            _ => bail!("the server said no: {}", String::from_utf8_lossy(answer)),
        }
    }

    fn write(&mut self, ask: &Ask<'_>) -> std::fmt::Result {
        let Ask { path, seen, staff, body } = ask;
        let (out, key) = (&mut self.request, uuid::Uuid::new_v4());
        out.clear();
        write!(
            out,
            "POST {path} HTTP/1.1\r\nHost: {}\r\nIdempotency-Key: {key}\r\nYidi-Staff: {staff}\r\n",
            self.host
        )?;
        if let Some(seen) = seen {
            write!(out, "If-Match: \"{seen}\"\r\n")?;
        }
        write!(out, "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    }
}

impl<'a> Head<'a> {
    /// The version of the case it names.
    fn version(&self) -> anyhow::Result<u64> {
        Ok(self.etag.context("an answer names its version")?.trim_matches('"').parse()?)
    }

    /// The head, once the whole of it is there.
    fn read(bytes: &'a [u8]) -> anyhow::Result<Option<Self>> {
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
        let mut lines = std::str::from_utf8(bytes.get(..end).unwrap_or_default())?.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).context("a status line")?.parse()?;
        let (mut head, mut length) = (Head { status, ..Head::default() }, None);
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            match name {
                "content-length" => length = Some(value.parse::<usize>()?),
                "location" => head.location = Some(value),
                "etag" => head.etag = Some(value),
                _ => {}
            }
        }
        head.bytes = end + 4 + length.context("an answer says its length")?;
        Ok(Some(head))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_once_it_is_whole() {
        let answer = b"HTTP/1.1 201 Created\r\nlocation: /a/b\r\netag: \"7\"\r\ncontent-length: 2\r\n\r\n{}";
        assert_eq!(Head::read(&answer[..20]).expect("no fault"), None);
        let head = Head { status: 201, bytes: answer.len(), location: Some("/a/b"), etag: Some("\"7\"") };
        assert_eq!(Head::read(answer).expect("no fault"), Some(head));
        assert!(Head::read(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }
}
