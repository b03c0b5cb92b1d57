//! `interwire ingest`: news of the house into its node, from files. One file is in memory at a time; media files are
//! read by the node, beside the source that names them or by themselves.

use super::node::NodeArgs;
use super::out::count;
use super::{Done, Out, source};
use crate::errors::{Code, Error};
use crate::intake::folder::is_media;
use crate::intake::sidecar::are_alone;
use crate::ops::call::Caller;
use crate::ops::item::ingest::{Ingest, Ingested, One};
use base64::{Engine, engine::general_purpose::STANDARD};
use interwire_core::item::Limits;
use interwire_formats::ReadError;
use std::path::{Path, PathBuf};

/// Take news of your own house in: each item becomes a version and goes where the agreements say.
///
/// Folders are taken with everything below them. Pictures and films that an item names are taken from the folder of the
/// file that names them; a photograph, film or sound that is named here, or any in a folder with `--format photo` or
/// `--format media`, is an item of its own. The same file again changes nothing. What cannot be read becomes a dead letter.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    node: NodeArgs,
    /// Files and folders; `-` is the standard input.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The format where the bytes do not tell: a name from `interwire formats`.
    #[arg(long, value_name = "NAME", value_parser = super::source::known_format)]
    format: Option<String>,
    /// The service of yours under which the items run, if agreements name services.
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// Tests of the line: they travel like news, are marked everywhere, and never count.
    #[arg(long)]
    test: bool,
    /// One line of JSON for each file.
    #[arg(long)]
    json: bool,
}

const EXAMPLE: &str = "\
Examples:
  interwire ingest --node hanoi story.xml
  interwire ingest --node hanoi photo.jpg film.mp4
  interwire ingest --node hanoi --service main --json outgoing/ | jq -r '.items[].item'

Exit code: 0 if everything was taken, 3 if something became a dead letter or a conflict.";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If a file cannot be read, or the node cannot keep it.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let Self { node, paths, format, service, test, .. } = self;
        let files = files(&paths, are_alone(format.as_deref()))?;
        node.with(async |caller, _| {
            let mut done = Done::Fine;
            for (place, path) in files.iter().enumerate() {
                out.progress(&format!("{} of {}", place + 1, count(files.len(), "file")));
                let input = Ingest { format: format.clone(), service: service.clone(), test, ..one(path)? };
                let taken = give(caller, &input).await?;
                if !in_order(&taken) {
                    done = Done::Found;
                }
                if out.is_json() { out.value(&taken)? } else { tell(&taken, out)? }
            }
            Ok(done)
        })
    }
}

async fn give(caller: &Caller, input: &Ingest) -> Result<Ingested, Error> {
    caller.call("ingest", input).await
}

/// The files that are meant, those of folders in the order of their names; media files come with what names them, unless
/// they are asked for.
fn files(paths: &[PathBuf], alone: bool) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for path in paths {
        let before = files.len();
        source::files(path, &mut |found, opened| {
            opened.map_err(|cause| unreadable(found, cause))?;
            if found == path || alone || !is_media(found) {
                files.push(found.to_owned());
            }
            Ok::<_, Error>(())
        })?;
        if files.len() == before {
            return Err(Error::new(Code::NothingThere).with("path", path.display()));
        }
    }
    Ok(files)
}

fn unreadable(path: &Path, cause: ReadError) -> Error {
    let message = cause.message.clone();
    Error::new(Code::FileUnreadable).with("path", path.display()).because(cause).with("cause", message)
}

fn one(path: &Path) -> Result<Ingest, Error> {
    let limit = Limits::default().bytes_max;
    let is_film = source::film(path).map_err(|cause| unreadable(path, cause))?.is_some();
    let bytes = if is_film { Ok(Vec::new()) } else { source::bytes(path, limit) };
    let bytes = bytes.map_err(|cause| unreadable(path, cause))?;
    let folder = std::path::absolute(path).ok().and_then(|whole| whole.parent().map(Path::to_owned));
    let folder = folder.filter(|_| path.as_os_str() != "-");
    let (path, bytes) = (path.display().to_string(), STANDARD.encode(bytes));
    Ok(Ingest { path, bytes, folder, in_folder: is_film, ..Ingest::default() })
}

fn in_order(taken: &Ingested) -> bool {
    let good = |one: &One| one.dead_letter.is_none() && one.fate != "conflict";
    taken.unreadable.is_none() && taken.items.iter().all(good)
}

pub(super) fn tell(taken: &Ingested, out: &mut Out) -> Result<(), Error> {
    if let Some(why) = &taken.unreadable {
        let letter = taken.dead_letter.unwrap_or_default();
        return out.line(&format!("{}: cannot be read as news: {why} (dead letter {letter})", taken.path));
    }
    for one in &taken.items {
        let (item, guid) = (one.item.as_deref().unwrap_or("-"), one.guid.as_deref().unwrap_or("without a guid"));
        out.line(&format!("{}: {item}  {guid}  version {}: {}", taken.path, one.version, one.fate))?;
        if let Some(letter) = one.dead_letter {
            out.line(&format!("  a person must look: dead letter {letter}"))?;
        }
        if let Some(order) = &one.ordered {
            out.line(&format!("  its status gave an order: {order}"))?;
        }
        one.decisions.iter().try_for_each(|decided| super::why::tell_decision(decided, out))?;
    }
    Ok(())
}
