//! Everything that can be asked, in one list; and the router made from it.

use axum::Router;
use axum::response::IntoResponse;
use center::Center;
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;

use crate::api::commands::{self, Ask, Begin};
use crate::api::{
    accusations, cases, checkpoint, citizen, documents, duty, facts, feed, files, hand_offs, health, looks, own,
    problems, progress, receipts, register, registrations, return_visits, reveal, search, session, subscriptions,
    unified, views,
};
use crate::app::App;
use crate::endpoint::Route;
use crate::problem::{self, Problem};
use crate::{Options, console, edge};

/// The list. Adding an endpoint is one file and one line here; the router, the gate, the figures and the API document
/// follow.
pub(crate) fn all() -> Vec<Route> {
    of_the_house().into_iter().chain(of_the_work()).collect()
}

/// Who works here and who comes in, what departments are told, how the center is.
fn of_the_house() -> Vec<Route> {
    vec![
        Route::of::<session::SignIn>(),
        Route::of::<session::ReadSession>(),
        Route::of::<session::EndSession>(),
        Route::of::<session::ProveSession>(),
        Route::of::<duty::ChooseDuty>(),
        Route::of::<unified::GoAndSignIn>(),
        Route::of::<unified::GoAndProve>(),
        Route::of::<unified::ComeBack>(),
        Route::of::<unified::GiveCode>(),
        Route::of::<own::ChangePassword>(),
        Route::of::<own::AcceptInvitation>(),
        Route::of::<own::BeginTotp>(),
        Route::of::<own::ConfirmTotp>(),
        Route::of::<own::RemoveTotp>(),
        Route::of::<own::IssueToken>(),
        Route::of::<own::Invite>(),
        Route::of::<own::Reset>(),
        Route::of::<own::SetUp>(),
        Route::of::<register::AskRegistry>(),
        Route::of::<register::ListAccounts>(),
        Route::of::<register::ListErasures>(),
        Route::of::<register::ListRetention>(),
        Route::of::<register::ListAdmissions>(),
        Route::of::<register::ListSample>(),
        Route::of::<subscriptions::ListSubscriptions>(),
        Route::of::<subscriptions::ReadSubscription>(),
        Route::of::<subscriptions::ReadTold>(),
        Route::of::<subscriptions::FollowSubscription>(),
        Route::of::<subscriptions::RotateSecret>(),
        Route::of::<looks::ReadLooks>(),
        Route::of::<looks::WatchLooks>(),
        Route::of::<looks::ReadLooksAtCase>(),
        Route::of::<health::Health>(),
        Route::of::<health::Readiness>(),
        Route::of::<health::Figures>(),
        Route::of::<checkpoint::ReadCheckpoint>(),
        Route::of::<documents::ReadDocument>(),
        Route::of::<problems::ListProblems>(),
        Route::of::<problems::ExplainProblem>(),
    ]
}

/// Cases, visits, those who come, and what is made of it all.
fn of_the_work() -> Vec<Route> {
    vec![
        Route::of::<Begin<commands::Visits>>(),
        Route::of::<Begin<commands::Enquiries>>(),
        Route::of::<Begin<commands::Cases>>(),
        Route::of::<Begin<commands::Mediators>>(),
        Route::of::<Ask<commands::Intake>>(),
        Route::of::<Ask<commands::Triage>>(),
        Route::of::<Ask<commands::Mediation>>(),
        Route::of::<Ask<commands::Litigation>>(),
        Route::of::<Ask<commands::Oversight>>(),
        Route::of::<accusations::RegisterAccusation>(),
        Route::of::<accusations::AskPetition>(),
        Route::of::<accusations::ListAccusations>(),
        Route::of::<accusations::ReadAccusation>(),
        Route::of::<accusations::ReadLooksAtAccusation>(),
        Route::of::<citizen::AskByCode>(),
        Route::of::<citizen::ReadOwnData>(),
        Route::of::<cases::FindCases>(),
        Route::of::<search::FindParty>(),
        Route::of::<cases::ReadCase>(),
        Route::of::<cases::ReadHistory>(),
        Route::of::<files::StoreFile>(),
        Route::of::<files::StoreScan>(),
        Route::of::<files::ReadMaterial>(),
        Route::of::<files::ReadLetter>(),
        Route::of::<hand_offs::ReadHandOff>(),
        Route::of::<hand_offs::ReadReferral>(),
        Route::of::<return_visits::ReadReturnVisit>(),
        Route::of::<reveal::Reveal>(),
        Route::of::<progress::AskProgress>(),
        Route::of::<receipts::ReadReceipt>(),
        Route::of::<receipts::AskReceipt>(),
        Route::of::<registrations::RegisterOnline>(),
        Route::of::<views::ListViews>(),
        Route::of::<views::ReadView>(),
        Route::of::<facts::ReadFacts>(),
        Route::of::<feed::FollowFacts>(),
    ]
}

/// The whole service without a network, for tests in the same process. A server is made by [`crate::serve`].
pub fn in_process(center: Center, options: Options) -> Router {
    router(&App::new(center, options, CancellationToken::new()))
}

/// The router over the list, with what happens to every request around it.
pub(crate) fn router(app: &App) -> Router {
    let listed = all().into_iter().fold(Router::new(), |router, route| router.route(route.path, (route.handler)()));
    listed
        .merge(documents::docs())
        .merge(console::routes(app))
        .fallback(|| async { Problem::from(problem::ROUTE_UNKNOWN).into_response() })
        .method_not_allowed_fallback(|| async { Problem::from(problem::METHOD).into_response() })
        .layer(CatchPanicLayer::custom(edge::panicked))
        .layer(axum::middleware::from_fn_with_state(app.clone(), edge::edge))
        .with_state(app.clone())
}
