//! The register of the center itself: one address for its commands, one for who has an account.

use access::Action;
use axum::response::Response;
use center::{Command, Context, RegistryCommand};
use timeline::{ActorId, CaseId, DepartmentCode, Query};

use crate::api::commands::{self, RECORDED};
use crate::api::views::{self, RowsQuery};
use crate::api::{parameters, schemas};
use crate::app::App;
use crate::circumstances::Circumstances;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Parameter, SchemaOf, Verb};
use crate::problem::{self, Problem};
use crate::{failure, request};

/// Asks the registry.
pub(crate) struct AskRegistry;

/// Lists the accounts.
pub(crate) struct ListAccounts;

/// Lists who is to be forgotten.
pub(crate) struct ListErasures;

/// Lists who was let into which case.
pub(crate) struct ListAdmissions;

/// Lists the cases that were drawn for those who oversee from outside.
pub(crate) struct ListSample;

/// Lists cases whose time to be kept is over.
pub(crate) struct ListRetention;

/// The commands this address takes. What is said at the door (a password was changed) is recorded by the door.
const BODY: SchemaOf =
    |known| schemas::of_desk(Context::Registry, known, |command| !RegistryCommand::AT_THE_DOOR.contains(&command));

impl Endpoint for AskRegistry {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/register";
    const GATE: Gate = Gate::OfCommand;
    const SUMMARY: (&'static str, &'static str) =
        ("账号、岗位、窗口与进驻", "Accounts, roles, windows and departments");
    const NAME: &'static str = "askRegistry";

    fn describe() -> Description {
        Description {
            parameters: parameters::of_command(),
            body: Some(BODY),
            answers: vec![RECORDED],
            problems: commands::problems(&[problem::PROOF_DUE]),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let circumstances = Circumstances::read(&asked.parts.headers, asked.permit.staff())?;
        let command = commands::read(Context::Registry, &mut asked).await?;
        if command.is_said_at_the_door() {
            return Err(commands::elsewhere("this is done at an address of its own"));
        }
        asked.permit.may(command.action())?;
        let ends = Ends::of(&command);
        let response = commands::carry_out(app, &asked.permit, circumstances, command, None).await?;
        ends.at(app)?;
        Ok(response)
    }
}

/// What ends at the door with a command. Sessions and tokens do not open anything once the log says so; this is tidying.
pub(crate) enum Ends {
    /// Nothing.
    Nothing,
    /// Everything of this account.
    Account(ActorId),
    /// One token.
    Token(ActorId, u32),
}

impl Ends {
    /// What this command ends.
    pub(crate) fn of(command: &Command) -> Self {
        match command {
            Command::Registry(RegistryCommand::CloseAccount(closing)) => Self::Account(closing.account.clone()),
            Command::Registry(RegistryCommand::RevokeToken(one)) => Self::Token(one.account.clone(), one.token),
            _ => Self::Nothing,
        }
    }

    /// Ends it.
    pub(crate) fn at(self, app: &App) -> Result<(), Problem> {
        let Some(door) = app.door() else { return Ok(()) };
        match self {
            Self::Nothing => Ok(()),
            Self::Account(account) => {
                door.end_all(&account, None);
                door.forget_tokens(&account, None).map_err(failure::of_door)
            }
            Self::Token(account, token) => door.forget_tokens(&account, Some(token)).map_err(failure::of_door),
        }
    }
}

impl Endpoint for ListAccounts {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/accounts";
    const GATE: Gate = Gate::Action(Action::ReadAccounts);
    const SUMMARY: (&'static str, &'static str) = ("账号与岗位", "Who has an account, in which roles");
    const NAME: &'static str = "listAccounts";

    fn describe() -> Description {
        let text: SchemaOf = |known| known.subschema_for::<String>();
        let parameters = vec![
            parameters::query("department", "Only accounts of this department.", |known| {
                known.subschema_for::<DepartmentCode>()
            }),
            parameters::query("state", "open, proposed (a role waits for a second person) or closed.", text),
            parameters::query("after", "Rows after this cursor.", text),
            parameters::limit(),
            parameters::min_position(),
        ];
        rows("The accounts.", parameters)
    }

    async fn answer(app: &App, asked: Asked<Self>) -> Result<Response, Problem> {
        let query: RowsQuery = asked.query()?;
        views::rows(app, asked.permit.actor(), asked.parts.uri.path(), "accounts", query).await
    }
}

impl Endpoint for ListErasures {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/erasures";
    const GATE: Gate = Gate::Action(Action::ReadErasures);
    const SUMMARY: (&'static str, &'static str) = ("删除申请与法定留存", "Who is to be forgotten, and what is held");
    const NAME: &'static str = "listErasures";

    fn describe() -> Description {
        let parameters = vec![
            parameters::query("case", "Only what concerns this case.", |known| known.subschema_for::<CaseId>()),
            parameters::query(
                "state",
                "requested, restricted (kept and not shown), approved, erased, withdrawn, rejected, or held.",
                |known| known.subschema_for::<String>(),
            ),
            parameters::query("after", "Rows after this cursor.", |known| known.subschema_for::<String>()),
            parameters::limit(),
            parameters::min_position(),
        ];
        rows("Requests and holds, oldest first.", parameters)
    }

    async fn answer(app: &App, asked: Asked<Self>) -> Result<Response, Problem> {
        let query: RowsQuery = asked.query()?;
        views::rows(app, asked.permit.actor(), asked.parts.uri.path(), "erasures", query).await
    }
}

impl Endpoint for ListAdmissions {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/admissions";
    const GATE: Gate = Gate::Action(Action::ReadAdmissions);
    const SUMMARY: (&'static str, &'static str) = ("调阅准入记录", "Who was let into which case, and why");
    const NAME: &'static str = "listAdmissions";

    fn describe() -> Description {
        let text: SchemaOf = |known| known.subschema_for::<String>();
        let parameters = vec![
            parameters::query("case", "Only who was let into this case.", |known| known.subschema_for::<CaseId>()),
            parameters::query("state", "asked, admitted, rejected or ended.", text),
            parameters::query("after", "Rows after this cursor.", text),
            parameters::limit(),
            parameters::min_position(),
        ];
        rows("Admissions: first what waits for a word, then the newest.", parameters)
    }

    async fn answer(app: &App, asked: Asked<Self>) -> Result<Response, Problem> {
        let query: RowsQuery = asked.query()?;
        views::rows(app, asked.permit.actor(), asked.parts.uri.path(), "admissions", query).await
    }
}

impl Endpoint for ListRetention {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/retention";
    const GATE: Gate = Gate::Action(Action::ReadErasures);
    const SUMMARY: (&'static str, &'static str) = ("保管期满、待鉴定的案件", "Cases the archive is to appraise");
    const NAME: &'static str = "listRetention";

    fn describe() -> Description {
        let parameters = vec![
            parameters::query("after", "Rows after this cursor.", |known| known.subschema_for::<String>()),
            parameters::limit(),
            parameters::min_position(),
        ];
        rows("Closed cases whose time to be kept is over, oldest first.", parameters)
    }

    async fn answer(app: &App, asked: Asked<Self>) -> Result<Response, Problem> {
        let query: RowsQuery = asked.query()?;
        let actor = asked.permit.actor();
        let reading = |query: &Query| app.center().due_for_appraisal(actor, query);
        views::read(app, actor, asked.parts.uri.path(), query, reading).await
    }
}

impl Endpoint for ListSample {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/sample";
    const GATE: Gate = Gate::Action(Action::ReadSample);
    const SUMMARY: (&'static str, &'static str) =
        ("社会监督抽样案件", "The cases drawn for those who oversee from outside");
    const NAME: &'static str = "listSample";

    fn describe() -> Description {
        let parameters = vec![
            parameters::query("after", "Rows after this cursor.", |known| known.subschema_for::<String>()),
            parameters::limit(),
            parameters::min_position(),
        ];
        rows("Cases drawn by lot, the newest first.", parameters)
    }

    async fn answer(app: &App, asked: Asked<Self>) -> Result<Response, Problem> {
        let query: RowsQuery = asked.query()?;
        let actor = asked.permit.actor();
        let reading = |query: &Query| app.center().sample(actor, query);
        views::read(app, actor, asked.parts.uri.path(), query, reading).await
    }
}

/// An address that lists something of the register.
fn rows(meaning: &'static str, parameters: Vec<Parameter>) -> Description {
    let headers = &["Event-Position", "Link"];
    let rows = Answer { status: 200, meaning, media_type: request::JSON, schema: Some(schemas::rows), headers };
    let problems = vec![problem::QUERY, problem::STAFF_UNKNOWN, problem::DENIED, problem::BEHIND];
    Description { parameters, answers: vec![rows], problems, ..Description::default() }
}
