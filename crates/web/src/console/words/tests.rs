//! No gap between the languages, nothing said twice, nothing unsaid, nothing said in vain.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use access::{Action, Reach, Role, Rule};
use center::Context;
use serde_json::Value;
use timeline::{Event, Query, Route};

use super::*;
use crate::console::names::LISTS;
use crate::console::schema::{self, Field, List, Shape};

fn ids(files: &[&str]) -> Vec<String> {
    let lines = files.iter().flat_map(|file| file.lines());
    let id = |line: &str| {
        let (id, text) = line.split_once(" = ")?;
        assert!(!text.trim().is_empty(), "{id} is empty");
        id.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| id.to_owned())
    };
    lines.filter_map(id).collect()
}

fn once(files: &[&str]) -> BTreeSet<String> {
    let all = ids(files);
    let set: BTreeSet<String> = all.iter().cloned().collect();
    let twice: Vec<&String> = set.iter().filter(|id| all.iter().filter(|other| other == id).count() > 1).collect();
    assert!(twice.is_empty(), "said twice: {twice:?}");
    set
}

#[test]
fn both_languages_say_the_same_things() {
    let (chinese, english) = (once(CHINESE), once(ENGLISH));
    assert_eq!(chinese.difference(&english).collect::<Vec<_>>(), Vec::<&String>::new(), "missing in English");
    assert_eq!(english.difference(&chinese).collect::<Vec<_>>(), Vec::<&String>::new(), "missing in Chinese");
    for file in CHINESE.iter().chain(ENGLISH) {
        let read = FluentResource::try_new((*file).to_owned());
        assert!(read.is_ok(), "{:?}", read.err().map(|(_, faults)| faults));
    }
    for id in &chinese {
        let names = |language: Language| {
            let text = language.find(id, &[]).unwrap_or_default();
            let parts = text.split("{$").skip(1).filter_map(|part| part.split('}').next());
            parts.map(str::to_owned).collect::<BTreeSet<String>>()
        };
        assert_eq!(names(Language::Chinese), names(Language::English), "{id} has other arguments");
    }
}

fn snake_lists() -> Vec<String> {
    macro_rules! items {
        ($($List:ident = $name:literal),* $(,)?) => {{
            let mut all = Vec::new();
            $(all.extend(timeline::$List::ALL.iter().map(|item| format!("{}-{}", $name, item.as_str())));)*
            all
        }};
    }
    let mut all = items! {
        CaseKind = "case_kind", Channel = "channel", PartyRole = "party_role", PartyKind = "party_kind",
        Classification = "classification", VisitPurpose = "visit_purpose", Route = "route",
        ReturnGround = "return_ground", Outcome = "outcome", MediationKind = "mediation_kind",
        SessionForm = "session_form", AgreementForm = "agreement_form", TerminationReason = "termination_reason",
        RecusalGround = "recusal_ground", SessionSetting = "session_setting",
        ViolenceFinding = "violence_finding", Signer = "signer", SignatureManner = "signature_manner",
        VisitReason = "visit_reason", Qualification = "qualification", Language = "language", StrikeOffGround = "strike_off_ground",
        Remedy = "remedy", PackageItem = "package_item", HandOffPurpose = "hand_off_purpose",
        RejectionGround = "rejection_ground", CourtOutcome = "court_outcome",
        RiskLevel = "risk_level", RiskFactor = "risk_factor", AreaLevel = "area_level",
        AssignmentReason = "assignment_reason", ObjectionAnswer = "objection_answer",
        CompetenceStep = "competence_step",
        AgeBand = "age_band", IdentityKind = "identity_kind", NumberCheck = "number_check", VerificationManner = "verification_manner", ContactManner = "contact_manner", GuardianKind = "guardian_kind", AgentKind = "agent_kind", AgentScope = "agent_scope", ReadBack = "read_back", NoticeKind = "notice_kind", ServiceManner = "service_manner", ConsentPurpose = "consent_purpose", ConsentForm = "consent_form", SharingBasis = "sharing_basis", MaterialKind = "material_kind", MediaType = "media_type", Direction = "direction", DuplicateReason = "duplicate_reason", UrgentRisk = "urgent_risk",
        DelegationStage = "delegation_stage", ConfirmationBar = "confirmation_bar",
        ConfirmationDenial = "confirmation_denial", CourtLink = "court_link", Procedure = "procedure",
        ReferralOutcome = "referral_outcome", Warning = "warning",
        Residency = "residency",
        ErasureGround = "erasure_ground", ErasureRejection = "erasure_rejection", HoldGround = "hold_ground",
        DangerGround = "danger_ground", Secrecy = "secrecy", SecrecyGround = "secrecy_ground",
        Transport = "transport", StartingPoint = "starting_point",
        HaltGround = "halt_ground", DiscardGround = "discard_ground",
        LookReason = "look_reason", AccessExtent = "access_extent",
        EvaluationPlace = "evaluation_place", FollowUpResult = "follow_up_result", AccuserStanding = "accuser_standing",
        AccusationGround = "accusation_ground", AccusationOutcome = "accusation_outcome",
    };
    all.extend(Role::ALL.iter().map(|role| format!("role-{}", role.as_str())));
    all
}

/// What views call their parts: read off views of nothing, which name every rate and every platform all the same.
fn of_views() -> BTreeSet<String> {
    let mut all: BTreeSet<String> = views::awaited().into_iter().map(|cause| format!("waits-{cause}")).collect();
    for view in views::all() {
        let figures = view.rows(&Query::default()).figures;
        all.extend(keys(&figures, "rates").map(|rate| format!("rate-{rate}")));
        // A platform that is called like a way is said by the word for the way.
        let ways = |platform: &String| Route::ALL.iter().any(|route| route.as_str() == platform);
        all.extend(keys(&figures, "routes").filter(|way| !ways(way)).map(|platform| format!("platform-{platform}")));
    }
    all
}

fn keys(figures: &Value, name: &str) -> impl Iterator<Item = String> {
    let parts = figures.get(name).and_then(Value::as_object).into_iter().flatten();
    parts.map(|(key, _)| key.clone()).collect::<Vec<_>>().into_iter()
}

fn commands() -> Vec<(String, Vec<Field>)> {
    Context::ALL.iter().flat_map(|desk| schema::commands(desk.schema().as_value())).collect()
}

fn names(fields: &[Field], found: &mut BTreeSet<String>) {
    for field in fields {
        found.insert(format!("field-{}", field.name));
        if let Shape::Group(inner) | Shape::Rows(inner) = &field.shape {
            names(inner, found);
        }
    }
}

/// Ids that the program puts together: they must be there, and may be there.
fn composed() -> BTreeSet<String> {
    let mut all: BTreeSet<String> = snake_lists().into_iter().collect();
    let coded = |code: &str| format!("refusal-{}", code.replace('.', "-"));
    all.extend(Event::catalogue().map(|line| format!("fact-{}", line.kind.name.replace('.', "-"))));
    all.extend(center::refusal_codes().into_iter().map(coded));
    all.extend(Rule::ALL.iter().map(|rule| format!("denial-{}", rule.as_str().replace('.', "-"))));
    all.extend(Context::ALL.iter().map(|desk| format!("desk-{}", desk.as_str())));
    all.extend(access::Signal::ALL.iter().map(|signal| format!("signal-{}", signal.as_str())));
    all.extend(access::FieldClass::ALL.iter().map(|class| format!("field_class-{}", class.as_str())));
    all.extend(access::Outcome::ALL.iter().map(|outcome| format!("look_outcome-{}", outcome.as_str())));
    all.extend(access::Mask::ALL.iter().map(|mask| format!("mask-{}", mask.as_str())));
    all.extend(access::Relation::ALL.iter().map(|near| format!("relation-{}", near.as_str())));
    all.extend(of_views());
    all.extend(Action::ALL.iter().map(|action| format!("act-{}", action.as_str())));
    all.extend(Reach::ALL.iter().map(|reach| format!("reach-{}", reach.as_str())));
    for (word, fields) in commands() {
        all.insert(format!("act-{word}"));
        names(&fields, &mut all);
    }
    for line in Event::catalogue() {
        let body = (line.schema)();
        let properties = body.get("properties").and_then(|value| value.as_object());
        all.extend(properties.into_iter().flatten().map(|(name, _)| format!("field-{name}")));
    }
    all
}

#[test]
fn everything_that_can_be_shown_has_words() {
    let said = once(CHINESE);
    let missing: Vec<String> = composed().into_iter().filter(|id| !said.contains(id)).collect();
    assert!(missing.is_empty(), "no words for {missing:#?}");
}

#[test]
fn closed_lists_of_forms_are_those_of_the_timeline() {
    fn walk(fields: &[Field], known: &[String]) {
        for field in fields {
            match &field.shape {
                Shape::One(List::Closed(list, items)) | Shape::Many(List::Closed(list, items)) => {
                    assert!(items.iter().all(|item| known.contains(&format!("{list}-{item}"))), "{list}");
                }
                Shape::Group(inner) | Shape::Rows(inner) => walk(inner, known),
                _ => {}
            }
        }
    }
    commands().iter().for_each(|(_, fields)| walk(fields, &snake_lists()));
}

#[test]
fn an_item_of_every_list_is_said_where_a_fact_shows_it() {
    let fields: BTreeSet<&str> = LISTS.iter().map(|line| line.0).collect();
    assert_eq!(fields.len(), LISTS.len(), "a field stands in two lines");
    let shown: BTreeSet<&str> = LISTS.iter().flat_map(|line| line.1.iter().copied()).collect();
    for item in snake_lists() {
        let list = item.split_once('-').map(|(list, _)| list).unwrap();
        assert!(shown.contains(list), "no field shows an item of {list}");
    }
}

fn read_all(folder: &Path, ending: &str, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_all(&path, ending, found);
        } else if path.extension().is_some_and(|found| found == ending) {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    read_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/console"), "rs", &mut found);
    read_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), "html", &mut found);
    found.retain(|(path, _)| !path.contains("tests"));
    found
}

#[test]
fn nothing_is_said_in_vain() {
    let sources = sources();
    let composed = composed();
    // Put together from what a view or a form calls its parts.
    let free = ["column-", "state-", "look_basis-", "field-", "hint-", "next-", "passed_by-", "sharing_basis-"];
    let unused: Vec<String> = once(CHINESE)
        .into_iter()
        .filter(|id| !composed.contains(id) && !free.iter().any(|prefix| id.starts_with(prefix)))
        .filter(|id| !sources.iter().any(|(_, text)| text.contains(&format!("\"{id}\""))))
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:#?}");
}

#[test]
fn templates_and_pages_ask_only_for_words_that_exist() {
    let said = once(CHINESE);
    for (path, text) in sources() {
        for call in ["say(\"", "say_of(\""] {
            for id in text.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(said.contains(id), "{path} says {id}, which has no words");
            }
        }
    }
}

#[test]
fn templates_hold_no_chinese_of_their_own() {
    for (path, text) in sources().into_iter().filter(|(path, _)| path.ends_with(".html")) {
        let chinese =
            text.chars().find(|c| ('\u{3400}'..='\u{9fff}').contains(c) || ('\u{3000}'..='\u{303f}').contains(c));
        assert_eq!(chinese, None, "{path}");
        assert!(!text.contains("<style") && !text.contains(" style=\"") && !text.contains(" onclick"), "{path}");
        assert!(!text.contains("://") || path.ends_with("icon.svg"), "{path} names another address");
    }
}
