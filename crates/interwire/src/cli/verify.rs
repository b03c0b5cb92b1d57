//! `interwire verify`: whether everything in a data directory or a backup is as it was written.

use super::out::count;
use super::watch::{OfflineArgs, Place, watch};
use super::{Done, Out};
use crate::backup::manifest::Manifest;
use crate::errors::Error;
use crate::verify::{Problem, Report, verify, verify_copy};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Check the record of a node offline: every signature, tree, row and blob, from its files alone. Or check a dossier.
///
/// Nothing is changed. What is damaged is named by file, table and row. The node must not run; while it does, check a
/// backup of it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    place: OfflineArgs,
    /// A dossier instead, as `interwire proof` and the pages write them: no node is needed.
    #[arg(long, value_name = "FILE", conflicts_with = "folder")]
    proof: Option<PathBuf>,
    /// The fingerprint of a root key that you trust, from the source itself. Several can be given.
    #[arg(long, value_name = "FINGERPRINT", requires = "proof")]
    key: Vec<String>,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
}

const EXAMPLE: &str = "\
Examples:
  interwire verify --node hanoi
  interwire verify /mnt/backup/hanoi-monday
  interwire verify hanoi/data --json | jq .whole
  interwire verify --proof flood.dossier.txt --key '49160 77312 50809 34047 23759 60891'

Exit code: 0 if everything is whole, 3 if something is damaged or not proven.";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If there is no node, or it runs.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        if let Some(path) = &self.proof {
            return super::proof::verify(path, &self.key, out, self.json);
        }
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
