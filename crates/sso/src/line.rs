//! The line to the provider: encrypted, or within this machine; bounded in time and in what is read. No redirect is followed:
//! it would lead where nobody checked.

use std::future::Future;
use std::io::Cursor;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{self, Client};
use hyper_util::rt::TokioExecutor;
use openidconnect::http::{Response, StatusCode, Uri};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};

use crate::BadSettings;

/// How long the provider may take for one answer, connection and all.
const ANSWER_WITHIN: Duration = Duration::from_secs(8);
/// How long a connection may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(4);
/// What is read of an answer at most: keys and metadata of large providers are some ten thousand bytes.
const ANSWER_BYTES_MAX: usize = 256 << 10;

/// Why the provider was not reached.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotReached {
    #[error("an address is not encrypted and not on this machine")]
    Open,
    #[error("nobody answers there")]
    Line(#[source] legacy::Error),
    #[error("the answer broke off, or is longer than {ANSWER_BYTES_MAX} bytes")]
    Body(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("it took longer than {} seconds", ANSWER_WITHIN.as_secs())]
    Late,
    #[error("it answered {0}")]
    Failed(StatusCode),
    #[error("the answer cannot be read")]
    Answer(#[from] openidconnect::http::Error),
}

/// Asks the provider.
pub(crate) struct Line(Client<HttpsConnector<HttpConnector>, Full<Cursor<Vec<u8>>>>);

impl Line {
    /// Trusts the authorities this machine trusts, and those the operator names.
    pub(crate) fn open(authorities: Option<&[u8]>) -> Result<Self, BadSettings> {
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_connect_timeout(Some(CONNECT_WITHIN));
        let tls = config(authorities).map_err(|error| BadSettings::Authorities(error.into()))?;
        let https = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1();
        Ok(Self(Client::builder(TokioExecutor::new()).build(https.wrap_connector(http))))
    }

    /// One question and its answer.
    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, NotReached> {
        if !keeps_to_itself(&request.uri().to_string()) {
            return Err(NotReached::Open);
        }
        tokio::time::timeout(ANSWER_WITHIN, self.exchange(request)).await.unwrap_or(Err(NotReached::Late))
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, NotReached> {
        let request = request.map(|body| Full::new(Cursor::new(body)));
        let (parts, body) = self.0.request(request).await.map_err(NotReached::Line)?.into_parts();
        if parts.status.is_server_error() {
            return Err(NotReached::Failed(parts.status));
        }
        let body = Limited::new(body, ANSWER_BYTES_MAX).collect().await.map_err(NotReached::Body)?;
        let mut answer = Response::builder().status(parts.status);
        if let Some(headers) = answer.headers_mut() {
            *headers = parts.headers;
        }
        Ok(answer.body(body.to_bytes().to_vec())?)
    }
}

impl<'c> AsyncHttpClient<'c> for Line {
    type Error = NotReached;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NotReached>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}

fn config(authorities: Option<&[u8]>) -> Result<ClientConfig, rustls::Error> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    for certificate in authorities.into_iter().flat_map(CertificateDer::pem_slice_iter) {
        let certificate = certificate.map_err(|error| rustls::Error::General(error.to_string()))?;
        roots.add(certificate)?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(versions.with_root_certificates(roots).with_no_client_auth())
}

/// Whether what is sent there is encrypted, or stays on this machine.
pub(crate) fn keeps_to_itself(address: &str) -> bool {
    let Ok(address) = address.parse::<Uri>() else { return false };
    let host = address.host().unwrap_or_default().trim_matches(['[', ']']);
    let here = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    address.scheme_str() == Some("https") || (address.scheme_str() == Some("http") && here)
}
