//! Long work on a data directory, with how far it is for whoever watches.

use super::Out;
use super::node::NodeArgs;
use crate::backup::manifest::MANIFEST;
use crate::config;
use crate::errors::{Code, Error};
use crate::intake::document::read_binding;
use crate::verify::{Progress, Whose};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::runtime::Runtime;
use tokio::sync::watch;

/// A data directory that is worked on while no node runs on it.
#[derive(Debug, clap::Args)]
pub struct OfflineArgs {
    #[command(flatten)]
    node: NodeArgs,
    /// A folder instead of --node: of a node, its data directory, or a backup.
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Whose data it is, where the folder does not say.
    #[arg(long, value_name = "ID")]
    party: Option<interwire_core::ids::PartyId>,
}

/// What is worked on.
pub struct Place {
    /// The folder of the database.
    pub dir: PathBuf,
    /// Whose it is.
    pub whose: Whose,
    /// It is a backup, with a manifest.
    pub is_backup: bool,
}

impl OfflineArgs {
    /// Finds it.
    ///
    /// # Errors
    /// If there is no node, or nothing says whose it is.
    pub async fn place(self) -> Result<Place, Error> {
        let home = self.folder.clone().unwrap_or(self.node.home);
        let (dir, owner) = if self.folder.is_none() || home.join(config::FILE).is_file() {
            let config = config::Config::load(&home)?;
            (config.files.data, Some(config.party))
        } else {
            (home, None)
        };
        let whose = match self.party.or(owner) {
            Some(party) => {
                // That there is a database at all is said before anything else.
                Whose::of(&dir, read_binding).await?;
                Whose { party, reader: read_binding }
            }
            None => {
                let unknown = || Error::new(Code::OwnerUnknown).with("path", dir.display());
                Whose::of(&dir, read_binding).await?.ok_or_else(unknown)?
            }
        };
        Ok(Place { is_backup: dir.join(MANIFEST).is_file(), dir, whose })
    }
}

/// Runs work to its end and shows what it tells of itself.
///
/// # Errors
/// What the work says.
pub fn watch<T>(out: &mut Out, work: impl AsyncFnOnce(Progress) -> Result<T, Error>) -> Result<T, Error> {
    let runtime = Runtime::new().map_err(|cause| Error::new(Code::StartFailed).because(cause))?;
    let (sender, mut told) = watch::channel(("", 0));
    let progress: Progress = Arc::new(move |stage, count| {
        sender.send_replace((stage, count));
    });
    runtime.block_on(async {
        let work = work(progress);
        tokio::pin!(work);
        loop {
            tokio::select! {
                done = &mut work => {
                    out.progress("");
                    return done;
                }
                Ok(()) = told.changed() => {
                    let (stage, count) = *told.borrow_and_update();
                    out.progress(&if count == 0 { stage.to_owned() } else { format!("{stage}: {count}") });
                }
            }
        }
    })
}

/// A path as the person sees it, from where the command was given.
#[must_use]
pub fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
