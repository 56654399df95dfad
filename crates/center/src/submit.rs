//! The way of a command: access, turn, fold, first answer, look-ups, seal, decide, append, wait for the views.

use access::{Action, Decision};
use jiff::Timestamp;
use journal::{Ack, AppendError};
use rules::Rulebook;
use timeline::{Classification, Desk, Entry, Event, Fingerprint, IntakeEvent, Meta, PetitionEvent, Place, StreamId};
use uuid::Uuid;

use crate::accusations;
use crate::cases::HotCases;
use crate::counting::Counting;
use crate::folded::{CaseNow, Folded};
use crate::handle::{Center, Shell};
use crate::stored::{self, StoredError};
use crate::{Command, Done, Failure, Order, Refused, VIEW_WAIT_MAX};

/// How often a command is decided anew because somebody else appended to its stream. Within one process streams take
/// turns, so this happens only if a second one writes to the same log.
const ATTEMPTS_MAX: usize = 5;

/// How far ahead of the center's clock a client's may go before a fact counts as not having happened yet.
const CLOCK_SKEW_SECONDS: i64 = 60;

/// What brought an order about.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cause {
    /// The first request of the chain; `None` if this order is the first.
    pub(crate) correlation: Option<Uuid>,
    /// The fact that led to it.
    pub(crate) causation: Option<timeline::EventId>,
}

impl Center {
    /// Carries an order out, in a task of its own: a client that hangs up changes nothing.
    ///
    /// # Errors
    /// [`Failure`] says whether the rules, the order of events or the machine stood in the way.
    pub async fn submit(&self, order: Order) -> Result<Done, Failure> {
        let now = (self.shell.options.clock)();
        self.submit_at(order, now, Cause::default()).await
    }

    /// As [`Center::submit`], decided at this time instead of now: an invented county records a year in seconds. The log
    /// never goes back, so an earlier time than its last is lifted to that.
    ///
    /// # Errors
    /// As for [`Center::submit`].
    pub async fn submit_as_of(&self, order: Order, now: Timestamp) -> Result<Done, Failure> {
        self.submit_at(order, now, Cause::default()).await
    }

    /// As [`Center::submit`], at a time of the center's own choosing and because of something.
    pub(crate) async fn submit_at(&self, order: Order, now: Timestamp, cause: Cause) -> Result<Done, Failure> {
        let shell = self.shell.clone();
        let task = tokio::spawn(async move {
            let done = shell.carry_out(order, now, cause).await?;
            // The answer waits for the views, so that whoever asks next sees what was just done.
            let seen = tokio::time::timeout(VIEW_WAIT_MAX, shell.passed.wait(done.position)).await;
            if seen.is_err() {
                tracing::warn!(position = done.position, "answered before the views had passed the commit");
            }
            Ok(done)
        });
        task.await.unwrap_or_else(|error| Err(Failure::Failed { what: error.to_string() }))
    }
}

impl Shell {
    async fn carry_out(&self, order: Order, now: Timestamp, cause: Cause) -> Result<Done, Failure> {
        if let Command::Petition(_) = order.command {
            return self.carry_out_apart(order, (now, cause)).await;
        }
        let begun = StreamId::derive(order.request.uuid(), order.actor.id.as_str());
        let home = order.command.home();
        // Only a follow-up may say which stream it begins: a client's begins where its request leads.
        let begins = order.command.begins() && (order.stream.is_none() || cause.causation.is_some());
        let place = (home.or(order.stream).unwrap_or(begun), begins || home.is_some());
        self.carry_out_in(&self.cases, place, order, (now, cause)).await
    }

    /// Carries an order out on a stream of this log, which it may begin or not.
    pub(crate) async fn carry_out_in(
        &self,
        cases: &HotCases,
        (stream, may_begin): (StreamId, bool),
        order: Order,
        (now, cause): (Timestamp, Cause),
    ) -> Result<Done, Failure> {
        let seat = cases.seat(stream);
        let mut folded = seat.turn().await.ok_or(Failure::InFlight)?;
        folded.catch_up(stream)?;
        if folded.version == 0 && !may_begin {
            return Err(Failure::NotFound);
        }
        let actor = order.actor.clone();
        let answer = self.carry_out_on(&mut folded, stream, order, (now, cause)).await;
        Counting::by(&actor, &folded.case).answer(answer)
    }

    async fn carry_out_on(
        &self,
        folded: &mut Folded,
        stream: StreamId,
        order: Order,
        (now, cause): (Timestamp, Cause),
    ) -> Result<Done, Failure> {
        self.check_access(&order, stream, folded)?;
        let fingerprint = self.fingerprint(&order.command)?;
        if let Some(answer) = self.first_answer(folded, stream, &order, fingerprint)? {
            return Ok(answer);
        }
        self.check_seen(folded, stream, &order)?;
        self.decide_and_append(folded, stream, order, (now, cause, fingerprint)).await
    }

    fn check_access(&self, order: &Order, stream: StreamId, folded: &Folded) -> Result<(), Failure> {
        let (actor, action) = (&order.actor, order.command.action());
        let decision = if access::discloses(action) {
            access::decide(actor, action, self.case_seen_by(actor, stream)?.1.facts())
        } else {
            access::decide(actor, action, folded.case.facts())
        };
        match decision {
            Decision::Allow => Ok(()),
            Decision::Deny { rule, may_know: true } => Err(Failure::Denied { rule }),
            Decision::Deny { rule: _, may_know: false } => Err(Failure::NotFound),
        }
    }

    fn fingerprint(&self, command: &Command) -> Result<Fingerprint, Failure> {
        self.key.fingerprint(command).map_err(|error| Failure::Failed { what: error.to_string() })
    }

    /// What this very request was answered, if it was asked before.
    fn first_answer(
        &self,
        folded: &Folded,
        stream: StreamId,
        order: &Order,
        fingerprint: Fingerprint,
    ) -> Result<Option<Done>, Failure> {
        let Some(answer) = folded.answer(order.request) else { return Ok(None) };
        if answer.fingerprint != fingerprint {
            return Err(Failure::RequestReused);
        }
        let mut facts = stored::read_stream(folded.log.as_ref(), stream, answer.first - 1)?;
        facts.retain(|fact| fact.version <= answer.last);
        // An answer may hold a query code: it is for whoever asked, not for whoever read the request's id in a history. Of an
        // anonymous accusation it is not kept who took it down; no history that others read has its id.
        let asker = &order.actor.id;
        if facts.iter().any(|fact| fact.meta.actor != *accusations::kept_of(asker, &fact.event, &self.itself)) {
            return Err(Failure::RequestReused);
        }
        let (version, position, query_code) = (answer.last, answer.position, self.code_on_receipt(&facts));
        Ok(Some(Done { stream, version, position, facts, query_code, repeated: true }))
    }

    /// What happened since the user looked is a conflict only if it matters to what is asked.
    fn check_seen(&self, folded: &Folded, stream: StreamId, order: &Order) -> Result<(), Failure> {
        let counting = Counting::by(&order.actor, &folded.case);
        let seen = order.seen_version.map(|number| counting.version(number));
        let Some(seen) = seen.filter(|seen| *seen != folded.version) else { return Ok(()) };
        let mut since = stored::read_stream(folded.log.as_ref(), stream, seen)?;
        since.retain(|fact| counting.tells(fact.version));
        if seen <= folded.version && !since.iter().any(|fact| order.command.concerned_by(&fact.event)) {
            return Ok(());
        }
        // Whoever may act on a case and not read it learns that it has moved on, and not how.
        if !self.reads_along(order, stream, folded)? {
            since.clear();
        }
        Err(Failure::Conflict { version: folded.version, since })
    }

    /// Whether whoever gives this order may read what else is recorded on its stream.
    fn reads_along(&self, order: &Order, stream: StreamId, folded: &Folded) -> Result<bool, StoredError> {
        let reads = |action, case: &CaseNow| access::decide(&order.actor, action, case.facts()).allowed();
        Ok(match order.command {
            Command::Petition(_) => reads(Action::ReadAccusation, &folded.case),
            _ => reads(Action::ReadHistory, &self.case_seen_by(&order.actor, stream)?.1),
        })
    }

    async fn decide_and_append(
        &self,
        folded: &mut Folded,
        stream: StreamId,
        mut order: Order,
        (now, cause, fingerprint): (Timestamp, Cause, Fingerprint),
    ) -> Result<Done, Failure> {
        let meta = self.meta(&order, now, cause, fingerprint)?;
        // Rules of the register look at other accounts, so its commands take turns.
        let turn = order.command.home().map(|_| self.register_turn.lock());
        let _turn = match turn {
            Some(turn) => Some(turn.await),
            None => None,
        };
        // First looked at, then sealed: afterwards nobody can compare what was typed.
        self.look_up(&mut order, stream, now).await?;
        let desk = Desk { stream, now, meta: &meta, rulebook: &self.rulebook };
        let done = self.seal_and_append(folded, &mut order, &desk).await;
        if done.is_err() {
            self.put_back(&order.command, stream);
        }
        done
    }

    async fn seal_and_append(
        &self,
        folded: &mut Folded,
        order: &mut Order,
        desk: &Desk<'_, Rulebook>,
    ) -> Result<Done, Failure> {
        let (stream, now) = (desk.stream, desk.now);
        self.seal(&mut order.command, stream, order.request).await?;
        for _ in 0..ATTEMPTS_MAX {
            let facts = self.decide(folded, order.command.clone(), desk)?;
            if facts.is_empty() {
                return Ok(nothing_new(folded, stream));
            }
            match append(folded, stream, &facts, now).await {
                Ok(ack) => return Ok(self.record(folded, stream, facts, ack)),
                Err(AppendError::Conflict { .. }) => {
                    folded.catch_up(stream)?;
                    if let Some(answer) = self.first_answer(folded, stream, order, desk.meta.fingerprint)? {
                        return Ok(answer);
                    }
                    self.check_seen(folded, stream, order)?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(Failure::InFlight)
    }

    fn meta(&self, order: &Order, now: Timestamp, cause: Cause, fingerprint: Fingerprint) -> Result<Meta, Failure> {
        let occurred_at = order.occurred_at.unwrap_or(now);
        if occurred_at.as_second() > now.as_second() + CLOCK_SKEW_SECONDS {
            return Err(Refused::not_yet(occurred_at).into());
        }
        Ok(Meta {
            // As exact as the log keeps it, so that a retry reads the same time as its first answer.
            occurred_at: Timestamp::from_microsecond(occurred_at.as_microsecond()).unwrap_or(occurred_at),
            actor: order.actor.id.clone(),
            on_behalf_of: order.on_behalf_of.clone(),
            department: order.actor.department.clone(),
            window: order.window.clone(),
            channel: order.channel,
            legal_basis: order.legal_basis.clone(),
            reference: order.reference.clone(),
            request: order.request,
            fingerprint,
            correlation: cause.correlation.unwrap_or(order.request.uuid()),
            causation: cause.causation,
            classification: Classification::Internal,
            packs: self.rulebook.version().clone(),
        })
    }

    /// What a rule must know of other streams is put into the command here.
    async fn look_up(&self, order: &mut Order, stream: StreamId, now: Timestamp) -> Result<(), Failure> {
        match &mut order.command {
            Command::Intake(intake::Command::SubmitMaterial(material)) => {
                material.stored = self.stored_file(stream, material.blob).await?;
            }
            Command::Intake(command) => {
                if let intake::Command::RegisterCase(register) = command
                    && let Some(scan) = register.letter.as_ref().and_then(|letter| letter.scan)
                {
                    register.known.scan = self.stored_file(stream, scan).await?;
                }
                self.matters.whole().await;
                self.look_up_for_intake(command, (stream, order.request), now)?;
            }
            Command::Triage(_) | Command::Litigation(_) => {}
            Command::Registry(command) => {
                self.look_at_dossier(command, &order.actor, now)?;
                self.look_at_threshold(command, &order.actor, now)?;
                self.look_around(order, now).await?;
            }
            Command::Oversight(command) => {
                if let oversight::Command::NoteEvaluation(note) = command {
                    note.voice = Some(self.key.voice(note.party));
                }
            }
            Command::Petition(command) => self.draw_for_accusation(command, order.request),
            Command::Mediation(command) => {
                if let Some((mediator, register)) = command.looks_up() {
                    let page = stored::read_stream(self.journal.as_ref(), mediation::page_of(mediator), 0)?;
                    *register = mediation::Register::read(&page);
                }
            }
        }
        Ok(())
    }

    /// What becomes true, each fact with its circumstances.
    fn decide(
        &self,
        folded: &Folded,
        command: Command,
        desk: &Desk<'_, Rulebook>,
    ) -> Result<Vec<(Meta, Event)>, Refused> {
        let told = |fact: Event| {
            let meta = Meta { classification: fact.classification(), ..desk.meta.clone() };
            (accusations::told(meta, &fact, &self.itself), fact)
        };
        Ok(folded.states.decide(command, desk)?.into_iter().map(told).collect())
    }

    /// Takes note of what was appended, as it will be read back.
    fn record(&self, folded: &mut Folded, stream: StreamId, facts: Vec<(Meta, Event)>, ack: Ack) -> Done {
        let first = folded.version;
        let recorded_at = Timestamp::from_microsecond(ack.time).unwrap_or_default();
        let entry = |(index, (meta, event)): (u16, (Meta, Event))| Entry {
            place: Place { position: ack.position, index },
            stream,
            version: first + 1 + u64::from(index),
            recorded_at,
            meta,
            event,
        };
        let facts: Vec<Entry> = (0..).zip(facts).map(entry).collect();
        for fact in &facts {
            folded.note(fact);
            self.remember(fact);
            self.remember_accusation(fact);
        }
        let query_code = self.code_on_receipt(&facts);
        Done { stream, version: ack.version, position: ack.position, facts, query_code, repeated: false }
    }

    /// The query code that goes on the receipt among these facts: derived from the request, so that a retry shows it
    /// again, and kept nowhere.
    fn code_on_receipt(&self, facts: &[Entry]) -> Option<String> {
        let issued = |fact: &&Entry| match &fact.event {
            Event::Intake(IntakeEvent::ReceiptIssued(receipt)) => receipt.query_tag.is_some(),
            Event::Petition(PetitionEvent::AccusationRegistered(accusation)) => accusation.query_tag.is_some(),
            Event::Intake(_)
            | Event::Triage(_)
            | Event::Mediation(_)
            | Event::Litigation(_)
            | Event::Petition(_)
            | Event::Oversight(_)
            | Event::Registry(_) => false,
        };
        facts.iter().find(issued).map(|fact| self.key.query_code(fact.meta.request))
    }
}

async fn append(
    folded: &Folded,
    stream: StreamId,
    facts: &[(Meta, Event)],
    now: Timestamp,
) -> Result<Ack, AppendError> {
    match stored::draft(stream, folded.version, facts, now.as_microsecond()) {
        Ok(draft) => folded.log.append(draft).await,
        // Facts of this program can be written; were it otherwise, nothing of them is in the log.
        Err(_) => Err(AppendError::Size { entries: facts.len(), bytes: 0 }),
    }
}

/// What was asked for is so already.
fn nothing_new(folded: &Folded, stream: StreamId) -> Done {
    Done {
        stream,
        version: folded.version,
        position: folded.position,
        facts: Vec::new(),
        query_code: None,
        repeated: false,
    }
}

impl Refused {
    /// A fact is told before it has happened.
    pub(crate) const NOT_YET: &'static str = "center.not_yet_happened";
    /// Something personal is said of somebody whose data was erased (personal information protection law, article 47).
    pub(crate) const ERASED: &'static str = "center.data_erased";

    pub(crate) fn erased() -> Self {
        let message = "the personal data was erased, and nothing personal is recorded there again".to_owned();
        Self { code: Self::ERASED, args: Vec::new(), message }
    }

    fn not_yet(occurred_at: Timestamp) -> Self {
        Self {
            code: Self::NOT_YET,
            args: vec![("occurred_at", occurred_at.to_string())],
            message: format!("{occurred_at} is still to come: record it when it has happened"),
        }
    }
}
