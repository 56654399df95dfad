//! What the operator of the broker needs: a key for each department, and a configuration in which a department can read
//! its own stream and nothing else.

use std::collections::BTreeMap;
use std::fmt::Write as _;
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

/// A configuration of nats-server in which the relay can fill the departments' streams, each department can read its own
/// and acknowledge, and nobody can do anything else. What is not allowed here is denied.
#[must_use]
pub fn configuration(
    names: &Names,
    departments: &[DepartmentCode],
    keys: &Keys,
    (listen, store): (SocketAddr, &Path),
) -> String {
    let (hears, inbox) = ([names.questions()], Names::inbox(RELAY));
    let mut users = user(keys.public(RELAY), &relay_may(names, departments), (&inbox, &hears), ANSWERS);
    for department in departments {
        users += &user(
            keys.public(department.as_str()),
            &department_may(names, department),
            (&Names::inbox(department.as_str()), &[]),
            "",
        );
    }
    format!(
        "# Made by `yidi subscriptions nats-config`; made again after a department joins.\n\
         server_name: yidi\n\
         listen: {listen}\n\
         max_payload: 1MB\n\
         # An acknowledged message is on the disk: the default answers before it is.\n\
         jetstream {{ store_dir: {:?}, sync_interval: always }}\n\
         accounts {{\n  YIDI {{\n    jetstream: enabled\n    users: [\n{users}    ]\n  }}\n}}\n",
        store.display().to_string(),
    )
}

/// A question is answered once, where whoever asked it waits: an inbox the relay could not write to otherwise.
const ANSWERS: &str = "\n        allow_responses: { max: 1, expires: \"1m\" }";

fn user(public: &str, may: &[String], (inbox, hears): (&str, &[String]), answers: &str) -> String {
    let mut text = format!("      {{ nkey: {public}, permissions: {{\n        publish: {{ allow: [\n");
    for subject in may {
        // Writing into a text cannot fail.
        let _ = writeln!(text, "          {subject:?}");
    }
    let hears = [format!("{inbox}.>")].iter().chain(hears).map(|subject| format!("{subject:?}")).collect::<Vec<_>>();
    let _ = writeln!(text, "        ] }}\n        subscribe: {{ allow: [{}] }}{answers} }} }}", hears.join(", "));
    text
}

/// Fill streams, look at them, make them anew.
fn relay_may(names: &Names, departments: &[DepartmentCode]) -> Vec<String> {
    let of_one = |department: &DepartmentCode| {
        let (stream, consumer) = (names.stream(department), Names::consumer(department));
        let subjects = names.subjects(department);
        let asked = ["INFO", "CREATE", "DELETE", "MSG.GET"].map(|verb| format!("$JS.API.STREAM.{verb}.{stream}"));
        let consumers = [
            format!("$JS.API.CONSUMER.CREATE.{stream}.{consumer}.{subjects}"),
            format!("$JS.API.CONSUMER.INFO.{stream}.{consumer}"),
        ];
        [subjects].into_iter().chain(asked).chain(consumers)
    };
    departments.iter().flat_map(of_one).collect()
}

/// Ask for the next message, say that one was taken, see how far it is; and ask the center.
fn department_may(names: &Names, department: &DepartmentCode) -> Vec<String> {
    let (stream, consumer) = (names.stream(department), Names::consumer(department));
    vec![
        format!("$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"),
        format!("$JS.API.CONSUMER.INFO.{stream}.{consumer}"),
        format!("$JS.ACK.{stream}.{consumer}.>"),
        format!("$JS.ACK.*.*.{stream}.{consumer}.>"),
        names.questions_of(department),
    ]
}
