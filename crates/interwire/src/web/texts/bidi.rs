//! Values inside a sentence that run against it. Those are put between the isolating marks of Unicode, so that they
//! stay where they belong; all others stay as they are. Marks that a value brings along are taken away, or it could
//! turn the rest of the sentence around.

use std::borrow::Cow;

const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

/// A value as it may stand in a text.
pub fn isolated(value: &str, mirrored: bool) -> Cow<'_, str> {
    let against = |c: char| if mirrored { c.is_alphanumeric() && !runs_left(c) } else { runs_left(c) };
    if !value.chars().any(|c| against(c) || turns(c)) {
        return Cow::Borrowed(value);
    }
    let clean = value.chars().filter(|c| !turns(*c));
    Cow::Owned([FIRST_STRONG_ISOLATE].into_iter().chain(clean).chain([POP_ISOLATE]).collect())
}

/// Letters that run from right to left.
fn runs_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Embeddings, overrides, isolates, and their ends.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
