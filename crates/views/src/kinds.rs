//! Which facts a view reads.

use std::sync::LazyLock;

use timeline::{Event, IntakeEvent, Kind, LitigationEvent, MediationEvent, TriageEvent};

/// The kinds of the facts named, for `View::reads`.
macro_rules! kinds {
    ($($Fact:ident),* $(,)?) => {
        &[$(<timeline::$Fact as timeline::Fact>::KIND),*]
    };
}
pub(crate) use kinds;

static OF_THE_DESKS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let catalogues =
        [IntakeEvent::CATALOGUE, TriageEvent::CATALOGUE, MediationEvent::CATALOGUE, LitigationEvent::CATALOGUE];
    catalogues.into_iter().flatten().map(|line| line.kind).collect()
});

/// Every kind of the desks that work on cases, for views to which it matters that something happened and not what. Contexts
/// are named one by one: a context whose very facts are secret, such as accusations, does not come in here by itself.
pub(crate) fn of_the_desks() -> &'static [Kind] {
    &OF_THE_DESKS
}

/// Whether a fact is one of [`of_the_desks`]: what the center notes about itself is no work on a case.
pub(crate) const fn is_of_a_desk(event: &Event) -> bool {
    match event {
        Event::Intake(_) | Event::Triage(_) | Event::Mediation(_) | Event::Litigation(_) => true,
        Event::Petition(_) | Event::Oversight(_) | Event::Registry(_) => false,
    }
}

/// Whether facts of this name tell that two cases may be one.
pub(crate) fn tells_of_another_case(name: &str) -> bool {
    kinds![DuplicateSuspected, DuplicateConfirmed, DuplicateRuledOut].iter().any(|kind| kind.name == name)
}
