//! `/`: the desks of the demonstration county, to sit down at; and the language switch.

use access::Role;
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::page::{Frame, show};
use super::seat::{self, Guest, Seat};
use crate::app::App;
use crate::request::Language;

/// One department with the people who work for it.
struct Group {
    name: String,
    staff: Vec<Person>,
}

/// Somebody to sit down as.
struct Person {
    id: String,
    name: String,
    role: String,
    rank: usize,
}

#[derive(Template)]
#[template(path = "choose.html")]
struct Choose {
    frame: Frame,
    groups: Vec<Group>,
}

/// The page.
pub(crate) async fn page(State(app): State<App>, guest: Guest) -> Response {
    if app.door().is_some() {
        return Redirect::to(if guest.seat.is_some() { "/desk" } else { "/login" }).into_response();
    }
    let groups = groups(&app, guest.language);
    show(StatusCode::OK, &Choose { frame: Frame::of_guest(&guest), groups })
}

/// The center itself first, then its departments; in each those who serve people before those who keep the machine.
fn groups(app: &App, language: Language) -> Vec<Group> {
    let center = app.center();
    let mut groups: Vec<Group> = Vec::new();
    for staff in center.rulebook().staff_list() {
        let Some(seat) = Seat::of(center, staff.id.as_str(), language) else { continue };
        let rank = Role::ALL.iter().position(|role| *role == seat.actor.role).unwrap_or(Role::ALL.len());
        let person = Person { id: staff.id.to_string(), name: seat.name, role: seat.role_name, rank };
        match groups.iter_mut().find(|group| group.name == seat.department_name) {
            Some(group) => group.staff.push(person),
            None => groups.push(Group { name: seat.department_name, staff: vec![person] }),
        }
    }
    let own = center.rulebook().department(center.rulebook().center());
    let first = own.map(|own| if language == Language::English { own.en.clone() } else { own.zh.clone() });
    groups.sort_by_key(|group| Some(&group.name) != first.as_ref());
    groups.iter_mut().for_each(|group| group.staff.sort_by_key(|person| person.rank));
    groups
}

/// A desk that was chosen.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    staff: String,
}

/// Sits down.
pub(crate) async fn sit(State(app): State<App>, guest: Guest, Form(chosen): Form<Chosen>) -> Response {
    // A seat without a password is for what is made up.
    let seat = Seat::of(app.center(), &chosen.staff, guest.language).filter(|_| app.door().is_none());
    match seat {
        Some(seat) => seat::sit(Redirect::to("/desk").into_response(), &seat.actor.id),
        None => Redirect::to("/").into_response(),
    }
}

/// A language that was chosen, and the page it was chosen on.
#[derive(Deserialize)]
pub(crate) struct Spoken {
    to: String,
    back: String,
}

/// An address a form brought, if it is a page of ours: whoever made the link could name any other. A browser leaves out
/// tabs and ends of lines, and takes two slashes in any direction for the name of another machine.
pub(super) fn own_page(back: &str) -> Option<&str> {
    let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
    Some(back).filter(|back| back.starts_with('/') && !back.starts_with("//") && back.bytes().all(plain))
}

/// Switches the language.
pub(crate) async fn speak(Form(spoken): Form<Spoken>) -> Response {
    let back = own_page(&spoken.back).unwrap_or("/");
    seat::speak(Redirect::to(back).into_response(), Language::of_page_tag(&spoken.to))
}

/// How large the text of the pages is to be.
#[derive(Deserialize)]
pub(crate) struct Sized {
    large: bool,
    back: String,
}

/// Makes the text larger, or as large as usual.
pub(crate) async fn size(Form(sized): Form<Sized>) -> Response {
    let back = own_page(&sized.back).unwrap_or("/");
    seat::enlarge(Redirect::to(back).into_response(), sized.large)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_leads_to_a_page_of_ours_or_nowhere() {
        for ours in ["/", "/tokens", "/cases/1?tab=2&x=%E4%B8%AD#part"] {
            assert_eq!(own_page(ours), Some(ours));
        }
        for elsewhere in [
            "",
            "desk",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/\r\n/evil.example",
            "\t//evil.example",
            "/ /evil.example",
            "/\u{a0}/evil.example",
            "/desk\0",
        ] {
            assert_eq!(own_page(elsewhere), None, "{elsewhere:?}");
        }
    }
}
