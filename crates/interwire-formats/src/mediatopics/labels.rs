//! What the topics are called (`data/topic-labels`): one file for each language, lines of code and label in the order
//! of the codes, so that a lookup halves the text and keeps nothing in memory. The thirteen languages of the IPTC have
//! all levels; our own have the first two. A variety of a language says only what the variety before it says otherwise.

use super::{Code, code, exact_topics};

/// A language: its tag, its labels, and the language to ask where it has none.
type Language = (&'static str, &'static str, Option<&'static str>);

/// The languages, in the order of their tags. One file and one line each.
const LANGUAGES: &[Language] = &[
    ("ar", include_str!("../../data/topic-labels/ar.tsv"), None),
    ("az", include_str!("../../data/topic-labels/az.tsv"), None),
    ("da", include_str!("../../data/topic-labels/da.tsv"), None),
    ("de", include_str!("../../data/topic-labels/de.tsv"), None),
    ("en-GB", include_str!("../../data/topic-labels/en-GB.tsv"), None),
    ("en-US", include_str!("../../data/topic-labels/en-US.tsv"), Some("en-GB")),
    ("es", include_str!("../../data/topic-labels/es.tsv"), None),
    ("fr", include_str!("../../data/topic-labels/fr.tsv"), None),
    ("it", include_str!("../../data/topic-labels/it.tsv"), None),
    ("kk", include_str!("../../data/topic-labels/kk.tsv"), None),
    ("nb", include_str!("../../data/topic-labels/nb.tsv"), None),
    ("nn", include_str!("../../data/topic-labels/nn.tsv"), Some("nb")),
    ("pt-BR", include_str!("../../data/topic-labels/pt-BR.tsv"), Some("pt-PT")),
    ("pt-PT", include_str!("../../data/topic-labels/pt-PT.tsv"), None),
    ("ru", include_str!("../../data/topic-labels/ru.tsv"), None),
    ("sv", include_str!("../../data/topic-labels/sv.tsv"), None),
    ("tr", include_str!("../../data/topic-labels/tr.tsv"), None),
    ("vi", include_str!("../../data/topic-labels/vi.tsv"), None),
    ("zh-Hans", include_str!("../../data/topic-labels/zh-Hans.tsv"), None),
];

/// Labels of our own where the vocabulary has none yet in one of its languages: code, language, label.
const MORE: &str = include_str!("../../data/topic-labels/more.tsv");

/// The language that every topic has a label in.
const LAST: &str = "en-GB";

/// The languages in which topics have labels (BCP 47).
pub fn label_languages() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().map(|(tag, ..)| *tag)
}

/// What a concept is called in a language, which may be more precise than ours (`de-AT`, `kk-Cyrl`) or less (`pt`); in
/// English if the language has no word for it. The concept is a Media Topic, or a Subject Code that one continues.
#[must_use]
pub fn label(concept: &str, language: &str) -> Option<&'static str> {
    own_label(concept, language).or_else(|| own_label(concept, LAST))
}

/// What a concept is called in a language, and nothing if it has no word for it.
#[must_use]
pub fn own_label(concept: &str, language: &str) -> Option<&'static str> {
    let topic = match code(concept)? {
        Code::Topic(topic) => topic,
        subject @ Code::Subject(_) => *exact_topics(subject).first()?,
    };
    let mut asked = nearest(language);
    while let Some((tag, labels, next)) = asked {
        if let Some(label) = line_of(labels, topic).or_else(|| more(topic, tag)) {
            return Some(label);
        }
        asked = next.and_then(exactly);
    }
    None
}

fn exactly(tag: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|(known, ..)| known.eq_ignore_ascii_case(tag))
}

/// The language with the longest beginning of a tag; else what is meant where only a part of ours is said.
fn nearest(tag: &str) -> Option<&'static Language> {
    let starts = std::iter::successors(Some(tag), |tag| tag.rsplit_once('-').map(|(start, _)| start));
    let known = |start: &str| exactly(start).or_else(|| exactly(usual(start)?));
    starts.into_iter().find_map(known)
}

fn usual(primary: &str) -> Option<&'static str> {
    const USUAL: &[(&str, &str)] = &[("en", "en-GB"), ("no", "nb"), ("pt", "pt-PT"), ("zh", "zh-Hans")];
    USUAL.iter().find(|(known, _)| known.eq_ignore_ascii_case(primary)).map(|(_, tag)| *tag)
}

/// The label in the line that begins with a code, found by halving.
fn line_of(labels: &'static str, topic: u32) -> Option<&'static str> {
    let mut rest = labels;
    while !rest.is_empty() {
        let middle = rest.floor_char_boundary(rest.len() / 2);
        let start = rest.get(..middle)?.rfind('\n').map_or(0, |at| at + 1);
        let (line, behind) = rest.get(start..)?.split_once('\n')?;
        let (code, label) = line.split_once('\t')?;
        match topic.cmp(&code.parse().ok()?) {
            std::cmp::Ordering::Equal => return Some(label),
            std::cmp::Ordering::Less => rest = rest.get(..start)?,
            std::cmp::Ordering::Greater => rest = behind,
        }
    }
    None
}

fn more(topic: u32, language: &str) -> Option<&'static str> {
    MORE.lines().find_map(|line| {
        let (code, rest) = line.split_once('\t')?;
        let (tag, label) = rest.split_once('\t')?;
        (tag == language && code.parse() == Ok(topic)).then_some(label)
    })
}

#[cfg(test)]
mod tests {
    use super::super::{TABLE, chain, digits, table};
    use super::*;

    /// Words that are the same in English and in the language.
    const SAME: &[(&str, &str)] = &[
        ("sport", "da"),
        ("sport", "it"),
        ("sport", "nb"),
        ("sport", "nn"),
        ("massacre", "fr"),
        ("massacre", "pt-BR"),
        ("massacre", "pt-PT"),
        ("crime", "fr"),
        ("crime", "pt-BR"),
        ("crime", "pt-PT"),
    ];

    fn first_two_levels() -> Vec<u32> {
        let all = TABLE.lines().filter_map(|line| digits(line.split('\t').next()?));
        all.filter(|topic| chain(*topic).count() <= 2).collect()
    }

    #[test]
    fn every_concept_of_the_first_two_levels_has_a_word_of_its_own_in_every_language() {
        let topics = first_two_levels();
        assert_eq!((topics.len(), label_languages().count()), (147, 19));
        for language in label_languages() {
            for topic in &topics {
                let code = format!("medtop:{topic:08}");
                let label = own_label(&code, language).unwrap_or_else(|| panic!("{code} has no label in {language}"));
                assert!(!label.is_empty() && label.trim() == label, "{code} {language} {label:?}");
                let english = own_label(&code, LAST).unwrap();
                let is_same = label == english && !language.starts_with("en-");
                assert!(!is_same || SAME.contains(&(label, language)), "{code} is English in {language}: {label:?}");
            }
        }
    }

    #[test]
    fn every_line_is_found_and_stands_in_order() {
        for (tag, labels, _) in LANGUAGES {
            let codes: Vec<u32> =
                labels.lines().map(|line| digits(line.split_once('\t').unwrap().0).unwrap()).collect();
            assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{tag}");
            for line in labels.lines() {
                let (code, label) = line.split_once('\t').unwrap();
                assert_eq!(own_label(&format!("medtop:{code}"), tag), Some(label), "{tag} {code}");
            }
        }
        for line in MORE.lines() {
            let [code, tag, label] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
            assert_eq!(own_label(&format!("medtop:{code}"), tag), Some(label), "a label of ours that is never asked");
        }
        let known = TABLE.lines().filter_map(|line| digits(line.split('\t').next()?));
        assert!(known.into_iter().all(|topic| label(&format!("medtop:{topic:08}"), "vi").is_some()));
        assert!(table().broader.len() > 1000);
    }

    #[test]
    fn a_label_is_found_by_any_spelling_of_code_and_language() {
        for (concept, language, expected) in [
            ("medtop:17000000", "vi", Some("thời tiết")),
            ("medtop:17000000", "kk-Cyrl-KZ", Some("ауа райы")),
            ("http://cv.iptc.org/newscodes/mediatopic/11000000", "AZ", Some("siyasət")),
            ("subj:11000000", "ru", Some("политика")),
            ("medtop:20000070", "it", Some("colpo di Stato")),
            ("medtop:20000070", "tr-TR", Some("darbe")),
            ("medtop:04000000", "en", Some("economy, business and finance")),
            ("medtop:01000000", "pt-BR", Some("artes, cultura, entretenimento e mídia")),
            ("medtop:17000000", "pt-BR", own_label("medtop:17000000", "pt")),
            ("medtop:20001374", "de-AT", Some("Nachhaltigkeit")),
            ("medtop:20000025", "vi", own_label("medtop:20000025", "en-GB")),
            ("medtop:17000000", "xx", Some("weather")),
            ("medtop:99999999", "vi", None),
            ("subj:15999999", "vi", None),
            ("vna:kinh-te", "vi", None),
        ] {
            assert_eq!(label(concept, language), expected, "{concept} {language}");
        }
        assert_eq!(own_label("medtop:20000025", "vi"), None);
    }
}
