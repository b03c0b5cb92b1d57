//! What several commands are about: an item, or an agreement, of a node.

use super::node::NodeArgs;

/// An item of a node.
#[derive(Debug, clap::Args)]
pub struct ItemArgs {
    #[command(flatten)]
    pub node: NodeArgs,
    /// The item: its guid, its id, or the beginning of either.
    // One id in 64 begins with a hyphen.
    #[arg(allow_hyphen_values = true)]
    pub item: String,
    /// The result as JSON.
    #[arg(long)]
    pub json: bool,
}

/// An agreement of a node about which something is to be done.
#[derive(Debug, clap::Args)]
pub struct AgreementArgs {
    #[command(flatten)]
    pub node: NodeArgs,
    /// The agreement: its id, the beginning of it, or the partner's id.
    pub agreement: String,
    /// Do not ask.
    #[arg(long)]
    pub yes: bool,
    /// One line of JSON.
    #[arg(long)]
    pub json: bool,
}
