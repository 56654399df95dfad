//! `docs/access.md`: who may do what, for a reader who knows the law and no program. Made from the table of `access`, the
//! desks' own commands and the list of routes, so that it says what the program does.

use std::fmt::Write as _;

use access::{Action, FieldClass, Mask, Purpose, Reach, Relation, Role, keeps_confidences, mask_of, reach};
use center::Context;

use crate::console::{self, words_of_desk};
use crate::endpoint::{Gate, Route};
use crate::request::Language;
use crate::routes;

const HEAD: &str = "\
# 谁可以做什么 / Who may do what

*由 `cargo xtask bless access` 从程序生成，请勿手改。Written by the program from its one table; a test asks every address as every role and compares.*

一件事能否办理，先看岗位，再看该案与本部门的关系。表中没有写可以的，一律不可以。无权知悉的案件，答复与不存在的案件相同。
Whether something may be done depends on the role first, then on what the department has to do with the case. What the table does not allow is not allowed. A case
one may not know of is answered like one that does not exist. `yidi access explain` answers single questions by the same table.

";

const BESIDE: &str = "\
## 知悉范围与回避 / Who may know, and who stays away

| | 看到什么 / what is shown |
|---|---|
| 一般 / normal | 按上表 / as the table above says |
| 敏感 / sensitive | 承办者（关系为承办、经手）按上表，其他人仅见化名（M3）/ who works on it (assigned, own) as above, everybody else pseudonyms (M3); 窗口、督办、领导不因案件在本单位而算承办者 / a window, a supervisor or a leader does not work on a case because it lies in its department |
| 密封 / sealed | 仅指名者、本案调解员；不见姓名的岗位可见期限与经过 / who is named and the mediator of the case; who is shown nobody's name sees its days and steps |

* 类型、风险、未成年当事人使案件自始为敏感（规则包 `sensitivities`）；承办者可缩小范围，扩大范围须督办或领导。The type, a risk or a minor makes a case sensitive of itself; who works on it may narrow the circle, a supervisor or leader widens it.
* 确有需要者：自行调阅一日，督办人员当日知悉；申请调阅或邀请协助，由负责部门或中心的督办人员同意，有截止日期，本人不得同意自己的申请；除非申请全部信息并获同意，受邀者仅见姓名与事由（M1）；危及生命者紧急调阅，督办与审计即时知悉。Whoever has to know lets itself in for a day and a supervisor is told; or asks, or invites a helper, and the supervisor of whoever is answerable agrees, to an end, never to its own request; whoever is let in so sees names and what it is about (M1), unless everything was asked for and agreed to; or breaks the glass where a life is in danger, and supervisors and auditors see it at once.
* 有利害关系的工作人员回避；本身是当事人的部门不得办理，也不再获知案件内容，只能退回。Who is too near to a party steps aside; a department that is itself a party handles nothing, is told nothing more, and only hands back.
* 知悉范围只限制查看，不妨碍当事人的任何请求被登记、拒绝调解或起诉；唯补发回执须先看到该案全部信息，因回执上的查询码可查看当事人信息。Discretion limits looking; it is never in the way of what a citizen wants recorded, of refusing mediation or of a suit. Only a receipt is given out by whoever is shown the case in full, as its code opens what the citizen may see.
* 可能重复的提示仅窗口与分流可见；其他人看到的版本号不计此类记录。That two cases may be one is told to reception and triage; versions as others see them count without it.

## 另须遵守 / And beside the table

* 账号由安全管理员开设；任何人不得给自己授予岗位；每次授予都有截止日期；窗口、分流岗位只授予中心人员。Accounts are opened by the security administrator; nobody grants anything to themselves; every grant has a last day; reception and triage are given to people of the center alone.
* 带 ★ 的岗位由一人提出、另一人复核（仅初始设置、尚无他人可复核时除外），登录须动态口令；标 ▲ 的岗位一人不得兼任。Roles with ★ are proposed by one person and confirmed by another (but for the first day, before there was anybody else to confirm), and need a device to sign in; roles with ▲ take no other beside them.
* 接口令牌只能办理签发时写明的事项，不超出持有人的岗位、部门和期限。A token does what was named when it was issued, within its holder's role, department and time.
* 开设、授予、停用账号，同意调阅或删除，显示完整信息，揭示检举人前五分钟内须再次验证身份。Who opens, grants or closes accounts, agrees to letting in or forgetting, has a case shown in full or an accuser named, has proved within five minutes that they still sit there.
* 纪律以外的专业规则（如当事人是否同意）见各部门的拒绝理由。What else the rules ask, as whether a party agreed, is said by each desk's refusals.

";

/// The page.
#[must_use]
pub fn access_page() -> String {
    [HEAD.to_owned(), reaches(), roles(), shown(), acts(), addresses(), pages(), BESIDE.to_owned()]
        .concat()
        .trim_end()
        .to_owned()
        + "\n"
}

/// A reach as it stands in the table.
const fn mark(reach: Reach) -> &'static str {
    match reach {
        Reach::Every => "全",
        Reach::Involved => "涉",
        Reach::Asked => "交",
        Reach::Near => "近",
        Reach::Own => "本",
        Reach::Held => "承",
        Reach::Sampled => "抽",
        Reach::None => "—",
    }
}

fn both(say: impl Fn(Language) -> String) -> String {
    format!("{} / {}", say(Language::Chinese), say(Language::English))
}

/// Everybody of flesh and blood.
fn people() -> impl Iterator<Item = Role> {
    Role::ALL.iter().copied().filter(|role| *role != Role::System)
}

fn reaches() -> String {
    let mut text = "## 范围 / How far\n\n| | 范围 / reach |\n|---|---|\n".to_owned();
    for reach in Reach::ALL {
        let words = both(|language| language.item("reach", reach.as_str()));
        let _ = writeln!(text, "| {} | {words} |", mark(*reach));
    }
    text + "\n"
}

fn roles() -> String {
    let mut text = "## 岗位 / Roles\n\n| | 岗位 / role | |\n|---|---|---|\n".to_owned();
    for role in people() {
        let words = both(|language| language.item("role", role.as_str()));
        let alone = center::is_privileged(role) && role != Role::Auditor;
        let marks = [center::is_privileged(role).then_some("★"), alone.then_some("▲")];
        let marks: String = marks.into_iter().flatten().collect();
        let _ = writeln!(text, "| `{}` | {words} | {marks} |", role.as_str());
    }
    text + "\n"
}

/// One table a desk, then what is looked at and what keeps the center running.
fn acts() -> String {
    let mut text = "## 事项 / Acts\n\n".to_owned();
    let mut asked = Vec::new();
    for desk in Context::ALL {
        let words = words_of_desk(desk);
        let actions: Vec<Action> = words.iter().filter_map(|word| Action::from_name(word)).collect();
        text += &table(&both(|language| language.say(&format!("desk-{}", desk.as_str()))), &actions);
        asked.extend(actions);
    }
    let rest = |purpose| Action::ALL.iter().copied().filter(move |action| action.purpose() == purpose);
    let rest = |purpose| rest(purpose).filter(|action| !asked.contains(action)).collect::<Vec<_>>();
    text += &table("材料入库 / Files", &rest(Purpose::Act));
    text += &table("查看 / Looking", &rest(Purpose::Look));
    text + &table("运行 / Running the center", &rest(Purpose::Run))
}

fn table(title: &str, actions: &[Action]) -> String {
    let names: Vec<String> = people().map(|role| Language::Chinese.item("role", role.as_str())).collect();
    let mut text = format!("### {title}\n\n| 事项 / act | | {} |\n", names.join(" | "));
    let _ = writeln!(text, "|---|---|{}", "---|".repeat(names.len()));
    for action in actions {
        let words = both(|language| language.act(action.as_str()));
        let marks: Vec<&str> = people().map(|role| mark(reach(role, *action))).collect();
        let _ = writeln!(text, "| {words} | `{}` | {} |", action.as_str(), marks.join(" | "));
    }
    text + "\n"
}

/// How much of a case is shown to whom: role by relation, and under each mask which classes of fields are as they are.
fn shown() -> String {
    let mut text = "## 显示程度 / How much is shown\n\n### 掩码与字段类别 / Masks and classes of fields\n\n".to_owned();
    let classes = FieldClass::ALL.iter().map(|class| both(|language| language.item("field_class", class.as_str())));
    let _ = writeln!(text, "| | 掩码 / mask | {} |", classes.collect::<Vec<_>>().join(" | "));
    let _ = writeln!(text, "|---|---|{}", "---|".repeat(FieldClass::ALL.len()));
    for (level, mask) in Mask::ALL.iter().enumerate() {
        let opens = FieldClass::ALL.iter().map(|class| of_class(*mask, *class));
        let words = both(|language| language.item("mask", mask.as_str()));
        let _ = writeln!(text, "| M{level} | {words} | {} |", opens.collect::<Vec<_>>().join(" | "));
    }
    text += "\n### 岗位与案件的关系 / Role and what it has to do with the case\n\n";
    let near = Relation::ALL.iter().map(|near| both(|language| language.item("relation", near.as_str())));
    let _ = writeln!(text, "| 岗位 / role | {} |", near.collect::<Vec<_>>().join(" | "));
    let _ = writeln!(text, "|---|{}", "---|".repeat(Relation::ALL.len()));
    for role in people() {
        let words = both(|language| language.item("role", role.as_str()));
        let masks = Relation::ALL
            .iter()
            .map(|near| level(mask_of(role, *near)) + if keeps_confidences(role, *near) { " ◆" } else { "" });
        let _ = writeln!(text, "| {words} | {} |", masks.collect::<Vec<_>>().join(" | "));
    }
    text + IN_CONFIDENCE + "\n"
}

/// Who is shown the name of somebody who asked in confidence, marked in the table above.
const IN_CONFIDENCE: &str = "
保密登记的申请人，只有标 ◆ 的，以及经他人准入该案的窗口和分流人员、因危及生命而紧急调阅者，可以看到其姓名、电话、证件和地址；其余各方，不论掩码为何、是否说明理由查看，一律只见代号。匿名登记的申请人没有可以显示的内容。Who registered in
confidence is shown by name, number and address where ◆ stands, and to clerks of window and triage whom a second person let in to the case, and to whoever broke the glass because a life is in danger; everybody else reads a pseudonym, whatever the mask and whatever was said to lift it. Of whoever registered anonymously nothing is there.
";

/// What is left of the fields of a class under a mask.
fn of_class(mask: Mask, class: FieldClass) -> &'static str {
    match class {
        // They have gates of their own, whatever the mask.
        FieldClass::Mediation | FieldClass::Accusation => "另行 / apart",
        FieldClass::Open | FieldClass::Internal | FieldClass::Sensitive if mask.opens(class) => "●",
        FieldClass::Open | FieldClass::Internal | FieldClass::Sensitive if mask == Mask::Closed => "—",
        FieldClass::Open | FieldClass::Internal | FieldClass::Sensitive => "○",
    }
}

/// M0 to M4.
fn level(mask: Mask) -> String {
    format!("M{}", Mask::ALL.iter().position(|other| *other == mask).unwrap_or(Mask::ALL.len()))
}

fn addresses() -> String {
    let mut text = "## 地址 / Addresses\n\n| 地址 / address | | 须可办理 / needs |\n|---|---|---|\n".to_owned();
    for Route { verb, path, gate, summary: (zh, en), .. } in routes::all() {
        let _ = writeln!(text, "| `{} {path}` | {zh} / {en} | {} |", verb.as_str(), needs(gate));
    }
    text + "\n"
}

fn pages() -> String {
    let mut text = "## 页面 / Pages\n\n| 页面 / page | 须可办理 / needs |\n|---|---|\n".to_owned();
    for page in console::PAGES {
        let _ = writeln!(text, "| `{} {}` | {} |", page.verb.as_str(), page.path, needs(page.gate));
    }
    text + "\n"
}

fn needs(gate: Gate) -> String {
    match gate {
        Gate::Action(action) => format!("`{}`", action.as_str()),
        Gate::OfCommand => "请求中的事项 / the act in the request".to_owned(),
        Gate::Own => "本人登录 / one's own account".to_owned(),
        Gate::Public => "公开 / everybody".to_owned(),
    }
}
