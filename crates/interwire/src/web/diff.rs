//! What was taken out of a text and what was put in, word by word. The work is bounded: paragraphs that are too long to
//! compare by words are shown whole, and so are texts with too many of them.

use similar::{ChangeTag, DiffOp, TextDiff};

/// Steps that one comparison may take in the worst case; about a second of a slow machine.
const STEPS_MAX: u64 = 20_000_000;
/// Letters of an average word with the space behind it, for reckoning.
const WORD_BYTES: usize = 4;

/// What became of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It stayed.
    Same,
    /// It was taken out.
    Gone,
    /// It was put in.
    New,
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What became of it.
    pub kind: Kind,
    /// The text.
    pub text: String,
}

impl Piece {
    fn new(kind: Kind, text: &str) -> Self {
        Self { kind, text: text.to_owned() }
    }
    /// It was taken out.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.kind == Kind::Gone
    }
    /// It was put in.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.kind == Kind::New
    }
}

/// A paragraph in its pieces.
pub type Paragraph = Vec<Piece>;

/// What comparing may still cost.
pub struct Budget(u64);

impl Default for Budget {
    fn default() -> Self {
        Self(STEPS_MAX)
    }
}

impl Budget {
    /// Takes the cost of comparing so many things, if it is there.
    fn pay(&mut self, things: usize) -> bool {
        let cost = (things as u64).saturating_mul(things as u64);
        let paid = self.0.checked_sub(cost);
        self.0 = paid.unwrap_or(self.0);
        paid.is_some()
    }
}

/// Compares two texts word by word.
#[must_use]
pub fn words(old: &str, new: &str, budget: &mut Budget) -> Paragraph {
    if old == new {
        return pieces([(Kind::Same, old)]);
    }
    if !budget.pay((old.len() + new.len()) / WORD_BYTES) {
        return pieces([(Kind::Gone, old), (Kind::New, new)]);
    }
    let diff = TextDiff::from_unicode_words(old, new);
    let changes = diff.iter_all_changes().map(|change| {
        let kind = match change.tag() {
            ChangeTag::Equal => Kind::Same,
            ChangeTag::Delete => Kind::Gone,
            ChangeTag::Insert => Kind::New,
        };
        (kind, change.value())
    });
    pieces(changes)
}

/// Compares two texts paragraph by paragraph, and those that were changed word by word.
#[must_use]
pub fn paragraphs(old: &[String], new: &[String], budget: &mut Budget) -> Vec<Paragraph> {
    let whole = |kind, lines: &[String]| lines.iter().map(|line| vec![Piece::new(kind, line)]).collect::<Vec<_>>();
    if !budget.pay(old.len() + new.len()) {
        let mut all = whole(Kind::Gone, old);
        all.extend(whole(Kind::New, new));
        return all;
    }
    let (left, right): (Vec<&str>, Vec<&str>) =
        (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
    let mut all = Vec::new();
    for op in TextDiff::from_slices(&left, &right).ops() {
        let (gone, come) = (&old[op.old_range()], &new[op.new_range()]);
        if let DiffOp::Equal { .. } = op {
            all.extend(whole(Kind::Same, gone));
            continue;
        }
        let both = gone.len().min(come.len());
        all.extend(gone.iter().zip(come).map(|(gone, come)| words(gone, come, budget)));
        all.extend(whole(Kind::Gone, &gone[both..]));
        all.extend(whole(Kind::New, &come[both..]));
    }
    all
}

/// Joins neighbours: what is taken out between two words that stay is one piece, and what is put in is another. A space
/// alone does not part two changes.
fn pieces<'a>(changes: impl IntoIterator<Item = (Kind, &'a str)>) -> Paragraph {
    let mut all: Paragraph = Vec::new();
    let (mut gone, mut come, mut space) = (String::new(), String::new(), String::new());
    let close = |all: &mut Paragraph, gone: &mut String, come: &mut String, space: &mut String| {
        for (kind, text) in [(Kind::Gone, gone), (Kind::New, come), (Kind::Same, space)] {
            push(all, kind, &std::mem::take(text));
        }
    };
    for (kind, text) in changes {
        let changed = !gone.is_empty() || !come.is_empty();
        match kind {
            Kind::Same if changed && text.trim().is_empty() => space.push_str(text),
            Kind::Same => {
                close(&mut all, &mut gone, &mut come, &mut space);
                push(&mut all, Kind::Same, text);
            }
            Kind::Gone | Kind::New => {
                let between = std::mem::take(&mut space);
                gone.push_str(&between);
                come.push_str(&between);
                if kind == Kind::Gone { gone.push_str(text) } else { come.push_str(text) }
            }
        }
    }
    close(&mut all, &mut gone, &mut come, &mut space);
    all
}

fn push(all: &mut Paragraph, kind: Kind, text: &str) {
    match all.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.kind == kind => last.text.push_str(text),
        _ => all.push(Piece::new(kind, text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn spelled(paragraphs: &[Paragraph]) -> String {
        let piece = |piece: &Piece| match piece.kind {
            Kind::Same => piece.text.clone(),
            Kind::Gone => format!("[-{}-]", piece.text),
            Kind::New => format!("[+{}+]", piece.text),
        };
        paragraphs.iter().map(|one| one.iter().map(piece).collect::<String>() + "\n").collect()
    }

    fn check(old: &[&str], new: &[&str], expected: &Expect) {
        let owned = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        expected.assert_eq(&spelled(&paragraphs(&owned(old), &owned(new), &mut Budget::default())));
    }

    #[test]
    fn words_are_compared_in_every_script() {
        check(
            &["Mực nước sông Hồng lên mức báo động 2.", "Unchanged.", "Removed."],
            &["Mực nước sông Hồng lên mức báo động 3.", "Unchanged."],
            &expect![[r#"
                Mực nước sông Hồng lên mức báo động [-2-][+3+].
                Unchanged.
                [-Removed.-]
            "#]],
        );
        check(
            &["وصل الوزير اليوم"],
            &["وصل الوزير أمس"],
            &expect![[r#"
                وصل الوزير [-اليوم-][+أمس+]
            "#]],
        );
        check(
            &[],
            &["Қосылды."],
            &expect![[r#"
                [+Қосылды.+]
            "#]],
        );
    }

    #[test]
    fn a_phrase_that_was_replaced_is_one_change() {
        check(
            &["The minister arrived in the morning by train."],
            &["The minister left last night by train."],
            &expect![[r#"
                The minister [-arrived in the morning-][+left last night+] by train.
            "#]],
        );
    }

    #[test]
    fn what_is_too_much_to_compare_is_shown_whole_and_nothing_is_left_out() {
        let (old, new) = ("alpha beta ".repeat(4000), "gamma delta ".repeat(4000));
        assert_eq!(
            words(&old, &new, &mut Budget::default()),
            [Piece::new(Kind::Gone, &old), Piece::new(Kind::New, &new)]
        );
        let old: Vec<String> = (0..4000).map(|n| format!("line {n}")).collect();
        let new: Vec<String> = (0..4000).map(|n| format!("row {n}")).collect();
        let all = paragraphs(&old, &new, &mut Budget::default());
        assert_eq!(all.len(), 8000);
        assert!(all[..4000].iter().flatten().all(Piece::is_gone) && all[4000..].iter().flatten().all(Piece::is_new));
    }
}
