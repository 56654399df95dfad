//! The `yidi` command: one visible list of verbs, one file a verb.
//!
//! It refuses to know any rule of the center: it opens a journal, starts the server, asks questions and prints answers.
//! Start reading at [`verb::Verb`], the list; [`trouble`] says which exit code means what.

#![expect(clippy::print_stderr, reason = "the command line is where this program speaks")]

mod bench;
mod log;
mod meaning;
mod own;
mod progress;
mod say;
mod trouble;
mod verb;

use std::process::ExitCode;

use clap::Parser;

use crate::say::Voice;

/// Gives back what it does not need: threads that unpack the log come and go, and with the allocator of glibc each leaves
/// behind what it freed (measured on a million entries: 100 MB and more).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// 一地：县级矛盾纠纷调处化解中心 / Yidi: the center where a citizen goes to one place at most
#[derive(Parser)]
#[command(name = "yidi", version, max_term_width = 110)]
struct Yidi {
    /// 以一份 JSON 文档输出结果 / Answer with one JSON document on stdout
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    verb: verb::Verb,
}

fn main() -> ExitCode {
    let Yidi { json, verb } = Yidi::parse();
    let voice = Voice::new(json);
    match verb.run(&voice) {
        Ok(exit) => exit.into(),
        Err(error) => voice.tell(&error).into(),
    }
}
