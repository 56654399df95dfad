//! `yidi accounts`: who has an account, and letting people in. With a token it asks the running center, which decides
//! and records who asked. Without one it works on the directory itself: reading at any time, inviting while the center is
//! stopped, which is the way back in when nobody is left who could.

mod here;
pub(super) mod server;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use timeline::ActorId;

use self::server::Server;
use super::keys::KeyFile;
use super::place::Place;
use crate::say::{Voice, plain, table};
use crate::trouble::{Exit, Trouble};

/// What can be asked about accounts.
#[derive(Subcommand)]
pub(crate) enum Accounts {
    /// 列出账号 / List them
    List(Where),
    /// 查看一个账号 / Look at one
    Show(One),
    /// 签发邀请码；给出岗位时先开设账号 / Hand out an invitation; with a role, the account is opened first
    Invite(Invite),
    /// 停用账号 / Close one
    Close(One),
    /// 重置：解除动态口令并重新邀请 / Take the device off and invite anew
    Reset(One),
}

/// Whom to ask.
#[derive(Args)]
pub(crate) struct Where {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    key: KeyFile,
    /// 中心的地址 / Where the center listens
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:7300", env = "YIDI_SERVER")]
    server: String,
    /// 令牌文件：向运行中的中心提出；不给则直接读写数据目录 / The file a token is in: the running center is asked; without it, the directory
    #[arg(long, value_name = "FILE", env = "YIDI_TOKEN_FILE")]
    token_file: Option<PathBuf>,
}

/// One account.
#[derive(Args)]
pub(crate) struct One {
    #[command(flatten)]
    at: Where,
    /// 账号 / Its id
    #[arg(value_parser = ActorId::parse)]
    account: ActorId,
}

/// Whom to invite.
#[derive(Args)]
pub(crate) struct Invite {
    #[command(flatten)]
    one: One,
    /// 岗位：开设账号 / The role of a new account
    #[arg(long, requires = "until")]
    role: Option<String>,
    /// 岗位截止日期 / The last day of that role
    #[arg(long, value_name = "DATE", requires = "role")]
    until: Option<String>,
    /// 部门 / The department of a new account
    #[arg(long, default_value = "center")]
    department: String,
    /// 窗口 / The window it sits at
    #[arg(long, requires = "role")]
    window: Option<String>,
}

impl Accounts {
    pub(crate) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        match self {
            Self::List(at) => voice.answer(&json!({ "accounts": at.rows(voice)? }), lines)?,
            Self::Show(one) => voice.answer(&one.show(voice)?, |row| lines(&json!({ "accounts": [row] })))?,
            Self::Invite(invite) => voice.answer(&invite.answer()?, told)?,
            Self::Close(one) => voice.answer(&one.close()?, told)?,
            Self::Reset(one) => {
                let path = format!("/api/v1/accounts/{}/reset", one.account);
                voice.answer(&one.at.must_ask()?.post(&path, &json!({}))?, told)?;
            }
        }
        Ok(Exit::Ok)
    }
}

impl Where {
    fn server(&self) -> Result<Option<Server>, Trouble> {
        self.token_file.as_ref().map(|file| Server::new(&self.server, file)).transpose()
    }

    /// The running center, where nobody else may decide.
    fn must_ask(&self) -> Result<Server, Trouble> {
        self.server()?.ok_or_else(|| {
            let (zh, en) = ("须由有权限的人提出。", "somebody who may do this must ask for it.");
            Trouble::new(Exit::Usage, zh, en)
                .next("请用 --token-file 给出令牌文件。", "name the file of a token with --token-file")
        })
    }

    fn rows(&self, voice: &Voice) -> anyhow::Result<Vec<Value>> {
        match self.server()? {
            Some(server) => server.accounts(),
            None => here::accounts(&self.place, voice),
        }
    }
}

impl One {
    fn show(&self, voice: &Voice) -> anyhow::Result<Value> {
        let found = self.at.rows(voice)?.into_iter().find(|row| row["account"] == self.account.as_str());
        found.ok_or_else(|| {
            let (zh, en) = (format!("没有账号 {}。", self.account), format!("there is no account {}.", self.account));
            Trouble::new(Exit::NotFound, zh, en).into()
        })
    }

    fn close(&self) -> anyhow::Result<Value> {
        let close = json!({ "command": "close_account", "account": self.account });
        self.at.must_ask()?.post("/api/v1/register", &close)?;
        Ok(json!({ "account": self.account, "state": "closed" }))
    }
}

impl Invite {
    fn answer(&self) -> anyhow::Result<Value> {
        let One { at, account } = &self.one;
        let Some(server) = at.server()? else { return here::invite(&at.place, &at.key, account) };
        if let (Some(role), Some(until)) = (&self.role, &self.until) {
            let open = json!({ "command": "open_account", "account": account, "department": self.department,
                "role": role, "until": until, "window": self.window });
            server.post("/api/v1/register", &open)?;
        }
        server.post(&format!("/api/v1/accounts/{account}/invitation"), &json!({}))
    }
}

/// Accounts as a table.
fn lines(answer: &Value) -> String {
    let role = |held: &Value| format!("{} {} ({})", plain(&held["role"]), plain(&held["until"]), plain(&held["state"]));
    let row = |row: &Value| {
        let roles: Vec<String> = row["roles"].as_array().into_iter().flatten().map(role).collect();
        let device = if row["totp"] == true { "✓" } else { "" };
        [plain(&row["account"]), plain(&row["department"]), plain(&row["state"]), device.to_owned(), roles.join("; ")]
    };
    let heading = ["账号 / account", "部门 / department", "状态 / state", "口令器 / device", "岗位 / roles"];
    table(heading, answer["accounts"].as_array().into_iter().flatten().map(row))
}

/// What was done, field by field.
fn told(answer: &Value) -> String {
    let fields = answer.as_object().into_iter().flatten();
    table(["", ""], fields.map(|(name, value)| [name.clone(), plain(value)]))
}
