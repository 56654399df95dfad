//! `yidi verify`: everything recomputed from the bytes, every fault named, nothing repaired.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use clap::Args;
use journal::{Fault, Report, Step};
use serde::Serialize;

use super::place::Place;
use crate::progress::Progress;
use crate::say::Voice;
use crate::trouble::{Exit, Trouble};

/// Which log.
#[derive(Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    place: Place,
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
}

#[derive(Serialize)]
struct Shown {
    layer: String,
    position: u64,
    what: String,
}

impl Verify {
    pub(crate) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        super::place::must_exist(&self.place.data)?;
        let report = report(&self.place.data)?;
        if !report.store_checked {
            voice.note("未核对 store/（服务正在运行，或尚无 store/）。", "store/ was not checked: a server is running, or there is none yet");
        }
        let answer = Verified::from(report);
        voice.answer(&answer, Verified::lines)?;
        Ok(if answer.ok { Exit::Ok } else { Exit::Faults })
    }
}

fn report(data: &Path) -> anyhow::Result<Report> {
    let shown: Mutex<Option<Progress>> = Mutex::default();
    let tell = move |step: Step| {
        let mut shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
        Progress::show(&mut shown, step.doing, step.done, step.total);
    };
    journal::verify(data, Some(Arc::new(tell))).map_err(|error| {
        let at = data.display();
        let trouble = Trouble::new(Trouble::exit_of(&error), format!("无法读取 {at}。"), format!("cannot read {at}."));
        trouble.because(error).into()
    })
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
    fn lines(&self) -> String {
        let mut lines = vec![
            format!("提交 / commits  {}", self.commits),
            format!("记录 / entries  {}", self.entries),
            format!("根   / root     {}", self.root.as_deref().unwrap_or("-")),
        ];
        lines.extend(self.aside.iter().map(|path| format!("曾隔离 / set aside earlier: {path}")));
        lines.extend(self.faults.iter().map(|fault| {
            format!("损坏 / fault: {} at position {}: {}", fault.layer, fault.position, fault.what)
        }));
        lines.push(match self.faults.len() {
            0 => "全部一致 / everything is as it was written".to_owned(),
            faults => format!("发现 {faults} 处损坏；请勿改动该目录 / {faults} faults; keep the directory as it is"),
        });
        lines.join("\n")
    }
}
