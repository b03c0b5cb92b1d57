//! `interwire agreement`: from a draft to a signed agreement. One file per verb, one line in the table.

mod act;
mod check;
mod confirm;
mod decline;
mod epoch;
mod list;
mod new;
mod offer;
mod seal;
mod show;
mod sign;
mod withdraw;

pub(super) use list::tell;

use super::{Done, Out};
use crate::errors::{Code, Error};
use clap::Subcommand;
use interwire_core::agreement::{Agreement, Problem, draft};
use std::path::Path;

/// Draft an agreement, check it, read it in words; offer, sign, decline or withdraw it, and say what becomes of it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  interwire agreement list --node hanoi")]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    New(new::Args),
    Check(check::Args),
    Show(show::Args),
    Offer(offer::Args),
    List(list::Args),
    Sign(sign::Args),
    Decline(decline::Args),
    Withdraw(withdraw::Args),
    Act(act::Args),
    Confirm(confirm::Args),
    Epoch(epoch::Args),
}

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// As the verb says.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        match self.verb {
            Verb::New(args) => args.run(out),
            Verb::Check(args) => args.run(out),
            Verb::Show(args) => args.run(out),
            Verb::Offer(args) => args.run(out),
            Verb::List(args) => args.run(out),
            Verb::Sign(args) => args.run(out),
            Verb::Decline(args) => args.run(out),
            Verb::Withdraw(args) => args.run(out),
            Verb::Act(args) => args.run(out),
            Verb::Confirm(args) => args.run(out),
            Verb::Epoch(args) => args.run(out),
        }
    }
}

/// The draft in a file, as text.
fn draft_text(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path)
        .map_err(|cause| Error::new(Code::FileUnreadable).with("path", path.display()).because(cause))
}

/// The agreement in a draft with its sentences, and what is wrong or unwise in it.
fn examined(text: &str) -> (Option<Agreement>, Vec<Problem>) {
    match draft::parse(text) {
        Err(problems) => (None, problems),
        Ok(mut agreement) => {
            agreement.write_sentences(&|_, _| None);
            let problems = draft::check(text, &agreement);
            (Some(agreement), problems)
        }
    }
}
