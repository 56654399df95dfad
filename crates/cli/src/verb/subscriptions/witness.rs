//! `yidi subscriptions follow --verifier`: beside the facts, a department keeps the checkpoints the center signs, and stops
//! at the first that contradicts what it kept.

use std::convert::Infallible;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use relay::{Access, Kept, Names, SubscriberError, Witness, Witnessing};
use timeline::DepartmentCode;

use super::{add_line, whole_lines};
use crate::trouble::{Exit, Trouble};

/// Keeps checkpoints beside the book of facts, for ever.
pub(super) async fn keep(
    (access, names): (&Access, &Names),
    department: &DepartmentCode,
    (book, verifier): (&Path, &str),
) -> anyhow::Result<Infallible> {
    let path = beside(book, "checkpoints");
    let (mut file, text) = whole_lines(&path).with_context(|| format!("cannot use {}", path.display()))?;
    let kept = text.lines().map(serde_json::from_str).collect::<Result<Vec<Kept>, _>>();
    let kept = kept.with_context(|| format!("{} holds a line that is no checkpoint", path.display()))?;
    let witness =
        Witness::new(verifier, kept).with_context(|| format!("{} was kept under another key", path.display()))?;
    let mut witnessing = Witnessing::open(access, names, department, witness).await?;
    loop {
        let shown = match witnessing.next().await {
            Ok(shown) => shown,
            Err(error) => return Err(refused(book, witnessing.last(), error)),
        };
        add_line(&mut file, &shown.kept)?;
        witnessing.kept(shown).await?;
    }
}

/// A checkpoint that is not believed lies beside the book with the last one that was: somebody has to look at both.
fn refused(book: &Path, last: Option<&str>, error: SubscriberError) -> anyhow::Error {
    let SubscriberError::Objected { note, .. } = &error else { return error.into() };
    let path = beside(book, "contradiction");
    let both = format!("{}\n{}\n{note}\n", center::chain(&error), last.unwrap_or_default());
    let file = OpenOptions::new().create(true).append(true).open(&path);
    if let Err(fault) = file.and_then(|mut file| file.write_all(both.as_bytes())) {
        return anyhow::Error::from(error).context(format!("{} cannot be written: {fault}", path.display()));
    }
    let at = path.display();
    let trouble = Trouble::new(Exit::Faults, "检查点与已保存的不符。", "a checkpoint contradicts what was kept.");
    let advice =
        (format!("两份检查点均在 {at}，请持此询问中心。"), format!("both are in {at}: take them to the center"));
    trouble.next(advice.0, advice.1).because(error).into()
}

fn beside(book: &Path, what: &str) -> PathBuf {
    let mut name = book.as_os_str().to_owned();
    name.push(format!(".{what}"));
    name.into()
}
