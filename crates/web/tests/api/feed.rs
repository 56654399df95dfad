//! The feed: resumes from the log, tells every fact once, and ends with the server.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use center::MemoryJournal;
use http_body_util::BodyExt;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::place::{Place, center};

/// Longest wait for an event that must come.
const PATIENCE: Duration = Duration::from_secs(10);

/// Reads events until `count` of them have come; answers their ids (empty where there is none) and data.
async fn events(place: &Place, headers: &[(&str, &str)], count: usize) -> Vec<(String, String)> {
    let builder = Request::get("/api/v1/feed");
    let builder = headers.iter().fold(builder, |builder, (name, value)| builder.header(*name, *value));
    let response = place.open_feed(builder.body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert_eq!(response.headers()["x-accel-buffering"], "no");
    let (mut body, mut text) = (response.into_body(), String::new());
    while text.matches("\n\n").count() < count {
        let frame = tokio::time::timeout(PATIENCE, body.frame()).await.expect("an event comes").expect("it goes on");
        text.push_str(std::str::from_utf8(&frame.unwrap().into_data().unwrap()).unwrap());
    }
    let field = |event: &str, name: &str| {
        event.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).unwrap_or_default().trim().to_owned()
    };
    text.split("\n\n")
        .filter(|event| event.contains("data"))
        .map(|event| (field(event, "id"), field(event, "data")))
        .collect()
}

#[tokio::test]
async fn a_reader_that_comes_back_misses_nothing_and_hears_nothing_twice() {
    let place = Place::open().await;
    for key in ["a", "b"] {
        place.register(key).await;
    }
    place.center.settled().await;
    let entries = usize::try_from(place.center.head().entries).unwrap();
    let all = events(&place, &[("last-event-id", "0")], entries).await;
    assert_eq!(all.len(), entries);
    let ids: Vec<&str> = all.iter().map(|(id, _)| id.as_str()).filter(|id| !id.is_empty()).collect();
    assert!(ids.windows(2).all(|pair| pair[0].parse::<u64>().unwrap() < pair[1].parse::<u64>().unwrap()), "{ids:?}");
    let after_first = all.iter().position(|(id, _)| id == "1").expect("the first commit ends with its id") + 1;
    let rest = events(&place, &[("last-event-id", "1")], entries - after_first).await;
    assert_eq!(rest, all[after_first..]);
}

#[tokio::test]
async fn a_reader_from_the_future_is_told_to_start_over() {
    let place = Place::open().await;
    place.register("a").await;
    let resync = events(&place, &[("last-event-id", "999")], 1).await;
    assert_eq!(resync[0].1, format!("{{\"position\":{}}}", resync[0].0));
}

#[tokio::test]
async fn feeds_are_bounded() {
    let place = Place::with(web::Options { demo: true, feeds_max: 1, ..web::Options::default() }).await;
    let open = || Request::get("/api/v1/feed").body(Body::empty()).unwrap();
    let first = place.open_feed(open()).await;
    let second = place.send(open()).await;
    assert_eq!((second.status.as_u16(), second.code().as_str()), (503, "server.busy"));
    drop(first);
    let freed = async {
        while place.open_feed(open()).await.status() != 200 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, freed).await.expect("a reader that goes frees its place");
}

#[tokio::test]
async fn an_open_feed_does_not_hold_up_the_end() {
    let center = center(&Arc::new(MemoryJournal::new())).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let shutdown = CancellationToken::new();
    let options = web::Options { demo: true, ..web::Options::default() };
    let server = tokio::spawn(web::serve(listener, center, options, shutdown.clone()));
    let answer = crate::network::start(address, "GET /api/v1/feed HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    shutdown.cancel();
    tokio::time::timeout(PATIENCE / 2, server).await.expect("it ends at once").unwrap().unwrap();
    drop(answer);
}
