//! The ways in by query code. Every one of them begins with [`let_in`]: wrong codes are slowed by source, counted, and
//! written down as looks that were denied; a [`KnownCode`] can be had nowhere else.

use access::{Action, Actor, Look, Outcome, Role};
use door::Source;

use crate::app::App;
use crate::pace::Guessed;
use crate::problem::{self, Problem};
use crate::telemetry::Denied;

/// Longest code that is looked at, in bytes: one with all its hyphens and some blanks.
const CODE_BYTES_MAX: usize = 32;

/// One of the ways in.
#[derive(Clone, Copy)]
pub(crate) struct Way {
    /// As what it is written down if somebody is turned away.
    action: Action,
    /// Whether the code of an accusation opens it, too. Where it does not, that code is as wrong as any other.
    accusations: bool,
}

impl Way {
    /// Where a matter stands.
    pub(crate) const PROGRESS: Self = Self { action: Action::ReadCase, accusations: true };
    /// The receipt of a registration.
    pub(crate) const RECEIPT: Self = Self { action: Action::ReadReceipt, accusations: false };
    /// To say or ask something of a case.
    pub(crate) const ASKS: Self = Self { action: Action::ReadCase, accusations: false };
    /// What is held about oneself.
    pub(crate) const OWN_DATA: Self = Self { action: Action::GiveOwnRecord, accusations: false };
}

/// A code there is, of whoever was let in.
pub(crate) struct KnownCode {
    code: String,
    way: Way,
}

impl KnownCode {
    /// The code.
    pub(crate) fn as_str(&self) -> &str {
        &self.code
    }

    /// Turns whoever holds it away, because the digits of the telephone do not fit.
    pub(crate) async fn phone_denied(&self, app: &App) {
        turn_away(app, self.way, (Denied::Phone, Outcome::Denied)).await;
    }
}

/// Lets in whoever holds a code there is.
pub(crate) async fn let_in(app: &App, way: Way, source: Source, code: &str) -> Result<KnownCode, Problem> {
    let center = app.center();
    center.codes_recalled().await;
    let known = || if way.accusations { center.is_code(code) } else { center.is_code_of_case(code) };
    match app.guess_code(source, || code.len() <= CODE_BYTES_MAX && known()) {
        Guessed::Right => Ok(KnownCode { code: code.to_owned(), way }),
        Guessed::Wrong => {
            turn_away(app, way, (Denied::Unknown, Outcome::Missing)).await;
            Err(Problem::from(problem::CODE_UNKNOWN))
        }
        Guessed::Later { wait, first } => {
            app.metrics().code_denied(Denied::Later);
            if first {
                note(app, way, Outcome::Denied).await;
            }
            Err(Problem::later(problem::CODE_LATER, wait))
        }
    }
}

async fn turn_away(app: &App, way: Way, (denied, outcome): (Denied, Outcome)) {
    app.metrics().code_denied(denied);
    note(app, way, outcome).await;
}

/// Writes a denial down. Of those who come too early only the first is: a flood of them would fill the disk, and nothing is
/// shown to whoever cannot show anything personal any more.
async fn note(app: &App, way: Way, outcome: Outcome) {
    let center = app.center();
    let nobody = Actor { role: Role::System, ..app.people().nobody().actor.clone() };
    if let Err(error) = center.note(Look::denied(center.now(), &nobody, way.action, outcome)).await {
        // Nothing was shown, so the answer leaves all the same.
        tracing::error!(%error, "a wrong query code is not on record");
    }
}
