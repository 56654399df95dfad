//! `yidi bench http`: durable commands over HTTP, beside the same commands without HTTP in the same run.
//!
//! What is measured is server and clients together: both run in this process, on the same processors. The commands are
//! those of whole cases, from the visit to the closing (`http/story.rs`), on either side.

mod story;

use std::borrow::Cow;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use center::{Center, Order, Rulebook};
use clap::Args;
use journal::MemoryScratch;
use serde::Serialize;
use timeline::{Channel, RequestId};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use self::story::Step;
use super::client::{Ask, Connection, Seen};
use super::spread::{Figures, Spread, micros_since, share};
use crate::say::Voice;
use crate::trouble::Exit;
use crate::verb::place::{self, Place, Workbench};

/// Turns of each side.
const TURNS: u32 = 4;

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
    /// What was done, on either side.
    measured: &'static str,
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
            let story = Arc::new(story::steps(&center)?);
            let figures = self.contest([Way::Http(address), Way::InProcess(center.clone())], &story).await;
            stop.cancel();
            server.await??;
            center.close().await;
            figures
        })?;
        let measured = Measured {
            measured: "durable commands of whole cases, from the visit to the closing; server and clients in one process",
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

    async fn contest(&self, ways: [Way; 2], story: &Arc<Vec<Step>>) -> anyhow::Result<[Figures; 2]> {
        let mut spreads = [Spread::new()?, Spread::new()?];
        for turn in 0..=TURNS {
            for (way, spread) in ways.iter().zip(&mut spreads) {
                let time = Duration::from_secs(u64::from(self.seconds)) / TURNS;
                let (times, spent) = self.slice(way, story, time).await?;
                if turn > 0 {
                    spread.take(&times, spent);
                }
            }
        }
        Ok(spreads.map(|spread| spread.figures()))
    }

    async fn slice(&self, way: &Way, story: &Arc<Vec<Step>>, time: Duration) -> anyhow::Result<(Vec<u32>, Duration)> {
        let start = Instant::now();
        let until = start + time;
        let one = || tokio::spawn(client(way.clone(), story.clone(), until));
        let clients: Vec<_> = (0..self.connections).map(|_| one()).collect();
        let mut times = Vec::new();
        for client in clients {
            times.extend(client.await??);
        }
        Ok((times, start.elapsed()))
    }
}

/// One client: brings one case after the other through the story.
async fn client(way: Way, story: Arc<Vec<Step>>, until: Instant) -> anyhow::Result<Vec<u32>> {
    let mut client = match way {
        Way::Http(address) => Client::Http(Connection::open(address).await?),
        Way::InProcess(center) => Client::InProcess(center),
    };
    let (mut times, mut case) = (Vec::new(), None);
    for step in story.iter().cycle() {
        let start = Instant::now();
        if start >= until {
            break;
        }
        case = Some(client.ask(step, case).await?);
        times.push(micros_since(start));
    }
    Ok(times)
}

enum Client {
    Http(Connection),
    InProcess(Center),
}

impl Client {
    async fn ask(&mut self, step: &Step, case: Option<Seen>) -> anyhow::Result<Seen> {
        let case = case.filter(|_| step.begins.is_none());
        match self {
            Client::Http(connection) => send(connection, step, case).await,
            Client::InProcess(center) => {
                let seen = match case.filter(|_| step.looks_first) {
                    Some((stream, _)) => Some((stream, center.case(&step.actor, stream.into())?.version)),
                    None => case,
                };
                let done = center.submit(order(step, seen)).await?;
                Ok((done.stream, done.version))
            }
        }
    }
}

async fn send(connection: &mut Connection, step: &Step, case: Option<Seen>) -> anyhow::Result<Seen> {
    let known = case.map(|(case, _)| case);
    let path = match (step.begins, known) {
        (Some(path), _) => Cow::Borrowed(path),
        (None, Some(case)) => format!("/api/v1/cases/{case}/{}", step.desk).into(),
        (None, None) => bail!("a story begins with a registration"),
    };
    let seen = match case.filter(|_| step.looks_first) {
        Some((case, _)) => Some(connection.version_seen(&format!("/api/v1/cases/{case}"), step.staff).await?),
        None => case.map(|(_, version)| version),
    };
    let ask = Ask { path: &path, seen, staff: step.staff, body: &step.body };
    let (begun, version) = connection.command(&ask).await?;
    Ok((begun.or(known).context("an answer names its case")?, version))
}

fn order(step: &Step, case: Option<Seen>) -> Order {
    Order {
        stream: case.map(|(stream, _)| stream),
        seen_version: case.map(|(_, version)| version),
        ..Order::new(step.actor.clone(), RequestId::new(uuid::Uuid::new_v4()), Channel::Window, step.command.clone())
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
