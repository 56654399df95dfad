//! `/tokens`: the keys of programs. Everybody sees those that ask in their own name, makes one, shown this once, for the role
//! they work in, and takes one back; who keeps or checks accounts sees those of all. No page shows a secret again.

use access::{Action, Purpose, Reach, reach};
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use center::{Account, Center, RegistryCommand, TOKEN_DAYS_MAX, Token};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use timeline::{ActorId, Code};

use super::acts::{self, WITHDRAW};
use super::case::Done;
use super::doable;
use super::doorway::From;
use super::names::{Names, local};
use super::page::{Frame, Note, missing, show};
use super::seat::Clerk;
use super::submit::{Asking, NotDone};
use super::typed::Typed;
use crate::api::own::{self, NewToken};
use crate::app::App;
use crate::endpoint::lacks;
use crate::problem::{self, Problem};
use crate::request::Language;

/// How long a token holds unless something else is typed, in days: long enough to be worth the trouble.
const DAYS_USUAL: i32 = 90;

/// A token in the list.
struct Row {
    account: String,
    number: u32,
    /// Role and department it asks in.
    scope: String,
    verbs: Vec<String>,
    until: String,
    /// Whether its last day has passed.
    over: bool,
    /// When it was last used; empty if that is not known.
    used: String,
    /// Whether the reader may take it back.
    takes_back: bool,
}

/// Acts of one purpose, to be ticked.
struct Group {
    title: String,
    acts: Vec<Choice>,
}

/// An act a token may ask for.
struct Choice {
    word: &'static str,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "tokens.html")]
struct TokensPage {
    frame: Frame,
    notes: Vec<Note>,
    rows: Vec<Row>,
    /// What a new one can be for; empty where nobody signs in.
    groups: Vec<Group>,
    /// The role and the department it would ask in.
    scope: String,
    until: String,
    until_min: String,
    until_max: String,
    request: String,
}

/// The page.
pub(crate) async fn page(State(app): State<App>, clerk: Clerk, Query(done): Query<Done>) -> Response {
    let mut notes: Vec<Note> = done.note(&clerk).into_iter().collect();
    if clerk.demo {
        let problem = Problem::from(problem::DEMONSTRATION);
        notes.push(Note { tone: "warn", ..Note::of_problem(clerk.language, "tokens-none-here", &problem) });
    }
    render(&app, &clerk, (StatusCode::OK, notes), &Typed::default()).await
}

/// One is made, and shown this once.
pub(crate) async fn issue(
    State(app): State<App>,
    from: From,
    clerk: Clerk,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let typed = Typed::new(fields);
    match issued(&app, &clerk, from, &typed).await {
        Ok(made) => {
            let said = |language: Language| language.say_of("tokens-made-lead", "token", &made.token);
            let note = Note::in_both(clerk.language, "good", "tokens-made", said).telling(made.secret);
            render(&app, &clerk, (StatusCode::CREATED, vec![note]), &Typed::default()).await
        }
        Err(not_done) => render(&app, &clerk, (not_done.status, vec![*not_done.note]), &typed).await,
    }
}

async fn issued(app: &App, clerk: &Clerk, from: From, typed: &Typed) -> Result<own::Issued, NotDone> {
    NotDone::unless_proved(app, clerk)?;
    let not_done = |problem: Problem| NotDone::at_the_door(clerk.language, &problem);
    let door = app.door_or_problem().map_err(not_done)?;
    let verbs = typed.all("verbs").filter_map(|verb| Code::parse(verb).ok()).collect();
    let until = typed.text("until").parse().map_err(|_| not_done(Problem::at(problem::SHAPE, "/until", "no day")))?;
    let (staff, source) = (clerk.seat.staff(), from.source());
    let asking = own::Asking { app, door, staff: &staff, source, about: None };
    asking.new_token(NewToken { role: clerk.seat.actor.role, verbs, until }).await.map_err(not_done)
}

/// Which one is taken back.
#[derive(Deserialize)]
pub(crate) struct Withdrawn {
    account: String,
    token: u32,
    #[serde(rename = "request-id")]
    request: String,
}

/// One is taken back.
pub(crate) async fn withdraw(State(app): State<App>, clerk: Clerk, Form(which): Form<Withdrawn>) -> Response {
    let Some(act) = acts::find(WITHDRAW) else { return missing(&clerk) };
    let mut typed = Typed::default();
    typed.put("account", which.account);
    typed.put("token", which.token.to_string());
    typed.put("request-id", which.request);
    let asking = Asking { app: &app, clerk: &clerk, act, stream: None, typed: &typed };
    match doable::asked(&asking).await {
        Ok(_) => Redirect::to(&format!("/tokens?done={WITHDRAW}")).into_response(),
        Err(back) => render(&app, &clerk, (back.status, back.notes), &Typed::default()).await,
    }
}

async fn render(app: &App, clerk: &Clerk, (status, notes): (StatusCode, Vec<Note>), typed: &Typed) -> Response {
    let mut rows = Vec::new();
    for account in holders(app.center(), clerk) {
        if let Ok(Some(account)) = app.center().account(&account).await {
            rows.extend(rows_of(app, clerk, &account));
        }
    }
    let (names, today) = (Names::new(app.center(), clerk.language), app.center().today());
    let seat = &clerk.seat;
    let typed_until = typed.text("until");
    let page = TokensPage {
        frame: Frame::of(clerk, "tokens"),
        notes,
        rows,
        groups: if app.door().is_some() { groups(clerk, typed) } else { Vec::new() },
        scope: scope(&names, seat.actor.role.as_str(), seat.actor.department.as_str()),
        until: if typed_until.is_empty() { on(today, DAYS_USUAL) } else { typed_until.to_owned() },
        until_min: today.to_string(),
        until_max: on(today, TOKEN_DAYS_MAX),
        request: uuid::Uuid::now_v7().to_string(),
    };
    show(status, &page)
}

/// The day so many days on.
fn on(today: Date, days: i32) -> String {
    today.checked_add(days.days()).unwrap_or(today).to_string()
}

/// Whose tokens the reader sees: its own first, and everybody's if it keeps or checks accounts.
fn holders(center: &Center, clerk: &Clerk) -> Vec<ActorId> {
    let me = &clerk.seat.actor.id;
    let all = if lacks(&clerk.seat.actor, Action::ReadAccounts) { Vec::new() } else { center.token_holders() };
    std::iter::once(me.clone()).chain(all.into_iter().filter(|other| other != me)).collect()
}

/// The tokens of an account that were not taken back, the newest first.
fn rows_of(app: &App, clerk: &Clerk, account: &Account) -> Vec<Row> {
    let (names, today) = (Names::new(app.center(), clerk.language), app.center().today());
    let own = account.id == clerk.seat.actor.id;
    let keeps = !lacks(&clerk.seat.actor, Action::OpenAccount);
    let last = |token: &Token| app.door().and_then(|door| door.last_use(&account.id, token.number));
    let row = |token: &Token| Row {
        account: account.id.to_string(),
        number: token.number,
        scope: scope(&names, token.role.as_str(), token.department.as_str()),
        verbs: token.verbs.iter().map(|verb| clerk.language.act(verb.as_str())).collect(),
        until: token.until.to_string(),
        over: token.until < today,
        used: last(token).map(local).unwrap_or_default(),
        takes_back: own || keeps,
    };
    account.tokens.iter().rev().filter(|token| !token.revoked).map(row).collect()
}

fn scope(names: &Names<'_>, role: &str, department: &str) -> String {
    format!("{} · {}", names.language.item("role", role), names.department(department))
}

/// Every act the role has, by purpose. What is said at the door is for people.
fn groups(clerk: &Clerk, typed: &Typed) -> Vec<Group> {
    let choice = |act: &Action| Choice {
        word: act.as_str(),
        name: clerk.language.act(act.as_str()),
        chosen: typed.all("verbs").any(|verb| verb == act.as_str()),
    };
    let group = |purpose: Purpose, title: &str| Group {
        title: clerk.language.say(title),
        acts: Action::ALL.iter().filter(|act| act.purpose() == purpose && may(clerk, **act)).map(choice).collect(),
    };
    let kinds = [(Purpose::Look, "tokens-look"), (Purpose::Act, "tokens-act"), (Purpose::Run, "tokens-run")];
    kinds.into_iter().map(|(purpose, title)| group(purpose, title)).filter(|group| !group.acts.is_empty()).collect()
}

fn may(clerk: &Clerk, act: Action) -> bool {
    let at_the_door = RegistryCommand::AT_THE_DOOR.contains(&act.as_str()) && act != Action::RotateSecret;
    !at_the_door && reach(clerk.seat.actor.role, act) != Reach::None
}
