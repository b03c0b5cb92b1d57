//! The pages' own files, inside the program. Their addresses carry a part of their hash, so browsers may keep them for
//! ever and still get the new ones with a new version.

use super::failure::Failure;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header;
use interwire_core::ids::Hash;
use std::sync::OnceLock;

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const FONT: &str = "font/woff2";

const FILES: [(&str, &str, &[u8]); 18] = [
    ("again.js", SCRIPT, include_bytes!("static/again.js")),
    ("arabic-400.woff2", FONT, include_bytes!("static/fonts/arabic-400.woff2")),
    ("arabic-700.woff2", FONT, include_bytes!("static/fonts/arabic-700.woff2")),
    ("board.css", CSS, include_bytes!("static/board.css")),
    ("copy.js", SCRIPT, include_bytes!("static/copy.js")),
    ("fonts.css", CSS, include_bytes!("static/fonts.css")),
    ("keys.js", SCRIPT, include_bytes!("static/keys.js")),
    ("live.js", SCRIPT, include_bytes!("static/live.js")),
    ("mark.svg", "image/svg+xml", include_bytes!("static/mark.svg")),
    ("pages.css", CSS, include_bytes!("static/pages.css")),
    ("pages.js", SCRIPT, include_bytes!("static/pages.js")),
    ("parts.css", CSS, include_bytes!("static/parts.css")),
    ("print.css", CSS, include_bytes!("static/print.css")),
    ("sans-cyrillic-ext.woff2", FONT, include_bytes!("static/fonts/sans-cyrillic-ext.woff2")),
    ("sans-cyrillic.woff2", FONT, include_bytes!("static/fonts/sans-cyrillic.woff2")),
    ("sans-latin-ext.woff2", FONT, include_bytes!("static/fonts/sans-latin-ext.woff2")),
    ("sans-latin.woff2", FONT, include_bytes!("static/fonts/sans-latin.woff2")),
    ("sans-vietnamese.woff2", FONT, include_bytes!("static/fonts/sans-vietnamese.woff2")),
];

/// A word that changes whenever one of the files does.
pub fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| Hash::of(&FILES.map(|(_, _, bytes)| bytes).concat()).short())
}

/// Where the files are, below the path that precedes every address.
#[must_use]
pub fn folder(root: &str) -> String {
    format!("{root}/static/{}", version())
}

/// `GET /static/{version}/{name}`
pub async fn file(Path((_, name)): Path<(String, String)>) -> Result<Response, Failure> {
    let (_, kind, bytes) = FILES.iter().find(|(file, _, _)| *file == name).ok_or(Failure::NotFound)?;
    let headers = [(header::CONTENT_TYPE, *kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, *bytes).into_response())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    const SHEETS: [&str; 5] = [
        include_str!("static/fonts.css"),
        include_str!("static/pages.css"),
        include_str!("static/parts.css"),
        include_str!("static/print.css"),
        include_str!("static/board.css"),
    ];

    #[test]
    fn styles_name_no_side_and_no_other_host() {
        for side in ["left", "right", "://", "@import"] {
            let lines = SHEETS.iter().flat_map(|sheet| sheet.lines());
            let found: Vec<_> =
                lines.filter(|line| line.contains(side) && !line.contains("from right to left")).collect();
            assert!(found.is_empty(), "{side}: {found:?}");
        }
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(colour: &str) -> f64 {
        let digits: String = match colour.len() {
            4 => colour.chars().skip(1).flat_map(|c| [c, c]).collect(),
            _ => colour.chars().skip(1).collect(),
        };
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_is_legible_on_the_papers_it_stands_on_in_both_schemes() {
        let colour = |line: &'static str| {
            let (name, value) = line.trim().strip_prefix("--")?.trim_end_matches(';').split_once(": ")?;
            let pair = value.strip_prefix("light-dark(").and_then(|pair| pair.trim_end_matches(')').split_once(", "));
            value.contains('#').then_some((name, pair.unwrap_or((value, value))))
        };
        let colours: BTreeMap<_, _> = SHEETS[1].lines().filter_map(colour).collect();
        let mut pairs: Vec<(String, String)> =
            vec![("link-ink".into(), "link".into()), ("alarm-ink".into(), "alarm".into())];
        for ink in ["ink", "soft", "link"] {
            pairs.extend(["paper", "card", "sunk"].map(|paper| (ink.to_owned(), paper.to_owned())));
        }
        for ink in ["ok", "warn", "bad", "hold", "made"] {
            pairs.extend([format!("{ink}-paper"), "paper".into(), "card".into()].map(|paper| (ink.to_owned(), paper)));
        }
        for (ink, paper) in &pairs {
            let ((light, dark), (light_paper, dark_paper)) = (colours[ink.as_str()], colours[paper.as_str()]);
            for (ink_colour, paper_colour) in [(light, light_paper), (dark, dark_paper)] {
                let ratio = contrast(ink_colour, paper_colour);
                assert!(ratio >= 4.5, "{ink} on {paper}: {ink_colour} on {paper_colour} is {ratio:.2}");
            }
        }
    }
}
