//! A citizen registers a matter by itself, online: nobody of the center is needed until a clerk confirms it.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use center::{OnlineReceipt, OnlineRegistration};
use uuid::Uuid;

use crate::api::{commands, documents, parameters};
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Verb};
use crate::problem::{self, Problem};
use crate::{failure, request};

/// Registers a matter without anybody of the center.
pub(crate) struct RegisterOnline;

impl Endpoint for RegisterOnline {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/registrations";
    const GATE: Gate = Gate::Public;
    const SUMMARY: (&'static str, &'static str) = ("群众网上自行登记", "A citizen registers a matter online");
    const NAME: &'static str = "registerOnline";

    fn describe() -> Description {
        let registered = Answer {
            status: 201,
            meaning: "It is registered, on stable storage; a clerk will confirm it. Number and query code, nothing else.",
            media_type: request::JSON,
            schema: Some(|known| known.subschema_for::<OnlineReceipt>()),
            headers: &[],
        };
        Description {
            parameters: vec![parameters::key_of_nobody()],
            body: Some(|known| known.subschema_for::<OnlineRegistration>()),
            answers: vec![registered],
            problems: commands::problems_of_nobody(&[problem::TOO_MANY_REGISTRATIONS]),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let key = request::key_of_nobody(&asked.parts.headers)?;
        let told: OnlineRegistration = documents::read_whole(&mut asked).await?;
        let receipt = register(app, asked.source(app), (key, told)).await?;
        Ok((StatusCode::CREATED, axum::Json(receipt)).into_response())
    }
}

/// Registers what this machine tells, if it does not tell too much.
pub(crate) async fn register(
    app: &App,
    source: door::Source,
    (key, told): (Uuid, OnlineRegistration),
) -> Result<OnlineReceipt, Problem> {
    app.take_registration(source).map_err(|wait| Problem::later(problem::TOO_MANY_REGISTRATIONS, wait))?;
    let registered = app.center().register_online(key, told).await;
    // What others brought is nothing for whoever registers: a conflict has no facts to show.
    registered.map_err(|failure| failure::of_order(failure, failure::untold))
}
