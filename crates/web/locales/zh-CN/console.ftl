# 控制台各页面的文字。

brand = 一地
brand-line = 社会矛盾纠纷调处化解
demo-banner = 演示环境：人员和案件全部虚构，请勿录入真实个人信息。
skip = 跳到正文
nav-label = 主要页面
nav-desk = 工作台
nav-intake = 登记
nav-feed = 动态
nav-board = 中心看板
nav-views = 视图
find-label = 按案件编号查找
change-desk = 换工位
other-language = English
foot = 一地 · 群众最多跑一地

help-title = 键盘操作
help-find = 按编号查找
help-submit = 提交当前表单
help-close = 关闭

live-sending = 正在提交……
live-retrying = 网络不通，正在重试。已填写的内容都在。
live-unreachable = 暂时连不上服务器。内容没有丢失，请检查网络后再次提交，不会重复办理。
live-connecting = 正在连接
live-open = 实时接收中
live-lost = 连接中断，正在自动重连；请检查网络，或刷新本页

choose-title = 选择工位
choose-lead = 演示环境不设密码：选择您代表的工作人员。

desk-title = 工作台
desk-lead = { $department } · { $role }
desk-register = 登记新案件
desk-new = 待签收
desk-new-hint = 派给本部门、尚未签收
desk-mine = 办理中
desk-mine-hint = 本部门负责
desk-waiting = 等待他方
desk-waiting-hint = 已派出待签收，或在法院
desk-nothing = 暂无

intake-title = 案件登记
intake-lead = 顺序与纸质登记表一致，可全程用键盘；按 Ctrl+Enter 提交。空白的当事人行会被忽略。
intake-more = 再加一位
intake-visit = 仅记录来访（咨询、领取文书等）
form-more = 再加一项
form-more-label = 补录：实际发生的时间不是现在
form-yes = 是
form-no = 否

case-holder = 目前由谁负责
case-changed = 最近变化
case-asked = 已派往，待签收：
case-claim = 诉求与基本情况
case-parties = 当事人
case-timeline = 时间线
case-acts = 可以办理
case-no-acts = 您的岗位目前没有可以办理的事项。
case-receipt = 回执
case-closed = 已办结，无人持有
case-waits-court = 等待{ $court }
case-waits-appraisal = 等待鉴定意见
recorded-later = 补录于

state-registered = 已登记
state-assigned = 待签收
state-received = 办理中
state-at_court = 在法院
state-elsewhere = 在其他机构办理
state-at_appraisal = 等待鉴定
state-closed = 已办结
state-new = 待签收
state-waiting = 等待他方

receipt-title = 登记回执
receipt-print = 打印
receipt-back = 返回案件
receipt-number = 案件编号
receipt-applicant = 申请人
receipt-kind = 事项类别
receipt-registered = 登记时间
receipt-claim = 诉求
receipt-proves = 本回执证明：上述诉求已于所载时间提交本中心并登记。可凭编号到任一窗口查询进展，不必重复提交同一材料。
receipt-warning = 提示：登记不影响您的诉讼权利。申请行政复议、提起行政诉讼等法定期限不因登记而停止计算，请留意。
receipt-proof = 存证：

feed-title = 动态
feed-lead = { $department }收到的事实，随时到达随时显示。
feed-facts = 新到的事实
feed-empty = 页面打开后到达的事实会显示在这里。
feed-no-script = 实时接收需要启用脚本；也可以到工作台刷新查看。

board-title = 中心看板
board-lead = 数字全部由时间线实时计算。
board-table = 查看表格
views-title = 视图
views-lead = 由时间线计算的各类清单。新增的视图会自动出现在这里。
view-state = 状态
view-narrow = 筛选
view-next = 下一页
view-empty = 没有记录。
view-total = 共 { $total } 条
view-figures = 统计

column-case = 案件
column-number = 编号
column-kind = 类别
column-applicant = 申请人
column-since = 起始时间
column-waits_for = 等待
column-next = 下一步
column-count = 数量

state-requested = 已提出
state-appointed = 已指定调解员
state-scheduled = 已安排
state-held = 已召开
state-assembled = 已整理
state-sent = 已移送
state-acknowledged = 法院已签收
state-filed = 已立案
state-no_visit = 零次跑
state-one_visit = 跑一次
state-one_place = 跑一地
state-several_places = 跑多地
next-wait = 等待对方

column-holder = 负责单位
column-registered_at = 登记时间
column-consents = 同意人数
column-sessions_set = 已安排场次
column-sessions_held = 已召开场次
column-next_session = 下次调解
column-requested_at = 提出时间
column-visits = 来访次数
column-places = 到访地点数
column-registered = 登记
column-open = 在办
column-closed = 办结
column-reopened = 重新启动
column-returned = 退回
column-mediations = 调解
column-agreements = 达成协议
column-new = 待签收
column-received = 办理中
column-waiting = 等待他方
column-state = 状态

desk-court = 移送来的案件
desk-court-hint = 材料已整理或已移送，等待本院办理
column-type = 纠纷类型
column-hand_off = 移送序号
column-missing = 缺少材料数
column-dimension = 维度
column-value = 值
column-cases = 案件数

note-done = 已办理
note-refused = 按规则不能办理
note-denied = 无权办理
note-conflict = 案件已有变化
note-conflict-lead = 在您打开页面之后，案件又有下列事实。内容已保留，请核对后再次提交。
note-unreadable = 填写的内容无法识别
note-unreadable-field = 请检查“{ $field }”。
note-failed = 系统暂时无法办理
note-failed-lead = 内容已保留，请稍后再次提交，不会重复办理。编号 { $code }。
note-repeated = 同一编号的请求内容不同
note-repeated-lead = 请重新打开页面后再提交。
note-missing = 没有找到
note-missing-lead = 没有这个编号的案件，或者您无权知悉。请核对编号（例如 YD-2026-00123-7）。
note-foreign = 请求来自其他网站，未予办理
note-foreign-lead = 请直接在本页面操作。

state-open = 在用
state-proposed = 待复核
state-staffed = 在岗
state-resident = 常驻
state-rotating = 轮驻
state-on_call = 随叫随到
column-roles = 岗位
column-totp = 动态口令
column-tokens = 令牌
column-stands_in = 代岗
