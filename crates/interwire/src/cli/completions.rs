//! `interwire completions`: what a shell needs to complete commands, made from the command line itself.

use super::{Cli, Done, Out};
use crate::errors::Error;
use clap::CommandFactory;
use clap_complete::{Shell, generate};

/// Print the completions of commands and options for a shell.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    /// Which shell.
    shell: Shell,
}

const EXAMPLE: &str = "\
Examples:
  interwire completions bash > /etc/bash_completion.d/interwire
  interwire completions zsh > /usr/local/share/zsh/site-functions/_interwire
  interwire completions fish > ~/.config/fish/completions/interwire.fish";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// Only if the output cannot be written.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        let mut script = Vec::new();
        generate(self.shell, &mut Cli::command(), "interwire", &mut script);
        out.bytes(&script)?;
        Ok(Done::Fine)
    }
}
