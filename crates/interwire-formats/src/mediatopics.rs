//! The hierarchy of the IPTC Media Topics, and which of them the older Subject Codes mean (`data/mediatopics.tsv`).
//!
//! Only codes are here: what a topic is called changes between releases and languages. Topics that newer releases
//! added are not known; nothing is below them and they are below nothing.

use std::collections::HashMap;
use std::sync::OnceLock;

/// One line for each topic: its code, the code of the next broader one, the Subject Code it continues; `-` for none.
const TABLE: &str = include_str!("../data/mediatopics.tsv");
/// No chain of broader topics is longer.
const LEVELS_MAX: usize = 10;

struct Topics {
    broader: HashMap<u32, u32>,
    of_subject: HashMap<u32, Vec<u32>>,
}

/// A code of one of the two vocabularies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Code {
    Topic(u32),
    Subject(u32),
}

/// Whether `concept` is `ancestor` or lies below it. Each is a Media Topic or a Subject Code, as a qcode (`medtop:`,
/// `subj:`) or as its URI; of any other vocabulary nothing is known, and nothing is below anything.
#[must_use]
pub fn is_below(concept: &str, ancestor: &str) -> bool {
    let (Some(concept), Some(ancestor)) = (code(concept), code(ancestor)) else { return false };
    let within = |broad: &u32| topics_of(concept).iter().any(|topic| is_within(*topic, *broad));
    let same_vocabulary = match (concept, ancestor) {
        (Code::Subject(concept), Code::Subject(broad)) => subject_chain(concept).any(|code| code == broad),
        _ => false,
    };
    same_vocabulary || exact_topics(ancestor).iter().any(within)
}

/// The Media Topics that a concept means, as qcodes: itself, or those that continue a Subject Code or the nearest
/// broader Subject Code that one continues.
#[must_use]
pub fn topics(concept: &str) -> Vec<String> {
    let found = code(concept).map(topics_of).unwrap_or_default();
    found.into_iter().map(|topic| format!("medtop:{topic:08}")).collect()
}

/// Reads a code of eight digits in any of its spellings.
fn code(concept: &str) -> Option<Code> {
    let path = concept.strip_prefix("http://").or_else(|| concept.strip_prefix("https://")).unwrap_or(concept);
    let path = path.trim_end_matches('/');
    let after = |prefixes: [&str; 2]| prefixes.iter().find_map(|prefix| path.strip_prefix(prefix)).and_then(digits);
    after(["medtop:", "cv.iptc.org/newscodes/mediatopic/"])
        .map(Code::Topic)
        .or_else(|| after(["subj:", "cv.iptc.org/newscodes/subjectcode/"]).map(Code::Subject))
}

fn digits(text: &str) -> Option<u32> {
    (text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn topics_of(code: Code) -> Vec<u32> {
    match code {
        Code::Topic(topic) => vec![topic],
        Code::Subject(subject) => {
            let continued = subject_chain(subject).map(|code| exact_topics(Code::Subject(code)));
            continued.into_iter().find(|topics| !topics.is_empty()).unwrap_or_default()
        }
    }
}

fn exact_topics(code: Code) -> Vec<u32> {
    match code {
        Code::Topic(topic) => vec![topic],
        Code::Subject(subject) => table().of_subject.get(&subject).cloned().unwrap_or_default(),
    }
}

/// A Subject Code and those above it: 2 digits of subject, 3 of matter, 3 of detail.
fn subject_chain(code: u32) -> impl Iterator<Item = u32> {
    [code, code / 1_000 * 1_000, code / 1_000_000 * 1_000_000].into_iter()
}

fn is_within(topic: u32, broad: u32) -> bool {
    let chain = std::iter::successors(Some(topic), |topic| table().broader.get(topic).copied());
    chain.take(LEVELS_MAX).any(|topic| topic == broad)
}

fn table() -> &'static Topics {
    static TOPICS: OnceLock<Topics> = OnceLock::new();
    TOPICS.get_or_init(|| {
        let mut topics = Topics { broader: HashMap::new(), of_subject: HashMap::new() };
        for line in TABLE.lines() {
            let mut columns = line.split('\t').map(digits);
            let (Some(Some(topic)), broader, subject) = (columns.next(), columns.next(), columns.next()) else {
                continue;
            };
            if let Some(broader) = broader.flatten() {
                topics.broader.insert(topic, broader);
            }
            if let Some(subject) = subject.flatten() {
                topics.of_subject.entry(subject).or_default().push(topic);
            }
        }
        topics
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_below_all_above_it_and_not_the_other_way() {
        for (concept, ancestor, expected) in [
            ("medtop:20000025", "medtop:01000000", true),
            ("http://cv.iptc.org/newscodes/mediatopic/20000025", "medtop:20000002", true),
            ("medtop:01000000", "medtop:01000000", true),
            ("medtop:01000000", "medtop:20000025", false),
            ("medtop:20000025", "medtop:15000000", false),
            ("medtop:99999999", "medtop:01000000", false),
            ("vna:kinh-te", "medtop:04000000", false),
        ] {
            assert_eq!(is_below(concept, ancestor), expected, "{concept} {ancestor}");
        }
    }

    #[test]
    fn a_subject_code_counts_as_the_topic_that_continues_it() {
        assert_eq!(topics("subj:01011003"), ["medtop:20000025"]);
        assert!(is_below("subj:01011003", "medtop:01000000"));
        assert!(is_below("https://cv.iptc.org/newscodes/subjectcode/15054000", "medtop:15000000"), "football is sport");
        assert!(is_below("medtop:20000025", "subj:01000000"));
        assert!(is_below("subj:01011999", "subj:01011000"), "its own hierarchy, known or not");
        assert!(is_below("subj:15999999", "medtop:15000000"), "the nearest broader one that is continued");
        assert!(!is_below("subj:01011003", "medtop:15000000"));
    }

    #[test]
    fn every_line_of_the_table_is_read_and_every_chain_ends() {
        let table = table();
        assert_eq!(TABLE.lines().count(), 1372);
        assert_eq!(table.broader.len(), 1355, "all but the 17 at the top");
        let top = |mut topic: u32| {
            (0..LEVELS_MAX).find(|_| match table.broader.get(&topic) {
                Some(broader) => {
                    topic = *broader;
                    false
                }
                None => true,
            })
        };
        assert!(table.broader.keys().all(|topic| top(*topic).is_some()));
    }
}
