//! Measurements beside their limit: a figure alone says more about the machine than about the program.

mod acks;
mod append;
mod client;
mod contest;
mod fill;
mod http;
mod load;
mod raw;
mod relay;
mod replay;
mod spread;
mod started;

use clap::Subcommand;

use crate::say::Voice;
use crate::trouble::Exit;

/// What can be measured.
#[derive(Subcommand)]
pub(crate) enum Bench {
    /// 持久写入，与裸文件同场对比 / Durable commits, beside a raw file in the same run
    Append(append::Append),
    /// 回放、启动与冷读 / Replaying, starting, and reading a case cold
    Replay(replay::Replay),
    /// 经 HTTP 的持久命令 / Durable commands over HTTP
    Http(http::Http),
    /// 告知各部门，与裸消息同场对比 / Telling departments, beside bare messages in the same run
    Relay(relay::Relay),
    /// Writes and prints acknowledgements, for the fault rigs
    #[command(hide = true)]
    Acks(acks::Acks),
}

impl Bench {
    pub(crate) fn run(self, voice: &Voice) -> anyhow::Result<Exit> {
        match self {
            Bench::Append(append) => append.run(voice),
            Bench::Replay(replay) => replay.run(voice),
            Bench::Http(http) => http.run(voice),
            Bench::Relay(relay) => relay.run(voice),
            Bench::Acks(acks) => acks.run(),
        }
    }
}
