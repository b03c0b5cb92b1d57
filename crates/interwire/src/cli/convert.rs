//! `interwire convert`: one item from one format to another, or into a photograph, with what it cannot carry.

use super::{Done, Out, source};
use crate::errors::{Code, Error};
use interwire_core::item::{Item, Limits};
use interwire_formats::{ReadError, WriteError, Written};
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
    #[arg(long, value_name = "NAME", required_unless_present = "into")]
    to: Option<String>,
    /// A photograph (JPEG, TIFF, PNG, WebP) to write the item into, instead of a format; it is not changed itself.
    #[arg(long, value_name = "FILE", conflicts_with = "to", requires = "output")]
    into: Option<PathBuf>,
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
  interwire convert --into photo.jpg caption.xml -o captioned.jpg

What the new format cannot carry is said on the standard error, one line for each loss.";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If the file cannot be read, the item not be chosen or written, or the output is not taken.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        let item = self.item()?;
        let written = match (&self.to, &self.into) {
            (_, Some(photo)) => self.embedded(photo, &item)?,
            (to, None) => {
                let to = to.as_deref().unwrap_or_default();
                interwire_formats::write(to, &item).map_err(|refused| unwritable(to, refused))?
            }
        };
        for loss in &written.losses {
            out.remark(&format!("lost: {}: {} ({})", loss.field, loss.message, loss.code));
        }
        match &self.output {
            None => out.bytes(&written.bytes)?,
            Some(path) => create(path, &written.bytes)?,
        }
        Ok(Done::Fine)
    }

    fn embedded(&self, photo: &Path, item: &Item) -> Result<Written, Error> {
        let limits = Limits::default();
        let bytes = source::bytes(photo, limits.bytes_max).map_err(|refused| fault(photo, refused))?;
        interwire_formats::photo::embed(&bytes, item, &limits).map_err(|refused| unwritable("photo", refused))
    }

    fn item(&self) -> Result<Item, Error> {
        let limits = Limits::default();
        let read = source::bytes(&self.file, limits.bytes_max)
            .and_then(|bytes| interwire_formats::read(&bytes, self.format.as_deref(), &limits))
            .map_err(|refused| fault(&self.file, refused))?;
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

fn unwritable(format: &str, refused: WriteError) -> Error {
    Error::new(Code::NewsUnwritable).with("format", format).with("reason", &refused.message).because(refused)
}

fn fault(path: &Path, refused: ReadError) -> Error {
    let code = match refused.code {
        "not_found" | "not_permitted" | "unreadable" => Code::FileUnreadable,
        _ => Code::NewsUnreadable,
    };
    let message = refused.message.clone();
    Error::new(code).with("path", path.display()).because(refused).with("cause", &message).with("reason", message)
}

/// Makes a file that is not there yet.
fn create(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    File::create_new(path)
        .and_then(|mut file| file.write_all(bytes))
        .map_err(|cause| Error::new(Code::FileUnwritable).with("path", path.display()).because(cause))
}
