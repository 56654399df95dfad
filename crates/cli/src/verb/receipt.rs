//! `yidi receipt verify`: whether a citizen's receipt holds. It needs no center and no data directory.

use std::fs;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use receipt::{Proven, Receipt as Document};

use crate::say::Voice;
use crate::trouble::{Exit, Trouble};

/// Receipts.
#[derive(Subcommand)]
pub(crate) enum Receipt {
    /// 核验存证回执；3 表示不成立 / Check a receipt; 3 means that it does not hold
    Verify(Verify),
}

/// Which receipt, against which key.
#[derive(Args)]
pub(crate) struct Verify {
    /// 回执文件 / The receipt
    file: PathBuf,
    /// 中心公布的公钥；不写则只核对是否前后一致 / The key the center publishes; without it, only whether the receipt is in itself consistent
    #[arg(long, value_name = "KEY")]
    verifier: Option<String>,
}

impl Receipt {
    pub(crate) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let Self::Verify(Verify { file, verifier }) = self;
        let bytes = fs::read(file).map_err(|error| {
            Trouble::new(Trouble::exit_of(&error), "读不出回执文件。", "cannot read the receipt.").because(error)
        })?;
        let text = str::from_utf8(&bytes).map_err(does_not_hold)?;
        let text = text.strip_suffix('\n').unwrap_or(text);
        let proven = Document::verify(text, verifier.as_deref()).map_err(does_not_hold)?;
        voice.answer(&proven, lines)?;
        Ok(Exit::Ok)
    }
}

fn does_not_hold(fault: impl Into<anyhow::Error>) -> Trouble {
    Trouble::new(Exit::Faults, "回执不成立。", "the receipt does not hold.").because(fault)
}

fn lines(proven: &Proven) -> String {
    let mut lines = vec![
        format!("成立 / it holds: {}", proven.origin),
        format!("登记时间 / recorded at    {}", proven.recorded_at),
        format!("日志 / log                {} / {}", proven.position, proven.size),
    ];
    for fact in &proven.facts {
        lines.push(format!("{} {}", fact.kind, fact.number.as_deref().unwrap_or_default()));
        lines.extend(fact.texts.iter().map(|text| format!("  {}  {}", text.at, text.text)));
    }
    lines.push(format!("公钥 / key                {}", proven.verifier));
    if !proven.trusted {
        lines.push("请与中心公布的公钥比对。/ Compare the key with the one the center publishes.".to_owned());
    }
    lines.join("\n")
}
