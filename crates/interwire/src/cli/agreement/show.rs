//! `interwire agreement show`: an agreement in words, as people sign it, with fingerprints to compare.

use super::{draft_text, examined, list};
use crate::cli::node::NodeArgs;
use crate::cli::{Done, Out};
use crate::errors::{Code, Error};
use crate::ops::agreement::show::{Show, Shown};
use interwire_core::agreement::{Agreement, Lang, print, words};
use serde_json::json;
use std::path::Path;

/// Read an agreement in words, with the fingerprints of the parties' keys.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    node: NodeArgs,
    /// A draft, or an agreement of the node: its id, the beginning of it, or the partner's id.
    what: String,
    /// The language; without it, every language in which the agreement is authentic.
    #[arg(long, value_name = "TAG")]
    language: Option<Lang>,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
}

const EXAMPLE: &str = "\
Examples:
  interwire agreement show with-astana.toml
  interwire agreement show --language vi with-astana.toml
  interwire agreement show --node astana hanoi";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If there is no such draft or agreement.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let path = Path::new(&self.what);
        if !path.is_file() && path.extension().is_none() {
            return self.of_node(out);
        }
        let (agreement, problems) = examined(&draft_text(path)?);
        let agreement = agreement.ok_or_else(|| {
            let first = problems.first().map(ToString::to_string).unwrap_or_default();
            Error::new(Code::DraftUnreadable).with("path", &self.what).with("problem", first)
        })?;
        let languages = self.language.map_or_else(|| agreement.languages(), |language| vec![language]);
        if self.json {
            out.value(&as_json(&agreement, &languages))?;
            return Ok(Done::Fine);
        }
        for language in &languages {
            out.line(&in_words(&agreement, language))?;
        }
        Ok(Done::Fine)
    }

    fn of_node(self, out: &mut Out) -> Result<Done, Error> {
        let input = Show { agreement: self.what, language: self.language.map(|language| language.to_string()) };
        let shown: Shown = self.node.with(async |caller, _| caller.call("agreement-show", &input).await)?;
        out.tell(&shown, tell)?;
        Ok(Done::Fine)
    }
}

/// An agreement of the node: its text, who signed, and what should be looked at.
pub(super) fn tell(shown: &Shown, out: &mut Out) -> Result<(), Error> {
    for version in &shown.versions {
        out.line(&version.text)?;
        out.line(&format!("Version {}", version.version))?;
        out.line(&format!("  offered by {} on {}", version.offered_by, version.offered_at))?;
        for signed in &version.signed {
            let or = |text: &Option<String>| text.clone().unwrap_or_else(|| "?".to_owned());
            let (person, office) = (or(&signed.signatory), or(&signed.office));
            let (place, date) = (or(&signed.place), or(&signed.date));
            out.line(&format!("  signed for {} by {person}, {office}, in {place} on {date}", signed.party))?;
        }
        for (parties, what) in [(&version.missing, "not signed by"), (&version.declined, "declined by")] {
            if !parties.is_empty() {
                out.line(&format!("  {what} {}", parties.join(", ")))?;
            }
        }
        version.problems.iter().try_for_each(|problem| out.line(&format!("  look at: {problem}")))?;
    }
    out.line("\nRoot keys, to be compared by telephone:")?;
    for party in &shown.parties {
        let us = if party.is_us { " (you)" } else { "" };
        out.line(&format!("  {}{us}: {}", party.party, party.fingerprint))?;
    }
    out.line("")?;
    list::tell(&shown.head, out)
}

/// The agreement as people read it in one language.
fn in_words(agreement: &Agreement, language: &Lang) -> String {
    let text = print::print(agreement, language, &|_, _| None);
    if words::tongue(language).is_none_or(|tongue| tongue.awaits_review) {
        return format!("No native speaker of the trade has read these sentences yet; compare with English.\n\n{text}");
    }
    text
}

fn as_json(agreement: &Agreement, languages: &[Lang]) -> serde_json::Value {
    let parties: Vec<_> = agreement
        .parties
        .iter()
        .map(|party| {
            json!({"id": party.id.as_str(), "root_key": party.root_key.to_string(),
                "fingerprint": party.root_key.fingerprint()})
        })
        .collect();
    let articles: Vec<_> = agreement
        .articles
        .iter()
        .map(|article| {
            let sentences = languages.iter().map(|language| {
                let sentence = words::sentence(article, agreement, language, &|_, _| None);
                (language.to_string(), sentence.into())
            });
            let sentences: serde_json::Map<String, serde_json::Value> = sentences.collect();
            json!({"id": article.id.as_str(), "kind": article.terms.kind(), "sentence": sentences})
        })
        .collect();
    json!({"agreement": agreement.id.as_str(), "parties": parties, "articles": articles})
}
