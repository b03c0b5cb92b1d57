//! `interwire agreement check`: what is wrong or unwise in a draft, with lines.

use super::{draft_text, examined};
use crate::cli::out::count;
use crate::cli::{Done, Out};
use crate::errors::Error;
use interwire_core::agreement::{Problem, Severity};
use serde_json::json;
use std::path::PathBuf;

/// Check the draft of an agreement: what cannot be offered, and what a person should look at.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    /// The draft.
    file: PathBuf,
    /// One line of JSON for each problem.
    #[arg(long)]
    json: bool,
}

const EXAMPLE: &str = "\
Example:
  interwire agreement check with-astana.toml

Exit code: 0 if it can be offered (there may be warnings), 3 if not.";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let (_, problems) = examined(&draft_text(&self.file)?);
        let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        for problem in &problems {
            if self.json {
                out.value(&as_json(problem))?;
            } else {
                out.line(&format!("{}: {problem}", self.file.display()))?;
            }
        }
        if !self.json {
            out.line(&format!("{}, {}", count(errors, "error"), count(problems.len() - errors, "warning")))?;
        }
        Ok(if errors == 0 { Done::Fine } else { Done::Found })
    }
}

fn as_json(problem: &Problem) -> serde_json::Value {
    json!({
        "line": problem.line, "article": problem.article.as_ref().map(ToString::to_string), "term": problem.term,
        "code": problem.code, "message": problem.message,
        "severity": if problem.severity == Severity::Error { "error" } else { "warning" },
    })
}
