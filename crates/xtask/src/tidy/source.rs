//! One file as the rules see it: its text and, for Rust, its syntax, its words and which of its lines are tests.

use std::ops::RangeInclusive;

use anyhow::Result;
use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// One file.
pub(crate) struct Source {
    /// Relative to the workspace, with forward slashes.
    pub(crate) path: String,
    pub(crate) text: String,
    /// Present for `.rs` files.
    pub(crate) rust: Option<Rust>,
}

/// What is known about a Rust file.
pub(crate) struct Rust {
    pub(crate) file: syn::File,
    /// The words in order, groups flattened, comments and literals' insides left out.
    pub(crate) words: Vec<Word>,
    tests: Vec<RangeInclusive<usize>>,
}

/// One token that is not a group.
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) line: usize,
}

/// File endings that people write by hand.
const ENDINGS: &[&str] =
    &["rs", "toml", "md", "ftl", "js", "mjs", "css", "html", "yaml", "yml", "c", "sh", "service", "conf"];

/// Whether a file of this name is checked at all.
pub(crate) fn is_ours(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ENDINGS.contains(&ending) || ["Dockerfile", "run"].contains(&name)
}

impl Source {
    /// Reads a file's syntax; text that is not Rust is kept as text.
    pub(crate) fn parse(path: &str, text: String) -> Result<Source> {
        let rust = if path.ends_with(".rs") { Some(Rust::parse(&text)?) } else { None };
        Ok(Source { path: path.to_owned(), text, rust })
    }

    /// The crate a file belongs to, or `""` outside `crates/`.
    pub(crate) fn crate_name(&self) -> &str {
        self.path.strip_prefix("crates/").and_then(|rest| rest.split('/').next()).unwrap_or("")
    }

    /// Whether this line is only compiled for tests: a test file, or inside something marked `#[cfg(test)]`.
    pub(crate) fn is_test_line(&self, line: usize) -> bool {
        self.is_test_file() || self.rust.as_ref().is_some_and(|rust| rust.tests.iter().any(|test| test.contains(&line)))
    }

    fn is_test_file(&self) -> bool {
        self.path.starts_with("tests/")
            || self.path.contains("/tests/")
            || self.path.contains("/benches/")
            || self.path.ends_with("/tests.rs")
    }
}

impl Rust {
    fn parse(text: &str) -> Result<Rust> {
        let file = syn::parse_file(text)?;
        let mut words = Vec::new();
        flatten(text.parse::<TokenStream>().map_err(|error| anyhow::anyhow!("{error}"))?, &mut words);
        let mut finder = TestItems(Vec::new());
        finder.visit_file(&file);
        Ok(Rust { file, words, tests: finder.0 })
    }

    /// Lines on which these words follow each other, for example `thread :: sleep`.
    pub(crate) fn lines_with<'a>(&'a self, phrase: &'a [&'a str]) -> impl Iterator<Item = usize> + 'a {
        let hits = self
            .words
            .windows(phrase.len())
            .filter(move |window| window.iter().zip(phrase).all(|(word, wanted)| word.text == *wanted));
        hits.filter_map(|window| window.first()).map(|word| word.line)
    }
}

fn flatten(stream: TokenStream, into: &mut Vec<Word>) {
    for token in stream {
        let line = token.span().start().line;
        match token {
            TokenTree::Group(group) => flatten(group.stream(), into),
            TokenTree::Ident(ident) => into.push(Word { text: ident.to_string(), line }),
            TokenTree::Punct(punct) => into.push(Word { text: punct.as_char().to_string(), line }),
            TokenTree::Literal(_) => into.push(Word { text: "literal".to_owned(), line }),
        }
    }
}

/// Collects the line ranges of everything marked `#[cfg(test)]` or `#[test]`.
struct TestItems(Vec<RangeInclusive<usize>>);

impl<'ast> Visit<'ast> for TestItems {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if attributes_of(item).iter().any(is_test_mark) {
            let span = item.span();
            self.0.push(span.start().line..=span.end().line);
        }
        visit::visit_item(self, item);
    }
}

fn attributes_of(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Enum(item) => &item.attrs,
        syn::Item::Const(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn is_test_mark(attribute: &syn::Attribute) -> bool {
    if attribute.path().is_ident("test") {
        return true;
    }
    let syn::Meta::List(list) = &attribute.meta else { return false };
    let inside = list.tokens.to_string();
    list.path.is_ident("cfg")
        && inside.split(|c: char| !c.is_alphanumeric()).any(|word| word == "test")
        && !inside.contains("not")
}
