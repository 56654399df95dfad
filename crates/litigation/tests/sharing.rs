//! On what basis personal data leaves the center, as scenarios (personal information protection law, articles 13, 15, 23).

use litigation::{Command, ReferCase, SendHandOff};
use testkit::cast::{APPLICANT, COURT, OTHER_COURT, RESPONDENT, STRANGER, department, sealed};
use testkit::facts::{
    assembled, assembled_with, may_be_told, may_not_be_told, party, registered, registered_with, sent, signed, suit,
};
use testkit::{given, rulebook};
use timeline::{
    ConfirmationApplied, Event, HandOffPurpose, LitigationEvent, Party, PartyId, PartyKind, PartyRole, Procedure,
    SharingBasis, SharingGround,
};

const NOTARY: &str = "notary";

fn send(by: &[PartyId]) -> Command {
    SendHandOff { hand_off: 1, by: by.to_vec() }.into()
}

fn refer(procedure: Procedure, body: &str, by: &[PartyId]) -> Command {
    ReferCase { procedure, body: department(body), by: by.to_vec() }.into()
}

/// A package for the county court lies ready, and these are true.
fn ready(more: impl IntoIterator<Item = Event>) -> Vec<Event> {
    [registered(), assembled(1)].into_iter().chain(more).collect()
}

/// The basis of each person in the papers that left.
fn shared_on(facts: &[Event]) -> Vec<(PartyId, SharingBasis)> {
    let grounds = match facts {
        [Event::Litigation(LitigationEvent::HandOffSent(sent))] => &sent.shared_on,
        [Event::Litigation(LitigationEvent::ReferralMade(made))] => &made.shared_on,
        other => panic!("papers: {other:?}"),
    };
    grounds.iter().map(|SharingGround { party, basis }| (*party, *basis)).collect()
}

#[test]
fn who_goes_to_court_names_the_other_side_and_asks_nobody() {
    given(ready([])).when(send(&[APPLICANT])).then([sent(1)]);
    given(ready([suit(APPLICANT)])).when(send(&[])).then([sent(1)]);
    given(ready([may_not_be_told(RESPONDENT)])).when(send(&[APPLICANT])).then([sent(1)]);
    given(ready([])).when(send(&[STRANGER])).refused("litigation.unknown_party");
}

#[test]
fn a_package_nobody_asked_for_goes_with_everybodys_consent_or_not_at_all() {
    let no_basis = "litigation.no_basis_to_share";
    given(ready([])).when(send(&[])).refused(no_basis);
    let one = may_be_told(APPLICANT, &[COURT]);
    given(ready([one.clone()])).when(send(&[])).refused(no_basis);
    let elsewhere = may_be_told(RESPONDENT, &[OTHER_COURT]);
    given(ready([one.clone(), elsewhere.clone()])).when(send(&[])).refused(no_basis);
    let both = [one, elsewhere, may_be_told(RESPONDENT, &[OTHER_COURT, COURT])];
    let left = given(ready(both.clone())).when(send(&[])).facts();
    assert_eq!(shared_on(&left), [(APPLICANT, SharingBasis::Consent), (RESPONDENT, SharingBasis::Consent)]);
    let back = both.into_iter().chain([may_not_be_told(APPLICANT)]);
    given(ready(back)).when(send(&[])).refused(no_basis);
}

#[test]
fn who_applied_for_confirmation_has_asked_for_the_package() {
    let purpose = HandOffPurpose::Confirmation;
    let package = assembled_with(1, purpose, Vec::new(), Vec::new());
    let parties = vec![APPLICANT, RESPONDENT];
    let applied = ConfirmationApplied { parties, court: department(COURT), warnings: Vec::new() };
    let applied = Event::Litigation(applied.into());
    let facts = [registered(), signed(), applied.clone(), package.clone()];
    let left = given(facts).when(send(&[])).facts();
    assert_eq!(shared_on(&left), [(APPLICANT, SharingBasis::Request), (RESPONDENT, SharingBasis::Request)]);
    let newer = [registered(), signed(), applied, signed(), package];
    given(newer).when(send(&[])).refused("litigation.no_basis_to_share");
}

#[test]
fn where_no_law_names_the_other_side_it_is_asked() {
    let notary = |by: &[PartyId]| refer(Procedure::Notary, NOTARY, by);
    given([registered()]).when(notary(&[APPLICANT])).refused("litigation.no_basis_to_share");
    let both = given([registered()]).when(notary(&[APPLICANT, RESPONDENT])).facts();
    assert_eq!(shared_on(&both), [(APPLICANT, SharingBasis::Request), (RESPONDENT, SharingBasis::Request)]);
    let agreed = [registered(), may_be_told(RESPONDENT, &[NOTARY])];
    let left = given(agreed.clone()).when(notary(&[APPLICANT])).facts();
    assert_eq!(shared_on(&left), [(APPLICANT, SharingBasis::Request), (RESPONDENT, SharingBasis::Consent)]);
    let back = agreed.into_iter().chain([may_not_be_told(RESPONDENT)]);
    given(back).when(notary(&[APPLICANT])).refused("litigation.no_basis_to_share");
}

#[test]
fn an_organisation_has_no_personal_data() {
    let company = Party::named(RESPONDENT, PartyRole::Respondent, PartyKind::Organisation, sealed("示例实业公司"));
    let facts = [registered_with(vec![party(APPLICANT, PartyRole::Applicant), company])];
    let left = given(facts).when(refer(Procedure::Notary, NOTARY, &[APPLICANT])).facts();
    assert_eq!(shared_on(&left), [(APPLICANT, SharingBasis::Request)]);
}

/// What the law says of the papers of each procedure is in the packs; the notary is the one that has no such law.
#[test]
fn the_packs_say_which_procedure_names_everybody() {
    let asks: Vec<Procedure> =
        rulebook().procedures().filter(|rule| rule.names_all.is_none()).map(|rule| rule.procedure).collect();
    assert_eq!(asks, [Procedure::Notary]);
    assert!(HandOffPurpose::ALL.iter().all(|purpose| rulebook().court_papers_name_all(*purpose)));
}
