//! Who sits at this browser, in which language: by a session; in a demonstration, which has no passwords, as was chosen.

use std::convert::Infallible;

use access::{Actor, Role};
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use center::Center;
use timeline::{ActorId, WindowCode};

use crate::app::App;
use crate::cookies;
use crate::identity::{self, Proof, Staff};
use crate::request::Language;

/// The cookie that names the language.
const LANGUAGE: &str = "yidi-language";
/// The cookie that says how large the text is.
const TEXT: &str = "yidi-text";
/// What it says for whoever sees little.
const LARGE: &str = "large";
/// How long a browser remembers either.
const REMEMBERED: &str = "; HttpOnly; Max-Age=31536000";

/// A member of staff at a desk.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    /// Who acts, for which department, in which role.
    pub(crate) actor: Actor,
    /// The window the person sits at.
    pub(crate) window: Option<WindowCode>,
    /// The person's name.
    pub(crate) name: String,
    /// The department's name.
    pub(crate) department_name: String,
    /// The role's name.
    pub(crate) role_name: String,
    /// The colleague the person stands in for, if it chose to.
    pub(crate) on_behalf_of: Option<ActorId>,
    /// That colleague's name; empty if there is none.
    pub(crate) stands_in_for: String,
    /// By what the person is known.
    pub(crate) proof: Proof,
}

impl Seat {
    /// The desk of this member of staff, if there is such a person.
    pub(crate) fn of(center: &Center, id: &str, language: Language) -> Option<Self> {
        let id = ActorId::parse(id).ok()?;
        let book = center.rulebook();
        let staff = book.staff(&id)?;
        let role = Role::from_name(staff.role.as_str()).filter(|role| *role != Role::System)?;
        book.department(&staff.department)?;
        let actor = Actor { id, department: staff.department.clone(), role };
        Some(Self::named(center, actor, staff.window.clone(), language))
    }

    /// The desk of somebody who signed in. A name is known of those in the rule book; others have their id.
    fn of_staff(center: &Center, staff: &Staff, language: Language) -> Self {
        let seat = Self::named(center, staff.actor.clone(), staff.window.clone(), language);
        let on_behalf_of = staff.on_behalf_of.clone();
        let stands_in_for = on_behalf_of.as_ref().map(|other| name_of(center, other)).unwrap_or_default();
        Self { on_behalf_of, stands_in_for, proof: staff.proof.clone(), ..seat }
    }

    /// Who sits there, for what is asked at the door.
    pub(crate) fn staff(&self) -> Staff {
        Staff {
            actor: self.actor.clone(),
            window: self.window.clone(),
            on_behalf_of: self.on_behalf_of.clone(),
            proof: self.proof.clone(),
            totp_due: false,
        }
    }

    fn named(center: &Center, actor: Actor, window: Option<WindowCode>, language: Language) -> Self {
        let book = center.rulebook();
        let department_name = book.department(&actor.department).map_or_else(
            || actor.department.to_string(),
            |department| match language {
                Language::Chinese => department.zh.clone(),
                Language::English => department.en.clone(),
            },
        );
        let name = name_of(center, &actor.id);
        let role_name = language.item("role", actor.role.as_str());
        let (on_behalf_of, stands_in_for) = (None, String::new());
        Self { actor, window, name, department_name, role_name, on_behalf_of, stands_in_for, proof: Proof::Word }
    }
}

/// What somebody is called: by name, if the rule book knows it, else by id.
pub(super) fn name_of(center: &Center, id: &ActorId) -> String {
    center.rulebook().staff(id).map_or_else(|| id.to_string(), |staff| staff.zh.clone())
}

/// Whoever looks at a page, seated or not.
pub(crate) struct Guest {
    /// The language of the page.
    pub(crate) language: Language,
    /// Whether its text is large.
    pub(crate) large: bool,
    /// The desk, once one is chosen.
    pub(crate) seat: Option<Seat>,
    /// The address of the page, for the way back.
    pub(crate) path: String,
    /// Whether everything here is made up.
    pub(crate) demo: bool,
    /// Whether the role needs a device first.
    pub(crate) totp_due: bool,
}

/// Who sits there: as was chosen in a demonstration, by a session elsewhere.
async fn seat_of(app: &App, headers: &HeaderMap, language: Language) -> (Option<Seat>, bool) {
    let Some(door) = app.door() else {
        let chosen = cookies::of_demonstration(headers);
        return (chosen.and_then(|id| Seat::of(app.center(), id, language)), false);
    };
    let Some(secret) = cookies::of_session(app, headers) else { return (None, false) };
    match identity::of_secret(app, door, secret).await {
        Ok(Some(staff)) => (Some(Seat::of_staff(app.center(), &staff, language)), staff.totp_due),
        Ok(None) | Err(_) => (None, false),
    }
}

impl FromRequestParts<App> for Guest {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let (language, large) = (language(&parts.headers), is_large(&parts.headers));
        let (seat, totp_due) = seat_of(app, &parts.headers, language).await;
        let path = if parts.method == axum::http::Method::GET {
            parts.uri.path_and_query().map_or_else(|| "/desk".to_owned(), ToString::to_string)
        } else {
            page_of_form(parts.uri.path()).to_owned()
        };
        Ok(Guest { language, large, seat, path, demo: app.door().is_none(), totp_due })
    }
}

/// The page a form stands on, by the address it goes to.
fn page_of_form(address: &str) -> &str {
    let page = address.split("/acts/").next().unwrap_or("/desk");
    page.strip_prefix("/house").unwrap_or(page).trim_end_matches("/reveal")
}

/// Somebody at a desk. Whoever has none is sent to choose one.
pub(crate) struct Clerk {
    /// The language of the page.
    pub(crate) language: Language,
    /// Whether its text is large.
    pub(crate) large: bool,
    /// The desk.
    pub(crate) seat: Seat,
    /// The address of the page, for the way back.
    pub(crate) path: String,
    /// Whether everything here is made up.
    pub(crate) demo: bool,
}

impl FromRequestParts<App> for Clerk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let Ok(guest) = Guest::from_request_parts(parts, app).await;
        let Guest { language, large, seat, path, demo, totp_due } = guest;
        if totp_due {
            return Err(Redirect::to("/me").into_response());
        }
        let door = if demo { "/" } else { "/login" };
        seat.map(|seat| Clerk { language, large, seat, path, demo }).ok_or_else(|| Redirect::to(door).into_response())
    }
}

/// The language somebody chose, else the one the browser asks for.
pub(crate) fn language(headers: &HeaderMap) -> Language {
    cookies::find(headers, LANGUAGE).map_or_else(|| Language::of_request(headers), Language::of_page_tag)
}

/// Whether somebody asked for large text.
fn is_large(headers: &HeaderMap) -> bool {
    cookies::find(headers, TEXT) == Some(LARGE)
}

/// Sits down: the browser remembers who.
pub(crate) fn sit(mut response: Response, staff: &ActorId) -> Response {
    cookies::keep_chosen(&mut response, staff.as_str());
    response
}

/// The browser remembers the language.
pub(crate) fn speak(mut response: Response, language: Language) -> Response {
    cookies::set(&mut response, LANGUAGE, language.page_tag(), REMEMBERED);
    response
}

/// The browser remembers how large the text is.
pub(crate) fn enlarge(mut response: Response, large: bool) -> Response {
    cookies::set(&mut response, TEXT, if large { LARGE } else { "usual" }, REMEMBERED);
    response
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_language_is_the_one_chosen_else_the_one_asked_for() {
        let mut headers = HeaderMap::new();
        headers.append(axum::http::header::COOKIE, HeaderValue::from_static("a=b; yidi-language=en"));
        assert_eq!(language(&headers), Language::English);
        assert_eq!(language(&HeaderMap::new()), Language::Chinese);
    }

    #[test]
    fn the_way_back_from_a_form_is_the_page_it_stands_on() {
        for (address, page) in [
            ("/cases/7/acts/close_case", "/cases/7"),
            ("/cases/7/reveal", "/cases/7"),
            ("/house/accounts/acts/open_account", "/accounts"),
            ("/tokens", "/tokens"),
        ] {
            assert_eq!(page_of_form(address), page);
        }
    }
}
