//! The register of mediators as it stood before the first matter came: everybody of the rule book whose work it is.

use center::{Context, Rulebook};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};
use timeline::Channel;

use crate::cast::{EVERYBODY_MEDIATES, MEDIATORS, Mediator};
use crate::plan::request;
use crate::record::Step;
use crate::working;

/// Who keeps the register.
const KEEPER: &str = "director-1";
/// Years a term lasts (people's mediation law, article 13).
const TERM_YEARS: i64 = 3;

/// Everybody is entered at this moment, each once, by the command anybody would give.
pub(crate) fn steps(seed: u64, at: Timestamp, rulebook: &Rulebook) -> impl Iterator<Item = Step> {
    let step = move |mediator: &Mediator| Step {
        at,
        occurred_at: None,
        staff: KEEPER,
        desk: Context::Mediation,
        about: None,
        stream: None,
        request: request(seed, &format!("enrol/{}", mediator.id)),
        channel: Channel::Window,
        body: enrol(mediator, working::day_of(at), rulebook),
    };
    MEDIATORS.iter().map(step)
}

fn enrol(mediator: &Mediator, from: Date, rulebook: &Rulebook) -> Value {
    let staff = rulebook.mediators().find(|staff| staff.id.as_str() == mediator.id);
    let kinds: Vec<_> = EVERYBODY_MEDIATES.iter().chain(mediator.kinds).collect();
    json!({
        "command": "enrol_mediator", "mediator": mediator.id, "qualification": mediator.qualification, "kinds": kinds,
        "name": staff.map(|staff| format!("{}（虚构）", staff.zh)), "committee": staff.map(|staff| &staff.department),
        "term_from": from, "term_until": from + TERM_YEARS.years() - 1.day(), "languages": ["mandarin", "wu"],
    })
}
