//! What reading noticed, what writing could not carry, and how much reading may cost.

use std::fmt;

/// Something a reader noticed: the item was read, but the source deviates or says what the model cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// A stable word for programs, `lower_case_with_underscores`.
    pub code: &'static str,
    /// A sentence for people.
    pub message: String,
}

impl Note {
    /// A note.
    #[must_use]
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

/// Something a format could not carry when an item was written in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loss {
    /// A stable word for programs.
    pub code: &'static str,
    /// The field of the item.
    pub field: String,
    /// A sentence for people.
    pub message: String,
}

impl Loss {
    /// A loss.
    #[must_use]
    pub fn new(code: &'static str, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code, field: field.into(), message: message.into() }
    }
}

/// How much reading may cost. Beyond these a source is refused, not cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one source.
    pub bytes_max: usize,
    /// Elements or objects inside one another.
    pub depth_max: usize,
    /// Items in one source.
    pub items_max: usize,
    /// Attributes of one element.
    pub attributes_max: usize,
    /// Elements, or JSON values, in one source.
    pub nodes_max: usize,
    /// Sources inside one another: attachments of messages.
    pub nesting_max: usize,
    /// Pixels of one picture: what shows it must hold them all in memory.
    pub pixels_max: u64,
}

impl Default for Limits {
    /// 64 MiB, 100 deep, 10,000 items, 256 attributes, two million nodes, 5 sources inside one another,
    /// 400 million pixels.
    fn default() -> Self {
        Self {
            bytes_max: 64 << 20,
            depth_max: 100,
            items_max: 10_000,
            attributes_max: 256,
            nodes_max: 2_000_000,
            nesting_max: 5,
            pixels_max: 400_000_000,
        }
    }
}
