//! How long a server takes to start on a log, and how much memory: asked of a real one, in a process of its own.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

/// What a start took.
pub(crate) struct Started {
    /// From the start of the process to the line that says that it listens.
    pub(crate) seconds: f64,
    /// The memory it holds when it remembers every matter and has come to rest, in megabytes, as the kernel counts it.
    pub(crate) resident_mb: u64,
    /// The most it held until then.
    pub(crate) peak_mb: u64,
}

/// What was taken for reading the whole log goes back to the kernel a moment later.
const REST: Duration = Duration::from_secs(3);

impl Started {
    /// Starts a server, looks, and stops it in order, so that it leaves its snapshots.
    pub(crate) fn measure(data: &Path) -> anyhow::Result<Self> {
        let mut server = Command::new(std::env::current_exe()?);
        server.args(["serve", "--demo", "--empty", "--listen", "127.0.0.1:0", "--data"]).arg(data);
        server.env("RUST_LOG", "error").stdin(Stdio::null()).stdout(Stdio::piped());
        let start = Instant::now();
        let mut child = server.spawn().context("cannot start a server")?;
        let listening = listens(&mut child);
        let seconds = start.elapsed().as_secs_f64();
        if let Ok(Some(address)) = &listening {
            remembers(address)?;
            thread::sleep(REST);
        }
        let [resident_mb, peak_mb] = ["VmRSS:", "VmHWM:"].map(|line| memory_mb(child.id(), line));
        Command::new("kill").args(["-TERM", &child.id().to_string()]).status()?;
        child.wait()?;
        if listening?.is_none() {
            bail!("the server ended before it listened");
        }
        Ok(Started { seconds, resident_mb, peak_mb })
    }
}

/// Where it listens.
fn listens(child: &mut Child) -> anyhow::Result<Option<String>> {
    let out = child.stdout.take().context("stdout is a pipe")?;
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line)?;
    Ok(line.strip_prefix("listening http://").map(|address| address.trim().to_owned()))
}

/// Asks for a case by a query code that nobody has: the answer waits until every matter is remembered.
fn remembers(address: &str) -> anyhow::Result<()> {
    let body = r#"{"query_code":"0000000000000000"}"#;
    let mut line = TcpStream::connect(address)?;
    let length = body.len();
    write!(
        line,
        "POST /api/v1/progress HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )?;
    line.read_to_end(&mut Vec::new())?;
    Ok(())
}

fn memory_mb(process: u32, name: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.split_whitespace().next().and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}
