//! What follows from the shares and was published by nobody: how often each kind of mediation comes up, and how much each
//! mediator carries.

use timeline::MediationKind;

use crate::cast::{self, MEDIATORS};
use crate::chance::weight_of_rank;
use crate::shares::{self, Platform};

/// What industry and professional committees mediate.
pub(super) const TRADES: &[MediationKind] =
    &[MediationKind::Industry, MediationKind::Labour, MediationKind::Medical, MediationKind::Traffic];
/// Percent of all mediations that such committees had: Xilin Gol, April 2021 (217 of 386).
pub(super) const OF_TRADES: f64 = 56.2;

/// The share of each kind among all mediations, of 1.
pub(super) fn kinds() -> Vec<(MediationKind, f64)> {
    let for_court = for_court();
    let of = |kind: &MediationKind| match kind {
        MediationKind::Judicial => (*kind, for_court),
        kind => (*kind, (1.0 - for_court) * of_peoples(*kind)),
    };
    MediationKind::ALL.iter().map(of).collect()
}

/// The share of mediations for a court.
fn for_court() -> f64 {
    let weight = |(platform, share): &(Platform, u32)| f64::from(*share) * f64::from(shares::mediated(*platform));
    let of_court = shares::PLATFORMS.iter().filter(|(platform, _)| *platform == Platform::Court).map(weight);
    of_court.sum::<f64>() / shares::PLATFORMS.iter().map(weight).sum::<f64>()
}

/// The share of a kind among the mediations that are not for a court, by the types they are about.
fn of_peoples(wanted: MediationKind) -> f64 {
    let all: u32 = shares::TYPES.iter().map(|(_, share)| share).sum();
    let of = |(dispute_type, share): &(&str, u32)| {
        let kind = cast::quarrel(dispute_type).kind;
        let so = f64::from(shares::mediated_so(kind)) / 1_000.0;
        let part = match wanted {
            MediationKind::Peoples if kind == MediationKind::Peoples => 1.0,
            MediationKind::Peoples => 1.0 - so,
            wanted if wanted == kind => so,
            _ => 0.0,
        };
        part * f64::from(*share)
    };
    shares::TYPES.iter().map(of).sum::<f64>() / f64::from(all)
}

/// How much each mediator carries, of 1 for all of them.
pub(super) fn loads() -> Vec<f64> {
    let mut loads = vec![0.0; MEDIATORS.len()];
    for (kind, share) in kinds() {
        let of = cast::mediators_of(kind);
        let whole: f64 = (0..of.len()).map(weight_of_rank).sum();
        for (rank, mediator) in of.iter().enumerate() {
            let carried = MEDIATORS.iter().zip(&mut loads).filter(|(known, _)| known.id == mediator.id);
            carried.for_each(|(_, load)| *load += share * weight_of_rank(rank) / whole);
        }
    }
    loads
}
