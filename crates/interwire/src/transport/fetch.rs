//! Reads a file from an address that an item of our own house names: unsigned, from listed hosts only, to permitted
//! addresses only, a few redirects followed by hand so that each is looked at like the first, bounded in size and time.
//! It carries no name, cookie or word of ours.

use super::client::Client;
use super::receive::{self, Bounds, Broken};
use super::send_error::{SendCause, SendError};
use bytes::Bytes;
use futures::stream::BoxStream;
use http::{HeaderMap, header};
use std::time::Duration;
use tokio::time::timeout;
use url::Url;

/// Redirects that are followed.
const REDIRECTS_MAX: usize = 5;
/// The longest time for one file.
const FILE_MAX: Duration = Duration::from_secs(3600);

/// A file that has begun to come.
pub struct Opened {
    /// Its media type as the server says it, without parameters, in small letters.
    pub media_type: Option<String>,
    /// Its bytes.
    pub stream: BoxStream<'static, Result<Bytes, Broken>>,
}

impl Client {
    /// Begins to read a file of at most `bytes_max` bytes; `takes` says which hosts may be asked.
    ///
    /// # Errors
    /// [`SendCause::Address`] if it, or where it leads to, may not be asked; whatever else goes wrong.
    pub async fn fetch(
        &self,
        address: &str,
        takes: impl Fn(&str) -> bool,
        bytes_max: u64,
    ) -> Result<Opened, SendError> {
        let mut url = self.elsewhere(address, &takes)?;
        for _ in 0..=REDIRECTS_MAX {
            let asked = self.http().get(url.clone()).header(header::ACCEPT_ENCODING, "identity");
            let sent = timeout(self.patience(0), asked.send()).await;
            let response = sent.map_err(|_| SendError::new(SendCause::Timeout, "no answer"))??;
            match response.status().as_u16() {
                200 => return self.opened(response, bytes_max),
                301 | 302 | 303 | 307 | 308 => {
                    let next = location(response.headers(), &url)?;
                    url = self.elsewhere(next.as_str(), &takes)?;
                }
                status => return Err(SendError::of_answer(status, &[], false, None)),
            }
        }
        Err(SendError::new(SendCause::Redirect, format!("more than {REDIRECTS_MAX} redirects")))
    }

    /// An address that may be asked.
    fn elsewhere(&self, address: &str, takes: &impl Fn(&str) -> bool) -> Result<Url, SendError> {
        // A fragment is for readers of the file and is not sent.
        let url = self.guard().check(address.split('#').next().unwrap_or_default())?;
        let host = url.host_str().unwrap_or_default();
        if takes(host) {
            return Ok(url);
        }
        let refused = format!("{host} is not among the hosts that the settings list (intake.fetch_hosts)");
        Err(SendError::new(SendCause::Address, refused))
    }

    fn opened(&self, response: reqwest::Response, bytes_max: u64) -> Result<Opened, SendError> {
        if response.content_length().is_some_and(|bytes| bytes > bytes_max) {
            return Err(Broken::TooLarge(bytes_max).into());
        }
        let said = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        if said(header::CONTENT_ENCODING).is_some_and(|encoding| !encoding.eq_ignore_ascii_case("identity")) {
            return Err(SendError::new(SendCause::Garbage, "it came packed, which was not asked for"));
        }
        let kind = said(header::CONTENT_TYPE).and_then(|kind| kind.split(';').next());
        let media_type = kind.map(|kind| kind.trim().to_ascii_lowercase());
        let bounds = Bounds { bytes_max, slowest: self.slowest(), total: FILE_MAX };
        Ok(Opened { media_type, stream: receive::pieces(response.bytes_stream(), bounds) })
    }
}

fn location(headers: &HeaderMap, from: &Url) -> Result<Url, SendError> {
    let text = headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
    let next = text.and_then(|text| from.join(text).ok());
    next.ok_or_else(|| SendError::new(SendCause::Garbage, "a redirect to nowhere"))
}

#[cfg(test)]
#[path = "fetch_tests.rs"]
mod tests;
