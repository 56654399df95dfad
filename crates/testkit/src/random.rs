//! Cases by seed: the same seed asks the same things, on any machine and with any version of any crate.

#[path = "random/intake.rs"]
mod intake_asks;
#[path = "random/mediation.rs"]
mod mediation_asks;
#[path = "random/triage.rs"]
mod triage_asks;

use jiff::civil::date;
use timeline::{
    CaseKind, CourtOutcome, Event, HandOffPurpose, PartyId, PartyKind, PartyRole, Procedure, ReferralOutcome,
    RejectionGround, ReturnGround,
};

use crate::Play;
use crate::cast::{
    CENTER, COURT, HOUSING, MEDIATOR, OTHER_COURT, STRANGER, TODAY, TOMORROW, TRANSPORT, YESTERDAY, area, code,
    department, personal, reference,
};

/// A source of chance that is the same everywhere (SplitMix64, Steele and others 2014).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The source of this seed.
    #[must_use]
    pub const fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below this bound.
    ///
    /// # Panics
    /// When the bound is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.bits() % bound
    }

    /// True this many times in a hundred.
    pub fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    /// One of them.
    ///
    /// # Panics
    /// When there are none.
    pub fn one<T: Clone>(&mut self, choices: &[T]) -> T {
        let index = usize::try_from(self.below(choices.len() as u64)).expect("an index of a slice");
        choices.get(index).expect("below its length").clone()
    }
}

/// Something asked of one of the desks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ask {
    /// The reception desk.
    Intake(intake::Command),
    /// Triage.
    Triage(triage::Command),
    /// The mediation rooms.
    Mediation(mediation::Command),
    /// The litigation desk.
    Litigation(litigation::Command),
}

impl Ask {
    /// Asks it in a play.
    ///
    /// # Errors
    /// The code of the refusal.
    pub fn of(self, play: &mut Play) -> Result<Vec<Event>, &'static str> {
        match self {
            Self::Intake(command) => play.ask(command),
            Self::Triage(command) => play.ask(command),
            Self::Mediation(command) => play.ask(command),
            Self::Litigation(command) => play.ask(command),
        }
    }

    /// Asks it without consequences.
    ///
    /// # Errors
    /// The code of the refusal.
    pub fn would(self, play: &Play) -> Result<Vec<Event>, &'static str> {
        match self {
            Self::Intake(command) => play.decide(command),
            Self::Triage(command) => play.decide(command),
            Self::Mediation(command) => play.decide(command),
            Self::Litigation(command) => play.decide(command),
        }
    }
}

/// How often something sensible is looked for, before anything is asked.
const TRIES: u32 = 12;

/// Anything somebody might ask of this case, by anybody who might: the play's clerk changes with it. Half of it is
/// sensible, else few cases would come far.
pub fn random_command(random: &mut Random, play: &mut Play) -> Ask {
    let mut asked = any_command(random, play);
    if random.percent(50) {
        return asked;
    }
    for _ in 0..TRIES {
        if asked.clone().would(play).is_ok_and(|facts| !facts.is_empty()) {
            return asked;
        }
        asked = any_command(random, play);
    }
    asked
}

fn any_command(random: &mut Random, play: &mut Play) -> Ask {
    let (who, whom) = random.one(&[
        ("clerk-1", CENTER),
        ("clerk-1", CENTER),
        ("housing-1", HOUSING),
        ("transport-1", TRANSPORT),
        ("court-1", COURT),
        ("wangxi-1", "wangxi"),
        ("liuwan-1", "liuwan"),
        (MEDIATOR, "peoples_mediation"),
    ]);
    play.by(who, whom);
    let mut parties = play.parties();
    if parties.is_empty() {
        return Ask::Intake(register(random));
    }
    if random.percent(2) {
        parties = vec![STRANGER];
    }
    match random.below(33) {
        0..=2 => Ask::Intake(intake_asks::of_intake(random, &parties)),
        3..=8 => Ask::Triage(triage_asks::of_triage(random, play, &parties)),
        9..=19 => Ask::Mediation(mediation_asks::of_mediation(random, &parties)),
        20 => Ask::Mediation(mediation_asks::of_register(random, play.case())),
        _ => Ask::Litigation(of_litigation(random, &parties)),
    }
}

fn register(random: &mut Random) -> intake::Command {
    let roles = [PartyRole::Applicant, PartyRole::Respondent, PartyRole::Applicant, PartyRole::ThirdParty];
    let count = usize::try_from(random.below(4)).expect("a small number") + 1;
    let kind = if random.percent(40) { CaseKind::Petition } else { random.one(CaseKind::ALL) };
    let parties = roles.into_iter().take(count).map(|role| new_party(random, role)).collect();
    intake::RegisterCase::new(kind, personal("有人欠钱"), area("990101002"), parties).into()
}

fn new_party(random: &mut Random, role: PartyRole) -> intake::NewParty {
    let address = random.percent(60).then(|| personal("石桥村"));
    intake::NewParty { address, ..intake::NewParty::named(role, PartyKind::Person, personal("某某")) }
}

/// What nobody outside may ever read of a session; the checker looks for it in everything that goes to a court.
pub const CONCESSION: &str = "concession: I would take half";

fn of_litigation(random: &mut Random, parties: &[PartyId]) -> litigation::Command {
    use litigation::Command;

    let hand_off = small(random);
    let number = reference(&format!("（2026）澄0101民初{}号", small(random)));
    let court = department(random.one(&[COURT, COURT, COURT, OTHER_COURT, HOUSING]));
    match random.below(30) {
        0 => Command::FileSuit(litigation::FileSuit { party: random.one(parties) }),
        1 => Command::ReceiveDelegation(litigation::ReceiveDelegation {
            court,
            reference: number,
            cause: code(random.one(&["not_civil", "private_loan", "other"])),
            stage: None,
        }),
        2 => Command::ReportDelegation(litigation::ReportDelegation {}),
        3 | 4 => {
            Command::AssembleHandOff(litigation::AssembleHandOff { court, purpose: random.one(HandOffPurpose::ALL) })
        }
        5 | 6 => Command::SendHandOff(litigation::SendHandOff { hand_off, by: vec![random.one(parties)] }),
        7 | 8 => Command::AcknowledgeHandOff(litigation::AcknowledgeHandOff { hand_off, reference: number }),
        9 => Command::RejectHandOff(litigation::RejectHandOff {
            hand_off,
            ground: random.one(RejectionGround::ALL),
            explanation: None,
        }),
        10 | 11 => Command::RecordFiling(litigation::RecordFiling {
            hand_off: random.percent(60).then_some(hand_off),
            court,
            reference: number,
            filed_on: random.one(&[YESTERDAY, TODAY]),
        }),
        12..=15 => Command::RecordCourtAnswer(litigation::RecordCourtAnswer {
            reference: number,
            outcome: random.one(CourtOutcome::ALL),
            decided_on: random.one(&[YESTERDAY, TODAY, TOMORROW]),
            grounds: Vec::new(),
            perform_by: None,
        }),
        16..=18 => Command::CorrectCourtAnswer(litigation::CorrectCourtAnswer {
            reference: number,
            outcome: random.one(CourtOutcome::ALL),
            decided_on: random.one(&[YESTERDAY, TODAY]),
            grounds: Vec::new(),
            reason: personal("看错了"),
            perform_by: None,
        }),
        19..=22 => of_delegation_and_confirmation(random, parties, court),
        _ => of_referrals(random, parties),
    }
}

fn of_delegation_and_confirmation(
    random: &mut Random,
    parties: &[PartyId],
    court: timeline::DepartmentCode,
) -> litigation::Command {
    use litigation::Command;

    let parties = parties.to_vec();
    match random.below(6) {
        0 | 1 => Command::AcceptDelegation(litigation::AcceptDelegation {}),
        2 => {
            let ground = random.one(ReturnGround::ALL);
            Command::DeclineDelegation(litigation::DeclineDelegation { ground, explanation: None })
        }
        3 => Command::ExtendDelegation(litigation::ExtendDelegation { parties, until: date(2027, 2, 1) }),
        4 => Command::AdviseConfirmation(litigation::AdviseConfirmation {
            bars: None,
            domiciles: vec![area("990101001")],
            intermediate: random.percent(20),
        }),
        _ => Command::ApplyForConfirmation(litigation::ApplyForConfirmation { parties, court }),
    }
}

/// Each procedure with a body of the demonstration county that conducts it.
const BODIES: [(Procedure, &str); 7] = [
    (Procedure::Arbitration, "labour_arbitration"),
    (Procedure::Reconsideration, "county_government"),
    (Procedure::Adjudication, "natural_resources"),
    (Procedure::LegalAid, "legal_aid"),
    (Procedure::Notary, "notary"),
    (Procedure::PaymentOrder, COURT),
    (Procedure::Enforcement, COURT),
];

fn of_referrals(random: &mut Random, parties: &[PartyId]) -> litigation::Command {
    use litigation::Command;

    let (referral, by) = (small(random), random.one(parties));
    let usual =
        [ReferralOutcome::Awarded, ReferralOutcome::Granted, ReferralOutcome::Dismissed, ReferralOutcome::Enforced];
    let (outcome, decided_on) = (random.one(&usual), random.one(&[YESTERDAY, TODAY]));
    match random.below(9) {
        0..=2 => {
            let (procedure, body) = random.one(&BODIES);
            Command::ReferCase(litigation::ReferCase { procedure, body: department(body), by: vec![by] })
        }
        3 | 4 => {
            let reference = reference(&format!("转〔2026〕{}号", small(random)));
            Command::AcknowledgeReferral(litigation::AcknowledgeReferral { referral, reference })
        }
        5 => Command::RejectReferral(litigation::RejectReferral {
            referral,
            ground: random.one(RejectionGround::ALL),
            explanation: None,
        }),
        6 => Command::RecordReferralAnswer(litigation::RecordReferralAnswer {
            referral,
            reference: None,
            outcome,
            decided_on,
        }),
        7 => Command::WithdrawReferral(litigation::WithdrawReferral { referral, by }),
        _ => Command::CorrectReferralAnswer(litigation::CorrectReferralAnswer {
            referral,
            outcome,
            decided_on,
            reason: personal("听错了"),
        }),
    }
}

fn small(random: &mut Random) -> u32 {
    u32::try_from(random.below(3)).expect("a small number") + 1
}
