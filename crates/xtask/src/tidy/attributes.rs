//! Attributes that hide something: silenced lints and ignored tests.

use syn::spanned::Spanned;
use syn::visit::Visit;

use super::Finding;
use super::source::Source;

/// `allow` in any form, and `expect` without its reason.
pub(super) fn silenced_lints(source: &Source) -> Vec<Finding> {
    attributes(source, |attribute| {
        let tokens = match &attribute.meta {
            syn::Meta::List(list) => list.tokens.to_string(),
            syn::Meta::Path(_) | syn::Meta::NameValue(_) => String::new(),
        };
        let words: Vec<&str> = tokens.split(|letter: char| !letter.is_alphanumeric() && letter != '_').collect();
        let conditional = attribute.path().is_ident("cfg_attr") && words.contains(&"allow");
        if attribute.path().is_ident("allow") || conditional {
            return Some("`allow`");
        }
        (attribute.path().is_ident("expect") && !words.contains(&"reason")).then_some("`expect` without a reason")
    })
}

/// Tests that are compiled and never run.
pub(super) fn ignored_tests(source: &Source) -> Vec<Finding> {
    attributes(source, |attribute| attribute.path().is_ident("ignore").then_some("`#[ignore]`"))
}

fn attributes(source: &Source, judge: fn(&syn::Attribute) -> Option<&'static str>) -> Vec<Finding> {
    let Some(rust) = &source.rust else { return Vec::new() };
    let mut finder = Attributes { judge, found: Vec::new() };
    finder.visit_file(&rust.file);
    finder.found
}

struct Attributes {
    judge: fn(&syn::Attribute) -> Option<&'static str>,
    found: Vec<Finding>,
}

impl<'ast> Visit<'ast> for Attributes {
    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let Some(what) = (self.judge)(attribute) {
            self.found.push(Finding { line: attribute.span().start().line, what: what.to_owned() });
        }
    }
}
