//! The crates that more than one rule speaks of.

/// The desks: one crate per context. They never see each other.
pub(crate) const CONTEXTS: &[&str] =
    &["intake", "triage", "mediation", "litigation", "petition", "oversight", "registry"];

/// The language, the rules and what is folded from them.
const LANGUAGE: &[&str] = &["timeline", "rules", "access", "views"];

/// Whether a crate decides, reads or describes and nothing else: values in, values out.
pub(crate) fn is_pure(name: &str) -> bool {
    CONTEXTS.contains(&name) || LANGUAGE.contains(&name)
}
