//! The API document and the page that shows it.

use std::sync::LazyLock;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Verb};
use crate::problem::Problem;
use crate::request;

/// The page is Swagger UI, which sets styles inline and draws its icons from `data:`.
const CSP_OF_DOCS: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// The document, made once.
static DOCUMENT: LazyLock<Value> = LazyLock::new(crate::openapi);

/// The document, written once.
static BYTES: LazyLock<Bytes> = LazyLock::new(|| DOCUMENT.to_string().into());

/// What is wrong with a body for this endpoint, by its schema in the document.
pub(crate) fn fault_in_body<E: Endpoint>(error: &serde_json::Error, body: &[u8]) -> Problem {
    const SCHEMA: &str = "/requestBody/content/application~1json/schema";
    let path = E::PATH.replace('/', "~1");
    let schema = DOCUMENT.pointer(&format!("/paths/{path}/{}{SCHEMA}", E::VERB.as_str().to_ascii_lowercase()));
    request::fault_of(error, body, &DOCUMENT, schema.unwrap_or(&Value::Null))
}

/// The body of a request to this endpoint.
pub(crate) async fn read<E: Endpoint, B: DeserializeOwned>(asked: &mut Asked<E>) -> Result<B, Problem> {
    let body = asked.body().await?;
    serde_json::from_slice(&body).map_err(|error| fault_in_body::<E>(&error, &body))
}

/// As [`read`], for a body that shares a part with facts: a field nobody reads is turned away wherever it stands.
pub(crate) async fn read_whole<E: Endpoint, B: DeserializeOwned + Serialize>(
    asked: &mut Asked<E>,
) -> Result<B, Problem> {
    let body = asked.body().await?;
    center::read_form(&body).map_err(|error| fault_in_body::<E>(&error, &body))
}

/// The API document.
pub(crate) struct ReadDocument;

impl Endpoint for ReadDocument {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/openapi.json";
    const GATE: Gate = Gate::Public;
    const SUMMARY: (&'static str, &'static str) = ("接口文档", "The API document");
    const NAME: &'static str = "readDocument";

    fn describe() -> Description {
        let document = Answer {
            status: 200,
            meaning: "OpenAPI 3.1.",
            media_type: request::JSON,
            schema: Some(|_| schemars::json_schema!({ "type": "object" })),
            headers: &[],
        };
        Description { answers: vec![document], ..Description::default() }
    }

    async fn answer(_: &App, _: Asked<Self>) -> Result<Response, Problem> {
        Ok(([(header::CONTENT_TYPE, request::JSON)], BYTES.clone()).into_response())
    }
}

/// `/docs`: the document as a page, from files in the program. Nothing is loaded from elsewhere.
pub(crate) fn docs() -> Router<App> {
    let config = Config::new([ReadDocument::PATH]).validator_url("none").try_it_out_enabled(true);
    let page: Router<App> = SwaggerUi::new("/docs").config(config).into();
    page.layer(SetResponseHeaderLayer::overriding(header::CONTENT_SECURITY_POLICY, CSP_OF_DOCS))
}
