//! Matching: `evolve` names every fact it reads past.

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::Finding;
use super::source::Source;

/// `_ =>` inside a function named `evolve` or `evolve_...`.
pub(super) fn wildcards_in_evolve(source: &Source) -> Vec<Finding> {
    let Some(rust) = &source.rust else { return Vec::new() };
    let mut finder = Wildcards { inside: false, found: Vec::new() };
    finder.visit_file(&rust.file);
    finder.found
}

struct Wildcards {
    inside: bool,
    found: Vec<Finding>,
}

impl Wildcards {
    fn enter(&mut self, name: &syn::Ident, walk: impl FnOnce(&mut Self)) {
        let name = name.to_string();
        let before = std::mem::replace(&mut self.inside, name == "evolve" || name.starts_with("evolve_"));
        walk(self);
        self.inside = before;
    }
}

impl<'ast> Visit<'ast> for Wildcards {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.enter(&function.sig.ident, |finder| visit::visit_item_fn(finder, function));
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.enter(&function.sig.ident, |finder| visit::visit_impl_item_fn(finder, function));
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        if self.inside && matches!(arm.pat, syn::Pat::Wild(_)) {
            self.found.push(Finding { line: arm.span().start().line, what: "`_ =>` in evolve".to_owned() });
        }
        visit::visit_arm(self, arm);
    }
}
