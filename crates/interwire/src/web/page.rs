//! What every page has around its content: who reads it, in which language and time zone, where it leads.

use super::access::{Access, Person};
use super::failure::Failure;
use super::texts::{self, Texts};
use super::{Web, assets};
use askama::Template;
use axum::response::Html;
use http::Method;
use interwire_core::time::Time;
use jiff::tz::TimeZone;

/// The frame of a page.
pub struct Frame {
    texts: &'static Texts,
    /// Precedes every address.
    pub root: String,
    /// The house's name.
    pub house: String,
    /// The reader.
    pub person: Option<Person>,
    /// The token for forms.
    pub csrf: String,
    /// Now.
    pub now: Time,
    zone: TimeZone,
    links: Vec<Link>,
}

/// A place that the reader may go to.
pub struct Link {
    /// Its path.
    pub path: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The page belongs there.
    pub here: bool,
}

/// A moment for a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// For machines: UTC.
    pub iso: String,
    /// Short: the hour if it is today, else day and hour.
    pub short: String,
    /// In full, with the zone.
    pub full: String,
    /// How long ago.
    pub age: String,
}

const PLACES: [(&str, &str); 8] = [
    ("/board", "nav.board"),
    ("/sent", "nav.sent"),
    ("/holds", "nav.holds"),
    ("/agreements", "nav.agreements"),
    ("/partners", "nav.partners"),
    ("/dead-letters", "nav.letters"),
    ("/audit", "nav.audit"),
    ("/users", "nav.users"),
];

impl Frame {
    /// The frame of a page that belongs to the place `here`.
    pub fn new(web: &Web, access: &Access, here: &'static str) -> Self {
        let settings = web.settings();
        let language = access.person.as_ref().map_or(&settings.language, |person| &person.language);
        let texts = texts::best(language);
        let may = |path: &str| access.may(&Method::GET, path);
        let link = |(path, name)| Link { path, name: texts.get(name), here: path == here };
        Self {
            texts,
            root: settings.root.clone(),
            house: web.node().house().name.clone(),
            person: access.person.clone(),
            csrf: access.csrf.clone(),
            now: web.node().now(),
            zone: settings.zone.clone(),
            links: PLACES.into_iter().filter(|(path, _)| may(path)).map(link).collect(),
        }
    }

    /// A text.
    #[must_use]
    pub fn t(&self, key: &'static str) -> &'static str {
        self.texts.get(key)
    }
    /// A text with one place filled.
    #[must_use]
    pub fn with(&self, key: &'static str, name: &str, value: impl std::fmt::Display) -> String {
        self.texts.fill(key, &[(name, &value.to_string())])
    }
    /// A text with its places filled.
    #[must_use]
    pub fn fill(&self, key: &'static str, values: &[(&str, &str)]) -> String {
        self.texts.fill(key, values)
    }
    /// The text for a word of the program, else the word itself.
    #[must_use]
    pub fn word(&self, group: &str, word: &str) -> String {
        self.texts.find(&format!("{group}.{word}")).map_or_else(|| word.to_owned(), str::to_owned)
    }
    /// A text for a number, which takes the place `count` and chooses the plural form.
    #[must_use]
    pub fn count(&self, key: &'static str, count: impl std::fmt::Display) -> String {
        self.with(key, "count", count)
    }
    /// The language of the page.
    #[must_use]
    pub fn language(&self) -> &str {
        self.texts.language
    }
    /// The direction of the page.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        self.texts.direction()
    }
    /// How ages are said, for the page's script.
    #[must_use]
    pub fn ages(&self) -> &str {
        self.texts.ages()
    }
    /// Where the reader may go.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.links
    }
    /// Names the version of the pages' own files.
    #[must_use]
    pub fn assets(&self) -> &'static str {
        assets::version()
    }
    /// The version of the program.
    #[must_use]
    pub fn program(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
    /// The reader's role.
    #[must_use]
    pub fn role(&self) -> String {
        self.person.as_ref().map_or_else(String::new, |person| self.word("role", person.role.word()))
    }
    /// A moment in the reader's time zone.
    #[must_use]
    pub fn when(&self, time: Time) -> When {
        let zoned = time.timestamp().to_zoned(self.zone.clone());
        let today = self.now.timestamp().to_zoned(self.zone.clone()).date();
        let dates = &self.texts.dates;
        let short = if zoned.date() == today {
            dates.minutes(&zoned)
        } else {
            let (date, time) = (dates.short(&zoned, today.year()), dates.minutes(&zoned));
            self.fill("time.day", &[("date", &date), ("time", &time)])
        };
        let offset = zoned.strftime("UTC%:z").to_string();
        let (date, clock) = (dates.long(&zoned), dates.seconds(&zoned));
        let full = self.fill("time.full", &[("date", &date), ("time", &clock), ("zone", &offset)]);
        When { iso: time.to_string(), short, full, age: self.age(time) }
    }

    /// How long ago, or how soon.
    #[must_use]
    pub fn age(&self, time: Time) -> String {
        let ms = self.now.since(time);
        let minutes = ms.unsigned_abs() / 60_000;
        let past = ms >= 0;
        match minutes {
            0 => self.t(if past { "age.now" } else { "soon.now" }).to_owned(),
            1..60 => self.count(if past { "age.minutes" } else { "soon.minutes" }, minutes),
            60..2880 => self.count(if past { "age.hours" } else { "soon.hours" }, minutes / 60),
            2880..1_051_200 => self.count(if past { "age.days" } else { "soon.days" }, minutes / 1440),
            _ => self.count(if past { "age.years" } else { "soon.years" }, minutes / 525_960),
        }
    }

    /// The zone of the house, by name and offset.
    #[must_use]
    pub fn zone(&self) -> String {
        let offset = self.now.timestamp().to_zoned(self.zone.clone()).strftime("UTC%:z").to_string();
        match self.zone.iana_name() {
            Some(name) if name != "UTC" && name != "Etc/UTC" => format!("{name} ({offset})"),
            _ => offset,
        }
    }
}

/// A template as an answer.
///
/// # Errors
/// If it cannot be rendered.
pub fn show(template: &impl Template) -> Result<Html<String>, Failure> {
    Ok(Html(template.render()?))
}
