//! Anything somebody might ask of triage.

use timeline::{
    CaseId, Event, ObjectionAnswer, Outcome, PartyId, RecusalGround, ReturnGround, RiskFactor, RiskLevel, Route,
    Secrecy, SecrecyGround, TriageEvent,
};
use triage::Command;

use super::{Random, small};
use crate::Play;
use crate::cast::{CENTER, CLERK, COURT, HOUSING, TRANSPORT, actor, code, department, personal};

/// A department of a town, and one of its villages.
const TOWN: &str = "wangxi";
const VILLAGE: &str = "liuwan";

/// Anything, sensible or not.
pub(super) fn of_triage(random: &mut Random, play: &Play, parties: &[PartyId]) -> Command {
    match random.below(5) {
        0 => way(random, parties),
        1 => levels_and_help(random, parties),
        2 => competence(random),
        3 => package(random, play),
        _ => assignment(random),
    }
}

fn way(random: &mut Random, parties: &[PartyId]) -> Command {
    match random.below(4) {
        0 => Command::ClassifyCase(triage::ClassifyCase {
            dispute_type: code(random.one(&["labour", "neighbours", "expropriation", "divorce"])),
        }),
        1 => urgency(random.one(RiskLevel::ALL), random.one(RiskFactor::ALL)),
        2 => Command::ExplainOptions(triage::ExplainOptions { party: random.one(parties) }),
        _ => Command::ChooseRoute(triage::ChooseRoute {
            route: random.one(Route::ALL),
            reason: None,
            sheet: random.percent(30).then(|| small(random)),
        }),
    }
}

/// What makes a case urgent makes some think of who should know of it.
fn urgency(level: RiskLevel, factor: RiskFactor) -> Command {
    match factor {
        RiskFactor::Vulnerable => {
            let secrecy = if level == RiskLevel::Red { Secrecy::Sealed } else { Secrecy::Sensitive };
            Command::NarrowSecrecy(triage::NarrowSecrecy { secrecy, ground: SecrecyGround::Minor })
        }
        RiskFactor::LargeSum => Command::WidenSecrecy(triage::WidenSecrecy { secrecy: Secrecy::Normal }),
        RiskFactor::TriedBefore if level == RiskLevel::Red => {
            Command::StepAside(triage::StepAside { ground: RecusalGround::Kin })
        }
        RiskFactor::TriedBefore => {
            let (officer, ground) = (actor(CLERK), RecusalGround::Stake);
            Command::RecuseOfficer(triage::RecuseOfficer { officer, ground })
        }
        other => Command::AssessRisk(triage::AssessRisk { level, factors: vec![other], note: None }),
    }
}

fn body(random: &mut Random) -> timeline::DepartmentCode {
    department(random.one(&[HOUSING, TRANSPORT, COURT, CENTER, TOWN, VILLAGE]))
}

fn assignment(random: &mut Random) -> Command {
    let (assignment, reason) = (small(random), personal("核实后决定"));
    let ground = random.one(ReturnGround::ALL);
    match random.below(16) {
        0 | 1 => Command::AssignCase(triage::AssignCase { to: body(random), note: None }),
        2..=5 => Command::ReceiveAssignment(triage::ReceiveAssignment { assignment }),
        6 => {
            let explanation = personal("不归我们管");
            Command::ReturnAssignment(triage::ReturnAssignment { assignment, ground, explanation })
        }
        7 => Command::WithdrawAssignment(triage::WithdrawAssignment { assignment, reason }),
        8 | 9 => {
            let explanation = personal("不归我们管");
            Command::RaiseObjection(triage::RaiseObjection { assignment, ground, explanation })
        }
        10..=12 => {
            let answer = random.one(ObjectionAnswer::ALL);
            Command::DecideObjection(triage::DecideObjection { assignment, answer, reason })
        }
        13 | 14 => Command::CloseCase(triage::CloseCase { outcome: random.one(Outcome::ALL), merged_into: None }),
        _ => Command::ReopenCase(triage::ReopenCase { reason: personal("又来了") }),
    }
}

fn levels_and_help(random: &mut Random, parties: &[PartyId]) -> Command {
    let help = department(random.one(&[HOUSING, TRANSPORT, CENTER]));
    match random.below(6) {
        0 | 1 => Command::DelegateDown(triage::DelegateDown {
            to: department(random.one(&[TOWN, VILLAGE])),
            capability: personal("村里有调解员"),
            told: parties.to_vec(),
            no_extra_trip: random.percent(90),
        }),
        2 => Command::EscalateCase(triage::EscalateCase {
            to: body(random),
            tried: personal("调解两次"),
            obstacle: personal("需要审批权限"),
        }),
        3 => Command::AddCoHandler(triage::AddCoHandler { department: help, task: personal("请派人到场") }),
        4 => Command::ReportCoHandling(triage::ReportCoHandling { report: personal("已到场") }),
        _ => Command::ReleaseCoHandler(triage::ReleaseCoHandler { department: help, reason: personal("已办完") }),
    }
}

fn competence(random: &mut Random) -> Command {
    let dispute = small(random);
    match random.below(4) {
        0 => {
            let between = vec![department(HOUSING), department(random.one(&[TRANSPORT, TRANSPORT, VILLAGE, COURT]))];
            Command::DisputeCompetence(triage::DisputeCompetence { between, reason: personal("都说不归自己管") })
        }
        1 => Command::ReferCompetence(triage::ReferCompetence { dispute }),
        _ => {
            let lead = department(random.one(&[HOUSING, TRANSPORT]));
            Command::DetermineLead(triage::DetermineLead { dispute, lead, reason: personal("核实后决定") })
        }
    }
}

/// What the cases of parts tell is asked as well: of parts there are, and of others.
fn package(random: &mut Random, play: &Play) -> Command {
    let sub_case = small(random);
    let mut cases = parts(play);
    cases.push(CaseId::derive(uuid::Uuid::nil(), "elsewhere"));
    let case = random.one(&cases);
    match random.below(8) {
        0 => Command::OpenSubCase(triage::OpenSubCase {
            department: body(random),
            task: personal("请派人到场"),
            dispute_type: None,
            area: None,
        }),
        1 | 2 => Command::DropSubCase(triage::DropSubCase { sub_case, reason: personal("计划有变") }),
        3..=5 => Command::ConcludeSubCase(triage::ConcludeSubCase { case, outcome: Outcome::Explained }),
        _ => Command::ResumeSubCase(triage::ResumeSubCase { case }),
    }
}

fn parts(play: &Play) -> Vec<CaseId> {
    let opened = play.entries().iter().filter_map(|entry| match &entry.event {
        Event::Triage(TriageEvent::SubCaseOpened(opened)) => Some(opened.case),
        _ => None,
    });
    opened.collect()
}
