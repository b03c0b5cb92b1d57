//! Why something was refused, could not be sent or could not be read, in the reader's language and with the next step.
//! The codes are the protocol's and the program's; a code without a text, as of a newer node, is shown as it is.

use super::page::Frame;

/// What a receiver's cause for refusing a version means, and what to do; the word itself if it is of a newer protocol.
#[must_use]
pub fn of_version(f: &Frame, cause: &str) -> (String, Option<String>) {
    (f.word("cause", cause), f.find("cause", &format!("{cause}-next")).map(str::to_owned))
}

/// What a code of a failed request means, and what to do.
#[must_use]
pub fn of_request(f: &Frame, code: &str) -> Option<&'static str> {
    let code = code.strip_prefix("IW-")?;
    match code.strip_prefix("send-") {
        Some(cause) => f.find("send", cause),
        None => f.find("refusal", code),
    }
}

/// What a code of a dead letter means, and what to do.
#[must_use]
pub fn of_letter(f: &Frame, code: &str) -> Option<&'static str> {
    f.find("dead", sort_of_letter(code)?)
}

/// Many codes of readers have one meaning for a person.
fn sort_of_letter(code: &str) -> Option<&'static str> {
    Some(match code {
        "guid_missing" => "guid-missing",
        "not_carried" => "not-carried",
        "media_too_large" => "media-too-large",
        "media_not_fetched" => "media-not-fetched",
        "version_conflict" => "version-conflict",
        "empty" => "empty",
        "unreadable" | "not_found" | "not_permitted" => "unreadable",
        "unknown_format" | "bigtiff_not_read" => "unknown-format",
        _ if code.starts_with("not_") => "unknown-format",
        _ if code.contains("_too_") || code.starts_with("too_") => "too-large",
        _ if code.ends_with("_broken") || code.starts_with("bad_") => "broken",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::texts;
    use super::*;
    use crate::transport::refusal::CAUSES;
    use crate::transport::send_error::SendCause;
    use std::collections::BTreeSet;

    /// The causes of the table of the protocol, section 4.4.
    fn of_the_protocol() -> BTreeSet<String> {
        let text = include_str!("../../../../docs/protocol.md");
        let (_, rest) = text.split_once("| step | cause |").unwrap();
        let (table, _) = rest.split_once("\n\n").unwrap();
        let last = |row: &str| row.trim_end_matches([' ', '|']).rsplit('|').next().unwrap_or_default().to_owned();
        let words: String = table.lines().map(last).collect();
        let codes = words.split('`').filter(|word| word.contains('-'));
        codes.filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '-')).map(str::to_owned).collect()
    }

    #[test]
    fn every_cause_has_words_and_a_next_step_in_every_language() {
        let causes = of_the_protocol();
        assert!(causes.contains("version-conflict") && causes.contains("document-differs"), "{causes:?}");
        let mut keys: Vec<String> = causes.iter().flat_map(|cause| [cause.clone(), format!("{cause}-next")]).collect();
        keys.extend(["blob-missing".to_owned(), "blob-missing-next".to_owned()]);
        let mut keys: Vec<String> = keys.into_iter().map(|key| format!("cause.{key}")).collect();
        let refusals = CAUSES.iter().map(|cause| cause.row().code);
        keys.extend(refusals.map(|code| format!("refusal.{}", code.strip_prefix("IW-").unwrap())));
        keys.extend(SendCause::ALL.map(|cause| cause.code().replace("IW-send-", "send.")));
        for language in texts::choices() {
            for key in &keys {
                assert!(language.has(key), "{} lacks {key}", language.language);
            }
        }
    }

    #[test]
    fn codes_of_readers_are_of_few_sorts() {
        for (code, sort) in [
            ("xml_too_deep", Some("too-large")),
            ("too_many_items", Some("too-large")),
            ("mail_broken", Some("broken")),
            ("bad_item_document", Some("broken")),
            ("not_ninjs", Some("unknown-format")),
            ("not_found", Some("unreadable")),
            ("something_new", None),
        ] {
            assert_eq!(sort_of_letter(code), sort, "{code}");
        }
    }
}
