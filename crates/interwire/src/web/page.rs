//! What every page has around its content: who reads it, in which language and time zone, where it leads.

use super::access::{Access, Person};
use super::failure::Failure;
use super::texts::{self, Texts};
use super::{Settings, Web, assets};
use crate::users::preferences;
use askama::Template;
use axum::response::Html;
use http::Method;
use interwire_core::agreement::words::word;
use interwire_core::time::Time;
use jiff::tz::TimeZone;

/// How a page looks to its reader; what `html` carries as attributes, because nothing is styled inline.
#[derive(Clone)]
pub struct Looks {
    /// Its words.
    pub texts: &'static Texts,
    /// Its colours.
    pub scheme: String,
    /// How close things stand.
    pub density: String,
    /// How large letters are.
    pub text_size: String,
    /// Whether flashes and kills make a sound.
    pub sounds: bool,
}

impl Looks {
    /// For a person; for nobody, as the house has it.
    #[must_use]
    pub fn of(settings: &Settings, person: Option<&Person>) -> Self {
        let own = person.map(|person| person.language.as_str()).filter(|language| !language.is_empty());
        let wanted = person.map_or_else(|| preferences::default_of(""), |person| person.preferences.clone());
        Self {
            texts: texts::best(own.unwrap_or(&settings.language)),
            scheme: wanted.scheme,
            density: wanted.density,
            text_size: wanted.text_size,
            sounds: wanted.sounds,
        }
    }

    /// The colour schemes that the page is made for.
    #[must_use]
    pub fn schemes(&self) -> &str {
        if self.scheme == "system" { "light dark" } else { &self.scheme }
    }
}

/// The zone that a person has chosen, if it still exists.
fn zone_of(person: Option<&Person>) -> Option<TimeZone> {
    preferences::zone(person?.preferences.zone.as_deref()?)
}

/// The frame of a page.
pub struct Frame {
    looks: Looks,
    /// The path of the page, or of the place it belongs to.
    pub here: &'static str,
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
    /// Sources that are silent for longer than they should be, for those whom it concerns.
    pub idle: usize,
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

const PLACES: [(&str, &str); 10] = [
    ("/board", "nav.board"),
    ("/searches", "nav.searches"),
    ("/sent", "nav.sent"),
    ("/holds", "nav.holds"),
    ("/agreements", "nav.agreements"),
    ("/partners", "nav.partners"),
    ("/dead-letters", "nav.letters"),
    ("/health", "nav.health"),
    ("/audit", "nav.audit"),
    ("/users", "nav.users"),
];

impl Frame {
    /// The frame of a page that belongs to the place `here`.
    pub fn new(web: &Web, access: &Access, here: &'static str) -> Self {
        let settings = web.settings();
        let looks = Looks::of(settings, access.person.as_ref());
        let texts = looks.texts;
        let may = |path: &str| access.may(&Method::GET, path);
        let link = |(path, name)| Link { path, name: texts.get(name), here: path == here };
        Self {
            texts,
            root: settings.root.clone(),
            house: web.node().house().name.clone(),
            person: access.person.clone(),
            csrf: access.csrf.clone(),
            now: web.node().now(),
            zone: zone_of(access.person.as_ref()).unwrap_or_else(|| settings.zone.clone()),
            looks,
            here,
            idle: if may("/health") { web.pulses().idle() } else { 0 },
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
        self.find(group, word).map_or_else(|| word.to_owned(), str::to_owned)
    }
    /// The text for a word of the program, if there is one.
    #[must_use]
    pub fn find(&self, group: &str, word: &str) -> Option<&'static str> {
        self.texts.find(&format!("{group}.{word}"))
    }
    /// A text for a number, which takes the place `count` and chooses the plural form.
    #[must_use]
    pub fn count(&self, key: &'static str, count: impl std::fmt::Display) -> String {
        self.with(key, "count", count)
    }
    /// A number of bytes.
    #[must_use]
    pub fn bytes(&self, bytes: u64) -> String {
        self.texts.bytes(bytes)
    }
    /// How the page looks.
    #[must_use]
    pub fn looks(&self) -> &Looks {
        &self.looks
    }
    /// The language of the page.
    #[must_use]
    pub fn language(&self) -> &'static str {
        self.texts.language
    }
    /// A language by its own name for itself, if the pages are written in it; else as the language of the page calls
    /// it; else its tag.
    #[must_use]
    pub fn tongue(&self, tag: &str) -> String {
        if let Some(known) = texts::choices().find(|texts| texts.language.eq_ignore_ascii_case(tag)) {
            return known.name.to_owned();
        }
        let own = self.language().parse().ok();
        let word = own.and_then(|own| word(&own, &format!("language.{}", tag.to_ascii_lowercase())));
        word.unwrap_or(tag).to_owned()
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
    /// Where the pages' own files are.
    #[must_use]
    pub fn files(&self) -> String {
        assets::folder(&self.root)
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
            let (date, time) = (dates.short(zoned.date(), today.year()), dates.minutes(&zoned));
            self.fill("time.day", &[("date", &date), ("time", &time)])
        };
        let offset = zoned.strftime("UTC%:z").to_string();
        // A moment that somebody set, such as the end of a period, is whole; one that happened has its second.
        let clock = if zoned.second() == 0 { dates.minutes(&zoned) } else { dates.seconds(&zoned) };
        let date = dates.long(zoned.date());
        let full = self.fill("time.full", &[("date", &date), ("time", &clock), ("zone", &offset)]);
        When { iso: time.to_string(), short, full, age: self.age(time) }
    }

    /// A moment as a form shows it: day and minute in the reader's zone.
    #[must_use]
    pub fn local(&self, time: Time) -> String {
        time.timestamp().to_zoned(self.zone.clone()).strftime("%Y-%m-%dT%H:%M").to_string()
    }

    /// The moment that a form gives, in the reader's zone.
    #[must_use]
    pub fn moment(&self, text: &str) -> Option<Time> {
        let local: jiff::civil::DateTime = text.trim().parse().ok()?;
        Some(Time::from_ms(local.to_zoned(self.zone.clone()).ok()?.timestamp().as_millisecond()))
    }

    /// A day that is the same in every zone.
    #[must_use]
    pub fn day(&self, day: jiff::civil::Date) -> String {
        self.texts.dates.long(day)
    }

    /// The same for templates, which lend.
    #[must_use]
    pub fn date(&self, day: &jiff::civil::Date) -> String {
        self.day(*day)
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

    /// The zone of the page's times, by name and offset.
    #[must_use]
    pub fn zone(&self) -> String {
        self.zone_name(&self.zone)
    }

    /// A zone by name and offset.
    #[must_use]
    pub fn zone_name(&self, zone: &TimeZone) -> String {
        let offset = self.now.timestamp().to_zoned(zone.clone()).strftime("UTC%:z").to_string();
        match zone.iana_name() {
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
