//! Words: names that say nothing, and marks of work left undone.

use syn::visit::{self, Visit};

use super::Finding;
use super::source::Source;

/// Words that fit any program and therefore describe none.
const EMPTY: &[&str] = &["Manager", "Helper", "Processor", "Data", "Info", "Impl", "Utils", "Util"];

/// Public types whose name holds one of those words.
pub(super) fn empty_names(source: &Source) -> Vec<Finding> {
    let Some(rust) = &source.rust else { return Vec::new() };
    let mut finder = PublicTypes(Vec::new());
    finder.visit_file(&rust.file);
    finder.0
}

struct PublicTypes(Vec<Finding>);

impl PublicTypes {
    fn judge(&mut self, visibility: &syn::Visibility, name: &syn::Ident) {
        let text = name.to_string();
        let empty = words_of(&text).into_iter().find(|word| EMPTY.contains(&word.as_str()));
        if let (syn::Visibility::Public(_), Some(word)) = (visibility, empty) {
            self.0.push(Finding { line: name.span().start().line, what: format!("`{text}` contains `{word}`") });
        }
    }
}

impl<'ast> Visit<'ast> for PublicTypes {
    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.judge(&item.vis, &item.ident);
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.judge(&item.vis, &item.ident);
        visit::visit_item_enum(self, item);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.judge(&item.vis, &item.ident);
        visit::visit_item_trait(self, item);
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.judge(&item.vis, &item.ident);
        visit::visit_item_type(self, item);
    }
}

/// The words of a name in camel case: `CaseManager` is `Case`, `Manager`.
fn words_of(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for letter in name.chars() {
        match words.last_mut() {
            Some(word) if !letter.is_uppercase() => word.push(letter),
            _ => words.push(letter.to_string()),
        }
    }
    words
}

/// Marks in comments. Written in two halves, so that this file does not find itself.
const MARKS: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX")];

/// Macros that stand for code not written.
const UNWRITTEN: &[&str] = &["todo", "unimplemented"];

/// Marks of work left undone, in any file, and unwritten code in Rust.
pub(super) fn unfinished(source: &Source) -> Vec<Finding> {
    let mut findings: Vec<Finding> = source.text.lines().zip(1..).filter_map(mark_in).collect();
    if let Some(rust) = &source.rust {
        for name in UNWRITTEN {
            let phrase = [*name, "!"];
            findings.extend(rust.lines_with(&phrase).map(|line| Finding { line, what: format!("`{name}!`") }));
        }
    }
    findings
}

fn mark_in((text, line): (&str, usize)) -> Option<Finding> {
    let mut words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let mark = words.find(|word| MARKS.contains(word))?;
    Some(Finding { line, what: format!("`{mark}`") })
}
