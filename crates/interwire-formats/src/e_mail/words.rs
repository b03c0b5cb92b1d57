//! Words of header fields that are not ASCII. spec: RFC 2047.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A text as the value of a header field, folded.
pub(super) fn encoded(text: &str) -> String {
    const BYTES: usize = 39;
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let is_plain =
        clean.is_ascii() && clean.len() <= 60 && !clean.contains("=?") && clean.trim() == clean && !clean.is_empty();
    if is_plain {
        return clean;
    }
    let mut words = Vec::new();
    let mut word = String::new();
    for c in clean.chars() {
        if word.len() + c.len_utf8() > BYTES {
            words.push(std::mem::take(&mut word));
        }
        word.push(c);
    }
    words.push(word);
    words.iter().map(|word| format!("=?utf-8?B?{}?=", STANDARD.encode(word))).collect::<Vec<_>>().join("\r\n ")
}

/// Bytes as lines of base64.
pub(super) fn base64(text: &str) -> String {
    const COLUMNS: usize = 76;
    let packed = STANDARD.encode(text);
    let mut out = String::with_capacity(packed.len() + packed.len() / 38);
    for (at, c) in packed.chars().enumerate() {
        if at > 0 && at % COLUMNS == 0 {
            out.push_str("\r\n");
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_encoded_where_ascii_does_not_do() {
        assert_eq!(encoded("Plain subject"), "Plain subject");
        assert_eq!(encoded("Əliyev"), "=?utf-8?B?xo9saXlldg==?=");
        assert!(encoded(&"Vũ ".repeat(40)).lines().all(|line| line.len() <= 76));
    }
}
