//! Texts that stand inside a document in an encoding, and texts that do not say what they are.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::{Encoding, UTF_8};

/// A text in base64, which may be broken into lines; `None` if it is not the base64 of a text in that charset, which is
/// UTF-8 unless stated. It is shorter than what it is packed in.
pub(crate) fn from_base64(packed: &str, charset: Option<&str>) -> Option<String> {
    let packed: String = packed.split_ascii_whitespace().collect();
    let bytes = STANDARD.decode(packed).ok()?;
    let stated = charset.map_or(Some(UTF_8), |label| Encoding::for_label(label.as_bytes()))?;
    let (encoding, start) = Encoding::for_bom(&bytes).unwrap_or((stated, 0));
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes.get(start..)?)?;
    Some(text.into_owned())
}

/// Whether a media type is one of texts.
pub(crate) fn is_text(media_type: &str) -> bool {
    let bare = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    bare.starts_with("text/") || bare.ends_with("xml") || bare.contains("html")
}

/// The charset that a media type states.
pub(crate) fn charset(media_type: &str) -> Option<&str> {
    let parameters = media_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let mut named = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    named.next().map(|(_, value)| value.trim().trim_matches('"'))
}

/// Whether a text has tags that only HTML has.
pub(crate) fn has_tags(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["</p>", "<br", "<p>", "</b>", "</i>", "</a>", "</div>"].iter().any(|tag| lower.contains(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_the_text_that_it_packs() {
        for (packed, media_type, text) in [
            ("WMOjIGzDoG0u", "text/plain", Some("Xã làm.")),
            (" WMOj\n IGzDoG0u ", "text/html; charset=\"utf-8\"", Some("Xã làm.")),
            ("6Q==", "text/plain;charset=iso-8859-1", Some("é")),
            ("6Q==", "text/plain", None),
            ("/9j/4A==", "text/plain", None),
            ("not base64", "text/plain", None),
            ("WMOj", "text/plain; charset=martian", None),
        ] {
            assert!(is_text(media_type));
            assert_eq!(from_base64(packed, charset(media_type)).as_deref(), text, "{packed}");
        }
        assert!(is_text("application/xhtml+xml") && !is_text("image/jpeg"));
    }
}
