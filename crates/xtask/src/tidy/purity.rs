//! Time and chance: not in pure crates, and not as a sleep in a test.

use syn::visit::Visit;

use super::Finding;
use super::source::{Rust, Source};
use crate::house::is_pure;

/// Paths that ask the machine for something. `rand::` stands for everything below it.
const IMPURE: &[&[&str]] = &[
    &["SystemTime", "now"],
    &["Instant", "now"],
    &["Timestamp", "now"],
    &["Zoned", "now"],
    &["std", "env"],
    &["std", "fs"],
    &["std", "net"],
    &["std", "process"],
    &["rand"],
    &["Uuid", "new_v4"],
    &["Uuid", "now_v7"],
];

/// Ways to wait for nothing in particular.
const SLEEPS: &[&[&str]] = &[&["thread", "sleep"], &["time", "sleep"]];

/// Calls to a clock, randomness, the environment or the file system in a pure crate. Its tests may read golden files.
pub(super) fn impure_calls(source: &Source) -> Vec<Finding> {
    match &source.rust {
        Some(rust) if is_pure(source.crate_name()) => {
            uses(rust, IMPURE).into_iter().filter(|finding| !source.is_test_line(finding.line)).collect()
        }
        _ => Vec::new(),
    }
}

/// The one function that may sleep: it looks again and again for something, and gives up loudly.
const PATIENT: &str = "eventually";

/// Sleeps in the tests of our crates. The rigs in `tests/` wait for other processes and have their own way.
pub(super) fn sleeping_tests(source: &Source) -> Vec<Finding> {
    match &source.rust {
        Some(rust) if !source.crate_name().is_empty() => {
            let mut patience = Patience(Vec::new());
            patience.visit_file(&rust.file);
            let blind = |finding: &Finding| {
                source.is_test_line(finding.line) && !patience.0.iter().any(|lines| lines.contains(&finding.line))
            };
            uses(rust, SLEEPS).into_iter().filter(blind).collect()
        }
        _ => Vec::new(),
    }
}

/// The lines of every function called [`PATIENT`].
struct Patience(Vec<std::ops::RangeInclusive<usize>>);

impl<'ast> Visit<'ast> for Patience {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        if function.sig.ident == PATIENT {
            let braces = function.block.brace_token.span;
            self.0.push(braces.open().start().line..=braces.close().end().line);
        }
        syn::visit::visit_item_fn(self, function);
    }
}

/// Where one of these paths is written out, or imported by a `use` with braces.
fn uses(rust: &Rust, paths: &[&[&str]]) -> Vec<Finding> {
    let mut imports = Imports(Vec::new());
    imports.visit_file(&rust.file);
    let mut findings = Vec::new();
    for path in paths {
        let written = written_out(rust, path);
        let imported = imports.0.iter().filter(|(import, _)| contains(import, path)).map(|(_, line)| *line);
        let mut lines: Vec<usize> = written.into_iter().chain(imported).collect();
        lines.sort_unstable();
        lines.dedup();
        findings.extend(lines.into_iter().map(|line| Finding { line, what: format!("`{}`", path.join("::")) }));
    }
    findings
}

fn written_out(rust: &Rust, path: &[&str]) -> Vec<usize> {
    let mut phrase: Vec<&str> = Vec::new();
    for part in path {
        phrase.extend([part, ":", ":"]);
    }
    if path.len() > 1 {
        phrase.truncate(phrase.len() - 2);
    }
    rust.lines_with(&phrase).collect()
}

fn contains(import: &[String], path: &[&str]) -> bool {
    import.windows(path.len()).any(|window| window.iter().zip(path).all(|(have, want)| have == want))
}

/// Every imported path with its line, braces multiplied out.
struct Imports(Vec<(Vec<String>, usize)>);

impl<'ast> Visit<'ast> for Imports {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.walk(&item.tree, &mut Vec::new());
    }
}

impl Imports {
    fn walk(&mut self, tree: &syn::UseTree, above: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => {
                above.push(path.ident.to_string());
                self.walk(&path.tree, above);
                above.pop();
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.walk(item, above)),
            syn::UseTree::Name(name) => self.keep(above, &name.ident),
            syn::UseTree::Rename(rename) => self.keep(above, &rename.ident),
            syn::UseTree::Glob(_) => self.0.extend(above.last().map(|_| (above.clone(), 1))),
        }
    }

    fn keep(&mut self, above: &[String], last: &syn::Ident) {
        let path = above.iter().cloned().chain([last.to_string()]).collect();
        self.0.push((path, last.span().start().line));
    }
}
