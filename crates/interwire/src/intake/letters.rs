//! Dead letters of our intake: what a person must see, with the bytes, the cause and the next step. A person has them
//! tried again, or puts them away.

use super::publish::Arrival;
use super::take::{self, Taken};
use crate::node::{Node, NodeError, Step};
use crate::store::desk::DeskRow;
use crate::store::intake::{DeadLetter, LetterState};
use interwire_core::exchange::store::Stored;
use interwire_core::protocol::v1::item::DocumentError;
use interwire_formats::ReadError;

/// The code of letters about files that could not be fetched.
const NOT_FETCHED: &str = "media_not_fetched";

/// A letter about nothing yet, that nobody has closed and that is not kept yet.
#[must_use]
pub fn letter(step: &Step, code: &str, message: String, next_step: &str) -> DeadLetter {
    DeadLetter {
        id: 0,
        intake: None,
        party: None,
        blob: None,
        code: code.to_owned(),
        message,
        next_step: next_step.to_owned(),
        attempts: 1,
        first_at: step.now,
        last_at: step.now,
        state: LetterState::Open,
        closed_by: None,
        closed_at: None,
    }
}

fn about(arrival: &Arrival, letter: DeadLetter) -> DeadLetter {
    DeadLetter { intake: arrival.intake, blob: arrival.original.map(|(hash, _)| hash), ..letter }
}

/// Keeps a letter; one about the same arrival for the same cause was then tried once more.
fn keep(step: &mut Step, letter: DeadLetter) -> Stored<i64> {
    let open = letter.intake.map(|intake| step.tx.open_letters_of(intake)).transpose()?.unwrap_or_default();
    let same = open.into_iter().find(|one| one.code == letter.code && one.message == letter.message);
    let letter = match same {
        Some(same) => DeadLetter { attempts: same.attempts + 1, last_at: step.now, ..same },
        None => letter,
    };
    step.tx.put_dead_letter(&letter)
}

/// The item has no guid.
pub(super) fn no_guid(step: &mut Step, arrival: &Arrival) -> Stored<i64> {
    let headline = arrival.item.headline().unwrap_or("no headline");
    let message = format!("an item ({headline}) has no guid, so no later version could ever correct or recall it");
    let next_step = "Let the system that made it write a guid that stays the same for all versions, and send it again.";
    let letter = about(arrival, letter(step, "guid_missing", message, next_step));
    keep(step, letter)
}

/// The item says what no document can.
pub(super) fn not_carried(step: &mut Step, arrival: &Arrival, cause: &DocumentError) -> Stored<i64> {
    let guid = arrival.item.guid.as_ref().map_or("", |guid| guid.as_str());
    let message = format!("item {guid} cannot be carried to partners: {cause}");
    let next_step = "Send it again smaller or corrected; if it is right as it is, tell us what this page says.";
    let letter = about(arrival, letter(step, "not_carried", message, next_step));
    keep(step, letter)
}

/// A file that the item names is too large.
pub(super) fn media_too_large(step: &mut Step, arrival: &Arrival, file: &str, max: u64) -> Stored<i64> {
    let guid = arrival.item.guid.as_ref().map_or("without a guid", |guid| guid.as_str());
    let message = format!("item {guid} names {file:?}, which has more than the {max} bytes that the settings allow");
    let next_step = "Send it with a smaller file, or raise limits.blob_bytes_max and try this again.";
    let letter = about(arrival, letter(step, "media_too_large", message, next_step));
    keep(step, letter)
}

/// A file that the item names elsewhere could not be fetched.
pub(super) fn media_not_fetched(step: &mut Step, arrival: &Arrival, href: &str, cause: &str) -> Stored<i64> {
    let guid = arrival.item.guid.as_ref().map_or("without a guid", |guid| guid.as_str());
    let message = format!("item {guid} names {href:?}, which could not be fetched: {cause}");
    let next_step = "See to it that the file is there and try this again, or send the item without it.";
    let letter = about(arrival, letter(step, NOT_FETCHED, message, next_step));
    keep(step, letter)
}

/// The files of an arrival are here: letters about those that were not are solved.
pub(super) fn fetched(step: &mut Step, intake: i64) -> Stored<()> {
    for letter in step.tx.open_letters_of(intake)?.into_iter().filter(|letter| letter.code == NOT_FETCHED) {
        let now = Some(step.now);
        step.tx.put_dead_letter(&DeadLetter { state: LetterState::Solved, closed_at: now, ..letter })?;
    }
    Ok(())
}

/// The same version number with another content.
pub(super) fn conflict(step: &mut Step, arrival: &Arrival, known: &DeskRow) -> Stored<i64> {
    let message = format!(
        "version {} of {} came a second time with another content; the first, of {}, stays",
        known.version, known.guid, known.arrived_at
    );
    let next_step = "If the second is right, send it again with a greater version number; else put this away.";
    let letter = about(arrival, letter(step, "version_conflict", message, next_step));
    keep(step, letter)
}

/// A source that cannot be read at all.
pub(super) fn unreadable(
    step: &mut Step,
    intake: i64,
    blob: interwire_core::ids::Hash,
    why: &ReadError,
) -> Stored<i64> {
    let next_step = match why.code {
        "unknown_format" => "`interwire formats` lists what can be read; have the sender use one of these.",
        "empty" => "Ask the sender for the file again.",
        "too_large" | "too_many_items" => {
            "Have the sender split it, or raise the limit in the settings and try it again."
        }
        _ => "Have the sender repair it; `interwire read` says what is wrong with a file.",
    };
    let letter = letter(step, why.code, format!("it cannot be read: {}", why.message), next_step);
    keep(step, DeadLetter { intake: Some(intake), blob: Some(blob), ..letter })
}

/// What was dead about an arrival is alive: its letters are solved.
pub(super) fn solved(step: &mut Step, intake: i64) -> Stored<()> {
    for letter in step.tx.open_letters_of(intake)? {
        let now = Some(step.now);
        step.tx.put_dead_letter(&DeadLetter { state: LetterState::Solved, closed_at: now, ..letter })?;
    }
    Ok(())
}

/// A person puts a letter away; returns whether it was open.
///
/// # Errors
/// If the store fails.
pub fn drop_letter(step: &mut Step, id: i64, who: &str) -> Stored<bool> {
    let Some(letter) = step.tx.dead_letter(id)?.filter(|letter| letter.state == LetterState::Open) else {
        return Ok(false);
    };
    let (by, now) = (Some(who.to_owned()), Some(step.now));
    step.tx.put_dead_letter(&DeadLetter { state: LetterState::Dropped, closed_by: by, closed_at: now, ..letter })?;
    step.tx.audit(step.now, who, "dead letter dropped", &id.to_string())?;
    Ok(true)
}

/// A person, to be recorded if named, has the kept bytes read again; `None` if the letter is not open or has no bytes here.
///
/// # Errors
/// If the store fails.
pub async fn retry(node: &Node, id: i64, who: Option<&str>) -> Result<Option<Taken>, NodeError> {
    let who = who.map(str::to_owned);
    let intake = node
        .step(move |step| {
            let letter = step.tx.dead_letter(id)?.filter(|letter| letter.state == LetterState::Open);
            let Some(intake) = letter.and_then(|letter| letter.intake) else { return Ok(None) };
            if let Some(who) = who {
                step.tx.audit(step.now, &who, "dead letter tried again", &id.to_string())?;
            }
            super::fetch::begin_again(step, intake)?;
            step.tx.intake(intake)
        })
        .await?;
    match intake {
        Some(intake) => take::again(node, intake).await,
        None => Ok(None),
    }
}
