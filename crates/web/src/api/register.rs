//! The register of the center itself: one address for its commands, one for who has an account.

use access::Action;
use axum::response::Response;
use center::{Context, RegistryCommand};
use timeline::DepartmentCode;

use crate::api::commands::{self, RECORDED};
use crate::api::views::{self, RowsQuery};
use crate::api::{parameters, schemas};
use crate::app::App;
use crate::circumstances::Circumstances;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, SchemaOf, Verb};
use crate::problem::{self, Problem};
use crate::request;

/// Asks the registry.
pub(crate) struct AskRegistry;

/// Lists the accounts.
pub(crate) struct ListAccounts;

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
            problems: commands::problems(&[]),
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
        commands::carry_out(app, &asked.permit, circumstances, command, None).await
    }
}

impl Endpoint for ListAccounts {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/accounts";
    const GATE: Gate = Gate::Action(Action::ReadAccounts);
    const SUMMARY: (&'static str, &'static str) = ("账号与岗位", "Who has an account, in which roles");
    const NAME: &'static str = "listAccounts";

    fn describe() -> Description {
        let rows = Answer {
            status: 200,
            meaning: "The accounts.",
            media_type: request::JSON,
            schema: Some(schemas::rows),
            headers: &["Event-Position", "Link"],
        };
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
        let problems = vec![problem::QUERY, problem::STAFF_UNKNOWN, problem::DENIED, problem::BEHIND];
        Description { parameters, answers: vec![rows], problems, ..Description::default() }
    }

    async fn answer(app: &App, asked: Asked<Self>) -> Result<Response, Problem> {
        let query: RowsQuery = asked.query()?;
        views::rows(app, asked.permit.actor(), asked.parts.uri.path(), "accounts", query).await
    }
}
