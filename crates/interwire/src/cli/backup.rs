//! `interwire backup`: a copy of the data of a node, which may run.

use super::node::NodeArgs;
use super::watch::absolute;
use super::{Done, Out};
use crate::errors::Error;
use crate::ops::backup::{Backup, Made};
use std::path::PathBuf;

/// Copy the data of a node into an empty folder; the node may go on running.
///
/// The keys and the settings are not in it: keep them apart, under lock. Large media are linked where the folder is on
/// the same disk, so a backup against the loss of the disk goes to another one.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    node: NodeArgs,
    /// The folder to write; it must be empty or not there yet. A running node writes it, as the user it runs as.
    folder: PathBuf,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
}

const EXAMPLE: &str = "\
Examples:
  interwire backup --node hanoi /mnt/backup/hanoi-monday
  interwire verify /mnt/backup/hanoi-monday";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If the folder has something in it, or cannot be written.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let folder = absolute(&self.folder);
        out.progress("copying");
        let made: Made =
            self.node.with(async |caller, _| caller.call("backup", &Backup { folder: folder.clone() }).await)?;
        out.progress("");
        if self.json {
            out.value(&made)?;
        } else {
            let Made { at, files, bytes } = made;
            out.line(&format!(
                "{} is the data as it was at {at}: {files} files, {bytes} bytes.\nCheck it with\n  interwire verify {}",
                folder.display(),
                self.folder.display()
            ))?;
        }
        Ok(Done::Fine)
    }
}
