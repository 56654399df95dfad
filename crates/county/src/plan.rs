//! What will happen to one matter: drawn before anything is recorded, so that the county as a whole has its shape.

use jiff::Timestamp;
use timeline::{CaseId, MediationKind, PartyId, RequestId, StreamId};
use uuid::Uuid;

use crate::cast::{self, Mediator, Quarrel};
use crate::chance::Chance;
use crate::shares::{self, Coming, Door, Platform};
use crate::working;

/// Every request of an invented county is derived from this one and its seed.
const ORIGIN: Uuid = Uuid::from_u128(0x9a1d_1000_0000_4000_8000_0000_0000_0001);

/// The windows take turns.
pub(crate) const CLERKS: &[&str] = &["clerk-1", "clerk-2"];

/// How a matter ends, if the county goes on long enough.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ending {
    /// Mediated, agreed, owed in so many parts.
    Agreed { parts: usize, confirmed: bool, performed: bool },
    /// Mediated in vain; a package goes to the court.
    Failed,
    /// The other side refuses to mediate.
    Refused,
    /// A department answers and explains.
    Explained,
    /// The applicant withdraws.
    Withdrawn,
}

/// One matter of the county.
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) number: usize,
    pub(crate) begun: Timestamp,
    pub(crate) platform: Platform,
    pub(crate) quarrel: &'static Quarrel,
    pub(crate) claim: &'static str,
    pub(crate) door: Door,
    pub(crate) coming: Coming,
    pub(crate) area: &'static str,
    pub(crate) clerk: &'static str,
    /// The kind of mediation, if it is mediated.
    pub(crate) kind: MediationKind,
    /// Who mediates: a few do most of the work.
    pub(crate) mediator: &'static Mediator,
    pub(crate) ending: Ending,
    pub(crate) days: f64,
    /// How often departments hand it back before one keeps it.
    pub(crate) bounces: u32,
    /// The earlier matter it is the same as, and the case that was opened for it.
    pub(crate) same_as: Option<(usize, CaseId)>,
    pub(crate) fen: i64,
}

impl Plan {
    /// The id of its `step`-th request.
    pub(crate) fn request(&self, step: usize) -> RequestId {
        request(self.seed, &format!("case-{}/step-{step}", self.number))
    }

    /// Its stream, known before it is registered: ids are derived.
    pub(crate) fn stream(&self) -> StreamId {
        StreamId::derive(self.request(0).uuid(), self.clerk)
    }

    /// The case.
    pub(crate) fn case(&self) -> CaseId {
        self.stream().into()
    }

    /// Applicant and respondent.
    pub(crate) fn parties(&self) -> [PartyId; 2] {
        [0, 1].map(|index| PartyId::of_request(self.request(0), index))
    }

    /// Whose people quarrel: of a matter that is registered twice, those of the first.
    pub(crate) fn people(&self) -> usize {
        self.same_as.map_or(self.number, |(first, _)| first)
    }

    /// Who claims from whom: of a matter that is registered twice, the same people.
    pub(crate) fn names(&self) -> [String; 2] {
        let number = self.people();
        let other = self.quarrel.organisation.map_or_else(|| cast::name(number * 2 + 1), str::to_owned);
        [cast::name(number * 2), other]
    }

    /// What is claimed, as it is told at the door: a matter that is registered twice is told as before.
    pub(crate) fn told(&self) -> String {
        format!("{}{}", self.claim, cast::circumstances(self.people()))
    }

    /// Whether somebody mediates it.
    pub(crate) fn mediated(&self) -> bool {
        matches!(self.ending, Ending::Agreed { .. } | Ending::Failed | Ending::Refused)
    }
}

/// A request of this county by name.
pub(crate) fn request(seed: u64, name: &str) -> RequestId {
    RequestId::derive(ORIGIN, &format!("{seed}/{name}"))
}

/// Everything that will happen in a county, oldest matter first.
pub(crate) fn county(seed: u64, cases: usize, until: Timestamp, days: i64) -> Vec<Plan> {
    let mut chance = Chance::of(seed, 1);
    let mut begun: Vec<Timestamp> = (0..cases).map(|_| working::arrival(&mut chance, until, days)).collect();
    begun.sort_unstable();
    let platforms = chance.shares(shares::PLATFORMS, cases);
    let types = chance.shares(shares::TYPES, cases);
    let doors = chance.shares(shares::DOORS, cases);
    let coming = chance.shares(shares::COMING, cases);
    let mut plans = Vec::with_capacity(cases);
    for (number, begun) in begun.into_iter().enumerate() {
        let of = |index: usize| (platforms.get(index).copied(), types.get(index).copied());
        let (Some(platform), Some(dispute_type)) = of(number) else { continue };
        let (door, coming) = (doors.get(number).copied(), coming.get(number).copied());
        let mut plan = draw(&mut chance, (seed, number, begun), platform, cast::quarrel(dispute_type));
        plan.door = door.unwrap_or(plan.door);
        plan.coming = coming.unwrap_or(plan.coming);
        if chance.in_a_thousand(shares::DUPLICATES) {
            repeat(&mut plan, &plans);
        }
        plans.push(plan);
    }
    plans
}

fn draw(
    chance: &mut Chance,
    (seed, number, begun): (u64, usize, Timestamp),
    platform: Platform,
    quarrel: &'static Quarrel,
) -> Plan {
    let ending = ending(chance, platform);
    let kind = mediation_kind(chance, platform, quarrel);
    let mediators = cast::mediators_of(kind);
    let mediator = mediators.get(chance.rank(mediators.len())).copied().expect("every kind has its mediators");
    let bounced = |chance: &mut Chance, times| u32::from(chance.in_a_thousand(times));
    let bounces = match bounced(chance, shares::BOUNCED) {
        0 => 0,
        once => once + bounced(chance, shares::BOUNCED_AGAIN),
    };
    let (median, mean, most) = shares::DRAWN_DAYS;
    Plan {
        seed,
        number,
        begun,
        platform,
        quarrel,
        claim: chance.one(quarrel.claims),
        door: Door::Window,
        coming: Coming::Once,
        area: chance.one(cast::AREAS),
        clerk: chance.one(CLERKS),
        kind,
        mediator,
        ending,
        days: chance.days(median, mean, most),
        bounces,
        same_as: None,
        fen: quarrel.yuan.map_or(0, |(least, most)| chance.between(least, most) * 100),
    }
}

/// A court has its own kind of mediation; a trade, an authority or a lawyer takes some of what is theirs.
fn mediation_kind(chance: &mut Chance, platform: Platform, quarrel: &Quarrel) -> MediationKind {
    if platform == Platform::Court {
        return MediationKind::Judicial;
    }
    if chance.in_a_thousand(shares::mediated_so(quarrel.kind)) { quarrel.kind } else { MediationKind::Peoples }
}

fn ending(chance: &mut Chance, platform: Platform) -> Ending {
    let is_mediated = match shares::mediated(platform) {
        share @ 1..1_000 => chance.in_a_thousand(share),
        share => share > 0,
    };
    if is_mediated {
        return mediated(chance, shares::agreed(platform));
    }
    let withdrawn = platform == Platform::Other && chance.in_a_thousand(shares::WITHDRAWN);
    if withdrawn { Ending::Withdrawn } else { Ending::Explained }
}

fn mediated(chance: &mut Chance, agreed: u32) -> Ending {
    if chance.in_a_thousand(agreed) {
        let parts = usize::try_from(chance.between(0, 3)).unwrap_or(0);
        let (confirmed, performed) = (chance.in_a_thousand(shares::CONFIRMED), chance.in_a_thousand(shares::PERFORMED));
        return Ending::Agreed { parts, confirmed, performed };
    }
    if chance.in_a_thousand(700) { Ending::Failed } else { Ending::Refused }
}

/// Makes a matter the same as an earlier one of its type that is still young.
fn repeat(plan: &mut Plan, earlier: &[Plan]) {
    let same = |other: &&Plan| other.same_as.is_none() && other.quarrel.dispute_type == plan.quarrel.dispute_type;
    let young = earlier.iter().rev().take_while(|other| (plan.begun - other.begun).get_hours() < 24 * 45);
    let Some(first) = young.filter(same).last() else { return };
    (plan.claim, plan.area, plan.fen) = (first.claim, first.area, first.fen);
    plan.same_as = Some((first.number, first.case()));
}
