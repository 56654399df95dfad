//! Cookies: what a browser keeps for us.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use crate::app::App;

/// The session; in a demonstration, the member of staff who was chosen.
const PLAIN: &str = "yidi";
/// The session where the line is encrypted: a browser takes a cookie of this name over TLS only, for this host only, and
/// from no page below another path.
const GUARDED: &str = "__Host-yidi";

/// Shows that a browser is the one that went to the provider of identities.
const ROUND_PLAIN: &str = "yidi-round";
/// The same where the line is encrypted.
const ROUND_GUARDED: &str = "__Host-yidi-round";

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
    set(response, name(app), secret, &format!("; HttpOnly{}", secure(app)));
}

/// The browser forgets the session.
pub(crate) fn forget_session(app: &App, response: &mut Response) {
    set(response, name(app), "", &format!("; HttpOnly; Max-Age=0{}", secure(app)));
}

/// What shows that the browser is the one that went to the provider; nothing, of one that did not.
pub(crate) fn of_round<'h>(app: &App, headers: &'h HeaderMap) -> &'h str {
    find(headers, round_name(app)).unwrap_or_default()
}

/// The browser keeps it until it comes back. It comes back from another site, so the cookie is sent along when a link there
/// leads here; it opens nothing by itself.
pub(crate) fn keep_round(app: &App, response: &mut Response, secret: &str) {
    let (secure, seconds) = (secure(app), door::ROUND_MAX.as_secs());
    write(response, round_name(app), secret, &format!("; SameSite=Lax; HttpOnly; Max-Age={seconds}{secure}"));
}

/// The browser forgets it.
pub(crate) fn forget_round(app: &App, response: &mut Response) {
    write(response, round_name(app), "", &format!("; SameSite=Lax; HttpOnly; Max-Age=0{}", secure(app)));
}

/// The browser keeps who was chosen in a demonstration.
pub(crate) fn keep_chosen(response: &mut Response, staff: &str) {
    set(response, PLAIN, staff, "; HttpOnly");
}

/// Sets a cookie that is sent from our own pages only.
pub(crate) fn set(response: &mut Response, name: &str, value: &str, attributes: &str) {
    write(response, name, value, &format!("; SameSite=Strict{attributes}"));
}

fn write(response: &mut Response, name: &str, value: &str, attributes: &str) {
    if let Ok(cookie) = HeaderValue::from_str(&format!("{name}={value}; Path=/{attributes}")) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

fn secure(app: &App) -> &'static str {
    if app.options().is_encrypted() { "; Secure" } else { "" }
}

fn round_name(app: &App) -> &'static str {
    if app.options().is_encrypted() { ROUND_GUARDED } else { ROUND_PLAIN }
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
