//! What a request carries beside its body: CloudEvents 1.0 in binary mode, the place in the chain, and the signature of
//! Standard Webhooks.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use center::Message;
use jiff::Timestamp;
use ring::hmac;
use zeroize::Zeroizing;

/// The headers of a message. With two secrets in force it carries two signatures.
pub(super) fn headers(
    message: &Message,
    (source, keys): (&str, &[Zeroizing<Vec<u8>>]),
    now: Timestamp,
) -> Vec<(String, String)> {
    let mut headers = signed((&message.id, &message.body), keys, now);
    headers.extend([
        ("ce-specversion".to_owned(), "1.0".to_owned()),
        ("yidi-seq".to_owned(), message.link.seq.to_string()),
        ("yidi-prev".to_owned(), message.link.prev.to_string()),
        ("yidi-hash".to_owned(), message.link.hash.to_string()),
    ]);
    let attributes = message.attributes(source).into_iter().filter(|(name, _)| *name != "datacontenttype");
    headers.extend(attributes.map(|(name, text)| (format!("ce-{name}"), text)));
    headers
}

/// What Standard Webhooks asks for, of any body: its id, when it is sent, and a signature for each key.
pub(crate) fn signed((id, body): (&str, &[u8]), keys: &[Zeroizing<Vec<u8>>], now: Timestamp) -> Vec<(String, String)> {
    let timestamp = now.as_second().to_string();
    let signatures: Vec<String> =
        keys.iter().map(|key| format!("v1,{}", signature(key, (id, &timestamp), body))).collect();
    vec![
        ("content-type".to_owned(), "application/json".to_owned()),
        ("webhook-id".to_owned(), id.to_owned()),
        ("webhook-timestamp".to_owned(), timestamp),
        ("webhook-signature".to_owned(), signatures.join(" ")),
    ]
}

/// HMAC-SHA256 over `id.timestamp.body` in base64.
fn signature(key: &[u8], (id, timestamp): (&str, &str), body: &[u8]) -> String {
    let mut mac = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key));
    for part in [id.as_bytes(), b".", timestamp.as_bytes(), b".", body] {
        mac.update(part);
    }
    STANDARD.encode(mac.sign())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the Standard Webhooks specification.
    #[test]
    fn a_signature_is_that_of_the_specification() {
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = signature(&key, ("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330"), br#"{"test": 2432232314}"#);
        assert_eq!(signed, "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
