//! Words of the pages. A language is one Fluent file in `texts/` and one line in the table below; a text it lacks is
//! English. Code says `board.empty`, the files `board-empty`, because Fluent knows no dots in names.
//!
//! Fluent's own isolation of values is off: it would put invisible marks around every number and name, in attributes
//! too. `bidi` puts them only around values that run against the page.

mod bidi;
#[cfg(test)]
mod tests;

use super::dates::Dates;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use icu_locale_core::Locale;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A language as the table below has it.
struct Language {
    tag: &'static str,
    name: &'static str,
    /// What dates follow, where the language alone does not decide.
    dates: &'static str,
    file: &'static str,
    standing: Standing,
}

/// How far a language is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A text that it lacks fails a test.
    Whole,
    /// Nobody of a newsroom in this language has read it yet; what it lacks is English.
    AwaitsReview,
    /// For trying the pages; in no menu.
    Hidden,
}

const fn language(
    tag: &'static str,
    name: &'static str,
    dates: &'static str,
    file: &'static str,
    standing: Standing,
) -> Language {
    Language { tag, name, dates, file, standing }
}

/// All languages, English first. `ar-XB` is English from right to left: it shows that the pages can be mirrored.
const LANGUAGES: &[Language] = &[
    language("en", "English", "en-GB", include_str!("texts/en.ftl"), Standing::Whole),
    language("vi", "Tiếng Việt", "vi", include_str!("texts/vi.ftl"), Standing::Whole),
    language("ru", "Русский", "ru", include_str!("texts/ru.ftl"), Standing::AwaitsReview),
    language("kk", "Қазақша", "kk", include_str!("texts/kk.ftl"), Standing::AwaitsReview),
    language("az", "Azərbaycanca", "az", include_str!("texts/az.ftl"), Standing::AwaitsReview),
    language("fr", "Français", "fr", include_str!("texts/fr.ftl"), Standing::AwaitsReview),
    language("ar-XB", "English, mirrored", "en-GB", "", Standing::Hidden),
];

/// Says in every language which of its plural forms a number takes.
const PLURAL: &str =
    "plural = { $count ->\n [zero] zero\n [one] one\n [two] two\n [few] few\n [many] many\n *[other] other\n }\n";

/// The words of one language.
pub struct Texts {
    /// Its tag (BCP 47).
    pub language: &'static str,
    /// Its own name for itself.
    pub name: &'static str,
    /// How far it is.
    pub standing: Standing,
    /// How it writes dates.
    pub dates: Dates,
    /// Texts without places, which most are.
    plain: BTreeMap<String, String>,
    bundle: FluentBundle<FluentResource>,
    ages: OnceLock<String>,
}

impl Texts {
    fn new(language: &Language) -> Self {
        let tag = language.tag.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        bundle.set_use_isolating(false);
        let mut plain = BTreeMap::new();
        for source in [language.file, PLURAL] {
            // A file that Fluent does not understand whole fails a test; what it understood of it still counts.
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
            let ids: Vec<String> = resource.entries().filter_map(id_of).map(str::to_owned).collect();
            bundle.add_resource_overriding(resource);
            plain.extend(ids.into_iter().filter_map(|id| {
                let text = format(&bundle, &id, None)?;
                Some((id, text))
            }));
        }
        Self {
            language: language.tag,
            name: language.name,
            standing: language.standing,
            dates: Dates::new(&language.dates.parse().unwrap_or(Locale::UNKNOWN)),
            plain,
            bundle,
            ages: OnceLock::new(),
        }
    }

    /// Its direction, for `dir`.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        if self.is_mirrored() { "rtl" } else { "ltr" }
    }

    fn is_mirrored(&self) -> bool {
        let primary = self.language.split('-').next().unwrap_or_default();
        matches!(primary, "ar" | "ckb" | "dv" | "fa" | "he" | "ps" | "ug" | "ur" | "yi")
    }

    /// The text of a key without places; the key itself if there is none, which a test forbids.
    #[must_use]
    pub fn get(&'static self, key: &'static str) -> &'static str {
        self.find(key).unwrap_or(key)
    }

    /// The text of a key that was put together, such as `role.editor`.
    #[must_use]
    pub fn find(&'static self, key: &str) -> Option<&'static str> {
        let id = id(key);
        self.plain.get(&id).or_else(|| english().plain.get(&id)).map(String::as_str)
    }

    /// Whether this language itself has a text for a key without places.
    #[cfg(test)]
    pub fn has(&self, key: &str) -> bool {
        self.plain.contains_key(&id(key))
    }

    /// The text of a key with its places filled. A whole number also chooses the plural form.
    #[must_use]
    pub fn fill(&self, key: &'static str, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            match whole(value) {
                Some(number) => args.set(*name, number),
                None => args.set(*name, bidi::isolated(value, self.is_mirrored())),
            }
        }
        self.format(key, &args)
    }

    /// The text of a key for a number, which takes the place `count` and chooses the plural form.
    #[must_use]
    pub fn count(&self, key: &'static str, count: u64) -> String {
        self.fill(key, &[("count", &count.to_string())])
    }

    /// A number of bytes.
    #[must_use]
    pub fn bytes(&self, bytes: u64) -> String {
        let of = |key, unit: u64| {
            let (whole, tenth) = ((bytes / unit).to_string(), (bytes / (unit / 10) % 10).to_string());
            self.fill(key, &[("whole", &whole), ("tenth", &tenth)])
        };
        match bytes {
            0..1000 => self.count("size.b", bytes),
            1000..1_000_000 => self.count("size.kb", bytes / 1000),
            1_000_000..1_000_000_000 => of("size.mb", 1_000_000),
            _ => of("size.gb", 1_000_000_000),
        }
    }

    fn format(&self, key: &'static str, args: &FluentArgs<'_>) -> String {
        let id = id(key);
        let own = format(&self.bundle, &id, Some(args));
        own.or_else(|| format(&english().bundle, &id, Some(args))).unwrap_or_else(|| key.to_owned())
    }

    /// How ages are said, for the script that keeps them true: for each unit its plural forms, with `#` for the
    /// number. 1, 2 and 5 have all the forms that whole numbers below a hundred take in our languages.
    #[must_use]
    pub fn ages(&self) -> &str {
        self.ages.get_or_init(|| {
            let forms = |key| {
                let form = |count: u64| {
                    (self.count("plural", count), self.count(key, count).replacen(&count.to_string(), "#", 1))
                };
                [5, 2, 1].map(form).into_iter().collect::<BTreeMap<_, _>>()
            };
            let now = BTreeMap::from([("other".to_owned(), self.count("age.now", 0))]);
            let units = [
                ("now", now),
                ("minutes", forms("age.minutes")),
                ("hours", forms("age.hours")),
                ("days", forms("age.days")),
            ];
            serde_json::to_string(&BTreeMap::from(units)).unwrap_or_default()
        })
    }
}

/// The name in the files.
fn id(key: &str) -> String {
    key.replace('.', "-")
}

fn id_of<'a>(entry: &fluent_syntax::ast::Entry<&'a str>) -> Option<&'a str> {
    match entry {
        fluent_syntax::ast::Entry::Message(message) => Some(message.id.name),
        _ => None,
    }
}

/// A text of a bundle; none if there is none, or a place has no value.
fn format(bundle: &FluentBundle<FluentResource>, id: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
    let pattern = bundle.get_message(id)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, args, &mut errors);
    errors.is_empty().then(|| text.into_owned())
}

/// A whole number that is written the same as a number: not `007`, nor digits of a hash.
fn whole(text: &str) -> Option<FluentValue<'static>> {
    let digits = (1..=15).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let plain = digits && (text.len() == 1 || !text.starts_with('0'));
    let number: FluentNumber = text.parse().ok().filter(|_| plain)?;
    Some(FluentValue::Number(number))
}

/// All languages, English first.
#[must_use]
pub fn all() -> &'static [Texts] {
    static ALL: OnceLock<Vec<Texts>> = OnceLock::new();
    ALL.get_or_init(|| LANGUAGES.iter().map(Texts::new).collect())
}

fn english() -> &'static Texts {
    &all()[0]
}

/// The languages that a person may choose.
pub fn choices() -> impl Iterator<Item = &'static Texts> {
    all().iter().filter(|texts| texts.standing != Standing::Hidden)
}

/// The language that serves a reader best.
#[must_use]
pub fn best(language: &str) -> &'static Texts {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
    let wanted = primary(language);
    let exact = all().iter().find(|texts| texts.language.eq_ignore_ascii_case(language));
    exact.or_else(|| choices().find(|texts| primary(texts.language) == wanted)).unwrap_or_else(english)
}
