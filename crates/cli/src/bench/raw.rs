//! The limit of the machine: a prepared file of written zeros and the same group commit, and nothing else.
//!
//! One thread takes every draft that waits, writes their bytes with one `pwrite`, calls `fdatasync` once and answers
//! all. No hashing, no index, no versions: no durable log on this machine can be faster for the same bytes.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use anyhow::Context as _;
use journal::{Digest, Draft, write_commit};
use tokio::sync::oneshot;

/// Bytes of the file; it is written over from its start once its end is reached, so that no block is ever new.
const FILE_BYTES: u64 = 64 << 20;
/// Most bytes in one group.
const GROUP_BYTES_MAX: usize = 8 << 20;

/// A draft and who waits for it.
type Waiting = (Draft, oneshot::Sender<Result<(), String>>);

/// The raw file behind its writer thread, which ends with the last handle.
pub(crate) struct Raw {
    queue: Sender<Waiting>,
}

impl Raw {
    /// Prepares the file and starts its thread.
    pub(crate) fn create(path: &Path) -> anyhow::Result<Self> {
        let file = prepare(path).with_context(|| format!("cannot prepare {}", path.display()))?;
        let (queue, waiting) = channel();
        thread::Builder::new().name("raw-limit".to_owned()).spawn(move || write_all(&file, &waiting))?;
        Ok(Raw { queue })
    }

    /// Resolves when the draft's bytes are on stable storage.
    pub(crate) async fn commit(&self, draft: Draft) -> anyhow::Result<()> {
        let (answer, answered) = oneshot::channel();
        self.queue.send((draft, answer)).map_err(|_| anyhow::anyhow!("the raw writer has ended"))?;
        answered.await?.map_err(|reason| anyhow::anyhow!("the raw file failed: {reason}"))
    }
}

fn prepare(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(path)?;
    let zeros = vec![0; 1 << 20];
    for at in (0..FILE_BYTES).step_by(zeros.len()) {
        file.write_all_at(&zeros, at)?;
    }
    file.sync_all()?;
    Ok(file)
}

fn write_all(file: &File, waiting: &Receiver<Waiting>) {
    let (mut bytes, mut group, mut offset) = (Vec::new(), Vec::new(), 0);
    while let Ok(first) = waiting.recv() {
        let mut next = Some(first);
        while let Some((draft, answer)) = next {
            write_commit(&mut bytes, &draft, 0, &Digest::default());
            group.push(answer);
            next = if bytes.len() < GROUP_BYTES_MAX { waiting.try_recv().ok() } else { None };
        }
        if offset + bytes.len() as u64 > FILE_BYTES {
            offset = 0;
        }
        let written = file.write_all_at(&bytes, offset).and_then(|()| file.sync_data());
        offset += bytes.len() as u64;
        let answer = written.map_err(|reason| reason.to_string());
        for waiter in group.drain(..) {
            // A waiter that went away needs no answer.
            let _ = waiter.send(answer.clone());
        }
        bytes.clear();
    }
}
