//! Where a version goes: the core's decisions for every agreement that runs, brought to one for each agreement, since
//! all its parties read the same journal.

use super::outcome::Outcome;
use crate::node::{House, Step};
use crate::store::decisions::{DecisionRow, DecisionWord};
use interwire_core::agreement::life::State;
use interwire_core::agreement::point::Ground;
use interwire_core::exchange::machine::Machine;
use interwire_core::ids::{AgreementId, ArticleId, ItemKey, PartyId};
use interwire_core::protocol::v1::statement::Action;
use interwire_core::route::{Decision, Reason, RouteItem, Running, Verdict, route};
use interwire_core::time::Time;
use interwire_formats::mediatopics::is_below;
use serde_json::{Value, json};

/// What is decided under one agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruled {
    /// Which.
    pub agreement: AgreementId,
    /// Its other parties.
    pub parties: Vec<PartyId>,
    /// What.
    pub verdict: Verdict,
    /// Why, for each party: a JSON list.
    pub reasons: Vec<Value>,
}

impl Ruled {
    /// Adds a reason before all others: it decided.
    #[must_use]
    pub fn but(mut self, verdict: Verdict, field: &'static str, value: &str, wanted: &str) -> Self {
        self.verdict = verdict;
        let ground = Ground { term: "", field, value: value.to_owned(), wanted: wanted.to_owned() };
        self.reasons.insert(0, reason(None, &Reason { article: None, ground }));
        self
    }

    /// What is recalled is not sent by itself to where the recall did not go.
    #[must_use]
    pub fn unless_recalled(self, action: Option<Action>) -> Self {
        let article = match &self.verdict {
            Verdict::Deliver { article } | Verdict::HoldUntil { article, .. } => article.clone(),
            _ => return self,
        };
        match action {
            Some(Action::Kill) => self.but(Verdict::Exclude, "recalled", "kill", "not recalled"),
            Some(Action::Withhold) => {
                self.but(Verdict::HoldForPerson { article }, "recalled", "withhold", "not recalled")
            }
            Some(Action::Correct) | None => self,
        }
    }

    /// The decision as it is kept, for each party with the reasons that are about it.
    #[must_use]
    pub fn rows(&self, key: &ItemKey, version: u64, at: Time) -> Vec<DecisionRow> {
        let (verdict, article, until) = match &self.verdict {
            Verdict::Deliver { article } => (DecisionWord::Deliver, Some(article.clone()), None),
            Verdict::HoldUntil { time, article } => (DecisionWord::Hold, Some(article.clone()), Some(*time)),
            Verdict::HoldForPerson { article } => (DecisionWord::Hold, Some(article.clone()), None),
            Verdict::Exclude => (DecisionWord::Exclude, None, None),
        };
        let row = |party: &PartyId| {
            let about = |reason: &&Value| reason["to"].is_null() || reason["to"] == party.as_str();
            let reasons: Vec<Value> = self.reasons.iter().filter(about).cloned().collect();
            DecisionRow {
                key: key.clone(),
                version,
                agreement: self.agreement.clone(),
                party: party.clone(),
                verdict,
                article: article.clone(),
                reasons: Value::from(reasons).to_string(),
                until,
                at,
            }
        };
        self.parties.iter().map(row).collect()
    }

    /// Why it is held, in a few words; empty without a reason.
    #[must_use]
    pub fn cause(&self) -> String {
        let first = self.reasons.first();
        let text = |name: &str| first.and_then(|reason| reason[name].as_str()).unwrap_or_default();
        format!("{}: {}", text("field"), text("value"))
    }
}

/// Decides for every agreement that runs or is suspended.
#[must_use]
pub fn rule(machine: &Machine, house: &House, item: &RouteItem, now: Time) -> Vec<Ruled> {
    let mut ruled = Vec::new();
    for deal in machine.deals().values() {
        let (version, suspended) = match deal.life.state(now) {
            State::InForce { version, .. } => (version, false),
            State::Suspended { version, .. } => (version, true),
            _ => continue,
        };
        let Some(agreement) = deal.versions.get(&version) else { continue };
        let decisions = route(item, &house.me, &[Running { agreement, suspended }], now, &is_below);
        let Some(one) = for_all(&deal.id, &decisions) else { continue };
        ruled.push(match (&one.verdict, deal.is_halted()) {
            (Verdict::Deliver { article } | Verdict::HoldUntil { article, .. }, true) => {
                let verdict = Verdict::HoldForPerson { article: article.clone() };
                one.but(verdict, "agreement", "a partner's statement was not understood", "understood")
            }
            _ => one,
        });
    }
    ruled
}

/// One for all parties of an agreement: what any of them is given, all of them read.
fn for_all(agreement: &AgreementId, decisions: &[Decision]) -> Option<Ruled> {
    let rank = |verdict: &Verdict| match verdict {
        Verdict::Exclude => 0,
        Verdict::HoldForPerson { .. } => 1,
        Verdict::HoldUntil { .. } => 2,
        Verdict::Deliver { .. } => 3,
    };
    let first = decisions.iter().max_by_key(|decision| rank(&decision.verdict))?;
    let others = decisions.iter().filter(|decision| decision.to != first.to);
    let reasons = std::iter::once(first).chain(others);
    let reasons = reasons.flat_map(|one| one.reasons.iter().map(|why| reason(Some(one), why))).collect();
    let parties = decisions.iter().map(|decision| decision.to.clone()).collect();
    Some(Ruled { agreement: agreement.clone(), parties, verdict: first.verdict.clone(), reasons })
}

fn reason(decision: Option<&Decision>, reason: &Reason) -> Value {
    let Reason { article, ground } = reason;
    json!({
        "to": decision.map(|decision| decision.to.as_str()),
        "article": article.as_ref().map(ArticleId::as_str),
        "term": ground.term,
        "field": ground.field,
        "value": ground.value,
        "wanted": ground.wanted,
    })
}

/// The article under which earlier versions of an item were delivered under an agreement, if it still lets us publish.
#[must_use]
pub fn earlier_article(
    machine: &Machine,
    house: &House,
    agreement: &AgreementId,
    earlier: &[DecisionRow],
    now: Time,
) -> Option<ArticleId> {
    let deal = machine.deals().get(agreement)?;
    let given = earlier.iter().filter(|one| one.agreement == *agreement && one.verdict == DecisionWord::Deliver);
    given
        .filter_map(|one| one.article.clone())
        .find(|article| deal.lets_publish(&house.me, &house.me, article, now).is_ok())
}

/// The decisions about the version of an outcome, as kept now.
pub(super) fn kept(
    step: &mut Step,
    outcome: Outcome,
    key: &ItemKey,
) -> interwire_core::exchange::store::Stored<Outcome> {
    let mut decisions = step.tx.decisions(key)?;
    decisions.retain(|decision| decision.version == outcome.version);
    Ok(Outcome { decisions, ..outcome })
}
