//! The shape of the county: published figures of real centers, with their source. What nobody published is marked so.

use timeline::MediationKind;

/// Where a matter goes, as Zhuji counted it: 9,407 requests from late November 2019 to August 2020.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Platform {
    Petition,
    PublicSecurity,
    Court,
    LegalServices,
    Mediation,
    Other,
}

/// Zhuji; the sum is checked.
pub(crate) const PLATFORMS: &[(Platform, u32)] = &[
    (Platform::Petition, 2_002),
    (Platform::PublicSecurity, 59),
    (Platform::Court, 151),
    (Platform::LegalServices, 4_995),
    (Platform::Mediation, 2_060),
    (Platform::Other, 140),
];

/// Types of dispute: Xilin Gol League, April 2021, 386 cases, in the codes of the justice statistics.
pub(crate) const TYPES: &[(&str, u32)] = &[
    ("contract", 90),
    ("property_management", 77),
    ("neighbours", 48),
    ("labour", 42),
    ("damages", 35),
    ("marriage_family", 31),
    ("forest_land", 29),
    ("traffic", 16),
    ("business", 7),
    ("other", 6),
    ("medical", 4),
    ("expropriation", 1),
];

/// How a matter reaches the center. Nobody published this: a setting, not a finding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Door {
    Window,
    Phone,
    Online,
    Grid,
    Referral,
    Letter,
}

pub(crate) const DOORS: &[(Door, u32)] = &[
    (Door::Window, 54),
    (Door::Phone, 15),
    (Door::Online, 15),
    (Door::Grid, 8),
    (Door::Referral, 6),
    (Door::Letter, 2),
];

/// Letters whose postmark can be read, of a thousand (a setting).
pub(crate) const POSTMARKED: u32 = 900;

/// How often a citizen had to come about a matter: Putuo, 2018 to 2020 (35.7 % not at all, 60.9 % once, 97.8 % at one
/// place), in tenths of a percent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Coming {
    NotAtAll,
    Once,
    MoreThanOnce,
    ToSeveralPlaces,
}

pub(crate) const COMING: &[(Coming, u32)] =
    &[(Coming::NotAtAll, 357), (Coming::Once, 609), (Coming::MoreThanOnce, 12), (Coming::ToSeveralPlaces, 22)];

/// Contacts in person for each case, enquiries among them, in tenths: 1.011 million visits and 275 thousand accepted
/// disputes in Zhejiang's counties, three quarters of 2020.
pub(crate) const VISITS_PER_CASE_TENTHS: usize = 37;

/// Submissions of a matter that is there already, of a thousand: a mayor's mailbox, 56 of 553 letters.
pub(crate) const DUPLICATES: u32 = 101;

/// Mediations that end with an agreement, of a thousand: people's mediation, Xilin Gol (376 of 386).
pub(crate) const AGREED: u32 = 974;
/// The same where a court delegated the matter: courts, 2023 (12.04 of 17.47 million).
pub(crate) const AGREED_FOR_COURT: u32 = 689;
/// Matters of a platform that somebody mediates, of a thousand (a setting: nobody published it).
pub(crate) const fn mediated(platform: Platform) -> u32 {
    match platform {
        Platform::Mediation | Platform::Court => 1_000,
        Platform::LegalServices => 600,
        Platform::Petition => 150,
        Platform::PublicSecurity | Platform::Other => 0,
    }
}

/// Mediations of matters of a platform that end with an agreement, of a thousand.
pub(crate) const fn agreed(platform: Platform) -> u32 {
    match platform {
        Platform::Court => AGREED_FOR_COURT,
        Platform::Petition
        | Platform::PublicSecurity
        | Platform::LegalServices
        | Platform::Mediation
        | Platform::Other => AGREED,
    }
}

/// Quarrels of a trade that its own committee mediates, of a thousand: industry and professional committees had 217 of 386
/// mediations in Xilin Gol, and 235 were of types such committees are for.
pub(crate) const BY_TRADE: u32 = 923;
/// The same for what an administrative body, a lawyer or a commercial mediator may mediate (a setting: nobody published it).
pub(crate) const BY_OTHERS: u32 = 300;

/// How often a quarrel that may be mediated in this way is, of a thousand.
pub(crate) const fn mediated_so(kind: MediationKind) -> u32 {
    match kind {
        MediationKind::Industry | MediationKind::Labour | MediationKind::Medical | MediationKind::Traffic => BY_TRADE,
        MediationKind::Administrative | MediationKind::Lawyer | MediationKind::Commercial => BY_OTHERS,
        MediationKind::Peoples | MediationKind::Judicial => 1_000,
    }
}

/// Appointed mediators who stand too near to a party and step back, of a thousand (a setting).
pub(crate) const RECUSED: u32 = 15;

/// Other matters that are withdrawn, of a thousand (a setting).
pub(crate) const WITHDRAWN: u32 = 300;

/// Agreements that a court was asked to confirm, of a thousand: Xilin Gol (75 of 376).
pub(crate) const CONFIRMED: u32 = 199;
/// Agreements that are performed, of a thousand: Xilin Gol (369 of 376).
pub(crate) const PERFORMED: u32 = 981;

/// Days from the request to the end of a mediation that came to sit: median (a setting) and mean (courts, first half of
/// 2022).
pub(crate) const MEDIATION_DAYS: (f64, f64) = (7.0, 12.0);
/// What is drawn for it: median, mean and most. Desks keep office hours and type some of it in later, which adds about two
/// days (a setting, found by looking at the report).
pub(crate) const DRAWN_DAYS: (f64, f64, f64) = (5.4, 14.0, 75.0);

/// Visited parties who say whether they are satisfied, and of those who are, of a thousand: 30 to 60 % take part (nobody
/// published this), 99.2 % are satisfied (Putuo).
pub(crate) const ANSWERING: u32 = 450;
pub(crate) const SATISFIED: u32 = 985;

/// Assigned matters that come back once, and of those the ones that come back again, of a thousand: evidence of ping-pong
/// for whoever looks for it (a setting).
pub(crate) const BOUNCED: u32 = 90;
pub(crate) const BOUNCED_AGAIN: u32 = 300;

/// Acts that are recorded days after they happened, of a thousand (a setting).
pub(crate) const LATE: u32 = 40;

/// Matters in which somebody sees danger that cannot wait, and duties to report it that are fulfilled, of a thousand
/// (settings).
pub(crate) const URGENT: u32 = 8;
pub(crate) const REPORTED: u32 = 950;
/// Mediations of which a party lets sound be recorded, of a thousand (a setting).
pub(crate) const RECORDING: u32 = 250;

/// Answered matters whose applicant asks for legal aid, those about land that an authority adjudicates, those about
/// expropriation that go to reconsideration; agreements that a notary certifies; agreements not kept on which an order to
/// pay is asked for: of a thousand (settings, all of them).
pub(crate) const LEGAL_AID: u32 = 80;
pub(crate) const ADJUDICATED: u32 = 100;
pub(crate) const RECONSIDERED: u32 = 300;
pub(crate) const NOTARISED: u32 = 30;
pub(crate) const ORDERED: u32 = 400;
/// Referrals that the other body sends back first, and those it takes that end as was hoped, of a thousand (settings).
pub(crate) const SENT_BACK: u32 = 100;
pub(crate) const AS_HOPED: u32 = 800;

/// Claims told by word of mouth and written down, and parties who are shown all ways that are open before they choose, of a
/// thousand (settings).
pub(crate) const ORAL: u32 = 120;
pub(crate) const EXPLAINED: u32 = 300;

/// Answered matters that go down to a town or village that can solve them, and those that go up again because it could
/// not, of a thousand (settings).
pub(crate) const DOWN: u32 = 250;
pub(crate) const UP: u32 = 60;
/// Answered matters that need several departments, of a thousand (a setting).
pub(crate) const PACKAGES: u32 = 12;
