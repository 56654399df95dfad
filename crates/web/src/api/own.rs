//! One's own account: password, device, tokens; the invitation it begins with; and the first account of all.

use access::{Action, Role};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use center::{Account, Order, RegistryCommand};
use door::{Door, Password, Secret, Source, WeakPassword};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use timeline::{ActorId, Channel, Code, Event, RegistryEvent, RequestId};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::api::documents;
use crate::api::session::{AT_THE_DOOR, OWN, SAID, account_of, not_let_in};
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Parameter, Place, Verb};
use crate::failure;
use crate::identity::Staff;
use crate::problem::{self, Kind, Problem};

macro_rules! own_endpoints {
    ($($(#[doc = $doc:literal])* $Own:ident($Body:ty): $name:literal, $path:literal, $gate:expr, $status:literal, $zh:literal, $en:literal, $more:expr, $carry_out:ident;)*) => {$(
        $(#[doc = $doc])*
        pub(crate) struct $Own;

        impl Endpoint for $Own {
            const VERB: Verb = Verb::Post;
            const PATH: &'static str = $path;
            const GATE: Gate = $gate;
            const SUMMARY: (&'static str, &'static str) = ($zh, $en);
            const NAME: &'static str = $name;

            fn describe() -> Description {
                Description {
                    parameters: named_in($path),
                    body: Some(|known| known.subschema_for::<$Body>()),
                    answers: vec![Answer { status: $status, headers: &[], ..SAID }],
                    problems: [problem::IN_A_BODY, AT_THE_DOOR, $more].concat(),
                    ..Description::default()
                }
            }

            async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
                let body: $Body = documents::read(&mut asked).await?;
                let door = app.door_or_problem()?;
                let about = if $path.contains("{account}") { Some(asked.path("account").await?) } else { None };
                let asking = Asking { app, door, staff: asked.permit.staff(), source: asked.source(app), about };
                let said = asking.$carry_out(body).await?;
                let status = StatusCode::from_u16($status).unwrap_or(StatusCode::OK);
                Ok((status, axum::Json(said)).into_response())
            }
        }
    )*};
}

/// What goes wrong where a password is chosen.
const CHOOSING: &[&Kind] = &[problem::NOT_SIGNED_IN, problem::LATER, problem::BUSY, problem::WEAK_PASSWORD];
/// What goes wrong where something is put on record.
const RECORDING: &[&Kind] = &[problem::NOT_SIGNED_IN, problem::SESSION_NEEDED, problem::PROOF_DUE, problem::REFUSED];
/// What goes wrong where a token is issued.
const ISSUING: &[&Kind] =
    &[problem::NOT_SIGNED_IN, problem::SESSION_NEEDED, problem::PROOF_DUE, problem::TOTP_DUE, problem::REFUSED];

own_endpoints! {
    /// Changes one's password.
    ChangePassword(Change): "changePassword", "/api/v1/password", Gate::Own, 200,
        "修改密码", "Change one's password", CHOOSING, change_password;
    /// Exchanges an invitation for a password.
    AcceptInvitation(Acceptance): "acceptInvitation", "/api/v1/invitation", Gate::Public, 200,
        "凭邀请码设置密码", "Exchange an invitation for a password", CHOOSING, accept;
    /// Begins to enrol a device.
    BeginTotp(Nothing): "beginTotp", "/api/v1/totp", Gate::Own, 201,
        "绑定动态口令：取得密钥", "Enrol a device: the secret to type into it", RECORDING, begin_totp;
    /// Ends it, with the first code.
    ConfirmTotp(FirstCode): "confirmTotp", "/api/v1/totp/confirm", Gate::Own, 200,
        "绑定动态口令：首个口令", "Enrol a device: its first code", RECORDING, confirm_totp;
    /// Does without the device.
    RemoveTotp(Nothing): "removeTotp", "/api/v1/totp/remove", Gate::Own, 200,
        "解除动态口令", "Do without the device", RECORDING, remove_totp;
    /// Issues a token.
    IssueToken(NewToken): "issueToken", "/api/v1/tokens", Gate::Own, 201,
        "签发接口令牌", "Issue a token for a program; it is shown once", ISSUING, issue_token;
    /// Invites the holder of an account.
    Invite(Nothing): "inviteAccount", "/api/v1/accounts/{account}/invitation", Gate::Action(Action::OpenAccount), 201,
        "签发邀请码", "Invite the holder of an account; the old password and its tokens are void", OWN, invite;
    /// Lets somebody begin anew who lost device and password.
    Reset(Nothing): "resetAccount", "/api/v1/accounts/{account}/reset", Gate::Action(Action::OpenAccount), 201,
        "重置账号：解除动态口令并签发邀请码", "Take the device off an account and invite its holder anew", OWN, reset;
    /// Makes the first account.
    SetUp(First): "setUp", "/api/v1/setup", Gate::Public, 201,
        "首次设置：安全管理员", "Set the center up: its first security administrator", CHOOSING, set_up;
}

/// A body that says nothing.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// A new password for the old one.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Change {
    /// The old one.
    #[schemars(with = "String")]
    password: Zeroizing<String>,
    /// The new one: 12 to 128 characters.
    #[schemars(with = "String")]
    new_password: Zeroizing<String>,
}

/// A password for an invitation.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Acceptance {
    /// The account.
    pub(crate) account: String,
    /// The code it was invited with.
    pub(crate) invitation: String,
    /// The password: 12 to 128 characters.
    #[schemars(with = "String")]
    pub(crate) password: Zeroizing<String>,
}

/// The first code of a device.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FirstCode {
    /// Six digits.
    code: String,
}

/// What a token is for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewToken {
    /// In which of one's roles it asks.
    pub(crate) role: Role,
    /// The acts it may ask for, by their words: the names of actions in this document.
    pub(crate) verbs: Vec<Code>,
    /// The last day it holds.
    pub(crate) until: Date,
}

/// A token as it is shown once.
pub(crate) struct Issued {
    /// In whose name it asks.
    account: ActorId,
    /// Which of the account's tokens.
    pub(crate) token: u32,
    /// What the program keeps.
    pub(crate) secret: String,
}

/// The first account.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct First {
    /// The token that lies on the machine.
    pub(crate) token: String,
    /// The id of the first security administrator.
    pub(crate) account: String,
    /// The password: 12 to 128 characters.
    #[schemars(with = "String")]
    pub(crate) password: Zeroizing<String>,
}

/// Who asks, from where, about whom.
pub(crate) struct Asking<'a> {
    /// The service.
    pub(crate) app: &'a App,
    /// The door.
    pub(crate) door: &'a Door,
    /// Who asks.
    pub(crate) staff: &'a Staff,
    /// From where.
    pub(crate) source: Source,
    /// Whose account the path names.
    pub(crate) about: Option<String>,
}

impl Asking<'_> {
    async fn change_password(&self, body: Change) -> Result<Value, Problem> {
        self.new_password(body.password, &body.new_password).await
    }

    /// A new password for the old one. Whoever knew the old one and sits elsewhere goes out. It is on record first: a log
    /// that takes nothing leaves the old one, and it can be tried again.
    pub(crate) async fn new_password(&self, old: Zeroizing<String>, new: &str) -> Result<Value, Problem> {
        let session = &self.staff.seated()?.session;
        let account = &session.account;
        let new = chosen(new, account)?;
        let now = self.app.center().now();
        let right = self.door.check_password(account.as_str(), old, self.source, now).await;
        right.map_err(not_let_in)?;
        self.record(center::said::password_changed(account)).await?;
        self.door.set_password(account, &new).await.map_err(failure::of_door)?;
        self.door.end_all(account, Some(&session.name));
        Ok(json!({ "account": account }))
    }

    /// It is on record first: until the password is kept, the invitation is open.
    pub(crate) async fn accept(&self, body: Acceptance) -> Result<Value, Problem> {
        let now = self.app.center().now();
        let invited = self.door.check_invitation(&body.account, &body.invitation, self.source, now);
        let account = invited.map_err(not_let_in)?;
        let new = chosen(&body.password, &account)?;
        let done = self.app.center().say_of(&account, center::said::password_changed(&account)).await;
        done.map_err(failure::of_lookup)?;
        self.door.set_password(&account, &new).await.map_err(failure::of_door)?;
        self.door.end_all(&account, None);
        Ok(json!({ "account": account }))
    }

    async fn begin_totp(&self, _: Nothing) -> Result<Value, Problem> {
        let secret = self.new_device().await?;
        Ok(json!({ "secret": secret.base32(), "uri": secret.uri(self.staff.actor.id.as_str()) }))
    }

    /// The secret of a new device, which counts once a code of it was seen and that is on record. What the door knows of and
    /// the record does not was begun and not ended, and makes way.
    pub(crate) async fn new_device(&self) -> Result<Secret, Problem> {
        let account = &self.proved()?.session.account;
        if has_device(self.app, account).await? {
            return Err(Problem::from(problem::REFUSED).coded("registry.totp_there"));
        }
        self.door.begin_totp(account).map_err(failure::of_door)
    }

    async fn confirm_totp(&self, body: FirstCode) -> Result<Value, Problem> {
        self.first_code(&body.code).await
    }

    /// The first code of a new device. If it does not come on record, the next code is taken the same way.
    pub(crate) async fn first_code(&self, code: &str) -> Result<Value, Problem> {
        let account = &self.proved()?.session.account;
        let now = self.app.center().now();
        self.door.enrol(account, code, self.source, now).map_err(not_let_in)?;
        self.record(center::said::totp_enrolled(account)).await?;
        Ok(json!({ "account": account }))
    }

    async fn remove_totp(&self, _: Nothing) -> Result<Value, Problem> {
        let account = &self.proved()?.session.account;
        self.record(center::said::totp_removed(account)).await?;
        self.door.forget_totp(account).map_err(failure::of_door)?;
        Ok(json!({ "account": account }))
    }

    async fn issue_token(&self, body: NewToken) -> Result<Value, Problem> {
        let until = body.until;
        let Issued { account, token, secret } = self.new_token(body).await?;
        Ok(json!({ "account": account, "token": token, "secret": secret, "until": until }))
    }

    /// A token, for whoever proved a short while ago to sit there. A role that needs a second factor needs it here, whatever
    /// role one sits there in: a token is never asked for one.
    pub(crate) async fn new_token(&self, body: NewToken) -> Result<Issued, Problem> {
        let session = &self.proved()?.session;
        let account = &session.account;
        let needed = center::is_privileged(body.role) && !session.by.vouches();
        if self.staff.totp_due || (needed && !has_device(self.app, account).await?) {
            return Err(Problem::from(problem::TOTP_DUE));
        }
        if let Some(at) = body.verbs.iter().position(|verb| Action::from_name(verb.as_str()).is_none()) {
            return Err(Problem::at(problem::SHAPE, format!("/verbs/{at}"), "there is no such act"));
        }
        let facts = self.record(center::said::token_issued(account, body.role, body.verbs, body.until)).await?;
        let number = facts.iter().find_map(|fact| match fact {
            Event::Registry(RegistryEvent::TokenIssued(issued)) => Some(issued.token),
            _ => None,
        });
        let token = number.ok_or(problem::FAILED)?;
        let secret = self.door.issue_token(account, token).map_err(failure::of_door)?;
        Ok(Issued { account: account.clone(), token, secret })
    }

    /// Whether a device may be taken off is the registry's rule: not from a role that needs one. The door forgets it in any
    /// case: it may know of one that never came on record.
    async fn reset(&self, nothing: Nothing) -> Result<Value, Problem> {
        let Account { id: account, totp, .. } = self.to_be_invited().await?;
        if totp {
            self.record(center::said::totp_removed(&account)).await?;
        }
        self.door.forget_totp(&account).map_err(failure::of_door)?;
        self.invite(nothing).await
    }

    /// Nothing that was had of the account before opens anything afterwards. What is to be on record comes first.
    async fn invite(&self, _: Nothing) -> Result<Value, Problem> {
        let known = self.to_be_invited().await?;
        for token in known.tokens.iter().filter(|token| !token.revoked) {
            self.record(center::said::token_revoked(&known.id, token.number)).await?;
        }
        let account = known.id;
        let code = self.door.invite(&account, self.app.center().now()).map_err(failure::of_door)?;
        Ok(json!({ "account": account, "invitation": code }))
    }

    /// The account the path names, if whoever asks may invite its holder.
    async fn to_be_invited(&self) -> Result<Account, Problem> {
        self.staff.check_proved(self.app.center().now())?;
        let account = account_of(self.about.as_deref().unwrap_or_default())?;
        if account == self.staff.actor.id {
            return Err(Problem::from(problem::REFUSED).coded("registry.self_grant"));
        }
        let known = self.app.center().account(&account).await.map_err(failure::of_lookup)?;
        let open = known.filter(|known| known.open);
        open.ok_or_else(|| Problem::from(problem::REFUSED).coded("registry.no_such_account"))
    }

    pub(crate) async fn set_up(&self, body: First) -> Result<Value, Problem> {
        if !self.source.is_loopback() || !self.door.waits_for_setup() {
            return Err(Problem::from(problem::ROUTE_UNKNOWN));
        }
        let now = self.app.center().now();
        self.door.check_setup(&body.token, self.source, now).map_err(not_let_in)?;
        let account = account_of(&body.account)?;
        let password = chosen(&body.password, &account)?;
        self.open_first(&account).await?;
        self.door.set_password(&account, &password).await.map_err(failure::of_door)?;
        self.door.end_setup().map_err(failure::of_door)?;
        Ok(json!({ "account": account, "role": Role::SecurityAdministrator }))
    }

    /// Opens the first account, unless a try that came no further has opened it.
    async fn open_first(&self, account: &ActorId) -> Result<(), Problem> {
        let center = self.app.center();
        let known = center.account(account).await.map_err(failure::of_lookup)?;
        if known.is_some_and(|known| known.is_to_have(Role::SecurityAdministrator, center.today())) {
            return Ok(());
        }
        center.open_first_account(account).await.map(|_| ()).map_err(failure::of_lookup)
    }

    /// The session, if it was proved a short while ago who sits there.
    fn proved(&self) -> Result<&crate::identity::Seated, Problem> {
        let seated = self.staff.seated()?;
        self.staff.check_proved(self.app.center().now())?;
        Ok(seated)
    }

    /// Puts on record what was done at the door.
    async fn record(&self, command: RegistryCommand) -> Result<Vec<Event>, Problem> {
        let order = Order {
            window: self.staff.window.clone(),
            ..Order::new(self.staff.actor.clone(), RequestId::new(Uuid::now_v7()), Channel::Online, command)
        };
        let done = self.app.center().submit(order).await.map_err(failure::of_lookup)?;
        Ok(done.facts.into_iter().map(|fact| fact.event).collect())
    }
}

/// Whether a device counts for this account: the record says so, and not the door, where one may be half begun.
pub(crate) async fn has_device(app: &App, account: &ActorId) -> Result<bool, Problem> {
    let known = app.center().account(account).await.map_err(failure::of_lookup)?;
    Ok(known.is_some_and(|known| known.totp))
}

/// A password that may be used for this account.
fn chosen(text: &str, account: &ActorId) -> Result<Password, Problem> {
    Password::parse(text, account)
        .map_err(|weak: WeakPassword| Problem::at(problem::WEAK_PASSWORD, "/password", weak.as_str()))
}

fn named_in(path: &str) -> Vec<Parameter> {
    let account = Parameter {
        name: "account",
        place: Place::Path,
        required: true,
        meaning: "The account.",
        schema: |known| known.subschema_for::<ActorId>(),
    };
    if path.contains("{account}") { vec![account] } else { Vec::new() }
}
