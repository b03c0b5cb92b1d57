//! What the older Subject Codes of an item mean in Media Topics: said beside each code, which stays as it is.

use crate::mediatopics::{current, is_retired};
use interwire_core::item::{Concept, Extra, Form, Item, Note};

/// The topic means just that.
pub(crate) const SAME: &str = "sameAs";
/// The topic is the nearest broader one.
pub(crate) const BROADER: &str = "broader";

/// Adds the Media Topics in use to every subject that is a Subject Code.
pub(crate) fn explain(item: &mut Item) {
    for subject in &mut item.subjects {
        if subject.extra.iter().any(is_explanation) {
            continue;
        }
        let codes = [subject.qcode.as_deref(), subject.uri.as_deref()];
        let found = codes.into_iter().flatten().map(current).find(|(_, topics)| !topics.is_empty());
        let Some((exact, topics)) = found else { continue };
        let name = if exact { SAME } else { BROADER };
        subject.extra.extend(topics.iter().map(|topic| Extra::text(name, topic)));
    }
}

/// Whether a property of a subject was added here.
pub(crate) fn is_explanation(extra: &Extra) -> bool {
    let named = extra.name == SAME || extra.name == BROADER;
    named && extra.form == Form::Text && extra.value.starts_with("medtop:")
}

/// What is noted of subjects that should no longer be given.
pub(crate) fn retired(item: &Item) -> Option<Note> {
    let code =
        |subject: &Concept| [&subject.qcode, &subject.uri].into_iter().flatten().find(|c| is_retired(c)).cloned();
    let found: Vec<String> = item.subjects.iter().filter_map(code).collect();
    (!found.is_empty()).then(|| Note::new("topic_retired", format!("the IPTC has retired {}", found.join(", "))))
}
