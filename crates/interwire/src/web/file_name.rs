//! The name under which a browser keeps a file: in the script of the newsroom, and safe on every system. The ending is
//! that of what the bytes are; of what they do not say, one that nothing opens by itself, or a document's.

use crate::preview::kind::Kind;
use interwire_core::item::{Item, Rendition};

/// Characters of a name, without its ending.
const CHARS_MAX: usize = 80;
/// Endings that a file of unknown kind may keep: those of documents, never of programs.
const KEPT: [&str; 16] = [
    "pdf", "csv", "txt", "json", "xml", "docx", "xlsx", "pptx", "odt", "ods", "zip", "heic", "avif", "svg", "eps",
    "srt",
];

/// The value of `Content-Disposition` for a file of an item (RFC 6266, RFC 8187).
#[must_use]
pub fn disposition(how: &str, item: &Item, rendition: Option<&Rendition>, kind: Option<Kind>) -> String {
    let (stem, ending) = name(item, rendition, kind);
    let plain: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' }).collect();
    let whole = format!("{stem}.{ending}");
    format!("{how}; filename=\"{plain}.{ending}\"; filename*=UTF-8''{}", escaped(&whole))
}

/// Everything but the `attr-char` of RFC 8187 as bytes in hexadecimal.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn name(item: &Item, rendition: Option<&Rendition>, kind: Option<Kind>) -> (String, String) {
    let last = rendition.and_then(|rendition| rendition.href.as_deref()).map(last_of);
    let (stem, old) = match last.as_deref().map(|name| name.rsplit_once('.').unwrap_or((name, ""))) {
        Some((stem, old)) => (stem.to_owned(), old.to_ascii_lowercase()),
        None => (String::new(), String::new()),
    };
    let ending = match kind {
        Some(kind) => kind.ending.to_owned(),
        None if KEPT.contains(&old.as_str()) => old,
        None => "bin".to_owned(),
    };
    let slug = item.sluglines.first().map(|line| line.text.as_str());
    let candidates = [Some(stem.as_str()), slug, item.headline(), item.guid.as_ref().map(|guid| guid.as_str())];
    let named = candidates.into_iter().flatten().map(safe).find(|name| !name.is_empty());
    (named.unwrap_or_else(|| "file".to_owned()), ending)
}

/// The last part of an address, with its escapes read, and of what they hide.
fn last_of(href: &str) -> String {
    let last = |path: &str| path.trim_end_matches('/').rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let path = href.split(['?', '#']).next().unwrap_or_default();
    last(&unescaped(&last(path)))
}

/// `%C3%A9` and the like as characters; what is no escape stands for itself.
fn unescaped(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| first == b'%').and_then(|two| std::str::from_utf8(two).ok());
        let hex = digits.filter(|two| two.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let escaped = hex.and_then(|two| u8::from_str_radix(two, 16).ok());
        bytes.push(escaped.unwrap_or(first));
        rest = if escaped.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Letters and digits of any script, with what may stand between them. What steers the direction of text, parts paths
/// or means something to a shell is gone, and so are the names that Windows keeps for itself.
fn safe(text: &str) -> String {
    let keep = |c: char| {
        let steers =
            matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
        if steers {
            None
        } else if is_unsafe(c) {
            Some(' ')
        } else {
            Some(c)
        }
    };
    let cleaned: String = text.chars().filter_map(keep).collect();
    let words: Vec<&str> = cleaned.split_whitespace().collect();
    let short: String = words.join(" ").chars().take(CHARS_MAX).collect();
    let trimmed = short.trim_matches(|c: char| c == '.' || c == ' ' || c == '-').to_owned();
    let first = trimmed.split('.').next().unwrap_or_default().trim().to_ascii_uppercase();
    let device = matches!(first.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (["COM", "LPT"].iter().any(|name| first.starts_with(name)) && first.chars().count() == 4);
    if device { format!("_{trimmed}") } else { trimmed }
}

fn is_unsafe(c: char) -> bool {
    c.is_control() || "<>:\"/\\|?*'`$%&;!~".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use interwire_core::item::Line;

    fn of(href: Option<&str>, headline: &str, head: &[u8]) -> String {
        let item = Item { headlines: vec![Line::of(headline)], ..Item::default() };
        let rendition = Rendition { href: href.map(str::to_owned), ..Rendition::default() };
        let (stem, ending) = name(&item, Some(&rendition), Kind::of(head));
        format!("{stem}.{ending}\n")
    }

    const JPEG: &[u8] = &[0xff, 0xd8, 0xff];

    #[test]
    fn names_keep_their_script_and_lose_what_is_dangerous() {
        let named: String = [
            of(Some("https://hanoi.example/2026/%E1%BA%A3nh.jpg?size=1"), "", JPEG),
            of(Some("media/Қазақстан+Əliyev.jpeg"), "", JPEG),
            of(Some("../../etc/passwd"), "", JPEG),
            of(Some("invoice.pdf.exe"), "", b"MZ"),
            of(Some("%2e%2e%2f%2e%2e%2fetc%2fpasswd"), "", b"?"),
            of(Some("gpj\u{202e}exe.jpg"), "", JPEG),
            of(Some("con.jpg"), "", JPEG),
            of(Some("a\"; filename=\"evil.html"), "", b"<html>"),
            of(Some("bản đồ.svg"), "", b"<svg>"),
            of(None, "سفير أستراليا: \"تعاون\"\r\nSet-Cookie: a=b", JPEG),
            of(Some("https://hanoi.example/"), "", JPEG),
            of(Some("...."), "<script>alert(1)</script>", JPEG),
            of(None, &"dài ".repeat(100), JPEG),
        ]
        .concat();
        expect![[r"
            ảnh.jpg
            Қазақстан+Əliyev.jpg
            passwd.jpg
            invoice.pdf.bin
            passwd.bin
            gpjexe.jpg
            _con.jpg
            a filename= evil.bin
            bản đồ.svg
            سفير أستراليا تعاون Set-Cookie a=b.jpg
            hanoi.jpg
            script alert(1) script.jpg
            dài dài dài dài dài dài dài dài dài dài dài dài dài dài dài dài dài dài dài dài.jpg
        "]]
        .assert_eq(&named);
    }

    #[test]
    fn the_header_is_ascii_whatever_the_name_is() {
        let item = Item { headlines: vec![Line::of("Quốc hội \"họp\"")], ..Item::default() };
        let header = disposition("attachment", &item, None, Kind::of(JPEG));
        let whole =
            "attachment; filename=\"Qu_c h_i h_p.jpg\"; filename*=UTF-8''Qu%E1%BB%91c%20h%E1%BB%99i%20h%E1%BB%8Dp.jpg";
        assert_eq!(header, whole);
    }
}
