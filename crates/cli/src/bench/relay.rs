//! `yidi bench relay`: from the answer to a command to the department that is told of it, and how fast a broker that knows
//! nothing is filled; beside bare messages through the same broker in the same run.
//!
//! The broker runs with the configuration an operator gets, so it has synced what it acknowledges. Bare messages are kept
//! by nobody: they show what the way itself costs.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use center::{Center, Chain, Order, Rulebook};
use clap::Args;
use county::Wish;
use journal::MemoryScratch;
use relay::{Access, Bare, CHECK_EVERY, Keys, Line, Names, Options, RELAY, Relay as Telling, Server, Subscriber};
use serde::Serialize;
use serde_json::json;
use timeline::{ActorId, Channel, Code, DepartmentCode, RequestId};

use super::spread::{Figures, Spread, micros_since, share};
use crate::say::Voice;
use crate::trouble::{Exit, Trouble};
use crate::verb::generate;
use crate::verb::place::{self, Place, Workbench};

/// The department that listens.
const LISTENER: &str = "housing";
/// How long a broker takes to listen, and the relay to have nothing left to tell.
const WITHIN: Duration = Duration::from_secs(120);
/// Nothing more comes when nothing came for so long.
const QUIET: Duration = Duration::from_millis(700);

/// The load.
#[derive(Args)]
pub(crate) struct Relay {
    /// 事先记录的案件数 / Cases that are there before the broker is
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u32).range(10..=10_000))]
    cases: u32,
    /// 逐条计时的命令数 / Commands that are timed one by one
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(10..=100_000))]
    commands: u32,
    /// nats-server 程序 / The nats-server program
    #[arg(long, value_name = "FILE", env = "YIDI_NATS_SERVER", default_value = "nats-server")]
    nats_server: PathBuf,
    /// 空目录，用后删除 / An empty directory, removed afterwards; must be on the disk that is meant
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// What was measured.
#[derive(Serialize)]
struct Measured {
    /// What was done.
    measured: &'static str,
    /// Messages that were there to be told.
    messages: u64,
    /// Bytes of one, on average.
    bytes: usize,
    /// From the answer to a command to the department.
    told: Figures,
    /// How fast an empty broker was filled, all departments together.
    drained_per_s: f64,
    /// How fast one department took what had been kept for it, one after the other.
    taken_per_s: f64,
    limit: Limit,
    /// The median from the answer to the department, as a multiple of a bare message's.
    latency_ratio: f64,
    /// The rate of filling as a share of bare messages.
    drain_ratio: f64,
}

/// Bare messages through the same broker.
#[derive(Serialize)]
struct Limit {
    /// One by one.
    passed: Figures,
    /// All at once.
    passed_per_s: f64,
}

/// A broker of one's own, gone with its handle.
struct Broker {
    child: Child,
    server: String,
    keys: Keys,
    names: Names,
}

impl Drop for Broker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Broker {
    fn start(program: &Path, home: &Path, rulebook: &Rulebook) -> anyhow::Result<Self> {
        let listen = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let names = Names::of(rulebook.county().context("the rule book names no county")?.clone());
        let departments: Vec<DepartmentCode> = rulebook.departments().map(|one| one.code.clone()).collect();
        fs::create_dir_all(home)?;
        let keys = Keys::of(&home.join("keys"), &departments)?;
        let server = Server { listen, store: &home.join("store"), among: None, certificate: None };
        let path = home.join("nats.conf");
        fs::write(&path, relay::configuration(&names, &departments, &keys, &server))?;
        let mut command = Command::new(program);
        command.arg("-c").arg(&path).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().map_err(|error| {
            let (zh, en) = (
                format!("无法启动 {}：{error}。", program.display()),
                format!("cannot start {}: {error}.", program.display()),
            );
            Trouble::new(Exit::Usage, zh, en)
                .next("请用 --nats-server 指定程序。", "name the program with --nats-server")
        })?;
        let broker = Self { child, server: format!("nats://{listen}"), keys, names };
        let begun = Instant::now();
        while std::net::TcpStream::connect(listen).is_err() {
            if begun.elapsed() > WITHIN {
                bail!("the broker does not listen");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(broker)
    }

    fn access(&self, client: &str) -> Access {
        let (server, seed_file) = (self.server.clone(), Some(self.keys.seed_of(client)));
        Access { server, authority: None, seed_file, client: client.to_owned() }
    }
}

impl Relay {
    pub(crate) fn run(self, voice: &Voice) -> anyhow::Result<Exit> {
        let bench = Workbench::new(self.data.as_deref())?;
        let data = bench.path().join("data");
        let wish = Wish {
            cases: self.cases as usize,
            seed: 1,
            until: "2026-11-20T10:00:00Z".parse()?,
            days: 60,
            fresh: false,
        };
        generate::populate(Place::at(&data).open()?, (&data, None), &wish)?;
        let rulebook = Rulebook::demo();
        let broker = Broker::start(&self.nats_server, &bench.path().join("broker"), &rulebook)?;
        let journal = Place::at(&data).open()?;
        let measured = place::runtime()?.block_on(async {
            let options = center::Options { demo: true, ..center::Options::new(Arc::new(jiff::Timestamp::now)) };
            let center = Center::open(journal, Arc::new(MemoryScratch::default()), rulebook, options).await?;
            center.settled().await;
            let measured = self.measure(&center, &broker, &data).await;
            center.close().await;
            measured
        })?;
        voice.answer(&measured, Measured::lines)?;
        Ok(Exit::Ok)
    }

    async fn measure(&self, center: &Center, broker: &Broker, data: &Path) -> anyhow::Result<Measured> {
        let department = DepartmentCode::parse(LISTENER)?;
        let options = Options {
            access: broker.access(RELAY),
            names: broker.names.clone(),
            replicas: 1,
            check_every: CHECK_EVERY,
        };
        let webhooks = relay::WebhookOptions { folder: data.join("relay"), allowed: relay::Allowed::default() };
        let begun = Instant::now();
        let telling = Telling::start(center, Some(options), webhooks);
        let (messages, drained_in) = filled(center, begun).await?;
        let line = Line::of_department(department.clone());
        let mut subscriber = Subscriber::open(&broker.access(LISTENER), &broker.names, &line, Chain::default()).await?;
        let own = computed(center, &department);
        let (bytes, taken_in) = take_all(&mut subscriber, own).await?;
        let told = self.told(center, &mut subscriber, &department).await?;
        telling.stop().await;
        let limit = self.bare(broker, &department, (bytes, messages)).await?;
        let drained_per_s = rate(messages, drained_in);
        Ok(Measured {
            measured: "facts of an invented county to every department of it, over a broker that has synced what it acknowledges",
            messages,
            bytes,
            told,
            drained_per_s,
            taken_per_s: rate(own, taken_in),
            latency_ratio: share(told.p50_us as f64, limit.passed.p50_us as f64),
            drain_ratio: share(drained_per_s, limit.passed_per_s),
            limit,
        })
    }

    /// One command after the other, each timed from its answer to the department.
    async fn told(
        &self,
        center: &Center,
        subscriber: &mut Subscriber,
        department: &DepartmentCode,
    ) -> anyhow::Result<Figures> {
        let (mut spread, begun) = (Spread::new()?, Instant::now());
        let mut times = Vec::new();
        for number in 0..self.commands {
            let case = center.submit(register(number)?).await?.stream;
            let command = json!({ "command": "assign_case", "to": department });
            let command = center::Context::Triage.read(command.to_string().as_bytes())?;
            let triage = actor("triage-1", center::Role::TriageOfficer)?;
            let order = Order::new(triage, RequestId::new(uuid::Uuid::new_v4()), Channel::Window, command);
            center.submit(Order { stream: Some(case), ..order }).await?;
            let answered = Instant::now();
            loop {
                let delivery = subscriber.next().await?;
                let fact = delivery.message.fact();
                subscriber.taken(delivery).await?;
                if fact.get("kind").is_some_and(|kind| kind == "triage.case_assigned") {
                    break;
                }
            }
            times.push(micros_since(answered));
        }
        spread.take(&times, begun.elapsed());
        Ok(spread.figures())
    }

    async fn bare(
        &self,
        broker: &Broker,
        department: &DepartmentCode,
        (bytes, messages): (usize, u64),
    ) -> anyhow::Result<Limit> {
        let ways = (&broker.access(LISTENER), &broker.access(RELAY));
        let mut bare = Bare::open(ways, &broker.names, department).await?;
        let body = vec![b'x'; bytes];
        let (mut spread, begun) = (Spread::new()?, Instant::now());
        let mut times = Vec::new();
        for _ in 0..self.commands {
            let start = Instant::now();
            bare.pass(&body, 1).await?;
            times.push(micros_since(start));
        }
        spread.take(&times, begun.elapsed());
        let all = Instant::now();
        bare.pass(&body, usize::try_from(messages)?).await?;
        Ok(Limit { passed: spread.figures(), passed_per_s: rate(messages, all.elapsed()) })
    }
}

/// Waits until the broker has everything: how many messages, and how long after `begun` the last came.
async fn filled(center: &Center, begun: Instant) -> anyhow::Result<(u64, Duration)> {
    let (mut last, mut at) = (0, begun);
    loop {
        let standing = center.board().now();
        let acknowledged: u64 = standing.subscriptions.values().map(|told| told.acknowledged).sum();
        let behind = standing.subscriptions.values().any(|told| told.acknowledged < told.computed);
        if acknowledged != last {
            (last, at) = (acknowledged, Instant::now());
        } else if last > 0 && !behind && at.elapsed() > QUIET {
            return Ok((last, at - begun));
        }
        if at.elapsed() > WITHIN {
            bail!("the broker was not filled: {}", standing.fault.unwrap_or_default());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

fn computed(center: &Center, department: &DepartmentCode) -> u64 {
    let standing = center.board().now();
    let code = Code::parse(department.as_str()).ok();
    code.and_then(|code| standing.subscriptions.get(&code).map(|told| told.computed)).unwrap_or_default()
}

/// Takes so many messages; answers how long one is on average, and how long it took.
async fn take_all(subscriber: &mut Subscriber, messages: u64) -> anyhow::Result<(usize, Duration)> {
    let (begun, mut bytes) = (Instant::now(), 0);
    for _ in 0..messages {
        let delivery = subscriber.next().await?;
        bytes += delivery.message.body.len();
        subscriber.taken(delivery).await?;
    }
    Ok((bytes / usize::try_from(messages)?.max(1), begun.elapsed()))
}

fn rate(of: u64, within: Duration) -> f64 {
    (of as f64 / within.as_secs_f64().max(f64::EPSILON)).round()
}

fn actor(id: &str, role: center::Role) -> anyhow::Result<center::Actor> {
    Ok(center::Actor { id: ActorId::parse(id)?, department: DepartmentCode::parse("center")?, role })
}

/// A matter like no other.
fn register(number: u32) -> anyhow::Result<Order> {
    let command = json!({
        "command": "register_case", "kind": "dispute", "claim": format!("第{number}户：楼上漏水，要求修复并赔偿（虚构）"),
        "area": "990101", "parties": [
            { "role": "applicant", "kind": "person", "name": format!("甲某{number}（虚构）") },
            { "role": "respondent", "kind": "person", "name": format!("乙某{number}（虚构）") },
        ],
    });
    Ok(Order::new(
        actor("clerk-1", center::Role::WindowClerk)?,
        RequestId::new(uuid::Uuid::new_v4()),
        Channel::Window,
        center::Context::Intake.read(command.to_string().as_bytes())?,
    ))
}

impl Measured {
    fn lines(&self) -> String {
        let Self { messages, bytes, told, drained_per_s, taken_per_s, limit, latency_ratio, drain_ratio, .. } = self;
        let Limit { passed, passed_per_s } = limit;
        format!(
            "{messages} 条消息，每条 {bytes} 字节 / messages, bytes\n\
             办结到送达 / answer to department   p50 {} us   p99 {} us\n\
             裸消息 / bare message               p50 {} us   p99 {} us   比值 / ratio {latency_ratio:.3}\n\
             补发 / drained    {drained_per_s:>9.0} 条每秒 / messages/s\n\
             接收 / taken      {taken_per_s:>9.0} 条每秒 / messages/s, one department, one at a time\n\
             裸消息 / bare     {passed_per_s:>9.0} 条每秒 / messages/s   比值 / ratio {drain_ratio:.3}",
            told.p50_us, told.p99_us, passed.p50_us, passed.p99_us,
        )
    }
}
