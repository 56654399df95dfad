//! A hall to test in: a center over a journal in memory, people in their roles, and a clock that is set.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use access::{Actor, Role};
use center::{
    Center, Command, Context, Done, Failure, FollowUps, Opening, Options, Order, Progress, Signer, Vault, VaultError,
};
use jiff::Timestamp;
use journal::{Journal, MemoryJournal, MemoryScratch, Scratch};
use rules::Rulebook;
use serde_json::{Value, json};
use timeline::{ActorId, Channel, DepartmentCode, RequestId, StreamId};
use uuid::Uuid;

/// Nine in the morning, in China.
pub(crate) const MORNING: &str = "2026-11-02T01:00:00Z";

pub(crate) struct Hall {
    pub(crate) center: Center,
    pub(crate) journal: Arc<dyn Journal>,
    scratch: Arc<dyn Scratch>,
    home: PathBuf,
    clock: Arc<AtomicI64>,
    requests: AtomicI64,
    rebuilt: Arc<AtomicI64>,
    pub(crate) vault: Option<Arc<Vault>>,
}

impl Hall {
    pub(crate) async fn open(home: &std::path::Path) -> Self {
        let (journal, scratch) = (Arc::new(MemoryJournal::new()), Arc::new(MemoryScratch::default()));
        Self::over(journal, scratch, (home.into(), clock()), |options| options).await
    }

    /// The same log in a new process; with `forget`, without anything from the scratch.
    pub(crate) async fn reopen(self, forget: bool) -> Self {
        // A process that is gone follows no log.
        self.center.abandon();
        let scratch = if forget { Arc::new(MemoryScratch::default()) } else { self.scratch };
        let vault = self.vault;
        let wish = |options| Options { demo: vault.is_none(), vault, ..options };
        let hall = Self::over(self.journal, scratch, (self.home, self.clock), wish).await;
        // Nobody gives an order a second time because the process is another one.
        Self { requests: self.requests, ..hall }
    }

    /// The same log in a new process, with whatever was put in the place of its keys meanwhile.
    pub(crate) async fn reopen_with_other_keys(self, put: impl FnOnce(&std::path::Path)) -> Self {
        let Self { center, journal, scratch, home, clock, requests, rebuilt, vault } = self;
        center.close().await;
        drop((center, vault));
        drop(unlocked(&home).await);
        put(&home);
        let vault = Some(Arc::new(unlocked(&home).await));
        let wish = |options| Options { demo: false, vault, ..options };
        let hall = Self::over(journal, scratch, (home, clock), wish).await;
        Self { requests, rebuilt, ..hall }
    }

    /// A hall that seals what is personal.
    pub(crate) async fn sealed(home: &std::path::Path) -> Self {
        Self::sealed_over(home, Arc::new(MemoryJournal::new())).await
    }

    /// The same over this log.
    pub(crate) async fn sealed_over(home: &std::path::Path, journal: Arc<dyn Journal>) -> Self {
        let key = home.join("elsewhere.key");
        Vault::create(home, &key).unwrap();
        let vault = Some(Arc::new(Vault::open(home, &key).unwrap()));
        let scratch = Arc::new(MemoryScratch::default());
        Self::over(journal, scratch, (home.into(), clock()), |options| Options { demo: false, vault, ..options }).await
    }

    /// A hall over this log that signs checkpoints.
    pub(crate) async fn signing(home: &std::path::Path, journal: Arc<dyn Journal>, signer: Signer) -> Self {
        let (scratch, signer) = (Arc::new(MemoryScratch::default()), Some(Arc::new(signer)));
        Self::over(journal, scratch, (home.into(), clock()), |options| Options { signer, ..options }).await
    }

    /// A hall over this log whose follow-ups are seen to in this way.
    pub(crate) async fn following_up(home: &std::path::Path, journal: Arc<dyn Journal>, follow_ups: FollowUps) -> Self {
        let scratch = Arc::new(MemoryScratch::default());
        Self::over(journal, scratch, (home.into(), clock()), |options| Options { follow_ups, ..options }).await
    }

    /// A hall that takes accusations into this log.
    pub(crate) async fn accusing(home: &std::path::Path, accusations: Arc<dyn Journal>) -> Self {
        let (journal, scratch) = (Arc::new(MemoryJournal::new()), Arc::new(MemoryScratch::default()));
        let wish = |options| Options { accusations: Some(accusations), ..options };
        Self::over(journal, scratch, (home.into(), clock()), wish).await
    }

    /// Another log in the place of this one, beside the same scratch.
    pub(crate) async fn reopen_with_other_log(self, journal: Arc<dyn Journal>) -> Self {
        self.center.close().await;
        Self::over(journal, self.scratch, (self.home, self.clock), |options| options).await
    }

    async fn over(
        journal: Arc<dyn Journal>,
        scratch: Arc<dyn Scratch>,
        (home, clock): (PathBuf, Arc<AtomicI64>),
        wish: impl FnOnce(Options) -> Options,
    ) -> Self {
        let now = clock.clone();
        let tell = move || Timestamp::from_microsecond(now.load(Ordering::Relaxed)).unwrap();
        let rebuilt = Arc::new(AtomicI64::new(0));
        let count = rebuilt.clone();
        let progress = Arc::new(move |progress: Progress| {
            if progress.opening == Opening::Projecting && progress.done > 0 {
                count.fetch_add(1, Ordering::Relaxed);
            }
        });
        let erasures_every = Duration::from_millis(50);
        let options = Options { progress, demo: true, home: Some(home.clone()), ..Options::new(Arc::new(tell)) };
        let options = Options { erasures_every, ..options };
        let options = wish(options);
        let vault = options.vault.clone();
        let center = Center::open(journal.clone(), scratch.clone(), Rulebook::demo(), options).await.unwrap();
        Self { center, journal, scratch, home, clock, requests: AtomicI64::new(1), rebuilt, vault }
    }

    /// Whether the center opened without computing a view anew.
    pub(crate) fn loaded_from_snapshots(&self) -> bool {
        self.rebuilt.load(Ordering::Relaxed) == 0
    }

    pub(crate) fn home(&self) -> &std::path::Path {
        &self.home
    }

    pub(crate) fn pass(&self, minutes: i64) {
        self.clock.fetch_add(minutes * 60_000_000, Ordering::Relaxed);
    }

    /// An order nobody has given before.
    pub(crate) fn order(&self, who: &Actor, stream: Option<StreamId>, desk: Context, command: &Value) -> Order {
        let request = self.requests.fetch_add(1, Ordering::Relaxed);
        Order {
            actor: who.clone(),
            stream,
            request: RequestId::new(Uuid::from_u128(u128::from(request.unsigned_abs()))),
            seen_version: None,
            occurred_at: None,
            window: None,
            channel: Channel::Window,
            on_behalf_of: None,
            legal_basis: None,
            reference: None,
            command: desk.read(command.to_string().as_bytes()).unwrap(),
        }
    }

    pub(crate) async fn ask(
        &self,
        who: &Actor,
        case: StreamId,
        desk: Context,
        command: Value,
    ) -> Result<Done, Failure> {
        self.pass(1);
        self.center.submit(self.order(who, Some(case), desk, &command)).await
    }

    /// Somebody is entered in the register of mediators, if it is not there yet.
    pub(crate) async fn enrol(&self, mediator: &str) {
        let enrol = json!({ "command": "enrol_mediator", "mediator": mediator, "name": "安调解（虚构）", "kinds": ["peoples"],
            "qualification": "peoples_mediator", "committee": "peoples_mediation", "term_from": "2026-01-01",
            "term_until": "2028-12-31" });
        match self.of_register(enrol).await {
            Ok(_) => {}
            Err(Failure::Refused(refused)) => assert_eq!(refused.code, "mediation.already_enrolled"),
            Err(failure) => panic!("{failure}"),
        }
    }

    /// Something is asked of the register of mediators.
    pub(crate) async fn of_register(&self, command: Value) -> Result<Done, Failure> {
        self.center.submit(self.order(&leader(), None, Context::Mediation, &command)).await
    }

    /// Something is asked of the registry, a minute later.
    pub(crate) async fn of_registry(&self, who: &Actor, command: Value) -> Result<Done, Failure> {
        self.pass(1);
        self.center.submit(self.order(who, None, Context::Registry, &command)).await
    }

    pub(crate) async fn register(&self) -> Done {
        let order = self.order(&clerk(), None, Context::Intake, &registration());
        self.center.submit(order).await.unwrap()
    }

    pub(crate) fn parties(&self, case: StreamId) -> Vec<String> {
        let sheet = self.center.case(&clerk(), case.into()).unwrap();
        sheet.parties.iter().map(|party| party.id.to_string()).collect()
    }

    /// The wire names on a stream.
    pub(crate) fn facts(&self, stream: StreamId) -> Vec<&'static str> {
        let page = self.center.history(&clerk(), stream, 0).unwrap();
        page.entries.iter().map(|entry| entry.event.kind().name).collect()
    }
}

/// A clock that stands until it is moved.
fn clock() -> Arc<AtomicI64> {
    Arc::new(AtomicI64::new(MORNING.parse::<Timestamp>().unwrap().as_microsecond()))
}

/// The code an order was refused with.
pub(crate) fn refused(answer: &Result<Done, Failure>) -> &'static str {
    match answer {
        Err(Failure::Refused(refused)) => refused.code,
        other => panic!("expected a refusal: {other:?}"),
    }
}

/// Waits until what the center does by itself has come about.
pub(crate) async fn eventually(holds: impl Fn() -> bool) {
    let waiting = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting).await.expect("it comes about");
}

/// The keys, as soon as whoever was still at work in the closed center has let them go.
async fn unlocked(home: &std::path::Path) -> Vault {
    let open = || Vault::open(home, &home.join("elsewhere.key"));
    eventually(|| !matches!(open(), Err(VaultError::Locked { .. }))).await;
    open().unwrap()
}

/// Water from upstairs.
pub(crate) fn registration() -> Value {
    json!({
        "command": "register_case", "kind": "dispute", "claim": "楼上漏水，要求赔偿", "area": "990101",
        "parties": [
            { "role": "applicant", "kind": "person", "name": "甲某（虚构）", "phone": "00000000001" },
            { "role": "respondent", "kind": "person", "name": "乙某（虚构）" },
        ],
    })
}

fn actor(id: &str, department: &str, role: Role) -> Actor {
    Actor { id: ActorId::parse(id).unwrap(), department: DepartmentCode::parse(department).unwrap(), role }
}

pub(crate) fn clerk() -> Actor {
    actor("clerk-1", "center", Role::WindowClerk)
}

pub(crate) fn triage() -> Actor {
    actor("triage-1", "center", Role::TriageOfficer)
}

pub(crate) fn mediator() -> Actor {
    actor("mediator-1", "peoples_mediation", Role::Mediator)
}

pub(crate) fn second_mediator() -> Actor {
    actor("mediator-2", "peoples_mediation", Role::Mediator)
}

pub(crate) fn housing() -> Actor {
    actor("housing-1", "housing", Role::DepartmentHandler)
}

pub(crate) fn transport() -> Actor {
    actor("transport-1", "transport", Role::DepartmentHandler)
}

/// Receives accusations.
pub(crate) fn discipline() -> Actor {
    actor("discipline-1", "discipline", Role::DepartmentHandler)
}

pub(crate) fn court() -> Actor {
    actor("court-1", "court", Role::CourtLiaison)
}

pub(crate) fn leader() -> Actor {
    actor("director-1", "center", Role::Leader)
}

pub(crate) fn supervisor() -> Actor {
    actor("supervisor-1", "center", Role::Supervisor)
}

/// Keeps the machine.
pub(crate) fn administrator() -> Actor {
    actor("admin-system", "center", Role::SystemAdministrator)
}

/// Keeps the keys, and reads nothing.
pub(crate) fn custodian() -> Actor {
    actor("keys-1", "center", Role::KeyCustodian)
}

pub(crate) fn auditor() -> Actor {
    actor("auditor-1", "audit", Role::Auditor)
}

/// The words of a command.
pub(crate) fn command_name(command: &Command) -> &'static str {
    command.name()
}
