//! The list of verbs. A verb is one file and two lines here.

use clap::Subcommand;

use crate::bench;
use crate::say::Voice;
use crate::trouble::Exit;

mod access;
mod accounts;
mod beside;
mod case;
mod checkpoint;
mod export;
pub(crate) mod generate;
mod identity;
mod keys;
pub(crate) mod place;
mod receipt;
mod replay;
mod restore;
mod rows;
mod serve;
mod subscriptions;
mod sync;
mod texts;
mod token;
mod verify;
mod view;

/// Everything `yidi` can be asked to do.
#[derive(Subcommand)]
pub(crate) enum Verb {
    /// 启动中心 / Serve the center over HTTP
    Serve(serve::Serve),
    /// 生成虚构的县 / Record an invented county
    Generate(generate::Generate),
    /// 上传离线登记 / Hand in what was written down offline
    Sync(sync::Sync),
    /// 部门订阅：消息服务器的配置、进度、接收 / Departments that subscribe: the broker's configuration, how far they are, receiving
    #[command(subcommand)]
    Subscriptions(subscriptions::Subscriptions),
    /// 查看案件 / Look at a case
    #[command(subcommand)]
    Case(case::Case),
    /// 查看部门视图 / Look at what a department sees
    View(view::View),
    /// 回放到某一刻 / Compute the views as they were at some moment
    Replay(replay::Replay),
    /// 核对全部字节；3 表示有损坏 / Recompute everything from the bytes; 3 means faults
    Verify(verify::Verify),
    /// 账号：列出、邀请、停用、重置 / Accounts: who has one, letting people in
    #[command(subcommand)]
    Accounts(accounts::Accounts),
    /// 查询权限表 / Ask who may do what
    #[command(subcommand)]
    Access(access::Access),
    /// 管理密钥环 / The keyring that personal data is sealed with
    #[command(subcommand)]
    Keys(keys::Keys),
    /// 群众回执：离线核验 / A citizen's receipt, checked offline
    #[command(subcommand)]
    Receipt(receipt::Receipt),
    /// 签署当前日志的检查点 / Sign what the log is now
    Checkpoint(checkpoint::Sign),
    /// 备份为可独立核验的目录 / Write a bundle that others can check
    Export(export::Export),
    /// 从备份恢复 / Restore a bundle
    Restore(restore::Restore),
    /// 测量，并与本机极限对比 / Measure, beside the limit of this machine
    #[command(subcommand)]
    Bench(bench::Bench),
}

impl Verb {
    /// Does it.
    pub(crate) fn run(self, voice: &Voice) -> anyhow::Result<Exit> {
        match self {
            Verb::Serve(serve) => serve.run(voice),
            Verb::Generate(generate) => generate.run(voice),
            Verb::Sync(sync) => sync.run(voice),
            Verb::Subscriptions(subscriptions) => subscriptions.run(voice),
            Verb::Case(case) => case.run(voice),
            Verb::View(view) => view.run(voice),
            Verb::Replay(replay) => replay.run(voice),
            Verb::Verify(verify) => verify.run(voice),
            Verb::Accounts(accounts) => accounts.run(voice),
            Verb::Access(access) => access.run(voice),
            Verb::Keys(keys) => keys.run(voice),
            Verb::Receipt(receipt) => receipt.run(voice),
            Verb::Checkpoint(sign) => sign.run(voice),
            Verb::Export(export) => export.run(voice),
            Verb::Restore(restore) => restore.run(voice),
            Verb::Bench(bench) => bench.run(voice),
        }
    }
}
