//! What makes a pack unusable, found before it is used. Every error names the pack and the entry.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::calendar::Year;
use crate::pack::{DepartmentKind, Pack};
use crate::rulebook::Rulebook;

/// Why packs are no rule book.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// Not TOML, an unknown field, or a value of another form.
    #[error("pack {number} cannot be read")]
    Form {
        /// Which pack, from 1 in the order given.
        number: usize,
        /// What the parser says, with the line.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// No pack was given.
    #[error("a rule book needs at least one pack")]
    Empty,
    /// The same code twice, in one pack or in two.
    #[error("pack {pack} names {list} {code} a second time")]
    Twice {
        /// The pack that says it again.
        pack: String,
        /// Which list.
        list: &'static str,
        /// The code.
        code: String,
    },
    /// An entry points to something no pack names.
    #[error("{list} {code} names {target_list} {target}, which no pack has")]
    Dangling {
        /// The list of the pointing entry.
        list: &'static str,
        /// The pointing entry.
        code: String,
        /// Where the target should be.
        target_list: &'static str,
        /// The target.
        target: String,
    },
    /// A county has one center.
    #[error("a rule book has one department of kind center, but {found} were found")]
    Centers {
        /// How many there are.
        found: usize,
    },
    /// Days off that end before they begin.
    #[error("pack {pack} has days off from {first} to {last}, which none would ever be")]
    Backwards {
        /// The pack.
        pack: String,
        /// The day they begin with.
        first: Date,
        /// The day they end with.
        last: Date,
    },
    /// A rule nobody can look up.
    #[error("pack {pack} has a rule about {about} without a source: name the statute and article")]
    Unsourced {
        /// The pack.
        pack: String,
        /// What the rule is about.
        about: String,
    },
}

/// Within the packs: no code twice, no rule without its source, no days off that are none.
pub(crate) fn packs(packs: &[Pack]) -> Result<(), PackError> {
    let mut seen = BTreeSet::new();
    for pack in packs {
        for (list, code) in codes(pack) {
            if !seen.insert((list, code)) {
                return Err(PackError::Twice { pack: pack.pack.code.to_string(), list, code: code.to_owned() });
            }
        }
        if let Some(about) = unsourced(pack) {
            return Err(PackError::Unsourced { pack: pack.pack.code.to_string(), about });
        }
        if let Some((first, last)) = pack.years.iter().find_map(Year::backwards) {
            return Err(PackError::Backwards { pack: pack.pack.code.to_string(), first, last });
        }
    }
    Ok(())
}

/// What the first rule without a source is about.
fn unsourced(pack: &Pack) -> Option<String> {
    let watch = pack.watch.iter().map(|rule| (rule.source.as_str(), "watch".to_owned()));
    let mut rules = pack.laws().map(|cited| (cited.source, cited.about)).chain(watch);
    rules.find(|(source, _)| source.trim().is_empty()).map(|(_, about)| about)
}

fn codes(pack: &Pack) -> impl Iterator<Item = (&'static str, &str)> {
    let areas = pack.areas.iter().map(|entry| ("area", entry.code.as_str()));
    let departments = pack.departments.iter().map(|entry| ("department", entry.code.as_str()));
    let places = pack.places.iter().map(|entry| ("place", entry.code.as_str()));
    let windows = pack.windows.iter().map(|entry| ("window", entry.code.as_str()));
    let staff = pack.staff.iter().map(|entry| ("staff", entry.id.as_str()));
    let types = pack.dispute_types.iter().map(|entry| ("dispute type", entry.code.as_str()));
    let routes = pack.routes.iter().map(|entry| ("route", entry.code.as_str()));
    let duties = pack.report_duties.iter().map(|entry| ("report duty", entry.code.as_str()));
    let people = areas.chain(departments).chain(places).chain(windows).chain(staff);
    people.chain(types).chain(routes).chain(duties).chain(names(pack))
}

fn names(pack: &Pack) -> impl Iterator<Item = (&'static str, &str)> {
    let groups = pack.type_groups.iter().map(|entry| ("type group", entry.code.as_str()));
    let justice = pack.justice_types.iter().map(|entry| ("justice type", entry.code.as_str()));
    let contents = pack.petition_contents.iter().map(|entry| ("petition content", entry.code.as_str()));
    groups.chain(justice).chain(contents)
}

/// Between the lists: every pointer hits something, and there is one center.
pub(crate) fn pointers(rulebook: &Rulebook) -> Result<(), PackError> {
    let found = rulebook.departments().filter(|department| department.kind == DepartmentKind::Center).count();
    if found != 1 {
        return Err(PackError::Centers { found });
    }
    for place in rulebook.places() {
        must(rulebook.area(&place.area).is_some(), ("place", place.code.as_str()), ("area", place.area.as_str()))?;
    }
    for window in rulebook.windows() {
        let known = rulebook.place(&window.place).is_some();
        must(known, ("window", window.code.as_str()), ("place", window.place.as_str()))?;
    }
    for staff in rulebook.staff_list() {
        let known = rulebook.department(&staff.department).is_some();
        must(known, ("staff", staff.id.as_str()), ("department", staff.department.as_str()))?;
        if let Some(window) = &staff.window {
            must(rulebook.window(window).is_some(), ("staff", staff.id.as_str()), ("window", window.as_str()))?;
        }
    }
    ranks(rulebook)?;
    types(rulebook)?;
    rules_about_types(rulebook)?;
    for body in rulebook.handing().departments() {
        must(rulebook.department(body).is_some(), ("handing", body.as_str()), ("department", body.as_str()))?;
    }
    for body in rulebook.accusations().into_iter().flat_map(|rule| rule.seats.iter().chain(&rule.competent)) {
        must(rulebook.department(body).is_some(), ("accusations", body.as_str()), ("department", body.as_str()))?;
    }
    for duty in rulebook.all_report_duties() {
        let known = rulebook.department(&duty.to).is_some();
        must(known, ("report duty", duty.code.as_str()), ("department", duty.to.as_str()))?;
    }
    Ok(())
}

/// Whoever has a superior has one of this list, and nobody is above itself.
fn ranks(rulebook: &Rulebook) -> Result<(), PackError> {
    for department in rulebook.departments() {
        let Some(superior) = &department.superior else { continue };
        let known = rulebook.department(superior).is_some();
        let circle = rulebook.above(&department.code).any(|body| *body == department.code);
        must(known && !circle, ("department", department.code.as_str()), ("superior", superior.as_str()))?;
    }
    Ok(())
}

/// A type stands in a group, and every list it is read across to has its entry.
fn types(rulebook: &Rulebook) -> Result<(), PackError> {
    for kind in rulebook.dispute_types() {
        let from = ("dispute type", kind.code.as_str());
        must(rulebook.department(&kind.department).is_some(), from, ("department", kind.department.as_str()))?;
        must(rulebook.type_group(&kind.group).is_some(), from, ("type group", kind.group.as_str()))?;
        must(rulebook.justice_type(&kind.justice).is_some(), from, ("justice type", kind.justice.as_str()))?;
        let known = rulebook.petition_content(&kind.petition).is_some();
        must(known, from, ("petition content", kind.petition.as_str()))?;
        let known = rulebook.causes().any(|cause| cause.code == kind.cause);
        must(known, from, ("cause", kind.cause.as_str()))?;
    }
    Ok(())
}

/// A rule that names a type nobody has is a rule nobody is told of.
fn rules_about_types(rulebook: &Rulebook) -> Result<(), PackError> {
    for (list, code, groups, kinds) in rulebook.about_types() {
        for group in groups {
            must(rulebook.type_group(group).is_some(), (list, code), ("type group", group.as_str()))?;
        }
        for kind in kinds {
            must(rulebook.dispute_type(kind).is_some(), (list, code), ("dispute type", kind.as_str()))?;
        }
    }
    Ok(())
}

fn must(known: bool, from: (&'static str, &str), to: (&'static str, &str)) -> Result<(), PackError> {
    if known {
        return Ok(());
    }
    let ((list, code), (target_list, target)) = (from, to);
    Err(PackError::Dangling { list, code: code.to_owned(), target_list, target: target.to_owned() })
}
