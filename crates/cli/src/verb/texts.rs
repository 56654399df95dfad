//! Where text messages go: the operator's gateway, if there is one.

use std::fs;
use std::path::{Path, PathBuf};

use center::Center;
use clap::Args;
use relay::{Allowed, TextOptions, Texts};
use timeline::Endpoint;
use zeroize::Zeroizing;

use crate::trouble::{Exit, Trouble};

/// The gateway, by the words of the command line.
#[derive(Args)]
pub(crate) struct Gateway {
    /// 短信网关：只发送手机号和固定提示语；不写则不发短信 / The gateway of text messages, which gets a number and a fixed text; without it none are sent
    #[arg(long, value_name = "URL", value_parser = Endpoint::parse, requires = "text_secret_file", env = "YIDI_TEXT_GATEWAY")]
    text_gateway: Option<Endpoint>,
    /// 短信签名密钥文件，内容为 whsec_ 加 Base64 / The file with what messages are signed with: whsec_ and base64
    #[arg(long, value_name = "FILE", requires = "text_gateway", env = "YIDI_TEXT_SECRET_FILE")]
    text_secret_file: Option<PathBuf>,
}

impl Gateway {
    /// Starts telling people that there is news, if there is a gateway.
    pub(crate) fn start(&self, center: &Center, data: &Path, allowed: Allowed) -> Result<Option<Texts>, Trouble> {
        let (Some(gateway), Some(file)) = (self.text_gateway.clone(), &self.text_secret_file) else { return Ok(None) };
        let (secret, folder) = (secret(file)?, data.join("relay"));
        Ok(Some(Texts::start(center, TextOptions { gateway, secret, allowed, folder })))
    }
}

fn secret(file: &Path) -> Result<Zeroizing<Vec<u8>>, Trouble> {
    let at = file.display();
    let text = fs::read_to_string(file).map_err(|error| {
        Trouble::new(Exit::Configuration, format!("无法读取 {at}。"), format!("cannot read {at}.")).because(error)
    })?;
    relay::secret_of(&text).ok_or_else(|| {
        let (zh, en) = (format!("{at} 不是短信签名密钥。"), format!("{at} is no secret for text messages."));
        Trouble::new(Exit::Configuration, zh, en)
            .next("请写入 whsec_ 加至少 24 字节的 Base64。", "write whsec_ and at least 24 bytes in base64")
    })
}
