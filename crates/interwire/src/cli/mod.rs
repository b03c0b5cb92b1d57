//! The command line: one file per command, and one line in the table below. A command reads its arguments, asks the
//! node or the files, and says what it found on [`Out`]; the rules of news and agreements are not decided here.
//!
//! Exit codes: 0 done; 1 an error, printed with its code; 2 the arguments are not understood; 3 the command did its
//! work and what it looked at is not in order (`check`, `verify`).

mod about;
mod agreement;
mod backup;
mod bench;
mod completions;
mod config;
mod confirm;
mod convert;
mod dead_letter;
mod demo;
mod formats;
mod fsck;
mod help;
mod hold;
mod ingest;
mod init;
mod key;
mod manual;
mod matching;
mod node;
mod out;
mod partner;
mod proof;
mod read;
mod recall;
mod release;
mod removed;
mod restore;
mod serve;
mod source;
mod status;
mod use_ended;
mod used;
mod user;
mod verify;
mod watch;
mod why;

use crate::errors::Error;
use clap::{Parser, Subcommand};
pub use out::Out;
use std::process::ExitCode;

/// How a command ended, if not with an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// All is well.
    Fine,
    /// What was looked at is not in order; the command has said what.
    Found,
}

macro_rules! commands {
    ($($name:ident = $module:ident,)*) => {
        #[derive(Debug, Subcommand)]
        enum Command { $($name($module::Args),)* }

        impl Command {
            fn run(self, out: &mut Out) -> Result<Done, Error> {
                match self { $(Self::$name(args) => args.run(out),)* }
            }
        }

        /// The files of the commands, in the order of the help.
        #[cfg(test)]
        const FILES: &[&str] = &[$(stringify!($module),)*];
    };
}

commands! {
    Init = init,
    Serve = serve,
    Config = config,
    Agreement = agreement,
    Partner = partner,
    Ingest = ingest,
    Recall = recall,
    Release = release,
    Used = used,
    UseEnded = use_ended,
    Removed = removed,
    Status = status,
    Why = why,
    Proof = proof,
    Hold = hold,
    DeadLetter = dead_letter,
    User = user,
    Key = key,
    Verify = verify,
    Backup = backup,
    Restore = restore,
    Fsck = fsck,
    Read = read,
    Convert = convert,
    Match = matching,
    Formats = formats,
    Demo = demo,
    Bench = bench,
    Completions = completions,
    Manual = manual,
    Help = help,
}

/// Runs the cooperation agreements of news agencies: one node for each agency.
#[derive(Debug, Parser)]
#[command(name = "interwire", version, disable_help_subcommand = true, after_help = AFTER)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const AFTER: &str = "\
`interwire help COMMAND` explains a command with examples, `interwire help error CODE` an error.

Exit codes: 0 done, 1 error, 2 arguments not understood, 3 done and something is not in order.";

/// Runs the command that the process was started with.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version come this way too; clap knows which stream and code belong to each.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut out = Out::standard();
    let ended = cli.command.run(&mut out).and_then(|done| out.finish().map(|()| done));
    match ended {
        Ok(Done::Fine) => ExitCode::SUCCESS,
        Ok(Done::Found) => ExitCode::from(3),
        // Whoever reads our output has seen enough, as with `| head`.
        Err(_) if out.is_cut_off() => ExitCode::SUCCESS,
        Err(error) => {
            let _ = out.finish();
            out.error(&error);
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests;
