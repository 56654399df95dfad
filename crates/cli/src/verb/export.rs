//! `yidi export`: the whole log as a bundle that anybody can check without this program's database.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use clap::Args;
use journal::{CheckpointKey, Manifest, Step};
use serde::Serialize;

use super::place::{self, Place};
use crate::progress::Progress;
use crate::say::Voice;
use crate::trouble::{Exit, Trouble};

/// From where to where.
#[derive(Args)]
pub(crate) struct Export {
    #[command(flatten)]
    place: Place,
    /// 备份目录，不得已存在 / Directory of the bundle, which must not exist
    #[arg(long, alias = "to", value_name = "DIR")]
    out: PathBuf,
    /// 以该名义签名，如 yidi.example/990101 / Sign under this name, such as yidi.example/990101
    #[arg(long, value_name = "NAME")]
    origin: Option<String>,
}

#[derive(Serialize)]
struct Exported {
    bundle: String,
    signed: bool,
    #[serde(flatten)]
    manifest: Manifest,
}

impl Export {
    pub(crate) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        place::must_exist(&self.place.data)?;
        let key = self.origin.as_deref().map(|origin| CheckpointKey::open(&self.place.data, origin)).transpose();
        let key = key.map_err(|error| self.not_written(error))?;
        let exported = journal::export(&self.place.data, &self.out, key.as_ref(), Some(telling()));
        let manifest = exported.map_err(|error| self.not_written(error))?;
        let answer = Exported { bundle: self.out.display().to_string(), signed: key.is_some(), manifest };
        voice.answer(&answer, Exported::lines)?;
        Ok(Exit::Ok)
    }

    fn not_written(&self, error: io::Error) -> Trouble {
        let at = self.out.display();
        let trouble = match error.kind() {
            io::ErrorKind::AlreadyExists => {
                Trouble::new(Exit::Conflict, format!("{at} 已存在。"), format!("there is something at {at} already."))
                    .next("请另选目录。", "name a directory that does not exist yet")
            }
            io::ErrorKind::InvalidData => {
                Trouble::new(Exit::Faults, "日志已损坏，未导出。", "the log is damaged and was not exported.")
                    .next("请运行 yidi verify。", "run `yidi verify`")
            }
            io::ErrorKind::InvalidInput => {
                Trouble::new(Exit::Usage, "签名名义无效。", "this is no name to sign under.")
            }
            _ => Trouble::new(Trouble::exit_of(&error), format!("无法写入 {at}。"), format!("cannot write {at}.")),
        };
        trouble.because(error)
    }
}

/// A progress bar for work of the journal.
pub(crate) fn telling() -> journal::Progress {
    let shown: Mutex<Option<Progress>> = Mutex::default();
    Arc::new(move |step: Step| {
        let mut shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
        Progress::show(&mut shown, step.doing, step.done, step.total);
    })
}

impl Exported {
    fn lines(&self) -> String {
        let Manifest { commits, entries, root, .. } = &self.manifest;
        format!(
            "已导出 / exported {}\n提交 / commits {commits}  记录 / entries {entries}\n根 / root {root}\n\
             核验 / check it: yidi verify --bundle {}",
            self.bundle, self.bundle
        )
    }
}
