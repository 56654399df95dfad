//! What the county was to look like beside what it does look like, read from the views of its own log: the generator does
//! not check itself by its own numbers.

mod told;
mod wanted;

use center::{Actor, Center, ReadFailure, Role};
use serde::Serialize;
use serde_json::Value;
use timeline::{ActorId, DepartmentCode, MediationKind, Query, ROWS_MAX};
use told::Told;

use crate::shares::{self, Coming, Door, Platform};

/// From this many cases on, a figure that is out of tolerance is a fault; in fewer, chance alone may do it.
pub const CASES_MIN: u64 = 1_000;

/// Percentage points that a share of a few in a hundred may be off.
const RARE: f64 = 0.5;
/// The part of a wanted length of time that the mean may be off, and the median, which nobody published.
const DAYS: f64 = 0.15;

/// Percentage points a share that is dealt out exactly may be off: the last days of the county are not over yet.
const DEALT: f64 = 1.0;
/// The same for a share that is drawn case by case, and for one of which only the closed cases are seen.
const DRAWN: f64 = 2.0;
/// Standard errors that a drawn share may be off, where that is more: one in several hundred figures is.
const SIGMAS: f64 = 3.0;

/// One figure.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Figure {
    /// What it is, as `routes/petition`.
    pub name: String,
    /// What was published, or set: percent, or a plain number for `contacts`.
    pub wanted: f64,
    /// What the views say.
    pub got: f64,
    /// How far they may be apart.
    pub tolerance: f64,
    /// Of how many cases it is said.
    pub among: u64,
    /// Whether it is near enough.
    pub fits: bool,
}

/// All figures of a county, and whether it is the county that was wanted.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Report {
    /// Cases registered.
    pub cases: u64,
    /// Every figure.
    pub figures: Vec<Figure>,
}

impl Report {
    /// Whether every figure fits, or the county is too small to say.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.cases < CASES_MIN || self.figures.iter().all(|figure| figure.fits)
    }
}

impl Figure {
    fn new(name: String, wanted: f64, got: f64, (among, tolerance): (u64, f64)) -> Self {
        let round = |number: f64| (number * 100.0).round() / 100.0;
        let (wanted, got, tolerance) = (round(wanted), round(got), round(tolerance));
        Self { name, wanted, got, tolerance, among, fits: (wanted - got).abs() <= tolerance }
    }

    /// A share in percent, dealt out exactly.
    fn dealt(name: String, wanted: f64, (numerator, denominator): (u64, u64)) -> Self {
        Self::new(name, wanted, percent(numerator, denominator), (denominator, DEALT))
    }

    /// A share in percent, drawn case by case.
    fn drawn(name: &str, wanted: f64, counted: (u64, u64)) -> Self {
        Self::within(name, wanted, counted, DRAWN)
    }

    /// The same for what is rare.
    fn rare(name: &str, wanted: f64, counted: (u64, u64)) -> Self {
        Self::within(name, wanted, counted, RARE)
    }

    fn within(name: &str, wanted: f64, (numerator, denominator): (u64, u64), least: f64) -> Self {
        let p = (wanted / 100.0).clamp(0.0, 1.0);
        let sigma = 100.0 * (p * (1.0 - p) / denominator.max(1) as f64).sqrt();
        Self::new(name.to_owned(), wanted, percent(numerator, denominator), (denominator, least.max(SIGMAS * sigma)))
    }
}

/// Compares the county in this center with the published figures.
///
/// # Errors
/// A view cannot be read.
pub fn report(center: &Center) -> Result<Report, ReadFailure> {
    let read = |name: &str| {
        let query = Query { limit: Some(ROWS_MAX), ..Query::default() };
        center.view(&reader(center), name, &query)
    };
    let (board, visits, mediators) = (read("center-board")?, read("visits")?, read("mediator-load")?);
    let counts = |dimension: &str| of_dimension(&board.rows, dimension);
    let mut figures = routes(&board.figures);
    figures.extend(mix("types", &named(shares::TYPES, str::to_owned), &counts("type")));
    figures.extend(mix("channels", &named(shares::DOORS, |door| channel(door).to_owned()), &counts("channel")));
    figures.extend(comings(&visits.figures));
    figures.extend(mediations(&board.figures));
    figures.push(Figure::drawn(
        "duplicates",
        f64::from(shares::DUPLICATES) / 10.0,
        rate(&board.figures, "duplicates_confirmed"),
    ));
    figures.push(heavy_tail(&mediators.figures));
    figures.extend(of_facts(&Told::of(center, &reader(center))?));
    Ok(Report { cases: number(&board.figures, "registered"), figures })
}

/// Whoever leads the center sees its figures.
fn reader(center: &Center) -> Actor {
    let id = ActorId::parse("director-1").expect("a code");
    let department: DepartmentCode = center.rulebook().center().clone();
    Actor { id, department, role: Role::Leader }
}

fn routes(board: &Value) -> Vec<Figure> {
    let routes = board.get("routes").and_then(Value::as_object).into_iter().flatten();
    let counted: Vec<(String, u64)> =
        routes.map(|(name, cases)| (name.clone(), cases.as_u64().unwrap_or_default())).collect();
    mix("routes", &named(shares::PLATFORMS, |platform| route(platform).to_owned()), &counted)
}

/// Every wanted share of a mix beside its share among the counted.
fn mix(what: &str, wanted: &[(String, u32)], counted: &[(String, u64)]) -> Vec<Figure> {
    let (whole, among): (u32, u64) =
        (wanted.iter().map(|(_, share)| share).sum(), counted.iter().map(|(_, cases)| cases).sum());
    let of = |name: &String| counted.iter().find(|(counted, _)| counted == name).map_or(0, |(_, cases)| *cases);
    let figure = |(name, share): &(String, u32)| {
        Figure::dealt(format!("{what}/{name}"), percent((*share).into(), whole.into()), (of(name), among))
    };
    wanted.iter().map(figure).collect()
}

fn comings(visits: &Value) -> Vec<Figure> {
    let share = |kinds: &[Coming]| {
        let of = |(kind, share): &(Coming, u32)| if kinds.contains(kind) { *share } else { 0 };
        shares::COMING.iter().map(of).sum::<u32>() as f64 / 10.0
    };
    let one_place = [Coming::NotAtAll, Coming::Once, Coming::MoreThanOnce];
    let (visited, registered) = rate(visits, "contacts");
    let contacts = visited as f64 / registered.max(1) as f64;
    let wanted = shares::VISITS_PER_CASE_TENTHS as f64 / 10.0;
    vec![
        Figure::drawn("visits/one_place", share(&one_place), rate(visits, "one_place")),
        Figure::drawn("visits/one_visit", share(&[Coming::Once]), rate(visits, "one_visit")),
        Figure::drawn("visits/zero_visit", share(&[Coming::NotAtAll]), rate(visits, "zero_visit")),
        Figure::new("contacts".to_owned(), wanted, contacts, (registered, wanted / 20.0)),
    ]
}

/// Agreement among the mediations that ended, which is how centers count; then what became of the agreements.
fn mediations(board: &Value) -> Vec<Figure> {
    let tenths = |share: u32| f64::from(share) / 10.0;
    vec![
        Figure::drawn("mediations/agreed", agreed_wanted(), rate(board, "agreed_of_ended")),
        Figure::drawn("agreements/confirmed", tenths(shares::CONFIRMED), rate(board, "confirmed_of_closed")),
        Figure::drawn("agreements/performed", tenths(shares::PERFORMED), rate(board, "kept")),
    ]
}

/// Percent of all mediations of the county that are to end with an agreement, platform by platform.
fn agreed_wanted() -> f64 {
    let of = |weight: fn(Platform) -> f64| {
        shares::PLATFORMS.iter().map(|(platform, share)| f64::from(*share) * weight(*platform)).sum::<f64>()
    };
    let mediated = of(|platform| shares::mediated(platform).into());
    100.0 * of(|platform| f64::from(shares::mediated(platform)) * f64::from(shares::agreed(platform)) / 1_000.0)
        / mediated
}

/// The share of the busiest fifth of the mediators, as they are drawn for each kind of mediation.
fn heavy_tail(mediators: &Value) -> Figure {
    let mut loads = wanted::loads();
    loads.sort_by(|one, other| other.total_cmp(one));
    let of = |mediators: usize| loads.iter().take(mediators).sum::<f64>();
    let wanted = 100.0 * of(loads.len().div_ceil(5)) / of(loads.len());
    Figure::drawn("mediators/busiest_fifth", wanted, rate(mediators, "busiest_fifth"))
}

/// Kinds and lengths of mediation, ping-pong, late entries and what other bodies sent back.
fn of_facts(told: &Told) -> Vec<Figure> {
    let tenths = |share: u32| f64::from(share) / 10.0;
    // What was sent back is asked again, and counts twice.
    let sent_back = percent(shares::SENT_BACK.into(), (1_000 + shares::SENT_BACK).into());
    let twice = shares::BOUNCED * shares::BOUNCED_AGAIN / 1_000;
    let (mean, median) = told.mean_and_median();
    let ended = told.days.len() as u64;
    let days = |name: &str, wanted: f64, got: f64| Figure::new(name.to_owned(), wanted, got, (ended, wanted * DAYS));
    let (median_wanted, mean_wanted) = shares::MEDIATION_DAYS;
    let mut figures = kinds(told);
    figures.extend([
        days("days/mean", mean_wanted, mean),
        days("days/median", median_wanted, median),
        Figure::rare("mediators/stepped_back", tenths(shares::RECUSED), (told.stepped_back, told.appointed)),
        Figure::drawn("ping_pong/once_or_more", tenths(shares::BOUNCED), (told.returned, told.assigned)),
        Figure::rare("ping_pong/twice_or_more", tenths(twice), (told.returned_twice, told.assigned)),
        Figure::rare("late_entries", tenths(shares::LATE), (told.late, told.acts)),
        Figure::drawn("referrals/sent_back", sent_back, (told.sent_back, told.referred)),
    ]);
    figures
}

/// Each kind of mediation; and first, as Xilin Gol counted them, what committees of a trade have of all that no court
/// asked for.
fn kinds(told: &Told) -> Vec<Figure> {
    let count = |kind: MediationKind| told.kinds.get(kind.as_str()).copied().unwrap_or_default();
    let all: u64 = told.kinds.values().sum();
    let of_court = count(MediationKind::Judicial);
    let of_trades = wanted::TRADES.iter().map(|kind| count(*kind)).sum();
    let first = Figure::drawn("kinds/of_a_trade", wanted::OF_TRADES, (of_trades, all - of_court));
    let each = wanted::kinds()
        .into_iter()
        .map(|(kind, share)| Figure::rare(&format!("kinds/{}", kind.as_str()), 100.0 * share, (count(kind), all)));
    std::iter::once(first).chain(each).collect()
}

fn named<T: Copy>(shares: &[(T, u32)], name: impl Fn(T) -> String) -> Vec<(String, u32)> {
    shares.iter().map(|(what, share)| (name(*what), *share)).collect()
}

/// The word of the board for a platform.
const fn route(platform: Platform) -> &'static str {
    match platform {
        Platform::Petition => "petition",
        Platform::PublicSecurity => "public_security",
        Platform::Court => "court",
        Platform::LegalServices => "public_legal_services",
        Platform::Mediation => "mediation_organisation",
        Platform::Other => "other",
    }
}

/// The word of the board for a door.
const fn channel(door: Door) -> &'static str {
    match door {
        Door::Window => "window",
        Door::Phone => "phone",
        Door::Online => "online",
        Door::Grid => "grid",
        Door::Referral => "referral",
        Door::Letter => "letter",
    }
}

fn of_dimension(rows: &[Value], dimension: &str) -> Vec<(String, u64)> {
    let text = |row: &Value, field: &str| row.get(field).and_then(Value::as_str).map(str::to_owned);
    let of = |row: &&Value| text(row, "dimension").as_deref() == Some(dimension);
    rows.iter().filter(of).filter_map(|row| Some((text(row, "value")?, number(row, "cases")))).collect()
}

/// Numerator and denominator of a rate.
fn rate(figures: &Value, name: &str) -> (u64, u64) {
    let rate = figures.get("rates").and_then(|rates| rates.get(name)).unwrap_or(&Value::Null);
    (number(rate, "numerator"), number(rate, "denominator"))
}

fn number(fields: &Value, name: &str) -> u64 {
    fields.get(name).and_then(Value::as_u64).unwrap_or_default()
}

fn percent(numerator: u64, denominator: u64) -> f64 {
    100.0 * numerator as f64 / denominator.max(1) as f64
}
