//! The closed lists of the reception desk.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

lists! {
    /// How old a party is, as far as rules ask (年龄段): derived from its birth, which is not kept.
    AgeBand {
        /// Under 14 (未满十四周岁): information about it is sensitive (personal information protection law, article 28).
        Child = "child",
        /// 14 to 17 (十四至十七周岁): a minor, with a guardian (civil code, articles 17 and 27).
        Minor = "minor",
        /// 18 to 59 (成年).
        Adult = "adult",
        /// 60 and over (老年; law on the rights of the elderly, article 2).
        Elderly = "elderly",
    }

    /// What somebody shows to say who they are (证件类型).
    IdentityKind {
        /// The resident identity card, or its number (居民身份证).
        ResidentCard = "resident_card",
        /// The household register, as for small children (户口簿).
        HouseholdRegister = "household_register",
        /// Permit of a resident of Hong Kong or Macao (港澳居民证件).
        HongKongMacaoPermit = "hong_kong_macao_permit",
        /// Permit of a resident of Taiwan (台湾居民证件).
        TaiwanPermit = "taiwan_permit",
        /// Permanent residence permit of a foreigner (外国人永久居留证).
        ResidencePermit = "residence_permit",
        /// Passport (护照).
        Passport = "passport",
        /// Anything else (其他证件).
        Other = "other_paper",
    }

    /// What a check of a number found (号码核对结果). It advises: a case is registered whatever it says.
    NumberCheck {
        /// It has the form and the check digit such numbers have (相符).
        Plausible = "plausible",
        /// It has too few or too many characters, or ones that do not belong there (格式不符).
        WrongForm = "wrong_form",
        /// The day of birth in it is no day (出生日期不符).
        WrongDate = "wrong_date",
        /// Its check digit does not belong to the others: a typing error (校验码不符).
        WrongCheckDigit = "wrong_check_digit",
        /// There is nothing to check it by (无法核对).
        Unchecked = "unchecked",
    }

    /// How an identity was verified (核验方式).
    VerificationManner {
        /// The original was seen (查看原件).
        OriginalSeen = "original_seen",
        /// A copy was seen (查看复印件).
        CopySeen = "copy_seen",
        /// By an official service online (网上核验).
        Online = "online",
        /// Somebody who is known vouched for it (他人证明).
        VouchedFor = "vouched_for",
    }

    /// How somebody wants to be reached (联系方式).
    ContactManner {
        /// By a call (电话).
        Phone = "phone",
        /// By a text message (短信).
        TextMessage = "text_message",
        /// By letter (信函).
        Letter = "letter",
        /// In person (当面).
        InPerson = "in_person",
        /// Through its agent or guardian (通过代理人或监护人).
        ThroughAgent = "through_agent",
    }

    /// Who looks after somebody who cannot act alone (监护人类型; civil code, articles 27, 28 and 32).
    GuardianKind {
        /// A parent (父母).
        Parent = "parent",
        /// Another relative (其他近亲属).
        Relative = "other_relative",
        /// Another person or organisation that is willing (其他个人或者组织).
        Willing = "willing",
        /// The civil affairs department, or the residents' or villagers' committee (民政部门、居民委员会、村民委员会).
        WelfareBody = "welfare_body",
    }

    /// What an agent is (代理人类型; civil procedure law, article 61).
    AgentKind {
        /// A lawyer (律师).
        Lawyer = "attorney",
        /// A grass-roots legal worker (基层法律服务工作者).
        LegalWorker = "legal_worker",
        /// A near relative (近亲属).
        Relative = "relative",
        /// A member of its staff (工作人员).
        Staff = "staff",
        /// A citizen its neighbourhood, unit or social body recommends (被推荐的公民).
        Recommended = "recommended",
    }

    /// How far a power of attorney goes (代理权限; civil procedure law, article 62).
    AgentScope {
        /// It speaks and hands in (一般代理).
        General = "general",
        /// It may also concede, settle and withdraw (特别授权).
        Special = "special",
    }

    /// How an oral statement was confirmed (笔录核对方式).
    ReadBack {
        /// Read aloud to the person (当面宣读).
        Aloud = "aloud",
        /// Read by the person itself (本人阅读).
        ByPerson = "by_person",
        /// Read back through an interpreter, sign language among them (经翻译核对).
        Interpreter = "interpreter",
    }

    /// What a party is told in writing (告知事项).
    NoticeKind {
        /// That its matter is registered, and which way it goes (登记告知; petition regulation of 2022, article 23).
        Registration = "registration",
        /// Its rights and duties (权利义务告知).
        Rights = "rights",
        /// What is done with its personal information (个人信息处理告知; personal information protection law, article 17).
        PersonalInformation = "personal_information",
        /// Which papers are missing (补正告知).
        MissingMaterials = "missing_materials",
        /// That two matters are taken as one (合并告知).
        Joined = "joined",
        /// Anything else (其他告知).
        Other = "other",
    }

    /// How a paper reached somebody (送达方式).
    ServiceManner {
        /// Handed over (直接送达).
        Handed = "handed",
        /// By post (邮寄送达).
        Post = "post",
        /// Electronically, to an address the party named (电子送达).
        Electronic = "electronic",
        /// Left at its home before witnesses (留置送达).
        Left = "left",
        /// Read out and noted (口头告知并记录).
        ReadOut = "read_out",
    }

    /// What somebody agrees to (同意事项). Registration needs none: it rests on duty and notice.
    ConsentPurpose {
        /// That sensitive information is worked with (处理敏感个人信息; personal information protection law, article 29).
        Handling = "handling",
        /// That another body is told (向其他单位提供; article 23).
        Sharing = "sharing",
        /// That sound or picture is recorded (录音录像).
        Recording = "recording",
        /// That the party is asked how it was served (满意度评价).
        Evaluation = "evaluation",
    }

    /// Why a person's data may be passed on (提供个人信息的依据; personal information protection law, articles 13 and 23).
    SharingBasis {
        /// The person asks for it (本人申请).
        Request = "request",
        /// The law wants it told (法定职责或者法律规定).
        Law = "law",
        /// The person agreed that this body is told (本人单独同意).
        Consent = "consent",
    }

    /// How a consent was given (同意形式).
    ConsentForm {
        /// In writing (书面).
        Written = "written",
        /// By word of mouth, noted (口头并记录).
        Oral = "spoken",
        /// By a click (电子).
        Electronic = "electronic",
    }

    /// What a paper or file is (材料类型).
    MaterialKind {
        /// The application itself (申请书).
        Application = "application",
        /// A letter, with its envelope (来信及信封).
        Letter = "letter",
        /// A proof of identity (身份证明).
        Identity = "identity",
        /// A power of attorney (授权委托书).
        Authorization = "authorization",
        /// A contract or note of debt (合同、借据).
        Contract = "contract",
        /// A proof of payment (支付凭证).
        Payment = "payment",
        /// A medical record (病历).
        Medical = "medical_record",
        /// A photograph (照片).
        Photograph = "photograph",
        /// A recording of sound or picture (录音录像).
        Recording = "recording",
        /// An appraisal (鉴定意见).
        Appraisal = "appraisal",
        /// A paper of a court, department or mediation body (法律文书).
        Official = "official",
        /// A signed paper of this case, scanned back (签署件扫描).
        Signed = "signed",
        /// Anything else (其他材料).
        Other = "other",
    }

    /// In which form a file is (文件格式): those that can be shown without running anything.
    MediaType {
        /// PDF.
        Pdf = "pdf",
        /// JPEG.
        Jpeg = "jpeg",
        /// PNG.
        Png = "png",
        /// TIFF.
        Tiff = "tiff",
        /// WebP.
        Webp = "webp",
        /// Plain text (纯文本).
        Text = "text",
        /// MP3 sound (音频).
        Mp3 = "mp3",
        /// MP4 picture and sound (视频).
        Mp4 = "mp4",
    }

    /// Who spoke to whom (联系方向).
    Direction {
        /// Somebody came or wrote to the center (来).
        Incoming = "incoming",
        /// The center called or wrote (去).
        Outgoing = "outgoing",
    }

    /// Why two cases may be one (疑似重复的理由): said without a name.
    DuplicateReason {
        /// They arose at the same place (发生地相同).
        SameArea = "same_area",
        /// They are of the same kind (类别相同).
        SameKind = "same_kind",
        /// A party of the one looks like a party of the other (当事人相同).
        SameParty = "same_party",
        /// Their claims say nearly the same (诉求相近).
        SimilarClaim = "similar_claim",
        /// The same amount is in dispute (金额相同).
        SameAmount = "same_amount",
        /// A person saw it (人工发现).
        SeenByPerson = "seen_by_person",
    }

    /// What may happen if nobody acts at once (紧急风险). A person says so; no text is ever scored.
    UrgentRisk {
        /// Violence (暴力).
        Violence = "violence",
        /// Violence within a family (家庭暴力).
        DomesticViolence = "domestic_violence",
        /// Hints of suicide (轻生).
        Suicide = "suicide",
        /// A minor is in danger (未成年人受到侵害).
        MinorAtRisk = "minor_at_risk",
        /// Perhaps a breach of public security, or a crime (可能涉及治安或者刑事案件).
        PossibleCrime = "possible_crime",
        /// It may grow into something major (可能造成重大社会影响).
        MajorImpact = "major_impact",
    }
}

impl MediaType {
    /// The name it has in HTTP.
    #[must_use]
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Tiff => "image/tiff",
            Self::Webp => "image/webp",
            Self::Text => "text/plain",
            Self::Mp3 => "audio/mpeg",
            Self::Mp4 => "video/mp4",
        }
    }

    /// The form that has this name in HTTP, with or without parameters behind it.
    #[must_use]
    pub fn of_mime(name: &str) -> Option<Self> {
        let name = name.split(';').next().unwrap_or_default().trim();
        Self::ALL.iter().copied().find(|form| form.mime().eq_ignore_ascii_case(name))
    }

    /// The ending of a file's name that programs know this form by.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Tiff => "tif",
            Self::Webp => "webp",
            Self::Text => "txt",
            Self::Mp3 => "mp3",
            Self::Mp4 => "mp4",
        }
    }

    /// How many bytes of a file tell its form: the marks stand in the first sixteen, a text must go on being one.
    pub const FIRST_BYTES: usize = 512;

    /// The form a file that begins with these bytes is in, whatever its sender calls it; `None` if it is none of these.
    #[must_use]
    pub fn of_first_bytes(first: &[u8]) -> Option<Self> {
        match first {
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => Some(Self::Tiff),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some(Self::Mp4),
            [b'I', b'D', b'3', ..] => Some(Self::Mp3),
            // A frame of MPEG sound (ISO/IEC 11172-3): eleven set bits, a version that is not reserved, layer III.
            [0xff, next, ..] if next & 0xe0 == 0xe0 && next & 0x18 != 0x08 && next & 0x06 == 0x02 => Some(Self::Mp3),
            text if is_text(text) => Some(Self::Text),
            _ => None,
        }
    }
}

/// Whether this can be read as a text in UTF-8 or GB 18030: there is something, and no control character but those that
/// part lines and columns.
fn is_text(first: &[u8]) -> bool {
    let control = |byte: &u8| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c);
    !first.is_empty() && !first.iter().any(control)
}

impl AgeBand {
    /// Whether somebody of this age needs a guardian (civil code, article 17).
    #[must_use]
    pub const fn is_minor(self) -> bool {
        match self {
            Self::Child | Self::Minor => true,
            Self::Adult | Self::Elderly => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MediaType;

    #[test]
    fn the_first_bytes_tell_the_form() {
        let cases: [(&[u8], Option<MediaType>); 15] = [
            (b"%PDF-1.7\n", Some(MediaType::Pdf)),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", Some(MediaType::Jpeg)),
            (b"\x89PNG\r\n\x1a\n\0", Some(MediaType::Png)),
            (b"II*\0\x08", Some(MediaType::Tiff)),
            (b"MM\0*\0", Some(MediaType::Tiff)),
            (b"RIFF\x01\x02\x03\x04WEBPVP8 ", Some(MediaType::Webp)),
            (b"ID3\x04", Some(MediaType::Mp3)),
            (b"\xff\xfb\x90\x64", Some(MediaType::Mp3)),
            (b"\0\0\0\x18ftypisom", Some(MediaType::Mp4)),
            ("今收到租金三千元。\r\n".as_bytes(), Some(MediaType::Text)),
            (b"\xbd\xf1\xca\xd5\xb5\xbd", Some(MediaType::Text)),
            (b"MZ\x90\0\x03", None),
            (b"PK\x03\x04", None),
            (b"\xff\xfea\0", None),
            (b"", None),
        ];
        for (first, form) in cases {
            assert_eq!(MediaType::of_first_bytes(first), form, "{first:?}");
        }
        assert_eq!(MediaType::of_mime("Text/Plain; charset=utf-8"), Some(MediaType::Text));
        assert_eq!(MediaType::of_mime("text/html"), None);
    }
}
