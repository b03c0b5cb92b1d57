//! `backup`: a copy of the data while the node runs.

use super::Ctx;
use crate::backup;
use crate::errors::Error;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Where to.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Backup {
    /// The folder, from the root: the node has a working folder of its own.
    pub folder: PathBuf,
}

/// What was made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Made {
    /// The moment that it shows.
    pub at: String,
    /// Its files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// Makes the folder a backup of the data directory.
///
/// # Errors
/// If the folder has something in it, or something cannot be written; what was written then is no backup.
pub async fn backup(ctx: &Ctx, input: Backup) -> Result<Made, Error> {
    let manifest = backup::backup(ctx.node.db(), &input.folder, ctx.node.now()).await?;
    let (who, folder) = (ctx.who.clone(), input.folder.display().to_string());
    ctx.step(move |step| Ok(Ok(step.tx.audit(step.now, &who, "backup", &folder)?))).await?;
    Ok(Made {
        at: manifest.at.to_string(),
        files: manifest.files.len() as u64,
        bytes: manifest.files.iter().map(|entry| entry.size).sum(),
    })
}
