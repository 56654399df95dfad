//! Size: how long a function and a file may be, and what a file may be called.

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::Finding;
use super::source::Source;

/// Lines of one function, from `fn` to its closing brace. A screen holds about this many.
const FUNCTION_LINES_MAX: usize = 70;

/// Lines of one file without its tests.
const FILE_LINES_MAX: usize = 500;

/// Functions over the limit, tests included: a long test hides what it says.
pub(super) fn long_functions(source: &Source) -> Vec<Finding> {
    let Some(rust) = &source.rust else { return Vec::new() };
    let mut finder = LongFunctions(Vec::new());
    finder.visit_file(&rust.file);
    finder.0
}

struct LongFunctions(Vec<Finding>);

impl LongFunctions {
    fn measure(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let line = signature.span().start().line;
        let lines = block.span().end().line - line + 1;
        if lines > FUNCTION_LINES_MAX {
            let what = format!("`{}` has {lines} lines, the limit is {FUNCTION_LINES_MAX}", signature.ident);
            self.0.push(Finding { line, what });
        }
    }
}

impl<'ast> Visit<'ast> for LongFunctions {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.measure(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.measure(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        if let Some(block) = &function.default {
            self.measure(&function.sig, block);
        }
        visit::visit_trait_item_fn(self, function);
    }
}

/// Rust files over the limit, test lines not counted.
pub(super) fn long_files(source: &Source) -> Vec<Finding> {
    if source.rust.is_none() {
        return Vec::new();
    }
    let lines = (1..=source.text.lines().count()).filter(|line| !source.is_test_line(*line)).count();
    if lines <= FILE_LINES_MAX {
        return Vec::new();
    }
    vec![Finding { line: FILE_LINES_MAX, what: format!("{lines} lines without tests, the limit is {FILE_LINES_MAX}") }]
}

/// Modules found under another name than their own.
pub(super) fn mod_files(source: &Source) -> Vec<Finding> {
    let named_mod = source.path.rsplit('/').next() == Some("mod.rs");
    if named_mod { vec![Finding { line: 1, what: "a file named mod.rs".to_owned() }] } else { Vec::new() }
}
