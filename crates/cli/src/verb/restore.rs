//! `yidi restore`: a bundle becomes a log again, commit for commit.

use std::path::PathBuf;

use clap::Args;
use journal::{RestoreError, Restored};
use serde::Serialize;

use super::export::telling;
use super::place::Place;
use crate::say::Voice;
use crate::trouble::{Exit, Trouble};

/// From where to where.
#[derive(Args)]
pub(crate) struct Restore {
    #[command(flatten)]
    place: Place,
    /// 备份目录 / Directory of the bundle
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
}

#[derive(Serialize)]
struct Done {
    commits: u64,
    /// Whether anything was written: a second restore of the same bundle changes nothing.
    written: bool,
    /// Where the damaged tape that was there before is.
    set_aside: Option<String>,
}

impl Restore {
    pub(crate) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let data = std::path::absolute(&self.place.data)?;
        if !self.from.join("manifest.json").is_file() {
            let at = self.from.display();
            return Err(Trouble::new(
                Exit::NotFound,
                format!("{at} 不是备份。"),
                format!("there is no bundle at {at}."),
            )
            .into());
        }
        let done = match journal::restore(&self.from, &data, Some(telling())).map_err(refused)? {
            Restored::Written { commits, set_aside } => {
                Done { commits, written: true, set_aside: set_aside.map(|path| path.display().to_string()) }
            }
            Restored::AlreadyThere { commits } => Done { commits, written: false, set_aside: None },
        };
        voice.answer(&done, Done::lines)?;
        Ok(Exit::Ok)
    }
}

fn refused(error: RestoreError) -> Trouble {
    let trouble = match &error {
        RestoreError::Bundle(report) => {
            let faults = report.faults.len();
            Trouble::new(Exit::Faults, format!("备份有 {faults} 处损坏。"), format!("the bundle has {faults} faults."))
                .next(
                    "请用 yidi verify --bundle 查看，并改用其他备份。",
                    "`yidi verify --bundle` names them; use another backup",
                )
        }
        RestoreError::Locked { pid } => Trouble::new(
            Exit::TryAgain,
            format!("数据目录正由进程 {pid} 使用。"),
            format!("process {pid} has the log open."),
        )
        .next("请先停止服务。", "stop the server first"),
        RestoreError::Short { bundle, log } => Trouble::new(
            Exit::Conflict,
            format!("备份只到第 {bundle} 号，日志已到第 {log} 号。"),
            format!("the bundle ends at {bundle}, the log goes to {log}: commits would be lost."),
        )
        .next("请恢复到空目录。", "restore into an empty directory"),
        RestoreError::Diverges { position } => Trouble::new(
            Exit::Conflict,
            format!("备份与日志在第 {position} 号不同。"),
            format!("bundle and log are different at {position}."),
        )
        .next("请恢复到空目录。", "restore into an empty directory"),
        RestoreError::Io { source, .. } => Trouble::new(Trouble::exit_of(source), "无法恢复。", "cannot restore."),
        _ => Trouble::new(Exit::Storage, "无法恢复。", "cannot restore."),
    };
    trouble.because(error)
}

impl Done {
    fn lines(&self) -> String {
        let mut lines = vec![if self.written {
            format!("已恢复 {} 次提交 / {} commits restored", self.commits, self.commits)
        } else {
            format!("日志已完整，共 {} 次提交 / the log held all {} commits already", self.commits, self.commits)
        }];
        lines.extend(self.set_aside.iter().map(|path| format!("原磁带移至 / the former tape is in {path}")));
        lines.join("\n")
    }
}
