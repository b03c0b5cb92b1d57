//! A person takes an item to work on it, so that nobody does it twice, and lets it go again.

use crate::errors::{Code, Error};
use crate::ops::Ctx;
use crate::store::taken::Taken;
use interwire_core::ids::ItemKey;

/// Takes an item; whoever has it already keeps it.
///
/// # Errors
/// If somebody else has it.
pub async fn take(ctx: &Ctx, key: ItemKey) -> Result<Taken, Error> {
    let who = ctx.who.clone();
    ctx.step(move |step| {
        match step.tx.taken(&key)? {
            Some(taken) if taken.user == who => return Ok(Ok(taken)),
            Some(taken) => {
                let error = Error::new(Code::TakenByOther).with("user", &taken.user);
                return Ok(Err(error.with("at", taken.at)));
            }
            None => {}
        }
        let taken = Taken { user: who.clone(), at: step.now };
        step.tx.put_taken(&key, &taken)?;
        step.tx.audit(step.now, &who, "item taken", &about(&key))?;
        Ok(Ok(taken))
    })
    .await
}

/// Lets an item go. An admin (`any`) may do that for somebody else.
///
/// # Errors
/// If the person does not have it.
pub async fn let_go(ctx: &Ctx, key: ItemKey, any: bool) -> Result<(), Error> {
    let who = ctx.who.clone();
    ctx.step(move |step| {
        if step.tx.taken(&key)?.is_none_or(|taken| taken.user != who && !any) {
            return Ok(Err(Error::new(Code::NotTaken)));
        }
        step.tx.remove_taken(&key)?;
        step.tx.audit(step.now, &who, "item let go", &about(&key))?;
        Ok(Ok(()))
    })
    .await
}

fn about(key: &ItemKey) -> String {
    format!("{}/{}", key.source, key.item)
}
