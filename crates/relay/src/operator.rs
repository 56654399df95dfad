//! What the operator of the broker needs: a key for each department, and a configuration in which a department can read
//! its own stream and nothing else.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use nkeys::KeyPair;
use timeline::DepartmentCode;

use crate::names::Names;

/// The name the relay itself signs in with.
pub const RELAY: &str = "relay";

/// The keys of a center: one file a client with its seed, and the public half for the broker.
#[derive(Debug)]
pub struct Keys {
    folder: PathBuf,
    public: BTreeMap<String, String>,
}

impl Keys {
    /// The keys in this folder; those that are missing are made. A key that is there is never replaced.
    ///
    /// # Errors
    /// A file cannot be read or made, or holds no seed.
    pub fn of(folder: &Path, departments: &[DepartmentCode]) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let clients = departments.iter().map(DepartmentCode::as_str).chain([RELAY]);
        let public = clients.map(|client| Ok((client.to_owned(), public_key(&seed_file(folder, client))?)));
        Ok(Self { folder: folder.to_owned(), public: public.collect::<io::Result<_>>()? })
    }

    /// What servers that keep the same messages show each other; made if it is not there. Whoever could join them without
    /// would read everything.
    ///
    /// # Errors
    /// As for [`Keys::of`].
    pub fn secret_of_routes(&self) -> io::Result<String> {
        let path = self.folder.join("routes.secret");
        public_key(&path)?;
        Ok(std::fs::read_to_string(path)?.trim().to_owned())
    }

    /// The file with the seed of a client.
    #[must_use]
    pub fn seed_of(&self, client: &str) -> PathBuf {
        seed_file(&self.folder, client)
    }

    fn public(&self, client: &str) -> &str {
        self.public.get(client).map_or("", String::as_str)
    }
}

fn seed_file(folder: &Path, client: &str) -> PathBuf {
    folder.join(format!("{client}.nk"))
}

/// The public half of the key in this file, which is made if it is not there.
fn public_key(path: &Path) -> io::Result<String> {
    let bad =
        |error: nkeys::error::Error| io::Error::new(io::ErrorKind::InvalidData, format!("{}: {error}", path.display()));
    match std::fs::read_to_string(path) {
        Ok(seed) => Ok(KeyPair::from_seed(seed.trim()).map_err(bad)?.public_key()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let pair = KeyPair::new_user();
            let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
            writeln!(file, "{}", pair.seed().map_err(bad)?)?;
            file.sync_all()?;
            Ok(pair.public_key())
        }
        Err(error) => Err(error),
    }
}

/// Where a broker listens and keeps its data. It has no `Debug`: it may hold a secret.
#[derive(Clone)]
pub struct Server<'a> {
    /// Where clients reach it.
    pub listen: SocketAddr,
    /// Where it keeps what it was given.
    pub store: &'a Path,
    /// Its place among several, if it is one of several.
    pub among: Option<Among>,
    /// What it shows whoever connects; without it everybody on the way reads along.
    pub certificate: Option<Certificate<'a>>,
}

/// The certificate of a broker, as files on its machine.
#[derive(Clone, Copy, Debug)]
pub struct Certificate<'a> {
    /// The certificate, with those between it and its authority.
    pub chain: &'a Path,
    /// Its key.
    pub key: &'a Path,
    /// The authority, where it is none that the machines trust anyway: servers that keep the same messages look at it.
    pub authority: Option<&'a Path>,
}

/// A server's place among several that keep the same messages. It has no `Debug`: it holds a secret.
#[derive(Clone)]
pub struct Among {
    /// Its own name.
    pub name: String,
    /// Where the others reach it.
    pub cluster: String,
    /// Where it reaches the others.
    pub routes: Vec<String>,
    /// What they show each other.
    pub secret: String,
}

/// The account that holds the streams; only the relay is in it.
const KEEPING: &str = "YIDI";

/// A configuration of nats-server in which the relay can fill the departments' streams, each department can read its own
/// and acknowledge, and nobody can do anything else. What is not allowed here is denied.
///
/// Each department has an account of its own, and reaches into the one with the streams by what that offers to it alone. A
/// question names the place its answer goes to, and the broker itself answers there, with rights of its own: in one account
/// for all that place could be another department's stream, the checkpoints, or an order to delete one. Between accounts the
/// broker puts a place of its own instead, which leads back to where the question came from.
#[must_use]
pub fn configuration(names: &Names, departments: &[DepartmentCode], keys: &Keys, server: &Server<'_>) -> String {
    let relay = user(keys.public(RELAY), &relay_may(names), &relay_hears(names), true);
    let offers: String = departments.iter().map(|department| offer(names, department)).collect();
    let accounts: String = departments.iter().map(|department| account(names, department, keys)).collect();
    let name = server.among.as_ref().map_or("yidi", |among| among.name.as_str());
    format!(
        "# Made by `yidi subscriptions nats-config`; made again after a department joins.\n\
         server_name: {name}\n\
         listen: {listen}\n\
         # A fact is a little longer than the question it came from, which may have 1 MB.\n\
         max_payload: 4MB\n\
         # An acknowledged message is on the disk: the default answers before it is.\n\
         jetstream {{ store_dir: {store:?}, sync_interval: always }}\n\
         {tls}{cluster}\
         accounts {{\n  {KEEPING} {{\n    jetstream: enabled\n    users: [\n{relay}    ]\n    exports: [\n{offers}    ]\n  }}\n\
         {accounts}}}\n",
        listen = server.listen,
        store = server.store.display().to_string(),
        tls = server.certificate.as_ref().map(tls).unwrap_or_default(),
        cluster = server.among.as_ref().map(|among| cluster(among, server.certificate.as_ref())).unwrap_or_default(),
    )
}

/// The name servers that keep the same messages sign in with at each other.
const ROUTES: &str = "routes";

fn cluster(among: &Among, certificate: Option<&Certificate<'_>>) -> String {
    let secret = &among.secret;
    let route = |route: &String| format!("\"nats://{ROUTES}:{secret}@{route}\"");
    let routes: Vec<String> = among.routes.iter().map(route).collect();
    let tls = certificate.map(tls).unwrap_or_default();
    format!(
        "cluster {{ name: yidi, listen: {:?}, authorization {{ user: {ROUTES}, password: {secret:?} }}, routes: [{}]\n\
         {tls}}}\n",
        among.cluster,
        routes.join(", ")
    )
}

fn tls(certificate: &Certificate<'_>) -> String {
    let Certificate { chain, key, authority } = certificate;
    let authority = authority.map(|path| format!(", ca_file: {:?}", path.display().to_string())).unwrap_or_default();
    let (chain, key) = (chain.display().to_string(), key.display().to_string());
    format!("tls {{ cert_file: {chain:?}, key_file: {key:?}{authority} }}\n")
}

/// What the account with the streams lets a department do, and no other.
fn offer(names: &Names, department: &DepartmentCode) -> String {
    let line = |(subject, many): (String, bool)| {
        let answers = if many { ", response_type: stream" } else { "" };
        format!("      {{ service: {subject:?}{answers}, accounts: [{:?}] }}\n", department.as_str())
    };
    department_may(names, department).into_iter().map(line).collect()
}

/// A department's account: its key, and what it was let to do.
///
/// In every account the broker itself answers what begins with `$JS.API.`, here that nothing is kept in this one. So a look
/// at a consumer is taken to another word on its way, and is answered once, by the account with the streams.
fn account(names: &Names, department: &DepartmentCode, keys: &Keys) -> String {
    let look = looks_at(department);
    let elsewhere = look.replace(LOOK, ELSEWHERE);
    let may: Vec<String> = department_may(names, department).into_iter().map(|(subject, _)| subject).collect();
    let to = |subject: &String| if *subject == look { format!(", to: {elsewhere:?}") } else { String::new() };
    let import =
        |subject| format!("      {{ service: {{ account: {KEEPING}, subject: {subject:?} }}{} }}\n", to(subject));
    let imports: String = may.iter().map(import).collect();
    let publishes: Vec<String> = may.iter().chain([&elsewhere]).cloned().collect();
    let hears = [format!("{}.>", Names::inbox(department.as_str()))];
    let user = user(keys.public(department.as_str()), &publishes, &hears, false);
    let mapped = elsewhere.replace('*', "$1");
    format!(
        "  {:?} {{\n    users: [\n{user}    ]\n    imports: [\n{imports}    ]\n    \
         mappings: {{ {look:?}: {mapped:?} }}\n  }}\n",
        department.as_str()
    )
}

/// How a look at a consumer is asked for, and how it is called on its way out of a department's account.
const LOOK: &str = "$JS.API.CONSUMER.INFO";
const ELSEWHERE: &str = "yidi-look";

fn looks_at(department: &DepartmentCode) -> String {
    format!("{LOOK}.*.{}", Names::consumer(department))
}

fn user(public: &str, may: &[String], hears: &[String], answers: bool) -> String {
    let list = |subjects: &[String]| {
        let lines: Vec<String> = subjects.iter().map(|subject| format!("          {subject:?}\n")).collect();
        lines.concat()
    };
    // Whoever is asked may answer once, to the inbox the question named, and nowhere else.
    let answering = if answers { ", allow_responses: { max: 1, expires: \"1m\" }" } else { "" };
    format!(
        "      {{ nkey: {public}, permissions: {{\n        publish: {{ allow: [\n{}        ] }}\n        \
         subscribe: {{ allow: [\n{}        ] }}{answering} }} }}\n",
        list(may),
        list(hears),
    )
}

/// Fill streams, look at them, make them anew. The account holds nothing but what the relay itself makes.
fn relay_may(names: &Names) -> Vec<String> {
    let streams = ["INFO", "CREATE", "UPDATE", "DELETE", "MSG.GET"].map(|verb| format!("$JS.API.STREAM.{verb}.*"));
    let consumers =
        ["CREATE.*.*", "CREATE.*.*.>", "INFO.*.*", "DELETE.*.*"].map(|verb| format!("$JS.API.CONSUMER.{verb}"));
    names.all_subjects().into_iter().chain(streams).chain(consumers).collect()
}

/// Answers to itself, and what departments ask.
fn relay_hears(names: &Names) -> [String; 2] {
    [format!("{}.>", Names::inbox(RELAY)), names.questions()]
}

/// Ask for the next message, say that one was taken, see how far it is; ask the center for something. The consumers of a
/// department bear its name in every stream, and only the center makes consumers. Each with whether several answers come.
fn department_may(names: &Names, department: &DepartmentCode) -> [(String, bool); 5] {
    let consumer = Names::consumer(department);
    [
        (format!("$JS.API.CONSUMER.MSG.NEXT.*.{consumer}"), true),
        (looks_at(department), false),
        (format!("$JS.ACK.*.{consumer}.>"), false),
        // The longer form of an acknowledgement, without a domain. With `*` for the domain it would fit the shorter form
        // of another department's consumer, and `+NXT` sent there hands out that department's next message.
        (format!("$JS.ACK._.*.*.{consumer}.>"), false),
        (names.questions_of(department), false),
    ]
}
