//! What a party is told about a dispute of each type: one row a type, so that a type without advice is seen.

use std::collections::BTreeMap;

use rules::Rulebook;
use timeline::ConfirmationBar::{self, IdentityRelation, OwnershipConfirmation, SpecialProcedure};
use timeline::Warning::{self, ArbitrationFirst, ReconsiderationFirst};
use timeline::{Code, Procedure};

use testkit::cast::code;

/// What speaks against confirming an agreement, what comes before a suit, whether arbitration is usual, and whether
/// violence at home is asked for first.
type Told = (Option<ConfirmationBar>, Option<Warning>, bool, bool);

/// Nothing in particular.
const PLAIN: Told = (None, None, false, false);
/// Members of a family who quarrel about money.
const FAMILY: Told = (None, None, false, true);
/// Whether somebody is a spouse or whose the child is cannot be settled by agreement alone.
const STATUS: Told = (Some(IdentityRelation), None, false, true);
/// Employment.
const EMPLOYED: Told = (None, Some(ArbitrationFirst), true, false);
/// Whose something is.
const OWNERSHIP: Told = (Some(OwnershipConfirmation), None, false, false);
/// What article 23 of the reconsideration law lists.
const LISTED: Told = (None, Some(ReconsiderationFirst), false, false);

const TABLE: &[(&str, Told)] = &[
    ("marriage_family", STATUS),
    ("divorce", STATUS),
    ("betrothal_gifts", FAMILY),
    ("child_support", STATUS),
    ("elder_support", FAMILY),
    ("inheritance", FAMILY),
    ("family_property", FAMILY),
    ("domestic_violence", (Some(SpecialProcedure), None, false, true)),
    ("migrant_wages", EMPLOYED),
    ("labour", EMPLOYED),
    ("unpaid_wages", EMPLOYED),
    ("dismissal", EMPLOYED),
    ("work_injury", EMPLOYED),
    ("social_insurance", EMPLOYED),
    ("personnel", EMPLOYED),
    ("platform_work", (None, None, true, false)),
    ("damages", PLAIN),
    ("traffic", PLAIN),
    ("medical", PLAIN),
    ("bodily_injury", PLAIN),
    ("pollution", PLAIN),
    ("defective_product", PLAIN),
    ("animals", PLAIN),
    ("school_injury", PLAIN),
    ("reputation", PLAIN),
    ("privacy", PLAIN),
    ("neighbours", PLAIN),
    ("water_leak", PLAIN),
    ("noise", PLAIN),
    ("passage", PLAIN),
    ("light", PLAIN),
    ("housing_homestead", OWNERSHIP),
    ("property_management", PLAIN),
    ("house_sale", PLAIN),
    ("house_lease", PLAIN),
    ("renovation", PLAIN),
    ("owners", PLAIN),
    ("forest_land", (Some(OwnershipConfirmation), None, true, false)),
    ("land_contract", (None, None, true, false)),
    ("land_boundary", OWNERSHIP),
    ("water_use", PLAIN),
    ("consumer", PLAIN),
    ("e_commerce", PLAIN),
    ("tourism", PLAIN),
    ("prepaid_card", PLAIN),
    ("training", PLAIN),
    ("catering", PLAIN),
    ("telecom", PLAIN),
    ("contract", PLAIN),
    ("business", PLAIN),
    ("sale", PLAIN),
    ("private_loan", PLAIN),
    ("bank_loan", PLAIN),
    ("insurance", PLAIN),
    ("building_contract", PLAIN),
    ("partnership", PLAIN),
    ("company", PLAIN),
    ("intellectual_property", OWNERSHIP),
    ("virtual_property", PLAIN),
    ("expropriation", LISTED),
    ("penalty", LISTED),
    ("inaction", LISTED),
    ("disclosure", LISTED),
    ("land_administration", LISTED),
    ("urban_order", PLAIN),
    ("relief", PLAIN),
    ("court_related", PLAIN),
    ("proposal", PLAIN),
    ("legal_advice", PLAIN),
    ("legal_aid", PLAIN),
    ("notary", PLAIN),
    ("appraisal", PLAIN),
    ("other", PLAIN),
];

fn told(book: &Rulebook, kind: &Code) -> Told {
    let only = |count: usize| assert!(count <= 1, "{kind} has one advice of a sort");
    let (bars, warnings) = (book.confirmation_bars(Some(kind)), book.suit_warnings(Some(kind)));
    only(bars.len());
    only(warnings.len());
    let arbitration = book.procedure(Procedure::Arbitration).expect("the packs have arbitration");
    (bars.first().copied(), warnings.first().copied(), book.usual(arbitration, kind), book.screens(kind))
}

#[test]
fn every_type_of_dispute_has_its_advice() {
    let book = Rulebook::demo();
    let mut table: BTreeMap<Code, Told> = TABLE.iter().map(|(kind, told)| (code(kind), *told)).collect();
    for kind in book.dispute_types() {
        assert_eq!(table.remove(&kind.code), Some(told(&book, &kind.code)), "{}", kind.code);
    }
    assert!(table.is_empty(), "no type is called {table:?}");
}

#[test]
fn a_procedure_that_names_no_types_is_usual_for_all_and_a_type_nobody_knows_has_no_advice() {
    let book = Rulebook::demo();
    let aid = book.procedure(Procedure::LegalAid).expect("the packs have legal aid");
    assert!(book.dispute_types().all(|kind| book.usual(aid, &kind.code)));
    assert_eq!(told(&book, &code("unheard_of")), PLAIN);
    assert_eq!((book.confirmation_bars(None), book.suit_warnings(None)), (vec![], vec![]));
}
