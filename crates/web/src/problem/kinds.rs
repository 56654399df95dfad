//! Every kind of problem the web answers by itself, one list. Codes of refusals belong to the desks.

use axum::http::StatusCode;

use super::Kind;

macro_rules! kinds {
    ($($NAME:ident = $code:literal, $status:ident,
        $title_zh:literal, $title_en:literal,
        $advice_zh:literal, $advice_en:literal;)*) => {
        $(
            #[doc = $title_en]
            pub(crate) const $NAME: &Kind = &Kind {
                code: $code,
                status: StatusCode::$status,
                title: ($title_zh, $title_en),
                advice: ($advice_zh, $advice_en),
            };
        )*

        /// Every kind, in the order of the list.
        pub(crate) const ALL: &[&Kind] = &[$($NAME),*];
    };
}

kinds! {
    BODY_UNREADABLE = "request.body_unreadable", BAD_REQUEST,
        "请求体中断", "The body broke off",
        "请重新发送完整的请求。", "Send the whole request again.";
    NOT_JSON = "request.not_json", BAD_REQUEST,
        "请求体不是有效的 JSON", "The body is not JSON",
        "请求体须为 UTF-8 编码的 JSON。", "Send JSON in UTF-8.";
    SHAPE = "request.shape", BAD_REQUEST,
        "请求内容不符合格式", "The body has another shape",
        "请按 errors 中指出的位置修改；格式见 /docs。", "Correct the place named in errors; /docs has the shape.";
    PATH = "request.path", BAD_REQUEST,
        "地址中的编号无法识别", "A part of the path cannot be read",
        "请核对案件编号或标识。", "Check the case number or id.";
    QUERY = "request.query", BAD_REQUEST,
        "查询参数无法识别", "A query parameter cannot be read",
        "请按 errors 中指出的参数修改。", "Correct the parameter named in errors.";
    KEY_MISSING = "request.idempotency_key_missing", BAD_REQUEST,
        "缺少 Idempotency-Key", "Idempotency-Key is missing",
        "每个 POST 都须带 Idempotency-Key；重试时用同一个值。",
        "Give every POST an Idempotency-Key, and a retry the same one.";
    KEY_MALFORMED = "request.idempotency_key", BAD_REQUEST,
        "Idempotency-Key 格式不对", "Idempotency-Key cannot be read",
        "须为 1 至 64 个可见 ASCII 字符。", "It is 1 to 64 visible ASCII characters.";
    IF_MATCH_MALFORMED = "request.if_match", BAD_REQUEST,
        "If-Match 格式不对", "If-Match cannot be read",
        "须为读取案件时得到的 ETag，例如 \"7\"。", "It is the ETag of the case as it was read, like \"7\".";
    HEADER = "request.header", BAD_REQUEST,
        "请求头无法识别", "A header cannot be read",
        "请按 errors 中指出的请求头修改。", "Correct the header named in errors.";
    STAFF_UNKNOWN = "staff.unknown", UNAUTHORIZED,
        "不认识该工作人员", "Nobody of that name works here",
        "演示模式下，Yidi-Staff 须为演示县的工作人员。", "In a demonstration, Yidi-Staff names a member of staff of the demonstration county.";
    STAFF_NOT_TAKEN = "staff.not_taken", UNAUTHORIZED,
        "请先登录", "Sign in first",
        "Yidi-Staff 只用于演示。", "Yidi-Staff is for demonstrations only.";
    NOT_SIGNED_IN = "session.needed", UNAUTHORIZED,
        "没有登录，或登录信息不对", "Not signed in, or what was sent does not fit",
        "请核对账号、密码和口令；令牌可能已到期或吊销。", "Check account, password and code; a token may have ended.";
    CODE_NEEDED = "session.code_needed", UNAUTHORIZED,
        "需要动态口令", "The code of the device is needed",
        "请同时提交 code。", "Send code as well.";
    SESSION_NEEDED = "session.person_needed", FORBIDDEN,
        "须由本人登录办理", "A person does this, signed in",
        "令牌不能办理账号本身的事项。", "A token cannot change the account it belongs to.";
    PROOF_DUE = "session.proof_due", FORBIDDEN,
        "请再次验证身份", "Prove again who sits here",
        "请向 /api/v1/session/proof 提交密码或动态口令，五分钟内有效。", "Send the password or a code to /api/v1/session/proof; it holds for five minutes.";
    TOTP_DUE = "session.totp_due", FORBIDDEN,
        "该岗位须先绑定动态口令", "This role needs a second factor first",
        "请到 /api/v1/totp 绑定。", "Enrol a device at /api/v1/totp.";
    DUTY_NOT_YOURS = "session.duty_not_yours", FORBIDDEN,
        "您没有这个岗位，也不代行此人职责", "You have no such role, or do not stand in for this person",
        "GET /api/v1/session 的 duties 列出可选的岗位。", "GET /api/v1/session lists under duties what there is to choose.";
    ROUND_UNKNOWN = "session.round_unknown", FORBIDDEN,
        "这次登录不是从这里开始的，或已过期", "This sign-in did not begin here, or it is over",
        "请从登录页重新开始；每次登录须在十分钟内、在同一浏览器完成，且只能使用一次。", "Begin again at the sign-in page: it ends within ten minutes, in the browser it began in, and once.";
    PROVIDER_REFUSED = "session.provider_refused", FORBIDDEN,
        "统一身份认证没有通过", "The identity provider said no",
        "请重新登录，或用本中心的账号和密码登录。", "Try again, or sign in with the account and password of this center.";
    NO_ACCOUNT = "session.no_account", FORBIDDEN,
        "身份已确认，但在本中心没有可用的账号", "You are known there, and have no account to use here",
        "请联系安全管理员开通账号或授予岗位。", "Ask the security administrator to open an account or to grant a role.";
    GROUPS_LACK = "session.groups_lack", FORBIDDEN,
        "统一身份认证中的分组与岗位不符", "Your groups at the identity provider do not hold your role",
        "请联系统一身份认证的管理员调整分组。", "Ask whoever keeps the groups there.";
    OTHER_PERSON = "session.other_person", FORBIDDEN,
        "统一身份认证登录的是另一个人", "Somebody else signed in at the identity provider",
        "请用本次登录的账号验证。", "Prove it as the person who sits here.";
    TOKEN_SCOPE = "token.scope", FORBIDDEN,
        "令牌不允许该事项", "The token is not for this act",
        "请换用允许该事项的令牌。", "Take a token that names this act.";
    FOREIGN = "request.foreign", FORBIDDEN,
        "请求来自其他网站", "Another site made this request",
        "请在本站页面上操作。", "Do it on a page of this site.";
    DEMONSTRATION = "session.demonstration", FORBIDDEN,
        "演示环境不登录", "Nobody signs in in a demonstration",
        "请用 Yidi-Staff 选择工作人员。", "Choose a member of staff with Yidi-Staff.";
    DENIED = "access.denied", FORBIDDEN,
        "无权办理", "Not allowed",
        "该操作须由有权限的部门或岗位办理。", "Somebody of another role or department may do this.";
    ROUTE_UNKNOWN = "route.unknown", NOT_FOUND,
        "没有这个地址", "There is no such address",
        "接口地址见 /docs。", "See /docs for the addresses there are.";
    CASE_UNKNOWN = "case.unknown", NOT_FOUND,
        "没有这个案件", "There is no such case",
        "请核对案件编号。", "Check the case number.";
    CODE_UNKNOWN = "progress.code_unknown", NOT_FOUND,
        "没有这个查询码", "There is no such query code",
        "请核对回执上的查询码，或到任一窗口查询。", "Compare it with the receipt, or ask at any window.";
    ACCUSATION_UNKNOWN = "accusation.unknown", NOT_FOUND,
        "没有这件检举控告", "There is no such accusation",
        "检举控告只有受理和办理机关可以查看。", "Only the bodies that receive or handle an accusation see it.";
    PHONE_WRONG = "progress.phone_wrong", UNPROCESSABLE_ENTITY,
        "电话末四位不符", "The last four digits of the telephone do not fit",
        "请填写登记时留下的电话的末四位；没有留电话的，请到任一窗口办理。", "Give those of the telephone you left; whoever left none is helped at any window.";
    PHONE_LATER = "progress.phone_later", TOO_MANY_REQUESTS,
        "错误次数过多", "Wrong too often",
        "请稍后再试，或凭身份证件到任一窗口办理。", "Try again later, or come to any window with a paper of identity.";
    HAND_OFF_UNKNOWN = "hand_off.unknown", NOT_FOUND,
        "案件没有这一份移送材料", "The case has no such package",
        "移送序号见案件时间线。", "See the timeline of the case for the packages there are.";
    REFERRAL_UNKNOWN = "referral.unknown", NOT_FOUND,
        "案件没有这一次转介", "The case has no such referral",
        "转介序号见案件时间线。", "See the timeline of the case for the referrals there are.";
    MATERIAL_UNKNOWN = "material.unknown", NOT_FOUND,
        "案件没有这一份材料", "The case has no such material",
        "材料序号见案件的材料清单。", "See the list of materials of the case for the numbers there are.";
    RETURN_VISIT_UNKNOWN = "return_visit.unknown", NOT_FOUND,
        "案件没有这一份回访记录", "The case has no such record of a return visit",
        "回访记录的序号见回访视图。", "See the view return-visits for the records there are.";
    RECEIPT_UNKNOWN = "receipt.unknown", NOT_FOUND,
        "没有这一份回执", "There is no such receipt",
        "回执只针对群众提交的内容，可先“出具回执”；日志须有签名密钥（见 /checkpoint）。", "There are receipts of what a citizen handed in: issue one first. The log must be signed (see /checkpoint).";
    VIEW_UNKNOWN = "view.unknown", NOT_FOUND,
        "没有这个视图", "There is no such view",
        "现有视图见 /api/v1/views。", "See /api/v1/views for the views there are.";
    SESSION_UNKNOWN = "session.unknown", NOT_FOUND,
        "没有这个登录", "There is no such session",
        "现有登录见 /api/v1/session。", "See /api/v1/session for those there are.";
    NO_PROVIDER = "session.no_provider", NOT_FOUND,
        "没有设置统一身份认证", "No identity provider is set up",
        "请用账号和密码登录。", "Sign in with account and password.";
    PROBLEM_UNKNOWN = "problem.unknown", NOT_FOUND,
        "没有这个代码", "There is no such code",
        "全部代码见 /problems。", "See /problems for every code.";
    CHECKPOINT_UNKNOWN = "checkpoint.unknown", NOT_FOUND,
        "尚无签名的检查点", "No checkpoint has been signed",
        "日志损坏时不签名；请运行 yidi verify。", "A damaged log is not signed; run yidi verify.";
    SUBSCRIPTION_UNKNOWN = "subscription.unknown", NOT_FOUND,
        "没有这项订阅", "There is no such subscription",
        "只能读取本部门的订阅，名称见 /api/v1/subscriptions。", "Only those of the own department can be read; /api/v1/subscriptions has their names.";
    SUBSCRIPTION_PAUSED = "subscription.paused", CONFLICT,
        "订阅已暂停", "The subscription is paused",
        "恢复后从原处继续，不会遗漏。", "When it is resumed, go on where you stopped: nothing is lost.";
    METHOD = "route.method", METHOD_NOT_ALLOWED,
        "该地址不接受这种方法", "This address does not take that method",
        "允许的方法见 Allow。", "See Allow for those it takes.";
    NOT_ACCEPTABLE = "request.not_acceptable", NOT_ACCEPTABLE,
        "无法按 Accept 的要求答复", "Nothing here has a form that Accept allows",
        "答复为 application/json，事实推送为 text/event-stream。", "Answers are application/json; the feed is text/event-stream.";
    BODY_SLOW = "request.body_slow", REQUEST_TIMEOUT,
        "请求体发送过慢", "The body came too slowly",
        "请在 20 秒内发完。", "Send it within 20 seconds.";
    IN_FLIGHT = "request.in_flight", CONFLICT,
        "同一请求正在办理", "The same request is being worked on",
        "请稍后用同一个 Idempotency-Key 重试。", "Try again in a moment with the same Idempotency-Key.";
    STALE = "request.stale", PRECONDITION_FAILED,
        "案件已有变化", "The case has moved on",
        "facts 列出此后的事实；请重新读取案件再提交。", "facts lists what has happened since; read the case and ask again.";
    BODY_TOO_LARGE = "request.body_too_large", PAYLOAD_TOO_LARGE,
        "请求体过大", "The body is too large",
        "JSON 不得超过 1 MiB；更长的内容请作为材料提交。", "JSON may have 1 MiB; hand in longer things as materials.";
    CONTENT_TYPE = "request.content_type", UNSUPPORTED_MEDIA_TYPE,
        "不接受这种内容类型", "This content type is not taken",
        "请求体须为 application/json，不压缩。", "Send application/json, not compressed.";
    FILE_TOO_LARGE = "file.too_large", PAYLOAD_TOO_LARGE,
        "文件过大", "The file is too large",
        "请缩小扫描分辨率或分成几份；bytes_max 为单个文件的上限。",
        "Scan it smaller, or in several parts; bytes_max says how large one file may be.";
    FILE_FORM = "file.form", UNSUPPORTED_MEDIA_TYPE,
        "不接受这种文件", "Files of this form are not taken",
        "可收 PDF、JPEG、PNG、TIFF、WebP、纯文本、MP3、MP4；文件内容须与 Content-Type 一致，不得为空。",
        "Send PDF, JPEG, PNG, TIFF, WebP, plain text, MP3 or MP4, under the Content-Type it has, and not empty.";
    HOST = "request.host", MISDIRECTED_REQUEST,
        "请求的主机名不对", "This is not the host you asked for",
        "请用 localhost 或 127.0.0.1 访问。", "Ask for localhost or 127.0.0.1.";
    WEAK_PASSWORD = "password.weak", UNPROCESSABLE_ENTITY,
        "密码容易被猜到", "This password is easily guessed",
        "须 12 至 128 个字符，不含账号名，不用键盘顺序、重复或常见词。", "12 to 128 characters, without the account's name, keyboard walks, repeats or common words.";
    REFUSED = "refused", UNPROCESSABLE_ENTITY,
        "按规定不能办理", "The rules say no",
        "code 指出所依据的规则。", "code names the rule.";
    KEY_REUSED = "request.key_reused", UNPROCESSABLE_ENTITY,
        "Idempotency-Key 已用于其他请求", "This Idempotency-Key belongs to another request",
        "请换一个新的值。", "Take a new one.";
    IF_MATCH_MISSING = "request.if_match_missing", PRECONDITION_REQUIRED,
        "缺少 If-Match", "If-Match is missing",
        "请带上读取案件时得到的 ETag。", "Send the ETag of the case as you read it.";
    LATER = "session.later", TOO_MANY_REQUESTS,
        "尝试过多，请稍候", "Too many wrong attempts",
        "请按 Retry-After 等候；账号没有锁定。", "Wait as Retry-After says; the account is not locked.";
    TOO_MANY_SEARCHES = "search.later", TOO_MANY_REQUESTS,
        "查找过于频繁，请稍候", "Too many searches",
        "请按 Retry-After 等候；每次查找均有记录。", "Wait as Retry-After says; each search is on record.";
    TOO_MANY_REGISTRATIONS = "registration.later", TOO_MANY_REQUESTS,
        "登记过于频繁，请稍候", "Too many registrations from here",
        "请按 Retry-After 等候，或到任一窗口、以电话登记。", "Wait as Retry-After says, or register at any window or by telephone.";
    CODE_LATER = "progress.later", TOO_MANY_REQUESTS,
        "错误的查询码过多，请稍候", "Too many wrong query codes from here",
        "请按 Retry-After 等候，或到任一窗口、以电话查询。", "Wait as Retry-After says, or ask at any window or by telephone.";
    HEADERS_TOO_LARGE = "request.headers_too_large", REQUEST_HEADER_FIELDS_TOO_LARGE,
        "请求头过大", "The headers are too large",
        "请减少请求头。", "Send fewer or shorter headers.";
    FAILED = "server.failed", INTERNAL_SERVER_ERROR,
        "系统出错", "The machine failed",
        "请凭 instance 与管理员联系。", "Tell the administrator the instance.";
    ANSWER_TOO_LARGE = "broker.answer_too_large", PAYLOAD_TOO_LARGE,
        "答复超出消息服务器的上限", "The answer is larger than a message may be",
        "请通过 HTTP 接口查阅。", "Read it over the HTTP API.";
    PROVIDER_NOT_VALID = "session.provider_not_valid", BAD_GATEWAY,
        "统一身份认证的答复无效", "What the identity provider says does not hold",
        "请用账号和密码登录，并请管理员凭 instance 查看日志。", "Sign in with account and password, and have an administrator look up the instance in the log.";
    PROVIDER_AWAY = "session.provider_away", SERVICE_UNAVAILABLE,
        "统一身份认证暂时无法访问", "The identity provider is away",
        "请用账号和密码登录，或稍后重试。", "Sign in with account and password, or try again later.";
    LOOKS_NOT_KEPT = "server.looks_not_kept", SERVICE_UNAVAILABLE,
        "查阅无法留痕，暂不显示个人信息", "Looking cannot be put on record, so nothing personal is shown",
        "办理不受影响；请凭 instance 与管理员联系，检查查阅日志所在磁盘。", "Acts go on; tell the administrator the instance: the disk of the access log needs a look.";
    TIMEOUT = "server.timeout", SERVICE_UNAVAILABLE,
        "办理超时", "It took too long",
        "请用同一个 Idempotency-Key 重试。", "Try again with the same Idempotency-Key.";
    BEHIND = "server.behind", SERVICE_UNAVAILABLE,
        "视图尚未更新到所要求的位置", "The views have not come as far as asked",
        "请稍后重试。", "Try again in a moment.";
    BUSY = "server.busy", SERVICE_UNAVAILABLE,
        "系统繁忙", "Too much at once",
        "请稍后重试。", "Try again in a moment.";
    NOT_SET_UP = "server.not_set_up", SERVICE_UNAVAILABLE,
        "系统尚未设置", "The center is not set up",
        "请在本机打开 /setup，凭启动时给出的设置令牌创建安全管理员。", "Open /setup on this machine, with the setup token that was given at the start.";
    CLOSING = "server.closing", SERVICE_UNAVAILABLE,
        "系统正在关闭", "The center is shutting down",
        "请稍后重试。", "Try again in a moment.";
    READ_ONLY = "journal.read_only", SERVICE_UNAVAILABLE,
        "日志只读", "The log is read-only",
        "日志有损坏，可以查询，暂不能办理。", "Damage was found: reading goes on, nothing can be recorded.";
    POISONED = "journal.poisoned", SERVICE_UNAVAILABLE,
        "日志已停止写入", "The log has stopped taking facts",
        "写入磁盘失败，系统须重新启动。", "A write failed: the program must be started again.";
    KEYS_FAILED = "keys.failed", SERVICE_UNAVAILABLE,
        "密钥无法写入", "The keys cannot be written",
        "写入密钥文件失败，可以查询；系统须重新启动后才能登记。", "A write of the keyring failed. Reading goes on; the program must be started again before anybody new is taken in.";
    FULL = "journal.full", INSUFFICIENT_STORAGE,
        "磁盘将满", "The disk is nearly full",
        "可以查询，腾出空间后才能办理。", "Reading goes on; nothing can be recorded until there is room.";
}

/// What can go wrong with any body.
pub(crate) const IN_A_BODY: &[&Kind] = &[BODY_UNREADABLE, BODY_SLOW, BODY_TOO_LARGE, CONTENT_TYPE, NOT_JSON, SHAPE];

/// What can go wrong with anything that is put on record.
pub(crate) const RECORDING: &[&Kind] =
    &[KEY_MISSING, KEY_MALFORMED, KEY_REUSED, IN_FLIGHT, REFUSED, READ_ONLY, POISONED, KEYS_FAILED, FULL, CLOSING];

/// The kind of this code.
pub(crate) fn of_code(code: &str) -> Option<&'static Kind> {
    ALL.iter().copied().find(|kind| kind.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_there_once() {
        let mut codes: Vec<_> = ALL.iter().map(|kind| kind.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ALL.len());
    }

    #[test]
    fn every_kind_is_an_error() {
        assert!(ALL.iter().all(|kind| kind.status.is_client_error() || kind.status.is_server_error()));
    }
}
