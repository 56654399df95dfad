//! The words of the table: what an action is for, and to which cases a permission reaches.

/// What an action is for: an act puts a fact on a timeline, a look does not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// It records something on a case or a visit.
    Act,
    /// It shows something.
    Look,
    /// It keeps the center running.
    Run,
}

/// To which cases a permission reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// To none.
    None,
    /// To every case.
    Every,
    /// To cases the actor's department holds.
    Held,
    /// To cases the actor's department is asked to take.
    Asked,
    /// To cases the actor's department holds, held, was asked to take, or was handed. The center is involved in all.
    Involved,
    /// To cases that were drawn by lot for those who oversee from outside.
    Sampled,
    /// To cases whose mediator the actor is, or that its department holds.
    Own,
    /// To its own cases and to those its department is asked to take: who may sign for a case must be able to see it.
    Near,
}

impl Reach {
    /// Every reach, from the widest.
    pub const ALL: &'static [Self] =
        &[Self::Every, Self::Involved, Self::Asked, Self::Near, Self::Own, Self::Held, Self::Sampled, Self::None];

    /// The stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Every => "every",
            Self::Held => "held",
            Self::Sampled => "sampled",
            Self::Asked => "asked",
            Self::Involved => "involved",
            Self::Own => "own",
            Self::Near => "near",
        }
    }
}
