//! A spelling of our own for names of items, and whatever else must arrive byte for byte where formats change characters.

/// A value with every byte that is not a sign of a URI as `%XX`.
pub(crate) fn percent(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The value again.
pub(crate) fn unpercent(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.trim().as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        if *first == b'%' {
            let hex = std::str::from_utf8(tail.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(hex, 16).ok()?);
            rest = tail.get(2..)?;
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back() {
        for text in ["urn:x", "tag:Қаз,2026 50%", ""] {
            assert!(percent(text).is_ascii());
            assert_eq!(unpercent(&percent(text)).as_deref(), Some(text));
        }
        assert_eq!((unpercent("%f"), unpercent("%ff")), (None, None));
    }
}
