//! `interwire proof`: a dossier of a version; and what `interwire verify --proof` says of one.

use super::about::ItemArgs;
use super::{Done, Out};
use crate::errors::{Code, Error};
use crate::ops::item::proof::{Proof, Proven};
use interwire_core::dossier::{Claim, Examined, Kind, examine, from_bytes};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Write the dossier of a version: one file by which anybody can verify where it came from.
///
/// It holds the statement with its place in the journal and all signatures, the document, and the whole agreement with
/// who signed it: give it only to those who may read that. `interwire verify --proof FILE` verifies it anywhere.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    about: ItemArgs,
    /// The version [default: the newest that is here]
    #[arg(long)]
    version: Option<u64>,
    /// The file to write [default: named after the item, in the current folder]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

const EXAMPLE: &str = "\
Example:
  interwire proof --node astana tag:hanoi.example,2026:flood -o flood.dossier.txt";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If something that belongs into the dossier is not here, or the file cannot be written.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        let ItemArgs { node, item, json } = self.about;
        out.set_json(json);
        let input = Proof { item, version: self.version };
        let proven: Proven = node.with(async |caller, _| caller.call("proof", &input).await)?;
        let path = self.output.unwrap_or_else(|| PathBuf::from(&proven.name));
        let written = std::fs::write(&path, proven.text.as_bytes());
        written.map_err(|e| Error::new(Code::FileUnwritable).with("path", path.display()).because(e))?;
        let told = json!({"file": path.display().to_string(), "bytes": proven.text.len()});
        out.tell(&told, |_, out| {
            out.line(&format!("{} ({} bytes)", path.display(), proven.text.len()))?;
            out.remark(&format!("Verify it anywhere: interwire verify --proof {}", path.display()));
            Ok(())
        })?;
        Ok(Done::Fine)
    }
}

/// Verifies a dossier with nothing but its file, and the root keys that a person trusts.
///
/// # Errors
/// If the file is no dossier.
pub(super) fn verify(path: &Path, trusted: &[String], out: &mut Out, json: bool) -> Result<Done, Error> {
    let unreadable = |e| Error::new(Code::FileUnreadable).with("path", path.display()).because(e);
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let refused = |reason: String| Error::new(Code::NotDossier).with("path", path.display()).with("reason", reason);
    let dossier = from_bytes(&bytes).map_err(|e| refused(e.to_string()))?;
    let examined = examine(&dossier).map_err(|e| refused(e.to_string()))?;
    let root = examined.roots.get(&examined.key.source);
    let is_root = |given: &String| root.is_some_and(|root| digits(&root.fingerprint()) == digits(given));
    let known = trusted.iter().any(is_root);
    if json {
        out.value(&as_json(&examined, trusted, known))?;
    } else {
        tell(&examined, trusted, known, out)?;
    }
    Ok(if examined.holds() && (known || trusted.is_empty()) { Done::Fine } else { Done::Found })
}

/// A fingerprint is compared by its digits: people write the groups in many ways.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn tell(one: &Examined, trusted: &[String], known: bool, out: &mut Out) -> Result<(), Error> {
    let source = &one.key.source;
    out.line(&format!(
        "item {} of {source}, version {}, {}",
        one.key.item,
        one.published.version,
        one.published.status.word()
    ))?;
    out.line(&format!("made available by {} on {}", one.position.journal.party, one.at))?;
    for claim in &one.claims {
        let verdict = claim.wrong.map_or_else(|| "good ".to_owned(), |wrong| format!("WRONG ({wrong})"));
        out.line(&format!("{verdict}  {}", words(claim)))?;
    }
    match one.order {
        Some((number, what, at)) => out.line(&format!("order {number} of {source}: {what} on {at}"))?,
        None => out.line("the dossier has no order about the item; whether there is one only its source can say")?,
    }
    for (party, root) in &one.roots {
        out.line(&format!("root key of {party}: {}", root.fingerprint()))?;
    }
    if !one.holds() {
        return out.line("This dossier proves nothing: what is marked WRONG was changed or is missing.");
    }
    match (trusted.is_empty(), known) {
        (true, _) => out.line(&format!("Everything holds, if the root key of {source} is the one above. Ask {source} by telephone, then say it with --key.")),
        (false, true) => out.line(&format!("Everything holds, by the root key of {source} that you trust.")),
        (false, false) => out.line(&format!("WRONG: the root key of {source} is none that you trust.")),
    }
}

/// A claim in words.
fn words(claim: &Claim) -> String {
    let Claim { kind, party, detail, key, at, .. } = claim;
    let by = key.map_or_else(String::new, |key| format!(" (key {})", key.fingerprint()));
    let on = at.map_or_else(String::new, |at| format!(" on {at}"));
    match kind {
        Kind::Document => format!("the document is the one that the statement names: {detail}"),
        Kind::Item => format!("{party} signed item, version and document{by}"),
        Kind::Place => format!("the statement stands in the journal of {party}: {detail}"),
        Kind::Head => format!("{party} signed the head of its journal: {detail}{by}"),
        Kind::Cosigned => format!("{party} held the journal{on}: {detail}{by}"),
        Kind::Keys => format!("the keys of {party} are by its root key: {detail} papers"),
        Kind::Article => format!("the agreement lets {party} make it available: article {detail}"),
        Kind::Signed => format!("{party} signed the agreement{on}: {detail}{by}"),
        Kind::Order => format!("{party} ordered{on}: {detail}{by}"),
        Kind::Stray => format!("something of {party} stands there and proves nothing: {detail}"),
    }
}

fn as_json(one: &Examined, trusted: &[String], known: bool) -> Value {
    let claim = |claim: &Claim| {
        json!({"claim": claim.kind.word(), "party": claim.party.as_str(), "detail": claim.detail,
            "key": claim.key.map(|key| key.fingerprint()), "at": claim.at.map(|at| at.to_string()),
            "wrong": claim.wrong})
    };
    let roots = one.roots.iter().map(|(party, key)| (party.to_string(), Value::from(key.fingerprint())));
    json!({
        "holds": one.holds(), "trusted": (!trusted.is_empty()).then_some(known),
        "source": one.key.source.as_str(), "item": one.key.item.as_str(), "version": one.published.version,
        "status": one.published.status.word(), "by": one.position.journal.party.as_str(), "at": one.at.to_string(),
        "agreement": one.agreement.to_string(), "roots": roots.collect::<serde_json::Map<_, _>>(),
        "order": one.order.map(|(number, what, at)| json!({"order": number, "what": what, "at": at.to_string()})),
        "claims": one.claims.iter().map(claim).collect::<Vec<_>>(),
    })
}
