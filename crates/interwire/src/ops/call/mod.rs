//! What is between a command and the node. A running node leaves a note in its data directory that says where it can be
//! asked and with which token; only the user that runs the node can read it. Without a running node the command opens
//! the data directory itself, listening nowhere and speaking to nobody, and does the same.

mod ask;
mod serve;

pub use ask::Caller;
pub use serve::open;

use serde::{Deserialize, Serialize};

/// The note's file name in the data directory.
pub const NOTE: &str = "admin.json";
/// The largest request or answer, in bytes: a batch of news files, or the list of what came of it.
pub const BYTES_MAX: usize = 512 << 20;

/// Where a running node can be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// A socket of the loopback.
    pub address: std::net::SocketAddr,
    /// What whoever asks must show.
    pub token: String,
    /// The process, for people.
    pub pid: u32,
}
