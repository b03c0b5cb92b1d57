//! Short texts in blobs (`note`, the address of a `used`): 22 characters of base64url, 16 random bytes, and a line feed
//! come before them, because a short text could be guessed from its hash (docs/protocol.md, 4.2).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// The random bytes before a text.
pub const SALT_BYTES: usize = 16;
/// What stands before the text: the salt in base64url, and a line feed.
const BEFORE: usize = 23;

/// The bytes of the blob for a text.
#[must_use]
pub fn write(salt: [u8; SALT_BYTES], text: &str) -> Vec<u8> {
    format!("{}\n{text}", URL_SAFE_NO_PAD.encode(salt)).into_bytes()
}

/// The text in a blob; `None` if nothing random comes before it, or it is no UTF-8.
#[must_use]
pub fn read(bytes: &[u8]) -> Option<&str> {
    let (before, text) = bytes.split_at_checked(BEFORE)?;
    let salt = before.strip_suffix(b"\n")?;
    let whole = URL_SAFE_NO_PAD.decode(salt).is_ok_and(|salt| salt.len() == SALT_BYTES);
    std::str::from_utf8(text).ok().filter(|_| whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_and_what_has_no_salt_is_none() {
        let bytes = write([7; 16], "https://hanoi.example/tin?q=Қазақстан");
        assert_eq!(bytes.get(..23), Some(&b"BwcHBwcHBwcHBwcHBwcHBw\n"[..]));
        assert_eq!(read(&bytes), Some("https://hanoi.example/tin?q=Қазақстан"));
        assert_eq!(read(&write([0; 16], "")), Some(""));
        for wrong in [&b""[..], b"https://hanoi.example/1", b"BwcHBwcHBwcHBwcHBwcHBx\nx", b"BwcHBwcHBwcHBwcHBwcHBw x"] {
            assert_eq!(read(wrong), None);
        }
        assert_eq!(read(&[&bytes[..23], &[0xff][..]].concat()), None);
    }
}
