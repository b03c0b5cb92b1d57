//! What a writer could not carry, each sort once.

use interwire_core::item::Loss;
use std::collections::BTreeSet;

/// The losses of one writing.
#[derive(Debug, Default)]
pub(crate) struct Losses {
    seen: BTreeSet<(&'static str, String)>,
    list: Vec<Loss>,
}

impl Losses {
    pub fn add(&mut self, code: &'static str, field: &str, message: impl Into<String>) {
        if self.seen.insert((code, field.to_owned())) {
            self.list.push(Loss::new(code, field, message));
        }
    }
    pub fn done(self) -> Vec<Loss> {
        self.list
    }
}
