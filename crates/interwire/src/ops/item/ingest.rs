//! `ingest`: one source of our own house into the node: its items become versions, and go where the agreements say.

use crate::errors::Error;
use crate::intake::media::MediaFrom;
use crate::intake::outcome::Outcome;
use crate::intake::take::{Source, Taken, take, take_file};
use crate::ops::{Ctx, fault};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// A source.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Ingest {
    /// Its name, for people.
    pub path: String,
    /// Its bytes, in base64.
    pub bytes: String,
    /// The folder in which its media files are, whole; the node reads them there.
    pub folder: Option<PathBuf>,
    /// The service of ours that carries its items.
    pub service: Option<String>,
    /// The format, where the bytes do not tell.
    pub format: Option<String>,
    /// A test, never news.
    #[serde(default)]
    pub test: bool,
    /// A film or sound: the node takes the bytes from the file of that name in the folder, and `bytes` has none.
    #[serde(default)]
    pub in_folder: bool,
}

/// What became of a source.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ingested {
    /// Its name.
    pub path: String,
    /// Its number at the intake.
    pub intake: i64,
    /// Its format.
    pub format: Option<String>,
    /// What became of its items.
    pub items: Vec<One>,
    /// Why it could not be read.
    pub unreadable: Option<String>,
    /// The dead letter about that.
    pub dead_letter: Option<i64>,
}

/// What became of an item.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct One {
    /// new, known, older, conflict, waiting or dead.
    pub fate: String,
    /// Its guid.
    pub guid: Option<String>,
    /// Its id.
    pub item: Option<String>,
    /// Its version.
    pub version: u64,
    /// The order that its status gave.
    pub ordered: Option<String>,
    /// It ended the withholding of the item.
    pub released: bool,
    /// The dead letter about it.
    pub dead_letter: Option<i64>,
    /// Where it goes.
    pub decisions: Vec<super::why::Decided>,
}

/// Takes a source in.
///
/// # Errors
/// If the store fails; then the source can be given again. What cannot be read is a dead letter, not an error.
pub async fn ingest(ctx: &Ctx, input: Ingest) -> Result<Ingested, Error> {
    let bytes = STANDARD.decode(&input.bytes).map_err(|e| fault::unreadable("the source", &input.path, &e))?;
    let file = input.folder.as_deref().zip(Path::new(&input.path).file_name()).map(|(folder, name)| folder.join(name));
    let source = Source {
        feed: "command".to_owned(),
        path: input.path.clone(),
        service: input.service,
        hint: input.format,
        bytes,
        media: input.folder.map_or(MediaFrom::Nowhere, MediaFrom::Folder),
        test: input.test,
    };
    let taken = match file.filter(|_| input.in_folder) {
        Some(file) => {
            let opened = tokio::fs::File::open(&file).await;
            opened.map_err(|e| fault::unreadable("the source", &input.path, &e))?;
            take_file(&ctx.node, source, &file).await
        }
        None => take(&ctx.node, source).await,
    };
    let taken = taken.map_err(fault::store)?;
    Ok(told(input.path, taken))
}

/// What became of a source, for programs.
#[must_use]
pub fn told(path: String, taken: Taken) -> Ingested {
    let (unreadable, dead_letter) = taken.unreadable.map(|(why, letter)| (why.message, letter)).unzip();
    Ingested {
        path,
        intake: taken.intake,
        format: taken.format.map(str::to_owned),
        items: taken.outcomes.iter().map(one).collect(),
        unreadable,
        dead_letter,
    }
}

fn one(outcome: &Outcome) -> One {
    One {
        fate: outcome.fate.word().to_owned(),
        guid: outcome.guid.as_ref().map(ToString::to_string),
        item: outcome.item.as_ref().map(ToString::to_string),
        version: outcome.version,
        ordered: outcome.ordered.map(|action| action.word().to_owned()),
        released: outcome.released,
        dead_letter: outcome.dead_letter,
        decisions: outcome.decisions.iter().map(super::why::decided).collect(),
    }
}
