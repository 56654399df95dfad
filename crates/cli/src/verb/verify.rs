//! `yidi verify`: everything recomputed from the bytes, every fault named, nothing repaired.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use journal::{Fault, Report};
use serde::Serialize;

use super::export::telling;
use super::place::{self, LOOKS, Place};
use crate::say::Voice;
use crate::trouble::{Exit, Trouble};

/// Which log.
#[derive(Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    place: Place,
    /// 核对备份，而非数据目录 / Verify a bundle instead of a data directory
    #[arg(long, value_name = "DIR", conflicts_with = "data")]
    bundle: Option<PathBuf>,
    /// 备份应由该公钥签名 / The public key the bundle should be signed with
    #[arg(long, value_name = "KEY", requires = "bundle")]
    verifier: Option<String>,
}

/// The answer.
#[derive(Serialize)]
struct Verified {
    ok: bool,
    commits: u64,
    entries: u64,
    position: u64,
    chain: String,
    root: Option<String>,
    /// False beside a running server: the store is its own.
    store_checked: bool,
    /// What earlier openings set aside.
    aside: Vec<String>,
    faults: Vec<Shown>,
    /// Commits of the access log; null if there is none, as in a bundle.
    looks: Option<u64>,
}

#[derive(Serialize)]
struct Shown {
    layer: String,
    position: u64,
    what: String,
}

impl Verify {
    pub(crate) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let (report, looks) = match &self.bundle {
            Some(bundle) => {
                let found = journal::verify_bundle(bundle, self.verifier.as_deref(), Some(telling()));
                (found.map_err(|error| unreadable(bundle, error))?, None)
            }
            None => self.log(voice)?,
        };
        let answer = Verified::from(report).beside(looks);
        voice.answer(&answer, Verified::lines)?;
        Ok(if answer.ok { Exit::Ok } else { Exit::Faults })
    }

    /// The log and, where there is one, the access log: a log of its own, whose faults count as much.
    fn log(&self, voice: &Voice) -> anyhow::Result<(Report, Option<Report>)> {
        let data = &self.place.data;
        place::must_exist(data)?;
        let verified = |dir: &Path| journal::verify(dir, Some(telling())).map_err(|error| unreadable(dir, error));
        let (report, looks) = (verified(data)?, data.join(LOOKS));
        let looks = if looks.join("tape").is_dir() { Some(verified(&looks)?) } else { None };
        if !report.store_checked {
            let en = "store/ was not checked: a server is running, or there is none yet";
            voice.note("未核对 store/：服务正在运行，或尚无 store/。", en);
        }
        Ok((report, looks))
    }
}

fn unreadable(path: &Path, error: io::Error) -> Trouble {
    let at = path.display();
    Trouble::new(Trouble::exit_of(&error), format!("无法读取 {at}。"), format!("cannot read {at}.")).because(error)
}

impl From<Report> for Verified {
    fn from(report: Report) -> Self {
        Verified {
            ok: report.ok,
            commits: report.commits,
            entries: report.entries,
            position: report.head.position,
            chain: report.head.chain.hex(),
            root: report.root.map(|root| root.hex()),
            store_checked: report.store_checked,
            aside: report.aside.iter().map(|path| path.display().to_string()).collect(),
            faults: report.faults.iter().map(Shown::of).collect(),
            looks: None,
        }
    }
}

impl Shown {
    fn of(fault: &Fault) -> Self {
        let layer = format!("{:?}", fault.layer).to_ascii_lowercase();
        Shown { layer, position: fault.position, what: fault.what.clone() }
    }
}

impl Verified {
    /// The same, with what was found of the access log.
    fn beside(mut self, looks: Option<Report>) -> Self {
        let Some(looks) = looks else { return self };
        let of_looks = |fault: &Fault| {
            let shown = Shown::of(fault);
            Shown { layer: format!("{LOOKS}_{}", shown.layer), ..shown }
        };
        self.ok &= looks.ok;
        self.looks = Some(looks.commits);
        self.faults.extend(looks.faults.iter().map(of_looks));
        self.aside.extend(looks.aside.iter().map(|path| path.display().to_string()));
        self
    }

    fn lines(&self) -> String {
        let mut lines = vec![
            format!("提交 / commits  {}", self.commits),
            format!("记录 / entries  {}", self.entries),
            format!("根   / root     {}", self.root.as_deref().unwrap_or("-")),
        ];
        lines.extend(self.looks.map(|looks| format!("查阅 / looks    {looks}")));
        lines.extend(self.aside.iter().map(|path| format!("曾隔离 / set aside earlier: {path}")));
        lines.extend(
            self.faults
                .iter()
                .map(|fault| format!("损坏 / fault: {} at position {}: {}", fault.layer, fault.position, fault.what)),
        );
        lines.push(match self.faults.len() {
            0 => "全部一致 / everything is as it was written".to_owned(),
            faults => format!("发现 {faults} 处损坏；请勿改动该目录 / {faults} faults; keep the directory as it is"),
        });
        lines.join("\n")
    }
}
