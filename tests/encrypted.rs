//! A broker on another machine: what departments are told and ask travels under its certificate, and nobody who shows another
//! one is believed.

use std::fs;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tests::{Broker, Http, folder, until, yidi};

use crate::nats::{hand_over, served};
use crate::subscriptions::TOLD_WITHIN;

/// An authority of this name.
fn authority(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).expect("no names");
    params.distinguished_name.push(rcgen::DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority")
}

#[test]
fn what_departments_are_told_over_a_net_is_read_by_nobody_on_the_way() {
    let (home, data) = (folder(), folder());
    let path = |name: &str| home.path().join(name);
    let (ours, theirs, key) = (authority("ours"), authority("theirs"), KeyPair::generate().expect("a key"));
    let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("an address");
    let certificate = params.signed_by(&key, &ours).expect("a certificate");
    for (name, text) in [
        ("broker.pem", certificate.pem()),
        ("broker.key", key.serialize_pem()),
        ("ours.pem", ours.pem()),
        ("theirs.pem", theirs.pem()),
    ] {
        fs::write(path(name), text).expect("written");
    }
    let broker = Broker::encrypted(&path("broker.pem"), &path("broker.key"));
    let ca = path("ours.pem").to_string_lossy().into_owned();
    let server = served(data.path(), &broker, &["--empty", "--nats-ca", &ca]);
    hand_over(&Http::new(server.address()), 1);

    let follow = |url: &str, ca: Option<&str>, into: &str| {
        let (into, key) = (path(into).to_string_lossy().into_owned(), broker.key("housing"));
        let words = ["subscriptions", "follow", "--department", "housing", "--count", "1", "--into", &into];
        let more = ca.map(|ca| ["--nats-ca", ca]);
        yidi([&words[..], &["--nats", url, "--nats-key", &key], more.as_ref().map_or(&[], |more| &more[..])].concat())
    };
    until("the first message", TOLD_WITHIN, || (follow(&broker.url(), Some(&ca), "told").code == 0).then_some(()));
    assert!(fs::read_to_string(path("told")).expect("what was told").contains("case_registered"));
    let other = path("theirs.pem").to_string_lossy().into_owned();
    for (url, ca) in [(broker.url(), Some(other.as_str())), (broker.url(), None)] {
        assert_ne!(follow(&url, ca, "not").code, 0, "{ca:?}");
    }
    assert!(!path("not").exists() || fs::read(path("not")).expect("a file").is_empty());
    assert_eq!(server.stop(), 0);
}
