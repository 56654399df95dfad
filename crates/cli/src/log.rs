//! The program's own log lines, on stderr: stdout belongs to answers.

use std::io;

use clap::ValueEnum;
use tracing_subscriber::EnvFilter;

/// How a log line looks.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// 便于阅读 / For a person
    Pretty,
    /// 每行一个 JSON 对象 / One JSON object a line
    Json,
}

/// Starts the log. `RUST_LOG` narrows or widens it; without it, what an operator should see.
pub(crate) fn start(format: Format) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    // A log that was started before stays: there is nothing better to do, and nothing is lost.
    let _ = match format {
        Format::Pretty => log.with_ansi(false).with_target(false).try_init(),
        Format::Json => log.json().flatten_event(true).try_init(),
    };
}
