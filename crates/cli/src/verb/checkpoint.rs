//! `yidi checkpoint`: signs what the log is now, after recomputing it.

use std::io;

use clap::Args;
use journal::CheckpointKey;
use serde::Serialize;

use super::export::telling;
use super::place::{self, Place};
use crate::say::Voice;
use crate::trouble::{Exit, Trouble};

/// Which log, under which name.
#[derive(Args)]
pub(crate) struct Sign {
    #[command(flatten)]
    place: Place,
    /// 签名名义，如 yidi.example/990101 / The name to sign under, such as yidi.example/990101
    #[arg(long, value_name = "NAME")]
    origin: String,
}

#[derive(Serialize)]
struct Signed {
    commits: u64,
    root: String,
    verifier: String,
    checkpoint: String,
}

impl Sign {
    pub(crate) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let data = &self.place.data;
        place::must_exist(data)?;
        let report = journal::verify(data, Some(telling())).map_err(cannot)?;
        let Some(root) = report.root.filter(|_| report.ok) else {
            let trouble = Trouble::new(Exit::Faults, "日志已损坏，未签名。", "the log is damaged and was not signed.");
            return Err(trouble.next("请运行 yidi verify。", "run `yidi verify`").into());
        };
        let key = CheckpointKey::open(data, &self.origin).map_err(cannot)?;
        let checkpoint = key.sign(report.commits, root)?;
        journal::append_checkpoint(data, &checkpoint).map_err(cannot)?;
        let verifier = key.verifier().to_owned();
        let signed = Signed { commits: report.commits, root: root.hex(), verifier, checkpoint };
        voice.answer(&signed, |signed| format!("{}\n公钥 / verifier {}", signed.checkpoint, signed.verifier))?;
        Ok(Exit::Ok)
    }
}

pub(super) fn cannot(error: io::Error) -> Trouble {
    let exit = if error.kind() == io::ErrorKind::InvalidInput { Exit::Usage } else { Trouble::exit_of(&error) };
    Trouble::new(exit, "无法签名。", "cannot sign.").because(error)
}
