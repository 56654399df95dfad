//! The list of verbs. A verb is one file and two lines here.

use clap::Subcommand;

use crate::bench;
use crate::say::Voice;
use crate::trouble::Exit;

pub(crate) mod place;
mod verify;

/// Everything `yidi` can be asked to do.
#[derive(Subcommand)]
pub(crate) enum Verb {
    /// 核对全部字节；3 表示有损坏 / Recompute everything from the bytes; 3 means faults
    Verify(verify::Verify),
    /// 测量，并与本机极限对比 / Measure, beside the limit of this machine
    #[command(subcommand)]
    Bench(bench::Bench),
}

impl Verb {
    /// Does it.
    pub(crate) fn run(self, voice: &Voice) -> anyhow::Result<Exit> {
        match self {
            Verb::Verify(verify) => verify.run(voice),
            Verb::Bench(bench) => bench.run(voice),
        }
    }
}
