//! Parties, and who speaks for them.

use jiff::civil::Date;
use rules::{age_band, birth_in_identity, check_identity, check_organisation, check_phone};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{
    AccuserStanding, AgeBand, AgentKind, AgentScope, ContactWish, DepartmentCode, Form, GuardianKind, IdentityKind,
    NumberCheck, PartyId, PartyKind, PartyRole, Personal, RequestId, SubjectId, VerificationManner, VisitId,
};

use super::Suspect;

/// Somebody a case is about, as named at the window.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewParty {
    /// Which side it is on.
    pub role: PartyRole,
    /// Person or organisation.
    pub kind: PartyKind,
    /// Its name; left out by whoever asks anonymously.
    #[serde(default = "nameless")]
    pub name: Personal,
    /// Where it can be called.
    #[serde(default)]
    pub phone: Option<Personal>,
    /// Where papers reach it.
    #[serde(default)]
    pub address: Option<Personal>,
    /// What it shows or tells to say who it is.
    #[serde(default)]
    pub identity: Option<IdentityPaper>,
    /// The unified social credit code of an organisation.
    #[serde(default)]
    pub organisation_number: Option<Personal>,
    /// The day of birth, if the paper does not tell: only the age band is kept of it.
    #[serde(default)]
    pub born_on: Option<Date>,
    /// How it wants to be reached.
    #[serde(default)]
    pub contact: Option<ContactWish>,
    /// Whether no paper the other side may read tells where it lives or is called.
    #[serde(default)]
    pub address_protected: bool,
    /// How much an applicant shows of itself: its name, if nothing is said.
    #[serde(default)]
    pub standing: Option<AccuserStanding>,
    /// Whether no name was told, seen while it can be read and never sent by a client.
    #[serde(skip)]
    pub unnamed: bool,
    /// The body of the county it is, if it is one.
    #[serde(default)]
    pub department: Option<DepartmentCode>,
    /// What the numbers say, derived before they are sealed and never sent by a client.
    #[serde(skip)]
    pub told_by_numbers: ToldByNumbers,
}

/// What stands for the name of whoever tells none.
const NAMELESS: &str = "匿名";

fn nameless() -> Personal {
    Personal::parse(NAMELESS).expect("it is a text")
}

/// What somebody shows or tells to say who they are.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityPaper {
    /// Which paper.
    pub kind: IdentityKind,
    /// The number on it.
    pub number: Personal,
}

/// What the numbers of a party say of themselves.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ToldByNumbers {
    /// How old it is, as far as rules ask.
    pub age_band: Option<AgeBand>,
    /// Whether the number on its paper is plausible.
    pub identity: Option<NumberCheck>,
    /// Whether the code of the organisation is plausible.
    pub organisation: Option<NumberCheck>,
    /// Whether the telephone number is plausible.
    pub phone: Option<NumberCheck>,
}

impl NewParty {
    /// A party of which nothing but the name is told.
    #[must_use]
    pub fn named(role: PartyRole, kind: PartyKind, name: Personal) -> Self {
        Self {
            role,
            kind,
            name,
            phone: None,
            address: None,
            identity: None,
            organisation_number: None,
            born_on: None,
            contact: None,
            address_protected: false,
            standing: None,
            unnamed: false,
            department: None,
            told_by_numbers: ToldByNumbers::default(),
        }
    }

    /// Its id, as the `index`-th party a request names.
    #[must_use]
    pub fn id(&self, request: RequestId, index: usize) -> PartyId {
        let id = PartyId::of_request(request, index);
        if self.standing == Some(AccuserStanding::Confidential) { id.in_confidence() } else { id }
    }

    /// Whether anything is told that could lead to it.
    pub(crate) fn is_traceable(&self) -> bool {
        let Self { unnamed, phone, address, identity, organisation_number, .. } = self;
        !unnamed || phone.is_some() || address.is_some() || identity.is_some() || organisation_number.is_some()
    }

    /// Checks its numbers and derives how old it is, while all this can still be read.
    pub fn look_at_numbers(&mut self, today: Date) {
        let clear = |text: &Option<Personal>, check: fn(&str) -> NumberCheck| {
            text.as_ref().and_then(Personal::text_in_clear).map(check)
        };
        self.unnamed = self.name.text_in_clear() == Some(NAMELESS);
        let born_by_paper = self.identity.as_ref().and_then(IdentityPaper::born_on);
        self.told_by_numbers = ToldByNumbers {
            age_band: self
                .born_on
                .or(born_by_paper)
                .map(|born| age_band(born, today))
                .or(self.told_by_numbers.age_band),
            identity: self.identity.as_ref().and_then(IdentityPaper::check),
            organisation: clear(&self.organisation_number, check_organisation),
            phone: clear(&self.phone, check_phone),
        };
    }

    pub(super) fn each_personal(&mut self, subject: SubjectId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.name, subject);
        let number = self.identity.iter_mut().map(|paper| &mut paper.number);
        let texts = self.phone.iter_mut().chain(&mut self.address).chain(&mut self.organisation_number);
        texts.chain(number).for_each(|text| visit(text, subject));
    }
}

impl IdentityPaper {
    fn born_on(&self) -> Option<Date> {
        self.number.text_in_clear().filter(|_| self.kind == IdentityKind::ResidentCard).and_then(birth_in_identity)
    }

    fn check(&self) -> Option<NumberCheck> {
        match self.kind {
            IdentityKind::ResidentCard => self.number.text_in_clear().map(check_identity),
            IdentityKind::HouseholdRegister
            | IdentityKind::HongKongMacaoPermit
            | IdentityKind::TaiwanPermit
            | IdentityKind::ResidencePermit
            | IdentityKind::Passport
            | IdentityKind::Other => Some(NumberCheck::Unchecked),
        }
    }
}

/// Name a further party.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddParty {
    /// The party.
    pub party: NewParty,
    /// Cases that may be the same matter, now that this party is known: looked up by the center, never sent by a client.
    #[serde(skip)]
    pub suspects: Vec<Suspect>,
}

/// Correct how a party was noted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectParty {
    /// Which party.
    pub party: PartyId,
    /// How it is right: all of it, not only what was wrong.
    pub corrected: Box<NewParty>,
    /// How the mistake came about.
    pub reason: Personal,
    /// Cases that may be the same matter, by the corrected names and numbers: looked up by the center, never sent by a
    /// client.
    #[serde(skip)]
    pub suspects: Vec<Suspect>,
}

/// Take out somebody who is no party.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveParty {
    /// Who.
    pub party: PartyId,
    /// Why it was noted, and why it is none.
    pub reason: Personal,
}

/// Note that it was verified who a party is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyIdentity {
    /// Who.
    pub party: PartyId,
    /// By which paper.
    pub kind: IdentityKind,
    /// How.
    pub manner: VerificationManner,
}

/// Name who looks after somebody who cannot act alone: a party, a body, or somebody by name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameGuardian {
    /// Who is looked after.
    pub ward: PartyId,
    /// What the guardian is.
    pub kind: GuardianKind,
    /// The guardian, if it is itself a party.
    #[serde(default)]
    pub guardian: Option<PartyId>,
    /// The body, if a body looks after the ward.
    #[serde(default)]
    pub body: Option<DepartmentCode>,
    /// The name, if it is neither.
    #[serde(default)]
    pub name: Option<Personal>,
    /// Where the guardian can be called.
    #[serde(default)]
    pub phone: Option<Personal>,
}

/// Note a power of attorney.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorizeAgent {
    /// For whom the agent acts.
    pub party: PartyId,
    /// What the agent is.
    pub kind: AgentKind,
    /// Its name.
    pub name: Personal,
    /// Where it can be called.
    #[serde(default)]
    pub phone: Option<Personal>,
    /// How far its power goes.
    pub scope: AgentScope,
    /// The last day of its power.
    #[serde(default)]
    pub until: Option<Date>,
    /// The number of the material that shows the power of attorney.
    #[serde(default)]
    pub material: Option<u32>,
}

/// Note that a power to act ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DismissAgent {
    /// The number of the agent.
    pub agent: u32,
    /// Why, if it was said.
    #[serde(default)]
    pub reason: Option<Personal>,
}

/// Note who speaks for those who ask for the same: as many as the law of the kind of case allows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DesignateRepresentatives {
    /// Who.
    pub representatives: Vec<PartyId>,
    /// The joint visit.
    #[serde(default)]
    pub visit: Option<VisitId>,
    /// Whether there is such a visit: looked up by the center, never sent by a client.
    #[serde(skip)]
    pub visit_is_there: bool,
}

impl Form for VerifyIdentity {}

impl Form for DesignateRepresentatives {}

impl Form for AddParty {
    fn each_personal(&mut self, _case: SubjectId, request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.party.each_personal(self.party.id(request, 0).into(), visit);
    }
}

impl Form for CorrectParty {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.corrected.each_personal(self.party.into(), visit);
        visit(&mut self.reason, case);
    }
}

impl Form for RemoveParty {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.reason, case);
    }
}

impl Form for NameGuardian {
    fn each_personal(
        &mut self,
        _case: SubjectId,
        _request: RequestId,
        visit: &mut dyn FnMut(&mut Personal, SubjectId),
    ) {
        let ward = self.ward.into();
        self.name.iter_mut().chain(&mut self.phone).for_each(|text| visit(text, ward));
    }
}

impl Form for AuthorizeAgent {
    fn each_personal(
        &mut self,
        _case: SubjectId,
        _request: RequestId,
        visit: &mut dyn FnMut(&mut Personal, SubjectId),
    ) {
        let party = self.party.into();
        visit(&mut self.name, party);
        self.phone.iter_mut().for_each(|text| visit(text, party));
    }
}

impl Form for DismissAgent {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.reason.iter_mut().for_each(|text| visit(text, case));
    }
}
