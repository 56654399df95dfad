//! A running center: opened, shared, closed.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use access::{Actor, Role};
use journal::{Condition, Head, Journal, MemoryJournal, Position, ReadError, Scratch};
use rules::Rulebook;
use timeline::{ActorId, Entry, Sealed};
use tokio::sync::watch;

use crate::accusations::Accusations;
use crate::cases::HotCases;
use crate::citizen::WrongDigits;
use crate::fingerprint::RequestKey;
use crate::looks::Looks;
use crate::matters::{self, Matters};
use crate::numbers::Numbers;
use crate::opener::Opener;
use crate::progress::Passed;
use crate::projector::{self, Views};
use crate::reveals::Reveals;
use crate::sample::Drawn;
use crate::standstill::Standstill;
use crate::stored::{StoredError, chain};
use crate::stream_scan::{self, Scan};
use crate::subscriptions::{Board, Bookmarks};
use crate::{
    Failure, FollowUps, OpenError, Opening, Options, Progress, Signer, checkpoints, erasing, follow_ups, reading,
    snapshots,
};

/// The name in the rule book under which the center itself acts.
const ITSELF: &str = "system";

/// A running center. Cheap to clone: all clones are the same center.
#[derive(Clone)]
pub struct Center {
    pub(crate) shell: Arc<Shell>,
}

/// What a center is made of.
pub(crate) struct Shell {
    pub(crate) journal: Arc<dyn Journal>,
    pub(crate) scratch: Arc<dyn Scratch>,
    pub(crate) rulebook: Rulebook,
    pub(crate) options: Options,
    /// Who looked at what.
    pub(crate) looks: Looks,
    /// Looks at accusations.
    pub(crate) looks_apart: Looks,
    pub(crate) reveals: Reveals,
    pub(crate) key: RequestKey,
    pub(crate) opener: Opener,
    pub(crate) cases: HotCases,
    /// Accusations, in a log of their own; `None` where nobody takes any.
    pub(crate) accusations: Option<Accusations>,
    pub(crate) numbers: Numbers,
    /// Commands to the registry take turns.
    pub(crate) register_turn: tokio::sync::Mutex<()>,
    pub(crate) matters: Matters,
    /// Wrong second factors of those who ask by code.
    pub(crate) wrong_digits: WrongDigits,
    pub(crate) views: Views,
    /// What was drawn by lot for those who oversee from outside.
    pub(crate) drawn: Drawn,
    pub(crate) passed: Passed,
    /// How far departments have been told.
    pub(crate) board: Board,
    pub(crate) bookmarks: Bookmarks,
    /// Whoever changes the file of secrets takes turns.
    pub(crate) secrets_turn: tokio::sync::Mutex<()>,
    pub(crate) views_still: Standstill,
    /// How far follow-ups have been seen to.
    pub(crate) followed: watch::Sender<Position>,
    pub(crate) follow_ups_still: Standstill,
    /// Says that keys were destroyed, so that the others are wrapped anew at once.
    pub(crate) erased: tokio::sync::Notify,
    /// Under which name the center itself acts.
    pub(crate) itself: Actor,
    pub(crate) stop: watch::Sender<bool>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Center {
    /// Opens a center over a log: loads or rebuilds the views, then takes orders.
    ///
    /// # Errors
    /// [`OpenError`]: a log that cannot be read or decoded, or no way to keep personal values safe.
    pub async fn open(
        journal: Arc<dyn Journal>,
        scratch: Arc<dyn Scratch>,
        rulebook: Rulebook,
        options: Options,
    ) -> Result<Self, OpenError> {
        if !options.demo && options.vault.is_none() {
            return Err(OpenError::NoVault);
        }
        let opening = tokio::task::spawn_blocking(move || Shell::assemble(journal, scratch, rulebook, options));
        let shell = Arc::new(opening.await.map_err(|error| OpenError::Thread(std::io::Error::other(error)))??);
        let center = Self { shell };
        center.start()?;
        center.sign_checkpoints().await
    }

    /// The first is signed before anybody is served, so that whoever asks finds one.
    async fn sign_checkpoints(self) -> Result<Self, OpenError> {
        for (signer, journal) in self.shell.signed() {
            let (first, log) = (signer.clone(), journal.clone());
            let signing = tokio::task::spawn_blocking(move || checkpoints::sign(&first, log.as_ref()));
            signing.await.map_err(|error| OpenError::Thread(std::io::Error::other(error)))?;
            tokio::spawn(checkpoints::run(self.clone(), signer, journal));
        }
        Ok(self)
    }

    fn start(&self) -> Result<(), OpenError> {
        let (shell, runtime) = (self.shell.clone(), tokio::runtime::Handle::current());
        self.start_thread("projector", move || shell.project(&runtime))?;
        let shell = self.shell.clone();
        self.start_thread("matters", move || shell.recall_matters())?;
        if self.shell.options.follow_ups == FollowUps::Live {
            tokio::spawn(follow_ups::run(self.clone()));
            tokio::spawn(erasing::erase_and_renew(self.clone()));
        }
        Ok(())
    }

    fn start_thread(&self, name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), OpenError> {
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work).map_err(OpenError::Thread)?;
        self.shell.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        Ok(())
    }

    /// How far the log goes.
    #[must_use]
    pub fn head(&self) -> Head {
        self.shell.journal.head()
    }

    /// Whether the log takes commits.
    #[must_use]
    pub fn condition(&self) -> Condition {
        self.shell.journal.condition()
    }

    /// The condition of the log, as it changes.
    #[must_use]
    pub fn watch_condition(&self) -> watch::Receiver<Condition> {
        self.shell.journal.watch_condition()
    }

    /// The rule book in force.
    #[must_use]
    pub fn rulebook(&self) -> &Rulebook {
        &self.shell.rulebook
    }

    /// The time by the center's clock.
    #[must_use]
    pub fn now(&self) -> jiff::Timestamp {
        (self.shell.options.clock)()
    }

    /// Whether personal values are stored in clear, as in a demonstration.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.shell.options.demo
    }

    /// What opens sealed values for whoever may see them; it goes into what is [shown](crate::shown).
    #[must_use]
    pub fn opener(&self) -> &Opener {
        &self.shell.opener
    }

    /// Where it is noted how far departments have been told.
    #[must_use]
    pub fn board(&self) -> &Board {
        &self.shell.board
    }

    /// How far all views have come.
    #[must_use]
    pub fn position(&self) -> Position {
        self.shell.passed.position()
    }

    /// Waits until all views have passed a position; `false` if they have not in time.
    pub async fn projected(&self, position: Position, timeout: Duration) -> bool {
        tokio::time::timeout(timeout, self.shell.passed.wait(position)).await.is_ok()
    }

    /// Waits until every matter of the log is remembered: from then on no command waits for the start, and orders that are
    /// given one after the other are carried out one after the other.
    pub async fn recalled(&self) {
        self.shell.matters.whole().await;
    }

    /// Waits until the views have passed the log's end and nothing is left to follow up.
    pub async fn settled(&self) {
        let mut followed = self.shell.followed.subscribe();
        loop {
            let head = self.head().position;
            self.shell.passed.wait(head).await;
            if followed.wait_for(|position| *position >= head).await.is_err() || self.head().position == head {
                return;
            }
        }
    }

    /// Waits until what follows from the log up to a position is seen to; `false` if it is not in time.
    pub async fn followed_up(&self, position: Position, timeout: Duration) -> bool {
        let mut followed = self.shell.followed.subscribe();
        let reached = followed.wait_for(|at| *at >= position);
        tokio::time::timeout(timeout, reached).await.is_ok_and(|reached| reached.is_ok())
    }

    /// Sees to everything that follows from what is in the log, and from that, until nothing does. For a center whose
    /// follow-ups are [`FollowUps::ByHand`].
    ///
    /// # Errors
    /// The log cannot be read.
    pub async fn follow_up(&self) -> Result<(), Failure> {
        loop {
            let head = self.head().position;
            self.shell.passed.wait(head).await;
            follow_ups::see_to(self, head).await?;
            if self.head().position == head {
                return Ok(());
            }
        }
    }

    /// Whatever goes on by itself ends, and nothing is kept for the next start: as if the process were gone.
    pub fn abandon(&self) {
        self.shell.stop.send_replace(true);
    }

    /// Lets go: no order is taken any more, the views are kept for the next start, the log is closed.
    pub async fn close(&self) {
        self.abandon();
        let shell = self.shell.clone();
        let closing = tokio::task::spawn_blocking(move || shell.let_go());
        if let Err(error) = closing.await {
            tracing::error!(%error, "the center did not close in order");
        }
    }
}

impl Shell {
    fn assemble(
        journal: Arc<dyn Journal>,
        scratch: Arc<dyn Scratch>,
        rulebook: Rulebook,
        options: Options,
    ) -> Result<Self, OpenError> {
        let key = RequestKey::of(options.home.as_deref())?;
        let head = journal.head().position;
        (options.progress)(Progress { opening: Opening::Loading, done: 0, total: head });
        let views = snapshots::load(journal.as_ref(), scratch.as_ref(), options.decoders);
        rebuild(journal.as_ref(), &views, &options, head)?;
        let opener = Opener::of(options.vault.as_ref());
        let looks = options.looks.clone().unwrap_or_else(|| Arc::new(MemoryJournal::new()));
        let (looks, writing) = Looks::over(looks);
        let apart = options.accusation_looks.clone().unwrap_or_else(|| Arc::new(MemoryJournal::new()));
        let (looks_apart, writing_apart) = Looks::over(apart);
        let runtime = tokio::runtime::Handle::current();
        runtime.spawn(writing);
        runtime.spawn(writing_apart);
        let accusations = options.accusations.clone().map(|log| Accusations::open(log, rulebook.center()));
        let itself = Actor { id: ActorId::parse(ITSELF)?, department: rulebook.center().clone(), role: Role::System };
        let shell = Self {
            numbers: Numbers::after(reading::last_numbers(&views).into_iter()),
            followed: watch::Sender::new(snapshots::followed_up(journal.as_ref(), scratch.as_ref()).unwrap_or(0)),
            cases: HotCases::new(options.hot_cases, rulebook.center().clone(), journal.clone()),
            accusations: accusations.transpose()?,
            passed: Passed::at(views.position()),
            stop: watch::Sender::new(false),
            register_turn: tokio::sync::Mutex::default(),
            threads: Mutex::default(),
            views_still: Standstill::default(),
            follow_ups_still: Standstill::default(),
            matters: Matters::default(),
            erased: tokio::sync::Notify::new(),
            board: Board::default(),
            bookmarks: Bookmarks::default(),
            secrets_turn: tokio::sync::Mutex::default(),
            wrong_digits: WrongDigits::default(),
            opener,
            journal,
            scratch,
            rulebook,
            options,
            looks,
            looks_apart,
            reveals: Reveals::default(),
            drawn: Drawn::default(),
            key,
            views,
            itself,
        };
        shell.forget_again();
        Ok(shell)
    }

    /// The projector: follows the journal until the center is closed.
    fn project(&self, runtime: &tokio::runtime::Handle) {
        let (mut head, mut stop) = (self.journal.follow(), self.stop.subscribe());
        let (mut kept, mut attempts) = (self.passed.position(), self.views_still.attempts());
        loop {
            let target = *head.borrow_and_update();
            if let Err(error) = projector::catch_up(self.journal.as_ref(), &self.views, &self.passed, target) {
                tracing::error!(error = chain(&error), "the views stand still: the log cannot be read");
                if runtime.block_on(attempts.failed(&mut stop)) {
                    continue;
                }
                return;
            }
            attempts.succeeded();
            if self.passed.position() - kept >= self.options.snapshot_every {
                kept = self.passed.position();
                self.keep_views();
            }
            let more = runtime.block_on(async {
                tokio::select! {
                    changed = head.changed() => changed.is_ok(),
                    _ = stop.wait_for(|stop| *stop) => false,
                }
            });
            if !more {
                return;
            }
        }
    }

    /// Fills the memory of matters from the first commit: who comes with the same one tomorrow may have come years ago.
    /// Beside everything else, as it reads the whole log; only what asks the memory waits for it.
    fn recall_matters(&self) {
        let (journal, decoders) = (self.journal.as_ref(), self.options.decoders);
        let scan = Scan { journal, after: 0, upto: self.journal.head().position, wanted: &matters::wanted, decoders };
        let scanned = stream_scan::each(&scan, &mut |entries, _| entries.iter().for_each(|entry| self.remember(entry)));
        if let Err(error) = scanned {
            tracing::error!(error = chain(&error), "matters behind the damage are not known");
        }
        self.matters.all_recalled();
    }

    /// Takes note of a fact that is in the log, if it tells of a matter.
    pub(crate) fn remember(&self, entry: &Entry) {
        self.note_erasure(entry);
        let opened = |sealed: &Sealed| self.opener.text(entry.stream, sealed);
        self.matters.note(entry, opened, |text| self.key.party_mark(text));
    }

    fn keep_views(&self) {
        if let Err(error) = snapshots::save(&self.views, self.journal.as_ref(), self.scratch.as_ref()) {
            tracing::warn!(error = chain(&error), "the next start will rebuild the views");
        }
    }

    fn let_go(&self) {
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        threads.into_iter().for_each(|thread| drop(thread.join()));
        self.keep_views();
        let followed = *self.followed.borrow();
        if let Err(error) = snapshots::note_followed_up(self.journal.as_ref(), self.scratch.as_ref(), followed) {
            tracing::warn!(error = chain(&error), "the next start will look for follow-ups again");
        }
        for (signer, journal) in self.signed() {
            checkpoints::sign(&signer, journal.as_ref());
        }
        self.journal.close();
        self.looks.journal().close();
        self.looks_apart.journal().close();
        self.accusations.iter().for_each(|accusations| accusations.log().close());
    }

    /// The logs of this center that somebody signs for.
    fn signed(&self) -> Vec<(Arc<Signer>, Arc<dyn Journal>)> {
        let Options { signer, looks_signer, .. } = &self.options;
        let facts = signer.iter().map(|signer| (signer.clone(), self.journal.clone()));
        let looks = looks_signer.iter().map(|signer| (signer.clone(), self.looks.journal().clone()));
        facts.chain(looks).collect()
    }
}

/// Brings the views up to `head`. A damaged log is served as far as it can be read: nobody adds to it, and what lies
/// before the damage is as true as ever.
fn rebuild(journal: &dyn Journal, views: &Views, options: &Options, head: Position) -> Result<(), StoredError> {
    let wanted = |kind: &str| views.wants(kind);
    let after = views.position();
    let scan = Scan { journal, after, upto: head, wanted: &wanted, decoders: options.decoders };
    let scanned = stream_scan::each(&scan, &mut |entries, position| {
        views.tell(entries, position);
        (options.progress)(Progress { opening: Opening::Projecting, done: position, total: head });
    });
    match scanned {
        Err(StoredError::Read(damage @ ReadError::Damaged { .. })) if read_only(journal) => {
            tracing::error!(
                error = chain(&damage),
                views = views.position(),
                "the views stand still before the damage"
            );
            Ok(())
        }
        other => other,
    }
}

fn read_only(journal: &dyn Journal) -> bool {
    matches!(journal.condition(), Condition::ReadOnly { .. })
}
