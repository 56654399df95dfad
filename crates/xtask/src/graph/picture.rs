//! The picture of the crates: a Mermaid graph between two markers of `docs/architecture.md`.

use std::collections::BTreeSet;

use super::Metadata;
use crate::house::CONTEXTS;

const BEGIN: &str = "<!-- graph:begin -->";
const END: &str = "<!-- graph:end -->";

/// The page as it starts out when nobody has written one: the invariants, and room for the picture.
const SKELETON: &str = include_str!("architecture.md");

/// The edges that exist, the desks drawn as one box. Test crates and this program are not part of the house.
pub(super) fn draw(metadata: &Metadata) -> String {
    let ours: BTreeSet<&str> = metadata.packages.iter().map(|package| package.name.as_str()).collect();
    let outside = ["tests", "testkit", "xtask"];
    let mut edges = BTreeSet::new();
    for package in metadata.packages.iter().filter(|package| !outside.contains(&package.name.as_str())) {
        for dependency in package.dependencies.iter().filter(|dependency| !dependency.is_dev()) {
            if ours.contains(dependency.name.as_str()) {
                edges.insert((room(&package.name), room(&dependency.name)));
            }
        }
    }
    mermaid(&ours, &edges)
}

fn mermaid(ours: &BTreeSet<&str>, edges: &BTreeSet<(&str, &str)>) -> String {
    let desks: Vec<&str> = CONTEXTS.iter().copied().filter(|context| ours.contains(context)).collect();
    let mut lines = vec!["```mermaid".to_owned(), "graph TD".to_owned()];
    lines.push(format!("  contexts[\"{}\"]", desks.join("<br/>")));
    lines.extend(edges.iter().map(|(who, whom)| format!("  {who} --> {whom}")));
    lines.push("```".to_owned());
    lines.join("\n")
}

/// The box a crate is drawn in.
fn room(name: &str) -> &str {
    if CONTEXTS.contains(&name) { "contexts" } else { name }
}

/// Puts the drawing between the markers; a page without markers gets them at its end, a missing page is begun.
pub(super) fn place(page: &str, drawing: &str) -> String {
    let page = if page.trim().is_empty() { SKELETON } else { page };
    let framed = format!("{BEGIN}\n{drawing}\n{END}");
    let markers = page.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    match markers {
        Some((before, after)) => format!("{before}{framed}{after}"),
        None => format!("{}\n\n## Who knows whom\n\n{framed}\n", page.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drawing_replaces_what_was_between_the_markers() {
        let page = format!("before\n{BEGIN}\nold\n{END}\nafter\n");
        assert_eq!(place(&page, "new"), format!("before\n{BEGIN}\nnew\n{END}\nafter\n"));
    }

    #[test]
    fn placing_twice_changes_nothing() {
        for page in ["", "# A page of somebody's\n"] {
            let once = place(page, "new");
            assert_eq!(place(&once, "new"), once);
        }
    }
}
