//! Spellings that schemas ask for.

/// spec: XML Schema, xs:language.
pub(crate) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let letters = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic());
    let both = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    parts.next().is_some_and(letters) && parts.all(both)
}

/// spec: XML 1.0 production 7, as far as ASCII goes.
pub(crate) fn is_nmtoken(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b':'))
}

/// A name for an element of a document. spec: Namespaces in XML 1.0, production 4, as far as ASCII goes.
pub(crate) fn is_ncname(text: &str) -> bool {
    is_nmtoken(text) && !text.contains(':') && !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'))
}
