//! Reading by position: a run is decompressed as a whole, visited in position order, while the next one is loaded.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::block::{Block, Row, Unpacker};
use super::engine::Kind;
use super::index::RunIndex;
use super::run::{blocks_of, in_parallel};
use super::{Store, StoreFault};
use crate::{Position, Visit};

/// The positions of a run that a scan wants.
#[derive(Debug)]
struct Window {
    run: Arc<RunIndex>,
    low: Position,
    high: Position,
}

/// Buffers of blocks that have been visited. Without them the allocator would keep those of every thread that ever
/// decompressed (measured: 110 MB more for the process).
type Spare = Mutex<Vec<Vec<u8>>>;

/// A window, decompressed.
#[derive(Debug)]
struct Loaded {
    window: Window,
    blocks: Vec<Block>,
    /// For each position of the window: which of `blocks`, and where in it.
    order: Vec<(u32, Row)>,
}

impl Store {
    /// Visits the commits with `after < position <= upto`, as far as the mark goes, in position order; answers the last
    /// position visited (`after` if none). Two runs at most are in memory.
    ///
    /// A range costs the decompression of every block it touches, and a thousand neighbours touch most blocks of a run: who
    /// reads the whole log should ask for it in one scan, or in steps of many thousand.
    ///
    /// # Errors
    /// A fault of the store. What was visited before it was right; go on behind it on the tape.
    pub(crate) fn scan(&self, after: Position, upto: Position, visit: &mut Visit<'_>) -> Result<Position, StoreFault> {
        let mut windows = self.windows(after, upto).into_iter();
        let Some(window) = windows.next() else { return Ok(after) };
        let spare = Spare::default();
        let mut loaded = self.load(window, &spare)?;
        thread::scope(|scope| {
            loop {
                let next = windows.next().map(|window| scope.spawn(|| self.load(window, &spare)));
                if let ControlFlow::Break(position) = loaded.visit(visit)? {
                    return Ok(position);
                }
                let Some(next) = next else { return Ok(loaded.window.high) };
                loaded.release(&spare);
                loaded = next.join().map_err(|payload| StoreFault::panicked(payload.as_ref()))??;
            }
        })
    }

    fn windows(&self, after: Position, upto: Position) -> Vec<Window> {
        let touches = |run: &Arc<RunIndex>| run.last > after && run.first <= upto && after < upto;
        let runs = self.covered().runs.into_iter().filter(touches);
        runs.map(|run| Window { low: run.first.max(after + 1), high: run.last.min(upto), run }).collect()
    }

    fn load(&self, window: Window, spare: &Spare) -> Result<Loaded, StoreFault> {
        let run = &window.run;
        let most_of_it = (window.high - window.low + 1) * 2 > run.commits();
        let numbers =
            if most_of_it { (0..run.blocks).collect() } else { blocks_of(&self.engine, run, window.low, window.high)? };
        let blocks = in_parallel(&numbers, |part| {
            let mut unpacker = Unpacker::new()?;
            let mut load = |number: &u32| {
                let packed = self.engine.need(Kind::Block, run.first, *number)?;
                let buffer = spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
                unpacker.unpack_block(&packed, buffer.unwrap_or_default())
            };
            part.iter().map(&mut load).collect()
        })?;
        let order = in_order(&window, &blocks)?;
        Ok(Loaded { window, blocks, order })
    }
}

impl Loaded {
    fn release(self, spare: &Spare) {
        let buffers = self.blocks.into_iter().map(Block::into_buffer);
        spare.lock().unwrap_or_else(PoisonError::into_inner).extend(buffers);
    }

    fn visit(&self, visit: &mut Visit<'_>) -> Result<ControlFlow<Position>, StoreFault> {
        for (block, row) in &self.order {
            let Some(block) = self.blocks.get(*block as usize) else { continue }; // `in_order` counted them
            let commit = block.commit(self.window.run.first, *row)?;
            if visit(&commit).is_break() {
                return Ok(ControlFlow::Break(commit.position()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

/// Where each position of the window lies; that every one of them is there exactly once is checked here.
fn in_order(window: &Window, blocks: &[Block]) -> Result<Vec<(u32, Row)>, StoreFault> {
    let hole = (u32::MAX, Row::default());
    let count = usize::try_from(window.high - window.low + 1).unwrap_or(usize::MAX);
    let mut order = vec![hole; count];
    let mut filled = 0;
    for (number, block) in (0u32..).zip(blocks) {
        for row in block.rows() {
            let position = window.run.first + u64::from(row.ordinal);
            let Some(at) = position.checked_sub(window.low).and_then(|at| usize::try_from(at).ok()) else { continue };
            let Some(slot) = order.get_mut(at) else { continue };
            filled += usize::from(slot.0 == u32::MAX);
            *slot = (number, *row);
        }
    }
    if filled == count {
        return Ok(order);
    }
    Err(StoreFault::damaged(format!("{} commits of {} to {} are missing", count - filled, window.low, window.high)))
}
