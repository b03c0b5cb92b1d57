//! What a format cannot carry of an item, in the reader's words: what happens, and to which parts. The sentences of the
//! formats themselves say it in full, in English.

use super::page::Frame;
use interwire_core::item::Loss;
use interwire_formats::WriteError;

/// One sort of loss.
#[derive(Debug, PartialEq, Eq)]
pub struct Lost {
    /// What happens.
    pub how: String,
    /// The parts of the item that it happens to.
    pub parts: String,
}

/// The losses by what happens, each part once.
#[must_use]
pub fn told(f: &Frame, losses: &[Loss]) -> Vec<Lost> {
    let mut all: Vec<(&str, Vec<String>)> = Vec::new();
    for loss in losses {
        let (how, part) = (how(loss.code), part(f, &loss.field));
        match all.iter_mut().find(|(known, _)| *known == how) {
            Some((_, parts)) if parts.contains(&part) => {}
            Some((_, parts)) => parts.push(part),
            None => all.push((how, vec![part])),
        }
    }
    all.into_iter().map(|(how, parts)| Lost { how: f.word("lost", how), parts: parts.join(", ") }).collect()
}

/// Why a format cannot be written at all, if there is a text for it.
#[must_use]
pub fn refused(f: &Frame, refused: &WriteError) -> Option<&'static str> {
    f.find("unwritable", refused.code)
}

/// What happens: the end of a key `lost.…`.
fn how(code: &str) -> &'static str {
    match code {
        "not_in_schema" | "order_lost" | "attribute_lost" | "text_lost" => "place",
        _ if code.ends_with("_lacks") => "place",
        "markup_flattened" | "markup_lost" => "plain",
        "not_understood" => "kept",
        "slugline_reworded"
        | "note_reworded"
        | "byline_reworded"
        | "body_as_definition"
        | "parts_joined"
        | "punctuation_simplified"
        | "ninjs_renamed"
        | "code_changed"
        | "version_changed"
        | "file_as_reference" => "reworded",
        "required_filled" | "author_required" | "media_type_required" | "sender_made" => "filled",
        "characters_forbidden" => "signs",
        "headline_ambiguous" | "signs_ambiguous" | "time_taken" => "taken-for",
        "status_unknown" | "embargo_unclear" | "embargo_over" => "status",
        "embargo_not_heeded" => "unheeded",
        "time_shortened" | "time_incomplete" | "time_not_understood" | "time_without_offset" => "time",
        "language_not_understood" | "rights_language_needed" | "concept_unnamed" | "code_needed" => "out",
        "withdrawn" => "withdrawn",
        _ => "other",
    }
}

/// A part of an item: its field, of `rights[0].holder` the first name. What sources call their own stays as it is.
fn part(f: &Frame, field: &str) -> String {
    let name = field.strip_prefix("times/").unwrap_or(field);
    f.word("part", name.split(['/', '.', '[']).next().unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::super::texts;
    use super::how;
    use std::path::Path;

    /// The page of the formats names every code that their samples have led to.
    #[test]
    fn what_the_formats_lose_has_words() {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/formats.md");
        let page = std::fs::read_to_string(page).unwrap();
        let rows = page.lines().filter_map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            matches!(cells[..], [_, _, _, _, lost, _] if lost.starts_with('`')).then(|| (cells[1], cells[4]))
        });
        let mut seen = 0;
        for (field, codes) in rows {
            let part = field.split('.').next().unwrap_or(field);
            assert!(texts::best("en").find(&format!("part.{part}")).is_some(), "no words for {field}");
            for code in codes.split(", ").map(|code| code.trim_matches('`')) {
                assert_ne!(how(code), "other", "{field}: {code}");
                seen += 1;
            }
        }
        assert!(seen > 300, "only {seen} losses are on the page");
    }
}
