# 固定的选项。标识符：清单名-选项名，与时间线中的存储名一致。

case_kind-dispute = 矛盾纠纷
case_kind-petition = 信访事项
case_kind-suggestion = 人民建议
case_kind-relief = 困难救助
case_kind-proxy = 代办事项

channel-window = 窗口
channel-phone = 电话
channel-letter = 来信
channel-online = 网络
channel-grid = 网格上报
channel-referral = 移送
channel-system = 系统

party_role-applicant = 申请人
party_role-respondent = 被申请人
party_role-third_party = 第三人

party_kind-person = 自然人
party_kind-organisation = 组织

classification-internal = 内部
classification-mediation = 调解内容
classification-sensitive = 敏感

visit_purpose-enquiry = 咨询
visit_purpose-register = 登记
visit_purpose-submit = 补交材料
visit_purpose-session = 参加调解
visit_purpose-pick_up = 领取文书

route-mediation = 调解
route-petition = 信访
route-litigation = 诉讼
route-arbitration = 仲裁
route-reconsideration = 行政复议
route-legal_services = 公共法律服务
route-public_security = 公安处理
route-other = 其他

return_ground-not_competent = 不属于职责范围
return_ground-already_handled = 其他单位已受理
return_ground-incomplete = 材料不足
return_ground-conflict_of_interest = 需要回避

outcome-settled = 达成协议
outcome-settled_privately = 自行和解
outcome-withdrawn = 撤回
outcome-to_court = 转诉讼
outcome-to_other_procedure = 转其他程序
outcome-explained = 解释说明
outcome-merged = 并案办理

risk_level-red = 红色（立即报告）
risk_level-orange = 橙色（当日处置）
risk_level-yellow = 黄色（就地关注）

risk_factor-violence = 有暴力或暴力威胁
risk_factor-danger_to_life = 危及生命健康
risk_factor-vulnerable = 涉及未成年人或需照护者
risk_factor-livelihood = 影响基本生活
risk_factor-many_people = 涉及人数多
risk_factor-large_sum = 涉案金额大
risk_factor-period_ending = 期限将届满
risk_factor-perishing_evidence = 标的物可能灭失
risk_factor-tried_before = 多次调处未果

area_level-village = 村（社区）
area_level-town = 乡镇（街道）
area_level-county = 县

assignment_reason-competence = 职责范围
assignment_reason-lead_determined = 确定牵头
assignment_reason-delegated_down = 下派
assignment_reason-escalated = 上报

objection_answer-upheld = 异议成立
objection_answer-overruled = 异议不成立

competence_step-agreed = 协商一致
competence_step-superior = 共同上级决定
competence_step-conference = 联席会议决定

mediation_kind-peoples = 人民调解
mediation_kind-administrative = 行政调解
mediation_kind-judicial = 司法委派、委托调解
mediation_kind-industry = 行业调解
mediation_kind-lawyer = 律师调解
mediation_kind-labour = 劳动争议调解
mediation_kind-medical = 医疗纠纷调解
mediation_kind-traffic = 道路交通调解
mediation_kind-commercial = 商事调解

session_form-on_site = 现场
session_form-video = 视频
session_form-phone = 电话
session_form-written = 书面

recusal_ground-kin = 当事人或者其代理人近亲属
recusal_ground-stake = 与纠纷有利害关系
recusal_ground-other_relation = 其他可能影响公正调解的关系

session_setting-joint = 面对面
session_setting-separate = 背对背

violence_finding-absent = 未发现
violence_finding-suspected = 疑似
violence_finding-present = 存在

signer-party = 当事人
signer-mediator = 调解员
signer-committee = 调解委员会

signature_manner-signature = 签名
signature_manner-seal = 盖章
signature_manner-fingerprint = 按指印

visit_reason-routine = 例行回访
visit_reason-overdue = 逾期未履行
visit_reason-asked = 当事人反映
visit_reason-new_signs = 出现新的苗头

qualification-peoples_mediator = 人民调解员
qualification-lawyer = 律师
qualification-arbitrator = 仲裁员
qualification-retired_jurist = 退休法律工作者
qualification-official = 行政调解人员
qualification-expert = 行业专家

language-mandarin = 普通话
language-wu = 吴语
language-min = 闽语
language-hakka = 客家话
language-yue = 粤语
language-sign = 手语
language-english = 英语

strike_off_ground-partial = 偏袒一方
strike_off_ground-insulting = 侮辱当事人
strike_off_ground-took_favours = 索取、收受财物
strike_off_ground-betrayed_secret = 泄露隐私、商业秘密
strike_off_ground-own_request = 本人申请

agreement_form-written = 书面协议
agreement_form-oral = 口头协议

termination_reason-agreed = 达成调解协议
termination_reason-settled_and_withdrawn = 自行和解撤回
termination_reason-unreachable = 无法联系一方
termination_reason-refused = 一方拒绝
termination_reason-too_far_apart = 分歧过大
termination_reason-period_over = 期限届满
termination_reason-refused_to_sign = 拒绝签字
termination_reason-other = 其他

remedy-litigation = 起诉
remedy-arbitration = 申请仲裁
remedy-reconsideration = 申请行政复议
remedy-legal_aid = 申请法律援助
remedy-judicial_confirmation = 申请司法确认

package_item-parties = 当事人信息
package_item-claim = 诉讼请求
package_item-facts = 事实与理由
package_item-service_addresses = 送达地址
package_item-undisputed_facts = 无争议事实
package_item-mediation_report = 调解情况
package_item-agreement = 调解协议
package_item-evidence = 证据清单
package_item-joint_application = 共同申请书

hand_off_purpose-filing = 立案
hand_off_purpose-confirmation = 司法确认

rejection_ground-incomplete = 材料不全
rejection_ground-wrong_court = 管辖错误
rejection_ground-not_justiciable = 不属受案范围
rejection_ground-duplicate = 重复

court_outcome-judgment = 判决
court_outcome-settled_in_court = 法院调解
court_outcome-withdrawn = 撤诉
court_outcome-dismissed = 驳回
court_outcome-confirmed = 裁定确认
court_outcome-not_confirmed = 驳回确认

delegation_stage-pre_filing = 立案前委派
delegation_stage-ordinary = 立案后委托（普通程序）
delegation_stage-simplified = 立案后委托（简易程序）

confirmation_bar-not_justiciable = 不属于人民法院受案范围
confirmation_bar-not_this_court = 不属于该院管辖
confirmation_bar-identity_relation = 涉及身份关系的确认或者解除
confirmation_bar-special_procedure = 适用其他特别程序、公示催告或者破产程序
confirmation_bar-ownership_confirmation = 涉及物权、知识产权确权

confirmation_denial-illegal = 违反法律强制性规定
confirmation_denial-harms_others = 损害国家利益、社会公共利益、他人合法权益
confirmation_denial-public_order = 违背公序良俗
confirmation_denial-not_voluntary = 违反自愿原则
confirmation_denial-unclear = 内容不明确
confirmation_denial-other = 其他不能确认的情形

court_link-delegated = 委派调解的法院
court_link-domicile = 当事人住所地
court_link-object = 标的物所在地
court_link-mediation_body = 调解组织所在地
court_link-intermediate = 中级人民法院管辖

procedure-arbitration = 仲裁
procedure-reconsideration = 行政复议
procedure-adjudication = 行政裁决
procedure-legal_aid = 法律援助
procedure-notary = 公证
procedure-payment_order = 支付令
procedure-enforcement = 强制执行

referral_outcome-awarded = 裁决
referral_outcome-settled_there = 在对方机构调解结案
referral_outcome-upheld = 维持
referral_outcome-overturned = 撤销、变更或者确认违法
referral_outcome-ordered_to_act = 责令履行
referral_outcome-dismissed = 驳回
referral_outcome-withdrawn = 撤回
referral_outcome-granted = 准许
referral_outcome-not_granted = 不予准许
referral_outcome-objected_to = 异议成立
referral_outcome-enforced = 执行完毕
referral_outcome-nothing_left = 终结本次执行

warning-arbitration_first = 该类纠纷须先经仲裁，再提起诉讼
warning-reconsideration_first = 该类事项须先经行政复议，再提起诉讼
warning-periods_keep_running = 其他救济的期限不因此停止计算
warning-period_over = 法定期限已过
warning-not_confirmable = 该协议不属于司法确认范围
warning-no_agreement = 没有可以依据的调解协议
warning-no_title = 没有可以执行的依据
warning-unusual_for_type = 该类纠纷一般不适用此程序

role-window_clerk = 窗口人员
role-triage_officer = 分流员
role-department_handler = 部门经办人
role-mediator = 调解员
role-court_liaison = 诉调对接联络员
role-supervisor = 督办人员
role-leader = 领导
role-auditor = 审计人员
role-system_administrator = 系统管理员
role-security_administrator = 安全管理员
role-audit_administrator = 安全审计员
role-key_custodian = 密钥保管员
role-overseer = 外部监督员
role-system = 系统

age_band-child = 未满十四周岁
age_band-minor = 十四至十七周岁
age_band-adult = 成年
age_band-elderly = 老年

identity_kind-resident_card = 居民身份证
identity_kind-household_register = 户口簿
identity_kind-hong_kong_macao_permit = 港澳居民证件
identity_kind-taiwan_permit = 台湾居民证件
identity_kind-residence_permit = 外国人永久居留证
identity_kind-passport = 护照
identity_kind-other_paper = 其他证件

number_check-plausible = 相符
number_check-wrong_form = 格式不符
number_check-wrong_date = 出生日期不符
number_check-wrong_check_digit = 校验码不符
number_check-unchecked = 无法核对

verification_manner-original_seen = 查看原件
verification_manner-copy_seen = 查看复印件
verification_manner-online = 网上核验
verification_manner-vouched_for = 他人证明

contact_manner-phone = 电话
contact_manner-letter = 信函
contact_manner-text_message = 短信
contact_manner-in_person = 当面
contact_manner-through_agent = 通过代理人或监护人

guardian_kind-parent = 父母
guardian_kind-other_relative = 其他近亲属
guardian_kind-willing = 其他个人或者组织
guardian_kind-welfare_body = 民政部门、居民委员会、村民委员会

agent_kind-attorney = 律师
agent_kind-legal_worker = 基层法律服务工作者
agent_kind-relative = 近亲属
agent_kind-staff = 工作人员
agent_kind-recommended = 被推荐的公民

agent_scope-general = 一般代理
agent_scope-special = 特别授权

read_back-aloud = 当面宣读
read_back-by_person = 本人阅读
read_back-interpreter = 经翻译核对

notice_kind-registration = 登记告知
notice_kind-rights = 权利义务告知
notice_kind-personal_information = 个人信息处理告知
notice_kind-missing_materials = 补正告知
notice_kind-joined = 合并告知
notice_kind-other = 其他告知

service_manner-handed = 直接送达
service_manner-post = 邮寄送达
service_manner-electronic = 电子送达
service_manner-left = 留置送达
service_manner-read_out = 口头告知并记录

consent_purpose-handling = 处理敏感个人信息
consent_purpose-sharing = 向其他单位提供
consent_purpose-recording = 录音录像
consent_purpose-evaluation = 满意度评价
sharing_basis-request = 本人申请
sharing_basis-law = 法律规定
sharing_basis-consent = 本人单独同意
sharing_basis-duty = 法定职责
sharing_basis-not_noted = 提供时尚未记录依据

passed_by-assignment = 交办
passed_by-help = 协办
passed_by-subscription = 进展通报（不含姓名、号码）
passed_by-hand_off = 移送法院
passed_by-referral = 转介
passed_by-report = 委派调解反馈
passed_by-warning = 险情报告

consent_form-written = 书面
consent_form-spoken = 口头并记录
consent_form-electronic = 电子

material_kind-application = 申请书
material_kind-letter = 来信及信封
material_kind-identity = 身份证明
material_kind-authorization = 授权委托书
material_kind-contract = 合同、借据
material_kind-payment = 支付凭证
material_kind-medical_record = 病历
material_kind-photograph = 照片
material_kind-recording = 录音录像
material_kind-appraisal = 鉴定意见
material_kind-official = 法律文书
material_kind-signed = 签署件扫描
material_kind-other = 其他材料

media_type-pdf = PDF
media_type-jpeg = JPEG
media_type-png = PNG
media_type-tiff = TIFF
media_type-webp = WebP
media_type-text = 纯文本
media_type-mp3 = 音频
media_type-mp4 = 视频

direction-incoming = 来
direction-outgoing = 去

duplicate_reason-same_area = 发生地相同
duplicate_reason-same_kind = 类别相同
duplicate_reason-same_party = 当事人相同
duplicate_reason-similar_claim = 诉求相近
duplicate_reason-same_amount = 金额相同
duplicate_reason-seen_by_person = 人工发现

urgent_risk-violence = 暴力
urgent_risk-domestic_violence = 家庭暴力
urgent_risk-suicide = 轻生
urgent_risk-minor_at_risk = 未成年人受到侵害
urgent_risk-possible_crime = 可能涉及治安或者刑事案件
urgent_risk-major_impact = 可能造成重大社会影响
residency-resident = 常驻
residency-rotating = 轮驻
residency-on_call = 随叫随到
transport-nats = 消息服务器
transport-webhook = 回调
transport-sse = 长连接（SSE）
starting_point-beginning = 全部
starting_point-now = 自开通起
starting_point-sequence = 自某一序号起
halt_ground-maintenance = 维护
halt_ground-fault = 接收方故障
halt_ground-gone = 对方已撤销（410）
halt_ground-not_needed = 不再需要
halt_ground-misuse = 使用不当
discard_ground-handled_otherwise = 已另行处理
discard_ground-not_processable = 无法处理
discard_ground-superseded = 已被后续消息取代

erasure_ground-purpose_ended = 处理目的已实现或保管期满
erasure_ground-consent_withdrawn = 撤回同意
erasure_ground-unlawful = 违法或违约收集
erasure_ground-other_law = 其他法律规定
erasure_ground-appraised = 档案鉴定后销毁

erasure_rejection-not_the_person = 申请人不是本人或其代理人
erasure_rejection-duty_to_keep = 法律规定须保存
erasure_rejection-not_this_case = 与本案无关

hold_ground-litigation = 诉讼进行中或可能发生
hold_ground-accountability = 涉及责任追究
hold_ground-inspection = 审计或检查
hold_ground-appraisal = 档案尚未鉴定

danger_ground-suicide = 有人扬言轻生
danger_ground-violence = 有人扬言伤害他人
danger_ground-defenceless = 未成年人或无自保能力者处于危险
danger_ground-missing = 有人失联

look_basis-challenge = 自行调阅
look_basis-invitation = 受邀协助
look_basis-grant = 经同意调阅
look_basis-broken_glass = 紧急调阅

secrecy-normal = 一般：与事项有关者
secrecy-sensitive = 敏感：仅承办者
secrecy-sealed = 密封：仅指名者

secrecy_ground-minor = 涉及未成年人
secrecy_ground-domestic_violence = 家庭暴力
secrecy_ground-health = 健康信息
secrecy_ground-intimate = 涉及性侵害或者隐私
secrecy_ground-retaliation = 举报人保护
secrecy_ground-official_concerned = 涉及公职机关

reach-every = 全部案件
reach-involved = 本部门涉及的案件：正在承办、曾经承办、被交办或收到移送
reach-asked = 本部门正在承办或被交办的案件
reach-near = 本人调解、本部门承办或被交办的案件
reach-own = 本人调解或本部门承办的案件
reach-held = 本部门正在承办的案件
reach-sampled = 随机抽取供社会监督的案件
reach-none = 不可办理

signal-reveals = 一小时内显示完整信息的案件
signal-challenges = 自行申请查看的案件
signal-unrelated = 非本人办理的案件
signal-same_person = 同一人的多个案件
signal-night = 夜间查看的案件
signal-denied = 被拒绝或不存在

look_reason-serving_party = 接待当事人
look_reason-reaching_party = 联系当事人
look_reason-handling_matter = 办理事项
look_reason-checking_duplicate = 核查重复
look_reason-supervising = 督办核查
look_reason-answering_complaint = 答复投诉
look_reason-auditing = 审计检查
look_reason-danger_to_life = 危及生命
access_extent-names = 姓名与事由
access_extent-full = 全部信息

field_class-open = 代码、日期、单位
field_class-internal = 姓名与陈述
field_class-sensitive = 证件号、电话、地址
field_class-mediation = 调解中所说
field_class-accusation = 检举控告

mask-full = 完整
mask-partial = 姓名完整，号码留首尾，地址到乡镇
mask-initial = 仅姓氏
mask-pseudonym = 代号
mask-closed = 不显示

relation-assigned = 担任调解或本单位承办
relation-own = 本人在案中有记录
relation-involved = 本单位与本案有关
relation-none = 无关
evaluation_place-center = 现场
evaluation_place-later = 事后
follow_up_result-explained = 已解释说明
follow_up_result-remedied = 已整改到位
follow_up_result-reopening_asked = 要求重新启动
follow_up_result-still_dissatisfied = 仍不满意
follow_up_result-unreachable = 无法联系
accuser_standing-named = 实名
accuser_standing-confidential = 保密
accuser_standing-anonymous = 匿名
accusation_ground-not_competent = 不属本机关管辖
accusation_ground-no_concrete_facts = 无具体事实
accusation_ground-already_handled = 已在办理或已有结论
accusation_ground-no_accusation = 属于求决事项
accusation_outcome-substantiated = 属实
accusation_outcome-partly_substantiated = 部分属实
accusation_outcome-unsubstantiated = 不属实
accusation_outcome-not_accepted = 不予受理
accusation_outcome-withdrawn = 已撤回
classification-evaluation = 评价
classification-accusation = 检举控告
look_outcome-shown = 已显示
look_outcome-denied = 被拒绝
look_outcome-missing = 答复没有找到
