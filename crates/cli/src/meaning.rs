//! What the journal's errors mean to whoever typed the command: exit code, words, and what to do next.

use std::path::Path;

use center::VaultError;
use journal::{AppendError, Condition, OpenError, ReadError};

use crate::trouble::{Exit, Trouble};

/// Why a log does not open.
pub(crate) fn of_opening(dir: &Path, error: OpenError) -> Trouble {
    let (at, said) = (dir.display(), error.to_string());
    let trouble = match &error {
        OpenError::Locked { pid, .. } => Trouble::new(
            Exit::TryAgain,
            format!("{at} 正由进程 {pid} 使用。"),
            format!("{at} is in use by process {pid}."),
        )
        .next("请先停止该进程，或稍候再试。", format!("stop process {pid}, or try again later")),
        OpenError::Newer { .. } => {
            Trouble::new(Exit::Configuration, format!("{at} 由更新的版本写成。"), format!("{said}."))
                .next("请使用更新的 yidi。", "use a newer yidi; this one has changed nothing")
        }
        OpenError::Lost { first, last } => lost(dir, *first, *last),
        OpenError::Io { source, .. } => {
            let exit = Trouble::exit_of(source);
            let exit = if exit == Exit::NotFound { Exit::Storage } else { exit };
            Trouble::new(exit, format!("无法打开 {at}。"), format!("cannot open {at}."))
                .next("请检查磁盘和目录权限。", "look at the disk and at the owner and mode of the directory")
        }
        _ => Trouble::new(Exit::Storage, format!("无法打开 {at}。"), format!("cannot open {at}.")),
    };
    trouble.because(error)
}

fn lost(dir: &Path, first: u64, last: u64) -> Trouble {
    let at = dir.display();
    Trouble::new(
        Exit::Storage,
        format!("已确认的数据缺失：第 {first} 至 {last} 号提交不在 {at} 中。"),
        format!("acknowledged data missing: commits {first} to {last} are not in {at}."),
    )
    .next(
        "请勿在此另建新日志；找回缺失的分段，或用 yidi restore 从备份恢复到空目录。",
        "do not begin a new log here: find the missing segments, or `yidi restore` a backup into an empty directory",
    )
}

/// Why a log cannot be read.
pub(crate) fn of_reading(error: ReadError) -> Trouble {
    let trouble = match &error {
        ReadError::Damaged { position, .. } => Trouble::new(
            Exit::Storage,
            format!("第 {position} 号提交已损坏。"),
            format!("commit {position} is damaged."),
        )
        .next(
            "请运行 yidi verify 查看全部损坏，再从备份恢复。",
            "`yidi verify` lists all damage; then restore a backup",
        ),
        ReadError::Beyond { asked, head } => Trouble::new(
            Exit::NotFound,
            format!("日志到第 {head} 号为止，没有第 {asked} 号。"),
            format!("the log ends at {head}; there is no {asked}."),
        ),
        ReadError::Io { path, source } => {
            let at = path.display();
            Trouble::new(Trouble::exit_of(source), format!("无法读取 {at}。"), format!("cannot read {at}."))
        }
        _ => Trouble::new(Exit::Storage, "无法读取日志。", "the log cannot be read."),
    };
    trouble.because(error)
}

/// Why a log takes no commits in this condition.
pub(crate) fn of_condition(condition: &Condition) -> Trouble {
    match condition {
        Condition::Writable => Trouble::new(Exit::TryAgain, "日志已恢复写入。", "the log takes commits again."),
        Condition::ReadOnly { position, what } => Trouble::new(
            Exit::Storage,
            format!("日志只读：第 {position} 号提交已损坏。"),
            format!("the log is read-only: damage at position {position}: {what}."),
        )
        .next("请从备份恢复到空目录。", "restore a backup into an empty directory; keep this one"),
        Condition::Full { free_bytes } => Trouble::new(
            Exit::TryAgain,
            format!("磁盘将满：仅剩 {free_bytes} 字节。"),
            format!("the disk is nearly full: {free_bytes} bytes are free."),
        )
        .next("请腾出空间；写入会自动恢复。", "make room; commits are taken again by themselves"),
        Condition::Poisoned { what } => Trouble::new(
            Exit::Storage,
            "磁盘写入失败，已停止确认。",
            format!("the disk failed: {what}. Nothing was acknowledged since."),
        )
        .next("请检查系统日志和磁盘，然后重新启动。", "look at the kernel log and the disk, then start again"),
    }
}

/// Why the keys cannot be used.
pub(crate) fn of_keys(error: VaultError) -> Trouble {
    let said = error.to_string();
    let trouble = match &error {
        VaultError::NoKeyring { .. } => Trouble::new(Exit::Configuration, "没有密钥环。", format!("{said}.")).next(
            "新中心请运行 yidi keys init；否则请从备份恢复 keys/。",
            "a new center begins with `yidi keys init`; otherwise restore keys/ from its backup",
        ),
        VaultError::KeyringThere { .. } | VaultError::KeyringLost { .. } => {
            Trouble::new(Exit::Conflict, "已有密钥环或其密文，未作改动。", format!("{said}."))
                .next("请恢复原密钥环，或另用空目录。", "restore the keyring it had, or name an empty directory")
        }
        VaultError::OpenToOthers { .. } | VaultError::NotAKeyFile { .. } | VaultError::WrongKeyFile { .. } => {
            Trouble::new(Exit::Configuration, "总密钥文件不能使用。", format!("{said}."))
                .next("请检查 --key-file。", "look at --key-file")
        }
        VaultError::Locked { .. } => Trouble::new(Exit::TryAgain, "密钥环正被使用。", format!("{said}."))
            .next("请先停止服务。", "stop the server first"),
        VaultError::Damaged { .. } | VaultError::ListDamaged { .. } => {
            Trouble::new(Exit::Storage, "密钥环已损坏，未作改动。", format!("{said}."))
                .next("请见运维手册“密钥”一节。", "see the section on keys in the operations manual")
        }
        VaultError::Disk { source, .. } => {
            Trouble::new(Trouble::exit_of(source), "密钥文件无法使用。", format!("{said}."))
        }
        _ => Trouble::new(Exit::Failed, "密钥操作失败。", format!("{said}.")),
    };
    trouble.because(error)
}

/// Why an append was not acknowledged.
pub(crate) fn of_append(error: AppendError) -> Trouble {
    let trouble = match &error {
        AppendError::Closed(condition) => of_condition(condition),
        AppendError::Conflict { .. } => Trouble::new(Exit::Conflict, "他人已先写入。", "somebody else appended first."),
        _ => Trouble::new(Exit::Failed, "写入未被确认。", "the append was not acknowledged."),
    };
    trouble.because(error)
}
