//! What might be asked of the reception desk about a case there is.

use intake::Command;
use jiff::civil::date;
use timeline::{
    AgentKind, AgentScope, ConsentForm, ConsentPurpose, Direction, GuardianKind, IdentityKind, MaterialKind, MediaType,
    NoticeKind, PartyId, PartyRole, ReadBack, ServiceManner, UrgentRisk, VerificationManner,
};

use super::{Random, new_party, small};
use crate::cast::{OTHER_CASE, TODAY, blob, personal};

pub(super) fn of_intake(random: &mut Random, parties: &[PartyId]) -> Command {
    match random.below(4) {
        0 => of_parties(random, parties),
        1 => of_people(random, parties),
        2 => of_papers(random, parties),
        _ => of_matters(random, parties),
    }
}

/// Who is party to it, and what was told wrong.
fn of_parties(random: &mut Random, parties: &[PartyId]) -> Command {
    let party = random.one(parties);
    let role = random.one(PartyRole::ALL);
    match random.below(6) {
        0 | 1 => intake::AddParty { party: new_party(random, role), suspects: Vec::new() }.into(),
        2 => intake::CorrectParty {
            party,
            corrected: Box::new(new_party(random, role)),
            reason: personal("写错了"),
            suspects: Vec::new(),
        }
        .into(),
        3 if random.percent(20) => intake::RemoveParty { party, reason: personal("不是当事人") }.into(),
        4 => intake::CorrectRegistration {
            kind: None,
            claim: Some(personal("有人欠钱不还")),
            area: None,
            amount: None,
            reason: personal("听错了"),
        }
        .into(),
        _ => intake::ConfirmRegistration { note: None }.into(),
    }
}

/// Who stands beside a party.
fn of_people(random: &mut Random, parties: &[PartyId]) -> Command {
    let party = random.one(parties);
    match random.below(5) {
        0 => intake::VerifyIdentity {
            party,
            kind: random.one(IdentityKind::ALL),
            manner: random.one(VerificationManner::ALL),
        }
        .into(),
        1 => intake::NameGuardian {
            ward: party,
            kind: random.one(GuardianKind::ALL),
            guardian: random.percent(50).then(|| random.one(parties)),
            body: None,
            name: random.percent(50).then(|| personal("某某")),
            phone: None,
        }
        .into(),
        2 => intake::AuthorizeAgent {
            party,
            kind: random.one(AgentKind::ALL),
            name: personal("某某"),
            phone: None,
            scope: random.one(AgentScope::ALL),
            until: None,
            material: None,
        }
        .into(),
        3 => intake::DismissAgent { agent: small(random), reason: None }.into(),
        _ => {
            let (representatives, visit, visit_is_there) = (parties.to_vec(), None, false);
            intake::DesignateRepresentatives { representatives, visit, visit_is_there }.into()
        }
    }
}

/// What is said, told and agreed.
fn of_papers(random: &mut Random, parties: &[PartyId]) -> Command {
    let party = random.one(parties);
    let purpose = random.one(ConsentPurpose::ALL);
    match random.below(8) {
        0 => intake::TakeStatement {
            party,
            statement: personal("当时下着雨"),
            read_back: random.one(&[ReadBack::Aloud, ReadBack::ByPerson]),
            interpreter: None,
            objections: None,
        }
        .into(),
        1 => intake::ServeNotice {
            notice: random.one(NoticeKind::ALL),
            party,
            manner: random.one(ServiceManner::ALL),
            served_on: TODAY,
            printed_due: None,
            material: None,
        }
        .into(),
        2 => {
            intake::RecordConsent { party, purpose, recipients: Vec::new(), form: random.one(ConsentForm::ALL) }.into()
        }
        3 => intake::WithdrawConsent { party, purpose }.into(),
        4 => intake::RequestMaterials {
            party,
            items: vec![random.one(MaterialKind::ALL)],
            note: None,
            due: Some(date(2027, 1, 4)),
            repeat_reason: random.percent(50).then(|| personal("原件丢了")),
        }
        .into(),
        5 => intake::NoteContact {
            direction: random.one(Direction::ALL),
            party: Some(party),
            reached: random.percent(50),
            note: None,
            letter: None,
            referred_by: None,
        }
        .into(),
        6 => intake::SubmitMaterial {
            kind: random.one(MaterialKind::ALL),
            title: personal("借条照片"),
            blob: blob(),
            media_type: MediaType::Jpeg,
            pages: Some(1),
            party: Some(party),
            stored: None,
        }
        .into(),
        _ => intake::IssueReceipt { party, query_tag: None }.into(),
    }
}

/// Two cases that may be one, and danger.
fn of_matters(random: &mut Random, parties: &[PartyId]) -> Command {
    // What the center looks up, the play tells.
    let (other, other_is_there) = (OTHER_CASE, false);
    match random.below(6) {
        0 => intake::SuspectDuplicate { other: Some(other), other_is_there, suspects: Vec::new() }.into(),
        1 => intake::ConfirmDuplicate { other, reason: personal("同一件事"), other_is_there }.into(),
        2 => intake::RuleOutDuplicate { other, reason: personal("两件事"), other_is_there }.into(),
        3 | 4 => intake::ReportUrgentRisk {
            risk: random.one(UrgentRisk::ALL),
            party: Some(random.one(parties)),
            note: personal("扬言动手"),
        }
        .into(),
        _ => intake::MakeReport { duty: small(random), reference: None, note: None }.into(),
    }
}
