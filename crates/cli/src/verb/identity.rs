//! The unified identity people may sign in with, as the operator set it up in a file.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::trouble::{Exit, Trouble};

/// The unified identity, by the words of the command line.
#[derive(Args)]
pub(crate) struct Identity {
    /// 统一身份认证的设置文件；本中心的账号和密码仍可登录 / The settings of the unified identity; accounts and passwords of this center go on working
    #[arg(long, value_name = "FILE", conflicts_with = "demo", env = "YIDI_OIDC")]
    oidc: Option<PathBuf>,
}

impl Identity {
    /// The provider, if one was set up. Browsers come back to the public address; where there is none and nobody stands in
    /// front, to where we listen.
    pub(crate) fn provider(
        &self,
        public: Option<&web::PublicAddress>,
        listening: Option<SocketAddr>,
    ) -> Result<Option<Arc<web::Provider>>, Trouble> {
        let Some(file) = &self.oidc else { return Ok(None) };
        let address = public.map(ToString::to_string).or_else(|| listening.map(|address| format!("http://{address}")));
        let opened = web::Settings::read(file).and_then(|settings| web::Provider::open(settings, address.as_deref()));
        opened.map(|provider| Some(Arc::new(provider))).map_err(|error| {
            let at = file.display();
            let (zh, en) = (
                format!("统一身份认证的设置 {at} 不能使用。"),
                format!("the unified identity in {at} cannot be used."),
            );
            Trouble::new(Exit::Configuration, zh, en)
                .next(
                    "请按下述原因修改；说明见 docs/how-to/unified-identity.md。",
                    "mend what is named below; docs/how-to/unified-identity.md tells how",
                )
                .because(error)
        })
    }
}
