//! A running center, asked with a token.

use std::path::Path;

use serde_json::Value;
use ureq::http::Response;
use ureq::{Agent, Body};
use uuid::Uuid;

use crate::trouble::{Exit, Trouble};
use crate::verb::token;

/// Where it listens, and by what right it is asked.
pub(in crate::verb) struct Server {
    agent: Agent,
    address: String,
    bearer: String,
}

impl Server {
    /// The center at this address, asked with the token in this file.
    pub(in crate::verb) fn new(address: &str, token_file: &Path) -> Result<Self, Trouble> {
        let token = token::read(token_file)?;
        // An answer is read whatever its status: it says why.
        let agent = Agent::config_builder().http_status_as_error(false).build().into();
        let (address, bearer) = (address.trim_end_matches('/').to_owned(), format!("Bearer {token}"));
        Ok(Self { agent, address, bearer })
    }

    /// Every account, page by page.
    pub(super) fn accounts(&self) -> anyhow::Result<Vec<Value>> {
        let (mut rows, mut after) = (Vec::new(), None::<String>);
        loop {
            let asked = self.agent.get(format!("{}/api/v1/accounts", self.address));
            let asked = after.iter().fold(asked, |asked, after| asked.query("after", after));
            let page = read(asked.header("Authorization", &self.bearer).call())?;
            rows.extend(page.get("rows").and_then(Value::as_array).cloned().unwrap_or_default());
            after = page.get("next").and_then(Value::as_str).map(str::to_owned);
            if after.is_none() {
                return Ok(rows);
            }
        }
    }

    /// Asks for something to be shown.
    pub(in crate::verb) fn get(&self, path: &str) -> anyhow::Result<Value> {
        read(self.agent.get(format!("{}{path}", self.address)).header("Authorization", &self.bearer).call())
    }

    /// Asks for something to be done.
    pub(in crate::verb) fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let asked = self.agent.post(format!("{}{path}", self.address)).header("Authorization", &self.bearer);
        read(asked.header("Idempotency-Key", Uuid::now_v7().to_string()).send_json(body))
    }
}

/// The answer, or why there is none.
fn read(answer: Result<Response<Body>, ureq::Error>) -> anyhow::Result<Value> {
    let mut answer = answer.map_err(|error| {
        Trouble::new(Exit::TryAgain, "中心没有应答。", "the center does not answer.")
            .next("请核对 --server，并确认中心在运行。", "look at --server, and whether the center runs")
            .because(error)
    })?;
    let status = answer.status().as_u16();
    let body: Value = answer.body_mut().read_json()?;
    if status < 400 { Ok(body) } else { Err(Trouble::said_no(status, &body).into()) }
}
