//! Which item version goes to whom: every agreement in force against one item, each decision with its reasons.
//! It decides about documents only. The recall that a canceled or withheld version also means goes to every agreement
//! that had earlier versions, whatever is decided here, and is written by `recall`.

pub use crate::agreement::point::{Embargo, IsBelow, RouteItem, Status};
use crate::agreement::point::{Ground, Point, Ruling};
use crate::agreement::{Agreement, Article, Terms};
use crate::ids::{AgreementId, ArticleId, PartyId};
use crate::time::Time;

pub(crate) mod facts;

/// An agreement in force, or suspended.
#[derive(Debug, Clone, Copy)]
pub struct Running<'a> {
    /// The version in force.
    pub agreement: &'a Agreement,
    /// A suspension stands.
    pub suspended: bool,
}

/// What is decided for one party under one agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is published now, under this article.
    Deliver {
        /// The article.
        article: ArticleId,
    },
    /// It is published at this moment, under this article, if nothing has changed by then: route it again.
    HoldUntil {
        /// The moment.
        time: Time,
        /// The article.
        article: ArticleId,
    },
    /// An article would take it, but a person must decide.
    HoldForPerson {
        /// The article.
        article: ArticleId,
    },
    /// Nothing covers it.
    Exclude,
}

/// Why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The article; none if a rule of the record decided.
    pub article: Option<ArticleId>,
    /// The term, the item's field, its value, and what was wanted.
    pub ground: Ground,
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Under which agreement.
    pub agreement: AgreementId,
    /// For which party.
    pub to: PartyId,
    /// What.
    pub verdict: Verdict,
    /// Why; never empty, except for a party to which no article of ours promises anything.
    pub reasons: Vec<Reason>,
}

/// Decides for every other party of every agreement in which `me` is a party.
#[must_use]
pub fn route(
    item: &RouteItem,
    me: &PartyId,
    running: &[Running<'_>],
    now: Time,
    is_below: IsBelow<'_>,
) -> Vec<Decision> {
    let mut decisions = Vec::new();
    for one in running.iter().filter(|one| one.agreement.party(me).is_some()) {
        for party in one.agreement.parties.iter().filter(|party| party.id != *me) {
            let point = Point::Route { item, from: me, to: &party.id, is_below };
            let (verdict, reasons) = decide(one, item, now, &point);
            decisions.push(Decision { agreement: one.agreement.id.clone(), to: party.id.clone(), verdict, reasons });
        }
    }
    decisions
}

fn decide(one: &Running<'_>, item: &RouteItem, now: Time, point: &Point<'_>) -> (Verdict, Vec<Reason>) {
    let mut against = Vec::new();
    for article in &one.agreement.articles {
        match article.terms.enforce(one.agreement, point) {
            Ruling::Allows(grounds) => return under(article, one, item, now, reasons(article, grounds)),
            Ruling::Forbids(grounds) => against.extend(reasons(article, grounds)),
            Ruling::Silent | Ruling::Demands(_) => {}
        }
    }
    (Verdict::Exclude, against)
}

/// An article takes the item; what could still keep it back.
fn under(
    article: &Article,
    one: &Running<'_>,
    item: &RouteItem,
    now: Time,
    mut reasons: Vec<Reason>,
) -> (Verdict, Vec<Reason>) {
    debug_assert!(matches!(article.terms, Terms::Exchange(_)));
    let id = article.id.clone();
    let (verdict, ground) = if one.suspended {
        (Verdict::Exclude, rule("agreement", "suspended", "in force"))
    } else if let Some(ground) = for_a_person(item) {
        (Verdict::HoldForPerson { article: id }, ground)
    } else {
        match &item.embargo {
            Embargo::Until(time) if *time > now => {
                let ground = rule("embargoed", &time.to_string(), &format!("not after {now}"));
                (Verdict::HoldUntil { time: *time, article: id }, ground)
            }
            _ => return (Verdict::Deliver { article: id }, reasons),
        }
    };
    // What kept it back comes first: it is what a person asks about.
    reasons.insert(0, Reason { article: None, ground });
    (verdict, reasons)
}

/// Unknown status, unknown right, unknown embargo: not usable until a person says so.
fn for_a_person(item: &RouteItem) -> Option<Ground> {
    if let Status::Unknown(word) = &item.status {
        return Some(rule("pub_status", word, "usable, withheld or canceled"));
    }
    match &item.embargo {
        Embargo::Indefinite => return Some(rule("embargoed", "indefinite", "none or a time")),
        Embargo::Unknown(text) => return Some(rule("embargoed", text, "none or a time")),
        Embargo::None | Embargo::Until(_) => {}
    }
    item.has_unknown_right.then(|| rule("rights", "not understood", "rights that are understood"))
}

fn rule(field: &'static str, value: &str, wanted: &str) -> Ground {
    Ground { term: "", field, value: value.to_owned(), wanted: wanted.to_owned() }
}

fn reasons(article: &Article, grounds: Vec<Ground>) -> Vec<Reason> {
    grounds.into_iter().map(|ground| Reason { article: Some(article.id.clone()), ground }).collect()
}

#[cfg(test)]
mod tests;
