//! What only shows on a real connection: limits on heads, slow clients, refused addresses, shutdown.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use center::MemoryJournal;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use crate::place::center;

pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    shutdown: CancellationToken,
    server: tokio::task::JoinHandle<Result<(), web::ServeError>>,
}

pub(crate) async fn serve(options: web::Options) -> Served {
    let center = center(&Arc::new(MemoryJournal::new())).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let shutdown = CancellationToken::new();
    let server = tokio::spawn(web::serve(listener, center, options, shutdown.clone()));
    Served { address, shutdown, server }
}

pub(crate) fn demo() -> web::Options {
    web::Options { demo: true, ..web::Options::default() }
}

/// Sends a head and waits for the first bytes of the answer.
pub(crate) async fn start(address: SocketAddr, head: &str) -> (TcpStream, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut buffer = vec![0; 4096];
    let read = stream.read(&mut buffer).await.unwrap();
    (stream, String::from_utf8_lossy(&buffer[..read]).into_owned())
}

#[tokio::test]
async fn a_head_is_bounded() {
    let served = serve(demo()).await;
    let long = format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: {}\r\n\r\n", "x".repeat(20_000));
    assert!(start(served.address, &long).await.1.starts_with("HTTP/1.1 431"));
    let many = format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\n{}\r\n", "a: b\r\n".repeat(120));
    assert!(start(served.address, &many).await.1.starts_with("HTTP/1.1 431"));
    assert!(start(served.address, "nonsense\r\n\r\n").await.1.starts_with("HTTP/1.1 400"));
}

#[tokio::test]
async fn a_slow_head_is_cut_and_others_are_served_meanwhile() {
    let served = serve(web::Options { head_time_max: Duration::from_millis(200), ..demo() }).await;
    let mut slow = TcpStream::connect(served.address).await.unwrap();
    slow.write_all(b"GET /healthz HTTP/1.1\r\nHost: loc").await.unwrap();
    let well = start(served.address, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await.1;
    assert!(well.starts_with("HTTP/1.1 200"), "{well}");
    let started = Instant::now();
    let mut rest = Vec::new();
    tokio::time::timeout(Duration::from_secs(5), slow.read_to_end(&mut rest)).await.expect("it is cut").ok();
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn the_server_refuses_what_is_not_a_demonstration_on_this_machine() {
    let center = center(&Arc::new(MemoryJournal::new())).await;
    let bind = |address: &'static str| async move { TcpListener::bind(address).await.unwrap() };
    let shutdown = CancellationToken::new();
    let open = web::serve(bind("0.0.0.0:0").await, center.clone(), demo(), shutdown.clone()).await;
    assert!(matches!(open, Err(web::ServeError::NotLoopback { .. })), "{open:?}");
    let real = web::serve(bind("127.0.0.1:0").await, center, web::Options::default(), shutdown).await;
    assert!(matches!(real, Err(web::ServeError::NotDemo)), "{real:?}");
}

#[tokio::test]
async fn at_the_end_idle_connections_close_and_no_new_one_is_taken() {
    let served = serve(demo()).await;
    let (mut idle, _) = start(served.address, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    served.shutdown.cancel();
    tokio::time::timeout(Duration::from_secs(5), served.server).await.expect("it ends").unwrap().unwrap();
    assert_eq!(idle.read(&mut [0; 16]).await.unwrap_or(0), 0, "the idle connection is closed");
    assert!(TcpStream::connect(served.address).await.is_err());
}
