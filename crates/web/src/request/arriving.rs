//! A file that is read while it arrives: it goes to the disk piece by piece, and is never in memory as a whole.

use std::io::{self, Read};

use axum::body::Bytes;
use tokio::sync::mpsc;
use tokio_stream::{Stream, StreamExt as _};

use super::body::BODY_TIME_MAX;
use crate::problem::{self, Problem};

/// Pieces that may wait for the disk: with 64 KiB a piece, a quarter of a megabyte for each file on its way.
const WAITING_MAX: usize = 4;

/// What comes over the line.
enum Piece {
    /// Some of the file.
    Some(Bytes),
    /// The file was whole. A line that breaks off never says so.
    End,
}

/// The end at which the file is read, on a thread that may wait.
pub(crate) struct Arriving {
    pieces: mpsc::Receiver<Piece>,
    piece: Bytes,
    ended: bool,
}

/// The end at which the file comes in.
pub(crate) struct Pieces(mpsc::Sender<Piece>);

/// Both ends of a file that is about to arrive.
pub(crate) fn arrive() -> (Pieces, Arriving) {
    let (to, pieces) = mpsc::channel(WAITING_MAX);
    (Pieces(to), Arriving { pieces, piece: Bytes::new(), ended: false })
}

impl Pieces {
    /// Passes a file on to its end. If nobody wants the rest it is read all the same, so that the answer reaches a sender
    /// who listens only after the last byte.
    ///
    /// # Errors
    /// The file is longer than `bytes_max`, came too slowly or broke off.
    pub(crate) async fn pass<E>(
        self,
        file: impl Stream<Item = Result<Bytes, E>>,
        bytes_max: u64,
    ) -> Result<(), Problem> {
        let passing = tokio::time::timeout(BODY_TIME_MAX, self.pass_on(file, bytes_max));
        passing.await.unwrap_or_else(|_| Err(Problem::from(problem::BODY_SLOW)))
    }

    async fn pass_on<E>(self, file: impl Stream<Item = Result<Bytes, E>>, bytes_max: u64) -> Result<(), Problem> {
        let (mut file, mut bytes) = (std::pin::pin!(file), 0);
        while let Some(piece) = file.next().await {
            let piece = piece.map_err(|_| Problem::from(problem::BODY_UNREADABLE))?;
            bytes += piece.len() as u64;
            if bytes > bytes_max {
                return Err(too_large(bytes_max));
            }
            let _ = self.0.send(Piece::Some(piece)).await;
        }
        let _ = self.0.send(Piece::End).await;
        Ok(())
    }
}

/// The file is longer than it may be.
pub(crate) fn too_large(bytes_max: u64) -> Problem {
    Problem::from(problem::FILE_TOO_LARGE).with("bytes_max", bytes_max.into())
}

impl Read for Arriving {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() && !self.ended {
            match self.pieces.blocking_recv() {
                Some(Piece::Some(piece)) => self.piece = piece,
                Some(Piece::End) => self.ended = true,
                None => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
        let bytes = self.piece.len().min(into.len());
        let taken = self.piece.split_to(bytes);
        into.iter_mut().zip(&taken).for_each(|(to, from)| *to = *from);
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Line = Vec<Result<Bytes, ()>>;

    /// What is read at the other end, and what is said of the line.
    async fn read(line: Line, bytes_max: u64) -> (io::Result<Vec<u8>>, Option<&'static str>) {
        let (pieces, mut arriving) = arrive();
        let reading = tokio::task::spawn_blocking(move || {
            let mut whole = Vec::new();
            arriving.read_to_end(&mut whole).map(|_| whole)
        });
        let passed = pieces.pass(tokio_stream::iter(line), bytes_max).await;
        (reading.await.unwrap(), passed.err().map(|problem| problem.code()))
    }

    #[tokio::test]
    async fn a_file_is_read_to_its_end_or_not_at_all() {
        let line = || vec![Ok(Bytes::from("ab")), Ok(Bytes::new()), Ok(Bytes::from("c"))];
        let (whole, code) = read(line(), 3).await;
        assert_eq!((whole.unwrap(), code), (b"abc".to_vec(), None));
        let (cut, code) = read(line(), 2).await;
        assert_eq!((cut.is_err(), code), (true, Some("file.too_large")));
        let (broken, code) = read(vec![Ok(Bytes::from("ab")), Err(())], 9).await;
        assert_eq!((broken.is_err(), code), (true, Some("request.body_unreadable")));
    }

    #[tokio::test]
    async fn a_sender_who_hangs_up_has_not_sent_a_file() {
        let (pieces, mut arriving) = arrive();
        pieces.0.send(Piece::Some(Bytes::from("ab"))).await.unwrap();
        drop(pieces);
        let read = tokio::task::spawn_blocking(move || arriving.read_to_end(&mut Vec::new())).await.unwrap();
        assert_eq!(read.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }

    #[tokio::test]
    async fn a_file_nobody_wants_is_read_to_its_end() {
        let (pieces, arriving) = arrive();
        drop(arriving);
        let line: Line = (0..100).map(|_| Ok(Bytes::from("x"))).collect();
        assert!(pieces.pass(tokio_stream::iter(line), 1_000).await.is_ok());
    }
}
