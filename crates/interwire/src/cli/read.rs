//! `interwire read`: what Interwire understands of files, without any node. One source is in memory at a time.

use super::out::count;
use super::{Done, Out, source};
use crate::errors::Error;
use interwire_core::item::Limits;
use interwire_formats::{Fault, ReadError, Report, media, reports};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Read news files and say what is in them, without any node.
///
/// Folders are read with everything below them, in the order of the names. With --json there is one line for each
/// item, and one for each file that could not be read, with an error instead. What a source does not state is null.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    /// Files and folders; `-` is the standard input.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// One line of JSON for each item.
    #[arg(long)]
    json: bool,
    /// The format where the bytes do not tell: a name or media type from `interwire formats`.
    #[arg(long, value_name = "NAME", value_parser = super::source::known_format)]
    format: Option<String>,
}

const EXAMPLE: &str = "\
Examples:
  interwire read story.xml
  interwire read --json incoming/ | jq -r 'select(.pub_status == \"canceled\") | .guid'

Exit code: 0 if every file was read or reported as a line with an error.";

/// What was read, for the last line.
#[derive(Default)]
struct Sum {
    files: usize,
    items: usize,
    faults: usize,
}

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// Only if the output cannot be written.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let mut sum = Sum::default();
        let mut shown = Instant::now();
        for path in &self.paths {
            source::files(path, &mut |file, found| {
                if shown.elapsed() > Duration::from_millis(200) {
                    shown = Instant::now();
                    out.progress(&format!(
                        "{}, {}: {}",
                        count(sum.files, "file"),
                        count(sum.items, "item"),
                        file.display()
                    ));
                }
                self.file(file, found, &mut sum, out)
            })?;
        }
        out.progress("");
        if !self.json {
            out.line(&format!("{}, {}, {} not read", count(sum.files, "file"), count(sum.items, "item"), sum.faults))?;
        }
        Ok(Done::Fine)
    }

    fn file(&self, path: &Path, found: Result<(), ReadError>, sum: &mut Sum, out: &mut Out) -> Result<(), Error> {
        let name = path.to_string_lossy();
        sum.files += 1;
        match found.and_then(|()| self.items(path, &name)) {
            Ok(items) => {
                sum.items += items.len();
                items
                    .iter()
                    .try_for_each(|item| if self.json { out.line(&item.to_json_line()) } else { show(item, out) })
            }
            Err(error) => {
                sum.faults += 1;
                if self.json {
                    out.line(&Fault::new(&name, &error).to_json_line())
                } else {
                    out.line(&format!("{name}\n  not read: {} ({})", error.message, error.code))
                }
            }
        }
    }

    fn items(&self, path: &Path, name: &str) -> Result<Vec<Report>, ReadError> {
        let limits = Limits::default();
        let read = match source::film(path)? {
            Some(mut film) => media::read(&mut film, None, &limits)?,
            None => {
                let bytes = source::bytes(path, limits.bytes_max)?;
                interwire_formats::read(&bytes, self.format.as_deref(), &limits)?
            }
        };
        let items = reports(name, &read);
        if items.is_empty() {
            let notes: Vec<String> = read.notes.iter().map(|note| note.message.clone()).collect();
            let message = ["there is no news item in it".to_owned()].into_iter().chain(notes).collect::<Vec<_>>();
            return Err(ReadError { code: "no_items", message: message.join("; ") });
        }
        Ok(items)
    }
}

/// An item for people.
fn show(item: &Report, out: &mut Out) -> Result<(), Error> {
    let none = "not stated";
    let stated = |value: &Option<String>| value.clone().unwrap_or_else(|| none.to_owned());
    let embargo = match item.embargoed.as_deref() {
        None => String::new(),
        Some("") => ", EMBARGOED without end".to_owned(),
        Some(until) => format!(", EMBARGOED until {until}"),
    };
    out.line(&format!("{} [{}] {}", item.path, item.format, item.index))?;
    out.line(&format!("  headline  {}", stated(&item.headline)))?;
    out.line(&format!("  guid      {}", stated(&item.guid)))?;
    out.line(&format!("  version   {} of {}", stated(&item.version), stated(&item.version_created)))?;
    out.line(&format!("  status    {}{embargo}", stated(&item.pub_status)))?;
    out.line(&format!("  kind      {}, language {}", stated(&item.kind), stated(&item.language)))?;
    let chars = item.body_chars.map_or_else(|| "no story".to_owned(), |chars| format!("story of {chars} characters"));
    let (subjects, files) = (count(item.subjects.len(), "subject"), count(item.renditions.len(), "media file"));
    out.line(&format!("  holds     {chars}, {subjects}, {files}"))?;
    item.notes.iter().try_for_each(|note| out.line(&format!("  note      {} ({})", note.message, note.code)))
}
