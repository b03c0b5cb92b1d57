//! The command's side.

use super::{BYTES_MAX, NOTE, Note};
use crate::errors::{Code, Error};
use crate::ops::fault::Told;
use crate::ops::{Ctx, find};
use http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::Path;

/// Who does operations for a command.
pub enum Caller {
    /// The running node.
    There(There),
    /// A node opened for the command.
    Here(Ctx),
}

/// A running node, by its note.
pub struct There {
    note: Note,
    http: reqwest::Client,
    data: std::path::PathBuf,
}

impl Caller {
    /// The running node of a data directory that is in use.
    ///
    /// # Errors
    /// If it left no note that can be read.
    pub fn running(data: &Path) -> Result<Self, Error> {
        let silent = || Error::new(Code::NodeSilent).with("path", data.display());
        let bytes = std::fs::read(data.join(NOTE)).map_err(|e| silent().because(e))?;
        let note: Note = serde_json::from_slice(&bytes).map_err(|e| silent().because(e))?;
        if !note.address.ip().is_loopback() {
            return Err(Error::new(Code::NodeUnclear).with("answer", note.address));
        }
        #[expect(clippy::disallowed_methods, reason = "it speaks to the node on this machine only, by its own file")]
        let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        let http = client.build().map_err(|e| silent().because(e))?;
        Ok(Self::There(There { note, http, data: data.to_owned() }))
    }

    /// Does an operation.
    ///
    /// # Errors
    /// What the operation says; that the node is silent, or not understood.
    pub async fn call<I: Serialize, O: DeserializeOwned>(&self, name: &str, input: &I) -> Result<O, Error> {
        let unclear = |what: String| Error::new(Code::NodeUnclear).with("answer", what);
        let output = match self {
            Self::There(there) => there.call(name, input).await?,
            Self::Here(ctx) => {
                let op = find(name).ok_or_else(|| unclear(format!("there is no operation {name}")))?;
                let input = serde_json::to_value(input).map_err(|e| unclear(e.to_string()))?;
                (op.run)(ctx.clone(), input).await?
            }
        };
        serde_json::from_value(output).map_err(|e| unclear(e.to_string()))
    }

    /// Whether the node runs.
    #[must_use]
    pub fn is_running(&self) -> bool {
        matches!(self, Self::There(_))
    }

    /// Closes a node that was opened for the command, when everything is on the disk.
    pub async fn close(self) {
        if let Self::Here(ctx) = self {
            ctx.node.stop().await;
            ctx.node.db().close().await;
        }
    }
}

impl There {
    async fn call(&self, name: &str, input: &impl Serialize) -> Result<serde_json::Value, Error> {
        let silent = |e: reqwest::Error| Error::new(Code::NodeSilent).with("path", self.data.display()).because(e);
        let unclear = |what: String| Error::new(Code::NodeUnclear).with("answer", what);
        let body = serde_json::to_vec(input).map_err(|e| unclear(e.to_string()))?;
        let url = format!("http://{}/admin/{name}", self.note.address);
        let sent = self.http.post(url).bearer_auth(&self.note.token).body(body).send().await;
        let mut response = sent.map_err(silent)?;
        let status = response.status();
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(silent)? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > BYTES_MAX {
                return Err(unclear(format!("more than {BYTES_MAX} bytes")));
            }
        }
        let text = || String::from_utf8_lossy(&bytes).chars().take(200).collect::<String>();
        match status {
            StatusCode::OK => serde_json::from_slice(&bytes).map_err(|e| unclear(e.to_string())),
            StatusCode::UNPROCESSABLE_ENTITY => {
                let told: Told = serde_json::from_slice(&bytes).map_err(|e| unclear(format!("{e}: {}", text())))?;
                Err(told.error())
            }
            other => Err(unclear(format!("{other} {}", text()))),
        }
    }
}
