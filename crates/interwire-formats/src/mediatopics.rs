//! The hierarchy of the IPTC Media Topics, and which of them the older Subject Codes mean (`data/mediatopics.tsv`).
//!
//! What a topic is called, which changes between releases and languages, is in `labels`. Topics that newer releases
//! added are not known; nothing is below them and they are below nothing.

mod labels;

pub use labels::{label, label_languages, own_label};

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// One line for each topic: its code, the code of the next broader one, the Subject Code it continues, `-` for none;
/// `retired` where it is.
const TABLE: &str = include_str!("../data/mediatopics.tsv");
/// No chain of broader topics is longer.
const LEVELS_MAX: usize = 10;

struct Topics {
    broader: HashMap<u32, u32>,
    of_subject: HashMap<u32, Vec<u32>>,
    /// The Subject Code that a topic continues.
    continues: HashMap<u32, u32>,
    retired: HashSet<u32>,
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

/// Whether a concept is a Media Topic that the IPTC has retired: still understood, no longer to be given.
#[must_use]
pub fn is_retired(concept: &str) -> bool {
    matches!(code(concept), Some(Code::Topic(topic)) if table().retired.contains(&topic))
}

/// The Media Topics in use that a Subject Code means, as qcodes, and whether they mean just that: else they are the
/// nearest broader ones. Nothing for concepts of other vocabularies.
#[must_use]
pub fn current(concept: &str) -> (bool, Vec<String>) {
    let Some(Code::Subject(subject)) = code(concept) else { return (false, Vec::new()) };
    let in_use = |topic: &u32| !table().retired.contains(topic);
    let exact = exact_topics(Code::Subject(subject));
    let mut found: Vec<u32> = exact.iter().copied().filter(in_use).collect();
    let is_exact = !found.is_empty();
    if !is_exact {
        let topics = topics_of(Code::Subject(subject));
        found = topics.into_iter().filter_map(|topic| chain(topic).find(in_use)).collect();
        found.sort_unstable();
        found.dedup();
    }
    (is_exact, found.into_iter().map(|topic| format!("medtop:{topic:08}")).collect())
}

/// Hands on everything that `concept` is or lies below, as qcodes, some perhaps twice: what [`is_below`] would say yes
/// to. Of a concept of another vocabulary nothing is handed on.
pub fn above(concept: &str, each: &mut dyn FnMut(&str)) {
    let Some(code) = code(concept) else { return };
    let mut tell = |scheme: &str, code: u32| {
        let mut buffer = [0; 15];
        each(spelled(scheme, code, &mut buffer));
    };
    if let Code::Subject(subject) = code {
        subject_chain(subject).for_each(|code| tell("subj:", code));
    }
    for topic in topics_of(code) {
        for topic in chain(topic) {
            tell("medtop:", topic);
            if let Some(subject) = table().continues.get(&topic) {
                tell("subj:", *subject);
            }
        }
    }
}

/// A code of eight digits behind its scheme.
fn spelled<'b>(scheme: &str, code: u32, buffer: &'b mut [u8; 15]) -> &'b str {
    let mut rest = code;
    let length = scheme.len() + 8;
    buffer.iter_mut().zip(scheme.bytes()).for_each(|(to, from)| *to = from);
    for digit in buffer.get_mut(scheme.len()..length).unwrap_or_default().iter_mut().rev() {
        *digit = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
    }
    buffer.get(..length).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
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
    chain(topic).any(|topic| topic == broad)
}

/// A topic and those above it.
fn chain(topic: u32) -> impl Iterator<Item = u32> {
    std::iter::successors(Some(topic), |topic| table().broader.get(topic).copied()).take(LEVELS_MAX)
}

fn table() -> &'static Topics {
    static TOPICS: OnceLock<Topics> = OnceLock::new();
    TOPICS.get_or_init(|| {
        let mut topics = Topics {
            broader: HashMap::new(),
            of_subject: HashMap::new(),
            continues: HashMap::new(),
            retired: HashSet::new(),
        };
        for line in TABLE.lines() {
            let (line, retired) = line.strip_suffix("\tretired").map_or((line, false), |line| (line, true));
            let mut columns = line.split('\t').map(digits);
            let (Some(Some(topic)), broader, subject) = (columns.next(), columns.next(), columns.next()) else {
                continue;
            };
            if retired {
                topics.retired.insert(topic);
            }
            if let Some(broader) = broader.flatten() {
                topics.broader.insert(topic, broader);
            }
            if let Some(subject) = subject.flatten() {
                topics.of_subject.entry(subject).or_default().push(topic);
                topics.continues.insert(topic, subject);
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
    fn what_is_above_a_concept_is_what_it_is_below() {
        let codes: Vec<String> = TABLE
            .lines()
            .flat_map(|line| {
                let mut columns = line.trim_end_matches("\tretired").split('\t');
                let (topic, subject) = (columns.next().unwrap(), columns.nth(1).unwrap());
                [format!("medtop:{topic}"), format!("subj:{subject}")]
            })
            .filter(|code| !code.ends_with('-'))
            .collect();
        let odd = ["subj:01011999", "subj:15999999", "medtop:99999999", "vna:kinh-te"].map(str::to_owned);
        for concept in codes.iter().step_by(23).chain(&odd) {
            let mut found = std::collections::HashSet::new();
            above(concept, &mut |code| {
                found.insert(code.to_owned());
            });
            for ancestor in codes.iter().chain(&odd) {
                assert_eq!(found.contains(ancestor), is_below(concept, ancestor), "{concept} {ancestor}");
            }
        }
    }

    #[test]
    fn a_subject_code_is_never_explained_by_a_retired_topic() {
        assert!(is_retired("medtop:20000030") && !is_retired("medtop:20000029") && !is_retired("subj:01017001"));
        assert_eq!(current("subj:01017001"), (false, vec!["medtop:20000029".to_owned()]));
        assert_eq!(current("subj:01011003"), (true, vec!["medtop:20000025".to_owned()]));
        assert_eq!(current("subj:15999999"), (false, vec!["medtop:15000000".to_owned()]));
        for other in ["subj:99999999", "medtop:20000025", "vna:kinh-te"] {
            assert_eq!(current(other), (false, Vec::new()));
        }
        assert_eq!(table().retired.len(), 273);
        let given = table().of_subject.keys().flat_map(|subject| current(&format!("subj:{subject:08}")).1);
        assert!(given.into_iter().all(|topic| !is_retired(&topic)));
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
