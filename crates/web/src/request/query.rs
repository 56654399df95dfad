//! Query parameters: every one known, each at most once.

use axum::http::Uri;
use serde::de::DeserializeOwned;

use crate::problem::{self, Problem};

/// Reads the query of a request as a `T`, which should deny unknown fields: a misspelt filter that is ignored shows too
/// much.
pub(crate) fn read_query<T: DeserializeOwned>(uri: &Uri) -> Result<T, Problem> {
    let query = axum::extract::Query::<T>::try_from_uri(uri);
    query.map(|axum::extract::Query(value)| value).map_err(|_| Problem::from(problem::QUERY))
}
