//! `interwire formats`: the table of formats.

use super::{Done, Out};
use crate::errors::Error;
use interwire_formats::FORMATS;
use serde_json::json;

/// List the news formats that are read and written.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    /// One line of JSON for each format.
    #[arg(long)]
    json: bool,
}

const EXAMPLE: &str = "\
Examples:
  interwire formats
  interwire formats --json | jq -r 'select(.written) | .name'";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// Only if the output cannot be written.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        for format in FORMATS {
            if self.json {
                out.value(&json!({
                    "name": format.name, "title": format.title, "media_types": format.media_types,
                    "read": format.is_read(), "written": format.is_written(),
                }))?;
            } else {
                let can = match (format.is_read(), format.is_written()) {
                    (true, true) => "read, written",
                    (true, false) => "read",
                    (false, _) => "written",
                };
                out.line(&format!("{:12} {can:14} {}", format.name, format.title))?;
            }
        }
        Ok(Done::Fine)
    }
}
