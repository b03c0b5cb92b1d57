//! Words of the pages. A language is one file of `key = text` lines in `texts/` and one line in the table below; a
//! text it lacks is English. Texts may have places `{name}`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

const FILES: &[(&str, &str)] = &[("en", include_str!("texts/en.txt"))];

/// The words of one language.
#[derive(Debug)]
pub struct Texts {
    /// Its tag (BCP 47).
    pub language: &'static str,
    words: BTreeMap<&'static str, &'static str>,
}

impl Texts {
    /// The text of a key; the key itself if there is none, which a test forbids.
    #[must_use]
    pub fn get(&self, key: &'static str) -> &'static str {
        self.find(key).unwrap_or(key)
    }

    /// The text of a key that was put together, such as `role.editor`.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&'static str> {
        let english = || all().first().and_then(|texts| texts.words.get(key)).copied();
        self.words.get(key).copied().or_else(english)
    }

    /// The text of a key with its places filled.
    #[must_use]
    pub fn fill(&self, key: &'static str, values: &[(&str, &str)]) -> String {
        let mut filled = String::new();
        let mut rest = self.get(key);
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                filled.push('{');
                rest = after;
                continue;
            };
            filled.push_str(values.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value));
            rest = after;
        }
        filled + rest
    }
}

/// All languages, English first.
#[must_use]
pub fn all() -> &'static [Texts] {
    static ALL: OnceLock<Vec<Texts>> = OnceLock::new();
    ALL.get_or_init(|| FILES.iter().map(|(language, file)| Texts { language, words: read(file) }).collect())
}

/// The language that serves a reader best.
#[must_use]
pub fn best(language: &str) -> &'static Texts {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
    let wanted = primary(language);
    let found = all().iter().find(|texts| primary(texts.language) == wanted);
    static NONE: Texts = Texts { language: "en", words: BTreeMap::new() };
    found.or_else(|| all().first()).unwrap_or(&NONE)
}

fn read(file: &'static str) -> BTreeMap<&'static str, &'static str> {
    file.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    fn sources(folder: &Path, found: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "html") {
                found.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }

    #[test]
    fn every_key_of_the_pages_has_a_text_and_every_text_is_used() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut text = String::new();
        sources(&root.join("templates"), &mut text);
        sources(&root.join("src/web"), &mut text);
        let mut used = BTreeSet::new();
        for call in ["t(\"", "get(\"", "fill(\"", "with(\"", "key: \""] {
            used.extend(text.split(call).skip(1).filter_map(|rest| rest.split('"').next()));
        }
        let known = &all()[0].words;
        let missing: Vec<_> = used
            .iter()
            .filter(|key| key.contains('.') && !key.contains('/') && !known.contains_key(*key))
            .filter(|key| key.chars().all(|c| c.is_ascii_lowercase() || c == '.' || c == '-'))
            .collect();
        assert!(missing.is_empty(), "no text for {missing:?}");
        let unused: Vec<_> = known.keys().filter(|key| !text.contains(&format!("\"{key}\"")) && !made(key)).collect();
        assert!(unused.is_empty(), "texts that nobody reads: {unused:?}");
    }

    /// Keys that are put together from a code.
    fn made(key: &str) -> bool {
        let prefixes =
            ["role.", "kind.", "action.", "state.", "verdict.", "answer.", "status.", "act.", "do.", "reason."];
        prefixes.iter().any(|prefix| key.starts_with(prefix))
    }

    #[test]
    fn places_are_filled_once_and_values_are_not_read_again() {
        let texts = best("vi-VN");
        let words = BTreeMap::from([("k", "{a} of {b} {broken")]);
        let own = Texts { language: texts.language, words };
        assert_eq!(own.fill("k", &[("a", "{b}"), ("b", "2")]), "{b} of 2 {broken");
    }
}
