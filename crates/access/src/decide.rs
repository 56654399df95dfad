//! The decision: the table gives the reach, the case says whether the actor is within it.

use std::fmt;

use rules::Discretion;
use serde::Serialize;
use timeline::{ActorId, DepartmentCode, Secrecy};

use crate::action::reach;
use crate::{Action, Actor, Basis, Mask, Purpose, Reach, Relation, Role, Viewer, mask_of};

/// What access must know of a case. All empty for an action that is about no case, or about one that is only now opened.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CaseFacts {
    /// The department that holds it now.
    pub holder: Option<DepartmentCode>,
    /// The department that is asked to take it now.
    pub asked: Option<DepartmentCode>,
    /// Every department that ever held it, was asked to take it, or was handed a package of it; the center always.
    pub involved: Vec<DepartmentCode>,
    /// Departments it was handed to, or that help with it: they work on it without holding it.
    pub handed: Vec<DepartmentCode>,
    /// Its mediator, while there is one.
    pub mediator: Option<ActorId>,
    /// Everybody who recorded something on it.
    pub workers: Vec<ActorId>,
    /// For whom its mask is lifted at present.
    pub lifted: Vec<ActorId>,
    /// Who may know what it says.
    pub secrecy: Secrecy,
    /// Who is let in at present, and on what.
    pub admitted: Vec<(ActorId, Basis)>,
    /// Who has nothing more to do with it.
    pub recused: Vec<ActorId>,
    /// Bodies of the county that are themselves a party. The center is none of them: somewhere one must be able to go.
    pub parties: Vec<DepartmentCode>,
    /// Whether it was drawn by lot for those who oversee from outside.
    pub sampled: bool,
    /// Whether somebody brought it in confidence, or without a name: its files may say what its fields do not.
    pub unnamed: bool,
}

impl CaseFacts {
    /// Takes over who stays away from the case, in the center of this code.
    pub fn keep_away(&mut self, discretion: &Discretion, center: &DepartmentCode) {
        self.recused = discretion.recused().iter().cloned().collect();
        self.parties = discretion.parties().filter(|body| *body != center).cloned().collect();
    }

    /// On what somebody is let in at present; on what opens most, if on several things.
    #[must_use]
    pub fn admits(&self, actor: &Actor) -> Option<Basis> {
        self.admitted.iter().filter(|(to, _)| *to == actor.id).map(|(_, basis)| *basis).max()
    }

    /// Whether somebody is too near to a party to have anything to do with it, by itself or by its department.
    #[must_use]
    pub fn keeps_apart(&self, actor: &Actor) -> bool {
        actor.role != Role::System && (self.recused.contains(&actor.id) || self.parties.contains(&actor.department))
    }
}

/// Why somebody may not. The name is stable; the words are in the language files under `denial-<name>`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rule {
    /// The role has no such task, whatever the case.
    NotThisRole,
    /// Only the department that holds the case does this.
    OnlyTheHolder,
    /// Only the department that is asked does this.
    OnlyTheAsked,
    /// Only departments that have, or had, to do with the case see it.
    OnlyTheInvolved,
    /// Who oversees from outside sees what was drawn by lot.
    OnlyTheSampled,
    /// Only the mediator, or the department that holds the case, does this.
    OnlyTheMediator,
    /// Nobody works on a case of somebody too near to it, or judges its own cause.
    ConflictOfInterest,
    /// What a sealed case says is for those who are named for it.
    OnlyTheNamed,
    /// What is sensitive is for those who work on it; whoever else has to know says why, and a supervisor is told.
    ChallengeFirst,
    /// A file has no mask: whoever is not shown everything says first why it has to be.
    RevealFirst,
    /// A file of a matter that was brought in confidence, or without a name, is for whoever may know who brought it.
    InConfidence,
}

impl Rule {
    /// Every rule, for the language files.
    pub const ALL: &'static [Self] = &[
        Self::NotThisRole,
        Self::OnlyTheHolder,
        Self::OnlyTheAsked,
        Self::OnlyTheInvolved,
        Self::OnlyTheSampled,
        Self::OnlyTheMediator,
        Self::ConflictOfInterest,
        Self::OnlyTheNamed,
        Self::ChallengeFirst,
        Self::RevealFirst,
        Self::InConfidence,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotThisRole => "access.not_this_role",
            Self::OnlyTheHolder => "access.only_the_holder",
            Self::OnlyTheAsked => "access.only_the_asked",
            Self::OnlyTheInvolved => "access.only_the_involved",
            Self::OnlyTheSampled => "access.only_the_sampled",
            Self::OnlyTheMediator => "access.only_the_mediator",
            Self::ConflictOfInterest => "access.conflict_of_interest",
            Self::OnlyTheNamed => "access.only_the_named",
            Self::ChallengeFirst => "access.challenge_first",
            Self::RevealFirst => "access.reveal_first",
            Self::InConfidence => "access.in_confidence",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Rule {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// May it be done?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decision {
    /// Yes.
    Allow,
    /// No, by this rule.
    Deny {
        /// Which rule.
        rule: Rule,
        /// Whether the actor may know that the case exists. If not, the answer must be that of a case that does not.
        may_know: bool,
    },
}

impl Decision {
    /// Whether it is a yes.
    #[must_use]
    pub const fn allowed(self) -> bool {
        matches!(self, Self::Allow)
    }
}

/// Decides whether this actor may do this to this case.
#[must_use]
pub fn decide(actor: &Actor, action: Action, case: &CaseFacts) -> Decision {
    let apart = case.keeps_apart(actor);
    // Whoever stays away is not let in by anybody: else its own request would tell that the case is about it.
    let within = |action| match apart {
        true => within(actor, case, reach(actor.role, action)),
        false => admitted_or_within(actor, case, action),
    };
    let in_the_way = || if apart { kept_apart(action) } else { discretion(actor, action, case) };
    match within(action).map(|()| in_the_way()) {
        Ok(None) => Decision::Allow,
        Ok(Some(rule)) => Decision::Deny { rule, may_know: within(Action::ReadCase).is_ok() },
        Err(rule) => Decision::Deny { rule, may_know: action.purpose() == Purpose::Run || may_know(&within, rule) },
    }
}

/// Whoever has to stay away from a case may only hand it on.
const fn kept_apart(action: Action) -> Option<Rule> {
    match action {
        Action::ReturnAssignment | Action::AssignCase | Action::StepAside => None,
        _ => Some(Rule::ConflictOfInterest),
    }
}

/// What discretion says against a look. It is not in the way of an act: what a citizen wants can be recorded by whoever stands
/// before it. Only a receipt opens what the citizen may see by its code: whoever gives one out has the case open before it.
fn discretion(actor: &Actor, action: Action, case: &CaseFacts) -> Option<Rule> {
    if !discloses(action) || actor.role == Role::System {
        return None;
    }
    let relation = Relation::of(actor, case);
    let named = case.admits(actor).is_some() || case.mediator.as_ref() == Some(&actor.id);
    // Who is shown nobody's name in any case can see that this one keeps its days.
    let nameless = mask_of(actor.role, relation) >= Mask::Pseudonym;
    if case.secrecy == Secrecy::Sealed && !named && !nameless {
        return Some(Rule::OnlyTheNamed);
    }
    let hidden = case.secrecy != Secrecy::Normal && !named && !relation.works();
    if hidden && (is_unmasked(action) || action == Action::Reveal) {
        return Some(Rule::ChallengeFirst);
    }
    if is_unmasked(action) { unmasked(action, &Viewer::of(actor, case)) } else { None }
}

/// What is against handing out what cannot be masked.
fn unmasked(action: Action, viewer: &Viewer) -> Option<Rule> {
    match (action, viewer.papers, viewer.mask) {
        (Action::ReadMaterial, false, _) => Some(Rule::InConfidence),
        (_, _, Mask::Full) => None,
        _ => Some(Rule::RevealFirst),
    }
}

/// Whoever was let in may look at what its role looks at in cases of its own.
fn admitted_or_within(actor: &Actor, case: &CaseFacts, action: Action) -> Result<(), Rule> {
    let reach = reach(actor.role, action);
    let let_in = action.purpose() == Purpose::Look
        && reach != Reach::None
        && matches!(case.admits(actor), Some(Basis::Invitation | Basis::Grant | Basis::BrokenGlass));
    if let_in { Ok(()) } else { within(actor, case, reach) }
}

/// Whether it shows something of a case, or hands out what does: then it is decided by who may know of the case, and for whom
/// its mask is lifted, at that moment.
#[must_use]
pub fn discloses(action: Action) -> bool {
    action.purpose() == Purpose::Look || action == Action::IssueReceipt
}

/// Whether what is handed out is a file as it was handed in, a proof of it, or a code that opens what is held: none of them can
/// be masked.
const fn is_unmasked(action: Action) -> bool {
    matches!(action, Action::ReadMaterial | Action::ReadReceipt | Action::IssueReceipt)
}

/// Whoever may read the case may know of it; a role that lacks the task altogether learns nothing by being told so.
fn may_know(within: &impl Fn(Action) -> Result<(), Rule>, rule: Rule) -> bool {
    rule == Rule::NotThisRole || within(Action::ReadCase).is_ok()
}

pub(crate) fn within(actor: &Actor, case: &CaseFacts, reach: Reach) -> Result<(), Rule> {
    let is = |department: &Option<DepartmentCode>| department.as_ref() == Some(&actor.department);
    let asked_or_holding = is(&case.holder) || is(&case.asked);
    let mediates = case.mediator.as_ref() == Some(&actor.id);
    let (inside, rule) = match reach {
        Reach::None => (false, Rule::NotThisRole),
        Reach::Every => (true, Rule::NotThisRole),
        Reach::Held => (is(&case.holder), Rule::OnlyTheHolder),
        Reach::Asked => (asked_or_holding, Rule::OnlyTheAsked),
        Reach::Involved => (asked_or_holding || case.involved.contains(&actor.department), Rule::OnlyTheInvolved),
        Reach::Sampled => (case.sampled, Rule::OnlyTheSampled),
        Reach::Own => (is(&case.holder) || mediates, Rule::OnlyTheMediator),
        Reach::Near => (asked_or_holding || mediates, Rule::OnlyTheMediator),
    };
    if inside { Ok(()) } else { Err(rule) }
}
