//! A subscription as its facts leave it, with the places in the log that count: kept inside, and shown to nobody.

use journal::Position;
use registry::{Phase, Subscription, subscription_stream};
use timeline::{
    Code, DepartmentCode, DiscardGround, Entry, Event, FactName, Kind, Query, RegistryEvent, StartingPoint, Transport,
};

use crate::handle::Center;
use crate::register::SUBSCRIPTIONS;
use crate::stored::{self, StoredError};
use crate::{Done, Failure};

/// A subscription and what was asked about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    /// As it stands.
    pub subscription: Subscription,
    /// Where it was opened; 0 for those that every department has.
    opened_at: Position,
    /// Which kinds it was told from where on.
    choices: Vec<(Position, Vec<FactName>)>,
    /// What was asked about messages that were set aside, in the order it was asked.
    pub answered: Vec<Answered>,
}

/// What was asked about a message that was set aside.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answered {
    /// Where in the log: what was set aside before is meant.
    pub at: Position,
    /// Which message.
    pub message: u64,
    /// Why it is delivered no more; `None` if it is to be tried again.
    pub discarded: Option<DiscardGround>,
}

impl Known {
    /// One that every department has.
    fn of_department(department: &DepartmentCode, entries: &[Entry]) -> Option<Self> {
        let known = Self::at(Subscription::of_department(department)?, 0);
        Some(known.after(entries))
    }

    /// One that was opened; `None` if these are facts of none.
    fn opened(entries: &[Entry]) -> Option<Self> {
        let (first, rest) = entries.split_first()?;
        let Event::Registry(RegistryEvent::SubscriptionOpened(opened)) = &first.event else { return None };
        Some(Self::at(Subscription::of(opened), first.place.position).after(rest))
    }

    fn at(subscription: Subscription, opened_at: Position) -> Self {
        let choices = vec![(0, subscription.fact_names.clone())];
        Self { subscription, opened_at, choices, answered: Vec::new() }
    }

    fn after(mut self, entries: &[Entry]) -> Self {
        for entry in entries {
            let (Event::Registry(fact), at) = (&entry.event, entry.place.position) else { continue };
            self.subscription.note(fact);
            if let RegistryEvent::SubscriptionChanged(changed) = fact {
                self.choices.push((at, changed.fact_names.clone()));
            }
            self.answered.extend(answered(fact, at));
        }
        self
    }

    /// Its name.
    #[must_use]
    pub fn code(&self) -> &Code {
        &self.subscription.code
    }

    /// Whether what comes is to be sent.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.subscription.phase == Phase::Open
    }

    /// Whether it is told by this way and has not ended.
    #[must_use]
    pub fn goes_by(&self, transport: Transport) -> bool {
        self.subscription.transport == transport && self.subscription.phase != Phase::Closed
    }

    /// Where it begins: what lies behind is told.
    pub(crate) fn begins_behind(&self) -> Position {
        match self.subscription.from {
            StartingPoint::Now => self.opened_at,
            StartingPoint::Beginning | StartingPoint::Sequence => 0,
        }
    }

    /// Whether it is told facts of this kind when the log has come to this place.
    pub(crate) fn takes(&self, kind: Kind, at: Position) -> bool {
        let chosen = self.choices.iter().rev().find(|choice| choice.0 < at).or(self.choices.first());
        chosen.is_none_or(|(_, names)| names.is_empty() || names.iter().any(|name| name.covers(kind.name)))
    }
}

fn answered(fact: &RegistryEvent, at: Position) -> Option<Answered> {
    if let RegistryEvent::MessageRetried(retried) = fact {
        return Some(Answered { at, message: retried.message, discarded: None });
    }
    let RegistryEvent::MessageDiscarded(given_up) = fact else { return None };
    Some(Answered { at, message: given_up.message, discarded: Some(given_up.discard) })
}

/// Whether a fact changes how somebody is told.
pub(crate) fn is_of_subscription(event: &Event) -> bool {
    matches!(event, Event::Registry(timeline::subscriptions_aside!()))
}

impl Center {
    /// Every subscription there is, those that every department has first; and the place in the log up to which that is
    /// known.
    ///
    /// # Errors
    /// The log cannot be read.
    pub async fn known_subscriptions(&self) -> Result<(Vec<Known>, Position), Failure> {
        let head = self.head().position;
        // A name is found by the view; what is known of it is read from the log itself.
        self.shell.passed.wait(head).await;
        Ok((self.subscriptions_now()?, head))
    }

    /// The same, without waiting for the views.
    pub(crate) fn subscriptions_now(&self) -> Result<Vec<Known>, StoredError> {
        let mut all = Vec::new();
        for department in self.told_departments() {
            let Ok(code) = Code::parse(department.as_str()) else { continue };
            all.extend(Known::of_department(&department, &self.entries_of(&code)?));
        }
        for row in self.shell.views.all_rows::<Row>(SUBSCRIPTIONS, Query::default()) {
            all.extend(Known::opened(&self.entries_of(&row.subscription)?));
        }
        Ok(all)
    }

    /// The subscription of this name, as the log has it now.
    ///
    /// # Errors
    /// The log cannot be read.
    pub fn known_subscription(&self, code: &Code) -> Result<Option<Known>, Failure> {
        Ok(self.subscription(code)?)
    }

    pub(crate) fn subscription(&self, code: &Code) -> Result<Option<Known>, StoredError> {
        let entries = self.entries_of(code)?;
        let department = self.told_departments().find(|department| department.as_str() == code.as_str());
        Ok(department.map_or_else(|| Known::opened(&entries), |department| Known::of_department(&department, &entries)))
    }

    /// Every department but the center itself, which knows what it does.
    pub fn told_departments(&self) -> impl Iterator<Item = DepartmentCode> {
        let departments = self.rulebook().departments().map(|department| department.code.clone());
        departments.filter(|code| code != self.rulebook().center())
    }

    /// Ends a subscription in the center's own name: the receiver said that it is gone for good.
    ///
    /// # Errors
    /// As for [`Center::submit`].
    pub async fn close_gone(&self, subscription: &Code) -> Result<Done, Failure> {
        let command =
            registry::CloseSubscription { subscription: subscription.clone(), halt: timeline::HaltGround::Gone };
        self.say_itself(command.into()).await
    }

    fn entries_of(&self, code: &Code) -> Result<Vec<Entry>, StoredError> {
        stored::read_stream(self.shell.journal.as_ref(), subscription_stream(code), 0)
    }
}

/// As the view writes it.
#[derive(serde::Deserialize)]
struct Row {
    subscription: Code,
}
