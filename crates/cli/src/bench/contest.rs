//! Two sides under the same load, in turns: what the machine does meanwhile meets both.

use std::sync::Arc;
use std::time::{Duration, Instant};

use journal::{Draft, Journal};

use super::load::{Shape, Writer};
use super::raw::Raw;
use super::spread::{Figures, Spread, micros_since};

/// Turns of each side.
const TURNS: u32 = 6;

/// Who is measured.
#[derive(Clone)]
pub(crate) enum Side {
    /// The journal.
    Journal(Arc<dyn Journal>),
    /// The raw file.
    Raw(Arc<Raw>),
}

impl Side {
    async fn commit(&self, draft: Draft) -> anyhow::Result<()> {
        match self {
            Side::Journal(journal) => Ok(journal.append(draft).await.map(|_| ())?),
            Side::Raw(raw) => raw.commit(draft).await,
        }
    }
}

/// The load both sides get.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Load {
    pub(crate) writers: usize,
    pub(crate) shape: Shape,
    /// How long each side writes in all.
    pub(crate) time: Duration,
}

/// Measures both sides in turns, after one turn of each that is not counted.
pub(crate) async fn run(sides: [Side; 2], load: Load) -> anyhow::Result<[Figures; 2]> {
    let mut spreads = [Spread::new()?, Spread::new()?];
    for turn in 0..=TURNS {
        for (side, spread) in sides.iter().zip(&mut spreads) {
            let (times, spent) = slice(side, load, load.time / TURNS).await?;
            if turn > 0 {
                spread.take(&times, spent);
            }
        }
    }
    Ok(spreads.map(|spread| spread.figures()))
}

async fn slice(side: &Side, load: Load, time: Duration) -> anyhow::Result<(Vec<u32>, Duration)> {
    let start = Instant::now();
    let until = start + time;
    let writers: Vec<_> = (0..load.writers).map(|_| tokio::spawn(write(side.clone(), load.shape, until))).collect();
    let mut times = Vec::new();
    for writer in writers {
        times.extend(writer.await??);
    }
    Ok((times, start.elapsed()))
}

async fn write(side: Side, shape: Shape, until: Instant) -> anyhow::Result<Vec<u32>> {
    let mut writer = Writer::new(shape);
    let mut times = Vec::new();
    while Instant::now() < until {
        let draft = writer.draft();
        let start = Instant::now();
        side.commit(draft).await?;
        times.push(micros_since(start));
    }
    Ok(times)
}
