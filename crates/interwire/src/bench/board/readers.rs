//! Browsers as far as the live board sees them: each holds its stream of events open and notes when which line came.

use super::{BoardError, browser, now_us};
use crate::bench::stories::PART;
use reqwest::{Response, header};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// A line that came.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// Of which story.
    pub story: usize,
    /// When, in microseconds of the machine's clock.
    pub at_us: u64,
}

/// Browsers that watch.
pub struct Crowd {
    arrived: Arc<AtomicUsize>,
    stop: CancellationToken,
    readers: JoinSet<Notes>,
}

/// What one of them saw.
#[derive(Default)]
struct Notes {
    seen: Vec<Seen>,
    /// It was told to load the page again.
    reload: bool,
}

/// Connects one browser for each cookie; all of them watch when it returns.
///
/// # Errors
/// If one is not let in.
pub async fn connect(address: &str, cookies: Vec<String>) -> Result<Crowd, BoardError> {
    let client = browser()?;
    let mut crowd = Crowd { arrived: Arc::default(), stop: CancellationToken::new(), readers: JoinSet::new() };
    for cookie in cookies {
        let request = client.get(format!("{address}/events")).header(header::COOKIE, cookie);
        let response = request.header(header::ACCEPT, "text/event-stream").send().await?.error_for_status()?;
        if response.headers().get(header::CONTENT_TYPE).is_none_or(|kind| kind != "text/event-stream") {
            return Err(BoardError::Said("something else than events".into()));
        }
        let (arrived, stop) = (Arc::clone(&crowd.arrived), crowd.stop.clone());
        crowd.readers.spawn(async move {
            let mut notes = Notes::default();
            tokio::select! {
                () = watch(response, &mut notes, &arrived) => {}
                () = stop.cancelled() => {}
            }
            notes
        });
    }
    Ok(crowd)
}

impl Crowd {
    /// Waits until so many lines came, or so long.
    pub async fn until(&self, lines: usize, patience: Duration) {
        let end = Instant::now() + patience;
        while self.arrived.load(Ordering::Relaxed) < lines && Instant::now() < end {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Lets all go: what they saw, and how many were told to load the page again.
    pub async fn end(mut self) -> (Vec<Seen>, usize) {
        self.stop.cancel();
        let (mut seen, mut reloads) = (Vec::new(), 0);
        while let Some(notes) = self.readers.join_next().await {
            let notes = notes.unwrap_or_default();
            seen.extend(notes.seen);
            reloads += usize::from(notes.reload);
        }
        (seen, reloads)
    }
}

/// Reads events until the stream ends.
async fn watch(mut response: Response, notes: &mut Notes, arrived: &AtomicUsize) {
    let mut open = Vec::new();
    while let Ok(Some(piece)) = response.chunk().await {
        let at_us = now_us();
        open.extend_from_slice(&piece);
        while let Some(end) = open.windows(2).position(|pair| pair == b"\n\n") {
            let event: Vec<u8> = open.drain(..end + 2).collect();
            notes.reload |= event.starts_with(b"event: missed");
            if let Some(story) = story_of(&String::from_utf8_lossy(&event)) {
                notes.seen.push(Seen { story, at_us });
                arrived.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

/// The number of the story of a line; none if the event is something else.
fn story_of(event: &str) -> Option<usize> {
    let (_, rest) = event.strip_prefix("event: line\n")?.split_once(PART)?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_its_story() {
        let event = format!("event: line\ndata: <li>Example council{PART}42</a></li>\n\n");
        assert_eq!(story_of(&event), Some(42));
        assert_eq!(story_of(&event.replace("line", "touch")), None);
        assert_eq!(story_of(": \n\n"), None);
    }
}
