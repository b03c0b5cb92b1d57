//! `interwire convert`: one item from one format to another, with what the new one cannot carry.

use super::{Done, Out, source};
use crate::errors::{Code, Error};
use interwire_core::item::{Item, Limits, Loss};
use interwire_formats::ReadError;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Convert an item to another format, and say what that format cannot carry.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    /// The file; `-` is the standard input.
    file: PathBuf,
    /// The format to write: a name from `interwire formats`.
    #[arg(long, value_name = "NAME")]
    to: String,
    /// Where to write; without it, to the standard output. A file that is there is not touched.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Which item, counted from 0, if the file has several.
    #[arg(long)]
    index: Option<usize>,
    /// The format of the file where its bytes do not tell.
    #[arg(long, value_name = "NAME", value_parser = super::source::known_format)]
    format: Option<String>,
}

const EXAMPLE: &str = "\
Examples:
  interwire convert --to newsml-g2 story.json -o story.xml
  interwire convert --to ninjs --index 2 packet.xml
  interwire convert --to \"iptc-7901; charset=utf-8\" story.json

What the new format cannot carry is said on the standard error, one line for each reason. Wires do not say their
charset: the one that the receiver expects stands behind their name.";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If the file cannot be read, the item not be chosen or written, or the output is not taken.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        let item = self.item()?;
        let written = interwire_formats::write(&self.to, &item).map_err(|refused| {
            Error::new(Code::NewsUnwritable).with("format", &self.to).with("reason", &refused.message).because(refused)
        })?;
        for line in told(&written.losses) {
            out.remark(&line);
        }
        match &self.output {
            None => out.bytes(&written.bytes)?,
            Some(path) => create(path, &written.bytes)?,
        }
        Ok(Done::Fine)
    }

    fn item(&self) -> Result<Item, Error> {
        let limits = Limits::default();
        let read = source::bytes(&self.file, limits.bytes_max)
            .and_then(|bytes| interwire_formats::read(&bytes, self.format.as_deref(), &limits))
            .map_err(|refused| self.refused(refused))?;
        let count = read.items.len();
        let choice = || Error::new(Code::ItemChoice).with("path", self.file.display()).with("count", count);
        match (self.index, count) {
            (None, 1) => read.items.into_iter().next(),
            (Some(index), _) => read.items.into_iter().nth(index),
            (None, _) => None,
        }
        .map(|read| read.item)
        .ok_or_else(choice)
    }
}

impl Args {
    fn refused(&self, refused: ReadError) -> Error {
        let code = match refused.code {
            "not_found" | "not_permitted" | "unreadable" => Code::FileUnreadable,
            _ => Code::NewsUnreadable,
        };
        let message = refused.message.clone();
        Error::new(code)
            .with("path", self.file.display())
            .because(refused)
            .with("cause", &message)
            .with("reason", message)
    }
}

/// A line for each reason, with the fields that it concerns.
fn told(losses: &[Loss]) -> Vec<String> {
    let mut reasons: Vec<(&Loss, Vec<&str>)> = Vec::new();
    for loss in losses {
        match reasons.iter_mut().find(|(one, _)| (one.code, &one.message) == (loss.code, &loss.message)) {
            Some((_, fields)) => fields.push(&loss.field),
            None => reasons.push((loss, vec![&loss.field])),
        }
    }
    reasons
        .iter()
        .map(|(loss, fields)| format!("lost: {}: {} ({})", fields.join(", "), loss.message, loss.code))
        .collect()
}

/// Makes a file that is not there yet.
fn create(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    File::create_new(path)
        .and_then(|mut file| file.write_all(bytes))
        .map_err(|cause| Error::new(Code::FileUnwritable).with("path", path.display()).because(cause))
}
