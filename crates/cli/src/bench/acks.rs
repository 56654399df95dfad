//! `yidi bench acks`: writes, and prints what was acknowledged the moment it was. The fault rigs cut its power, make its
//! syncs fail or kill it, and then compare what it printed with what the disk holds.

use std::io::{self, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::Args;
use journal::{Ack, Draft, DraftEntry, Journal as _, StreamId, TapeJournal};

use crate::meaning;
use crate::trouble::Exit;
use crate::verb::place::{self, Place};

/// What is written.
#[derive(Args)]
pub(crate) struct Acks {
    #[command(flatten)]
    place: Place,
    /// 并发写入者 / Writers at once
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=4096))]
    writers: u16,
    /// 提交总数 / Commits in all
    #[arg(long, default_value_t = 1_000)]
    commits: u64,
    /// 随机种子 / Seed of sizes and streams
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Entries of one stream before a writer begins the next.
const STREAM_ENTRIES: u64 = 30;
/// Most bytes of an entry's body: some are smaller than a sector of the disk, some larger than a page.
const BODY_BYTES_MAX: u64 = 9_000;

impl Acks {
    pub(crate) fn run(&self) -> anyhow::Result<Exit> {
        let journal = self.place.open()?;
        let runtime = place::runtime()?;
        let left = Arc::new(AtomicU64::new(self.commits));
        let written = runtime.block_on(async {
            let write =
                |writer| tokio::spawn(write(journal.clone(), left.clone(), self.seed ^ (u64::from(writer) << 40)));
            let writers: Vec<_> = (0..self.writers).map(write).collect();
            for writer in writers {
                writer.await??;
            }
            anyhow::Ok(())
        });
        journal.close();
        written.map(|()| Exit::Ok)
    }
}

/// Appends until nobody may any more, and prints each acknowledgement.
async fn write(journal: Arc<TapeJournal>, left: Arc<AtomicU64>, seed: u64) -> anyhow::Result<()> {
    let mut dice = Dice(seed);
    let (mut stream, mut version) = (dice.stream(), 0);
    while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
        if version >= STREAM_ENTRIES {
            (stream, version) = (dice.stream(), 0);
        }
        // Another process of the same seed may have written this stream before: then go on behind it.
        version = version.max(journal.version(stream));
        let ack = journal.append(dice.draft(stream, version)).await.map_err(meaning::of_append)?;
        version = ack.version;
        print(stream, &ack)?;
    }
    Ok(())
}

/// One line, at once: it must be out before the process can die.
fn print(stream: StreamId, ack: &Ack) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "ack {} {stream:?} {} {}", ack.position, ack.version, ack.leaf.hex())?;
    out.flush()
}

/// A small source of chance, so that a seed gives the same bytes in every build.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        // SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn stream(&mut self) -> StreamId {
        StreamId(((u128::from(self.next()) << 64) | u128::from(self.next())).to_be_bytes())
    }

    fn draft(&mut self, stream: StreamId, expected: u64) -> Draft {
        let entries = 1 + self.next() % 3;
        Draft { stream, expected, time: 0, entries: (0..entries).map(|_| self.entry()).collect() }
    }

    fn entry(&mut self) -> DraftEntry {
        let bytes = if self.next().is_multiple_of(8) { self.next() % BODY_BYTES_MAX } else { self.next() % 600 };
        let body = (0..bytes / 8 + 1).flat_map(|_| self.next().to_le_bytes()).collect();
        DraftEntry { envelope: self.next().to_le_bytes().to_vec(), body }
    }
}
