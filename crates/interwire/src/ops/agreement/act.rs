//! `agreement-decline` and `agreement-act`: what a party says of an agreement without sealing anything.

use super::find;
use super::list::Listed;
use super::settle::settle;
use crate::errors::{Code, Error};
use crate::node::Step;
use crate::ops::{Ctx, fault};
use interwire_core::exchange::offer::CannotAct;
use interwire_core::exchange::recall::no_reason;
use interwire_core::exchange::store::Stored;
use interwire_core::ids::AgreementId;
use interwire_core::protocol::v1::statement::{AgreementAct, Code as Reason};
use serde::{Deserialize, Serialize};

/// Which version is declined, and why.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Decline {
    /// The agreement: its id, the beginning of it, or the partner's.
    pub agreement: String,
    /// The version, or the beginning of its hash; without it, the one that waits.
    pub version: Option<String>,
    /// A word of the protocol: a-z, 0-9 and hyphens.
    pub reason: Option<String>,
}

/// Declines a version, for good.
///
/// # Errors
/// If no version waits, or several do and none was named.
pub async fn decline(ctx: &Ctx, input: Decline) -> Result<Listed, Error> {
    let reason = reason(input.reason.as_deref())?;
    let who = ctx.who.clone();
    let id = ctx.step(move |step| {
        let (found, version) = match find::to_sign(step, &input.agreement, input.version.as_deref())? {
            Ok(found) => found,
            Err(e) => return Ok(Err(e)),
        };
        let declined = step.exchange(|machine, turn| machine.decline(turn, &found, version, reason))?;
        outcome(step, found, declined, &who, "agreement-decline")
    });
    settle(ctx, &id.await?).await
}

/// What is said of an agreement, and why.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Act {
    /// The agreement: its id, the beginning of it, or the partner's.
    pub agreement: String,
    /// suspended, resumed, notice or ended.
    pub act: String,
    /// A word of the protocol: a-z, 0-9 and hyphens.
    pub reason: Option<String>,
}

/// Suspends, resumes, gives notice, or consents to the end.
///
/// # Errors
/// If there is no such agreement, or it does not allow it now.
pub async fn act(ctx: &Ctx, input: Act) -> Result<Listed, Error> {
    let reason = reason(input.reason.as_deref())?;
    let act: AgreementAct = input.act.parse().map_err(|e| fault::unreadable("what to say", &input.act, &e))?;
    let who = ctx.who.clone();
    let id = ctx.step(move |step| {
        let id = match find::agreement(step.machine, &input.agreement) {
            Ok(id) => id,
            Err(e) => return Ok(Err(e)),
        };
        let deal = step.machine.deals().get(&id);
        if let Some(why) = deal.and_then(|deal| forbids(deal, step.machine.me(), act, step.now)) {
            return Ok(Err(Error::new(Code::ActNotPossible).with("agreement", &id).with("reason", why)));
        }
        let done = step.exchange(|machine, turn| machine.act(turn, &id, act, reason))?;
        outcome(step, id, done, &who, act.word())
    });
    settle(ctx, &id.await?).await
}

/// Why it would have no effect now, as far as this node can see.
fn forbids(
    deal: &interwire_core::exchange::deal::Deal,
    me: &interwire_core::ids::PartyId,
    act: AgreementAct,
    now: interwire_core::time::Time,
) -> Option<&'static str> {
    use interwire_core::agreement::life::State;
    let state = deal.life.state(now);
    match (&state, act) {
        (State::InForce { .. } | State::Suspended { .. }, AgreementAct::Suspended) => {
            let allowed = deal.agreement_at(now).is_some_and(|agreement| agreement.term().suspension);
            if !allowed {
                return Some("its term article does not allow suspension");
            }
            let twice = matches!(&state, State::Suspended { by, .. } if by.contains(me));
            twice.then_some("you have suspended it already")
        }
        (State::Suspended { by, .. }, AgreementAct::Resumed) if by.contains(me) => None,
        (_, AgreementAct::Resumed) => Some("you have not suspended it"),
        (State::InForce { .. } | State::Suspended { .. } | State::Signed { from: Some(_), .. }, _) => None,
        _ => Some("it is not signed by all, or is over"),
    }
}

/// What came of saying something: noted as done by a person, or why it was not.
pub(super) fn outcome(
    step: &mut Step,
    id: AgreementId,
    done: Result<(), CannotAct>,
    who: &str,
    what: &str,
) -> Stored<Result<AgreementId, Error>> {
    if let Err(cause) = done {
        return Ok(Err(Error::new(Code::ActNotPossible).with("agreement", &id).with("reason", cause.to_string())));
    }
    step.tx.audit(step.now, who, what, id.as_str())?;
    Ok(Ok(id))
}

/// A reason as a person typed it.
pub(in crate::ops) fn reason(given: Option<&str>) -> Result<Reason, Error> {
    given.map_or_else(
        || Ok(no_reason()),
        |text| text.parse().map_err(|e: String| fault::unreadable("the reason", text, &e)),
    )
}
