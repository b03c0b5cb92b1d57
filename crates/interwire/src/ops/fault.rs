//! Errors of operations: how they are made of what went wrong below, and how they travel to the command that asked.

use crate::errors::{Code, Error};
use crate::node::NodeError;
use crate::transport::send_error::SendError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An error as one program tells it to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Its code.
    pub code: String,
    /// What happened, for a reader that does not know the code.
    pub message: String,
    /// What to do.
    pub next_step: String,
    /// The values of its page.
    pub values: BTreeMap<String, String>,
}

impl From<&Error> for Told {
    fn from(error: &Error) -> Self {
        Self {
            code: error.code().as_str().to_owned(),
            message: error.sentence(),
            next_step: error.next_step(),
            values: error.values().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        }
    }
}

impl Told {
    /// The same error here.
    #[must_use]
    pub fn error(&self) -> Error {
        match Code::find(&self.code) {
            Some(code) => self.values.iter().fold(Error::new(code), |error, (name, value)| error.retold(name, value)),
            // The node is of another version than the command.
            None => Error::new(Code::NodeUnclear).with("answer", format!("{} {}", self.message, self.next_step)),
        }
    }
}

/// The store failed, the disk is full, or the node stops.
pub fn store(cause: NodeError) -> Error {
    match cause {
        NodeError::Full { bytes, left } => Error::new(Code::DiskFull).with("bytes", bytes).with("left", left),
        cause => Error::new(Code::StoreFailed).because(cause),
    }
}

/// A partner could not be asked.
pub fn partner(address: &str, cause: SendError) -> Error {
    let said = cause.partner.as_ref().map(|said| (said.message.clone(), said.next.clone()));
    let (reason, next) = said.unwrap_or_else(|| (cause.detail.clone(), cause.cause.next().to_owned()));
    let error = Error::new(Code::PartnerUnreachable).because(cause);
    error.with("address", address).with("reason", reason).with("next", next)
}

/// What was given does not read as what is needed.
pub fn unreadable(what: &str, given: &str, cause: &dyn std::fmt::Display) -> Error {
    Error::new(Code::ArgumentWrong).with("what", what).with("given", given).with("reason", cause.to_string())
}
