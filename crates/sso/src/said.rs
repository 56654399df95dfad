//! What a provider says of somebody, as far as a center needs it.

use serde_json::Value;
use timeline::ActorId;

use crate::failure::Failure;
use crate::settings::{SecondFactor, Settings};

/// What a provider says of somebody.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// The account that is meant; `None` if nothing here could be called so.
    pub account: Option<ActorId>,
    /// The groups the person is in.
    pub groups: Vec<String>,
    /// Whether a second factor was asked for, of a kind the operator takes for one.
    pub second_factor: bool,
}

impl Said {
    /// Reads the claims of a token that was checked, and those about the person, which may be the same.
    pub(crate) fn of(token: &Value, person: &Value, settings: &Settings) -> Result<Self, Failure> {
        let name = at(person, &settings.account_claim).and_then(text_of);
        let name = name.ok_or_else(|| {
            Failure::NotValid(format!("there is no claim {:?} that names an account", settings.account_claim).into())
        })?;
        let account = match &settings.accounts {
            Some(accounts) => accounts.get(&name).cloned(),
            None => ActorId::parse(&name).ok(),
        };
        let groups = settings.groups.as_ref().and_then(|groups| at(person, &groups.claim)).map(texts_of);
        let second_factor = vouches(token, &settings.second_factor);
        Ok(Self { account, groups: groups.unwrap_or_default(), second_factor })
    }
}

/// A claim by its name, or by a JSON pointer.
fn at<'a>(claims: &'a Value, name: &str) -> Option<&'a Value> {
    if name.starts_with('/') { claims.pointer(name) } else { claims.get(name) }
}

/// Numbers of staff are numbers at some providers.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// One text, or a list of them.
fn texts_of(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(text_of).collect(),
        one => text_of(one).into_iter().collect(),
    }
}

/// Whether the token itself says that a second factor was asked for. What another address says of the person does not count.
fn vouches(token: &Value, wanted: &SecondFactor) -> bool {
    let said = |claim: &str| token.get(claim).map(texts_of).unwrap_or_default();
    said("acr").iter().any(|acr| wanted.acr.contains(acr)) || said("amr").iter().any(|amr| wanted.amr.contains(amr))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn settings(lines: &str) -> Settings {
        let file = tempfile::NamedTempFile::new().unwrap();
        let text = format!("issuer = \"https://sso.example\"\nclient_id = \"yidi\"\nclient_auth = \"none\"\n{lines}");
        std::fs::write(file.path(), text).unwrap();
        Settings::read(file.path()).unwrap()
    }

    fn said(lines: &str, claims: &Value) -> Said {
        Said::of(claims, claims, &settings(lines)).unwrap()
    }

    const GROUPS: &str =
        "[groups]\nclaim = \"/realm/roles\"\n[[groups.map]]\ngroup = \"hall\"\nroles = [\"window_clerk\"]\n";

    #[test]
    fn an_account_is_named_to_the_letter_or_by_the_list() {
        let named =
            |claims: &Value| said("account_claim = \"staff\"", claims).account.map(|account| account.to_string());
        assert_eq!(named(&json!({ "staff": "li-clerk" })).as_deref(), Some("li-clerk"));
        assert_eq!(named(&json!({ "staff": 330_681 })).as_deref(), Some("330681"));
        assert_eq!((named(&json!({ "staff": "Li-Clerk" })), named(&json!({ "staff": "li clerk" }))), (None, None));
        let listed = "account_claim = \"sub\"\n[accounts]\n\"8f-2c\" = \"li-clerk\"";
        let of = |subject: &str| said(listed, &json!({ "sub": subject })).account.map(|account| account.to_string());
        assert_eq!(
            (of("8f-2c").as_deref(), of("li-clerk")),
            (Some("li-clerk"), None),
            "who is not listed is not known"
        );
    }

    #[test]
    fn without_the_claim_nobody_is_meant() {
        let settings = settings("account_claim = \"staff\"");
        for claims in [json!({}), json!({ "staff": null }), json!({ "staff": ["li-clerk"] }), json!({ "staff": true })]
        {
            assert!(matches!(Said::of(&claims, &claims, &settings), Err(Failure::NotValid(_))), "{claims}");
        }
    }

    #[test]
    fn groups_are_one_text_or_a_list_of_them() {
        let lines = format!("account_claim = \"sub\"\n{GROUPS}");
        let groups = |roles: Value| said(&lines, &json!({ "sub": "li", "realm": { "roles": roles } })).groups;
        assert_eq!(
            (groups(json!(["hall", 7])), groups(json!("hall"))),
            (vec!["hall".to_owned(), "7".to_owned()], vec!["hall".to_owned()])
        );
        assert!(groups(json!({ "hall": true })).is_empty() && said(&lines, &json!({ "sub": "li" })).groups.is_empty());
    }

    #[test]
    fn a_second_factor_is_what_the_settings_name_and_the_token_says() {
        let lines = "account_claim = \"sub\"\n[second_factor]\nacr = [\"high\"]\namr = [\"otp\"]";
        let vouched = |claims: Value| said(lines, &claims).second_factor;
        assert!(
            vouched(json!({ "sub": "li", "acr": "high" })) && vouched(json!({ "sub": "li", "amr": ["pwd", "otp"] }))
        );
        assert!(!vouched(json!({ "sub": "li", "acr": "otp", "amr": ["pwd", "high"] })));
        assert!(
            !said("account_claim = \"sub\"", &json!({ "sub": "li", "amr": ["otp"] })).second_factor,
            "none is named"
        );
        let elsewhere = Said::of(&json!({ "sub": "li" }), &json!({ "sub": "li", "amr": ["otp"] }), &settings(lines));
        assert!(!elsewhere.unwrap().second_factor, "only the token says it");
    }
}
