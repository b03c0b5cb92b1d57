//! `interwire verify`: whether everything in a data directory or a backup is as it was written.

use super::out::count;
use super::watch::{OfflineArgs, Place, watch};
use super::{Done, Out};
use crate::backup::manifest::Manifest;
use crate::errors::Error;
use crate::verify::{Problem, Report, verify, verify_copy};
use serde_json::{Value, json};

/// Check the record of a node offline: every signature, tree, row and blob, from its files alone.
///
/// Nothing is changed. What is damaged is named by file, table and row. The node must not run; while it does, check a
/// backup of it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    place: OfflineArgs,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
}

const EXAMPLE: &str = "\
Examples:
  interwire verify --node hanoi
  interwire verify /mnt/backup/hanoi-monday
  interwire verify hanoi/data --json | jq .whole

Exit code: 0 if everything is whole, 3 if something is damaged.";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If there is no node, or it runs.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let args = self.place;
        let report = watch(out, async |progress| {
            let Place { dir, whose, is_backup } = args.place().await?;
            if !is_backup {
                return Ok(verify(&dir, &whose, progress).await?);
            }
            let manifest = Manifest::read(&dir)?;
            let mut report = verify_copy(&dir, &whose, progress).await?;
            let what = "it is not what the manifest of the backup says";
            let damaged = manifest.damaged(&dir).into_iter();
            report.problems.extend(damaged.map(|file| Problem { file, table: None, row: None, what: what.to_owned() }));
            Ok(report)
        })?;
        if self.json {
            out.value(&as_json(&report))?
        } else {
            tell(&report, out)?
        }
        Ok(if report.is_whole() { Done::Fine } else { Done::Found })
    }
}

fn tell(report: &Report, out: &mut Out) -> Result<(), Error> {
    report.problems.iter().try_for_each(|problem| out.line(&format!("damaged: {problem}")))?;
    report.notes.iter().try_for_each(|note| out.line(&format!("note: {note}")))?;
    let Report { journals_verified, entries, rows, blobs, blob_bytes, problems, .. } = report;
    out.line(&format!(
        "{journals_verified} journals verified with {entries} entries; {rows} rows and {blobs} blobs of {blob_bytes} bytes read"
    ))?;
    if report.is_whole() {
        return out.line("everything is whole");
    }
    out.line(&format!(
        "{} found. Copy the folder, then run `interwire fsck`, or restore a backup.",
        count(problems.len(), "damaged place")
    ))
}

/// A report for programs.
pub(super) fn as_json(report: &Report) -> Value {
    let Report { problems, notes, journals_verified, entries, rows, blobs, blob_bytes } = report;
    let listed = |all: &[Problem]| -> Vec<Value> {
        let one = |Problem { file, table, row, what }: &Problem| json!({"file": file, "table": table, "row": row, "what": what});
        all.iter().map(one).collect()
    };
    json!({
        "whole": report.is_whole(), "journals_verified": journals_verified, "entries": entries, "rows": rows,
        "blobs": blobs, "blob_bytes": blob_bytes, "problems": listed(problems), "notes": listed(notes),
    })
}
