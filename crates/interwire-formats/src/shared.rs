//! What a source says once and means of every item in it. Each item gets a copy, so the copies together have a limit:
//! a short source could otherwise become very many times its length.

use interwire_core::item::Note;

/// The copies of one source may take so much in all.
const COPIES_BYTES_MAX: usize = 8 << 20;

/// How much of it is left.
#[derive(Debug)]
pub(crate) struct Shared {
    left: usize,
    items_without: usize,
}

impl Shared {
    pub fn new() -> Self {
        Self { left: COPIES_BYTES_MAX, items_without: 0 }
    }

    /// Whether one more item may have a copy of `bytes`.
    pub fn allows(&mut self, bytes: usize) -> bool {
        match self.left.checked_sub(bytes) {
            Some(left) => {
                self.left = left;
                true
            }
            None => {
                self.items_without += 1;
                false
            }
        }
    }

    /// What is to be said if some had none.
    pub fn note(&self) -> Option<Note> {
        let message = || {
            format!(
                "what is said of all items is too long to be kept with each; {} do not have all of it",
                self.items_without
            )
        };
        (self.items_without > 0).then(|| Note::new("shared_too_long", message()))
    }
}
