//! `yidi subscriptions nats-config`: the configuration of each broker, and a key for each department.

use std::fs;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use center::Rulebook;
use clap::Args;
use relay::{Among, Certificate, Keys, Server};
use serde::Serialize;

use super::told;
use crate::say::Voice;
use crate::trouble::{Exit, Trouble};

/// Where to write.
#[derive(Args)]
pub(crate) struct NatsConfig {
    /// 输出目录；已有密钥不会被替换 / The directory; keys that are there stay
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// 消息服务器的数据目录 / Where the broker keeps its data
    #[arg(long, value_name = "DIR", default_value = "/var/lib/nats")]
    store: PathBuf,
    /// 消息服务器的监听地址 / Where the broker listens
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:4222")]
    listen: SocketAddr,
    /// 消息服务器的 TLS 证书，在消息服务器所在机器上的路径 / The broker's TLS certificate, as a path on its machine
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// 该证书的私钥 / The key of that certificate
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// 签发该证书的机构，系统已信任的不必写 / The authority that signed it, where it is none that the machines trust anyway
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_ca: Option<PathBuf>,
    /// 消息服务器在他人无法接入的专网内，不加密 / The broker is on a net that nobody else can listen in on: nothing is encrypted
    #[arg(long, conflicts_with = "tls_cert")]
    without_tls: bool,
    /// 服务器数量：3 台各写一份配置，互为副本 / How many servers keep the same messages; a configuration for each
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=5))]
    servers: u16,
}

/// What was written.
#[derive(Serialize)]
struct Written {
    configuration: PathBuf,
    keys: PathBuf,
    departments: usize,
}

impl NatsConfig {
    pub(super) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        self.check()?;
        let (names, departments) = told(&Rulebook::demo())?;
        let keys_in = self.out.join("keys");
        let keys =
            Keys::of(&keys_in, &departments).with_context(|| format!("cannot keep keys in {}", keys_in.display()))?;
        let path = self.out.join("nats.conf");
        let secret =
            if self.servers == 1 { String::new() } else { keys.secret_of_routes().context("cannot keep keys")? };
        for (path, listen, store, among) in self.servers(&path, &secret) {
            let server = Server { listen, store: &store, among, certificate: self.certificate() };
            write_for_its_owner(&path, &relay::configuration(&names, &departments, &keys, &server))
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        let written = Written { configuration: path, keys: keys_in, departments: departments.len() };
        voice.answer(&written, |written| {
            let Written { configuration, keys, departments } = written;
            let (configuration, keys) = (configuration.display(), keys.display());
            format!("{departments} 个部门 / departments\n{configuration}\n{keys}/<department>.nk, relay.nk")
        })?;
        Ok(Exit::Ok)
    }
}

/// Where the configuration of a server goes, where it listens and keeps its data, and its place among the others.
type Placed = (PathBuf, SocketAddr, PathBuf, Option<Among>);

/// How far behind the port for clients that lies at which servers that keep the same messages reach each other: 6222 for
/// 4222, the custom of nats-server.
const CLUSTER_BEHIND: u16 = 2000;

impl NatsConfig {
    /// Nobody reads along on the way, and there are ports for all of them.
    fn check(&self) -> Result<(), Trouble> {
        if !self.listen.ip().is_loopback() && self.tls_cert.is_none() && !self.without_tls {
            return Err(in_the_clear());
        }
        if self.servers > 1 && self.tls_cert.is_some() && self.tls_ca.is_none() {
            return Err(no_authority());
        }
        let port = self.listen.port();
        if self.servers == 1 || port.checked_add(CLUSTER_BEHIND + self.servers).is_some() {
            return Ok(());
        }
        Err(Trouble::new(
            Exit::Usage,
            format!("{port} 之后没有足够的端口。"),
            format!("there are not enough ports behind {port}."),
        )
        .next("请用 --listen 另选较小的端口。", "choose a smaller port with --listen"))
    }

    fn certificate(&self) -> Option<Certificate<'_>> {
        let (chain, key) = (self.tls_cert.as_deref()?, self.tls_key.as_deref()?);
        Some(Certificate { chain, key, authority: self.tls_ca.as_deref() })
    }

    /// One server, or several: on one machine side by side, each at a port of its own; elsewhere each under the name
    /// `nats-<number>`, as in the compose file.
    fn servers(&self, path: &Path, secret: &str) -> Vec<Placed> {
        if self.servers == 1 {
            return vec![(path.to_owned(), self.listen, self.store.clone(), None)];
        }
        let here = self.listen.ip().is_loopback();
        let cluster = self.listen.port() + CLUSTER_BEHIND;
        let reached = |number: u16| match here {
            true => format!("127.0.0.1:{}", cluster + number - 1),
            false => format!("nats-{number}:{cluster}"),
        };
        let placed = |number: u16| {
            let others = (1..=self.servers).filter(|other| *other != number);
            let (name, routes) = (format!("nats-{number}"), others.map(reached).collect());
            let cluster = if here { reached(number) } else { format!("0.0.0.0:{cluster}") };
            let port = if here { self.listen.port() + number - 1 } else { self.listen.port() };
            let store = if here { self.store.join(&name) } else { self.store.clone() };
            let among = Some(Among { name: name.clone(), cluster, routes, secret: secret.to_owned() });
            (self.out.join(format!("{name}.conf")), SocketAddr::new(self.listen.ip(), port), store, among)
        };
        (1..=self.servers).map(placed).collect()
    }
}

/// A file that nobody but its owner reads: it may hold what servers show each other.
fn write_for_its_owner(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.set_permissions(fs::Permissions::from_mode(0o600))?;
    file.write_all(text.as_bytes())
}

/// Servers that keep the same messages would let in whoever has a certificate of any authority there is.
fn no_authority() -> Trouble {
    Trouble::new(
        Exit::Configuration,
        "多台服务器之间加密时，须指定签发机构。",
        "several servers that encrypt need the authority that signed their certificates.",
    )
    .next("请用 --tls-ca 指定签发机构的证书。", "name the certificate of that authority with --tls-ca")
}

/// Departments' tokens travel with what they ask.
fn in_the_clear() -> Trouble {
    Trouble::new(
        Exit::Configuration,
        "消息服务器不在本机，部门令牌和事实将以明文传输。",
        "the broker is not on this machine: departments' tokens and facts would travel in the clear.",
    )
    .next(
        "请用 --tls-cert 和 --tls-key 指定证书；确在封闭专网内的，用 --without-tls。",
        "name a certificate with --tls-cert and --tls-key; on a net that nobody else can listen in on, say --without-tls",
    )
}
