//! `dead-letter-*`: what could not be read, matched or delivered, until a person has dealt with it.

use super::ingest::{Ingested, told};
use crate::errors::{Code, Error};
use crate::intake::letters::{drop_letter, retry as again};
use crate::ops::{Ctx, fault};
use crate::store::intake::DeadLetter;
use serde::{Deserialize, Serialize};

/// Which letters.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Which {
    /// Those that were dealt with, too.
    #[serde(default)]
    pub all: bool,
}

/// A dead letter.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Letter {
    /// Its number.
    pub letter: i64,
    /// Why, as a stable word.
    pub code: String,
    /// Why, as a sentence.
    pub message: String,
    /// What to do.
    pub next_step: String,
    /// The partner it is about.
    pub party: Option<String>,
    /// How often it was tried.
    pub attempts: u64,
    /// When first.
    pub first_at: String,
    /// When last.
    pub last_at: String,
    /// open, solved or dropped.
    pub state: String,
    /// Who closed it.
    pub closed_by: Option<String>,
}

/// The dead letters, newest first.
///
/// # Errors
/// If the store fails.
pub async fn list(ctx: &Ctx, which: Which) -> Result<Vec<Letter>, Error> {
    let rows = ctx.node.db().dead_letters(!which.all, None, LISTED).await?;
    Ok(rows.into_iter().map(letter).collect())
}

/// Letters that are listed.
const LISTED: usize = 10_000;

fn letter(row: DeadLetter) -> Letter {
    Letter {
        letter: row.id,
        code: row.code,
        message: row.message,
        next_step: row.next_step,
        party: row.party.map(|party| party.to_string()),
        attempts: row.attempts,
        first_at: row.first_at.to_string(),
        last_at: row.last_at.to_string(),
        state: row.state.word().to_owned(),
        closed_by: row.closed_by,
    }
}

/// Which letter.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Number {
    /// Its number.
    pub letter: i64,
}

/// Reads the kept bytes of a dead letter again, as after the program has learnt to read them.
///
/// # Errors
/// If it is not open, or has no bytes.
pub async fn retry(ctx: &Ctx, input: Number) -> Result<Ingested, Error> {
    let taken = again(&ctx.node, input.letter, Some(&ctx.who)).await.map_err(fault::store)?;
    let taken = taken.ok_or_else(|| Error::new(Code::LetterClosed).with("letter", input.letter))?;
    Ok(told(format!("dead letter {}", input.letter), taken))
}

/// Puts a dead letter away; its bytes stay.
///
/// # Errors
/// If it is not open.
pub async fn drop(ctx: &Ctx, input: Number) -> Result<Number, Error> {
    let who = ctx.who.clone();
    ctx.step(move |step| {
        let was_open = drop_letter(step, input.letter, &who)?;
        Ok(if was_open { Ok(input) } else { Err(Error::new(Code::LetterClosed).with("letter", input.letter)) })
    })
    .await
}
