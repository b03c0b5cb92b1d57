//! The chain of an item of ours: each party that was sent it, which version it has, what it does with it, how it
//! answered, and whom to call where nobody answers. Shown before an order and until all have answered it.

use super::Web;
use super::access::Access;
use super::failure::Failure;
use super::page::{Frame, When};
use super::sent::partners;
use super::used::UseView;
use crate::ops::item::spread::{Has, Sent, spread};
use crate::store::spread::Said;
use interwire_core::ids::ItemKey;
use interwire_core::protocol::v1::statement::Body;
use interwire_core::time::Time;

/// One party.
pub struct LinkView {
    /// Who.
    pub party: String,
    /// Its name in the agreement.
    pub name: String,
    /// Under which agreement.
    pub agreement: String,
    /// The versions it was sent: number, `received`, `refused` or `waiting`, why it was refused, when that was said.
    pub versions: Vec<(u64, &'static str, Option<String>, When)>,
    /// The last order: which, when.
    pub order: Option<(String, When)>,
    /// How it answered.
    pub answers: Vec<(String, When)>,
    /// By when the agreement wants what is still to be said.
    pub due: Option<When>,
    /// That moment is over.
    pub overdue: bool,
    /// Where it uses the item.
    pub uses: Vec<UseView>,
    /// Versions that it passed on itself, each with the agreement.
    pub passed_on: Vec<(String, u64)>,
    /// When it was last in touch.
    pub last: Option<When>,
    /// It is silent.
    pub silent: bool,
    /// Why it cannot be reached.
    pub trouble: Option<String>,
    /// Statements of ours that it has not taken over.
    pub behind: u64,
    /// Who signed for it: name and office.
    pub people: Vec<(String, String)>,
    /// Its postal address.
    pub address: Option<String>,
}

impl LinkView {
    /// For a reader.
    #[must_use]
    pub fn of(has: Has, frame: &Frame) -> Self {
        let when = |text: &str| frame.when(text.parse::<Time>().unwrap_or_default());
        let version = |sent: &Sent| {
            let word = match (&sent.received_at, &sent.refused) {
                (Some(_), _) => "received",
                (None, Some(_)) => "refused",
                (None, None) => "waiting",
            };
            (sent.version, word, sent.refused.clone(), when(sent.received_at.as_deref().unwrap_or(&sent.at)))
        };
        let order = has.order.as_ref();
        let answers = order.map(|order| order.answers.clone()).unwrap_or_default();
        let gone = answers.iter().any(|(answer, _)| answer == "removed" || answer == "unused");
        let due =
            order.and_then(|order| if answers.is_empty() { &order.stopped_by } else { &order.removed_by }.as_ref());
        Self {
            versions: has.versions.iter().map(version).collect(),
            due: due.filter(|_| !gone).map(|due| when(due)),
            overdue: order.is_some_and(|order| order.overdue),
            answers: answers.iter().map(|(answer, at)| (frame.word("answer", answer), when(at))).collect(),
            order: order.map(|order| (frame.word("action", &order.order), when(&order.at))),
            uses: has.link.uses.into_iter().map(|one| UseView::of(one, frame)).collect(),
            passed_on: has.link.passed_on,
            last: has.link.last_contact.as_deref().map(when),
            silent: has.link.silent,
            trouble: has.link.trouble,
            behind: has.link.behind,
            people: has.link.people,
            address: has.link.address,
            name: has.link.name,
            party: has.party,
            agreement: has.agreement,
        }
    }

    /// It has not answered the last order.
    #[must_use]
    pub fn unanswered(&self) -> bool {
        self.order.is_some() && self.answers.is_empty()
    }

    /// It uses the item and goes on.
    #[must_use]
    pub fn uses_it(&self) -> bool {
        self.uses.iter().any(UseView::runs)
    }

    /// A person should call there.
    #[must_use]
    pub fn wants_a_call(&self) -> bool {
        self.silent || self.overdue
    }
}

/// A partner that was sent a version and has not confirmed it: its name, when it was last in touch, whether it is silent.
pub type OnItsWay = (String, Option<When>, bool);

/// The partners that were sent a version and have not confirmed it.
///
/// # Errors
/// If the store fails.
pub async fn on_its_way(
    web: &Web,
    access: &Access,
    frame: &Frame,
    key: &ItemKey,
    number: u64,
) -> Result<Vec<OnItsWay>, Failure> {
    let open = |said: &Said| {
        let told = matches!(&said.statement.body, Body::Published(of) if of.version == number);
        told && said.acks.len() < partners(web, &said.position.journal.agreement).len()
    };
    if !web.node().db().said_about(key).await?.iter().any(open) {
        return Ok(Vec::new());
    }
    let all = spread(&web.ctx(access), key).await?;
    let waits = |one: &&Has| {
        let newest = one.versions.iter().rfind(|sent| sent.version == number);
        newest.is_some_and(|sent| sent.received_at.is_none() && sent.refused.is_none())
    };
    let last = |one: &Has| one.link.last_contact.as_deref().and_then(|at| at.parse().ok()).map(|at| frame.when(at));
    Ok(all.iter().filter(waits).map(|one| (one.link.name.clone(), last(one), one.link.silent)).collect())
}
