//! The way back: what a department asks over the broker, on the center's side and, for trying it out, on the department's.

use std::io::Read as _;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use center::Rulebook;
use clap::Args;
use relay::{Answering, Question};
use serde_json::{Value, json};
use timeline::{Code, DepartmentCode};
use uuid::Uuid;

use super::{Broker, told};
use crate::say::{Voice, plain, table};
use crate::trouble::{Exit, Trouble};
use crate::verb::{place, token};

/// What to ask.
#[derive(Args)]
pub(crate) struct Ask {
    #[command(flatten)]
    broker: Broker,
    /// 部门 / The department
    #[arg(long, value_parser = DepartmentCode::parse)]
    department: DepartmentCode,
    /// 令牌文件：以谁的名义、办理哪些事项 / The file of the API token: in whose name, and which acts
    #[arg(long, value_name = "FILE", env = "YIDI_TOKEN_FILE")]
    token_file: Option<PathBuf>,
    /// 演示时以哪位工作人员的名义 / In a demonstration, instead of a token: who asks
    #[arg(long, value_name = "ID", conflicts_with = "token_file")]
    staff: Option<String>,
    /// 案件编号或标识 / The case, by number or id
    #[arg(long)]
    case: Option<String>,
    /// 本部门的文号 / The number the department keeps the matter under
    #[arg(long)]
    reference: Option<String>,
    /// 请求标识：重试时用同一个值 / Which request this is; a retry carries the same
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// 受理台：intake、triage、mediation、litigation；查阅用 case / The desk, or `case` to read one
    #[arg(value_parser = Code::parse)]
    desk: Code,
    /// 事项，与正文中的 command 一致；查阅用 read / The command, as in the body, or `read`
    #[arg(value_parser = Code::parse)]
    command: Code,
    /// 正文（JSON）；- 表示从标准输入读取 / The body in JSON; - reads it from stdin
    #[arg(default_value = "{}")]
    body: String,
}

impl Ask {
    pub(super) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let (names, _) = told(&Rulebook::demo())?;
        let access = self.broker.access(self.department.as_str())?;
        let asked = relay::ask(&access, &names, self.question()?);
        let answer = place::runtime()?.block_on(asked).map_err(|error| {
            Trouble::new(Exit::TryAgain, "没有得到答复。", "there was no answer.")
                .next("请用同一 --key 重试。", "ask again with the same --key")
                .because(error)
        })?;
        let body: Value = serde_json::from_slice(&answer.body).context("an answer is JSON")?;
        if answer.status >= 400 {
            return Err(Trouble::said_no(answer.status, &body).into());
        }
        let headers: serde_json::Map<String, Value> =
            answer.headers.into_iter().map(|(name, value)| (name, value.into())).collect();
        voice.answer(&json!({ "status": answer.status, "headers": headers, "body": body }), |said| {
            table(["", ""], [[plain(&said["status"]), plain(&said["body"])]])
        })?;
        Ok(Exit::Ok)
    }

    fn question(&self) -> anyhow::Result<Question> {
        let token = self.token_file.as_deref().map(token::read).transpose()?;
        let key = self.key.clone().unwrap_or_else(|| Uuid::now_v7().to_string());
        let headers = [
            ("Idempotency-Key", Some(key)),
            ("Yidi-Token", token),
            ("Yidi-Staff", self.staff.clone()),
            ("Yidi-Case", self.case.clone()),
            ("Yidi-Reference", self.reference.clone()),
        ];
        let named = headers.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Ok(Question {
            department: self.department.clone(),
            desk: self.desk.clone(),
            command: self.command.clone(),
            headers: named.collect(),
            body: self.body()?,
        })
    }

    fn body(&self) -> anyhow::Result<Vec<u8>> {
        if self.body != "-" {
            return Ok(self.body.clone().into_bytes());
        }
        let mut body = Vec::new();
        std::io::stdin().lock().read_to_end(&mut body).context("cannot read the body")?;
        Ok(body)
    }
}

/// Answers by the service that answers over HTTP: the relay and the web do not know each other.
pub(super) fn answering(within: web::Within) -> Answering {
    Arc::new(move |question| {
        let within = within.clone();
        Box::pin(async move {
            let Question { department, desk, command, headers, body } = question;
            let answer = within.answer(web::Question { department, desk, command, headers, body }).await;
            relay::Answer { status: answer.status, headers: answer.headers, body: answer.body }
        })
    })
}
