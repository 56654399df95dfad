//! The packs in the program are a rule book, and a wrong pack is named for what is wrong with it.

use std::error::Error;

use jiff::civil::date;
use rules::{DepartmentKind, PackError, Rulebook};
use timeline::{AreaLevel, Remedy};

use testkit::cast::{CENTER, COURT, HOUSING, MEDIATOR, ROOM, actor, area, code, department, place};

/// The smallest rule book there is.
const COUNTY: &str = r#"
[pack]
code = "tiny"
version = "2026-01"

[[areas]]
code = "990199"
zh = "某县"
en = "Some County"

[[departments]]
code = "center"
zh = "中心"
en = "Center"
kind = "center"
"#;

#[test]
fn the_demonstration_county_is_whole() {
    let book = Rulebook::demo();
    assert_eq!(book.version().as_str(), "2026-11");
    assert_eq!(book.center().as_str(), CENTER);
    assert!(book.is_court(&department(COURT)) && !book.is_court(&department(HOUSING)));
    assert_eq!(book.department(&department(HOUSING)).map(|housing| housing.kind), Some(DepartmentKind::Department));
    assert!(book.mediators().any(|staff| staff.id == actor(MEDIATOR)));
    assert_eq!(book.mediators().count(), 12);
    assert!(book.place(&place(ROOM)).is_some() && book.area(&area("990101001002")).is_some());
    assert_eq!((book.type_groups().count(), book.dispute_types().count()), (10, 73));
    assert_eq!(book.dispute_type(&code("migrant_wages")).map(|kind| kind.zh.as_str()), Some("拖欠农民工工资"));
    assert_eq!(book.staff(&actor("clerk-1")).map(|clerk| clerk.department.as_str()), Some(CENTER));
}

#[test]
fn a_remedy_depends_on_the_type_of_the_dispute() {
    let book = Rulebook::demo();
    assert_eq!(book.remedies(None), [Remedy::Litigation]);
    assert_eq!(book.remedies(Some(&code("neighbours"))), [Remedy::Litigation]);
    assert_eq!(book.remedies(Some(&code("labour"))), [Remedy::Litigation, Remedy::Arbitration, Remedy::LegalAid]);
}

#[test]
fn the_eighteen_codes_of_the_justice_statistics_are_types_of_their_own_name() {
    let book = Rulebook::demo();
    let old = [
        "marriage_family",
        "neighbours",
        "housing_homestead",
        "contract",
        "business",
        "damages",
        "forest_land",
        "expropriation",
        "pollution",
        "migrant_wages",
        "labour",
        "tourism",
        "e_commerce",
        "consumer",
        "medical",
        "traffic",
        "property_management",
        "other",
    ];
    for name in old {
        let kind = book.dispute_type(&code(name)).unwrap_or_else(|| panic!("{name} stands in logs"));
        assert_eq!(kind.justice, kind.code);
        assert_eq!(book.justice_type(&kind.justice).map(|item| &item.zh), Some(&kind.zh));
    }
}

#[test]
fn every_type_has_a_cause_of_action_on_any_day_of_either_list() {
    let book = Rulebook::demo();
    for day in [date(2021, 1, 1), date(2025, 12, 31), date(2026, 1, 1), date(2026, 11, 23)] {
        for kind in book.dispute_types() {
            assert!(book.cause(&kind.cause, day).is_some(), "{} on {day}", kind.code);
        }
    }
    let name = |day| book.cause(&code("virtual_property"), day).map(|cause| cause.zh.as_str());
    assert_eq!(name(date(2025, 12, 31)), Some("网络侵害虚拟财产纠纷"));
    assert_eq!(name(date(2026, 1, 1)), Some("网络虚拟财产纠纷"));
    assert_eq!(name(date(2020, 12, 31)), None);
}

#[test]
fn two_villages_have_a_common_superior_and_two_bureaus_have_none() {
    let book = Rulebook::demo();
    let superior = |one, other| book.common_superior(&[department(one), department(other)]).map(|body| body.as_str());
    assert_eq!(superior("liuwan", "wangxi_neighbourhood"), Some("wangxi"));
    assert_eq!(superior("liuwan", "shangzhu"), None);
    assert_eq!(superior(HOUSING, "transport"), None);
    assert_eq!(book.common_superior(&[]), None);
    let levels = [("liuwan", AreaLevel::Village), ("wangxi", AreaLevel::Town), (HOUSING, AreaLevel::County)];
    assert!(levels.iter().all(|(code, level)| book.level(&department(code)) == Some(*level)));
}

#[test]
fn what_nobody_has_checked_is_listed() {
    let book = Rulebook::demo();
    assert_eq!(book.unchecked().count(), 75);
    assert!(book.unchecked().all(|(source, text_as_of)| !source.is_empty() && text_as_of == date(2025, 4, 30)));
}

#[test]
fn a_county_of_its_own_can_be_read() {
    let book = Rulebook::read(&[COUNTY]).unwrap();
    assert_eq!((book.version().as_str(), book.departments().count()), ("2026-01", 1));
}

/// What is wrong with the smallest rule book when this is added to it.
fn fault_with(more: &str) -> PackError {
    Rulebook::read(&[&format!("{COUNTY}\n{more}")]).expect_err("a fault")
}

#[test]
fn an_unknown_field_is_an_error_that_names_it() {
    let fault = fault_with("[[areas]]\ncode = \"990198\"\nzh = \"某\"\nen = \"Some\"\ncolour = \"red\"");
    assert_eq!(fault.to_string(), "pack 1 cannot be read");
    assert!(fault.source().unwrap().to_string().contains("unknown field `colour`"));
    assert!(matches!(fault_with("[[rules]]\nname = \"x\""), PackError::Form { number: 1, .. }));
}

#[test]
fn an_entry_is_named_once() {
    let fault = fault_with("[[areas]]\ncode = \"990199\"\nzh = \"某\"\nen = \"Some\"");
    assert_eq!(fault.to_string(), "pack tiny names area 990199 a second time");
    let twice = Rulebook::read(&[COUNTY, COUNTY]).expect_err("the same pack twice");
    assert!(matches!(twice, PackError::Twice { .. }));
}

#[test]
fn what_an_entry_points_to_is_there() {
    let cases = [
        ("[[places]]\ncode = \"p\"\nzh = \"x\"\nen = \"x\"\narea = \"990198\"", "place p names area 990198"),
        ("[[windows]]\ncode = \"w\"\nzh = \"x\"\nen = \"x\"\nplace = \"p\"", "window w names place p"),
        ("[[staff]]\nid = \"s\"\nzh = \"x\"\ndepartment = \"d\"\nrole = \"r\"", "staff s names department d"),
        (
            "[[staff]]\nid = \"s\"\nzh = \"x\"\ndepartment = \"center\"\nrole = \"r\"\nwindow = \"w\"",
            "staff s names window w",
        ),
        (
            "[[dispute_types]]\ncode = \"t\"\nzh = \"x\"\nen = \"x\"\ngroup = \"g\"\njustice = \"j\"\ncause = \"c\"\npetition = \"p\"\ndepartment = \"d\"",
            "dispute type t names department d",
        ),
        (
            "[[screenings]]\ngroups = [\"g\"]\nsource = \"s\"\ntext_as_of = \"2025-04-30\"",
            "screening s names type group g",
        ),
        (
            "[[handing.bars]]\nbar = \"identity_relation\"\ndispute_types = [\"t\"]\nlaw = { source = \"s\", text_as_of = \"2025-04-30\" }",
            "bar identity_relation names dispute type t",
        ),
        (
            "[[handing.suit_warnings]]\nwarning = \"arbitration_first\"\ngroups = [\"g\"]\nlaw = { source = \"s\", text_as_of = \"2025-04-30\" }",
            "warning arbitration_first names type group g",
        ),
        (
            "[[handing.procedures]]\nprocedure = \"arbitration\"\ndispute_types = [\"t\"]\noutcomes = []\ntitles = []\nzh = \"x\"\nen = \"x\"\nlaw = { source = \"s\", text_as_of = \"2025-04-30\" }",
            "procedure arbitration names dispute type t",
        ),
        (
            "[[remedies]]\nremedy = \"arbitration\"\ndispute_types = [\"t\"]\nsource = \"s\"\ntext_as_of = \"2025-04-30\"",
            "remedy arbitration names dispute type t",
        ),
    ];
    for (more, expected) in cases {
        assert_eq!(fault_with(more).to_string(), format!("{expected}, which no pack has"));
    }
}

#[test]
fn a_county_has_one_center_and_a_rule_has_a_source() {
    let second = "[[departments]]\ncode = \"c2\"\nzh = \"x\"\nen = \"x\"\nkind = \"center\"";
    assert!(matches!(fault_with(second), PackError::Centers { found: 2 }));
    let headless = "[pack]\ncode = \"none\"\nversion = \"1\"";
    assert!(matches!(Rulebook::read(&[headless]), Err(PackError::Centers { found: 0 })));
    assert!(matches!(Rulebook::read(&[]), Err(PackError::Empty)));
    for unsourced in [
        "[[remedies]]\nremedy = \"litigation\"\nsource = \" \"\ntext_as_of = \"2025-04-30\"",
        "[[screenings]]\nsource = \"\"\ntext_as_of = \"2025-04-30\"",
        "[[handing.periods]]\nperiod = \"docketing\"\ndays = 7\nlaw = { source = \"\", text_as_of = \"2025-04-30\" }",
        "[[handing.bars]]\nbar = \"not_justiciable\"\nlaw = { source = \" \", text_as_of = \"2025-04-30\" }",
        "[[retentions]]\nyears = 10\ngrace_hours = 72\nsource = \"\"\ntext_as_of = \"2025-04-30\"",
        "[[return_visits]]\ndays_after_due = 7\nsource = \"\"\ntext_as_of = \"2025-04-30\"",
        "[[overdue_ways]]\nway = \"suit\"\nreason = { zh = \"x\", en = \"x\" }\nlaw = { source = \"\", text_as_of = \"2025-04-30\" }",
    ] {
        assert!(matches!(fault_with(unsourced), PackError::Unsourced { .. }), "{unsourced}");
    }
}

#[test]
fn days_off_do_not_end_before_they_begin() {
    let fault = fault_with("[[years]]\noff = [[\"2027-10-07\", \"2027-10-01\"]]\nworking = []");
    assert_eq!(fault.to_string(), "pack tiny has days off from 2027-10-07 to 2027-10-01, which none would ever be");
}
