//! The console's own files: one style sheet, a few modules, one picture. All of them are in the binary.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::problem::{self, Problem};

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// A page to be saved: it works without a center, and here its script would not run.
const PAGE: &str = "text/html; charset=utf-8";

/// Every file: name, media type, content.
const FILES: &[(&str, &str, &str)] = &[
    ("console.css", "text/css; charset=utf-8", include_str!("../../assets/console.css")),
    ("console.js", SCRIPT, include_str!("../../assets/console.js")),
    ("drafts.js", SCRIPT, include_str!("../../assets/drafts.js")),
    ("feed.js", SCRIPT, include_str!("../../assets/feed.js")),
    ("forms.js", SCRIPT, include_str!("../../assets/forms.js")),
    ("icon.svg", "image/svg+xml", include_str!("../../assets/icon.svg")),
    ("keys.js", SCRIPT, include_str!("../../assets/keys.js")),
    ("receipt-verifier.html", PAGE, include_str!("../../assets/receipt-verifier.html")),
    ("rows.js", SCRIPT, include_str!("../../assets/rows.js")),
];

/// How long a browser may use a file without asking: names do not change with contents, so not for long.
const CACHE: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// Hands out a file, or says that the browser's copy is still good.
pub(crate) async fn file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some((_, media_type, text)) = FILES.iter().find(|file| file.0 == name) else {
        return Problem::from(problem::ROUTE_UNKNOWN).into_response();
    };
    let tag = tag(text);
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { (*text).into_response() };
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    answer.insert(header::CACHE_CONTROL, CACHE);
    if *media_type == PAGE {
        answer.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answer.insert(header::ETAG, tag);
    }
    response
}

/// A tag for a content: FNV-1a is enough to tell two builds of one file apart.
fn tag(text: &str) -> String {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("\"{hash:016x}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_files_is_complete_and_runs_in_an_old_browser() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets");
        let mut found: Vec<String> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        found.sort();
        let listed: Vec<&str> = FILES.iter().map(|file| file.0).collect();
        assert_eq!(found, listed);
        // Newer than Chromium 86, the oldest browser of the county's machines.
        let too_new =
            [":has(", "@container", "@layer", "dvh", "structuredClone", "inset:", "aspect-ratio", "?.(", "??=", ".at("];
        for (name, _, text) in FILES {
            for word in too_new {
                assert!(!text.contains(word), "{name} uses {word}");
            }
            assert!(!text.contains("://") || name.ends_with(".svg"), "{name} names another address");
        }
    }
}
