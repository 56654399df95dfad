//! Who sits at this browser, in which language. A demonstration has no passwords: a cookie names the member of staff.

use std::convert::Infallible;

use access::{Actor, Role};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use center::Center;
use timeline::{ActorId, WindowCode};

use crate::app::App;
use crate::request::Language;

/// The cookie that names the member of staff.
const STAFF: &str = "yidi";

/// The cookie that names the language.
const LANGUAGE: &str = "yidi-language";

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
}

impl Seat {
    /// The desk of this member of staff, if there is such a person.
    pub(crate) fn of(center: &Center, id: &str, language: Language) -> Option<Self> {
        let id = ActorId::parse(id).ok()?;
        let book = center.rulebook();
        let staff = book.staff(&id)?;
        let role = Role::from_name(staff.role.as_str()).filter(|role| *role != Role::System)?;
        let department = book.department(&staff.department)?;
        let department_name = match language {
            Language::Chinese => department.zh.clone(),
            Language::English => department.en.clone(),
        };
        Some(Self {
            actor: Actor { id, department: staff.department.clone(), role },
            window: staff.window.clone(),
            name: staff.zh.clone(),
            department_name,
            role_name: language.item("role", role.as_str()),
        })
    }
}

/// Whoever looks at a page, seated or not.
pub(crate) struct Guest {
    /// The language of the page.
    pub(crate) language: Language,
    /// The desk, once one is chosen.
    pub(crate) seat: Option<Seat>,
    /// The address of the page, for the way back.
    pub(crate) path: String,
    /// Whether everything here is made up.
    pub(crate) demo: bool,
}

impl FromRequestParts<App> for Guest {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let language = language(&parts.headers);
        let seat = cookie(&parts.headers, STAFF).and_then(|id| Seat::of(app.center(), id, language));
        let path = if parts.method == axum::http::Method::GET {
            parts.uri.path_and_query().map_or_else(|| "/desk".to_owned(), ToString::to_string)
        } else {
            parts.uri.path().split("/acts/").next().unwrap_or("/desk").to_owned()
        };
        Ok(Guest { language, seat, path, demo: app.center().is_demo() })
    }
}

/// Somebody at a desk. Whoever has none is sent to choose one.
pub(crate) struct Clerk {
    /// The language of the page.
    pub(crate) language: Language,
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
        let Ok(Guest { language, seat, path, demo }) = Guest::from_request_parts(parts, app).await;
        seat.map(|seat| Clerk { language, seat, path, demo }).ok_or_else(|| Redirect::to("/").into_response())
    }
}

/// The language somebody chose, else the one the browser asks for.
pub(crate) fn language(headers: &HeaderMap) -> Language {
    cookie(headers, LANGUAGE).map_or_else(|| Language::of_request(headers), Language::of_page_tag)
}

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|pair| pair.0 == name).map(|pair| pair.1).next()
}

/// Sits down: the browser remembers who.
pub(crate) fn sit(response: Response, staff: &ActorId) -> Response {
    with_cookie(response, STAFF, staff.as_str(), "; HttpOnly")
}

/// The browser remembers the language.
pub(crate) fn speak(response: Response, language: Language) -> Response {
    with_cookie(response, LANGUAGE, language.page_tag(), "; HttpOnly; Max-Age=31536000")
}

fn with_cookie(mut response: Response, name: &str, value: &str, attributes: &str) -> Response {
    if let Ok(cookie) = HeaderValue::from_str(&format!("{name}={value}; Path=/; SameSite=Strict{attributes}")) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=b; yidi=clerk-1"));
        headers.append(header::COOKIE, HeaderValue::from_static("yidi-language=en"));
        assert_eq!(cookie(&headers, STAFF), Some("clerk-1"));
        assert_eq!(language(&headers), Language::English);
        assert_eq!(cookie(&headers, "b"), None);
        assert_eq!(language(&HeaderMap::new()), Language::Chinese);
    }
}
