//! `cargo xtask tidy`: the house rules that the compiler and clippy do not know.
//!
//! [`RULES`] is the one list of them. A rule says why it exists and what to write instead, because a person will read it
//! at the moment it is in the way.

mod attributes;
mod matching;
mod names;
mod purity;
mod size;
mod source;
#[cfg(test)]
mod tests;
mod text;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::workspace;
use source::Source;

/// Where a rule was broken, and with what.
pub(crate) struct Finding {
    line: usize,
    what: String,
}

/// One house rule.
pub(crate) struct Rule {
    name: &'static str,
    why: &'static str,
    instead: &'static str,
    find: fn(&Source) -> Vec<Finding>,
}

/// Every rule there is. Adding one is a function, a line here and a bad snippet in `tests.rs`.
#[rustfmt::skip]
pub(crate) const RULES: &[Rule] = &[
    Rule { name: "long-function", find: size::long_functions,
        why: "a function longer than a screen hides its rule", instead: "keep the branches here, move the leaves out" },
    Rule { name: "long-file", find: size::long_files,
        why: "a file over 500 lines has two subjects", instead: "split it as foo.rs + foo/part.rs" },
    Rule { name: "mod-file", find: size::mod_files,
        why: "ten tabs named mod.rs cannot be told apart", instead: "foo.rs + foo/bar.rs" },
    Rule { name: "empty-name", find: names::empty_names,
        why: "the word says nothing about disputes", instead: "the word a clerk would use" },
    Rule { name: "unfinished", find: names::unfinished,
        why: "unfinished work in the tree is never finished", instead: "finish it, or open an issue and leave it out" },
    Rule { name: "silenced-lint", find: attributes::silenced_lints,
        why: "an allow outlives its cause unseen", instead: "#[expect(lint, reason = \"...\")], which complains when the cause is gone" },
    Rule { name: "ignored-test", find: attributes::ignored_tests,
        why: "a test nobody runs protects nothing", instead: "scale it by the environment, so that a small sample always runs" },
    Rule { name: "impure", find: purity::impure_calls,
        why: "replay must give the same answer on any day and on any machine", instead: "take it from the command, from Meta or as an argument" },
    Rule { name: "sleeping-test", find: purity::sleeping_tests,
        why: "a sleep is either too short or too slow", instead: "wait for the event itself, pass the time in, or look for it in a function called `eventually`" },
    Rule { name: "wildcard-in-evolve", find: matching::wildcards_in_evolve,
        why: "a new fact must make the compiler ask every reader", instead: "name the variants that change nothing" },
    Rule { name: "whitespace", find: text::whitespace,
        why: "invisible differences fill a diff", instead: "spaces, no trailing blanks, one newline at the end" },
];

/// Checks every file of ours, or with `list` prints the rules.
pub(crate) fn run(list: bool) -> Result<()> {
    if list {
        RULES.iter().for_each(|rule| println!("{:<20} {}; instead: {}", rule.name, rule.why, rule.instead));
        return Ok(());
    }
    let root = workspace::root();
    let mut files = Vec::new();
    collect(&root, &root, &mut files)?;
    let mut faults = 0;
    for path in &files {
        faults += check_file(&root, path)?;
    }
    if faults > 0 {
        bail!("{faults} house rule(s) broken in {} files", files.len());
    }
    println!("tidy: {} files keep {} rules", files.len(), RULES.len());
    Ok(())
}

fn check_file(root: &Path, path: &str) -> Result<usize> {
    let text = fs::read_to_string(root.join(path)).with_context(|| format!("cannot read {path}"))?;
    let source = match Source::parse(path, text) {
        Ok(source) => source,
        Err(error) => {
            println!("{path}: does not parse: {error}");
            return Ok(1);
        }
    };
    let mut faults = 0;
    for rule in RULES {
        for Finding { line, what } in (rule.find)(&source) {
            println!("{path}:{line}: [{}] {what}: {}; instead: {}", rule.name, rule.why, rule.instead);
            faults += 1;
        }
    }
    Ok(faults)
}

/// Folders that hold nothing written by us, or only bytes.
const SKIPPED: &[&str] = &["target", "node_modules", "yidi-data", "vendor", "corpus", "artifacts"];

/// Hidden folders that are ours all the same.
const HIDDEN_BUT_OURS: &[&str] = &[".ci", ".cargo", ".config"];

fn collect(root: &Path, folder: &Path, into: &mut Vec<String>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path = entry.with_context(|| format!("cannot list {}", folder.display()))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let hidden = name.starts_with('.') && !HIDDEN_BUT_OURS.contains(&name.as_str());
        if path.is_symlink() || (path.is_dir() && (hidden || SKIPPED.contains(&name.as_str()))) {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, into)?;
        } else if source::is_ours(&name) {
            into.push(path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned());
        }
    }
    into.sort();
    Ok(())
}
