//! What people do to a node and ask of it. Each operation is one async function from an input to an output, both JSON at
//! the edge, and one line in the table [`OPS`]. A command calls it through [`call`]: in the running node, or in a node
//! opened for the moment of the command, with the same result. Pages call the functions directly.
//!
//! Operations decide nothing about news or agreements: that is the core's. They find, ask, and say what came of it.

pub mod access;
pub mod agreement;
pub mod backup;
pub mod call;
pub mod clock;
pub mod desk;
pub mod fault;
pub mod item;
pub mod journal;
pub mod keys;
pub mod partner;
pub mod preferences;
pub mod status;
mod table;
pub mod user;

#[cfg(test)]
mod tests;

use crate::errors::Error;
use crate::node::{Node, Step};
use crate::pump::peers::Peers;
use crate::transport::client::Client;
use interwire_core::exchange::store::Stored;
use std::path::PathBuf;
use std::sync::Arc;
pub use table::{OPS, Op, find};

/// What an operation works on.
#[derive(Clone)]
pub struct Ctx {
    /// The node.
    pub node: Node,
    /// Its partners.
    pub peers: Arc<Peers>,
    /// Its client.
    pub client: Client,
    /// The folder of its keys, where the seal key is.
    pub keys: PathBuf,
    /// Whether it speaks with partners by itself; one opened for a command does not.
    pub runs: bool,
    /// Who asks, for the record of what people did: a user of the pages, or the console.
    pub who: String,
}

/// Whoever sits at the machine.
pub const CONSOLE: &str = "console";

impl Ctx {
    /// Does a job in a transaction. What a person got wrong is the inner result: it undoes nothing and stops nobody.
    ///
    /// # Errors
    /// What the job says; [`crate::errors::Code::StoreFailed`] if the store failed, and then nothing has happened.
    pub async fn step<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Step) -> Stored<Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        self.node.step(job).await.map_err(fault::store)?
    }
}

/// An input without fields.
#[derive(Debug, Clone, Copy, Default, serde::Serialize, serde::Deserialize)]
pub struct Nothing {}
