//! Answers. Whatever is about a case goes through [`disclosed`] or is a [`receipt`] of facts the center has disclosed;
//! there is no other way to answer with it.

use std::io::{self, Read};

use access::Viewer;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use center::{Done, Material, Opener, Shown};
use serde::Serialize;
use serde_json::Value;
use timeline::StreamId;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use crate::edge::Even;
use crate::request;

/// The position of the last commit an answer knows of.
pub(crate) const EVENT_POSITION: HeaderName = HeaderName::from_static("event-position");

/// Plain text in UTF-8.
pub(crate) const TEXT: &str = "text/plain; charset=utf-8";

/// Bytes an answer begins with room for: a receipt of one fact.
const ANSWER_BYTES: usize = 1024;

/// What a command led to.
#[derive(Serialize)]
struct Receipt<'a> {
    facts: Vec<Shown<'a>>,
    position: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    query_code: Option<&'a str>,
    stream: StreamId,
    version: u64,
}

/// The answer to a command, with what this viewer may not see taken out. Written straight from the facts: it is made
/// for every command.
pub(crate) fn receipt(done: &Done, viewer: &Viewer, opener: &Opener) -> Response {
    let Done { stream, version, position, ref facts, ref query_code, repeated: _ } = *done;
    let facts = center::numbered_up_to(version, facts).map(|fact| Shown::of(fact, viewer, opener)).collect();
    plain(&Receipt { facts, position, query_code: query_code.as_deref(), stream, version })
}

/// An answer about a case, with what this viewer may not see taken out. The center has opened what may be seen.
pub(crate) fn disclosed(value: Value, viewer: &Viewer) -> Response {
    seen_by(plain(&access::disclose(value, viewer, &access::in_clear)), viewer)
}

/// Notes on an answer for whom it was disclosed: the edge writes down who looked before it lets the answer pass.
pub(crate) fn seen_by(mut response: Response, viewer: &Viewer) -> Response {
    response.extensions_mut().insert(*viewer);
    response
}

/// An answer that holds nothing about any case.
pub(crate) fn plain<T: Serialize>(value: &T) -> Response {
    json(written(value))
}

fn written<T: Serialize>(value: &T) -> Vec<u8> {
    // Every answer is made of names, numbers and texts: writing them cannot fail.
    let mut body = Vec::with_capacity(ANSWER_BYTES);
    let _ = serde_json::to_writer(&mut body, value);
    body
}

fn json(body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(body));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(request::JSON));
    response
}

/// Bytes an answer to a query code is a multiple of. Answers about cases and accusations fill the first, unless somebody wrote
/// a long answer.
const ALIKE_BYTES: usize = 16 * 1024;

/// Fills an answer up with blanks, so that its length does not tell what it is about to those who only see lengths go by: a
/// proxy's log, a line.
pub(crate) fn filled_up(mut text: Vec<u8>) -> Vec<u8> {
    text.resize(text.len().next_multiple_of(ALIKE_BYTES), b' ');
    text
}

/// As [`plain`], of a length and at a time that tell nothing.
pub(crate) fn alike<T: Serialize>(value: &T) -> Response {
    Even.on(json(filled_up(written(value))))
}

/// Bytes of a material that are read at once.
const PIECE_BYTES: usize = 64 * 1024;

/// A copy of a material, to be saved and never shown by the browser itself. It is read while it is sent: one piece is on
/// the line and one waits, however slow the line is.
pub(crate) fn attachment(material: Material) -> Response {
    let (bytes, name, viewer) = (material.file.size_bytes(), material.file_name(), material.viewer);
    let (to, pieces) = mpsc::channel(1);
    tokio::spawn(hand_out(material.file, to));
    let mut response = Response::new(Body::from_stream(ReceiverStream::new(pieces)));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(material.media_type.mime()));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
    headers.insert(header::CONTENT_DISPOSITION, text(&format!("attachment; filename=\"{name}\"")));
    seen_by(response, &viewer)
}

/// Reads on threads that may wait for the disk, and waits for the line on none.
async fn hand_out(mut file: impl Read + Send + 'static, to: mpsc::Sender<io::Result<Vec<u8>>>) {
    loop {
        let reading = tokio::task::spawn_blocking(move || {
            let mut piece = Vec::with_capacity(PIECE_BYTES);
            let read = file.by_ref().take(PIECE_BYTES as u64).read_to_end(&mut piece);
            (file, read.map(|_| piece))
        });
        let Ok((rest, piece)) = reading.await else { return };
        file = rest;
        let more = matches!(&piece, Ok(piece) if !piece.is_empty());
        // A piece that cannot be read cuts the answer off: its length was told, so nobody takes a part for the whole.
        if let Err(error) = &piece {
            tracing::error!(%error, "a material broke off while it was handed out");
        }
        let sent = if more || piece.is_err() { to.send(piece).await.is_ok() } else { false };
        if !more || !sent {
            return;
        }
    }
}

/// The version of a case as an entity tag.
pub(crate) fn etag(version: u64) -> HeaderValue {
    text(&format!("\"{version}\""))
}

/// Where a stream is read.
pub(crate) fn location(stream: StreamId) -> HeaderValue {
    text(&format!("/api/v1/cases/{stream}"))
}

/// Where the next page is.
pub(crate) fn next_page(path: &str, cursor: &str) -> HeaderValue {
    text(&format!("<{path}?after={cursor}>; rel=\"next\""))
}

/// A header made of ids, numbers and codes, which are visible ASCII.
fn text(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""))
}
