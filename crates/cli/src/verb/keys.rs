//! `yidi keys`: the keyring of a center, and where its key file is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use center::{Vault, VaultError};
use clap::{Args, Subcommand};
use journal::Journal as _;
use serde::Serialize;

use super::place::Place;
use crate::meaning;
use crate::say::Voice;
use crate::trouble::{Exit, Trouble};

/// The name of the key file among systemd's credentials (`LoadCredential=yidi.key:...`).
const CREDENTIAL: &str = "yidi.key";
/// The key file of a demonstration. It lies beside what it protects, where a real one must never lie.
const DEMO_KEY: &str = "demo.key";

/// What can be done with the keys.
#[derive(Subcommand)]
pub(crate) enum Keys {
    /// 新建密钥环；已有日志时拒绝 / Make the keyring of a new center
    Init(Keyed),
    /// 更换总密钥；旧副本从此失效 / Wrap all keys anew: old copies become noise
    Epoch(Keyed),
    /// 密钥环现状 / How many keys there are
    Status(Keyed),
}

/// Which keyring.
#[derive(Args)]
pub(crate) struct Keyed {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    key: KeyFile,
}

/// Where the key-encryption key is.
#[derive(Args, Clone)]
pub(crate) struct KeyFile {
    /// 总密钥文件，勿与数据同放；默认用 systemd 凭据 yidi.key / The key that wraps all others; by default the systemd credential yidi.key
    #[arg(long, value_name = "FILE", env = "YIDI_KEY_FILE")]
    key_file: Option<PathBuf>,
}

/// What there is.
#[derive(Serialize)]
struct Answer {
    epoch: u32,
    keys: usize,
    erased: usize,
    owed: usize,
}

impl Keys {
    pub(crate) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let vault = match self {
            Self::Init(keyed) => keyed.init()?,
            Self::Epoch(keyed) => keyed.epoch()?,
            Self::Status(keyed) => keyed.open()?,
        };
        let status = vault.status();
        let answer = Answer { epoch: status.epoch, keys: status.keys, erased: status.erased, owed: status.owed };
        voice.answer(&answer, |answer| {
            let Answer { epoch, keys, erased, owed: _ } = answer;
            format!("第 {epoch} 期，{keys} 把密钥，{erased} 把已销毁 / epoch {epoch}, {keys} keys, {erased} destroyed")
        })?;
        if answer.owed > 0 {
            voice.note(
                "上次更换总密钥之后有密钥被销毁，旧副本仍能打开：请运行 yidi keys epoch。",
                "keys were destroyed since all were last wrapped anew, and old copies still open them: run `yidi keys epoch`",
            );
        }
        if let Self::Init(_) = self {
            voice.note(
                "请将密钥文件与密钥环分开备份；缺一即永远无法解密。",
                "back up the key file and the keyring apart from each other: without either nothing can be opened again",
            );
        }
        Ok(Exit::Ok)
    }
}

impl Keyed {
    /// Keys are made before the first fact: what is in a log already was sealed with others, or not at all.
    fn init(&self) -> Result<Vault, anyhow::Error> {
        let file = self.key.path()?;
        let journal = self.place.open()?;
        let commits = journal.head().position;
        journal.close();
        if commits > 0 {
            let at = self.place.data.display();
            let (zh, en) = (format!("{at} 中已有记录。"), format!("there are facts in {at}."));
            return Err(Trouble::new(Exit::Conflict, zh, en)
                .next(
                    "新密钥打不开旧记录：请恢复原密钥环，或另用空目录。",
                    "new keys would not open them: restore their keyring, or name an empty directory",
                )
                .into());
        }
        Vault::create(&self.place.data, &file).map_err(meaning::of_keys)?;
        self.open()
    }

    fn epoch(&self) -> Result<Vault, anyhow::Error> {
        let vault = self.open()?;
        vault.next_epoch().map_err(meaning::of_keys)?;
        Ok(vault)
    }

    fn open(&self) -> Result<Vault, anyhow::Error> {
        Ok(Vault::open(&self.place.data, &self.key.path()?).map_err(meaning::of_keys)?)
    }
}

impl KeyFile {
    /// The vault of a center, which must have been given its keys.
    pub(super) fn vault(&self, data: &Path) -> Result<Arc<Vault>, Trouble> {
        if data.join(DEMO_KEY).exists() {
            let at = data.display();
            let (zh, en) = (format!("{at} 是演示数据。"), format!("{at} holds a demonstration."));
            return Err(Trouble::new(Exit::Configuration, zh, en)
                .next("请加上 --demo，或另用空目录。", "add --demo, or name an empty directory"));
        }
        let vault = Vault::open(data, &self.path()?).map_err(meaning::of_keys)?;
        Ok(Arc::new(vault))
    }

    /// The vault, if a key file was named; without one nothing is sealed.
    pub(super) fn vault_if_named(&self, data: &Path) -> Result<Option<Arc<Vault>>, Trouble> {
        self.key_file.is_some().then(|| self.vault(data)).transpose()
    }

    /// The file that was named, or the credential that systemd hands over.
    fn path(&self) -> Result<PathBuf, Trouble> {
        let credential = || {
            let folder = std::env::var_os("CREDENTIALS_DIRECTORY")?;
            Some(PathBuf::from(folder).join(CREDENTIAL)).filter(|path| path.exists())
        };
        self.key_file.clone().or_else(credential).ok_or_else(|| {
            Trouble::new(
                Exit::Configuration,
                "未指定总密钥文件：个人信息只能加密保存。",
                "no key file was named: personal data is stored sealed only.",
            )
            .next(
                "请用 --key-file 指定（新中心先运行 yidi keys init）；演示请加 --demo。",
                "name it with --key-file (a new center begins with `yidi keys init`); a demonstration runs with --demo",
            )
        })
    }
}

/// The vault of a demonstration, made at its first start: texts stay in clear, materials are sealed all the same.
pub(super) fn of_demonstration(data: &Path) -> Result<Arc<Vault>, Trouble> {
    let key = data.join(DEMO_KEY);
    if !key.exists() && data.join("keys").exists() {
        let at = data.display();
        let (zh, en) = (format!("{at} 属于正式中心。"), format!("{at} belongs to a real center."));
        return Err(Trouble::new(Exit::Configuration, zh, en)
            .next("请去掉 --demo，或另用空目录。", "leave --demo out, or name an empty directory"));
    }
    match Vault::create(data, &key) {
        Ok(()) | Err(VaultError::KeyringThere { .. }) => {}
        Err(error) => return Err(meaning::of_keys(error)),
    }
    Vault::open(data, &key).map(Arc::new).map_err(meaning::of_keys)
}
