//! `interwire agreement show`: an agreement in words, as people sign it, with fingerprints to compare.

use super::{draft_text, examined};
use crate::cli::{Done, Out};
use crate::errors::{Code, Error};
use interwire_core::agreement::{Agreement, Lang, print, words};
use serde_json::json;
use std::path::PathBuf;

/// Read an agreement in words, with the fingerprints of the parties' keys.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    /// The draft.
    file: PathBuf,
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
  interwire agreement show --language vi with-astana.toml";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If the file cannot be read or is no draft.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let (agreement, problems) = examined(&draft_text(&self.file)?);
        let agreement = agreement.ok_or_else(|| {
            let first = problems.first().map(ToString::to_string).unwrap_or_default();
            Error::new(Code::DraftUnreadable).with("path", self.file.display()).with("problem", first)
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
