//! As what somebody works: in one of the roles the account holds, or in one of a colleague who handed the duty over. It is
//! chosen after signing in and stays with the session; whatever is recorded meanwhile names both.

use access::Role;
use axum::response::{IntoResponse, Response};
use center::Capacity;
use door::{By, Duty, Lent, Session};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use sso::Provider;
use timeline::ActorId;

use crate::api::documents;
use crate::api::session::{AT_THE_DOOR, OWN, SAID};
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Verb};
use crate::identity::{Proof, not_signed_in};
use crate::problem::{self, Problem};
use crate::{cookies, failure};

/// Works as something else from now on.
pub(crate) struct ChooseDuty;

/// What is chosen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Chosen {
    /// One of the roles the account holds today, or the colleague does.
    pub(crate) role: Role,
    /// A colleague who handed the duty over; left out, one works for oneself.
    #[serde(default)]
    pub(crate) stands_in_for: Option<ActorId>,
}

impl Endpoint for ChooseDuty {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/session/duty";
    const GATE: Gate = Gate::Own;
    const SUMMARY: (&'static str, &'static str) = ("选择岗位或者代行职责", "Choose as what one works, and for whom");
    const NAME: &'static str = "chooseDuty";

    fn describe() -> Description {
        Description {
            body: Some(|known| known.subschema_for::<Chosen>()),
            answers: vec![Answer { meaning: "Chosen; the cookie has changed.", ..SAID }],
            problems: [problem::IN_A_BODY, AT_THE_DOOR, OWN, &[problem::DUTY_NOT_YOURS, problem::GROUPS_LACK]].concat(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let Chosen { role, stands_in_for } = documents::read(&mut asked).await?;
        let duty = Duty { role, stands_in_for };
        let Lent { secret, .. } = choose(app, &asked.permit.staff().proof, duty.clone()).await?;
        let mut response = axum::Json(told(&duty)).into_response();
        cookies::keep_session(app, &mut response, &secret);
        Ok(response)
    }
}

/// As what the holder of this account may work today: in its own right, and for whoever it stands in for.
pub(crate) async fn duties(app: &App, account: &ActorId) -> Result<Vec<Duty>, Problem> {
    let center = app.center();
    let Some(account) = center.account(account).await.map_err(failure::of_lookup)? else { return Ok(Vec::new()) };
    let capacities = center.capacities(&account).await.map_err(failure::of_lookup)?.into_iter();
    Ok(capacities.map(|Capacity { role, stands_for, .. }| Duty { role, stands_in_for: stands_for }).collect())
}

/// Works as this from now on.
pub(crate) async fn choose(app: &App, known_by: &Proof, duty: Duty) -> Result<Lent, Problem> {
    let Proof::Session(seated) = known_by else { return Err(Problem::from(problem::SESSION_NEEDED)) };
    let center = app.center();
    let account = center.account(&seated.session.account).await.map_err(failure::of_lookup)?;
    let account = account.ok_or(problem::DUTY_NOT_YOURS)?;
    let capacity = center.capacity(&account, duty.role, duty.stands_in_for.as_ref()).await;
    capacity.map_err(failure::of_lookup)?.ok_or(problem::DUTY_NOT_YOURS)?;
    if is_held_by_groups(app, &seated.session) && duty.role != seated.session.role {
        return Err(Problem::from(problem::GROUPS_LACK));
    }
    app.door_or_problem()?.turn_to(&seated.secret, duty, center.now()).ok_or_else(not_signed_in)
}

/// Whether the role of a session was held against groups elsewhere, which are not known any more: whoever wants another role
/// signs in for it.
fn is_held_by_groups(app: &App, session: &Session) -> bool {
    matches!(session.by, By::Provider { .. }) && app.provider().is_none_or(Provider::maps_groups)
}

/// A duty as it is told.
pub(crate) fn told(duty: &Duty) -> Value {
    json!({ "role": duty.role, "stands_in_for": duty.stands_in_for })
}
