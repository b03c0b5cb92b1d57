//! `why`: everything the node knows of what became of an item, in words: its versions, what was decided for whom and for
//! which reasons, who has it, what was ordered and who answered.

use super::find;
use super::spread::{Has, spread};
use super::using::{OneUse, uses};
use crate::errors::Error;
use crate::ops::Ctx;
use crate::store::decisions::DecisionRow;
use crate::store::desk::DeskRow;
use interwire_core::exchange::store::Store;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Which item.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Why {
    /// The item: its guid, its id, or the beginning of either.
    pub item: String,
}

/// What became of an item.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Explained {
    /// Whose item.
    pub source: String,
    /// Its id.
    pub item: String,
    /// Its guid.
    pub guid: Option<String>,
    /// Its versions.
    pub versions: Vec<Version>,
    /// The last order about it.
    pub recall: Option<Order>,
    /// What was decided, for each version and party; only for items of ours.
    pub decisions: Vec<Decided>,
    /// Who was sent it; only for items of ours.
    pub holders: Vec<Has>,
    /// Who has told that they use it.
    pub uses: Vec<OneUse>,
}

/// A version.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Version {
    /// Its number.
    pub version: u64,
    /// Its status.
    pub status: String,
    /// text, picture, ...
    pub kind: String,
    /// Its headline.
    pub headline: Option<String>,
    /// When it came here.
    pub arrived_at: String,
    /// By which door of ours; none if a partner sent it.
    pub feed: Option<String>,
    /// Not to be used before.
    pub embargo_until: Option<String>,
    /// What reading it noted.
    pub notes: Value,
    /// A test, never news.
    pub test: bool,
}

/// An order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Order {
    /// correct, withhold, kill or release.
    pub order: String,
    /// The newest version it is about.
    pub through: u64,
    /// The public reason.
    pub reason: Option<String>,
    /// When the source said so.
    pub at: String,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// About which version.
    pub version: u64,
    /// For whom.
    pub party: String,
    /// Under which agreement.
    pub agreement: String,
    /// deliver, hold or exclude.
    pub verdict: String,
    /// By which article.
    pub article: Option<String>,
    /// Until when it is held; none if a person must decide.
    pub until: Option<String>,
    /// When it was decided.
    pub at: String,
    /// Why, in words.
    pub reasons: Vec<String>,
}

/// What became of an item.
///
/// # Errors
/// If none or several are meant.
pub async fn why(ctx: &Ctx, input: Why) -> Result<Explained, Error> {
    let named = find::item(ctx, &input.item, false).await?;
    let key = named.key.clone();
    let (rows, item, decisions) = ctx
        .step(move |step| Ok(Ok((step.tx.desk_versions(&key)?, step.tx.item(&key)?, step.tx.decisions(&key)?))))
        .await?;
    let ours = named.key.source == ctx.node.house().me;
    Ok(Explained {
        source: named.key.source.to_string(),
        item: named.key.item.to_string(),
        guid: named.guid,
        versions: rows.iter().map(version).collect(),
        recall: item.and_then(|item| item.recall).filter(|recall| recall.order > 0).map(|recall| Order {
            order: recall.action.map_or("release", |action| action.word()).to_owned(),
            through: recall.through,
            reason: recall.reason.map(|reason| reason.to_string()),
            at: recall.at.to_string(),
        }),
        decisions: decisions.iter().map(decided).collect(),
        holders: if ours { spread(ctx, &named.key).await? } else { Vec::new() },
        uses: uses(ctx, &named.key).await?,
    })
}

fn version(row: &DeskRow) -> Version {
    Version {
        version: row.version,
        status: row.pub_status.word().to_owned(),
        kind: row.kind.clone(),
        headline: row.headline.clone(),
        arrived_at: row.arrived_at.to_string(),
        feed: row.feed.clone(),
        embargo_until: row.embargo_until.map(|at| at.to_string()),
        notes: serde_json::from_str(&row.notes).unwrap_or_default(),
        test: row.test,
    }
}

/// A decision, for programs and people.
#[must_use]
pub fn decided(row: &DecisionRow) -> Decided {
    let reasons: Vec<Value> = serde_json::from_str(&row.reasons).unwrap_or_default();
    Decided {
        version: row.version,
        party: row.party.to_string(),
        agreement: row.agreement.to_string(),
        verdict: row.verdict.word().to_owned(),
        article: row.article.as_ref().map(ToString::to_string),
        until: row.until.map(|at| at.to_string()),
        at: row.at.to_string(),
        reasons: reasons.iter().map(words).collect(),
    }
}

/// A reason: the article and its term, the item's field and its value, and what was wanted.
fn words(reason: &Value) -> String {
    let text = |name: &str| reason[name].as_str().filter(|text| !text.is_empty());
    let article = text("article").map_or_else(String::new, |article| {
        let term = text("term").map_or_else(String::new, |term| format!(", {term}"));
        format!("article {article}{term}: ")
    });
    let (field, value) = (text("field").unwrap_or("the item"), text("value").unwrap_or("nothing"));
    let wanted = text("wanted").map_or_else(String::new, |wanted| format!(", wanted: {wanted}"));
    format!("{article}{field} is {value}{wanted}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_reason_names_the_article_the_term_and_the_field_that_decided() {
        let reason = json!({"to": "astana", "article": "4", "term": "languages", "field": "language", "value": "vi",
            "wanted": "en, ru"});
        assert_eq!(words(&reason), "article 4, languages: language is vi, wanted: en, ru");
        let ours = json!({"to": null, "article": null, "term": "", "field": "recalled", "value": "kill",
            "wanted": "not recalled"});
        assert_eq!(words(&ours), "recalled is kill, wanted: not recalled");
    }
}
