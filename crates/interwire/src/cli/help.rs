//! `interwire help`: commands with their examples, and the pages of the error catalogue.

use super::{Cli, Done, Out};
use crate::errors::{Code, Error};
use clap::CommandFactory;

/// Explain a command, or an error by its code.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    /// A command, or `error` and a code.
    words: Vec<String>,
}

const EXAMPLE: &str = "\
Examples:
  interwire help
  interwire help agreement new
  interwire help error            all error codes
  interwire help error I0007      what it means and what to do";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If there is no such command or code.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        match self.words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["error" | "errors"] => Code::ALL
                .iter()
                .try_for_each(|code| out.line(&format!("{}  {}", code.as_str(), code.page().plain_title())))?,
            ["error", code] => {
                let found = Code::find(code).ok_or_else(|| unknown(code))?;
                out.bytes(found.page().plain().as_bytes())?;
            }
            words => out.bytes(command(words)?.as_bytes())?,
        }
        Ok(Done::Fine)
    }
}

fn unknown(word: &str) -> Error {
    Error::new(Code::HelpUnknown).with("word", word)
}

/// The long help of a command.
fn command(words: &[&str]) -> Result<String, Error> {
    let mut top = Cli::command();
    // Building fills in the full names of the commands below.
    top.build();
    let mut command = &mut top;
    for word in words {
        command = command.find_subcommand_mut(word).ok_or_else(|| unknown(&words.join(" ")))?;
    }
    Ok(command.render_long_help().to_string())
}
