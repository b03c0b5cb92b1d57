//! The first page: its bytes, those of what it loads, and the time to its first line.

use super::{BoardError, browser};
use crate::bench::measure::spread;
use reqwest::header;
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::Write;
use std::time::Instant;

/// Times that the page is fetched.
const TIMES: usize = 50;
/// Where a line begins.
const LINE: &[u8] = b"<li id=";

/// The first page.
#[derive(Debug, Default, Serialize)]
pub struct First {
    /// Bytes of the page, as sent, and as gzip would send them.
    pub page_bytes: [usize; 2],
    /// The same of the style sheets, scripts and pictures it names; a browser keeps those.
    pub files_bytes: [usize; 2],
    /// From the request to the first line of the list, in ms: p50 and p99.
    pub first_line_ms: [f64; 2],
}

/// Fetches the board again and again, and once what it names.
///
/// # Errors
/// If something cannot be fetched, or the board has no line.
pub async fn measure(address: &str, cookie: &str) -> Result<First, BoardError> {
    let client = browser()?;
    let mut times = Vec::with_capacity(TIMES);
    let mut page = Vec::new();
    for _ in 0..TIMES {
        let begun = Instant::now();
        let request = client.get(format!("{address}/board")).header(header::COOKIE, cookie);
        let mut response = request.send().await?.error_for_status()?;
        page.clear();
        let mut seen = false;
        while let Some(piece) = response.chunk().await? {
            page.extend_from_slice(&piece);
            if !seen && page.windows(LINE.len()).any(|bytes| bytes == LINE) {
                seen = true;
                times.push(begun.elapsed().as_secs_f64() * 1000.0);
            }
        }
        if !seen {
            return Err(BoardError::Said("a board without a line".into()));
        }
    }
    let mut files_bytes = [0, 0];
    for path in files(&String::from_utf8_lossy(&page)) {
        let file = client.get(format!("{address}{path}")).send().await?.error_for_status()?.bytes().await?;
        files_bytes[0] += file.len();
        files_bytes[1] += packed(&file)?;
    }
    Ok(First { page_bytes: [page.len(), packed(&page)?], files_bytes, first_line_ms: spread(times) })
}

/// The files of ours that a page names.
fn files(page: &str) -> BTreeSet<&str> {
    let quoted = page.split('"').skip(1).step_by(2);
    quoted.filter(|value| value.starts_with("/static/")).collect()
}

/// Bytes after gzip at its usual level.
fn packed(bytes: &[u8]) -> std::io::Result<usize> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_files_are_fetched_and_each_once() {
        let page = r#"<link href="/static/1/a.css"><script src="/static/1/b.js"></script><a href="/board">Bảng</a>
            <link href="/static/1/a.css">"#;
        assert_eq!(files(page).into_iter().collect::<Vec<_>>(), ["/static/1/a.css", "/static/1/b.js"]);
        assert!(packed(&[7; 10_000]).unwrap() < 100);
    }
}
