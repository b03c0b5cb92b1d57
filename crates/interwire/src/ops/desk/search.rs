//! People keep searches, for themselves or for the house, and say how they want to hear of what arrives for them.

use crate::alerts::standing::Saved;
use crate::alerts::{Standing, hook, mail};
use crate::errors::{Code, Error};
use crate::ops::{Ctx, fault};
use crate::store::searches::SearchRow;
use interwire_core::query::{Limits, Query};

/// Searches of one person.
pub const SEARCHES_MAX: usize = 100;
/// Characters of a name.
pub const NAME_CHARS_MAX: usize = 80;
/// How large a query that is kept may be: it is asked of everything that arrives.
pub const LIMITS: Limits = Limits { bytes_max: 4096, depth_max: 16, clauses_max: 256, phrase_words_max: 16 };

/// A search to be kept.
#[derive(Debug, Clone, Default)]
pub struct Keep {
    /// Its name.
    pub name: String,
    /// The query.
    pub query: String,
    /// Everybody has it.
    pub shared: bool,
    /// The board says when something arrives.
    pub on_board: bool,
    /// Where mail goes; empty for none.
    pub mail: String,
    /// Where a webhook goes; empty for none.
    pub hook: String,
}

/// Keeps a search; it is asked of what arrives from now on.
///
/// # Errors
/// If the query, the name or an address is none, or if there are too many.
pub async fn keep(ctx: &Ctx, standing: &Standing, input: Keep) -> Result<SearchRow, Error> {
    let query = Query::parse(&input.query, &LIMITS).map_err(|e| fault::unreadable("the query", &input.query, &e))?;
    let row = checked(ctx, &input, &query)?;
    let (who, kept) = (ctx.who.clone(), row.clone());
    let row = ctx
        .step(move |step| {
            if step.tx.searches_of(&who)? >= SEARCHES_MAX {
                return Ok(Err(Error::new(Code::SearchesMany).with("max", SEARCHES_MAX)));
            }
            let id = step.tx.put_search(&SearchRow { created_at: step.now, ..kept.clone() })?;
            step.tx.audit(step.now, &who, "search kept", &format!("{id}: {}", kept.query))?;
            Ok(Ok(SearchRow { id, created_at: step.now, ..kept }))
        })
        .await?;
    let saved = Saved { row: row.clone(), query };
    if let Err(cause) = standing.put(saved) {
        remove(ctx, standing, row.id).await?;
        return Err(fault::unreadable("the query", &input.query, &cause));
    }
    Ok(row)
}

fn checked(ctx: &Ctx, input: &Keep, query: &Query) -> Result<SearchRow, Error> {
    let name = input.name.trim();
    let is_name = !name.is_empty() && name.chars().count() <= NAME_CHARS_MAX && !name.chars().any(char::is_control);
    if !is_name {
        let reason = format!("a name has 1 to {NAME_CHARS_MAX} characters");
        return Err(fault::unreadable("the name", name, &reason));
    }
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let (mail, hook) = (given(&input.mail), given(&input.hook));
    if let Some(address) = &mail {
        mail::address(address).map_err(|cause| fault::unreadable("the address", address, &cause))?;
    }
    if let Some(address) = &hook {
        ctx.client.check_post(address).map_err(|cause| fault::unreadable("the address", address, &cause.detail))?;
    }
    let secret = hook.as_ref().map(|_| hook::secret()).transpose();
    let hook_secret = secret.map_err(|cause| Error::new(Code::StoreFailed).because(cause))?;
    Ok(SearchRow {
        id: 0,
        owner: ctx.who.clone(),
        name: name.to_owned(),
        query: query.to_string(),
        shared: input.shared,
        on_board: input.on_board,
        mail,
        hook,
        hook_secret,
        created_at: ctx.node.now(),
    })
}

/// Removes a search with its alerts. It must be the person's own.
///
/// # Errors
/// If it is not.
pub async fn remove(ctx: &Ctx, standing: &Standing, id: i64) -> Result<(), Error> {
    let who = ctx.who.clone();
    ctx.step(move |step| {
        if step.tx.search(id)?.is_none_or(|search| search.owner != who) {
            return Ok(Err(Error::new(Code::SearchUnknown).with("search", id)));
        }
        step.tx.remove_search(id)?;
        step.tx.audit(step.now, &who, "search removed", &id.to_string())?;
        Ok(Ok(()))
    })
    .await?;
    standing.remove(id);
    Ok(())
}
