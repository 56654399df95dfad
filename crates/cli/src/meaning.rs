//! What the errors of the log, of the center over it and of its files mean to whoever typed the command: exit code,
//! words, and what to do next.

use std::error::Error;
use std::io;
use std::path::Path;

use center::{BlobError, Failure, VaultError};
use journal::{AppendError, Condition, OpenError, ReadError};
use timeline::codec::CodecError;

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
            Trouble::new(exit_of_own(source), format!("无法打开 {at}。"), format!("cannot open {at}."))
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
            Trouble::new(exit_of_own(source), format!("无法读取 {at}。"), format!("cannot read {at}."))
        }
        _ => Trouble::new(Exit::Storage, "无法读取日志。", "the log cannot be read."),
    };
    trouble.because(error)
}

/// The exit code where the system refuses a file of the center's own: one that is not there was lost.
fn exit_of_own(reason: &io::Error) -> Exit {
    match Trouble::exit_of(reason) {
        Exit::NotFound => Exit::Storage,
        exit => exit,
    }
}

/// Why a center does not open over its log.
pub(crate) fn of_center(error: center::OpenError) -> Trouble {
    let error = match error {
        center::OpenError::Read(error) => return of_reading(error),
        other => other,
    };
    let trouble = match &error {
        center::OpenError::NoVault => {
            Trouble::new(Exit::Configuration, "个人信息只能加密保存。", "personal data is stored sealed only.").next(
                "请用 --key-file 指定总密钥文件；演示请加 --demo。",
                "name --key-file; a demonstration runs with --demo",
            )
        }
        center::OpenError::RequestKey { path, source } => {
            let at = path.display();
            Trouble::new(exit_of_own(source), format!("无法使用 {at}。"), format!("cannot use {at}."))
                .next("请检查磁盘和文件权限。", "look at the disk and at the owner and mode of the file")
        }
        center::OpenError::Decode { position, source } => of_decoding(*position, source),
        _ => Trouble::new(Exit::Failed, "中心无法启动。", "the center cannot be opened."),
    };
    trouble.because(error)
}

/// A fact that this program cannot read: of a newer one, or damaged in a way that no check of the log shows.
fn of_decoding(position: u64, source: &CodecError) -> Trouble {
    match source {
        CodecError::Format { .. } | CodecError::UnknownKind { .. } => Trouble::new(
            Exit::Configuration,
            format!("第 {position} 号提交由更新的版本写成。"),
            format!("commit {position} was written by a newer program."),
        )
        .next("请使用更新的 yidi。", "use a newer yidi"),
        _ => Trouble::new(
            Exit::Storage,
            format!("第 {position} 号提交无法解读。"),
            format!("commit {position} cannot be decoded."),
        )
        .next("请使用写入它的 yidi 版本，或从备份恢复。", "use the yidi that wrote it, or restore a backup"),
    }
}

/// Why the credentials cannot be read or kept. What holds no refusal of the system is a door that is busy.
pub(crate) fn of_credentials(error: impl Error + Send + Sync + 'static) -> Trouble {
    let refused = error.source().and_then(|source| source.downcast_ref::<io::Error>());
    let exit = refused.map_or(Exit::TryAgain, exit_of_own);
    Trouble::new(exit, "登录凭据无法使用。", "the credentials cannot be used.")
        .next("请检查磁盘和文件权限。", "look at the disk and at the owner and mode of DIR/credentials")
        .because(error)
}

/// Why the materials cannot be looked through.
pub(crate) fn of_materials(error: BlobError) -> Trouble {
    let exit = match &error {
        BlobError::Disk { source, .. } => exit_of_own(source),
        BlobError::Missing { .. } | BlobError::Damaged { .. } | BlobError::Foreign { .. } => Exit::Storage,
        BlobError::TooLong { .. } | BlobError::BrokenOff(_) => Exit::Failed,
    };
    Trouble::new(exit, "无法读取材料。", "the materials cannot be read.")
        .next("请检查磁盘和 blobs/ 的权限。", "look at the disk and at the owner and mode of blobs/")
        .because(error)
}

/// Why the center did not carry an order out that a verb gave it.
pub(crate) fn of_failure(failure: Failure) -> Trouble {
    let exit = match &failure {
        Failure::NotWritable(condition) => return of_condition(condition),
        Failure::Denied { .. } => Exit::Denied,
        Failure::NotFound => Exit::NotFound,
        Failure::Refused(_) | Failure::Conflict { .. } | Failure::RequestReused => Exit::Conflict,
        Failure::InFlight => Exit::TryAgain,
        Failure::KeysFailed { .. } => Exit::Storage,
        Failure::Failed { .. } => Exit::Failed,
    };
    Trouble::new(exit, "未能办理。", "it was not carried out.").because(failure)
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

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn denied() -> io::Error {
        io::ErrorKind::PermissionDenied.into()
    }

    #[test]
    fn a_center_that_does_not_open_ends_as_what_kept_it_from_it_does() {
        let path = PathBuf::from("request.key");
        let key = |source| center::OpenError::RequestKey { path: path.clone(), source };
        let damaged = ReadError::Damaged { position: 7, what: "rot".to_owned() };
        let decode = |source| center::OpenError::Decode { position: 7, source };
        let ends = [
            (center::OpenError::NoVault, Exit::Configuration),
            (key(denied()), Exit::Denied),
            (key(io::ErrorKind::NotFound.into()), Exit::Storage),
            (center::OpenError::Read(damaged), Exit::Storage),
            (center::OpenError::Read(ReadError::Io { path: path.clone(), source: denied() }), Exit::Denied),
            (decode(CodecError::UnknownKind { name: "intake.new".to_owned(), version: 1 }), Exit::Configuration),
            (decode(CodecError::Value { field: "actor" }), Exit::Storage),
            (center::OpenError::Thread(io::Error::other("no more")), Exit::Failed),
        ];
        for (error, exit) in ends {
            let said = error.to_string();
            assert_eq!(of_center(error).exit, exit, "{said}");
        }
    }

    #[test]
    fn files_of_the_center_end_as_the_system_says() {
        let disk = |source| BlobError::Disk { path: PathBuf::from("blobs"), source };
        assert_eq!(of_materials(disk(denied())).exit, Exit::Denied);
        assert_eq!(of_materials(disk(io::Error::other("I/O"))).exit, Exit::Storage);
        assert_eq!(of_failure(Failure::InFlight).exit, Exit::TryAgain);
    }
}
