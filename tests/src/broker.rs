//! A real message broker as a child process, configured by the center as an operator would: killed, emptied, started again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::{a_port, folder, until, yidi};

/// How long a broker takes to listen.
const LISTENS_WITHIN: Duration = Duration::from_secs(20);

/// A broker, gone with its handle.
pub struct Broker {
    home: TempDir,
    port: u16,
    scheme: &'static str,
    child: Option<Child>,
}

impl Broker {
    /// Configures one with keys for every department, and starts it.
    ///
    /// # Panics
    /// If there is no nats-server (`cargo xtask test` installs it), or it does not come up.
    #[must_use]
    pub fn start() -> Self {
        Self::configured(&[], "nats")
    }

    /// The same, with a certificate that its clients look at.
    ///
    /// # Panics
    /// As [`Broker::start`].
    #[must_use]
    pub fn encrypted(certificate: &Path, key: &Path) -> Self {
        let (certificate, key) = (certificate.to_string_lossy(), key.to_string_lossy());
        Self::configured(&["--tls-cert", &certificate, "--tls-key", &key], "tls")
    }

    fn configured(words: &[&str], scheme: &'static str) -> Self {
        let port = a_port();
        let mut broker = Broker { home: folder(), port, scheme, child: None };
        let (out, store) = (broker.home.path().to_string_lossy().into_owned(), broker.store());
        let (listen, store) = (format!("127.0.0.1:{port}"), store.to_string_lossy().into_owned());
        let own = ["subscriptions", "nats-config", "--out", &out, "--store", &store, "--listen", &listen];
        let _ = yidi([&own[..], words].concat()).exits(0);
        broker.up();
        broker
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}://127.0.0.1:{}", self.scheme, self.port)
    }

    /// The file with the key of a client.
    #[must_use]
    pub fn key(&self, client: &str) -> String {
        self.home.path().join("keys").join(format!("{client}.nk")).to_string_lossy().into_owned()
    }

    /// Starts it, on what it has kept.
    ///
    /// # Panics
    /// If it does not come up.
    pub fn up(&mut self) {
        let program = std::env::var_os("YIDI_NATS_SERVER").map(PathBuf::from).filter(|path| path.exists());
        let program = program.expect("nats-server: run `cargo xtask test`, which installs it");
        let mut server = Command::new(program);
        server.arg("-c").arg(self.home.path().join("nats.conf")).stdout(Stdio::null()).stderr(Stdio::null());
        self.child = Some(server.spawn().expect("nats-server can be started"));
        let address = format!("127.0.0.1:{}", self.port);
        until("the broker", LISTENS_WITHIN, || std::net::TcpStream::connect(&address).ok());
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// It stands still, with every connection open: nobody is told that it is gone.
    ///
    /// # Panics
    /// If it cannot be told.
    pub fn stand_still(&self) {
        self.signal("-STOP");
    }

    /// It goes on.
    ///
    /// # Panics
    /// If it cannot be told.
    pub fn go_on(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, name: &str) {
        let id = self.child.as_ref().expect("it is running").id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().expect("kill can be started").success());
    }

    /// Everything it has kept is gone; it must not be running.
    ///
    /// # Panics
    /// If it cannot be removed.
    pub fn lose_everything(&mut self) {
        assert!(self.child.is_none(), "a running broker keeps its files");
        fs::remove_dir_all(self.store()).expect("the broker's files can be removed");
    }

    /// Where it keeps what it has.
    #[must_use]
    pub fn store(&self) -> PathBuf {
        self.home.path().join("store")
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.kill();
    }
}
