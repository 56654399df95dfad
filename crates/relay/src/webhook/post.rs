//! One request to a receiver: to a checked address, encrypted, bounded in time and in what is read of the answer. No
//! redirect is followed: it would lead where nobody checked.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use timeline::Endpoint;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};

use super::guard::Allowed;

/// How long a connection may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// How long a receiver may take for one message, connection and all.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);
/// What is read of an answer: its status says everything.
const ANSWER_BYTES_MAX: usize = 16 << 10;

/// What a receiver made of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Said {
    /// It took it.
    Taken,
    /// It is there and did not.
    Refused(String),
    /// It is not there, or busy: another message would fare no better.
    Away(String),
    /// It will never be there again.
    Gone,
}

/// Why a receiver was not reached.
#[derive(Debug, thiserror::Error)]
enum NotReached {
    #[error("the address has no host")]
    Address,
    #[error("the name cannot be resolved")]
    Resolve(#[source] io::Error),
    #[error("{0} is not on the public net, and the operator has not allowed it")]
    Forbidden(std::net::IpAddr),
    #[error("http:// is allowed to machines the operator has named, and {0} is none")]
    Open(std::net::IpAddr),
    #[error("nobody answers there")]
    Connect(#[source] io::Error),
    #[error("the line broke")]
    Line(#[from] hyper::Error),
    #[error("it took too long")]
    Late,
}

/// Sends messages.
pub(crate) struct Poster {
    allowed: Allowed,
    encrypted: TlsConnector,
}

impl Poster {
    /// Trusts the authorities this machine trusts.
    pub(crate) fn new(allowed: Allowed) -> Result<Self, rustls::Error> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { allowed, encrypted: Arc::new(config).into() })
    }

    /// Sends one message and hears what becomes of it.
    pub(crate) async fn post(&self, endpoint: &Endpoint, headers: Vec<(String, String)>, body: Vec<u8>) -> Said {
        let sending = self.send(endpoint, headers, body);
        let sent = tokio::time::timeout(ANSWER_WITHIN, sending).await.unwrap_or(Err(NotReached::Late));
        sent.map_or_else(|error| Said::Away(center::chain(&error)), heard)
    }

    async fn send(
        &self,
        endpoint: &Endpoint,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Result<StatusCode, NotReached> {
        let uri: Uri = endpoint.as_str().parse().map_err(|_| NotReached::Address)?;
        let host = uri.host().ok_or(NotReached::Address)?.trim_matches(['[', ']']).to_owned();
        let port = uri.port_u16().unwrap_or(if endpoint.is_encrypted() { 443 } else { 80 });
        let stream = self.connect(&host, port, endpoint.is_encrypted()).await?;
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let authority = uri.authority().map_or(host.as_str(), |authority| authority.as_str());
        let mut request = Request::post(path).header("host", authority).header("user-agent", "yidi");
        for (name, text) in headers {
            request = request.header(name, text);
        }
        let request = request.body(Full::new(Bytes::from(body))).map_err(|_| NotReached::Address)?;
        if !endpoint.is_encrypted() {
            return exchange(stream, request).await;
        }
        let name = ServerName::try_from(host).map_err(|_| NotReached::Address)?;
        let stream = self.encrypted.connect(name, stream).await.map_err(NotReached::Connect)?;
        exchange(stream, request).await
    }

    /// Connects to an address that was checked, and all the name leads to were.
    async fn connect(&self, host: &str, port: u16, encrypted: bool) -> Result<TcpStream, NotReached> {
        let resolved = tokio::net::lookup_host((host, port)).await.map_err(NotReached::Resolve)?;
        let addresses: Vec<SocketAddr> = resolved.collect();
        for address in addresses.iter().map(SocketAddr::ip) {
            if !self.allowed.permits(address) {
                return Err(NotReached::Forbidden(address));
            }
            if !encrypted && !self.allowed.names(address) {
                return Err(NotReached::Open(address));
            }
        }
        let connecting = TcpStream::connect(addresses.as_slice());
        let connected = tokio::time::timeout(CONNECT_WITHIN, connecting).await.map_err(|_| NotReached::Late)?;
        connected.map_err(NotReached::Connect)
    }
}

/// One request over one connection, which ends with it.
async fn exchange<S>(stream: S, request: Request<Full<Bytes>>) -> Result<StatusCode, NotReached>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let talking = async {
        let answer = sender.send_request(request).await?;
        let status = answer.status();
        // Read to its end so that the receiver is not cut off, and no further than this.
        drop(Limited::new(answer.into_body(), ANSWER_BYTES_MAX).collect().await);
        Ok(status)
    };
    // The receiver may end the line as soon as it has answered; a line that breaks before fails the request itself.
    let driving = async {
        drop(connection.await);
        std::future::pending().await
    };
    tokio::select! {
        status = talking => status,
        never = driving => never,
    }
}

/// What a status means for the message, and for those behind it.
fn heard(status: StatusCode) -> Said {
    match status.as_u16() {
        200..=299 => Said::Taken,
        410 => Said::Gone,
        429 | 502..=504 => Said::Away(format!("it answered {status}")),
        300..=399 => Said::Away(format!("it answered {status}: redirects are not followed")),
        _ => Said::Refused(format!("it answered {status}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_says_whose_fault_it_is() {
        let of = |status: u16| heard(StatusCode::from_u16(status).unwrap());
        assert_eq!((of(200), of(204), of(410)), (Said::Taken, Said::Taken, Said::Gone));
        assert!(matches!((of(400), of(500)), (Said::Refused(_), Said::Refused(_))));
        assert!(matches!((of(503), of(429), of(302)), (Said::Away(_), Said::Away(_), Said::Away(_))));
    }
}
