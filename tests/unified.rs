//! Signing in with a unified identity, through a real provider: who comes in and who does not, what is tried on the way, and
//! what happens when the provider lies or is away.

use std::fs;

use serde_json::{Value, json};
use tests::{Ask, Http, Identities, Office, PASSWORD, Page, People, Server, Traveller, day_in, in_browser, until_true};

use crate::subscriptions::register;

/// Groups as the operator maps them.
const GROUPS: &str = r#"
[groups]
claim = "groups"
[[groups.map]]
group = "hall"
roles = ["window_clerk"]
[[groups.map]]
group = "checkers"
roles = ["auditor", "security_administrator"]
departments = ["center"]

[second_factor]
amr = ["otp"]
"#;

/// A center with a provider, its people, and somebody on the way.
struct Hall {
    /// Its folders go with it.
    _office: Office,
    server: Server,
    people: People,
    provider: Identities,
}

impl Hall {
    /// Everybody signs in there as their groups say; the provider is up.
    fn open(settings: &str, provider: Identities) -> Self {
        let mut hall = Self::without_provider(settings, provider);
        hall.provider.up(hall.server.address());
        hall
    }

    fn without_provider(settings: &str, provider: Identities) -> Self {
        let office = Office::new();
        let settings = provider.settings(&office, settings);
        let launch = office.launch().word("--oidc").word(&settings);
        let server = launch.start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"));
        let people = People::set_up(server.address(), office.data());
        Hall { _office: office, server, people, provider }
    }

    fn center(&self) -> &str {
        self.server.address()
    }

    /// Signs in there as this account, and is shown what the center says.
    fn comes_as(&self, account: &str) -> (Traveller, Page) {
        let mut traveller = Traveller::new();
        let back = traveller.go_and_come_back(self.center(), "/login/oidc", account);
        let page = traveller.led_to(&back);
        (traveller, page)
    }

    /// The session of a browser, as the center tells it.
    fn session(&self, traveller: &mut Traveller) -> Option<Value> {
        let page = traveller.get(&format!("{}/api/v1/session", self.center()));
        (page.status == 200).then(|| serde_json::from_str(&page.text).expect("a session"))
    }
}

fn people() -> Identities {
    Identities::of(json!({
        "li-clerk": { "groups": ["hall", "else"] },
        "sun-clerk": { "groups": ["else"] },
        "zhao-clerk": { "groups": ["hall"] },
        "nobody-here": { "groups": ["hall", "checkers"] },
        "he-audit": { "groups": ["checkers"] },
        "an-ke": { "groups": ["checkers"], "amr": ["pwd", "otp"] },
    }))
}

/// It was not let in, and was told this.
fn turned_away(traveller: &Traveller, page: &Page, (status, words): (u16, &str)) {
    assert_eq!(page.status, status, "{}", page.text);
    assert!(page.text.contains(words), "{words}: {}", page.text);
    assert!(!traveller.cookies.contains_key("yidi"), "a session after all");
}

#[test]
fn somebody_of_the_register_comes_in_and_nobody_else() {
    let mut hall = Hall::open(GROUPS, people());
    for account in ["li-clerk", "sun-clerk", "zhao-clerk"] {
        hall.people.hire(account, "center", "window_clerk");
    }
    let close = json!({ "command": "close_account", "account": "zhao-clerk" });
    register(&hall.people.http(), "an-ke", &close);

    let door = Traveller::new().get(&format!("{}/login", hall.center()));
    assert!(door.text.contains("/login/oidc") && door.text.contains("统一身份认证登录"), "{}", door.text);
    let (mut li, page) = hall.comes_as("li-clerk");
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(page.text.contains("http-equiv=\"refresh\"") && page.text.contains("url=/desk"), "{}", page.text);
    let session = hall.session(&mut li).expect("inside");
    let told = |name: &str| session[name].as_str().unwrap_or_default().to_owned();
    assert_eq!(
        (told("account").as_str(), told("role").as_str(), told("by").as_str()),
        ("li-clerk", "window_clerk", "provider")
    );
    assert_eq!(li.get(&format!("{}/desk", hall.center())).status, 200);
    assert!(!li.cookies.contains_key("yidi-round"), "the round is over");

    // A role that no group holds is not turned to either: it would be a way around them.
    let grant =
        json!({ "command": "grant_role", "account": "li-clerk", "role": "triage_officer", "until": day_in(200) });
    register(&hall.people.http(), "an-ke", &grant);
    let known = [("li".to_owned(), format!("yidi={}", li.cookies["yidi"]))].into();
    let turn = json!({ "role": "triage_officer" });
    let turned = Http::new(hall.center()).with_sessions(&known).post(&Ask::new("li", "/api/v1/session/duty", &turn));
    assert_eq!(turned.expect("an answer").body["code"], "session.groups_lack");

    // The register alone gives roles; groups only take away.
    for (account, words) in [
        ("sun-clerk", "分组与岗位不符"),
        ("zhao-clerk", "没有可用的账号"),
        ("nobody-here", "没有可用的账号"),
        ("NOT a code", "没有可用的账号"),
    ] {
        let (traveller, page) = hall.comes_as(account);
        turned_away(&traveller, &page, (403, words));
    }
    let local = json!({ "account": "sun-clerk", "password": PASSWORD });
    assert_eq!(
        Http::new(hall.center()).post(&Ask::new("nobody", "/api/v1/session", &local)).expect("an answer").status,
        201
    );
    let said = hall.server.said();
    assert!(["nobody-here", "sun-clerk", "li-clerk"].iter().all(|name| !said.contains(name)), "{said}");
    assert_eq!(hall.server.stop(), 0);
}

#[test]
fn a_way_back_is_good_once_and_for_the_browser_that_went() {
    let mut hall = Hall::open("", people());
    hall.people.hire("li-clerk", "center", "window_clerk");
    let center = hall.center().to_owned();
    let unknown = (403, "不是从这里开始");
    let mut foreign = Traveller::new();
    assert_eq!(foreign.led_to(&format!("{center}/login/oidc")).status, 403, "another site sends nobody there");

    // A state that nobody was sent with.
    let mut forger = Traveller::new();
    let _ = forger.get(&format!("{center}/login/oidc"));
    let page = forger.led_to(&format!("{center}/login/oidc/return?code=abc&state=forged"));
    turned_away(&forger, &page, unknown);

    // The state and the code of another browser; the one they belong to does not come in with them either.
    let (mut victim, mut thief) = (Traveller::new(), Traveller::new());
    let back = victim.go_and_come_back(&center, "/login/oidc", "li-clerk");
    let _ = thief.get(&format!("{center}/login/oidc"));
    for traveller in [&mut thief, &mut victim] {
        let page = traveller.led_to(&back);
        turned_away(traveller, &page, unknown);
    }

    // What came in once comes in no second time, in no browser; nor does its code under a state that is good.
    let mut li = Traveller::new();
    let back = li.go_and_come_back(&center, "/login/oidc", "li-clerk");
    let mut before = li.clone();
    assert_eq!(li.led_to(&back).status, 200);
    let page = before.led_to(&back);
    turned_away(&before, &page, unknown);
    let mut again = Traveller::new();
    let other = again.go_and_come_back(&center, "/login/oidc", "li-clerk");
    let page = again.led_to(&with(&other, "code", of(&back, "code")));
    turned_away(&again, &page, (403, "没有通过"));

    // Another issuer says it sent them; the person changed their mind there.
    let mut misled = Traveller::new();
    let back = misled.go_and_come_back(&center, "/login/oidc", "li-clerk");
    let page = misled.led_to(&with(&back, "iss", "https%3A%2F%2Felse.example"));
    turned_away(&misled, &page, (502, "答复无效"));
    let mut wavering = Traveller::new();
    let there = wavering.get(&format!("{center}/login/oidc")).location.expect("an address there");
    let back = wavering.sign_in_there(&there, &center, &[("account", ""), ("do", "cancel")]);
    let page = wavering.led_to(&back);
    turned_away(&wavering, &page, (403, "没有通过"));
    assert_eq!(hall.server.stop(), 0);
}

/// A parameter of an address.
fn of<'a>(address: &'a str, name: &str) -> &'a str {
    let pairs = address.split_once('?').expect("a query").1.split('&');
    pairs.filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).expect("it is there").1
}

/// The same address with another value of one.
fn with(address: &str, name: &str, value: &str) -> String {
    address.replace(&format!("{name}={}", of(address, name)), &format!("{name}={value}"))
}

#[test]
fn a_token_that_does_not_hold_lets_nobody_in() {
    let mut hall = Hall::open("", people());
    hall.people.hire("li-clerk", "center", "window_clerk");
    for lie in [
        "audience",
        "issuer",
        "expired",
        "nonce",
        "no_nonce",
        "key",
        "unknown_key",
        "unsigned",
        "by_our_secret",
        "nobody",
    ] {
        hall.provider.lie(lie);
        let (traveller, page) = hall.comes_as("li-clerk");
        assert_eq!(page.status, 502, "{lie}: {}", page.text);
        turned_away(&traveller, &page, (502, "答复无效"));
    }
    hall.provider.lie("");
    assert_eq!(hall.comes_as("li-clerk").1.status, 200, "and an honest one does");
    assert_eq!(hall.server.stop(), 0);
}

#[test]
fn a_provider_that_is_away_keeps_nobody_from_signing_in_here() {
    let mut hall = Hall::without_provider("", people());
    hall.people.hire("li-clerk", "center", "window_clerk");
    let mut li = Traveller::new();
    let page = li.get(&format!("{}/login/oidc", hall.center()));
    turned_away(&li, &page, (503, "统一身份认证暂时无法访问"));
    let asked = Http::new(hall.center()).post(&Ask::new("nobody", "/api/v1/session/unified", &json!({})));
    let asked = asked.expect("an answer");
    assert_eq!((asked.status, &asked.body["code"]), (503, &json!("session.provider_away")));
    hall.people.sign_in("li-clerk");

    let center = hall.center().to_owned();
    hall.provider.up(&center);
    until_true("it is asked again", || li.get(&format!("{center}/login/oidc")).status == 303);
    assert_eq!(hall.comes_as("li-clerk").1.status, 200);
    let back = li.go_and_come_back(&center, "/login/oidc", "li-clerk");
    hall.provider.kill();
    let page = li.led_to(&back);
    turned_away(&li, &page, (503, "统一身份认证暂时无法访问"));
    hall.people.sign_in("li-clerk");
    assert_eq!(hall.server.stop(), 0);
}

#[test]
fn whoever_has_a_device_shows_its_code_unless_the_provider_asked_for_one() {
    let mut hall = Hall::open(GROUPS, people());
    hall.people.hire("he-audit", "center", "auditor");
    let (mut he, page) = hall.comes_as("he-audit");
    assert!(page.status == 200 && page.text.contains("/login/oidc/code"), "{}", page.text);
    assert!(!he.cookies.contains_key("yidi"), "a session before the code");
    let url = format!("{}/login/oidc/code", hall.center());
    let page = he.post(&url, &[("code", "000000")]);
    turned_away(&he, &page, (401, "没有办成"));
    let page = Traveller::new().post(&url, &[("code", "000000")]);
    turned_away(&Traveller::new(), &page, (403, "不是从这里开始"));
    let right = hall.people.code("he-audit");
    assert_eq!(he.post(&url, &[("code", &right)]).status, 200);
    let session = hall.session(&mut he).expect("inside");
    assert_eq!((&session["role"], &session["totp_due"]), (&json!("auditor"), &json!(false)));
    let page = he.post(&url, &[("code", &right)]);
    assert_eq!(page.status, 403, "it is owed once: {}", page.text);

    // This one signed in there with a code, of a kind the settings name.
    let (mut keeper, page) = hall.comes_as("an-ke");
    assert!(page.text.contains("http-equiv=\"refresh\""), "{}", page.text);
    assert_eq!(hall.session(&mut keeper).expect("inside")["role"], "security_administrator");
    assert_eq!(hall.server.stop(), 0);
}

#[test]
fn who_sits_there_is_proved_again_by_signing_in_there_anew() {
    let mut hall = Hall::open("", people());
    for account in ["li-clerk", "sun-clerk"] {
        hall.people.hire(account, "center", "window_clerk");
    }
    let center = hall.center().to_owned();
    let (mut li, _) = hall.comes_as("li-clerk");
    let before = li.cookies["yidi"].clone();
    let back = li.go_and_come_back(&center, "/proof/oidc", "li-clerk");
    // A browser that is led back from another site does not send a strict cookie along.
    let strict = li.cookies.remove("yidi");
    assert!(strict.is_some() && li.led_to(&back).status == 200);
    let session = hall.session(&mut li).expect("inside");
    assert!(session["proved"] == json!(true) && session["by"] == json!("provider"), "{session}");
    assert_ne!(li.cookies["yidi"], before, "the secret has changed");
    let mut old = Traveller::new();
    old.cookies.insert("yidi".to_owned(), before);
    assert!(hall.session(&mut old).is_none(), "the old one opens nothing");

    // Somebody else proves nothing, and a sign-in of before is none.
    // The provider would first ask whoever is signed in there to leave.
    li.cookies.retain(|name, _| name == "yidi");
    let back = li.go_and_come_back(&center, "/proof/oidc", "sun-clerk");
    assert_eq!(li.led_to(&back).status, 403);
    li.cookies.retain(|name, _| name == "yidi");
    hall.provider.lie("long_ago");
    let back = li.go_and_come_back(&center, "/proof/oidc", "li-clerk");
    assert_eq!(li.led_to(&back).status, 502);
    assert!(hall.session(&mut li).is_some(), "the session goes on as it was");
    assert_eq!(hall.server.stop(), 0);
}

#[test]
fn the_interface_does_what_the_pages_do() {
    let mut hall = Hall::open("", people());
    hall.people.hire("li-clerk", "center", "window_clerk");
    let http = Http::new(hall.center());
    let ask = |path: &str, body: &Value, cookie: &str| {
        let known = [("browser".to_owned(), cookie.to_owned())].into();
        http.clone().with_sessions(&known).post(&Ask::new("browser", path, body)).expect("an answer")
    };
    let gone = ask("/api/v1/session/unified", &json!({ "role": "window_clerk" }), "none=");
    assert_eq!(gone.status, 201, "{}", gone.text);
    let round = gone.session.expect("the browser keeps something");
    let there = gone.body["go_to"].as_str().expect("an address");
    let back = Traveller::new().sign_in_there(there, hall.center(), &[("account", "li-clerk"), ("do", "in")]);
    let returned = json!({ "state": of(&back, "state"), "code": of(&back, "code"), "iss": hall.provider.issuer() });
    let inside = ask("/api/v1/session/unified/return", &returned, &round);
    assert_eq!((inside.status, &inside.body["account"]), (201, &json!("li-clerk")), "{}", inside.text);
    let again = ask("/api/v1/session/unified/return", &returned, &round);
    assert_eq!((again.status, &again.body["code"]), (403, &json!("session.round_unknown")));
    let role = ask("/api/v1/session/unified", &json!({ "role": "auditor" }), "none=");
    let back = Traveller::new().sign_in_there(
        role.body["go_to"].as_str().expect("an address"),
        hall.center(),
        &[("account", "li-clerk"), ("do", "in")],
    );
    let returned = json!({ "state": of(&back, "state"), "code": of(&back, "code") });
    let denied = ask("/api/v1/session/unified/return", &returned, &role.session.expect("a round"));
    assert_eq!((denied.status, &denied.body["code"]), (403, &json!("session.no_account")), "a role it does not have");
    assert_eq!(hall.server.stop(), 0);
}

#[test]
fn a_provider_that_says_little_is_used_when_the_operator_says_so() {
    let provider = people().that_is_asked();
    let issuer = provider.issuer();
    let settings = format!(
        "discovery = false\nnonce = false\nclaims_from = \"userinfo\"\n\
         [endpoints]\nauthorization = \"{issuer}/auth\"\ntoken = \"{issuer}/token\"\nkeys = \"{issuer}/jwks\"\n\
         userinfo = \"{issuer}/me\"\n{GROUPS}"
    );
    let mut hall = Hall::open(&settings, provider);
    for account in ["li-clerk", "sun-clerk"] {
        hall.people.hire(account, "center", "window_clerk");
    }
    hall.provider.lie("no_nonce");
    assert_eq!(hall.comes_as("li-clerk").1.status, 200);
    let (sun, page) = hall.comes_as("sun-clerk");
    turned_away(&sun, &page, (403, "分组与岗位不符"));
    hall.provider.lie("nonce");
    let (li, page) = hall.comes_as("li-clerk");
    turned_away(&li, &page, (502, "答复无效"));
    assert_eq!(hall.server.stop(), 0);
}

#[test]
fn a_real_browser_goes_there_and_comes_back() {
    let mut hall = Hall::open(GROUPS, people());
    hall.people.hire("li-clerk", "center", "window_clerk");
    let told = [("YIDI_URL", hall.center()), ("YIDI_ACCOUNT", "li-clerk")];
    let worked = in_browser("unified.mjs", &told);
    assert!(worked.is_ok(), "{}\n{}", worked.unwrap_err(), hall.server.said());
    assert_eq!(hall.server.stop(), 0);
}

#[test]
fn settings_that_are_wrong_start_nothing_and_say_what_is() {
    let (office, provider) = (Office::new(), people());
    let file = provider.settings(&office, "");
    let good = fs::read_to_string(&file).expect("it was written");
    let refuse = |text: &str, words: &str| {
        fs::write(&file, text).expect("a file can be written");
        let ended = office.launch().word("--oidc").word(&file).start().map(|server| server.stop());
        let (code, said) = ended.expect_err("it started");
        assert!(code == 78 && said.contains(words), "{words}: {code} {said}");
    };
    let secret = office.word("oidc.secret");
    refuse(&format!("{good}colour = \"red\"\n"), "unknown field `colour`");
    refuse(&good.replace("client_id", "client"), "unknown field `client`");
    refuse(&good.replace("http://127.0.0.1", "http://sso.example"), "issuer is no https:// address");
    refuse(&good.replace(&secret, "/nowhere/secret"), "cannot read /nowhere/secret");
    refuse(&good.replace("client_secret_file", "client_secret_env"), "the environment has no variable");
    refuse(&format!("client_auth = \"none\"\n{good}"), "neither with client_auth");
    refuse(&format!("{good}discovery = false\n"), "[endpoints] with discovery = false");
    refuse(&format!("{good}[groups]\nclaim = \"groups\"\nmap = []\n"), "groups.map is empty");
    refuse(&good.replace("\"staff_id\"", "\"\""), "account_claim is empty");
    refuse(&format!("{good}{}", GROUPS.replace("window_clerk", "emperor")), "unknown variant `emperor`");
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    fs::set_permissions(&secret, open).expect("it can be opened");
    refuse(&good, "open to everybody");
}
