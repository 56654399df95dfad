//! Who asks. In a demonstration a header names a member of staff of the demonstration county; in real use a session or a
//! token does, and the header is refused.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use access::{Action, Actor, Role};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use center::{Account, Capacity, Center};
use door::{Door, Session};
use timeline::{ActorId, Code, WindowCode};

use crate::app::App;
use crate::cookies;
use crate::failure;
use crate::origin;
use crate::problem::{self, Problem, STAFF_UNKNOWN};
use crate::within::Sender;

/// Names who asks, in a demonstration.
pub(crate) const STAFF: &str = "yidi-staff";

/// A member of staff who asks.
#[derive(Clone, Debug)]
pub(crate) struct Staff {
    /// Who, for which department, in which role.
    pub(crate) actor: Actor,
    /// The window it sits at.
    pub(crate) window: Option<WindowCode>,
    /// The colleague it stands in for, if it chose to.
    pub(crate) on_behalf_of: Option<ActorId>,
    /// By what it is known.
    pub(crate) proof: Proof,
    /// Whether the role needs a second factor that is not there yet: until then only one's own affairs are open.
    pub(crate) totp_due: bool,
}

/// By what somebody is known.
#[derive(Clone, Debug)]
pub(crate) enum Proof {
    /// By saying so: in a demonstration, or where it makes no difference.
    Word,
    /// By a session.
    Session(Arc<Seated>),
    /// By a token of its holder's, which is for these acts only.
    Token {
        /// Which of the holder's tokens.
        number: u32,
        /// The acts, by their words.
        verbs: Vec<Code>,
    },
}

/// A session and the secret it was found by.
#[derive(Debug)]
pub(crate) struct Seated {
    /// The session.
    pub(crate) session: Session,
    /// What the browser keeps.
    pub(crate) secret: String,
}

impl Staff {
    /// Whether what it is known by reaches this act at this time. Whether the role does is the table's business.
    pub(crate) fn check_reach(&self, action: Action, now: jiff::Timestamp) -> Result<(), Problem> {
        match &self.proof {
            Proof::Token { verbs, .. } if !verbs.iter().any(|verb| verb.as_str() == action.as_str()) => {
                Err(Problem::from(problem::TOKEN_SCOPE))
            }
            _ if self.totp_due => Err(Problem::from(problem::TOTP_DUE)),
            _ if needs_proof(action) => self.check_proved(now),
            Proof::Word | Proof::Session(_) | Proof::Token { .. } => Ok(()),
        }
    }

    /// Whether it was proved a short while ago that the holder sits there. A token was proved when it was issued.
    pub(crate) fn check_proved(&self, now: jiff::Timestamp) -> Result<(), Problem> {
        self.proof.check_fresh(now)
    }

    /// The session, for one's own affairs.
    pub(crate) fn seated(&self) -> Result<&Seated, Problem> {
        match &self.proof {
            Proof::Session(seated) => Ok(seated),
            Proof::Word | Proof::Token { .. } => Err(Problem::from(problem::SESSION_NEEDED)),
        }
    }
}

impl Proof {
    /// See [`Staff::check_proved`].
    pub(crate) fn check_fresh(&self, now: jiff::Timestamp) -> Result<(), Problem> {
        match self {
            Proof::Session(seated) if !seated.session.is_proved(now) => Err(Problem::from(problem::PROOF_DUE)),
            Proof::Word | Proof::Session(_) | Proof::Token { .. } => Ok(()),
        }
    }
}

/// Whether nobody does it from a desk that was left alone: it is proved again who sits there.
pub(crate) fn needs_proof(action: Action) -> bool {
    KEEPING.contains(&action)
}

const KEEPING: &[Action] = &[
    Action::OpenAccount,
    Action::GrantRole,
    Action::ConfirmRole,
    Action::RevokeRole,
    Action::CloseAccount,
    Action::ReopenAccount,
    Action::ApproveErasure,
    Action::CarryOutErasure,
    Action::LiftLegalHold,
    Action::ApproveAccess,
    Action::Reveal,
    Action::ProposeUnmasking,
    Action::ConfirmUnmasking,
    Action::RotateSecret,
];

/// Everybody of the rule book, found by id. It does not change while the server runs.
pub(crate) struct People {
    by_id: HashMap<String, Arc<Staff>>,
    first: Option<Arc<Staff>>,
    nobody: Arc<Staff>,
}

impl People {
    /// The staff of this center. Whoever the rule book gives a role that access does not know can do nothing and is
    /// left out.
    pub(crate) fn of(center: &Center) -> Self {
        let mut by_id = HashMap::new();
        let mut first = None;
        for staff in center.rulebook().staff_list() {
            let Some(role) = Role::from_name(staff.role.as_str()) else { continue };
            let actor = Actor { id: staff.id.clone(), department: staff.department.clone(), role };
            let (window, proof) = (staff.window.clone(), Proof::Word);
            let known = Arc::new(Staff { actor, window, on_behalf_of: None, proof, totp_due: false });
            if role == Role::WindowClerk && first.is_none() {
                first = Some(known.clone());
            }
            by_id.insert(staff.id.as_str().to_owned(), known);
        }
        People { first, by_id, nobody: Arc::new(nobody(center)) }
    }

    /// Who this request of a demonstration says it is; the first window clerk if it says nothing.
    fn of_request(&self, headers: &HeaderMap) -> Result<Arc<Staff>, Problem> {
        let known = match headers.get(STAFF) {
            Some(value) => value.to_str().ok().and_then(|id| self.by_id.get(id)).cloned(),
            None => self.first.clone(),
        };
        known.ok_or_else(|| {
            let challenge = HeaderValue::from_static("Yidi-Staff realm=\"demonstration\"");
            Problem::from(STAFF_UNKNOWN).header(header::WWW_AUTHENTICATE, challenge)
        })
    }

    /// Who asks where nobody needs to be known.
    pub(crate) fn nobody(&self) -> &Arc<Staff> {
        &self.nobody
    }
}

/// Whoever has not said who they are: the role that reaches no case and no list.
fn nobody(center: &Center) -> Staff {
    let id = ActorId::parse("nobody").expect("it is a word");
    let actor = Actor { id, department: center.rulebook().center().clone(), role: Role::KeyCustodian };
    Staff { actor, window: None, on_behalf_of: None, proof: Proof::Word, totp_due: false }
}

/// Who asks. What came over the broker is from a department, and whoever asks there is one of its own.
pub(crate) async fn of_request(app: &App, parts: &Parts) -> Result<Arc<Staff>, Problem> {
    let staff = known(app, parts).await?;
    match Sender::of(parts) {
        Some(sender) if !sender.is_of(&staff) => Err(not_signed_in()),
        Some(_) | None => Ok(staff),
    }
}

async fn known(app: &App, parts: &Parts) -> Result<Arc<Staff>, Problem> {
    let Some(door) = app.door() else { return app.people().of_request(&parts.headers) };
    if parts.headers.contains_key(STAFF) {
        return Err(Problem::from(problem::STAFF_NOT_TAKEN));
    }
    let staff = match parts.headers.get(header::AUTHORIZATION) {
        Some(value) => of_token(app, door, value).await?,
        None => of_cookie(app, door, parts).await?,
    };
    staff.map(Arc::new).ok_or_else(not_signed_in)
}

/// The answer to whoever has no session and no token that holds; it does not tell which of the two was wrong, or how.
pub(crate) fn not_signed_in() -> Problem {
    let challenge = HeaderValue::from_static("Bearer realm=\"yidi\"");
    Problem::from(problem::NOT_SIGNED_IN).header(header::WWW_AUTHENTICATE, challenge)
}

/// A cookie is sent by the browser whoever asked it to: what changes something must come from a page of ours.
async fn of_cookie(app: &App, door: &Door, parts: &Parts) -> Result<Option<Staff>, Problem> {
    let Some(secret) = cookies::of_session(app, &parts.headers) else { return Ok(None) };
    let safe = matches!(parts.method, Method::GET | Method::HEAD);
    if !safe && !origin::is_ours(&parts.headers) {
        return Err(Problem::from(problem::FOREIGN));
    }
    of_secret(app, door, secret).await
}

/// Who sits there, if the session holds, the account is open and still has the role.
pub(crate) async fn of_secret(app: &App, door: &Door, secret: &str) -> Result<Option<Staff>, Problem> {
    let center = app.center();
    let Some(session) = door.session(secret, center.now()) else { return Ok(None) };
    let account = center.account(&session.account).await.map_err(failure::of_lookup)?;
    let Some((account, capacity)) = working_as(center, account, &session).await? else {
        door.end(secret);
        return Ok(None);
    };
    let totp_due = center::is_privileged(capacity.role) && !account.totp && !session.by.vouches();
    let actor = Actor { id: account.id, department: capacity.department, role: capacity.role };
    let proof = Proof::Session(Arc::new(Seated { session, secret: secret.to_owned() }));
    Ok(Some(Staff { actor, window: capacity.window, on_behalf_of: capacity.stands_for, proof, totp_due }))
}

/// The account of a session, and as what its holder works, while that holds: a role that was withdrawn and a duty that was
/// taken back end the session.
async fn working_as(
    center: &Center,
    account: Option<Account>,
    session: &Session,
) -> Result<Option<(Account, Capacity)>, Problem> {
    let Some(account) = account else { return Ok(None) };
    let capacity = center.capacity(&account, session.role, session.stands_in_for.as_ref()).await;
    Ok(capacity.map_err(failure::of_lookup)?.map(|capacity| (account, capacity)))
}

/// For whom a program asks, if its token is in force.
async fn of_token(app: &App, door: &Door, value: &HeaderValue) -> Result<Option<Staff>, Problem> {
    let text = value.to_str().ok().and_then(|text| text.split_once(' '));
    let text = text.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
    let Some(held) = text.and_then(|text| door.token(text)) else { return Ok(None) };
    let account = app.center().account(&held.account).await.map_err(failure::of_lookup)?;
    Ok(account.and_then(|account| {
        let token = account.token_on(held.token, app.center().today())?.clone();
        door.note_use(&held, app.center().now());
        // Also of a token that was issued before its role needed a device.
        let totp_due = center::is_privileged(token.role) && !account.totp;
        let actor = Actor { id: account.id, department: token.department, role: token.role };
        let proof = Proof::Token { number: token.number, verbs: token.verbs };
        Some(Staff { actor, window: None, on_behalf_of: None, proof, totp_due })
    }))
}

/// How long a feed may outlive what its reader was let in by.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Waits until what somebody was let in by does not hold any more: for an answer that goes on and on.
pub(crate) async fn until_gone(app: &App, actor: &Actor, proof: &Proof) {
    while still_holds(app, actor, proof).await {
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Whether what somebody was let in by still holds. Looking does not count as a request of theirs.
async fn still_holds(app: &App, actor: &Actor, proof: &Proof) -> bool {
    let Some(door) = app.door() else { return true };
    let center = app.center();
    let Ok(Some(account)) = center.account(&actor.id).await else { return false };
    match proof {
        Proof::Word => false,
        Proof::Session(seated) => {
            let open = door.is_open(&seated.secret, center.now());
            open && working_as(center, Some(account), &seated.session).await.is_ok_and(|capacity| capacity.is_some())
        }
        Proof::Token { number, .. } => account.token_on(*number, center.today()).is_some(),
    }
}
