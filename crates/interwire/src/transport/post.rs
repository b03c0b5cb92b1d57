//! Posting to an address outside of the exchange, as a webhook: to permitted addresses only, no redirect followed,
//! bounded in time, and not signed as a node. Of the answer only its status is looked at.

use super::client::Client;
use super::send_error::{SendCause, SendError};
use bytes::Bytes;
use http::header;
use tokio::time::timeout;

impl Client {
    /// Posts a body; only a status of success is one.
    ///
    /// # Errors
    /// [`SendError`], as for a partner.
    pub async fn post(
        &self,
        url: &str,
        kind: &str,
        headers: &[(&'static str, String)],
        body: Bytes,
    ) -> Result<(), SendError> {
        let url = self.guard().check(url)?;
        let mut request = self.http().post(url).header(header::CONTENT_TYPE, kind);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let patience = self.patience(body.len());
        let sent = timeout(patience, request.body(body).send()).await;
        let response = sent.map_err(|_| SendError::new(SendCause::Timeout, format!("no answer in {patience:?}")))??;
        let status = response.status().as_u16();
        if (200..300).contains(&status) { Ok(()) } else { Err(SendError::of_answer(status, &[], false, None)) }
    }

    /// Whether an address could be posted to; what its name stands for is looked at when it is.
    ///
    /// # Errors
    /// [`SendCause::Address`] if it is none, or one that the settings do not permit.
    pub fn check_post(&self, url: &str) -> Result<(), SendError> {
        self.guard().check(url).map(drop).map_err(SendError::from)
    }
}
