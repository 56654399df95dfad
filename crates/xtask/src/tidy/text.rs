//! What the eye does not see: tabs, trailing blanks, a missing last newline.

use super::Finding;
use super::source::Source;

/// Tabs, trailing blanks, carriage returns, and a file that does not end in exactly one newline.
pub(super) fn whitespace(source: &Source) -> Vec<Finding> {
    let mut findings: Vec<Finding> = source.text.split('\n').zip(1..).filter_map(fault_of).collect();
    let ends_well = source.text.is_empty() || (source.text.ends_with('\n') && !source.text.ends_with("\n\n"));
    if !ends_well {
        let line = source.text.lines().count();
        findings.push(Finding { line, what: "the file does not end in one newline".to_owned() });
    }
    findings
}

fn fault_of((text, line): (&str, usize)) -> Option<Finding> {
    let what = if text.contains('\t') {
        "a tab"
    } else if text.ends_with([' ', '\r']) {
        "trailing blanks"
    } else {
        return None;
    };
    Some(Finding { line, what: what.to_owned() })
}
