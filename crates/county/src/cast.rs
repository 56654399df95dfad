//! What the invented people quarrel about, who they are, and whose business it is. Every name carries the mark 虚构.

use timeline::{MediationKind, Qualification};

/// A type of dispute as it comes up in the county.
pub(crate) struct Quarrel {
    /// The code of the type.
    pub(crate) dispute_type: &'static str,
    /// What is claimed.
    pub(crate) claims: &'static [&'static str],
    /// The other side, if it is an organisation; else it is a person.
    pub(crate) organisation: Option<&'static str>,
    /// The department that handles it where nobody mediates, and who works there.
    pub(crate) department: (&'static str, &'static str),
    /// The kind of mediation its trade or its law has for it; people's mediation where there is none of its own.
    pub(crate) kind: MediationKind,
    /// The amount in dispute, in yuan: least and most; nothing where no money is asked for.
    pub(crate) yuan: Option<(i64, i64)>,
}

const HOUSING: (&str, &str) = ("housing", "housing-1");
const TRANSPORT: (&str, &str) = ("transport", "transport-1");
const LABOUR: (&str, &str) = ("human_resources", "hr-1");
const JUSTICE: (&str, &str) = ("justice", "justice-1");
const WANGXI: (&str, &str) = ("wangxi", "wangxi-1");
const SHIQIAO: (&str, &str) = ("shiqiao", "shiqiao-1");

/// Everything people quarrel about here.
#[rustfmt::skip]
pub(crate) const QUARRELS: &[Quarrel] = &[
    Quarrel { dispute_type: "contract", organisation: Some("虚构装饰公司"), department: JUSTICE, kind: MediationKind::Industry, yuan: Some((2_000, 180_000)),
        claims: &["装修质量差，拒付尾款", "借款到期不还", "果园承包款分期付，要个保障", "货款拖欠，多次催要未果", "租房押金不退"] },
    Quarrel { dispute_type: "property_management", organisation: Some("虚构物业服务公司"), department: HOUSING, kind: MediationKind::Industry, yuan: None,
        claims: &["电梯半年三次停运，物业不修", "小区车位被占，物业不管", "楼道堆物堵了消防通道", "地下车库积水", "物业费涨价没有公示"] },
    Quarrel { dispute_type: "neighbours", organisation: None, department: WANGXI, kind: MediationKind::Peoples, yuan: Some((100, 20_000)),
        claims: &["楼上漏水泡坏天花板，要求修复并赔偿", "邻居深夜练鼓", "空调外机对着邻家窗户", "装修震裂隔壁墙砖", "晾衣滴水弄脏楼下被子", "共用水管改道"] },
    Quarrel { dispute_type: "labour", organisation: Some("虚构电子厂"), department: LABOUR, kind: MediationKind::Labour, yuan: Some((3_000, 90_000)),
        claims: &["被辞退，要求支付经济补偿", "加班费三年没有算", "试用期受伤，工伤待遇有争议", "离职证明一直不开", "工地完工四个月，工钱没有结清"] },
    Quarrel { dispute_type: "damages", organisation: None, department: JUSTICE, kind: MediationKind::Lawyer, yuan: Some((500, 60_000)),
        claims: &["推搡受伤，要求赔医药费", "狗咬伤人，主人不认", "施工围挡倒下砸坏车", "孩子在店里滑倒"] },
    Quarrel { dispute_type: "marriage_family", organisation: None, department: WANGXI, kind: MediationKind::Peoples, yuan: None,
        claims: &["兄弟三人为照顾母亲的费用争吵", "离婚后探望孩子的时间说不定", "老人赡养轮流住，时间排不开", "彩礼退还多少"] },
    Quarrel { dispute_type: "forest_land", organisation: None, department: SHIQIAO, kind: MediationKind::Administrative, yuan: None,
        claims: &["两户林地界线不清，界石被移", "林木砍伐越界", "承包地流转后不付租金"] },
    Quarrel { dispute_type: "traffic", organisation: None, department: TRANSPORT, kind: MediationKind::Traffic, yuan: Some((800, 120_000)),
        claims: &["电动车被撞，医药费和误工费谈不拢", "停车场剐蹭，保险不够赔", "货车压坏村道，修路钱谈不拢"] },
    Quarrel { dispute_type: "business", organisation: Some("虚构商贸公司"), department: ("market", "market-1"), kind: MediationKind::Commercial, yuan: Some((5_000, 300_000)),
        claims: &["合伙开店散伙，账目分不清", "摊位转让费起争议"] },
    Quarrel { dispute_type: "other", organisation: Some("虚构百货店"), department: ("market", "market-1"), kind: MediationKind::Industry, yuan: Some((50, 5_000)),
        claims: &["网购的锅漏电，商家不退货", "健身房关门，卡里余额不退", "老房加装电梯，一楼不同意"] },
    Quarrel { dispute_type: "medical", organisation: Some("虚构医院"), department: ("health", "health-1"), kind: MediationKind::Medical, yuan: Some((1_000, 200_000)),
        claims: &["手术后伤口感染，要求说明和赔偿", "补牙后疼痛，要求退费"] },
    Quarrel { dispute_type: "expropriation", organisation: Some("虚构项目部"), department: ("natural_resources", "natural-resources-1"), kind: MediationKind::Administrative, yuan: None,
        claims: &["征地补偿标准看不懂，要求解释"] },
];

/// Somebody who mediates.
pub(crate) struct Mediator {
    /// Its id in the rule book, which also says what it is called and which committee keeps it.
    pub(crate) id: &'static str,
    /// What makes it fit to mediate.
    pub(crate) qualification: Qualification,
    /// What it mediates beside what everybody here does.
    pub(crate) kinds: &'static [MediationKind],
}

/// What every mediator of the county mediates.
pub(crate) const EVERYBODY_MEDIATES: &[MediationKind] = &[MediationKind::Peoples, MediationKind::Judicial];

/// Everybody who mediates, those who do most of it first: a small core and many who help out.
#[rustfmt::skip]
pub(crate) const MEDIATORS: &[Mediator] = &[
    Mediator { id: "mediator-1", qualification: Qualification::Lawyer,
        kinds: &[MediationKind::Administrative, MediationKind::Industry, MediationKind::Lawyer, MediationKind::Commercial] },
    Mediator { id: "mediator-2", qualification: Qualification::PeoplesMediator,
        kinds: &[MediationKind::Traffic, MediationKind::Industry] },
    Mediator { id: "mediator-3", qualification: Qualification::PeoplesMediator, kinds: &[MediationKind::Labour] },
    Mediator { id: "mediator-4", qualification: Qualification::Expert,
        kinds: &[MediationKind::Medical, MediationKind::Administrative] },
    Mediator { id: "mediator-5", qualification: Qualification::PeoplesMediator, kinds: &[MediationKind::Traffic] },
    Mediator { id: "mediator-6", qualification: Qualification::PeoplesMediator, kinds: &[MediationKind::Industry] },
    Mediator { id: "mediator-7", qualification: Qualification::RetiredJurist, kinds: &[MediationKind::Commercial] },
    Mediator { id: "mediator-8", qualification: Qualification::PeoplesMediator, kinds: &[] },
    Mediator { id: "mediator-9", qualification: Qualification::Lawyer,
        kinds: &[MediationKind::Labour, MediationKind::Lawyer] },
    Mediator { id: "mediator-10", qualification: Qualification::PeoplesMediator, kinds: &[MediationKind::Labour] },
    Mediator { id: "mediator-11", qualification: Qualification::RetiredJurist, kinds: &[MediationKind::Medical] },
    Mediator { id: "mediator-12", qualification: Qualification::PeoplesMediator, kinds: &[MediationKind::Industry] },
];

/// Everybody who mediates this kind, those who do most of it first.
pub(crate) fn mediators_of(kind: MediationKind) -> Vec<&'static Mediator> {
    let everybody = EVERYBODY_MEDIATES.contains(&kind);
    MEDIATORS.iter().filter(|mediator| everybody || mediator.kinds.contains(&kind)).collect()
}

/// What people add to a claim: no two neighbours tell of the same thing in the same words.
const CIRCUMSTANCES: &[&str] = &[
    "事情从去年冬天拖到现在，村里谈过两回",
    "当天有人在场，愿意来说明经过",
    "双方只有口头约定，没有留下字据",
    "手里有转账记录和聊天截图可以看",
    "对方换了电话，上门三次都没见着",
    "街坊劝过，谁也不肯先让一步",
    "老人为这事睡不好觉，盼着早点了结",
    "照片拍了七八张，已经洗出来带来",
    "原先说好月底给答复，后来没了下文",
    "家里等着用钱，最好能分两次结清",
    "找过负责的人，推说要等上面研究",
    "请懂行的师傅估过价，单子附在后面",
    "只想把道理讲明白，不愿伤了和气",
    "派出所登记过一次，建议到中心来谈",
    "合同第六条写得含糊，各有各的理解",
    "孩子马上开学，希望在此之前有个说法",
    "隔壁两户也遇到同样麻烦，各自来说",
    "录音只有前半段，后面手机没电了",
    "已经停工五天，再拖下去损失更大",
    "对方承认有责任，只是数目谈不拢",
    "收据丢了一张，其余按日期排好",
    "愿意听调解员的，但要当面赔个不是",
    "之前写过保证书，到期没有照办",
    "春耕在即，地里的活等不得人",
    "物件还在原处没动，随时可以来看",
    "亲戚从中传话，越传越不清楚",
    "发票抬头写错了，要求重新开具",
    "医生嘱咐休养三周，误工怎么算有分歧",
    "公示栏贴过告示，内容和承诺不符",
    "中间人已经搬走，只剩一个旧地址",
    "第一笔给过，余下的一直说手头紧",
];

/// What somebody of this number adds to a claim.
pub(crate) fn circumstances(number: usize) -> String {
    let said = CIRCUMSTANCES.get(number % CIRCUMSTANCES.len()).copied().unwrap_or_default();
    format!("（{}号楼{}室）{said}", number % 37 + 1, 101 + number % 23 * 100)
}

/// What people ask about.
pub(crate) const TOPICS: &[&str] =
    &["labour", "marriage_family", "contract", "property_management", "traffic", "other"];

/// The quarrel of this type.
pub(crate) fn quarrel(dispute_type: &str) -> &'static Quarrel {
    let found = QUARRELS.iter().find(|quarrel| quarrel.dispute_type == dispute_type);
    found.or(QUARRELS.last()).expect("the list is not empty")
}

/// Villages and towns a matter comes from: in most places little happens, and most in the county town.
pub(crate) const AREAS: &[&str] =
    &["990101001001", "990101001002", "990101001", "990101002001", "990101002", "990101003001", "990101003", "990101"];

/// Surnames for people who do not exist.
const SURNAMES: &[&str] = &["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];

/// The name of a person of this number.
pub(crate) fn name(number: usize) -> String {
    let surname = SURNAMES.get(number % SURNAMES.len()).copied().unwrap_or("甲");
    format!("{surname}某{}（虚构）", number / SURNAMES.len() + 1)
}
