//! What the invented people of the demonstration quarrel about.

use super::stories::Story;

/// A matter: its type, what is claimed, who claims it from whom, where, which department it is for, and its story.
pub(super) struct Matter {
    pub(super) kind: &'static str,
    pub(super) claim: &'static str,
    pub(super) sides: [&'static str; 2],
    pub(super) area: &'static str,
    pub(super) department: &'static str,
    pub(super) staff: &'static str,
    pub(super) fen: i64,
    pub(super) story: Story,
}

const fn matter(kind: &'static str, story: Story, fen: i64, claim: &'static str, sides: [&'static str; 2]) -> Matter {
    let (area, department, staff) = match kind.as_bytes() {
        b"housing_homestead" | b"property_management" => ("990101001001", "housing", "housing-1"),
        b"migrant_wages" | b"labour" => ("990101002", "human_resources", "hr-1"),
        b"traffic" => ("990101", "transport", "transport-1"),
        b"neighbours" | b"marriage_family" => ("990101001", "wangxi", "wangxi-1"),
        b"forest_land" | b"pollution" => ("990101002001", "shiqiao", "shiqiao-1"),
        _ => ("990101", "justice", "justice-1"),
    };
    Matter { kind, claim, sides, area, department, staff, fen, story }
}

use Story::{
    Agreed, AgreedByPart, AtCourt, Confirmed, Delegated, Explained, Failed, Held, Passed, Refused, Reopened, Withdrawn,
};

/// All of them, oldest first.
#[rustfmt::skip]
pub(super) const MATTERS: &[Matter] = &[
    matter("neighbours",          Agreed,       80_000,     "楼上漏水泡坏天花板，要求修复并赔偿",       ["甲一（虚构）", "乙一（虚构）"]),
    matter("migrant_wages",       AgreedByPart, 3_600_000,  "工地完工四个月，工钱没有结清",             ["甲二（虚构）", "虚构建筑有限公司"]),
    matter("traffic",             AtCourt,      5_200_000,  "电动车被撞，医药费和误工费谈不拢",         ["甲三（虚构）", "乙三（虚构）"]),
    matter("property_management", Passed,       0,          "电梯半年三次停运，物业不修",               ["甲四（虚构）", "虚构物业服务公司"]),
    matter("consumer",            Explained,    29_900,     "网购的锅漏电，商家不退货",                 ["甲五（虚构）", "虚构百货店"]),
    matter("marriage_family",     Agreed,       0,          "兄弟三人为照顾母亲的费用争吵",             ["甲六（虚构）", "乙六（虚构）"]),
    matter("labour",              Delegated,    1_850_000,  "被辞退，要求支付经济补偿",                 ["甲七（虚构）", "虚构电子厂"]),
    matter("forest_land",         Held,         0,          "两户林地界线不清，界石被移",               ["甲八（虚构）", "乙八（虚构）"]),
    matter("contract",            Failed,       12_000_000, "装修质量差，拒付尾款",                     ["甲九（虚构）", "虚构装饰公司"]),
    matter("medical",             Agreed,       3_000_000,  "手术后伤口感染，要求说明和赔偿",           ["甲十（虚构）", "虚构医院"]),
    matter("neighbours",          Withdrawn,    0,          "邻居深夜练鼓",                             ["丙一（虚构）", "丁一（虚构）"]),
    matter("housing_homestead",   Passed,       0,          "宅基地翻建挡了邻家采光",                   ["丙二（虚构）", "丁二（虚构）"]),
    matter("migrant_wages",       Agreed,       980_000,    "装卸工资拖欠两个月",                       ["丙三（虚构）", "虚构物流有限公司"]),
    matter("business",            Confirmed,    8_800_000,  "合伙开店散伙，账目分不清",                 ["丙四（虚构）", "丁四（虚构）"]),
    matter("pollution",           Held,         0,          "养殖场污水流进鱼塘",                       ["丙五（虚构）", "虚构养殖场"]),
    matter("traffic",             Agreed,       1_200_000,  "停车场剐蹭，保险不够赔",                   ["丙六（虚构）", "丁六（虚构）"]),
    matter("labour",              AgreedByPart, 2_400_000,  "加班费三年没有算",                         ["丙七（虚构）", "虚构服装厂"]),
    matter("property_management", Refused,      0,          "小区车位被占，物业不管",                   ["丙八（虚构）", "虚构物业服务公司"]),
    matter("marriage_family",     Held,         0,          "离婚后探望孩子的时间说不定",               ["丙九（虚构）", "丁九（虚构）"]),
    matter("contract",            AtCourt,      6_000_000,  "借款到期不还",                             ["丙十（虚构）", "丁十（虚构）"]),
    matter("neighbours",          Agreed,       20_000,     "空调外机对着邻家窗户",                     ["戊一（虚构）", "己一（虚构）"]),
    matter("expropriation",       Explained,    0,          "征地补偿标准看不懂，要求解释",             ["戊二（虚构）", "虚构项目部"]),
    matter("migrant_wages",       Delegated,    4_500_000,  "十二名工人要求支付工资",                   ["戊三（虚构）", "虚构劳务公司"]),
    matter("tourism",             Agreed,       360_000,    "跟团游被加项目，要求退费",                 ["戊四（虚构）", "虚构旅行社"]),
    matter("housing_homestead",   Reopened,     500_000,    "新房墙面开裂，开发商只补不修",             ["戊五（虚构）", "虚构置业公司"]),
    matter("damages",             Agreed,       150_000,    "狗咬伤路人，医药费谁出",                   ["戊六（虚构）", "己六（虚构）"]),
    matter("labour",              Held,         700_000,    "试用期受伤，工伤待遇有争议",               ["戊七（虚构）", "虚构机械厂"]),
    matter("e_commerce",          Withdrawn,    15_800,     "直播间买的玉是假的",                       ["戊八（虚构）", "虚构直播商行"]),
    matter("neighbours",          AgreedByPart, 60_000,     "装修震裂隔壁墙砖",                         ["戊九（虚构）", "己九（虚构）"]),
    matter("traffic",             Failed,       2_600_000,  "货车压坏村道，修路钱谈不拢",               ["戊十（虚构）", "虚构运输队"]),
    matter("medical",             Held,         1_000_000,  "补牙后疼痛，要求退费",                     ["庚一（虚构）", "虚构口腔诊所"]),
    matter("property_management", Passed,       0,          "楼道堆物堵了消防通道",                     ["庚二（虚构）", "虚构物业服务公司"]),
    matter("migrant_wages",       Agreed,       520_000,    "饭店关门，员工工资没发",                   ["庚三（虚构）", "虚构饭店"]),
    matter("contract",            Confirmed,    3_300_000,  "果园承包款分期付，要个保障",               ["庚四（虚构）", "辛四（虚构）"]),
    matter("marriage_family",     Agreed,       0,          "老人赡养轮流住，时间排不开",               ["庚五（虚构）", "辛五（虚构）"]),
    matter("forest_land",         Passed,       0,          "林木砍伐越界",                             ["庚六（虚构）", "辛六（虚构）"]),
    matter("labour",              AgreedByPart, 1_100_000,  "外卖骑手摔伤，平台推责",                   ["庚七（虚构）", "虚构配送站"]),
    matter("neighbours",          Held,         10_000,     "晾衣滴水弄脏楼下被子",                     ["庚八（虚构）", "辛八（虚构）"]),
    matter("consumer",            Agreed,       88_000,     "健身房关门，卡里余额不退",                 ["庚九（虚构）", "虚构健身房"]),
    matter("housing_homestead",   Passed,       0,          "老房加装电梯，一楼不同意",                 ["庚十（虚构）", "辛十（虚构）"]),
    matter("traffic",             Held,         450_000,    "共享单车绊倒老人",                         ["壬一（虚构）", "虚构单车公司"]),
    matter("pollution",           Passed,       0,          "夜间施工噪声",                             ["壬二（虚构）", "虚构建筑有限公司"]),
    matter("migrant_wages",       AgreedByPart, 6_900_000,  "班组长带着账本来要工程款",                 ["壬三（虚构）", "虚构建筑有限公司"]),
    matter("marriage_family",     Held,         0,          "彩礼退还多少",                             ["壬四（虚构）", "癸四（虚构）"]),
    matter("labour",              Agreed,       300_000,    "离职证明一直不开",                         ["壬五（虚构）", "虚构商贸公司"]),
    matter("contract",            Delegated,    2_000_000,  "货款拖欠，法院委派调解",                   ["壬六（虚构）", "虚构商贸公司"]),
    matter("neighbours",          Agreed,       0,          "共用水管改道",                             ["壬七（虚构）", "癸七（虚构）"]),
    matter("property_management", Passed,       0,          "地下车库积水",                             ["壬八（虚构）", "虚构物业服务公司"]),
];
