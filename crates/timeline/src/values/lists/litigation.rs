//! Lists of the desk that talks to the court and to other procedures.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

lists! {
    /// What a hand-off package holds (移送材料; civil procedure law, article 124; online mediation rules, article 21).
    PackageItem {
        /// Names and kinds of the parties (当事人信息).
        Parties = "parties",
        /// What is asked for (诉讼请求).
        Claim = "claim",
        /// The facts as the applicant tells them (事实与理由).
        Facts = "facts",
        /// Where papers reach the parties (送达地址).
        ServiceAddresses = "service_addresses",
        /// What nobody disputes (无争议事实).
        UndisputedFacts = "undisputed_facts",
        /// That a mediation took place and how it ended (调解情况).
        MediationReport = "mediation_report",
        /// The agreement, for confirmation (调解协议).
        Agreement = "agreement",
        /// The list of evidence (证据清单).
        Evidence = "evidence",
        /// The application for confirmation by all parties (共同申请书).
        JointApplication = "joint_application",
    }

    /// What a hand-off asks of the court (移送目的).
    HandOffPurpose {
        /// To docket a suit (立案).
        Filing = "filing",
        /// To confirm an agreement (司法确认; civil procedure law, article 205).
        Confirmation = "confirmation",
    }

    /// Why a court sends a package back (退回原因).
    RejectionGround {
        /// Papers are missing (材料不全).
        Incomplete = "incomplete",
        /// Another court is competent (管辖错误).
        WrongCourt = "wrong_court",
        /// Not a matter for courts (不属受案范围).
        NotJusticiable = "not_justiciable",
        /// The same matter is already before it (重复).
        Duplicate = "duplicate",
    }

    /// How the court's business ended (法院结果).
    CourtOutcome {
        /// Judgment (判决).
        Judgment = "judgment",
        /// Settled before the court (法院调解).
        SettledInCourt = "settled_in_court",
        /// Withdrawn (撤诉).
        Withdrawn = "withdrawn",
        /// Dismissed (驳回).
        Dismissed = "dismissed",
        /// The agreement was confirmed (裁定确认).
        Confirmed = "confirmed",
        /// Confirmation was denied (驳回确认).
        NotConfirmed = "not_confirmed",
    }

    /// At which stage a court gave a matter to the center (委派、委托; invited mediation, article 27): it decides how long
    /// the center has.
    DelegationStage {
        /// Before docketing: delegated (委派).
        PreFiling = "pre_filing",
        /// After docketing, ordinary procedure: entrusted (委托，普通程序).
        Ordinary = "ordinary",
        /// After docketing, simplified procedure: entrusted (委托，简易程序).
        Simplified = "simplified",
    }

    /// Why a court would not take an application to confirm an agreement (不予受理司法确认; interpretation of the civil
    /// procedure law, article 355).
    ConfirmationBar {
        /// Not a matter for courts (不属于受案范围).
        NotJusticiable = "not_justiciable",
        /// Another court is competent (不属于该院管辖).
        NotThisCourt = "not_this_court",
        /// Marriage, descent, adoption and other relations of status are made, ended or declared (身份关系).
        IdentityRelation = "identity_relation",
        /// A matter of another special procedure, public notice or bankruptcy (适用其他特别程序).
        SpecialProcedure = "special_procedure",
        /// Property or intellectual property is to be declared somebody's (物权、知识产权确权).
        OwnershipConfirmation = "ownership_confirmation",
    }

    /// Why a court denies to confirm an agreement (驳回确认; interpretation of the civil procedure law, article 358).
    ConfirmationDenial {
        /// It breaks a mandatory rule of law (违反法律强制性规定).
        Illegal = "illegal",
        /// It harms the state, the public or somebody else (损害国家利益、社会公共利益、他人合法权益).
        HarmsOthers = "harms_others",
        /// It is against public order and good morals (违背公序良俗).
        PublicOrder = "public_order",
        /// It was not made freely (违反自愿原则).
        NotVoluntary = "not_voluntary",
        /// What it says is not clear (内容不明确).
        Unclear = "unclear",
        /// Anything else that cannot be confirmed (其他).
        Other = "other",
    }

    /// What makes a court competent to confirm an agreement (司法确认管辖; civil procedure law, article 205).
    CourtLink {
        /// It delegated the matter to the center (委派法院).
        Delegated = "delegated",
        /// A party lives in its area (当事人住所地).
        Domicile = "domicile",
        /// What the dispute is about lies in its area (标的物所在地).
        Object = "object",
        /// The mediation body sits in its area (调解组织所在地).
        MediationBody = "mediation_body",
        /// The law gives the matter to the court above (中级人民法院管辖).
        Intermediate = "intermediate",
    }

    /// Another procedure a matter is referred to (转介程序).
    Procedure {
        /// Arbitration of a labour or land dispute (仲裁).
        Arbitration = "arbitration",
        /// Administrative reconsideration (行政复议).
        Reconsideration = "reconsideration",
        /// Administrative adjudication (行政裁决).
        Adjudication = "adjudication",
        /// Legal aid (法律援助).
        LegalAid = "legal_aid",
        /// A notary certifies an agreement (公证).
        Notary = "notary",
        /// A court's order to pay (支付令).
        PaymentOrder = "payment_order",
        /// A court enforces what is owed (强制执行).
        Enforcement = "enforcement",
    }

    /// How another procedure ended (转介结果). Which of them a procedure may have is in the packs.
    ReferralOutcome {
        /// Decided by an award or adjudication (裁决).
        Awarded = "awarded",
        /// Settled before that body (调解结案).
        SettledThere = "settled_there",
        /// The act that was complained of stands (维持).
        Upheld = "upheld",
        /// The act was revoked, changed or found unlawful (撤销、变更、确认违法).
        Overturned = "overturned",
        /// The body was told to do its duty (责令履行).
        OrderedToAct = "ordered_to_act",
        /// Dismissed (驳回).
        Dismissed = "dismissed",
        /// Withdrawn there (撤回).
        Withdrawn = "withdrawn",
        /// What was asked for was granted: aid is given, the order is made, the agreement is certified (准许).
        Granted = "granted",
        /// It was not granted (不予准许).
        NotGranted = "not_granted",
        /// The debtor objected and the order to pay lapsed (异议成立).
        ObjectedTo = "objected_to",
        /// Everything owed was got (执行完毕).
        Enforced = "enforced",
        /// Nothing more could be got for now (终结本次执行).
        NothingLeft = "nothing_left",
    }

    /// What a party is told when it takes a way that may lead nowhere (提示). A warning blocks nothing.
    Warning {
        /// The law wants arbitration before a suit (仲裁前置).
        ArbitrationFirst = "arbitration_first",
        /// The law wants reconsideration before a suit (复议前置).
        ReconsiderationFirst = "reconsideration_first",
        /// The periods for other remedies keep running meanwhile (其他期限继续计算).
        PeriodsKeepRunning = "periods_keep_running",
        /// The period for this has passed (已过期限).
        PeriodOver = "period_over",
        /// The law bars this from confirmation (不属于司法确认范围).
        NotConfirmable = "not_confirmable",
        /// There is no agreement that it could rest on (没有调解协议).
        NoAgreement = "no_agreement",
        /// There is nothing that could be enforced (没有执行依据).
        NoTitle = "no_title",
        /// Disputes of this type do not usually go there (一般不适用于该类纠纷).
        UnusualForType = "unusual_for_type",
    }
}
