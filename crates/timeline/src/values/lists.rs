//! Closed lists that rules branch on. Open lists (departments, dispute types, causes of action) are data packs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! lists {
    ($($(#[doc = $doc:literal])* $List:ident { $($(#[doc = $item_doc:literal])* $Item:ident = $wire:literal,)* })*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
        pub enum $List {
            $($(#[doc = $item_doc])* #[serde(rename = $wire)] $Item,)*
        }

        impl $List {
            /// Every item, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$Item),*];

            /// The stored name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$Item => $wire),* }
            }

            /// The item of this stored name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|item| item.as_str() == name)
            }
        }

        impl std::fmt::Display for $List {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )*};
}

mod intake;
mod litigation;
mod oversight;
mod petition;
mod registry;
mod secrecy;

pub use intake::*;
pub use litigation::*;
pub use oversight::*;
pub use petition::*;
pub use registry::*;
pub use secrecy::*;

lists! {
    /// In which role somebody acts (岗位). One at a time: who has two takes off one hat before putting on the other.
    Role {
        /// Receives people at a window and registers what they bring (窗口人员).
        WindowClerk = "window_clerk",
        /// Finds the right hands for a case (分流员).
        TriageOfficer = "triage_officer",
        /// Works on the cases of one department (部门经办人).
        DepartmentHandler = "department_handler",
        /// Mediates (调解员).
        Mediator = "mediator",
        /// Speaks with the court for the center, and for the court with the center (诉调对接联络员).
        CourtLiaison = "court_liaison",
        /// Watches whether cases are handled in time and by the rules (督办人员).
        Supervisor = "supervisor",
        /// Leads the center or a department: reads, and decides what comes back (领导).
        Leader = "leader",
        /// Checks the record afterwards, without names (审计人员).
        Auditor = "auditor",
        /// Keeps the machine running; sees no case (系统管理员).
        SystemAdministrator = "system_administrator",
        /// Keeps accounts and grants; sees no case (安全管理员).
        SecurityAdministrator = "security_administrator",
        /// Reads the log of who saw what; sees no case (安全审计员).
        AuditAdministrator = "audit_administrator",
        /// Holds the keys personal values are sealed with, and sees no value (密钥保管员).
        KeyCustodian = "key_custodian",
        /// Watches from outside: a deputy, a citizen. Figures and sheets without names (外部监督员).
        Overseer = "overseer",
        /// The center's own program, when it follows up on a fact.
        System = "system",
    }

    /// How a department is present at the center (进驻方式: 常驻、轮驻、随驻).
    Residency {
        /// Every working day (常驻).
        Resident = "resident",
        /// On some days, in turn with others (轮驻).
        Rotating = "rotating",
        /// When it is called (随驻).
        OnCall = "on_call",
    }

    /// What kind of matter a case is (事项类别).
    CaseKind {
        /// A dispute between parties (矛盾纠纷).
        Dispute = "dispute",
        /// A petition (信访).
        Petition = "petition",
        /// A suggestion from the people (人民建议).
        Suggestion = "suggestion",
        /// A plea for relief (困难救助).
        Relief = "relief",
        /// A matter run by a proxy for the citizen (代办).
        Proxy = "proxy",
    }

    /// How something reached the center (渠道; petition regulation of 2022, article 17).
    Channel {
        /// In person at a window (窗口).
        Window = "window",
        /// By telephone, the 12345 hotline among them (电话).
        Phone = "phone",
        /// By letter (来信).
        Letter = "letter",
        /// Through a page or mini-application (网络).
        Online = "online",
        /// Reported by a grid worker (网格上报).
        Grid = "grid",
        /// Turned over by court, police, petition office or a higher level (移送).
        Referral = "referral",
        /// By the center's own program, as a follow-up of a fact.
        System = "system",
    }

    /// Which side a party is on (当事人地位).
    PartyRole {
        /// Asks for something (申请人).
        Applicant = "applicant",
        /// Is asked (被申请人).
        Respondent = "respondent",
        /// Has a stake of its own (第三人).
        ThirdParty = "third_party",
    }

    /// What a party is (主体类型).
    PartyKind {
        /// A natural person (自然人).
        Person = "person",
        /// A company, committee or public body (组织).
        Organisation = "organisation",
    }

    /// Who may at most know that a fact exists (密级).
    Classification {
        /// Whoever works on the case.
        Internal = "internal",
        /// Mediation content: hidden from departments (people's mediation law, article 15; invited mediation, article 2).
        Mediation = "mediation",
        /// Minors, violence, health, whistle-blowing: only the assigned.
        Sensitive = "sensitive",
        /// What somebody said of how it was served: those evaluated learn the marks, not the words.
        Evaluation = "evaluation",
        /// An accusation: nobody but the seat that receives it and the body it was transferred to (petition regulation of
        /// 2022, article 30).
        Accusation = "accusation",
    }

    /// Why somebody came (来访目的).
    VisitPurpose {
        /// To ask (咨询).
        Enquiry = "enquiry",
        /// To have a matter registered (登记).
        Register = "register",
        /// To bring papers (补交材料).
        Submit = "submit",
        /// To sit in a session (参加调解).
        Session = "session",
        /// To fetch a paper (领取文书).
        PickUp = "pick_up",
    }

    /// The way a case is taken further (分流途径).
    Route {
        /// Mediation (调解).
        Mediation = "mediation",
        /// Petition procedure (信访).
        Petition = "petition",
        /// A suit (诉讼).
        Litigation = "litigation",
        /// Labour or land arbitration (仲裁).
        Arbitration = "arbitration",
        /// Administrative reconsideration (行政复议).
        Reconsideration = "reconsideration",
        /// Public legal services: legal aid, notary (公共法律服务).
        LegalServices = "legal_services",
        /// Police handling (公安处理).
        PublicSecurity = "public_security",
        /// Another body's business (其他).
        Other = "other",
    }

    /// Why a department hands a case back (退回理由).
    ReturnGround {
        /// Not within its competence (不属于职责范围).
        NotCompetent = "not_competent",
        /// Another body is already on it (其他单位已受理).
        AlreadyHandled = "already_handled",
        /// It cannot be worked on as it is (材料不足).
        Incomplete = "incomplete",
        /// A member of staff has a conflict of interest (需要回避).
        ConflictOfInterest = "conflict_of_interest",
    }

    /// How a case ended (结案方式).
    Outcome {
        /// An agreement was reached and, where due, performed (达成协议).
        Settled = "settled",
        /// The parties settled by themselves (自行和解).
        SettledPrivately = "settled_privately",
        /// The applicant withdrew (撤回).
        Withdrawn = "withdrawn",
        /// It went to court (转诉讼).
        ToCourt = "to_court",
        /// It went to another procedure (转其他程序).
        ToOtherProcedure = "to_other_procedure",
        /// Answered and explained (解释说明).
        Explained = "explained",
        /// It goes on in another case (并案).
        Merged = "merged",
    }

    /// How urgent a case is (风险等级), as warning colours. Of the case, never of a person.
    RiskLevel {
        /// Reported at once (红).
        Red = "red",
        /// Worked on the same day (橙).
        Orange = "orange",
        /// Watched on the spot (黄).
        Yellow = "yellow",
    }

    /// What makes a case urgent (风险因素): things of the matter. Nothing here forecasts what somebody will do.
    RiskFactor {
        /// There was violence, or it was threatened (有暴力或暴力威胁).
        Violence = "violence",
        /// Life or health is in danger (危及生命健康).
        DangerToLife = "danger_to_life",
        /// A minor, or somebody who needs care, is affected (涉及未成年人或需照护者).
        Vulnerable = "vulnerable",
        /// Wages or another basic living depends on it (影响基本生活).
        Livelihood = "livelihood",
        /// Many have the same claim (涉及人数多).
        ManyPeople = "many_people",
        /// A large sum (涉案金额大).
        LargeSum = "large_sum",
        /// A period is about to end (期限将届满).
        PeriodEnding = "period_ending",
        /// What is disputed is being lost or destroyed (标的物可能灭失).
        PerishingEvidence = "perishing_evidence",
        /// It was tried before and failed (多次调处未果).
        TriedBefore = "tried_before",
    }

    /// A level of administration (层级): village, town, county (村、镇、县三级).
    AreaLevel {
        /// Village or neighbourhood (村、社区).
        Village = "village",
        /// Town, township or street (乡镇、街道).
        Town = "town",
        /// County (县).
        County = "county",
    }

    /// Why a department is asked to take a case (派单理由).
    AssignmentReason {
        /// It is within its competence (职责范围).
        Competence = "competence",
        /// It has the lead after a dispute over competence (确定牵头).
        LeadDetermined = "lead_determined",
        /// It is nearer to the parties and can solve it (下派).
        DelegatedDown = "delegated_down",
        /// It could not be solved below (上报).
        Escalated = "escalated",
    }

    /// What the sender says to an objection (异议处理; petition regulation of 2022, article 23).
    ObjectionAnswer {
        /// The department is right: the petition goes back (异议成立).
        Upheld = "upheld",
        /// It is competent after all, and signs (异议不成立).
        Overruled = "overruled",
    }

    /// Who says which department is competent (管辖确定; petition regulation of 2022, article 24).
    CompetenceStep {
        /// The departments agree (协商).
        Agreed = "agreed",
        /// Their common superior (共同上级).
        Superior = "superior",
        /// The joint conference, where they have no common superior (联席会议).
        Conference = "conference",
    }

    /// The kinds of mediation (调解种类).
    MediationKind {
        /// By a people's mediation committee (人民调解).
        Peoples = "peoples",
        /// By an administrative body (行政调解).
        Administrative = "administrative",
        /// Delegated by a court (司法委派、委托调解).
        Judicial = "judicial",
        /// By a trade body (行业调解).
        Industry = "industry",
        /// By lawyers (律师调解).
        Lawyer = "lawyer",
        /// Labour disputes (劳动争议调解).
        Labour = "labour",
        /// Medical disputes (医疗纠纷调解).
        Medical = "medical",
        /// Road traffic (道路交通调解).
        Traffic = "traffic",
        /// Commercial (商事调解).
        Commercial = "commercial",
    }

    /// How a session is held (调解方式).
    SessionForm {
        /// Face to face (现场).
        OnSite = "on_site",
        /// By video (视频).
        Video = "video",
        /// By telephone (电话).
        Phone = "phone",
        /// In writing (书面).
        Written = "written",
    }

    /// With both sides at once, or apart (调解形式).
    SessionSetting {
        /// Both sides at one table (面对面).
        Joint = "joint",
        /// Each side apart (背对背).
        Separate = "separate",
    }

    /// What a screening for violence at home found (家庭暴力筛查结果).
    ViolenceFinding {
        /// Nothing (未发现).
        Absent = "absent",
        /// Signs (疑似).
        Suspected = "suspected",
        /// There is violence, or was (存在).
        Present = "present",
    }

    /// In which quality somebody signs an agreement (签署身份; people's mediation law, article 29).
    Signer {
        /// A party (当事人).
        Party = "party",
        /// The mediator (调解员).
        Mediator = "mediator",
        /// The committee, with its seal (调解委员会).
        Committee = "committee",
    }

    /// How it was signed (签署方式; people's mediation law, article 29).
    SignatureManner {
        /// By name (签名).
        Signature = "signature",
        /// With a seal (盖章).
        Seal = "seal",
        /// With a fingerprint (按指印).
        Fingerprint = "fingerprint",
    }

    /// Why somebody goes back to see (回访事由).
    VisitReason {
        /// As it was planned (例行回访).
        Routine = "routine",
        /// Something is overdue (逾期未履行).
        Overdue = "overdue",
        /// A party asked for it (当事人反映).
        Asked = "asked",
        /// There are signs of a new dispute (新的苗头).
        NewSigns = "new_signs",
    }

    /// What makes somebody fit to mediate (调解员资格; people's mediation law, article 14; invited mediation, article 6).
    Qualification {
        /// Elected or hired by a people's mediation committee (人民调解员).
        PeoplesMediator = "peoples_mediator",
        /// A lawyer (律师).
        Lawyer = "lawyer",
        /// An arbitrator (仲裁员).
        Arbitrator = "arbitrator",
        /// Formerly judge, prosecutor or police (退休法律工作者).
        RetiredJurist = "retired_jurist",
        /// An official who mediates in office (行政调解人员).
        Official = "official",
        /// An expert of the trade (行业专家).
        Expert = "expert",
    }

    /// The languages a mediator mediates in (调解语言).
    Language {
        /// Mandarin (普通话).
        Mandarin = "mandarin",
        /// Wu (吴语).
        Wu = "wu",
        /// Min (闽语).
        Min = "min",
        /// Hakka (客家话).
        Hakka = "hakka",
        /// Cantonese (粤语).
        Yue = "yue",
        /// Sign language (手语).
        Sign = "sign",
        /// English (英语).
        English = "english",
    }

    /// Why a mediator is taken from the register (除名事由; people's mediation law, article 15).
    StrikeOffGround {
        /// It favoured one side (偏袒一方).
        Partial = "partial",
        /// It insulted a party (侮辱当事人).
        Insulting = "insulting",
        /// It asked for or took money or goods (索取、收受财物).
        TookFavours = "took_favours",
        /// It betrayed privacy or a trade secret (泄露隐私、商业秘密).
        BetrayedSecret = "betrayed_secret",
        /// It asked to leave (本人申请).
        OwnRequest = "own_request",
    }

    /// How an agreement is made (协议形式; people's mediation law, articles 28 to 30).
    AgreementForm {
        /// Written: takes effect with the last signature (书面).
        Written = "written",
        /// Oral: recorded by the mediator, takes effect when reached (口头).
        Oral = "oral",
    }

    /// The eight ways a mediation ends (rules on online mediation of 2021, article 25).
    TerminationReason {
        /// An agreement was reached (达成调解协议).
        Agreed = "agreed",
        /// The parties settled and withdrew (自行和解撤回).
        SettledAndWithdrawn = "settled_and_withdrawn",
        /// One side cannot be reached (无法联系).
        Unreachable = "unreachable",
        /// One side refuses (一方拒绝).
        Refused = "refused",
        /// The positions are too far apart (分歧过大).
        TooFarApart = "too_far_apart",
        /// The period is over and was not extended (期限届满).
        PeriodOver = "period_over",
        /// One side will not sign (拒绝签字).
        RefusedToSign = "refused_to_sign",
        /// Anything else (其他).
        Other = "other",
    }

    /// What a party is told it can still do (救济途径; people's mediation law, article 26).
    Remedy {
        /// Sue (起诉).
        Litigation = "litigation",
        /// Apply for arbitration (仲裁).
        Arbitration = "arbitration",
        /// Apply for reconsideration (行政复议).
        Reconsideration = "reconsideration",
        /// Ask for legal aid (法律援助).
        LegalAid = "legal_aid",
        /// Ask for judicial confirmation (司法确认).
        JudicialConfirmation = "judicial_confirmation",
    }

    /// Why somebody looks at more of a case than its task shows by itself. A word of a list and no free text: that would
    /// name people in a place where nobody erases them.
    LookReason {
        /// A party stands at the counter or is on the telephone (接待当事人).
        ServingParty = "serving_party",
        /// A party has to be reached (联系当事人).
        ReachingParty = "reaching_party",
        /// The matter is worked on (办理事项).
        HandlingMatter = "handling_matter",
        /// Whether two cases are one (核查重复).
        CheckingDuplicate = "checking_duplicate",
        /// Somebody watches over how it is handled (督办核查).
        Supervising = "supervising",
        /// Somebody complained of how it is handled (答复投诉).
        AnsweringComplaint = "answering_complaint",
        /// An audit (审计检查).
        Auditing = "auditing",
        /// Somebody's life is in danger (危及生命).
        DangerToLife = "danger_to_life",
    }

    /// How much of a case is shown to whoever is let in: no more than the task needs (personal information protection law,
    /// article 6).
    AccessExtent {
        /// Who it is about and what it is about, and not their numbers and addresses (姓名与事由).
        Names = "names",
        /// Everything (全部信息).
        Full = "full",
    }
}
