//! Every rule finds its bad snippet and leaves its good one alone.

use super::*;

/// (rule, path, bad, good)
fn snippets() -> Vec<(&'static str, &'static str, String, String)> {
    let lines = |count: usize| "    let _ = 1;\n".repeat(count);
    let text = |text: &str| text.to_owned();
    let mark = concat!("// TO", "DO later\n");
    vec![
        ("long-function", IN_WEB, format!("fn f() {{\n{}}}\n", lines(69)), format!("fn f() {{\n{}}}\n", lines(68))),
        ("long-function", IN_WEB, format!("impl A {{ fn f() {{\n{}}} }}\n", lines(70)), text("trait A { fn f(); }\n")),
        ("long-file", IN_WEB, "const A: u8 = 1;\n".repeat(501), tests_of(600)),
        ("empty-name", IN_WEB, text("pub struct CaseManager;\n"), text("struct CaseManager;\npub struct Database;\n")),
        ("empty-name", IN_WEB, text("pub enum PartyInfo {}\n"), text("pub enum Informant {}\n")),
        ("unfinished", IN_WEB, text("fn f() { todo!() }\n"), text("fn todo() { todo() }\n")),
        ("unfinished", "docs/page.md", text(mark), text("a to-do list\n")),
        (
            "silenced-lint",
            IN_WEB,
            text("#![allow(dead_code)]\n"),
            text("#[expect(dead_code, reason = \"x\")]\nfn f() {}\n"),
        ),
        ("silenced-lint", IN_WEB, text("#[expect(dead_code)]\nfn f() {}\n"), text("fn allow() {}\n")),
        ("silenced-lint", IN_WEB, text("#[cfg_attr(test, allow(dead_code))]\nfn f() {}\n"), text("fn f() {}\n")),
        ("ignored-test", IN_WEB, text("#[test]\n#[ignore]\nfn f() {}\n"), text("#[test]\nfn f() {}\n")),
        ("impure", IN_RULES, text("fn f() { SystemTime::now(); }\n"), text("// SystemTime::now()\n")),
        ("impure", IN_RULES, text("use std::{env, fmt};\n"), text("use std::fmt;\n")),
        ("impure", IN_RULES, text("fn f() { rand::random() }\n"), text("#[cfg(test)]\nmod t { use std::fs; }\n")),
        ("impure", IN_RULES, text("fn f() { jiff::Timestamp::now(); }\n"), text("fn f(now: Timestamp) {}\n")),
        (
            "sleeping-test",
            IN_RULES,
            text("#[test]\nfn f() { std::thread::sleep(D) }\n"),
            text("fn f() { thread::sleep(D) }\n"),
        ),
        ("wildcard-in-evolve", IN_RULES, evolve("_"), evolve("Fact::A | Fact::B")),
        ("whitespace", "docs/page.md", text("a \n"), text("a\n")),
        ("whitespace", "docs/page.md", text("a\tb\n"), text("")),
        ("whitespace", "docs/page.md", text("a"), text("a\n\nb\n")),
    ]
}

const IN_WEB: &str = "crates/web/src/page.rs";
const IN_RULES: &str = "crates/rules/src/clock.rs";

fn tests_of(lines: usize) -> String {
    format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "const A: u8 = 1;\n".repeat(lines))
}

fn evolve(pattern: &str) -> String {
    format!(
        "impl D {{ fn evolve(f: Fact) {{ match f {{ {pattern} => {{}} }} }} }}\nfn g() {{ match 1 {{ _ => {{}} }} }}\n"
    )
}

fn findings(rule: &str, path: &str, text: String) -> usize {
    let source = Source::parse(path, text).expect("a snippet parses");
    let rule = RULES.iter().find(|known| known.name == rule).expect("a snippet names a rule");
    (rule.find)(&source).len()
}

#[test]
fn every_rule_finds_its_bad_snippet_and_spares_the_good_one() {
    for (rule, path, bad, good) in snippets() {
        assert_eq!(findings(rule, path, bad.clone()), 1, "{rule} misses or repeats:\n{bad}");
        assert_eq!(findings(rule, path, good.clone()), 0, "{rule} complains about:\n{good}");
    }
}

#[test]
fn a_module_is_found_under_its_own_name() {
    assert_eq!(findings("mod-file", "crates/web/src/page/mod.rs", String::new()), 1);
    assert_eq!(findings("mod-file", IN_WEB, String::new()), 0);
}

#[test]
fn every_rule_has_a_snippet() {
    let tried = snippets();
    for rule in RULES.iter().filter(|rule| rule.name != "mod-file") {
        assert!(tried.iter().any(|(name, ..)| *name == rule.name), "no snippet for {}", rule.name);
    }
}

#[test]
fn impure_calls_are_the_shells_business() {
    assert_eq!(findings("impure", "crates/center/src/clock.rs", "fn f() { SystemTime::now(); }\n".to_owned()), 0);
}
