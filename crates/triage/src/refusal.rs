//! Why triage says no.

use timeline::{Code, DepartmentCode};

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
}
