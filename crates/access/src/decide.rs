//! The decision: the table gives the reach, the case says whether the actor is within it.

use std::fmt;

use serde::Serialize;
use timeline::{ActorId, DepartmentCode};

use crate::action::{Reach, reach};
use crate::{Action, Actor, Mask, Purpose, Viewer};

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
    /// Only the mediator, or the department that holds the case, does this.
    OnlyTheMediator,
    /// A file has no mask: whoever is not shown everything says first why it has to be.
    RevealFirst,
}

impl Rule {
    /// Every rule, for the language files.
    pub const ALL: &'static [Self] = &[
        Self::NotThisRole,
        Self::OnlyTheHolder,
        Self::OnlyTheAsked,
        Self::OnlyTheInvolved,
        Self::OnlyTheMediator,
        Self::RevealFirst,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotThisRole => "access.not_this_role",
            Self::OnlyTheHolder => "access.only_the_holder",
            Self::OnlyTheAsked => "access.only_the_asked",
            Self::OnlyTheInvolved => "access.only_the_involved",
            Self::OnlyTheMediator => "access.only_the_mediator",
            Self::RevealFirst => "access.reveal_first",
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
    let within = |action| within(actor, case, reach(actor.role, action));
    match within(action) {
        Ok(()) if is_unmasked(action) && Viewer::of(actor, case).mask != Mask::Full => {
            Decision::Deny { rule: Rule::RevealFirst, may_know: true }
        }
        Ok(()) => Decision::Allow,
        Err(rule) => Decision::Deny { rule, may_know: action.purpose() == Purpose::Run || may_know(&within, rule) },
    }
}

/// Whether what is handed out is a file as it was handed in, or a proof of it: neither can be masked.
const fn is_unmasked(action: Action) -> bool {
    matches!(action, Action::ReadMaterial | Action::ReadReceipt)
}

/// Whoever may read the case may know of it; a role that lacks the task altogether learns nothing by being told so.
fn may_know(within: &impl Fn(Action) -> Result<(), Rule>, rule: Rule) -> bool {
    rule == Rule::NotThisRole || within(Action::ReadCase).is_ok()
}

fn within(actor: &Actor, case: &CaseFacts, reach: Reach) -> Result<(), Rule> {
    let is = |department: &Option<DepartmentCode>| department.as_ref() == Some(&actor.department);
    let asked_or_holding = is(&case.holder) || is(&case.asked);
    let mediates = case.mediator.as_ref() == Some(&actor.id);
    let (inside, rule) = match reach {
        Reach::None => (false, Rule::NotThisRole),
        Reach::Every => (true, Rule::NotThisRole),
        Reach::Held => (is(&case.holder), Rule::OnlyTheHolder),
        Reach::Asked => (asked_or_holding, Rule::OnlyTheAsked),
        Reach::Involved => (asked_or_holding || case.involved.contains(&actor.department), Rule::OnlyTheInvolved),
        Reach::Own => (is(&case.holder) || mediates, Rule::OnlyTheMediator),
        Reach::Near => (asked_or_holding || mediates, Rule::OnlyTheMediator),
    };
    if inside { Ok(()) } else { Err(rule) }
}
