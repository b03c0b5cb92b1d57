//! Agreements as people see and sign them. What a signature means, and what follows from it, is in the core.

pub mod act;
pub mod epoch;
pub mod find;
pub mod list;
pub mod offer;
mod receivers;
pub mod seal;
pub mod settle;
pub mod show;
pub mod sign;
pub mod stand;
pub mod withdraw;

use interwire_core::agreement::Lang;

/// Names of concepts in the sentences. Signed sentences must be the same on every node, so they carry codes only.
#[must_use]
pub fn no_label(_code: &str, _lang: &Lang) -> Option<String> {
    None
}
