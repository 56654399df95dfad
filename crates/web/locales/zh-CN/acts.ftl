# 办理事项：表单的名称和一句说明。标识符：act-命令。

act-record_visit = 记录来访
act-register_case = 登记案件
act-add_party = 追加当事人
act-classify_case = 确定纠纷类型
act-choose_route = 选定途径
act-assign_case = 派单
act-receive_assignment = 签收
act-return_assignment = 退回
act-close_case = 办结
act-reopen_case = 重新启动
act-request_mediation = 提出或建议调解
act-consent = 记录同意调解
act-refuse_mediation = 记录拒绝调解
act-appoint_mediator = 指定调解员
act-schedule_session = 安排调解
act-hold_session = 记录调解过程
act-sign_agreement = 签订调解协议
act-terminate_mediation = 终止调解
act-record_performance = 记录履行
act-make_return_visit = 记录回访
act-file_suit = 当事人选择诉讼
act-receive_delegation = 接受法院委派
act-report_delegation = 向法院反馈委派
act-assemble_hand_off = 整理移送材料
act-send_hand_off = 移送法院
act-acknowledge_hand_off = 法院签收材料
act-reject_hand_off = 法院退回材料
act-record_filing = 记录法院立案
act-record_court_answer = 记录法院结果

desk-intake = 登记窗口
desk-triage = 分流
desk-mediation = 调解
desk-litigation = 诉讼对接
