//! `interwire restore`: the data of a node from a backup of it.

use super::node::NodeArgs;
use super::watch::watch;
use super::{Done, Out};
use crate::backup::manifest::Manifest;
use crate::backup::restore;
use crate::errors::{Code, Error};
use crate::intake::document::read_binding;
use crate::verify::Whose;
use serde_json::json;
use std::path::PathBuf;

/// Put a backup in the place of a node's data, which must be gone or moved away.
///
/// Nothing is written over. The restored node takes from its partners what it has said since the backup, before it says
/// anything new.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    node: NodeArgs,
    /// The folder that `interwire backup` wrote.
    folder: PathBuf,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
}

const EXAMPLE: &str = "\
Example:
  mv hanoi/data hanoi/data.broken
  interwire restore --node hanoi /mnt/backup/hanoi-monday
  interwire serve --node hanoi";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If the node has data, or the backup is none, is damaged, or is another party's.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let config = self.node.config()?;
        let (from, dir) = (self.folder, config.files.data);
        let Manifest { at, files } = watch(out, async |progress| {
            progress("copying", 0);
            // What is no backup is said by the restoring itself.
            let owner = Whose::of(&from, read_binding).await.ok().flatten().map(|whose| whose.party);
            if let Some(owner) = owner.filter(|owner| *owner != config.party) {
                let error = Error::new(Code::OtherParty).with("path", from.display()).with("owner", owner);
                return Err(error.with("party", &config.party));
            }
            Ok(restore(&from, &dir).await?)
        })?;
        if self.json {
            let bytes: u64 = files.iter().map(|entry| entry.size).sum();
            out.value(&json!({"at": at.to_string(), "files": files.len(), "bytes": bytes}))?;
        } else {
            let (dir, home) = (dir.display(), self.node.home.display());
            out.line(&format!(
                "{dir} is as it was at {at}. Start the node:\n  interwire serve --node {home}\n\
                 It writes nothing before its partners have given back what it has said since; look at\n  \
                 interwire status --node {home}"
            ))?;
        }
        Ok(Done::Fine)
    }
}
