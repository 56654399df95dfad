//! The window console: pages for the people at the desks, rendered here, working without scripts and faster with them.
//!
//! It knows no command by name except the two that begin a stream: forms are made from the desks' own schemas, tables
//! from whatever a view answers, and what may be done is what the center offers. It knows no rule.
//!
//! Start with [`PAGES`], then `case.rs` (the page most work happens on) and `schema.rs` (how a command becomes a form).
//! Words are in `locales/`, pages in `templates/`, the style sheet and the modules in `assets/`.

mod accusations;
mod acts;
mod assets;
mod case;
mod charts;
mod choose;
mod citizen;
mod denied;
mod desk;
mod doable;
mod doorway;
mod duty;
mod entry;
mod facts;
mod feed;
mod figures;
mod find;
mod forms;
mod guard;
mod hand_off;
mod house;
mod inputs;
mod intake;
mod lists;
mod looks;
mod materials;
mod mediators;
mod names;
mod news;
mod online;
mod page;
mod progress;
mod proof;
mod receipt;
mod return_visit;
mod reveal;
mod schema;
mod search;
mod seat;
mod sheet;
mod square;
mod submit;
mod subscriptions;
mod tables;
mod tokens;
mod typed;
mod unified;
mod views;
mod words;

use access::Action::{
    AnswerEnquiry, EnrolMediator, FindCase, FindParty, FollowFacts, OpenSubscription, ReadAccounts, ReadAccusation,
    ReadCase, ReadErasures, ReadHandOff, ReadHistory, ReadMaterial, ReadReceipt, ReadReturnVisit, ReadSample,
    ReadSubscriptions, ReadView, RecordVisit, RegisterAccusation, RegisterCase, RequestAccess, Reveal, RevokeToken,
    RotateSecret, WatchLooks,
};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, get, post};
use center::Context;

use crate::app::App;
use crate::endpoint::Gate::{self, Action as Needs, OfCommand, Own, Public};
use crate::endpoint::Verb;

/// Largest form with a file: what the store takes at most, 64 MiB, and the fields around it. How large a file may be is a
/// setting, and said on the form; this only ends what would never end.
const FORM_BYTES_MAX: usize = 65 << 20;

/// The words of what a desk can be asked, in its own order.
pub(crate) fn words_of_desk(desk: Context) -> Vec<String> {
    schema::commands(desk.schema().as_value()).into_iter().map(|(word, _)| word).collect()
}

/// One address of the console: what it needs, and what answers.
pub(crate) struct Page {
    /// The method: a page is looked at, a form is sent.
    pub(crate) verb: Verb,
    /// The path, with parameters in braces.
    pub(crate) path: &'static str,
    /// Who may come in.
    pub(crate) gate: Gate,
    handler: fn() -> MethodRouter<App>,
}

const fn look(path: &'static str, gate: Gate, handler: fn() -> MethodRouter<App>) -> Page {
    Page { verb: Verb::Get, path, gate, handler }
}

const fn send(path: &'static str, gate: Gate, handler: fn() -> MethodRouter<App>) -> Page {
    Page { verb: Verb::Post, path, gate, handler }
}

/// Every address. As in the list of the interface, there is no default for who may come in: a page that does not say so
/// does not compile.
pub(crate) const PAGES: &[Page] = &[
    look("/", Public, || get(choose::page)),
    send("/seat", Public, || post(choose::sit)),
    send("/language", Public, || post(choose::speak)),
    send("/text", Public, || post(choose::size)),
    look("/login", Public, || get(doorway::login)),
    send("/login", Public, || post(doorway::sign_in)),
    look("/login/oidc", Public, || get(unified::go)),
    look("/login/oidc/return", Public, || get(unified::come_back)),
    send("/login/oidc/code", Public, || post(unified::pay)),
    send("/logout", Public, || post(doorway::sign_out)),
    look("/invitation", Public, || get(doorway::invitation)),
    send("/invitation", Public, || post(doorway::accept)),
    look("/setup", Public, || get(doorway::setup)),
    send("/setup", Public, || post(doorway::set_up)),
    look("/me", Own, || get(doorway::own)),
    send("/me", Own, || post(doorway::change)),
    look("/duty", Own, || get(duty::page)),
    send("/duty", Own, || post(duty::take)),
    look("/tokens", Own, || get(tokens::page)),
    send("/tokens", Own, || post(tokens::issue)),
    send("/tokens/acts/revoke_token", Needs(RevokeToken), || post(tokens::withdraw)),
    look("/proof", Own, || get(proof::page)),
    send("/proof", Own, || post(proof::prove)),
    look("/proof/oidc", Own, || get(unified::prove)),
    look("/accounts", Needs(ReadAccounts), || get(house::accounts)),
    look("/erasures", Needs(ReadErasures), || get(house::erasures)),
    look("/admissions", Needs(RequestAccess), || get(house::admissions)),
    look("/sample", Needs(ReadSample), || get(house::sample)),
    send("/house/{room}/acts/{word}", OfCommand, || post(house::ask)),
    look("/register-online", Public, || get(online::page)),
    send("/register-online", Public, || post(online::register)),
    look("/progress", Public, || get(progress::page)),
    send("/progress", Public, || post(progress::ask)),
    send("/progress/receipt", Public, || post(progress::receipt)),
    send("/progress/asks", Public, || post(citizen::ask)),
    send("/progress/own-data", Public, || post(citizen::own_data)),
    look("/desk", Own, || get(desk::page)),
    look("/intake", Needs(ReadView), || get(intake::page)),
    send("/intake", Needs(RegisterCase), || post(intake::register)),
    send("/visit", Needs(RecordVisit), || post(intake::visit)),
    send("/enquiry", Needs(AnswerEnquiry), || post(intake::enquiry)),
    look("/find", Needs(FindCase), || get(find::page)),
    look("/search", Needs(FindParty), || get(search::page)),
    send("/search", Needs(FindParty), || post(search::find)),
    look("/cases/{case}", Needs(ReadCase), || get(case::page)),
    send("/cases/{case}/acts/{word}", OfCommand, || post(case::ask)),
    send("/cases/{case}/acts/{word}/file", OfCommand, || {
        post(materials::hand_in).layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
    }),
    send("/cases/{case}/reveal", Needs(Reveal), || post(reveal::reveal)),
    look("/cases/{case}/materials/{number}", Needs(ReadMaterial), || get(materials::copy)),
    look("/cases/{case}/receipt", Needs(ReadHistory), || get(receipt::page)),
    send("/cases/{case}/receipt", Needs(ReadReceipt), || post(receipt::print)),
    look("/cases/{case}/news", Needs(ReadHistory), || get(news::page)),
    look("/cases/{case}/receipt/proof", Needs(ReadReceipt), || get(receipt::proof)),
    look("/cases/{case}/hand-offs/{number}", Needs(ReadHandOff), || get(hand_off::page)),
    look("/cases/{case}/referrals/{number}", Needs(ReadHandOff), || get(hand_off::referral)),
    look("/cases/{case}/return-visits/{record}", Needs(ReadReturnVisit), || get(return_visit::page)),
    look("/mediators", Needs(ReadView), || get(mediators::page)),
    send("/mediators", Needs(EnrolMediator), || post(mediators::enrol)),
    look("/mediators/{mediator}", Needs(ReadView), || get(mediators::one)),
    send("/mediators/{mediator}/acts/{word}", OfCommand, || post(mediators::ask)),
    look("/subscriptions", Needs(ReadSubscriptions), || get(subscriptions::page)),
    send("/subscriptions", Needs(OpenSubscription), || post(subscriptions::open)),
    look("/subscriptions/{subscription}", Needs(ReadSubscriptions), || get(subscriptions::one)),
    send("/subscriptions/{subscription}", Needs(RotateSecret), || post(subscriptions::rotate)),
    send("/subscriptions/{subscription}/acts/{word}", OfCommand, || post(subscriptions::ask)),
    look("/accusations", Needs(ReadAccusation), || get(accusations::page)),
    look("/accusations/new", Needs(RegisterAccusation), || get(accusations::form)),
    send("/accusations/new", Needs(RegisterAccusation), || post(accusations::accuse)),
    look("/accusations/{accusation}", Needs(ReadAccusation), || get(accusations::one)),
    look("/accusations/{accusation}/looks", Needs(ReadAccusation), || get(accusations::looks)),
    send("/accusations/{accusation}/acts/{word}", OfCommand, || post(accusations::ask)),
    look("/board", Needs(ReadView), || get(views::board)),
    look("/views", Needs(ReadView), || get(views::all)),
    look("/views/{name}", Needs(ReadView), || get(views::one)),
    look("/looks", Needs(WatchLooks), || get(looks::page)),
    look("/feed", Needs(FollowFacts), || get(feed::page)),
    look("/feed/stream", Needs(FollowFacts), || get(feed::stream)),
    look("/assets/{file}", Public, || get(assets::file)),
];

/// The router over the list. What changes something is taken from our own pages only.
pub(crate) fn routes(app: &App) -> Router<App> {
    let listed = PAGES.iter().fold(Router::new(), |router, page| {
        let handler = (page.handler)();
        let gated = match page.gate {
            Needs(action) => handler.layer(from_fn_with_state((app.clone(), action), guard::gate)),
            OfCommand => handler.layer(from_fn_with_state(app.clone(), guard::note)),
            Own | Public => handler,
        };
        router.route(page.path, gated)
    });
    listed.layer(from_fn(guard::guard))
}
