//! What a rule must know of other streams, put into the command before it is decided; and taken back if nothing came of it.

use intake::{Command, NewParty, RegisterCase, Suspect};
use jiff::Timestamp;
use rules::day_of;
use timeline::{CaseId, CaseRegistered, Fact, Kind, PartyId, RequestId, StreamId, VisitId, VisitRecorded};

use crate::handle::Shell;
use crate::matters::{Likeness, marks_of_new};
use crate::{Failure, stored};

impl Shell {
    /// For the reception desk: numbers and what they say, cases that may be the same, codes for receipts.
    pub(crate) fn look_up_for_intake(
        &self,
        command: &mut Command,
        asked: (StreamId, RequestId),
        now: Timestamp,
    ) -> Result<(), Failure> {
        let (stream, request) = asked;
        match command {
            Command::RegisterCase(register) => self.look_up_for_registration(register, asked, now),
            Command::AddParty(add) => {
                add.party.look_at_numbers(day_of(now));
                add.suspects = self.look_for_party(stream.into(), add.party.id(request, 0), &add.party);
            }
            Command::CorrectParty(correct) => {
                correct.corrected.look_at_numbers(day_of(now));
                correct.suspects = self.look_for_party(stream.into(), correct.party, &correct.corrected);
            }
            Command::IssueReceipt(issue) => issue.query_tag = Some(self.key.query_tag(&self.key.query_code(request))),
            Command::SuspectDuplicate(pair) => match pair.other {
                Some(_) => pair.other_is_there = self.is_case(pair.other)?,
                None => pair.suspects = self.matters.suspected(stream.into()),
            },
            Command::ConfirmDuplicate(pair) => pair.other_is_there = self.is_case(Some(pair.other))?,
            Command::RuleOutDuplicate(pair) => pair.other_is_there = self.is_case(Some(pair.other))?,
            Command::RecordVisit(visit) => visit.case_is_there = self.is_case(visit.case)?,
            Command::AnswerEnquiry(enquiry) => enquiry.visit_is_there = self.is_visit(enquiry.visit)?,
            Command::DesignateRepresentatives(named) => named.visit_is_there = self.is_visit(named.visit)?,
            Command::ConfirmRegistration(_)
            | Command::CorrectRegistration(_)
            | Command::RemoveParty(_)
            | Command::VerifyIdentity(_)
            | Command::NameGuardian(_)
            | Command::AuthorizeAgent(_)
            | Command::DismissAgent(_)
            | Command::TakeStatement(_)
            | Command::ServeNotice(_)
            | Command::RecordConsent(_)
            | Command::WithdrawConsent(_)
            | Command::SubmitMaterial(_)
            | Command::RequestMaterials(_)
            | Command::NoteContact(_)
            | Command::ReportUrgentRisk(_)
            | Command::MakeReport(_) => {}
        }
        Ok(())
    }

    fn look_up_for_registration(
        &self,
        register: &mut RegisterCase,
        (stream, request): (StreamId, RequestId),
        now: Timestamp,
    ) {
        register.look_at_numbers(day_of(now));
        register.known.number = Some(self.numbers.draw(now));
        register.known.query_tag = Some(self.key.query_tag(&self.key.query_code(request)));
        let likeness = Likeness::of_command(register, request, |text| self.key.party_mark(text));
        self.matters.expect(stream.into(), likeness);
    }

    /// Cases that may be the same matter, now that this one's party is known, or known better.
    fn look_for_party(&self, case: CaseId, party: PartyId, named: &NewParty) -> Vec<Suspect> {
        self.matters.compare_party(case, party, &marks_of_new(named, |text| self.key.party_mark(text)))
    }

    /// What came to nothing leaves no gap in the numbers, if it can be helped, and is nobody's duplicate.
    pub(crate) fn put_back(&self, command: &crate::Command, stream: StreamId) {
        let crate::Command::Intake(command) = command else { return };
        if let Command::RegisterCase(register) = command {
            register.known.number.into_iter().for_each(|number| self.numbers.put_back(number));
        }
        self.matters.take_back(stream.into());
    }

    /// Whether a case is named, and there is one; the id of a visit, an enquiry or a page of the register is none.
    fn is_case(&self, named: Option<CaseId>) -> Result<bool, Failure> {
        self.begins_with(CaseRegistered::KIND, named.map(StreamId::from))
    }

    /// Whether a visit is named, and there is one.
    fn is_visit(&self, named: Option<VisitId>) -> Result<bool, Failure> {
        self.begins_with(VisitRecorded::KIND, named.map(StreamId::from))
    }

    /// What a stream is, its first fact says.
    fn begins_with(&self, kind: Kind, named: Option<StreamId>) -> Result<bool, Failure> {
        let Some(stream) = named else { return Ok(false) };
        Ok(stored::begins_with(self.journal.as_ref(), stream, kind)?)
    }
}
