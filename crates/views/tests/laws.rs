//! What must hold of every view, whatever happened to the cases.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it is wrong")]

#[path = "laws/cases.rs"]
mod cases;
#[path = "laws/golden.rs"]
mod golden;

use timeline::{Entry, Query, View};

/// Random histories, each of several cases whose facts interleave.
fn histories() -> Vec<Vec<Entry>> {
    (0..40).map(|seed| cases::history(seed, 120)).collect()
}

fn tell(view: &mut dyn View, entries: &[Entry]) {
    let reads = view.reads();
    entries.iter().filter(|entry| reads.contains(&entry.event.kind())).for_each(|entry| view.apply(entry));
}

/// Everything a view can be asked, for comparing two of them.
fn answers(view: &dyn View) -> Vec<String> {
    let department =
        |code| Query { department: Some(timeline::DepartmentCode::parse(code).unwrap()), ..Query::default() };
    let state = |state: &str| Query { state: Some(state.to_owned()), ..Query::default() };
    let queries = [Query::default(), department("justice"), department("court"), state("received"), state("state")];
    queries.iter().map(|query| serde_json::to_string(&view.rows(query)).unwrap()).collect()
}

fn check(law: impl Fn(&mut dyn View, &mut dyn View, &[Entry])) {
    for (seed, entries) in histories().into_iter().enumerate() {
        for (mut one, mut other) in views::all().into_iter().zip(views::all()) {
            law(one.as_mut(), other.as_mut(), &entries);
            assert_eq!(answers(one.as_ref()), answers(other.as_ref()), "{} with seed {seed}", one.name());
        }
    }
}

#[test]
fn telling_a_fact_twice_changes_nothing() {
    check(|once, twice, entries| {
        tell(once, entries);
        for entry in entries {
            tell(twice, std::slice::from_ref(entry));
            tell(twice, std::slice::from_ref(entry));
        }
        tell(twice, entries);
    });
}

#[test]
fn a_snapshot_of_any_prefix_and_the_rest_is_the_whole() {
    check(|whole, resumed, entries| {
        tell(whole, entries);
        for cut in [0, 1, entries.len() / 3, entries.len()] {
            let (before, after) = entries.split_at(cut);
            let mut early = views::all().into_iter().find(|view| view.name() == whole.name()).unwrap();
            tell(early.as_mut(), before);
            resumed.load(&early.save().unwrap()).unwrap();
            assert_eq!(answers(resumed), answers(early.as_ref()), "{} loaded at {cut}", whole.name());
            tell(resumed, after);
            assert_eq!(answers(resumed), answers(whole), "{} cut at {cut}", whole.name());
        }
    });
}

#[test]
fn pages_put_together_are_the_whole() {
    for entries in histories() {
        for mut view in views::all() {
            tell(view.as_mut(), &entries);
            let whole = view.rows(&Query::default());
            let mut rows = Vec::new();
            let mut query = Query { limit: Some(3), ..Query::default() };
            loop {
                let page = view.rows(&query);
                assert_eq!((page.total, &page.figures), (whole.total, &whole.figures), "{}", view.name());
                rows.extend(page.rows);
                query.after = page.next;
                if query.after.is_none() {
                    break;
                }
            }
            assert_eq!(rows, whole.rows, "{}", view.name());
            assert_eq!(rows.len() as u64, whole.total, "{}", view.name());
        }
    }
}

#[test]
fn a_department_that_has_nothing_to_do_with_a_case_sees_no_row_of_it() {
    let nowhere = Query { department: Some(timeline::DepartmentCode::parse("nowhere").unwrap()), ..Query::default() };
    for entries in histories() {
        for mut view in views::all() {
            tell(view.as_mut(), &entries);
            let named: Vec<_> = view.rows(&nowhere).rows.into_iter().filter(|row| !row["case"].is_null()).collect();
            assert!(named.is_empty(), "{}: {named:?}", view.name());
        }
    }
}

#[test]
fn a_view_reads_what_it_folds_and_no_snapshot_chunk_is_large() {
    for entries in histories() {
        for mut view in views::all() {
            let mut everything = views::all().into_iter().find(|other| other.name() == view.name()).unwrap();
            tell(view.as_mut(), &entries);
            entries.iter().for_each(|entry| everything.apply(entry));
            assert_eq!(answers(view.as_ref()), answers(everything.as_ref()), "{} misses a kind", view.name());
            assert!(view.save().unwrap().iter().all(|chunk| chunk.len() < 64 << 10), "{}", view.name());
        }
    }
}

#[test]
fn names_are_unique_and_fit_an_address() {
    let names: Vec<_> = views::all().iter().map(|view| view.name()).collect();
    assert!(names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
    assert_eq!(names.iter().collect::<std::collections::BTreeSet<_>>().len(), names.len());
}
