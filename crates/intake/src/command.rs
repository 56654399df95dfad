//! What the reception desk can be asked to do.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{
    AreaCode, CaseId, CaseKind, CaseNumber, Fen, Form, PartyId, PartyKind, PartyRole, Personal, PlaceCode, Referral,
    RequestId, SubjectId, VisitPurpose,
};

/// Most parties one request may name, so that one commit stays small. A matter may have more: [`AddParty`] has no limit,
/// and five representatives limit a joint visit, never the number of parties (petition regulation of 2022, article 20).
pub const PARTIES_MAX: usize = 200;

timeline::commands! {
    /// A request to the reception desk.
    Command
    /// Note that somebody came in person.
    RecordVisit = "record_visit", begins;
    /// Register a case and hand out its receipt.
    RegisterCase = "register_case", begins;
    /// Name a further party.
    AddParty = "add_party";
}

/// Note that somebody came in person. Recorded on the visit's own stream: a visit is not a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordVisit {
    /// Where they came to.
    pub place: PlaceCode,
    /// What for.
    pub purpose: VisitPurpose,
    /// How many persons, from 1.
    pub visitors: u16,
    /// The case it is about, if it is about one.
    #[serde(default)]
    pub case: Option<CaseId>,
}

/// Register a case: one call, whatever its kind and channel.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterCase {
    /// What kind of matter it is.
    pub kind: CaseKind,
    /// What it is about and what is asked for, as the applicant tells it.
    pub claim: Personal,
    /// Where it arose.
    pub area: AreaCode,
    /// The amount in dispute, in fen.
    #[serde(default)]
    pub amount: Option<Fen>,
    /// Everybody named, at least one applicant, up to [`PARTIES_MAX`].
    pub parties: Vec<NewParty>,
    /// Who turned the matter over, if it did not come by itself.
    #[serde(default)]
    pub referred_by: Option<Referral>,
    /// The case it is a part of: told by the package, never by a client.
    #[serde(skip)]
    pub part_of: Option<CaseId>,
    /// The number it gets: drawn by the center, never sent by a client.
    #[serde(skip)]
    pub number: Option<CaseNumber>,
}

/// Name a further party.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddParty {
    /// The party.
    pub party: NewParty,
}

/// Somebody a case is about, as named at the window.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewParty {
    /// Which side it is on.
    pub role: PartyRole,
    /// Person or organisation.
    pub kind: PartyKind,
    /// Its name.
    pub name: Personal,
    /// Where it can be called.
    #[serde(default)]
    pub phone: Option<Personal>,
    /// Where papers reach it.
    #[serde(default)]
    pub address: Option<Personal>,
}

impl Form for RecordVisit {}

impl Form for RegisterCase {
    fn each_personal(&mut self, case: SubjectId, request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.claim, case);
        for (index, party) in self.parties.iter_mut().enumerate() {
            party.each_personal(PartyId::of_request(request, index).into(), visit);
        }
    }
}

impl Form for AddParty {
    fn each_personal(&mut self, _case: SubjectId, request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.party.each_personal(PartyId::of_request(request, 0).into(), visit);
    }
}

impl NewParty {
    fn each_personal(&mut self, subject: SubjectId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        let Self { role: _, kind: _, name, phone, address } = self;
        visit(name, subject);
        phone.iter_mut().chain(address).for_each(|text| visit(text, subject));
    }
}
