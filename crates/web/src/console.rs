//! The window console: pages for the people at the desks, rendered here, working without scripts and faster with them.
//!
//! It knows no command by name except the two that begin a stream: forms are made from the desks' own schemas, tables
//! from whatever a view answers, and what may be done is what the center offers. It knows no rule.
//!
//! Start with [`routes`], then `case.rs` (the page most work happens on) and `schema.rs` (how a command becomes a form).
//! Words are in `locales/`, pages in `templates/`, the style sheet and the modules in `assets/`.

mod acts;
mod assets;
mod case;
mod charts;
mod choose;
mod desk;
mod doorway;
mod facts;
mod feed;
mod figures;
mod forms;
mod guard;
mod hand_off;
mod inputs;
mod intake;
mod lists;
mod materials;
mod mediators;
mod names;
mod online;
mod page;
mod receipt;
mod return_visit;
mod schema;
mod seat;
mod sheet;
mod submit;
mod tables;
mod typed;
mod views;
mod words;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use center::Context;

use crate::app::App;

/// Largest form with a file: what the store takes at most, 64 MiB, and the fields around it. How large a file may be is a
/// setting, and said on the form; this only ends what would never end.
const FORM_BYTES_MAX: usize = 65 << 20;

/// The words of what a desk can be asked, in its own order.
pub(crate) fn words_of_desk(desk: Context) -> Vec<String> {
    schema::commands(desk.schema().as_value()).into_iter().map(|(word, _)| word).collect()
}

/// The pages. What changes something is taken from our own pages only.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/", get(choose::page))
        .route("/seat", post(choose::sit))
        .route("/login", get(doorway::login).post(doorway::sign_in))
        .route("/logout", post(doorway::sign_out))
        .route("/invitation", get(doorway::invitation).post(doorway::accept))
        .route("/setup", get(doorway::setup).post(doorway::set_up))
        .route("/me", get(doorway::own).post(doorway::change))
        .route("/language", post(choose::speak))
        .route("/register-online", get(online::page).post(online::register))
        .route("/desk", get(desk::page))
        .route("/intake", get(intake::page).post(intake::register))
        .route("/visit", post(intake::visit))
        .route("/enquiry", post(intake::enquiry))
        .route("/find", get(case::find))
        .route("/cases/{case}", get(case::page))
        .route("/cases/{case}/acts/{word}", post(case::ask))
        .route("/cases/{case}/acts/{word}/file", post(materials::hand_in).layer(DefaultBodyLimit::max(FORM_BYTES_MAX)))
        .route("/cases/{case}/materials/{number}", get(materials::copy))
        .route("/cases/{case}/receipt", get(receipt::page))
        .route("/cases/{case}/hand-offs/{number}", get(hand_off::page))
        .route("/cases/{case}/referrals/{number}", get(hand_off::referral))
        .route("/cases/{case}/return-visits/{record}", get(return_visit::page))
        .route("/mediators", get(mediators::page).post(mediators::enrol))
        .route("/mediators/{mediator}", get(mediators::one))
        .route("/mediators/{mediator}/acts/{word}", post(mediators::ask))
        .route("/board", get(views::board))
        .route("/views", get(views::all))
        .route("/views/{name}", get(views::one))
        .route("/feed", get(feed::page))
        .route("/feed/stream", get(feed::stream))
        .route("/assets/{file}", get(assets::file))
        .layer(axum::middleware::from_fn(guard::guard))
}
