//! From what a person typed to the item that is meant: its guid, its id, or the beginning of either.

use crate::errors::{Code, Error};
use crate::ops::Ctx;
use crate::store::named::Named;

/// Candidates that are told when several are meant.
const TOLD: usize = 10;

/// The item that is meant; of an item's whole names ours comes before a partner's of the same name.
///
/// # Errors
/// If none or several are meant.
pub async fn item(ctx: &Ctx, given: &str, ours_only: bool) -> Result<Named, Error> {
    let given = given.trim();
    let me = &ctx.node.house().me;
    let mut found = match given {
        "" => Vec::new(),
        _ => ctx.node.db().items_named(given, 1000).await?,
    };
    found.retain(|one| !ours_only || one.key.source == *me);
    let whole = |one: &&Named| one.guid.as_deref() == Some(given) || one.key.item.as_str() == given;
    let exact: Vec<&Named> = found.iter().filter(whole).collect();
    let own: Vec<&Named> = exact.iter().filter(|one| one.key.source == *me).copied().collect();
    let all: Vec<&Named> = found.iter().collect();
    let meant = [own, exact, all].into_iter().find(|some| !some.is_empty()).unwrap_or_default();
    match meant.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(Error::new(Code::ItemUnknown).with("given", given)),
        several => {
            let names: Vec<String> = several.iter().take(TOLD).map(|one| name(one)).collect();
            Err(Error::new(Code::Ambiguous).with("given", given).with("candidates", names.join(", ")))
        }
    }
}

fn name(one: &Named) -> String {
    let guid = one.guid.as_deref().unwrap_or("without a guid");
    format!("{} ({} of {})", one.key.item, guid, one.key.source)
}
