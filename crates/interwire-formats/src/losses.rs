//! What a writer could not carry, each sort once.

use interwire_core::item::Loss;

/// The losses of one writing.
#[derive(Debug, Default)]
pub(crate) struct Losses {
    list: Vec<Loss>,
}

impl Losses {
    pub fn add(&mut self, code: &'static str, field: &str, message: impl Into<String>) {
        if !self.list.iter().any(|loss| loss.code == code && loss.field == field) {
            self.list.push(Loss::new(code, field, message));
        }
    }
    pub fn done(self) -> Vec<Loss> {
        self.list
    }
}
