//! Reading a log that may belong to a running server: nothing is locked, nothing is changed.

use std::io::ErrorKind::NotFound;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use center::{Actor, Center, ReadFailure, Replayed, Role, Rulebook};
use clap::Args;
use journal::{
    AppendError, Appending, Commit, Condition, Digest, Draft, Head, Journal, MemoryScratch, OpenError, Position,
    ReadError, Reader, StreamId, Visit,
};
use serde::Serialize;
use timeline::{ActorId, DepartmentCode, Query, Rows};
use tokio::sync::watch;

use super::place::{self, LOOKS, Place};
use crate::meaning;
use crate::say::Voice;
use crate::trouble::{Exit, Trouble};

/// How long a log may be without a head file.
const HEAD_WITHIN: Duration = Duration::from_secs(2);

/// What every reading verb takes.
#[derive(Args)]
pub(crate) struct Asking {
    #[command(flatten)]
    place: Place,
    /// 以某位工作人员的身份查看；默认为审计员，不见姓名 / Look as this member of staff; by default as an auditor, without names
    #[arg(long = "as", value_name = "STAFF")]
    who: Option<ActorId>,
}

/// What an answer was read from.
#[derive(Serialize)]
pub(crate) struct Source {
    /// The last commit that was looked at.
    pub(crate) position: Position,
    /// Always false: only the tape was read.
    pub(crate) store_checked: bool,
    /// The process that has the log open, if one has.
    pub(crate) server: Option<u32>,
}

/// Looks at the access log of this data directory.
pub(crate) fn looks(data: &Path) -> anyhow::Result<(impl Journal, Source)> {
    let dir = data.join(LOOKS);
    if !dir.join("tape").is_dir() {
        let (zh, en) =
            (format!("{} 中没有查阅日志。", data.display()), format!("{} has no access log.", data.display()));
        return Err(Trouble::new(Exit::NotFound, zh, en)
            .next("请用 --data 指定数据目录。", "name the data directory with --data")
            .into());
    }
    let reader = open_reader(&dir)?;
    let source = Source { position: reader.head().position, store_checked: false, server: reader.owner() };
    Ok((ReadOnly::new(reader), source))
}

/// A log, and who looks.
pub(crate) struct Beside {
    log: Arc<ReadOnly>,
    actor: Actor,
    center: DepartmentCode,
    owner: Option<u32>,
}

impl Asking {
    /// The data directory.
    pub(crate) fn data(&self) -> &Path {
        &self.place.data
    }

    /// An auditor's look at this place.
    pub(crate) fn of_auditor(place: &Place) -> Self {
        Self { place: place.clone(), who: None }
    }

    /// Opens the log beside whoever owns it, and says what was not checked.
    pub(crate) fn open(&self, voice: &Voice) -> anyhow::Result<Beside> {
        place::must_exist(&self.place.data)?;
        let reader = open_reader(&self.place.data)?;
        let rulebook = Rulebook::demo();
        let (actor, center) = (self.actor(&rulebook)?, rulebook.center().clone());
        let owner = reader.owner();
        voice.note("只读磁带，未核对 store/。", "only the tape is read; store/ is not checked");
        Ok(Beside { log: Arc::new(ReadOnly::new(reader)), actor, center, owner })
    }

    fn actor(&self, rulebook: &Rulebook) -> anyhow::Result<Actor> {
        let wanted = |id: &ActorId, role: Role| self.who.as_ref().map_or(role == Role::Auditor, |who| who == id);
        let found = rulebook.staff_list().find_map(|staff| {
            let role = Role::from_name(staff.role.as_str()).filter(|role| wanted(&staff.id, *role))?;
            Some(Actor { id: staff.id.clone(), department: staff.department.clone(), role })
        });
        let Some(actor) = found else {
            let trouble = Trouble::new(Exit::NotFound, "没有这位工作人员。", "there is no such member of staff.");
            return Err(trouble.next("请检查 --as。", "look at --as").into());
        };
        Ok(actor)
    }
}

/// A server that has just begun a log writes its first head file within a second: until then there is nothing to go by.
fn open_reader(data: &Path) -> anyhow::Result<Reader> {
    let start = Instant::now();
    loop {
        match Reader::open(data) {
            Ok(reader) => return Ok(reader),
            Err(OpenError::Io { source, .. }) if source.kind() == NotFound && start.elapsed() < HEAD_WITHIN => {
                std::thread::sleep(HEAD_WITHIN / 20);
            }
            Err(error) => return Err(meaning::of_opening(data, error).into()),
        }
    }
}

impl Beside {
    pub(crate) fn journal(&self) -> &dyn Journal {
        self.log.as_ref()
    }

    /// Who looks.
    pub(crate) fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Rows of a view of a replay, as far as whoever looks may see them.
    pub(crate) fn rows(&self, replayed: &Replayed, name: &str, query: &Query) -> Result<Rows, Trouble> {
        replayed.view(&self.actor, &self.center, name, query).map_err(not_shown)
    }

    pub(crate) fn source(&self) -> Source {
        Source { position: self.log.head().position, store_checked: false, server: self.owner }
    }

    /// A center over the log that answers questions. It carries nothing out: its runtime is not driven after the
    /// opening, and the log would refuse.
    pub(crate) fn center(&self) -> anyhow::Result<Center> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let options = center::Options { demo: true, ..center::Options::new(Arc::new(jiff::Timestamp::now)) };
        let scratch = Arc::new(MemoryScratch::default());
        let opening = Center::open(self.log.clone(), scratch, Rulebook::demo(), options);
        let center = runtime.block_on(opening).map_err(meaning::of_center)?;
        // Its threads wait for a log that does not grow; they end with the process, which ends after the answer.
        std::mem::forget(runtime);
        Ok(center)
    }
}

/// Why something was not shown.
pub(crate) fn not_shown(failure: ReadFailure) -> Trouble {
    let trouble = match &failure {
        ReadFailure::Denied { rule } => {
            let (zh, en) = (format!("无权查看（{rule}）。"), format!("this member of staff may not see it ({rule})."));
            Trouble::new(Exit::Denied, zh, en).next("请换用 --as。", "look as somebody else with --as")
        }
        ReadFailure::Paused => Trouble::new(Exit::Conflict, "订阅已暂停。", "the subscription is paused."),
        ReadFailure::NotFound => Trouble::new(Exit::NotFound, "没有找到。", "there is no such thing."),
        ReadFailure::Failed { .. } => Trouble::new(Exit::Storage, "无法读取日志。", "the log cannot be read.")
            .next("请运行 yidi verify。", "run `yidi verify`"),
    };
    trouble.because(failure)
}

/// A reader in the place of a journal: it takes nothing.
struct ReadOnly {
    reader: Reader,
    head: watch::Sender<Position>,
    condition: watch::Sender<Condition>,
}

impl ReadOnly {
    fn new(reader: Reader) -> Self {
        let what = "it is read beside its owner".to_owned();
        let condition = watch::Sender::new(Condition::ReadOnly { position: 0, what });
        ReadOnly { head: watch::Sender::new(reader.head().position), condition, reader }
    }

    /// The tree is its owner's.
    fn no_tree<T>(&self, asked: u64) -> Result<T, ReadError> {
        Err(ReadError::Beyond { asked, head: 0 })
    }
}

impl Journal for ReadOnly {
    fn append(&self, _: Draft) -> Appending {
        Box::pin(std::future::ready(Err(AppendError::Closed(self.condition()))))
    }

    fn head(&self) -> Head {
        self.reader.head()
    }

    fn condition(&self) -> Condition {
        self.condition.borrow().clone()
    }

    fn version(&self, stream: StreamId) -> u64 {
        let commits = self.reader.read_stream(stream, 0).unwrap_or_default();
        let last = commits.last().and_then(|last| journal::CommitView::parse(last.position, &last.bytes));
        last.map_or(0, |last| last.last_version())
    }

    fn read_stream(&self, stream: StreamId, after: u64) -> Result<Vec<Commit>, ReadError> {
        self.reader.read_stream(stream, after)
    }

    fn scan(&self, after: Position, upto: Position, visit: &mut Visit<'_>) -> Result<Position, ReadError> {
        self.reader.scan(after, upto, visit)
    }

    fn follow(&self) -> watch::Receiver<Position> {
        self.head.subscribe()
    }

    fn watch_condition(&self) -> watch::Receiver<Condition> {
        self.condition.subscribe()
    }

    fn root(&self, size: u64) -> Result<Digest, ReadError> {
        self.no_tree(size)
    }

    fn prove_inclusion(&self, position: Position, _: u64) -> Result<Vec<Digest>, ReadError> {
        self.no_tree(position)
    }

    fn prove_consistency(&self, _: u64, new: u64) -> Result<Vec<Digest>, ReadError> {
        self.no_tree(new)
    }

    fn close(&self) {}
}
