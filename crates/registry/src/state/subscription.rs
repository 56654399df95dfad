//! A subscription: who is told what, by which way, and whether it rests.

use timeline::{Code, DepartmentCode, Endpoint, FactName, RegistryEvent, StartingPoint, SubscriptionOpened, Transport};

/// How a department is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subscription {
    /// Its name.
    pub code: Code,
    /// Who is told.
    pub department: DepartmentCode,
    /// By which way.
    pub transport: Transport,
    /// With what it begins.
    pub from: StartingPoint,
    /// The number of the first message that is delivered: 1, unless it begins with a later one.
    pub first: u64,
    /// The kinds it is told; empty for all.
    pub fact_names: Vec<FactName>,
    /// Where a webhook listens.
    pub endpoint: Option<Endpoint>,
    /// Whether it rests.
    pub phase: Phase,
}

/// Whether a subscription rests.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Phase {
    /// What comes is sent.
    #[default]
    Open,
    /// Nothing is sent for the time being.
    Paused,
    /// It has ended.
    Closed,
}

impl Phase {
    /// The stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paused => "paused",
            Self::Closed => "closed",
        }
    }

    /// Where it stands behind this fact.
    #[must_use]
    pub(crate) fn after(self, fact: &RegistryEvent) -> Self {
        match fact {
            RegistryEvent::SubscriptionOpened(_) | RegistryEvent::SubscriptionResumed(_) => Self::Open,
            RegistryEvent::SubscriptionPaused(_) => Self::Paused,
            RegistryEvent::SubscriptionClosed(_) => Self::Closed,
            RegistryEvent::SubscriptionChanged(_)
            | RegistryEvent::SecretRotated(_)
            | RegistryEvent::MessageRetried(_)
            | RegistryEvent::MessageDiscarded(_)
            | timeline::accounts_aside!()
            | timeline::presence_aside!()
            | timeline::erasures_aside!()
            | timeline::admissions_aside!() => self,
        }
    }
}

impl Subscription {
    /// The one every department has without its being opened: everything, from the beginning, over the broker, under the
    /// department's own name. `None` if the name is no code, which no department's is.
    #[must_use]
    pub fn of_department(department: &DepartmentCode) -> Option<Self> {
        Some(Self {
            code: Code::parse(department.as_str()).ok()?,
            department: department.clone(),
            transport: Transport::Nats,
            from: StartingPoint::Beginning,
            first: 1,
            fact_names: Vec::new(),
            endpoint: None,
            phase: Phase::Open,
        })
    }

    /// As it was opened.
    #[must_use]
    pub fn of(opened: &SubscriptionOpened) -> Self {
        Self {
            code: opened.subscription.clone(),
            department: opened.department.clone(),
            transport: opened.transport,
            from: opened.from,
            first: opened.sequence.unwrap_or(1),
            fact_names: opened.fact_names.clone(),
            endpoint: opened.endpoint.clone(),
            phase: Phase::Open,
        }
    }

    /// Takes note of a fact about it.
    pub fn note(&mut self, fact: &RegistryEvent) {
        self.phase = self.phase.after(fact);
        if let RegistryEvent::SubscriptionChanged(changed) = fact {
            self.fact_names.clone_from(&changed.fact_names);
            self.endpoint.clone_from(&changed.endpoint);
        }
    }

    /// Whether it is one of those that nobody opened.
    #[must_use]
    pub fn is_of_department(&self) -> bool {
        self.code.as_str() == self.department.as_str()
    }
}
