//! Cookies: what a browser keeps for us.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use crate::app::App;

/// The session; in a demonstration, the member of staff who was chosen.
const PLAIN: &str = "yidi";
/// The session where the line is encrypted: a browser takes a cookie of this name over TLS only, for this host only, and
/// from no page below another path.
const GUARDED: &str = "__Host-yidi";

/// A cookie of this name.
pub(crate) fn find<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|pair| pair.0 == name).map(|pair| pair.1).next()
}

/// The session the browser holds.
pub(crate) fn of_session<'h>(app: &App, headers: &'h HeaderMap) -> Option<&'h str> {
    find(headers, name(app))
}

/// The member of staff who was chosen in a demonstration.
pub(crate) fn of_demonstration(headers: &HeaderMap) -> Option<&str> {
    find(headers, PLAIN)
}

/// The browser keeps the session until it is closed.
pub(crate) fn keep_session(app: &App, response: &mut Response, secret: &str) {
    let secure = if app.options().is_encrypted() { "; Secure" } else { "" };
    set(response, name(app), secret, &format!("; HttpOnly{secure}"));
}

/// The browser forgets the session.
pub(crate) fn forget_session(app: &App, response: &mut Response) {
    let secure = if app.options().is_encrypted() { "; Secure" } else { "" };
    set(response, name(app), "", &format!("; HttpOnly; Max-Age=0{secure}"));
}

/// The browser keeps who was chosen in a demonstration.
pub(crate) fn keep_chosen(response: &mut Response, staff: &str) {
    set(response, PLAIN, staff, "; HttpOnly");
}

/// Sets a cookie that is sent from our own pages only.
pub(crate) fn set(response: &mut Response, name: &str, value: &str, attributes: &str) {
    if let Ok(cookie) = HeaderValue::from_str(&format!("{name}={value}; Path=/; SameSite=Strict{attributes}")) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

fn name(app: &App) -> &'static str {
    if app.options().is_encrypted() { GUARDED } else { PLAIN }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=b; yidi=clerk-1"));
        headers.append(header::COOKIE, HeaderValue::from_static("yidi-language=en"));
        assert_eq!(find(&headers, PLAIN), Some("clerk-1"));
        assert_eq!(find(&headers, "yidi-language"), Some("en"));
        assert_eq!(find(&headers, "b"), None);
    }
}
