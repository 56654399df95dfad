//! The pages in front of the desks: come in, go out, exchange an invitation, set the center up, one's own account. They
//! ask the same functions as the API.

use askama::Template;
use axum::Form;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::duty;
use super::page::{Frame, Note, show};
use super::seat::Guest;
use crate::api::own::{Acceptance, Asking, First, has_device};
use crate::api::session::{self, Credentials};
use crate::app::App;
use crate::cookies;
use crate::identity::{self, Staff};
use crate::origin::{self, Peer};
use crate::problem::Problem;
use crate::round::{COMING, GOING};

/// A field of a form.
struct Input {
    name: &'static str,
    label: String,
    kind: &'static str,
    complete: &'static str,
    required: bool,
}

/// One form and the address it goes to.
pub(super) struct Sheet {
    action: &'static str,
    submit: String,
    inputs: Vec<Input>,
    /// The page it leads back to; empty if it leads nowhere.
    back: String,
}

impl Sheet {
    /// The same, leading back to this page.
    pub(super) fn leading_back(self, back: &str) -> Self {
        Self { back: back.to_owned(), ..self }
    }
}

/// A way on that is no form.
struct Way {
    to: &'static str,
    text: String,
    /// Whether it does what the page is for.
    weighty: bool,
}

/// A page in front of the desks.
#[derive(Template)]
#[template(path = "doorway.html")]
pub(super) struct Doorway {
    frame: Frame,
    title: String,
    lead: String,
    notes: Vec<Note>,
    sheets: Vec<Sheet>,
    /// Other ways on.
    ways: Vec<Way>,
    /// Where it goes on to by itself; empty if nowhere.
    onward: &'static str,
    /// What is to be known.
    told: Vec<String>,
}

impl Doorway {
    pub(super) fn new(guest: &Guest, title: &str, lead: &str, sheets: Vec<Sheet>) -> Self {
        let language = guest.language;
        let (title, lead) = (language.say(title), language.say(lead));
        Self {
            frame: Frame::of_guest(guest),
            title,
            lead,
            notes: Vec::new(),
            sheets,
            ways: Vec::new(),
            onward: "",
            told: Vec::new(),
        }
    }

    /// The same page, with a way on beside its forms.
    pub(super) fn way(mut self, guest: &Guest, to: &'static str, text: &str, weighty: bool) -> Self {
        self.ways.push(Way { to, text: guest.language.say(text), weighty });
        self
    }

    /// The same page, which goes on by itself.
    pub(super) fn onward(self, guest: &Guest, to: &'static str, text: &str) -> Self {
        Self { onward: to, ..self.way(guest, to, text, true) }
    }

    /// The same page, saying why it went no further.
    pub(super) fn after(mut self, guest: &Guest, problem: &Problem) -> Response {
        let text = |language: crate::request::Language| {
            let known = match problem.code() {
                "session.needed" => "door-wrong",
                "session.code_needed" => "door-code-needed",
                "session.later" => "door-later",
                "password.weak" => "door-weak",
                _ if [GOING, COMING].concat().iter().any(|kind| problem.is_of(kind)) => return problem.said(language),
                _ => "door-failed",
            };
            language.say(known)
        };
        self.notes.push(Note::in_both(guest.language, "stop", "door-not-done", text));
        show(problem.status(), &self)
    }
}

/// A form with these fields, each with the id of its label.
pub(super) fn sheet(guest: &Guest, action: &'static str, submit: &str, inputs: &[(&'static str, &str)]) -> Sheet {
    let input = |(name, label): &(&'static str, &str)| {
        let (kind, complete, required) = match *name {
            "password" | "old" => ("password", "current-password", true),
            "new_password" => ("password", "new-password", true),
            "code" => ("text", "one-time-code", action != "/login"),
            "account" => ("text", "username", true),
            _ => ("text", "off", true),
        };
        Input { name, label: guest.language.say(label), kind, complete, required }
    };
    Sheet {
        action,
        submit: guest.language.say(submit),
        inputs: inputs.iter().map(input).collect(),
        back: String::new(),
    }
}

/// The page to sign in at.
pub(super) fn login_page(app: &App, guest: &Guest) -> Doorway {
    let fields = [("account", "door-account"), ("password", "door-password"), ("code", "door-code")];
    let sheet = sheet(guest, "/login", "door-sign-in", &fields);
    let page = Doorway::new(guest, "door-login-title", "door-login-lead", vec![sheet]);
    let page = match app.provider() {
        Some(_) => page.way(guest, "/login/oidc", "door-unified", true),
        None => page,
    };
    page.way(guest, "/invitation", "door-invited", false)
}

fn invitation_page(guest: &Guest) -> Doorway {
    let fields =
        [("account", "door-account"), ("invitation", "door-invitation"), ("new_password", "door-new-password")];
    let sheet = sheet(guest, "/invitation", "door-set-password", &fields);
    Doorway::new(guest, "door-invitation-title", "door-password-rules", vec![sheet])
}

fn setup_page(guest: &Guest) -> Doorway {
    let fields = [("token", "door-setup-token"), ("account", "door-account"), ("new_password", "door-new-password")];
    let sheet = sheet(guest, "/setup", "door-set-up", &fields);
    Doorway::new(guest, "door-setup-title", "door-setup-lead", vec![sheet])
}

/// `/login`
pub(crate) async fn login(State(app): State<App>, guest: Guest) -> Response {
    match app.door() {
        Some(_) if guest.seat.is_some() => Redirect::to("/desk").into_response(),
        Some(_) => show(StatusCode::OK, &login_page(&app, &guest)),
        None => Redirect::to("/").into_response(),
    }
}

/// `/invitation`
pub(crate) async fn invitation(guest: Guest) -> Response {
    show(StatusCode::OK, &invitation_page(&guest))
}

/// `/setup`
pub(crate) async fn setup(State(app): State<App>, guest: Guest) -> Response {
    match app.door().filter(|door| door.waits_for_setup()) {
        Some(_) => show(StatusCode::OK, &setup_page(&guest)),
        None => Redirect::to("/login").into_response(),
    }
}

#[derive(Deserialize)]
pub(crate) struct LoginForm {
    account: String,
    password: Zeroizing<String>,
    code: String,
}

/// Comes in.
pub(crate) async fn sign_in(State(app): State<App>, from: From, guest: Guest, Form(form): Form<LoginForm>) -> Response {
    let code = Some(form.code.trim().to_owned()).filter(|code| !code.is_empty());
    let credentials =
        Credentials { account: form.account.trim().to_owned(), password: form.password, code, role: None };
    match session::sign_in(&app, credentials, from.0).await {
        Ok(lent) => {
            let mut response = Redirect::to(duty::first_page(&app, &lent.session.account).await).into_response();
            cookies::keep_session(&app, &mut response, &lent.secret);
            response
        }
        Err(problem) => login_page(&app, &guest).after(&guest, &problem),
    }
}

#[derive(Deserialize)]
pub(crate) struct InvitationForm {
    account: String,
    invitation: String,
    new_password: Zeroizing<String>,
}

/// Exchanges an invitation for a password.
pub(crate) async fn accept(
    State(app): State<App>,
    from: From,
    guest: Guest,
    Form(form): Form<InvitationForm>,
) -> Response {
    let body = Acceptance {
        account: form.account.trim().to_owned(),
        invitation: form.invitation.trim().to_owned(),
        password: form.new_password,
    };
    let done = match app.door_or_problem() {
        Ok(door) => asking(&app, door, from).accept(body).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(_) => Redirect::to("/login").into_response(),
        Err(problem) => invitation_page(&guest).after(&guest, &problem),
    }
}

#[derive(Deserialize)]
pub(crate) struct SetupForm {
    token: String,
    account: String,
    new_password: Zeroizing<String>,
}

/// Sets the center up.
pub(crate) async fn set_up(State(app): State<App>, from: From, guest: Guest, Form(form): Form<SetupForm>) -> Response {
    let (token, account) = (form.token.trim().to_owned(), form.account.trim().to_owned());
    let body = First { token, account, password: form.new_password };
    let done = match app.door_or_problem() {
        Ok(door) => asking(&app, door, from).set_up(body).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(_) => Redirect::to("/login").into_response(),
        Err(problem) => setup_page(&guest).after(&guest, &problem),
    }
}

fn asking<'a>(app: &'a App, door: &'a door::Door, from: From) -> Asking<'a> {
    Asking { app, door, staff: app.people().nobody(), source: from.0, about: None }
}

/// What somebody wants to change about their own account.
#[derive(Deserialize)]
pub(crate) struct OwnForm {
    #[serde(default)]
    old: Zeroizing<String>,
    #[serde(default)]
    new_password: Zeroizing<String>,
    #[serde(default)]
    code: String,
}

async fn staff_of(app: &App, headers: &HeaderMap) -> Option<Staff> {
    let (door, secret) = (app.door()?, cookies::of_session(app, headers)?);
    identity::of_secret(app, door, secret).await.ok().flatten()
}

async fn own_page(app: &App, guest: &Guest, staff: &Staff, secret: Option<&str>) -> Doorway {
    let account = &staff.actor.id;
    let language = guest.language;
    let change = [("old", "door-old-password"), ("new_password", "door-new-password")];
    let mut sheets = vec![sheet(guest, "/me", "door-change-password", &change)];
    let mut lines = Vec::new();
    if let Some(door) = app.door() {
        let count = door.sessions_of(account, app.center().now()).len();
        lines.push(language.say_of("door-sessions", "count", &count));
        match (has_device(app, account).await.unwrap_or(false), secret) {
            (true, _) => lines.push(language.say("door-totp-there")),
            (false, None) => sheets.push(sheet(guest, "/me", "door-begin-totp", &[])),
            (false, Some(secret)) => {
                lines.push(language.say_of("door-secret", "secret", &secret));
                sheets.push(sheet(guest, "/me", "door-confirm-totp", &[("code", "door-first-code")]));
            }
        }
    }
    let mut page = Doorway::new(guest, "door-own-title", "door-own-lead", sheets);
    page.told = lines;
    page
}

/// `/me`
pub(crate) async fn own(State(app): State<App>, guest: Guest, headers: HeaderMap) -> Response {
    match staff_of(&app, &headers).await {
        Some(staff) => show(StatusCode::OK, &own_page(&app, &guest, &staff, None).await),
        None => Redirect::to("/login").into_response(),
    }
}

/// Changes the password, begins to enrol a device or ends it: by what was filled in.
pub(crate) async fn change(
    State(app): State<App>,
    from: From,
    guest: Guest,
    headers: HeaderMap,
    Form(form): Form<OwnForm>,
) -> Response {
    let (Some(staff), Some(door)) = (staff_of(&app, &headers).await, app.door()) else {
        return Redirect::to("/login").into_response();
    };
    let asking = Asking { app: &app, door, staff: &staff, source: from.0, about: None };
    let code = form.code.trim();
    if form.old.is_empty() && code.is_empty() {
        return match asking.new_device().await {
            Ok(secret) => show(StatusCode::OK, &own_page(&app, &guest, &staff, Some(&secret.base32())).await),
            Err(problem) => own_page(&app, &guest, &staff, None).await.after(&guest, &problem),
        };
    }
    let done = match code {
        "" => asking.new_password(form.old, &form.new_password).await,
        code => asking.first_code(code).await,
    };
    match done {
        Ok(_) => Redirect::to("/me").into_response(),
        Err(problem) => own_page(&app, &guest, &staff, None).await.after(&guest, &problem),
    }
}

/// Goes out.
pub(crate) async fn sign_out(State(app): State<App>, request: Request) -> Response {
    if let (Some(door), Some(secret)) = (app.door(), cookies::of_session(&app, request.headers())) {
        door.end(secret);
    }
    let mut response = Redirect::to("/login").into_response();
    cookies::forget_session(&app, &mut response);
    response
}

/// Where a request comes from.
#[derive(Clone, Copy)]
pub(crate) struct From(door::Source);

impl From {
    /// The machine.
    pub(crate) const fn source(self) -> door::Source {
        self.0
    }
}

impl FromRequestParts<App> for From {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        app: &App,
    ) -> Result<Self, std::convert::Infallible> {
        let peer = parts.extensions.get::<Peer>().copied().unwrap_or_default();
        Ok(Self(origin::source(app.options(), &parts.headers, peer)))
    }
}
