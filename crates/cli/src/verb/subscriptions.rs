//! `yidi subscriptions`: what departments are told over a message broker, from the operator's side and from theirs.

mod ask;
mod kept;
mod nats_config;
mod witness;

use std::fs;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use center::{Center, Rulebook};
use clap::{Args, Subcommand};
use relay::{
    Access, Allowed, Asked, CHECK_EVERY, Chain, Delivery, Line, Names, Options, Relay, Subscriber, WebhookOptions,
};
use serde::{Deserialize, Serialize};
use timeline::DepartmentCode;

use self::ask::Ask;
use self::kept::{Discard, OfMessage, One, Pause, Where};
use self::nats_config::NatsConfig;
use super::place;
use crate::say::{Voice, table};
use crate::trouble::{Exit, Trouble};

/// What can be done about subscriptions.
#[derive(Subcommand)]
pub(crate) enum Subscriptions {
    /// 生成消息服务器配置和各部门密钥 / Write the broker's configuration and a key for each department
    NatsConfig(NatsConfig),
    /// 各项订阅的进度：向中心查询，或用 --nats 直接查看消息服务器 / How far each is: asked of the center, or with --nats of the broker itself
    List(List),
    /// 查看一项订阅 / Look at one
    Show(One),
    /// 暂停订阅 / Send nothing for the time being
    Pause(Pause),
    /// 恢复订阅 / Go on
    Resume(One),
    /// 搁置的消息 / What was set aside
    Parked(One),
    /// 重新投递搁置的消息 / Try a message again that was set aside
    Retry(OfMessage),
    /// 放弃投递搁置的消息，须写事由 / Deliver a message no more, with a ground
    Discard(Discard),
    /// 以部门身份接收，写入文件 / Receive as a department, into a file
    Follow(Follow),
    /// 以部门身份办理：经消息服务器提出一项请求 / Ask as a department, over the broker
    Ask(Ask),
}

/// Where the broker is.
#[derive(Args)]
pub(crate) struct Broker {
    /// 消息服务器，如 nats://127.0.0.1:4222，跨机器用 tls://；不写则不对外推送 / The NATS server, tls:// on another machine; without it departments are not told by themselves
    #[arg(long, value_name = "URL", env = "YIDI_NATS")]
    nats: Option<String>,
    /// 登录消息服务器的密钥文件 / The file with the key to sign in there
    #[arg(long, value_name = "FILE", requires = "nats", env = "YIDI_NATS_KEY")]
    nats_key: Option<PathBuf>,
    /// 签发消息服务器证书的机构，系统已信任的不必写 / The authority that signed the broker's certificate, where it is none that this machine trusts anyway
    #[arg(long, value_name = "FILE", requires = "nats", env = "YIDI_NATS_CA")]
    nats_ca: Option<PathBuf>,
    /// 每条消息保存几份 / On how many servers of the broker a message is kept
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=5))]
    nats_replicas: u8,
    /// 每隔几秒核对消息服务器所存，默认 20 / How often it is looked whether the broker still holds everything; 20 by default
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=60))]
    nats_check_seconds: Option<u64>,
    /// 允许回调的内网地址段，如 10.1.0.0/16，可多次给出 / Ranges that are not on the public net and webhooks may be called in, as 10.1.0.0/16
    #[arg(long, value_name = "CIDR")]
    webhook_allow: Vec<Allowed>,
}

/// The broker to look at.
#[derive(Args)]
pub(crate) struct List {
    #[command(flatten)]
    broker: Broker,
    #[command(flatten)]
    at: Where,
}

/// Which department receives.
#[derive(Args)]
pub(crate) struct Follow {
    #[command(flatten)]
    broker: Broker,
    /// 部门代码 / The department
    #[arg(long, value_name = "CODE")]
    department: DepartmentCode,
    /// 写入的文件：每行一条，末行说明已接收到哪里 / The file facts are written to, a line each; the last one says how far it is
    #[arg(long, value_name = "FILE")]
    into: PathBuf,
    /// 接收多少条后结束 / End after so many
    #[arg(long, value_name = "N")]
    count: Option<u64>,
    /// 中心的检查点公钥，由 yidi checkpoint 显示：同时核对并保存检查点 / The center's public key, as `yidi checkpoint` prints it: its checkpoints are checked and kept, too
    #[arg(long, value_name = "KEY")]
    verifier: Option<String>,
}

impl Subscriptions {
    pub(crate) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        match self {
            Self::NatsConfig(config) => config.run(voice),
            Self::List(list) => list.run(voice),
            Self::Show(one) => one.show(voice),
            Self::Pause(pause) => pause.run(voice),
            Self::Resume(one) => one.resume(voice),
            Self::Parked(one) => one.parked(voice),
            Self::Retry(of) => of.retry(voice),
            Self::Discard(discard) => discard.run(voice),
            Self::Follow(follow) => follow.run(voice),
            Self::Ask(ask) => ask.run(voice),
        }
    }
}

impl Broker {
    /// Starts telling departments: by webhooks, and through a broker if there is one.
    pub(crate) fn relay(&self, center: &Center, (data, demo): (&Path, bool)) -> anyhow::Result<Relay> {
        let webhooks = WebhookOptions { folder: data.join("relay"), allowed: self.allowed(demo) };
        Ok(Relay::start(center, self.through_broker(center)?, webhooks))
    }

    /// Machines that may be called although they are not on the public net.
    pub(crate) fn allowed(&self, demo: bool) -> Allowed {
        let here = if demo { Allowed::loopback() } else { Allowed::default() };
        here.and(&self.webhook_allow)
    }

    fn through_broker(&self, center: &Center) -> anyhow::Result<Option<Options>> {
        if self.nats.is_none() {
            return Ok(None);
        }
        let (names, _) = told(center.rulebook())?;
        let check_every = self.nats_check_seconds.map_or(CHECK_EVERY, Duration::from_secs);
        let (access, replicas) = (self.access(relay::RELAY)?, usize::from(self.nats_replicas));
        Ok(Some(Options { access, names, replicas, check_every }))
    }

    /// Starts taking what departments ask, if there is a broker they ask through.
    pub(crate) fn asked(&self, center: &Center, within: web::Within) -> anyhow::Result<Option<Asked>> {
        if self.nats.is_none() {
            return Ok(None);
        }
        let (names, _) = told(center.rulebook())?;
        Ok(Some(Asked::start(self.access(relay::RELAY)?, names, ask::answering(within))))
    }

    fn access(&self, client: &str) -> Result<Access, Trouble> {
        let server = self.nats.clone().ok_or_else(|| {
            Trouble::new(Exit::Usage, "未指明消息服务器。", "no broker is named.")
                .next("请加 --nats nats://127.0.0.1:4222。", "add --nats nats://127.0.0.1:4222")
        })?;
        let (authority, seed_file) = (self.nats_ca.clone(), self.nats_key.clone());
        Ok(Access { server, authority, seed_file, client: client.to_owned() })
    }
}

/// The names of a center at the broker, and every department that is told: all but the center itself.
fn told(rulebook: &Rulebook) -> anyhow::Result<(Names, Vec<DepartmentCode>)> {
    let county = rulebook.county().context("the rule book names no county")?;
    let departments = rulebook.departments().map(|department| department.code.clone());
    Ok((Names::of(county.clone()), departments.filter(|code| code != rulebook.center()).collect()))
}

impl List {
    fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        if self.broker.nats.is_none() {
            return self.at.list(voice);
        }
        let (names, departments) = told(&Rulebook::demo())?;
        let access = self.broker.access(relay::RELAY)?;
        let looks = place::runtime()?.block_on(relay::look(&access, &names, &departments))?;
        voice.answer(&looks, |looks| {
            let row = |look: &relay::Look| {
                [
                    look.department.as_str().to_owned(),
                    look.told.to_string(),
                    look.taken.to_string(),
                    look.lag.to_string(),
                    look.again.to_string(),
                ]
            };
            let head = ["部门 / department", "已告知 / told", "已接收 / taken", "待接收 / lag", "重发 / again"];
            table(head, looks.iter().map(row))
        })?;
        Ok(Exit::Ok)
    }
}

impl Follow {
    fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let (names, _) = told(&Rulebook::demo())?;
        place::runtime()?.block_on(self.follow(&names))?;
        voice.note("已接收完毕。", "taken.");
        Ok(Exit::Ok)
    }

    async fn follow(&self, names: &Names) -> anyhow::Result<()> {
        let access = self.broker.access(self.department.as_str())?;
        let Some(verifier) = &self.verifier else { return self.take(&access, names).await };
        tokio::select! {
            taken = self.take(&access, names) => taken,
            refused = witness::keep((&access, names), &self.department, (&self.into, verifier)) => match refused? {},
        }
    }

    async fn take(&self, access: &Access, names: &Names) -> anyhow::Result<()> {
        let (mut book, done) = Book::open(&self.into).with_context(|| format!("cannot use {}", self.into.display()))?;
        let mut subscriber =
            Subscriber::open(access, names, &Line::of_department(self.department.clone()), done).await?;
        for _ in 0..self.count.unwrap_or(u64::MAX) {
            let delivery = subscriber.next().await?;
            // The effect, here a line, and how far one is are kept by one write; then the broker is told.
            book.write(&delivery)?;
            subscriber.taken(delivery).await?;
        }
        Ok(())
    }
}

/// What was taken, a line each.
struct Book(fs::File);

/// A line of it.
#[derive(Serialize, Deserialize)]
struct BookLine {
    #[serde(flatten)]
    done: Chain,
    /// The fact; null if it was given up.
    fact: Option<serde_json::Value>,
}

impl Book {
    /// Goes on behind the last line.
    fn open(path: &Path) -> anyhow::Result<(Self, Chain)> {
        let (file, text) = whole_lines(path)?;
        let last = text.lines().last().map(serde_json::from_str::<BookLine>);
        let done = last.transpose().context("its last line is none of this program")?;
        Ok((Self(file), done.map(|line| line.done).unwrap_or_default()))
    }

    fn write(&mut self, Delivery { message, given_up, .. }: &Delivery) -> anyhow::Result<()> {
        let link = message.link;
        let fact = (!given_up).then(|| message.fact());
        add_line(&mut self.0, &BookLine { done: Chain { seq: link.seq, hash: link.hash }, fact })
    }
}

/// A file of lines that is only added to, and the lines that are there. Half a line is what a crash left of something that
/// was not acknowledged: it goes.
fn whole_lines(path: &Path) -> std::io::Result<(fs::File, String)> {
    let mut file = fs::OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    text.truncate(text.rfind('\n').map_or(0, |end| end + 1));
    file.set_len(text.len() as u64)?;
    file.seek(SeekFrom::End(0))?;
    Ok((file, text))
}

/// A line more, on stable storage.
fn add_line(file: &mut fs::File, line: &impl Serialize) -> anyhow::Result<()> {
    let mut bytes = serde_json::to_vec(line)?;
    bytes.push(b'\n');
    file.write_all(&bytes)?;
    Ok(file.sync_data()?)
}
