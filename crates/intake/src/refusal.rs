//! Why the reception desk says no.

use timeline::{CaseId, Code, DepartmentCode, MaterialKind, MediaType, PartyId, PlaceCode, VisitId};

timeline::refusals! {
    /// The stream of the visit, enquiry or case has begun.
    AlreadyRecorded = "intake.already_recorded", "this case, visit or enquiry is recorded already";
    /// There is no such case.
    NotRegistered = "intake.not_registered", "the case is not registered";
    /// Reopen it first.
    CaseClosed = "intake.case_closed", "the case is closed";
    /// Somebody has to ask for something.
    NoApplicant = "intake.no_applicant", "no applicant is named";
    /// The other side and third parties are named by somebody else.
    OnlyApplicantsUnnamed = "intake.only_applicants_unnamed", "only an applicant asks in confidence or anonymously";
    /// Nothing may be there that could lead to it.
    AnonymousHasNoName = "intake.anonymous_has_no_name",
        "whoever asks anonymously has no name, number or address here: leave them out, or register in confidence";
    /// Everybody goes by a name who does not ask anonymously.
    NameMissing = "intake.name_missing", "a party has no name, and does not ask anonymously";
    /// What is known of it was sealed as it was told.
    StandingIsKept = "intake.standing_is_kept",
        "whether a name is kept in confidence is settled when it is noted: take the party out and name it again";
    /// More than one request takes: add the others afterwards.
    TooManyParties {
        /// How many were named.
        found: usize,
        /// How many are taken at once.
        max: usize,
    } = "intake.too_many_parties", "{found} parties are named at once, but {max} are taken in one request";
    /// A visit is made by somebody.
    NoVisitors = "intake.no_visitors", "a visit has at least one visitor";
    /// Not in the rule book.
    UnknownPlace {
        /// The place that was named.
        place: PlaceCode,
    } = "intake.unknown_place", "the place {place} is not known";
    /// Not in the rule book.
    UnknownDepartment {
        /// The department that was named.
        department: DepartmentCode,
    } = "intake.unknown_department", "the department {department} is not known";
    /// Not in the list of dispute types.
    UnknownTopic {
        /// The topic that was named.
        topic: Code,
    } = "intake.unknown_topic", "the topic {topic} is not in the list of dispute types";
    /// A fault of the program around this desk: the center draws a number before it asks.
    NumberNotDrawn = "intake.number_not_drawn", "no case number was drawn";
    /// Who sits at a window registers for the citizen, and needs nobody to confirm it.
    NotOnline = "intake.not_online", "only what comes in online is registered by the citizen itself";
    /// Confirmed already, or registered by a clerk.
    NothingToConfirm = "intake.nothing_to_confirm", "no registration waits to be confirmed";
    /// A citizen's own registration is confirmed by somebody who asked.
    ConfirmsItself = "intake.confirms_itself", "a registration is not confirmed online: somebody has to ask the applicant";
    /// A correction says what is right.
    NothingCorrected = "intake.nothing_corrected", "nothing is said to be different";
    /// Not of this case.
    UnknownParty {
        /// The party that was named.
        party: PartyId,
    } = "intake.unknown_party", "{party} is no party of this case";
    /// A case is about somebody who asks for something.
    LastApplicant = "intake.last_applicant", "the last applicant cannot go: name another one first";
    /// A party, a body or a name.
    NoGuardian = "intake.no_guardian", "no guardian is named: say which party, which body or which person it is";
    /// Nobody is its own guardian.
    OwnGuardian = "intake.own_guardian", "nobody is its own guardian";
    /// A power of the past is none.
    PowerEnded = "intake.power_ended", "the power of attorney has ended already";
    /// Not of this case, or dismissed.
    UnknownAgent {
        /// The number of the agent.
        agent: u32,
    } = "intake.unknown_agent", "there is no agent {agent} whose power lasts";
    /// Those who come together name somebody.
    NoRepresentative = "intake.no_representative", "no representative is named";
    /// A law limits who speaks, never who is a party.
    TooManyRepresentatives {
        /// How many were named.
        found: usize,
        /// How many may speak.
        most: usize,
        /// Statute and article.
        law: String,
    } = "intake.too_many_representatives", "{found} representatives are named, but at most {most} speak for a group ({law})";
    /// Who speaks for others alone is their agent.
    TooFewRepresentatives {
        /// How many were named.
        found: usize,
        /// How many speak at least.
        least: usize,
        /// Statute and article.
        law: String,
    } = "intake.too_few_representatives",
        "{found} representatives are named, but at least {least} speak for a group ({law}): one alone is an agent";
    /// Who read it back in the other language?
    NoInterpreter = "intake.no_interpreter", "the statement was read back by an interpreter who is not named";
    /// A notice reaches somebody on a day that has come.
    ServedLater = "intake.served_later", "the day of service is still to come";
    /// Not of this case.
    UnknownMaterial {
        /// The number that was named.
        material: u32,
    } = "intake.unknown_material", "there is no material {material} in this case";
    /// Sharing names who may be told (personal information protection law, article 23).
    NoRecipient = "intake.no_recipient", "consent to sharing names who may be told";
    /// There is nothing to take back.
    NoConsent = "intake.no_consent", "this party has not agreed to this";
    /// The store does not have it.
    FileNotStored = "intake.file_not_stored", "there is no such file in the store: upload it first";
    /// Who opens a file must not meet another kind of file than was said.
    AnotherForm {
        /// What the file is.
        media_type: MediaType,
    } = "intake.another_form", "the file is {media_type}, and not what it is said to be";
    /// A request names what is missing.
    NothingMissing = "intake.nothing_missing", "nothing is asked for";
    /// Administrative reconsideration law of 2023, article 31: everything is asked for at once.
    AskedAlready {
        /// What was asked for before.
        item: MaterialKind,
    } = "intake.asked_already",
        "{item} was asked for already: say why it is asked for again (administrative reconsideration law, article 31)";
    /// A case is no duplicate of itself.
    SameCase = "intake.same_case", "this is the very case";
    /// Nothing of that id is registered.
    UnknownCase {
        /// The case that was named.
        case: CaseId,
    } = "intake.unknown_case", "there is no case {case}";
    /// No visit was recorded under that id.
    UnknownVisit {
        /// The visit that was named.
        visit: VisitId,
    } = "intake.unknown_visit", "there is no visit {visit}";
    /// Somebody has looked at the two, and said why they are two.
    RuledOutBefore {
        /// The other case.
        case: CaseId,
    } = "intake.ruled_out_before", "it was ruled out that {case} is the same matter: confirm it if that was wrong";
    /// Danger is seen by somebody, never computed.
    RiskNeedsAPerson = "intake.risk_needs_a_person", "an urgent risk is reported by a person, not by a program";
    /// No rule asked for such a report.
    UnknownDuty {
        /// The number that was named.
        duty: u32,
    } = "intake.unknown_duty", "there is no duty {duty} to report";
    /// Once is enough.
    ReportMadeBefore {
        /// Who was told.
        department: DepartmentCode,
    } = "intake.report_made_before", "{department} was told already";
}
