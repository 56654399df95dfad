//! Why triage says no.

use timeline::{ActorId, CaseId, Code, DepartmentCode, PartyId};

timeline::refusals! {
    /// There is no such case.
    NotRegistered = "triage.not_registered", "the case is not registered";
    /// Reopen it first.
    CaseClosed = "triage.case_closed", "the case is closed";
    /// There is nothing to reopen.
    CaseOpen = "triage.case_open", "the case is open";
    /// Not in the list.
    UnknownDisputeType {
        /// What was named.
        dispute_type: Code,
    } = "triage.unknown_dispute_type", "there is no dispute type {dispute_type}";
    /// A program may propose a way; a person decides (personal information protection law, article 24).
    RouteNeedsAPerson = "triage.route_needs_a_person", "the way a case is taken is chosen by a person";
    /// A party does not want programs alone to decide (personal information protection law, article 24).
    HumanDecisionDemanded = "triage.human_decision_demanded", "a party demands that a person decides where the case goes";
    /// Not in the rule book.
    UnknownDepartment {
        /// What was named.
        department: DepartmentCode,
    } = "triage.unknown_department", "there is no department {department}";
    /// A court is no department of the county: a package is handed over to it, by the litigation desk.
    CourtNeedsHandOff {
        /// The court that was named.
        court: DepartmentCode,
    } = "triage.court_needs_hand_off", "{court} is a court: hand a package over to it";
    /// Only who is answerable for a case, or the center, passes it on, closes it or takes it up again.
    NotTheHolder {
        /// Who is answerable.
        holder: DepartmentCode,
    } = "triage.not_the_holder", "{holder} is answerable for this case";
    /// Nobody judges its own cause.
    PartyItself {
        /// The department.
        department: DepartmentCode,
    } = "triage.party_itself", "{department} is itself a party of this case: ask another department, or the one above it";
    /// As few know of it already.
    NotNarrower = "triage.not_narrower", "no more may know of it than that: name a narrower circle";
    /// As many know of it already.
    NotWider = "triage.not_wider", "no fewer may know of it than that: name a wider circle";
    /// It was said before.
    StandsAside {
        /// Who.
        officer: ActorId,
    } = "triage.stands_aside", "{officer} has nothing more to do with this case";
    /// It need not be asked for what it has.
    AlreadyHolds {
        /// The department.
        department: DepartmentCode,
    } = "triage.already_holds", "{department} holds this case already";
    /// One department is asked at a time, so that the citizen always knows who is next.
    AssignmentOpen {
        /// Who was asked.
        department: DepartmentCode,
    } = "triage.assignment_open", "{department} was asked and has not answered";
    /// There is no such assignment.
    NoSuchAssignment {
        /// Its number.
        assignment: u32,
    } = "triage.no_such_assignment", "there is no assignment {assignment}";
    /// A department signs, and hands back, for itself only.
    NotYourAssignment {
        /// The department that was asked.
        department: DepartmentCode,
    } = "triage.not_your_assignment", "the assignment is for {department}";
    /// It was received or returned before.
    AssignmentAnswered {
        /// Its number.
        assignment: u32,
    } = "triage.assignment_answered", "assignment {assignment} was answered already";
    /// The parties must be told how the mediation ended and what else they can do (people's mediation law, article 26).
    MediationOpen = "triage.mediation_open", "a mediation is open: record its end first";
    /// A case is settled by an agreement.
    NoAgreement = "triage.no_agreement", "there is no agreement";
    /// A case is settled when what is due has been done.
    InstalmentDue {
        /// Its number.
        instalment: u32,
    } = "triage.instalment_due", "instalment {instalment} is due and not performed";
    /// Nobody went to court, so it did not end there.
    NotAtCourt = "triage.not_at_court", "nothing of this case went to court";
    /// Something is with the court: it either ended there, or the court answers first.
    CourtNotAnswered = "triage.court_not_answered", "the court has not answered";
    /// Another procedure has the matter: it either ended there, or the body answers first.
    ProcedureNotAnswered = "triage.procedure_not_answered", "the procedure it was referred to has not answered";
    /// A citizen registered it alone: a clerk looks at it before it is taken further. Suit, refusal and urgent risk do not
    /// wait for that.
    NotConfirmed = "triage.not_confirmed", "a clerk has still to confirm what the citizen registered";
    /// Danger is flagged by a person, never by scoring a text.
    RiskNeedsAPerson = "triage.risk_needs_a_person", "how urgent a case is, is said by a person";
    /// A colour without a reason helps nobody.
    NoRiskFactor = "triage.no_risk_factor", "nothing was named that makes the case urgent";
    /// Options are explained to somebody the case is about.
    NotAParty {
        /// Who was named.
        party: PartyId,
    } = "triage.not_a_party", "{party} is no party of this case";
    /// There is no such sheet of options.
    NoSuchSheet {
        /// Its number.
        sheet: u32,
    } = "triage.no_such_sheet", "there is no sheet of options {sheet}";
    /// A case goes a level up with what was tried below, and not without.
    NeedsEscalation {
        /// The department that was named.
        department: DepartmentCode,
    } = "triage.needs_escalation", "{department} is a level up: escalate the case, with what was tried";
    /// A petition goes back with the approval of who sent it (petition regulation of 2022, article 23).
    NeedsApproval = "triage.needs_approval", "a petition goes back if its sender approves: raise an objection";
    /// Any other case is simply handed back.
    NotAPetition = "triage.not_a_petition", "this is no petition: hand it back, with a ground";
    /// Nothing moves until the objection is decided.
    ObjectionOpen {
        /// Who objected.
        department: DepartmentCode,
    } = "triage.objection_open", "{department} has objected and waits for an answer";
    /// There is nothing to decide.
    NoObjection {
        /// The assignment.
        assignment: u32,
    } = "triage.no_objection", "nobody has objected to assignment {assignment}";
    /// The sender has decided; the department signs.
    ObjectionOverruled {
        /// The assignment.
        assignment: u32,
    } = "triage.objection_overruled", "the objection to assignment {assignment} was overruled";
    /// Whoever sent a petition decides the objection.
    NotTheSender {
        /// Who sent it.
        department: DepartmentCode,
    } = "triage.not_the_sender", "{department} sent this petition and decides the objection";
    /// Who has the lead after a dispute does not open it again by handing back.
    CompetenceDecided {
        /// Who has the lead.
        department: DepartmentCode,
    } = "triage.competence_decided", "it was decided that {department} has the lead";
    /// It takes two to disagree.
    TooFewDisputants = "triage.too_few_disputants", "a dispute over competence is between at least two departments";
    /// A department speaks of its own competence.
    NotInDispute {
        /// Who acts.
        department: DepartmentCode,
    } = "triage.not_in_dispute", "{department} has no part in this dispute";
    /// One dispute at a time.
    DisputeOpen {
        /// Its number.
        dispute: u32,
    } = "triage.dispute_open", "dispute {dispute} over competence is not decided";
    /// There is no such dispute, or it was decided.
    NoSuchDispute {
        /// Its number.
        dispute: u32,
    } = "triage.no_such_dispute", "there is no open dispute {dispute}";
    /// It is with the superior or the conference already.
    AlreadyReferred {
        /// Its number.
        dispute: u32,
    } = "triage.already_referred", "dispute {dispute} was handed over for decision already";
    /// Departments agree on one of themselves.
    LeadOutsideDispute {
        /// The department that was named.
        department: DepartmentCode,
    } = "triage.lead_outside_dispute", "{department} has no part in this dispute and cannot be agreed on";
    /// The common superior decides, and the center records it.
    OnlyTheSuperior {
        /// The superior.
        department: DepartmentCode,
    } = "triage.only_the_superior", "{department} decides this dispute";
    /// The center convenes the joint conference and records what it decided.
    OnlyTheCenter = "triage.only_the_center", "the center records what the joint conference decided";
    /// It helps already.
    AlreadyHelps {
        /// The department.
        department: DepartmentCode,
    } = "triage.already_helps", "{department} helps already";
    /// It was not asked to help.
    DoesNotHelp {
        /// The department.
        department: DepartmentCode,
    } = "triage.does_not_help", "{department} was not asked to help";
    /// Down is nearer to the parties.
    NotBelow {
        /// The department that was named.
        department: DepartmentCode,
    } = "triage.not_below", "{department} is not nearer to the parties than who holds the case";
    /// Up is up.
    NotAbove {
        /// The department that was named.
        department: DepartmentCode,
    } = "triage.not_above", "{department} is not a level above who holds the case";
    /// Whoever asks for something is told where it goes.
    ApplicantNotTold {
        /// Who was left out.
        party: PartyId,
    } = "triage.applicant_not_told", "{party} was not told";
    /// Nobody is sent away to save the county work.
    ExtraTrip = "triage.extra_trip", "the parties would have to make a further trip";
    /// A part is not split again: one plan, one lead.
    PartHasNoParts = "triage.part_has_no_parts", "this case is itself a part of a package";
    /// A plan nobody can follow is none.
    TooManySubCases {
        /// How many a package may have.
        max: usize,
    } = "triage.too_many_sub_cases", "a package has at most {max} parts";
    /// There is no such part.
    NoSuchSubCase {
        /// Its number.
        sub_case: u32,
    } = "triage.no_such_sub_case", "there is no part {sub_case}";
    /// It ended, or was dropped.
    SubCaseDone {
        /// Its number.
        sub_case: u32,
    } = "triage.sub_case_done", "the package does not wait for part {sub_case}";
    /// The case is no part of this one.
    NotAPart {
        /// The case.
        case: CaseId,
    } = "triage.not_a_part", "{case} is no part of this case";
    /// A package ends when all its parts have ended or were dropped, with a reason.
    SubCasesOpen {
        /// How many it waits for.
        open: usize,
    } = "triage.sub_cases_open", "{open} parts have not ended";
    /// One matter is taken for two, or two for one, by a person and with a reason, before anything is merged.
    NotADuplicate {
        /// The other case.
        case: CaseId,
    } = "triage.not_a_duplicate", "{case} was not found to be the same matter";
    /// A case is merged into another one, and only then names it.
    MergeIncomplete = "triage.merge_incomplete", "a case that is merged names the other case, and no other case names one";
}
