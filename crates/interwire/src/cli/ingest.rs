//! `interwire ingest`: takes files of news in, as the house's own.

use super::node::{NodeArgs, ask};
use super::{Done, Out};
use crate::errors::{Code, Error};
use crate::ops::item::{Ingest, Ingested};
use std::path::PathBuf;

/// Take files of news in as the house's own, and say what became of each item.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    node: NodeArgs,
    /// The files.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The service of the house that carries them.
    #[arg(long)]
    service: Option<String>,
    /// Their format, where the bytes do not tell.
    #[arg(long)]
    format: Option<String>,
    /// They are tests, never news.
    #[arg(long)]
    test: bool,
    /// One JSON object a file.
    #[arg(long)]
    json: bool,
}

const EXAMPLE: &str = "\
Example:
  interwire ingest --node hanoi story.json --service general

Pictures and other files lie beside the file that names them. The same file again changes nothing.
Exit code 3: a person must look at something; it is a dead letter.";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If a file cannot be read; those before it are taken.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let mut done = Done::Fine;
        for path in &self.paths {
            let whole = std::path::absolute(path);
            let unreadable = |cause| Error::new(Code::FileUnreadable).with("path", path.display()).because(cause);
            let (service, format) = (self.service.clone(), self.format.clone());
            let input = Ingest { path: whole.map_err(unreadable)?, service, format, test: self.test };
            let taken: Ingested = ask(&self.node, "item-ingest", &input)?;
            if taken.items.iter().any(|item| item.dead_letter.is_some()) {
                done = Done::Found;
            }
            if out.is_json() {
                out.value(&taken)?;
                continue;
            }
            for item in &taken.items {
                let to: Vec<_> = item.decisions.iter().map(|(party, word)| format!("{party}: {word}")).collect();
                let guid = item.guid.as_deref().unwrap_or("no guid");
                let line = format!("{} {guid} version {} {}", item.outcome, item.version, to.join(", "));
                out.line(line.trim_end())?;
            }
        }
        Ok(done)
    }
}
