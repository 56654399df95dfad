//! `yidi verify`: everything recomputed from the bytes, every fault named, nothing repaired.

mod papers;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use center::{Blobs, Finding};
use clap::Args;
use journal::{FAULTS_MAX, Fault, Report};
use serde::Serialize;
use timeline::BlobName;
use timeline::codec::CodecError;

use self::papers::Papers;
use super::export::telling;
use super::place::{self, ACCUSATIONS, LOOKS, Place};
use crate::meaning;
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
    /// Whether the log of accusations is as it was written; null if there is none. How long it is is told to nobody.
    accusations: Option<bool>,
    /// Materials whose bytes are those their name vouches for; null if there is no store of them.
    materials: Option<u64>,
}

#[derive(Serialize)]
struct Shown {
    layer: String,
    position: u64,
    what: String,
}

impl Verify {
    pub(crate) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let answer = match &self.bundle {
            Some(bundle) => {
                let found = journal::verify_bundle(bundle, self.verifier.as_deref(), Some(telling()));
                Verified::from(found.map_err(|error| unreadable(bundle, error))?)
            }
            None => self.directory(voice)?,
        };
        voice.answer(&answer, Verified::lines)?;
        Ok(if answer.ok { Exit::Ok } else { Exit::Faults })
    }

    /// The log, the logs that lie beside it, and the files that facts name.
    fn directory(&self, voice: &Voice) -> anyhow::Result<Verified> {
        let data = &self.place.data;
        place::must_exist(data)?;
        let report = verified(data)?;
        if !report.store_checked {
            let en = "store/ was not checked: a server is running, or there is none yet";
            voice.note("未核对 store/：服务正在运行，或尚无 store/。", en);
        }
        let mut all = Verified::from(report);
        all.looks = log_in(&data.join(LOOKS))?.map(|looks| all.beside(LOOKS, &looks));
        let apart = data.join(ACCUSATIONS);
        for report in [log_in(&apart)?, log_in(&apart.join(LOOKS))?].into_iter().flatten() {
            all.accusations = Some(all.accusations != Some(false) && report.ok);
            all.beside(ACCUSATIONS, &report);
        }
        all.materials = all.with_materials(data)?;
        Ok(all)
    }
}

fn verified(dir: &Path) -> Result<Report, Trouble> {
    journal::verify(dir, Some(telling())).map_err(|error| unreadable(dir, error))
}

/// The log of this directory, where there is one: its faults count as much.
fn log_in(dir: &Path) -> Result<Option<Report>, Trouble> {
    if dir.join("tape").is_dir() { verified(dir).map(Some) } else { Ok(None) }
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
            accusations: None,
            materials: None,
        }
    }
}

impl Shown {
    fn of(fault: &Fault) -> Self {
        let layer = format!("{:?}", fault.layer).to_ascii_lowercase();
        Shown { layer, position: fault.position, what: fault.what.clone() }
    }

    fn of_material(finding: &Finding) -> Self {
        let what = match finding {
            Finding::Damaged(name) => format!("{name} does not hold the bytes it is named after"),
            Finding::Foreign(name) => format!("{name} is no material: somebody else put it there"),
        };
        Shown { layer: "blobs".to_owned(), position: 0, what }
    }

    fn of_missing((name, position): (BlobName, u64)) -> Self {
        let what = format!("材料文件缺失，请从副本恢复 / {name} is not in blobs/: restore a copy of the file");
        Shown { layer: "blobs".to_owned(), position, what }
    }

    fn of_unread((position, error): &(u64, CodecError)) -> Self {
        let what = format!("无法得知此件所指材料 / which file this fact names cannot be read: {error}");
        Shown { layer: "blobs".to_owned(), position: *position, what }
    }
}

/// Every file that a fact names and the store does not hold, and the facts whose file cannot be told.
fn missing(papers: &Papers, whole: &[BlobName], findings: &[Finding]) -> Vec<Shown> {
    let damaged = findings.iter().filter_map(|finding| match finding {
        Finding::Damaged(name) => Some(*name),
        Finding::Foreign(_) => None,
    });
    let there: BTreeSet<BlobName> = whole.iter().copied().chain(damaged).collect();
    let missing = papers.expected().filter(|(name, _)| !there.contains(name)).map(Shown::of_missing);
    missing.chain(papers.unread.iter().map(Shown::of_unread)).take(FAULTS_MAX).collect()
}

impl Verified {
    /// With what was found of a log beside it. Answers how many commits that has.
    fn beside(&mut self, name: &str, report: &Report) -> u64 {
        let of_it = |fault: &Fault| {
            let shown = Shown::of(fault);
            Shown { layer: format!("{name}_{}", shown.layer), ..shown }
        };
        self.ok &= report.ok;
        self.faults.extend(report.faults.iter().map(of_it));
        self.aside.extend(report.aside.iter().map(|path| path.display().to_string()));
        report.commits
    }

    /// With what was found of the materials. Answers how many are whole.
    fn with_materials(&mut self, data: &Path) -> Result<Option<u64>, Trouble> {
        // The log first: beside a running server, a file is there before a fact names it.
        let papers = match Papers::of(data) {
            Err(trouble) if self.ok => return Err(trouble),
            Err(_) => Papers::default(), // why it cannot be read is among the faults
            Ok(papers) => papers,
        };
        let blobs = Blobs::as_it_is(data);
        let (whole, findings) = match &blobs {
            Some(blobs) => blobs.check().map_err(meaning::of_materials)?,
            None => Default::default(),
        };
        let missing = missing(&papers, &whole, &findings);
        let faults: Vec<Shown> = findings.iter().map(Shown::of_material).chain(missing).collect();
        self.ok &= faults.is_empty();
        self.faults.extend(faults);
        Ok(blobs.map(|_| whole.len() as u64))
    }

    fn lines(&self) -> String {
        let mut lines = vec![
            format!("提交 / commits  {}", self.commits),
            format!("记录 / entries  {}", self.entries),
            format!("根   / root     {}", self.root.as_deref().unwrap_or("-")),
        ];
        lines.extend(self.looks.map(|looks| format!("查阅 / looks    {looks}")));
        let whole = |ok| if ok { "完整 / whole" } else { "损坏 / damaged" };
        lines.extend(self.accusations.map(|ok| format!("检举 / accusations {}", whole(ok))));
        lines.extend(self.materials.map(|materials| format!("材料 / materials {materials}")));
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
