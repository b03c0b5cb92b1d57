//! Lines that a mail program broke to fit its window, put together again. spec: RFC 3676, sections 4.1 to 4.6.

use mail_parser::{MessagePart, MimeHeaders};

/// Whether the lines of a part flow, and whether the space at their ends is only the mark of it.
pub(super) fn of_part(part: &MessagePart<'_>) -> Option<bool> {
    let kind = part.content_type()?;
    let is = |name: &str, value: &str| kind.attribute(name).is_some_and(|found| found.eq_ignore_ascii_case(value));
    is("format", "flowed").then(|| is("delsp", "yes"))
}

/// A text whose lines flow, each paragraph in one line.
pub(super) fn unflowed(text: &str, deletes_space: bool) -> String {
    const SIGNATURE: &str = "-- ";
    let mut out = String::with_capacity(text.len());
    // How deep the line is quoted that goes on in the next one.
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let quoted = line.trim_start_matches('>');
        let depth = line.len() - quoted.len();
        let words = quoted.strip_prefix(' ').unwrap_or(quoted);
        let is_signature = words == SIGNATURE;
        if open != Some(depth) || is_signature {
            if open.is_some() {
                out.push('\n');
            }
            if depth > 0 {
                out.push_str(&">".repeat(depth));
                out.push(' ');
            }
        }
        let flows = words.ends_with(' ') && !is_signature;
        out.push_str(if flows && deletes_space { words.strip_suffix(' ').unwrap_or(words) } else { words });
        open = flows.then_some(depth);
        if !flows {
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_flow_and_what_is_fixed_stays() {
        for (text, deletes, expected) in [
            ("Vũ Việt \nTrang \nký.\n\nCầu\n", false, "Vũ Việt Trang ký.\n\nCầu\n"),
            ("Қа \nзақ\n", true, "Қазақ\n"),
            (" From Baku\n  two\n", false, "From Baku\n two\n"),
            ("Text \n-- \nVũ\nHanoi\n", false, "Text \n-- \nVũ\nHanoi\n"),
            ("> a \n> b\n>> c \nd \n", false, "> a b\n>> c \nd "),
            ("a\n\n\nb", false, "a\n\n\nb\n"),
        ] {
            assert_eq!(unflowed(text, deletes), expected, "{text:?}");
        }
    }
}
