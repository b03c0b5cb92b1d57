//! What a subject says before its headline: that it was sent on or answered, the tags of lists, and our own marks.

use interwire_core::item::PubStatus;

/// Words that mail programs of many languages set before the subject of what is sent on or answered.
const SENT_ON: &[&str] =
    &["FWD", "FW", "RE", "TR", "WG", "AW", "I", "RV", "İLT", "ILT", "YNT", "ПЕРЕСЛ", "ОТВ", "VS", "SV", "VB"];

/// A mark that our own letters have for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Kill,
    Hold,
    Embargo,
}

impl Mark {
    /// The mark that a tag is.
    fn of(tag: &str) -> Option<Self> {
        match tag.trim().to_uppercase().as_str() {
            "KILL" => Some(Self::Kill),
            "HOLD" | "WITHHELD" => Some(Self::Hold),
            "EMBARGO" | "EMBARGOED" => Some(Self::Embargo),
            _ => None,
        }
    }
    /// The status it gives, if it gives one.
    pub fn status(self) -> Option<PubStatus> {
        match self {
            Self::Kill => Some(PubStatus::Canceled),
            Self::Hold => Some(PubStatus::Withheld),
            Self::Embargo => None,
        }
    }
}

/// A subject taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Subject<'a> {
    /// Our marks, in their order.
    pub marks: Vec<Mark>,
    /// The tags in brackets that are none: of lists, or with words that order something.
    pub tags: Vec<&'a str>,
    /// What stands behind all of them.
    pub words: &'a str,
}

impl<'a> Subject<'a> {
    pub fn of(text: &'a str) -> Self {
        let mut subject = Self { words: text.trim(), ..Self::default() };
        while let Some(rest) = subject.tag(subject.words).or_else(|| sent_on(subject.words)) {
            subject.words = rest.trim_start();
        }
        subject
    }

    /// Takes a tag in brackets; gives what follows it.
    fn tag(&mut self, text: &'a str) -> Option<&'a str> {
        let (tag, rest) = text.strip_prefix('[')?.split_once(']')?;
        match Mark::of(tag) {
            Some(mark) => self.marks.push(mark),
            None => self.tags.push(tag),
        }
        Some(rest)
    }
}

/// What follows a word that says it was sent on: `Fwd: ...`, `Re[2]: ...`.
fn sent_on(text: &str) -> Option<&str> {
    let (before, rest) = text.split_once(':')?;
    let word = before.trim_end().trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | '(' | ')'));
    SENT_ON.contains(&word.trim_end().to_uppercase().as_str()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_a_headline_is_no_part_of_its_words() {
        for (text, words) in [
            ("Fwd: FW: KILL KILL KILL - Cầu", "KILL KILL KILL - Cầu"),
            ("İLT: Пересл: Re[2]: Көпір", "Көпір"),
            ("TR : Pont", "Pont"),
            ("[desk] RE: [hanoi] Cầu", "Cầu"),
            ("I: Ponte", "Ponte"),
            ("Iran: talks", "Iran: talks"),
            ("[Cầu", "[Cầu"),
        ] {
            assert_eq!(Subject::of(text).words, words, "{text}");
        }
        let subject = Subject::of("Fwd: [desk] [KILL] [Embargo] Cầu [HOLD]");
        assert_eq!((subject.marks, subject.tags), (vec![Mark::Kill, Mark::Embargo], vec!["desk"]));
    }
}
