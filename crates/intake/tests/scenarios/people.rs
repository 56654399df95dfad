//! Parties, numbers, guardians, agents, representatives.

use intake::{
    AddParty, AuthorizeAgent, Command, CorrectParty, DesignateRepresentatives, DismissAgent, IdentityPaper,
    NameGuardian, NewParty, RemoveParty, VerifyIdentity,
};
use jiff::civil::date;
use testkit::cast::{
    APPLICANT, CASE, RESPONDENT, SECOND_RESPONDENT, START, STRANGER, TODAY, TOMORROW, YESTERDAY, code, department,
    personal, sealed,
};
use testkit::facts::{added, classified, closed, registered};
use testkit::{desk_meta, entries, given, rulebook};
use timeline::{
    AccuserStanding, AgeBand, AgentAuthorized, AgentDismissed, AgentKind, AgentScope, CaseKind, CaseRegistered, Event,
    GuardianKind, GuardianNamed, IdentityKind, IdentityVerified, IntakeEvent, NumberCheck, Outcome, Party, PartyAdded,
    PartyCorrected, PartyId, PartyKind, PartyRemoved, PartyRole, RepresentativesDesignated, SubjectId,
    VerificationManner, VisitId,
};

use super::{fact, party};

fn entry(facts: &[Event], index: usize) -> timeline::EventId {
    entries(facts.iter().cloned()).get(index).expect("an entry").id()
}

fn remove(party: PartyId) -> Command {
    Command::RemoveParty(RemoveParty { party, reason: personal("同名的人") })
}

fn correct(party: PartyId, role: PartyRole) -> Command {
    let corrected = Box::new(NewParty::named(role, PartyKind::Person, personal("张三（虚构）")));
    Command::CorrectParty(CorrectParty { party, corrected, reason: personal("姓名写错"), suspects: Vec::new() })
}

#[test]
fn a_party_is_corrected_under_its_id() {
    let given_facts = [registered(), closed(Outcome::Withdrawn)];
    let right = Party::named(RESPONDENT, PartyRole::Respondent, PartyKind::Person, sealed("张三（虚构）"));
    let corrected = PartyCorrected { entry: entry(&given_facts, 0), party: right, reason: sealed("姓名写错") };
    given(given_facts.clone()).when(correct(RESPONDENT, PartyRole::Respondent)).then([fact(corrected)]);
    given(given_facts.clone()).when(correct(STRANGER, PartyRole::Respondent)).refused("intake.unknown_party");
    given(given_facts).when(correct(APPLICANT, PartyRole::Respondent)).refused("intake.last_applicant");
}

/// An applicant as it is noted at the window, with its numbers looked at.
fn applicant(standing: AccuserStanding, change: impl FnOnce(&mut NewParty)) -> NewParty {
    let mut party = NewParty::named(PartyRole::Applicant, PartyKind::Person, personal("匿名"));
    party.standing = Some(standing);
    change(&mut party);
    party.look_at_numbers(TODAY);
    party
}

fn adding(party: NewParty) -> Command {
    Command::AddParty(AddParty { party, suspects: Vec::new() })
}

#[test]
fn an_applicant_is_named_in_confidence_or_not_at_all() {
    let confidential = applicant(AccuserStanding::Confidential, |party| party.name = personal("张三（虚构）"));
    let request = desk_meta(START).request;
    let id = confidential.id(request, 0);
    let noted = Party {
        standing: Some(AccuserStanding::Confidential),
        ..Party::named(id, PartyRole::Applicant, PartyKind::Person, sealed("张三（虚构）"))
    };
    given([registered()]).when(adding(confidential)).then([fact(PartyAdded { party: noted.clone() })]);
    assert!(SubjectId::from(id).is_in_confidence(), "it says so wherever it stands");
    let anonymous = applicant(AccuserStanding::Anonymous, |_| {});
    let unnamed = anonymous.id(request, 0);
    assert!(!SubjectId::from(unnamed).is_in_confidence(), "there is nothing to keep");
    let left = Party {
        standing: Some(AccuserStanding::Anonymous),
        ..Party::named(unnamed, PartyRole::Applicant, PartyKind::Person, sealed("匿名"))
    };
    given([registered()]).when(adding(anonymous)).then([fact(PartyAdded { party: left })]);
    let when = |party: NewParty| given([registered()]).when(adding(party));
    let phone = |party: &mut NewParty| party.phone = Some(personal("13800000000"));
    when(applicant(AccuserStanding::Anonymous, phone)).refused("intake.anonymous_has_no_name");
    let name = |party: &mut NewParty| party.name = personal("张三（虚构）");
    when(applicant(AccuserStanding::Anonymous, name)).refused("intake.anonymous_has_no_name");
    when(applicant(AccuserStanding::Confidential, |_| {})).refused("intake.name_missing");
    when(applicant(AccuserStanding::Named, |_| {})).refused("intake.name_missing");
    let respondent = |party: &mut NewParty| party.role = PartyRole::Respondent;
    when(applicant(AccuserStanding::Confidential, respondent)).refused("intake.only_applicants_unnamed");
    given([registered(), fact(PartyAdded { party: noted })])
        .when(correct(id, PartyRole::Applicant))
        .refused("intake.standing_is_kept");
}

#[test]
fn who_is_no_party_is_taken_out_but_somebody_always_asks() {
    let given_facts = [registered(), added(SECOND_RESPONDENT, PartyRole::Respondent)];
    let (entry, party) = (entry(&given_facts, 1), SECOND_RESPONDENT);
    let removed = fact(PartyRemoved { entry, party, reason: sealed("同名的人") });
    given(given_facts.clone()).when(remove(SECOND_RESPONDENT)).then([removed.clone()]);
    let [first, second] = given_facts.clone();
    given([first, second, removed]).when(remove(SECOND_RESPONDENT)).refused("intake.unknown_party");
    given(given_facts).when(remove(APPLICANT)).refused("intake.last_applicant");
    given([registered(), closed(Outcome::Withdrawn)]).when(remove(RESPONDENT)).refused("intake.case_closed");
    given([]).when(remove(RESPONDENT)).refused("intake.not_registered");
}

#[test]
fn numbers_advise_and_the_age_is_kept_instead_of_the_birth() {
    let paper = |kind, number| Some(IdentityPaper { kind, number: personal(number) });
    let mut child = NewParty {
        born_on: Some(date(2015, 1, 1)),
        organisation_number: Some(personal("不知道")),
        identity: paper(IdentityKind::ResidentCard, "110105194912310020"),
        ..party(PartyRole::Applicant)
    };
    child.look_at_numbers(TODAY);
    let told = child.told_by_numbers;
    assert_eq!(told.age_band, Some(AgeBand::Child));
    assert_eq!(told.identity, Some(NumberCheck::WrongCheckDigit));
    assert_eq!(told.organisation, Some(NumberCheck::WrongForm));
    assert_eq!(told.phone, Some(NumberCheck::Plausible));
    let mut elder =
        NewParty { identity: paper(IdentityKind::ResidentCard, "11010519491231002X"), ..party(PartyRole::Applicant) };
    elder.look_at_numbers(TODAY);
    assert_eq!(elder.told_by_numbers.age_band, Some(AgeBand::Elderly));
    let mut guest = NewParty { identity: paper(IdentityKind::Passport, "E00000000"), ..party(PartyRole::Applicant) };
    guest.look_at_numbers(TODAY);
    assert_eq!((guest.told_by_numbers.age_band, guest.told_by_numbers.identity), (None, Some(NumberCheck::Unchecked)));
}

#[test]
fn verifying_names_paper_and_manner() {
    let verify = |party| {
        let (kind, manner) = (IdentityKind::ResidentCard, VerificationManner::OriginalSeen);
        Command::VerifyIdentity(VerifyIdentity { party, kind, manner })
    };
    let (kind, manner) = (IdentityKind::ResidentCard, VerificationManner::OriginalSeen);
    let verified = fact(IdentityVerified { party: APPLICANT, kind, manner });
    given([registered()]).when(verify(APPLICANT)).then([verified]);
    given([registered()]).when(verify(STRANGER)).refused("intake.unknown_party");
}

fn guardian(ward: PartyId, guardian: Option<PartyId>, body: Option<&str>, name: Option<&str>) -> Command {
    let (body, name) = (body.map(department), name.map(personal));
    Command::NameGuardian(NameGuardian { ward, kind: GuardianKind::Parent, guardian, body, name, phone: None })
}

#[test]
fn a_guardian_on_the_other_side_is_named_but_may_not_act() {
    let named = |guardian, body: Option<&str>, may_act| {
        let (body, kind) = (body.map(department), GuardianKind::Parent);
        fact(GuardianNamed { ward: APPLICANT, kind, guardian, body, name: None, phone: None, may_act })
    };
    let facts = || [registered()];
    given(facts()).when(guardian(APPLICANT, Some(RESPONDENT), None, None)).then([named(Some(RESPONDENT), None, false)]);
    given(facts()).when(guardian(APPLICANT, None, Some("civil_affairs"), None)).then([named(
        None,
        Some("civil_affairs"),
        true,
    )]);
    given(facts()).when(guardian(APPLICANT, Some(APPLICANT), None, None)).refused("intake.own_guardian");
    given(facts()).when(guardian(APPLICANT, None, Some("moon"), None)).refused("intake.unknown_department");
    given(facts()).when(guardian(APPLICANT, None, None, None)).refused("intake.no_guardian");
    given(facts()).when(guardian(STRANGER, None, None, Some("张母（虚构）"))).refused("intake.unknown_party");
    given(facts()).when(guardian(APPLICANT, None, None, Some("张母（虚构）"))).accepted();
}

fn agent(party: PartyId, until: Option<jiff::civil::Date>, material: Option<u32>) -> Command {
    let (kind, scope, name) = (AgentKind::Lawyer, AgentScope::Special, personal("王律师（虚构）"));
    Command::AuthorizeAgent(AuthorizeAgent { party, kind, name, phone: None, scope, until, material })
}

#[test]
fn a_power_of_attorney_lasts_until_it_ends_or_is_taken_back() {
    let (kind, scope, name) = (AgentKind::Lawyer, AgentScope::Special, sealed("王律师（虚构）"));
    let (party, until) = (APPLICANT, Some(TOMORROW));
    let authorized = fact(AgentAuthorized { agent: 1, party, kind, name, phone: None, scope, until, material: None });
    given([registered()]).when(agent(APPLICANT, Some(TOMORROW), None)).then([authorized.clone()]);
    given([registered()]).when(agent(APPLICANT, Some(YESTERDAY), None)).refused("intake.power_ended");
    given([registered()]).when(agent(APPLICANT, None, Some(1))).refused("intake.unknown_material");
    let dismiss = || Command::DismissAgent(DismissAgent { agent: 1, reason: None });
    let dismissed = fact(AgentDismissed { agent: 1, reason: None });
    given([registered(), authorized.clone()]).when(dismiss()).then([dismissed.clone()]);
    given([registered(), authorized, dismissed]).when(dismiss()).refused("intake.unknown_agent");
}

/// A case of this kind with a hundred workers more than it was registered with.
fn crowd(kind: CaseKind) -> Vec<Event> {
    let Event::Intake(IntakeEvent::CaseRegistered(case)) = registered() else { panic!("a registration") };
    let case = fact(CaseRegistered { kind, ..case });
    std::iter::once(case).chain((0..100).map(|number| added(worker(number), PartyRole::Applicant))).collect()
}

fn worker(number: usize) -> PartyId {
    PartyId::derive(CASE.uuid(), &format!("worker-{number}"))
}

fn designate(count: usize, visit: Option<VisitId>) -> Command {
    let representatives = (0..count).map(worker).collect();
    Command::DesignateRepresentatives(DesignateRepresentatives { representatives, visit, visit_is_there: true })
}

#[test]
fn the_sixth_representative_is_refused_and_the_hundredth_party_is_not() {
    let facts = || crowd(CaseKind::Petition);
    let mut representatives: Vec<PartyId> = (0..5).map(worker).collect();
    representatives.sort_unstable();
    let designated = fact(RepresentativesDesignated { representatives, visit: None });
    given(facts()).when(designate(5, None)).then([designated]);
    given(facts()).when(designate(6, None)).refused("intake.too_many_representatives");
    given(facts()).when(designate(0, None)).refused("intake.no_representative");
    given(facts()).when(designate(1, None)).accepted();
    given([registered()]).when(designate(2, None)).refused("intake.unknown_party");
}

#[test]
fn a_joint_visit_took_place() {
    let visit = Some(VisitId::new(CASE.uuid()));
    let unseen = DesignateRepresentatives { representatives: vec![worker(0)], visit, visit_is_there: false };
    given(crowd(CaseKind::Petition)).when(Command::from(unseen)).refused("intake.unknown_visit");
    given(crowd(CaseKind::Petition)).when(designate(1, visit)).accepted();
}

/// The fewest and the most who speak for a group, and the law the refusal cites.
#[test]
fn how_many_speak_depends_on_the_kind_of_case() {
    let visit = Some(VisitId::new(CASE.uuid()));
    let table = [
        (CaseKind::Dispute, "neighbours", None, 2, "civil procedure law, articles 56 and 57"),
        (CaseKind::Dispute, "unpaid_wages", None, 3, "labour dispute mediation and arbitration law, article 7"),
        (CaseKind::Dispute, "unpaid_wages", visit, 1, "petition regulation of 2022, article 20"),
        (CaseKind::Relief, "unpaid_wages", None, 1, "petition regulation of 2022, article 20"),
    ];
    for (kind, dispute_type, visit, least, law) in table {
        let facts = crowd(kind).into_iter().chain([classified(dispute_type)]).collect::<Vec<_>>();
        given(facts.clone()).when(designate(least, visit)).accepted();
        given(facts.clone()).when(designate(5, visit)).accepted();
        given(facts.clone()).when(designate(6, visit)).refused("intake.too_many_representatives");
        if least > 1 {
            given(facts).when(designate(least - 1, visit)).refused("intake.too_few_representatives");
        }
        let rule = rulebook().speakers(kind, Some(&code(dispute_type)), visit.is_some()).expect("a rule");
        let refusal =
            intake::Refusal::TooManyRepresentatives { found: 6, most: rule.most, law: rule.law.source.clone() };
        assert!(refusal.to_string().contains(law), "{refusal}");
    }
}
