//! Shapes that were released are frozen: somebody's log holds them, and must decode for ever.

use anyhow::{Result, bail};

use crate::workspace;

/// Fails if a file below one of these places differs from the last released tag. New files are welcome: they are new
/// shapes. Before the first tag, and outside a clone, nothing was released and nothing is frozen.
pub(super) fn check(places: &[&str]) -> Result<()> {
    let Some(tag) = last_release() else { return Ok(()) };
    let mut git = workspace::program("git");
    git.args(["diff", "--name-status", "--no-renames", "--diff-filter=MD", &tag, "--"]).args(places);
    let touched = workspace::output(&mut git)?;
    if !touched.trim().is_empty() {
        println!("{}", touched.trim_end());
        bail!("shapes released with {tag} changed; leave them and add a schema version with an upcast");
    }
    Ok(())
}

fn last_release() -> Option<String> {
    let mut git = workspace::program("git");
    let answer = git.args(["describe", "--tags", "--abbrev=0"]).output().ok()?;
    let tag = String::from_utf8(answer.stdout).ok()?.trim().to_owned();
    (answer.status.success() && !tag.is_empty()).then_some(tag)
}
