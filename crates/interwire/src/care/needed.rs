//! Whether an item must stay whatever its age: somebody works on it, it waits, an order about it is open, or an agreement
//! still has to carry it.

use crate::node::Step;
use crate::store::about::About;
use interwire_core::exchange::store::{Store, Stored, VersionState};
use interwire_core::ids::{ItemKey, PartyId, Position};

/// Whether an item must stay.
///
/// # Errors
/// If the store fails.
pub fn is_needed(step: &mut Step, key: &ItemKey) -> Stored<bool> {
    if step.tx.taken(key)?.is_some() || !step.tx.holds_of(key)?.is_empty() {
        return Ok(true);
    }
    let ordered = step.tx.item(key)?.and_then(|item| item.recall).is_some_and(|recall| recall.action.is_some());
    for (position, about, version) in step.tx.statements_about(key)? {
        let open = match about {
            About::Published => !is_answered(step, &position, Expected::Word)? || waits(step, key, version)?,
            About::Recalled if ordered => !is_answered(step, &position, Expected::Answer)?,
            About::Recalled | About::Released => false,
        };
        if open {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a version is announced and not here yet.
fn waits(step: &mut Step, key: &ItemKey, version: Option<u64>) -> Stored<bool> {
    let Some(version) = version else { return Ok(false) };
    Ok(step.tx.version(key, version)?.is_some_and(|row| row.state == VersionState::Waiting))
}

/// What a statement asks of those who read it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    /// That they received or refused it.
    Word,
    /// That they stopped what it names, or never had it.
    Answer,
}

/// Whether everybody has answered a statement who has to. Of a partner's statement, our own answer counts; where an
/// agreement carries nothing any more, nobody has to answer for what was published under it.
fn is_answered(step: &mut Step, position: &Position, expected: Expected) -> Stored<bool> {
    let (me, author) = (step.machine.me().clone(), &position.journal.party);
    let Some(deal) = step.machine.deals().get(&position.journal.agreement) else { return Ok(true) };
    if expected == Expected::Word
        && !deal.deliveries_allowed(step.now)
        && deal.life.in_force_version(step.now).is_none()
    {
        return Ok(true);
    }
    let asked: Vec<PartyId> =
        if *author == me { deal.rings.keys().filter(|party| **party != me).cloned().collect() } else { vec![me] };
    let said: Vec<PartyId> = match expected {
        Expected::Word => {
            let acks = step.tx.acks(position)?;
            acks.into_iter().filter(|ack| ack.at.is_some()).map(|ack| ack.by).collect()
        }
        Expected::Answer => step.tx.answers(position)?.into_iter().map(|answer| answer.by).collect(),
    };
    Ok(asked.iter().all(|party| said.contains(party)))
}
