//! A sign-in by way of the provider of identities: there, back, and in. The provider says who it is; the register says whether
//! there is such an account and what it may do, and the operator's map of groups may only say no.

use access::Role;
use center::Account;
use door::{By, Door, Errand, Lent, Owing, Round, Seat, Source};
use sso::{Came, Failure, Kept, Provider, Said};

use crate::api::session::not_let_in;
use crate::app::App;
use crate::failure;
use crate::identity::not_signed_in;
use crate::problem::{self, Kind, Problem};

/// What goes wrong on the way there.
pub(crate) const GOING: &[&Kind] =
    &[problem::NO_PROVIDER, problem::PROVIDER_AWAY, problem::PROVIDER_NOT_VALID, problem::DEMONSTRATION];

/// What goes wrong on the way back.
pub(crate) const COMING: &[&Kind] = &[
    problem::ROUND_UNKNOWN,
    problem::PROVIDER_REFUSED,
    problem::NO_ACCOUNT,
    problem::GROUPS_LACK,
    problem::OTHER_PERSON,
];

/// Somebody who goes.
pub(crate) struct Gone {
    /// Where their browser goes.
    pub(crate) address: String,
    /// What their browser keeps meanwhile.
    pub(crate) browser: String,
}

/// Somebody who came back, as they say.
#[derive(Default)]
pub(crate) struct Back {
    /// What they were sent with.
    pub(crate) state: String,
    /// What the provider gave them for us, unless it said no.
    pub(crate) code: Option<String>,
    /// Who says it sent them.
    pub(crate) issuer: Option<String>,
    /// What their browser kept meanwhile.
    pub(crate) browser: String,
}

/// How far somebody came.
pub(crate) enum Arrived {
    /// Inside.
    In(Lent),
    /// It is known who it is, and the code of their device is still owed; with what their browser keeps until then.
    Owes(String),
}

/// Somebody whose identity is known.
struct Known {
    account: Account,
    role: Role,
    errand: Errand,
    by: By,
}

/// Sends somebody to the provider.
pub(crate) async fn go(app: &App, errand: Errand, source: Source) -> Result<Gone, Problem> {
    let (door, provider, now) = (app.door_or_problem()?, provider(app)?, app.center().now());
    let anew = matches!(errand, Errand::Prove { .. });
    let going = provider.send(anew, now).await.map_err(|reason| failed(&reason))?;
    let round = Round { errand, verifier: going.verifier, nonce: going.nonce, began: now };
    Ok(Gone { address: going.address, browser: door.rounds().begin(&going.state, round, source) })
}

/// Takes in somebody who came back.
pub(crate) async fn come(app: &App, back: Back, source: Source) -> Result<Arrived, Problem> {
    let (door, provider, now) = (app.door_or_problem()?, provider(app)?, app.center().now());
    // The state is used up whatever becomes of it.
    let round = door.rounds().end(&back.state, &back.browser, now).ok_or(problem::ROUND_UNKNOWN)?;
    let code = back.code.ok_or(problem::PROVIDER_REFUSED)?;
    let anew_since = matches!(round.errand, Errand::Prove { .. }).then_some(round.began);
    let kept = Kept { verifier: &round.verifier, nonce: &round.nonce, anew_since };
    let came = Came { code: &code, issuer: back.issuer.as_deref() };
    let said = provider.hear(came, kept, now).await.map_err(|reason| failed(&reason))?;
    let known = recognise(app, provider, &said, round.errand).await?;
    if known.account.totp && !said.second_factor {
        let owing = Owing { account: known.account.id, role: known.role, errand: known.errand };
        return Ok(Arrived::Owes(door.rounds().wait_for_code(owing, source, now)));
    }
    let_in(app, door, known, source).map(Arrived::In)
}

/// Takes the code that was still owed.
pub(crate) async fn pay(app: &App, (browser, code): (&str, &str), source: Source) -> Result<Lent, Problem> {
    let (door, now) = (app.door_or_problem()?, app.center().now());
    let Owing { account, role, errand } = door.rounds().owing(browser, now).ok_or(problem::ROUND_UNKNOWN)?;
    door.check_code(&account, code, source, now).map_err(not_let_in)?;
    door.rounds().paid(browser, now);
    // It may have been closed since.
    let account = app.center().account(&account).await.map_err(failure::of_lookup)?;
    let account = account.filter(|account| account.has(role, app.center().today())).ok_or(problem::NO_ACCOUNT)?;
    let_in(app, door, Known { account, role, errand, by: By::Provider { second_factor: false } }, source)
}

/// The account that is meant, if the register has it, with a role that it holds today and that the groups do not keep it from.
async fn recognise(app: &App, provider: &Provider, said: &Said, errand: Errand) -> Result<Known, Problem> {
    let account = match &said.account {
        Some(account) => app.center().account(account).await.map_err(failure::of_lookup)?,
        None => None,
    };
    // A closed account holds no role, and is answered like one there is not.
    let account = account.ok_or(problem::NO_ACCOUNT)?;
    let held: Vec<Role> = account.grants_on(app.center().today()).map(|grant| grant.role).collect();
    let wanted = match &errand {
        Errand::ComeIn { role } => *role,
        Errand::Prove { account: sitting, .. } if *sitting != account.id => return Err(problem::OTHER_PERSON.into()),
        Errand::Prove { .. } => None,
    };
    let mut wanted = held.into_iter().filter(|role| wanted.is_none_or(|wanted| wanted == *role)).peekable();
    wanted.peek().ok_or(problem::NO_ACCOUNT)?;
    let role = wanted.find(|role| provider.holds(said, *role, &account.department)).ok_or(problem::GROUPS_LACK)?;
    Ok(Known { account, role, errand, by: By::Provider { second_factor: said.second_factor } })
}

fn let_in(app: &App, door: &Door, known: Known, source: Source) -> Result<Lent, Problem> {
    let Known { account, role, errand, by } = known;
    let now = app.center().now();
    match errand {
        Errand::ComeIn { .. } => {
            Ok(door.let_in(&account.id, Seat { role, at_window: account.window.is_some(), by }, (source, now)))
        }
        Errand::Prove { session, .. } => door.renew(&session, now).ok_or_else(not_signed_in),
    }
}

fn provider(app: &App) -> Result<&Provider, Problem> {
    app.provider().ok_or_else(|| Problem::from(problem::NO_PROVIDER))
}

/// What is said when the provider did not do its part. The particulars are for the operator.
fn failed(reason: &Failure) -> Problem {
    let kind = match reason {
        Failure::Away(_) => problem::PROVIDER_AWAY,
        Failure::Refused(_) => problem::PROVIDER_REFUSED,
        Failure::NotValid(_) => problem::PROVIDER_NOT_VALID,
    };
    tracing::warn!(reason = center::chain(reason), "a sign-in with the unified identity came to nothing");
    Problem::from(kind)
}
