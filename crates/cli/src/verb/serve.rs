//! `yidi serve`: opens the log, opens the center over it, and serves until told to stop.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use center::{Center, Opening, Rulebook, Signer, Vault};
use clap::Args;
use county::Wish;
use journal::{CheckpointKey, Condition, Journal as _, MemoryScratch, Scratch, SledScratch, TapeJournal};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::checkpoint::cannot as cannot_sign;
use super::generate;
use super::identity::Identity;
use super::keys::{self, KeyFile};
use super::place::{self, Place};
use super::subscriptions::Broker;
use super::texts::Gateway;
use crate::log;
use crate::meaning;
use crate::own;
use crate::progress::Progress;
use crate::say::Voice;
use crate::trouble::{Exit, Trouble};

/// How often a checkpoint is signed: an auditor who asks for one is minutes behind, and a year of them is a few megabytes.
const SIGN_EVERY: Duration = Duration::from_mins(10);

/// Whose log a demonstration's is, unless `--origin` says: `.invalid` belongs to nobody (RFC 2606).
const DEMO_ORIGIN: &str = "yidi.invalid/demo";

/// How to serve.
#[derive(Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    place: Place,
    /// 监听地址；其他机器可访问的地址须在代理之后 / Where to listen; behind a proxy, if others can reach it
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:7300")]
    listen: SocketAddr,
    /// 前置代理的地址段，由其负责 TLS / The proxies in front, which speak TLS, as 10.1.0.0/16
    #[arg(long, value_name = "CIDR", conflicts_with = "demo")]
    behind_proxy: Option<web::AddressRange>,
    /// 群众访问本中心的网址，印在回执和告知函上 / Where citizens reach it, an https address printed on what they take home
    #[arg(long, value_name = "URL", env = "YIDI_PUBLIC_ADDRESS")]
    public_address: Option<web::PublicAddress>,
    #[command(flatten)]
    key: KeyFile,
    /// 演示：个人信息明文保存，全部数据为虚构 / A demonstration: personal values in clear, everything made up
    #[arg(long)]
    demo: bool,
    /// 演示时不预置案件 / Do not fill an empty demonstration with invented cases
    #[arg(long, requires = "demo")]
    empty: bool,
    /// 检查点的签名名义，默认沿用已有密钥 / The name checkpoints are signed under; by default that of the key there is
    #[arg(long, value_name = "NAME", env = "YIDI_ORIGIN")]
    origin: Option<String>,
    /// 单个材料文件的上限，单位 MiB，最大 64 / The largest file that may be handed in, in MiB, up to 64
    #[arg(long, value_name = "MIB", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=64), env = "YIDI_FILE_MIB_MAX")]
    file_mib_max: u64,
    /// 以 root 身份运行（不建议） / Run as root, which is not advised
    #[arg(long, conflicts_with = "demo")]
    as_root: bool,
    #[command(flatten)]
    identity: Identity,
    #[command(flatten)]
    broker: Broker,
    #[command(flatten)]
    gateway: Gateway,
    /// 日志格式 / How log lines look
    #[arg(long, value_enum, default_value = "pretty", env = "YIDI_LOG_FORMAT")]
    log_format: log::Format,
}

impl Serve {
    pub(crate) fn run(self, voice: &Voice) -> anyhow::Result<Exit> {
        self.check()?;
        log::start(self.log_format);
        if !self.demo {
            own::leave_no_image();
        }
        let journal = self.journal()?;
        let accusations = self.place.open_accusations()?;
        let runtime = place::runtime()?;
        let served = runtime.block_on(self.serve(&journal, &accusations, voice));
        accusations.close();
        journal.close();
        // Requests that outlived the drain are cut here.
        runtime.shutdown_background();
        served
    }

    /// What cannot be run safely is not run at all.
    fn check(&self) -> Result<(), Trouble> {
        own::refuse_root(self.demo || self.as_root)?;
        if !self.listen.ip().is_loopback() && self.behind_proxy.is_none() {
            return Err(Trouble::new(
                Exit::Configuration,
                format!("{} 可从其他机器访问，而连接未加密。", self.listen),
                format!("{} can be reached from other machines, and the line is not encrypted.", self.listen),
            )
            .next(
                "请监听 127.0.0.1 或 ::1，或用 --behind-proxy 指明负责 TLS 的代理；演示仅限本机。",
                "listen on 127.0.0.1 or ::1, or name the proxy that speaks TLS with --behind-proxy; a demonstration stays on this machine",
            ));
        }
        Ok(())
    }

    /// The log; an empty one of a demonstration is filled with an invented county first, or with its mediators alone.
    fn journal(&self) -> anyhow::Result<Arc<TapeJournal>> {
        let journal = self.place.open()?;
        if !self.demo || journal.head().position > 0 {
            return Ok(journal);
        }
        let now = jiff::Timestamp::now();
        let wish = if self.empty { Wish::without_cases(now) } else { Wish::demonstration(now) };
        generate::populate(journal, (&self.place.data, None), &wish)?;
        self.place.open()
    }

    async fn serve(
        &self,
        journal: &Arc<TapeJournal>,
        accusations: &Arc<TapeJournal>,
        voice: &Voice,
    ) -> anyhow::Result<Exit> {
        let listener = TcpListener::bind(self.listen).await.map_err(|error| cannot_listen(self.listen, error))?;
        let listening = listener.local_addr().ok().filter(|_| self.behind_proxy.is_none());
        let provider = self.identity.provider(self.public_address.as_ref(), listening)?;
        let stop = CancellationToken::new();
        let signals = Signals::new()?;
        tokio::spawn(signals.stop(stop.clone()));
        let center = self.open(journal, accusations).await?;
        let door = self.door(&center)?;
        announce(&listener, voice)?;
        let data = std::path::absolute(&self.place.data)?;
        let relay = self.broker.relay(&center, (&data, self.demo))?;
        let texts = self.gateway.start(&center, &data, self.broker.allowed(self.demo))?;
        if journal.condition() != Condition::Writable {
            voice.note("日志目前不接受写入；可以查阅。", "the log takes no commits at present; reading works");
        }
        let poisoned = tokio::spawn(watch(journal.clone(), stop.clone()));
        let poisoned_apart = tokio::spawn(watch(accusations.clone(), stop.clone()));
        let options = web::Options {
            demo: self.demo,
            door,
            provider,
            behind_proxy: self.behind_proxy,
            public_address: self.public_address.clone(),
            file_bytes_max: self.file_mib_max << 20,
            ..web::Options::default()
        };
        let server = web::Server::new(listener, center.clone(), options, stop.clone());
        let server = server
            .map_err(|error| Trouble::new(Exit::Configuration, "无法提供服务。", "cannot serve.").because(error))?;
        let asked = self.broker.asked(&center, server.within())?;
        server.run().await;
        stop.cancel();
        if let Some(asked) = asked {
            asked.stop().await;
        }
        relay.stop().await;
        if let Some(texts) = texts {
            texts.stop().await;
        }
        center.close().await;
        let poisoned = poisoned.await?.or(poisoned_apart.await?);
        poisoned.map_or(Ok(Exit::Ok), |condition| Err(meaning::of_condition(&condition).into()))
    }

    /// Where people sign in. As long as nobody can let others in, a token is made that lets one person in, on this machine.
    fn door(&self, center: &Center) -> anyhow::Result<Option<Arc<web::Door>>> {
        if self.demo {
            return Ok(None);
        }
        let home = std::path::absolute(&self.place.data)?;
        let door = web::open_door(center, Some(&home)).map_err(meaning::of_credentials)?;
        if !center.is_kept() {
            let token = door.begin_setup(center.now()).map_err(meaning::of_credentials)?;
            let file = home.join(web::SETUP_FILE);
            eprintln!("尚未设置：三十分钟内在本机打开 /setup，设置令牌 {token}（也在 {}）", file.display());
            eprintln!("not set up: within thirty minutes open /setup on this machine, with the setup token {token}");
        }
        Ok(Some(door))
    }

    async fn open(&self, journal: &Arc<TapeJournal>, accusations: &Arc<TapeJournal>) -> anyhow::Result<Center> {
        let shown: Mutex<Option<Progress>> = Mutex::default();
        let tell = move |step: center::Progress| {
            let mut shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
            Progress::show(&mut shown, doing(step.opening), step.done, step.total);
        };
        // Keys first: who starts without them is told that, and nothing is begun.
        let vault = self.vault(&std::path::absolute(&self.place.data)?)?;
        let signer = self.signer().map_err(cannot_sign)?;
        let (looks, looks_signer) = self.looks(&signer)?;
        let options = center::Options {
            demo: self.demo,
            accusations: Some(accusations.clone()),
            accusation_looks: Some(self.place.open_accusation_looks()?),
            vault: Some(vault),
            home: Some(std::path::absolute(&self.place.data)?),
            signer: Some(Arc::new(signer)),
            looks: Some(looks),
            looks_signer: Some(Arc::new(looks_signer)),
            progress: Arc::new(tell),
            ..center::Options::new(Arc::new(jiff::Timestamp::now))
        };
        let scratch = scratch(&self.place.data);
        let opened = Center::open(journal.clone(), scratch, Rulebook::demo(), options).await;
        Ok(opened.map_err(meaning::of_center)?)
    }

    fn vault(&self, data: &Path) -> Result<Arc<Vault>, Trouble> {
        if self.demo { keys::of_demonstration(data) } else { self.key.vault(data) }
    }

    /// Signs with the key of the log; the first start of a demonstration makes one under a name nobody can own.
    fn signer(&self) -> io::Result<Signer> {
        let data = &self.place.data;
        let there = if self.origin.is_none() { CheckpointKey::of_log(data)? } else { None };
        let key = match there {
            Some(key) => key,
            None => CheckpointKey::open(data, self.new_origin()?)?,
        };
        Signer::open(key, data, SIGN_EVERY)
    }

    /// The access log, and who signs its checkpoints: under a name below that of the log, so that neither passes for the
    /// other.
    fn looks(&self, signer: &Signer) -> anyhow::Result<(Arc<TapeJournal>, Signer)> {
        let journal = self.place.open_looks()?;
        let home = self.place.data.join(place::LOOKS);
        let key = CheckpointKey::open(&home, &format!("{}/{}", signer.origin(), place::LOOKS));
        let signer = key.and_then(|key| Signer::open(key, &home, SIGN_EVERY)).map_err(cannot_sign)?;
        Ok((journal, signer))
    }

    /// The name of a log that has none yet: only a demonstration may go without.
    fn new_origin(&self) -> io::Result<&str> {
        let demo = self.demo.then_some(DEMO_ORIGIN);
        let unnamed = "a new log needs the name its checkpoints are signed under: give --origin";
        self.origin.as_deref().or(demo).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, unnamed))
    }
}

fn doing(opening: Opening) -> &'static str {
    match opening {
        Opening::Loading => "loading views",
        Opening::Projecting => "computing views",
    }
}

/// Snapshots live in the scratch; without one a start takes longer and nothing is lost.
pub(super) fn scratch(data: &Path) -> Arc<dyn Scratch> {
    match SledScratch::open(data) {
        Ok(scratch) => Arc::new(scratch),
        Err(fault) => {
            tracing::warn!(?fault, "the scratch cannot be used: the next start computes all views again");
            Arc::new(MemoryScratch::default())
        }
    }
}

fn cannot_listen(address: SocketAddr, error: std::io::Error) -> Trouble {
    let trouble = match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            Trouble::new(Exit::TryAgain, format!("{address} 已被占用。"), format!("{address} is in use.")).next(
                "请停止占用者，或用 --listen 另选端口。",
                "stop whoever uses it, or choose another port with --listen",
            )
        }
        std::io::ErrorKind::PermissionDenied => Trouble::new(
            Exit::Denied,
            format!("无权监听 {address}。"),
            format!("this user may not listen on {address}."),
        )
        .next("请选用 1024 以上的端口。", "choose a port above 1023"),
        _ => Trouble::new(Exit::Configuration, format!("无法监听 {address}。"), format!("cannot listen on {address}.")),
    };
    trouble.because(error)
}

/// The one line on stdout that a program waits for, and for a person where to look.
fn announce(listener: &TcpListener, voice: &Voice) -> anyhow::Result<()> {
    let address = listener.local_addr().context("the listener has no address")?;
    let mut out = std::io::stdout().lock();
    if voice.is_json() {
        writeln!(out, "{}", serde_json::json!({ "listening": format!("http://{address}") }))?;
    } else {
        writeln!(out, "listening http://{address}")?;
    }
    out.flush()?;
    voice.note(
        &format!("请用浏览器打开 http://{address}/ ；接口说明 http://{address}/docs"),
        &format!("open http://{address}/ in a browser; the API is described at http://{address}/docs"),
    );
    Ok(())
}

/// Ends the serving when nothing is acknowledged any more, and answers why; `None` when it ends for another reason.
async fn watch(journal: Arc<TapeJournal>, stop: CancellationToken) -> Option<Condition> {
    let mut condition = journal.watch_condition();
    loop {
        let now = condition.borrow_and_update().clone();
        if matches!(now, Condition::Poisoned { .. }) {
            tracing::error!(condition = ?now, "the disk failed: nothing is acknowledged any more, the process ends");
            stop.cancel();
            return Some(now);
        }
        tokio::select! {
            changed = condition.changed() => if changed.is_err() { return None },
            () = stop.cancelled() => return None,
        }
    }
}

/// The signals that ask for an end.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn new() -> anyhow::Result<Self> {
        let on = |kind| signal(kind).context("cannot listen for signals");
        Ok(Signals { terminate: on(SignalKind::terminate())?, interrupt: on(SignalKind::interrupt())? })
    }

    /// The first one asks for an orderly end, the second ends at once: what was acknowledged is on the disk already.
    async fn stop(mut self, stop: CancellationToken) {
        self.next().await;
        tracing::info!("stopping; a second signal ends at once");
        stop.cancel();
        self.next().await;
        std::process::exit(i32::from(Exit::Failed as u8));
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
