//! `yidi bench http`: durable commands over HTTP, beside the same commands without HTTP in the same run.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use center::{Center, Command, Order, Rulebook};
use clap::Args;
use journal::MemoryScratch;
use serde::Serialize;
use timeline::{Channel, RequestId, StreamId};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::client::{Connection, ask_body, party_body, register_body};
use super::spread::{Figures, Spread, micros_since, share};
use crate::say::Voice;
use crate::trouble::Exit;
use crate::verb::place::{self, Place, Workbench};

/// Turns of each side.
const TURNS: u32 = 4;
/// Commands of one case before the next is begun.
const CASE_COMMANDS: u64 = 20;

/// The load.
#[derive(Args)]
pub(crate) struct Http {
    /// 并发连接数 / Connections, each waiting for its answer
    #[arg(long, default_value_t = 256, value_parser = clap::value_parser!(u16).range(1..=4000))]
    connections: u16,
    /// 每一方的测量秒数 / Seconds for each side
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u16).range(1..=3600))]
    seconds: u16,
    /// 空目录，用后删除 / An empty directory, removed afterwards; must be on the disk that is meant
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// What was measured.
#[derive(Serialize)]
struct Measured {
    connections: u16,
    commands_per_s: f64,
    p50_us: u64,
    p99_us: u64,
    limit: Limit,
    /// Over HTTP as a share of the same commands in the process.
    ratio: f64,
}

/// The same commands, submitted to the center in the process.
#[derive(Serialize)]
struct Limit {
    commands_per_s: f64,
    p50_us: u64,
    p99_us: u64,
}

/// How commands reach the center.
#[derive(Clone)]
enum Way {
    Http(SocketAddr),
    InProcess(Center),
}

impl Http {
    pub(crate) fn run(self, voice: &Voice) -> anyhow::Result<Exit> {
        let bench = Workbench::new(self.data.as_deref())?;
        let journal = Place::at(&bench.path().join("data")).open()?;
        let [http, limit] = place::runtime()?.block_on(async {
            let options = center::Options { demo: true, ..center::Options::new(Arc::new(jiff::Timestamp::now)) };
            let center = Center::open(journal, Arc::new(MemoryScratch::default()), Rulebook::demo(), options).await?;
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            let (address, stop) = (listener.local_addr()?, CancellationToken::new());
            let options = web::Options { demo: true, ..web::Options::default() };
            let server = tokio::spawn(web::serve(listener, center.clone(), options, stop.clone()));
            let figures = self.contest([Way::Http(address), Way::InProcess(center.clone())]).await;
            stop.cancel();
            server.await??;
            center.close().await;
            figures
        })?;
        let measured = Measured {
            connections: self.connections,
            commands_per_s: http.per_s,
            p50_us: http.p50_us,
            p99_us: http.p99_us,
            limit: Limit { commands_per_s: limit.per_s, p50_us: limit.p50_us, p99_us: limit.p99_us },
            ratio: share(http.per_s, limit.per_s),
        };
        voice.answer(&measured, Measured::lines)?;
        Ok(Exit::Ok)
    }

    async fn contest(&self, ways: [Way; 2]) -> anyhow::Result<[Figures; 2]> {
        let mut spreads = [Spread::new()?, Spread::new()?];
        for turn in 0..=TURNS {
            for (way, spread) in ways.iter().zip(&mut spreads) {
                let (times, spent) = self.slice(way, Duration::from_secs(u64::from(self.seconds)) / TURNS).await?;
                if turn > 0 {
                    spread.take(&times, spent);
                }
            }
        }
        Ok(spreads.map(|spread| spread.figures()))
    }

    async fn slice(&self, way: &Way, time: Duration) -> anyhow::Result<(Vec<u32>, Duration)> {
        let start = Instant::now();
        let until = start + time;
        let clients: Vec<_> = (0..self.connections).map(|_| tokio::spawn(client(way.clone(), until))).collect();
        let mut times = Vec::new();
        for client in clients {
            times.extend(client.await??);
        }
        Ok((times, start.elapsed()))
    }
}

/// One client: registers a case, adds to it, begins the next.
async fn client(way: Way, until: Instant) -> anyhow::Result<Vec<u32>> {
    let mut client = match way {
        Way::Http(address) => Client::Http(Connection::open(address).await?),
        Way::InProcess(center) => Client::InProcess(Box::new(Desk::new(center)?)),
    };
    let (mut times, mut case, mut commands) = (Vec::new(), None, 0);
    while Instant::now() < until {
        let start = Instant::now();
        case = Some(client.ask(case).await?);
        times.push(micros_since(start));
        commands += 1;
        if commands % CASE_COMMANDS == 0 {
            case = None;
        }
    }
    Ok(times)
}

/// A case and the version that was seen of it.
type Seen = (StreamId, u64);

enum Client {
    Http(Connection),
    InProcess(Box<Desk>),
}

impl Client {
    async fn ask(&mut self, case: Option<Seen>) -> anyhow::Result<Seen> {
        match self {
            Client::Http(connection) => connection.command(case, &ask_body(case.is_some())).await,
            Client::InProcess(desk) => desk.submit(case).await,
        }
    }
}

/// A clerk in the same process.
struct Desk {
    center: Center,
    actor: center::Actor,
    register: Command,
    add: Command,
}

impl Desk {
    fn new(center: Center) -> anyhow::Result<Self> {
        let clerk =
            center.rulebook().staff_list().find(|staff| staff.role.as_str() == center::Role::WindowClerk.as_str());
        let clerk = clerk.context("the rule book names no clerk")?;
        let (id, department) = (clerk.id.clone(), clerk.department.clone());
        let actor = center::Actor { id, department, role: center::Role::WindowClerk };
        let (register, add) =
            (Command::read("intake", register_body().as_bytes())?, Command::read("intake", party_body().as_bytes())?);
        Ok(Desk { center, actor, register, add })
    }

    async fn submit(&self, case: Option<Seen>) -> anyhow::Result<Seen> {
        let order = Order {
            actor: self.actor.clone(),
            stream: case.map(|(stream, _)| stream),
            request: RequestId::new(uuid::Uuid::new_v4()),
            seen_version: case.map(|(_, version)| version),
            occurred_at: None,
            window: None,
            channel: Channel::Window,
            on_behalf_of: None,
            legal_basis: None,
            command: if case.is_some() { self.add.clone() } else { self.register.clone() },
        };
        let done = self.center.submit(order).await?;
        Ok((done.stream, done.version))
    }
}

impl Measured {
    fn lines(&self) -> String {
        format!(
            "{} 个连接 / connections\n\
             HTTP                 {:>9.0} 条命令每秒 / commands/s   p50 {} us   p99 {} us\n\
             进程内 / in process  {:>9.0} 条命令每秒 / commands/s   p50 {} us   p99 {} us\n\
             比值 / ratio         {:.3}",
            self.connections,
            self.commands_per_s,
            self.p50_us,
            self.p99_us,
            self.limit.commands_per_s,
            self.limit.p50_us,
            self.limit.p99_us,
            self.ratio
        )
    }
}
