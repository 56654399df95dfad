//! Page after page, every row is shown once.

use serde_json::Value;
use timeline::Query;

use crate::Told;

/// The departments of the rows, read in pages of so many.
fn departments(told: &Told, limit: usize) -> Vec<Value> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = told.view.rows(&Query { limit: Some(limit), after, ..Query::default() });
        all.extend(page.rows.iter().map(|row| row["department"].clone()));
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

#[test]
fn the_work_list_loses_no_row_where_one_code_begins_like_another() {
    let codes = ["housing", "housing-2", "housing_x", "house"];
    let list = (1..).zip(codes).fold(Told::to("work-list"), |list, (case, code)| {
        list.registered(case, "990101").assigned(case, 1, code, None).received(case, 1, code)
    });
    assert_eq!(departments(&list, 100), ["house", "housing", "housing-2", "housing_x"]);
    for limit in 1..=4 {
        assert_eq!(departments(&list, limit), departments(&list, 100), "pages of {limit}");
    }
}
