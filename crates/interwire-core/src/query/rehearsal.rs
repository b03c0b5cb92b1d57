//! Items and queries thrown by dice, in the scripts of the trade, for the tests of everything that must give the same
//! answer. The words are few and near one another, so that queries often match and often nearly do.

use super::news::{Above, News};
use crate::item::{Body, Concept, Item, ItemType, Line, Markup, Moment, PubStatus, Rendition, Times, Version};

/// Dice with a seed.
#[derive(Debug, Clone)]
pub struct Dice(u64);

/// Words as they are written; some differ from each other by what a query ignores, and some by what it does not.
pub const WORDS: &[&str] = &[
    "oil",
    "Oil",
    "coal",
    "oils",
    "minister",
    "Ministers",
    "the",
    "of",
    "O'Brien",
    "O’Brien",
    "Brien",
    "U.S.",
    "1,000",
    "Vũ",
    "Việt",
    "Trang",
    "Viê\u{323}t",
    "Viet",
    "Trâng",
    "Hà",
    "Nội",
    "NỘI",
    "đồng",
    "dong",
    "Қазақстан",
    "қазақстан",
    "Казахстан",
    "Qazaqstan",
    "Тоқаев",
    "Токаев",
    "ел",
    "Әлем",
    "Әлемі",
    "Əliyev",
    "Aliyev",
    "İlham",
    "Ilham",
    "ILHAM",
    "ılham",
    "IŞIK",
    "ışık",
    "Iraq",
    "ISPARTA",
    "Türkiye'nin",
    "Türkiye",
    "سفير",
    "سَفِيرٌ",
    "سفيرة",
    "أحمد",
    "احمد",
    "٢٠٢٦",
    "2026",
    "北京",
    "北京市",
    "東京",
    "京",
    "서울",
    "Straße",
    "strasse",
    "naïve",
    "naive",
    "Париж",
    "парижа",
    "Россия",
    "россии",
    "energy",
    "energetics",
];
const LANGUAGES: &[&str] = &["en", "en-GB", "vi", "kk", "az-Latn", "tr", "ru", "ar", "zh-Hans", ""];
const MEDIA: &[&str] = &["text", "picture", "video", "audio", "graphic", "composite", "event", "telex"];
const PARTIES: &[&str] = &["hanoi", "astana", "baku"];
const SERVICES: &[&str] = &["economy", "Kinh tế", "world (en)", "A*"];
const PLACES: &[&str] = &["Hà Nội", "Bakı", "Астана", "Astana"];
const PEOPLE: &[&str] = &["Vũ Việt Trang", "İlham Əliyev", "Ilham Aliyev", "Қасым-Жомарт Тоқаев"];

/// A tree of subjects: `medtop:01000000`, below it `medtop:01100000`, below that `medtop:01110000`.
pub fn tree(code: &str, each: &mut dyn FnMut(&str)) {
    let Some(digits) = code.strip_prefix("medtop:") else { return };
    for length in [2, 3, 4] {
        let broad = digits.get(..length).filter(|broad| !broad.ends_with('0') || length == 2);
        if let Some(broad) = broad {
            each(&format!("medtop:{broad:0<8}"));
        }
    }
}

impl Dice {
    /// Dice that always fall the same for a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }
    /// Any number.
    pub fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }
    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.throw() % end as u64).unwrap_or(0)
    }
    /// Yes, once in so many throws.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
    /// One of these.
    pub fn of<'t, T: ?Sized>(&mut self, all: &[&'t T]) -> &'t T {
        all[self.below(all.len())]
    }

    fn text(&mut self, words_max: usize) -> String {
        let mut text = String::new();
        for _ in 0..self.below(words_max + 1) {
            text.push_str(self.of(WORDS));
            text.push_str(self.of(&[" ", " ", " ", ", ", ". ", " – ", "\n"]));
        }
        text
    }

    fn subject(&mut self) -> String {
        let digits = ["01000000", "02000000", "01100000", "01200000", "01110000", "01120000", "02100000", "02110000"];
        let code = self.of(&digits);
        match self.below(4) {
            0 => format!("http://cv.iptc.org/newscodes/mediatopic/{code}"),
            1 => format!("vna:{}", code.get(..4).unwrap_or_default()),
            _ => format!("medtop:{code}"),
        }
    }

    fn day(&mut self) -> String {
        format!("2026-{:02}-{:02}", 10 + self.below(3), 1 + self.below(28))
    }

    /// An item.
    pub fn item(&mut self) -> Item {
        let lines = |dice: &mut Self, count: usize, words: usize| -> Vec<Line> {
            (0..dice.below(count + 1)).map(|_| Line::of(&dice.text(words))).collect()
        };
        let names = |dice: &mut Self, all: &[&str]| -> Vec<Concept> {
            (0..dice.below(3)).map(|_| Concept::of_name(dice.of(all))).collect()
        };
        let subjects = |dice: &mut Self| Concept { qcode: Some(dice.subject()), ..Concept::default() };
        let language = self.of(LANGUAGES);
        let mut item = Item {
            version: Version::of(1 + self.throw() % 4),
            kind: (!self.one_in(5)).then(|| ItemType::parse(self.of(MEDIA))),
            pub_status: (!self.one_in(3))
                .then(|| PubStatus::parse(self.of(&["usable", "withheld", "canceled", "draft"]))),
            languages: if language.is_empty() { vec![] } else { vec![language.to_owned()] },
            headlines: lines(self, 2, 8),
            bylines: lines(self, 1, 3),
            keywords: lines(self, 2, 2),
            descriptions: lines(self, 1, 6),
            subjects: (0..self.below(4)).map(|_| subjects(self)).collect(),
            places: names(self, PLACES),
            people: names(self, PEOPLE),
            urgency: (!self.one_in(4)).then(|| u8::try_from(1 + self.below(9)).unwrap_or(1)),
            ..Item::default()
        };
        for part in 0..self.below(3) {
            let (text, html) = (self.text(40), self.one_in(3));
            let text = if html { format!("<p>{}</p>", text.replace('\n', "</p><p>")) } else { text };
            let markup = if html { Markup::Html } else { Markup::Plain };
            item.bodies.push(Body { markup, text, part: u32::try_from(part).unwrap_or(0), ..Body::default() });
        }
        if self.one_in(3) {
            let content_type = Some(self.of(&["image/jpeg", "video/mp4", "application/pdf"]).to_owned());
            item.renditions.push(Rendition { content_type, ..Rendition::default() });
        }
        let moment = |dice: &mut Self| Some(Moment::new(&format!("{}T{:02}:00:00Z", dice.day(), dice.below(24))));
        item.times = Times { version_created: moment(self), first_created: moment(self), ..Times::default() };
        item
    }

    /// What its source adds to an item.
    pub fn context(&mut self) -> (Option<&'static str>, Vec<String>) {
        let source = (!self.one_in(4)).then(|| self.of(PARTIES));
        let services = (0..self.below(3)).map(|_| self.of(SERVICES).to_owned()).collect();
        (source, services)
    }

    fn words(&mut self) -> String {
        let tilde = if self.one_in(5) { "~" } else { "" };
        let count = if self.one_in(3) { 2 + self.below(2) } else { 1 };
        let words: Vec<&str> = (0..count).map(|_| self.of(WORDS)).collect();
        let mut text = words.join(" ");
        let last = words.last().map_or("", |word| word);
        // Behind an apostrophe or a dot too little may be left.
        let star = if self.one_in(5) && last.chars().all(|char| char.is_alphanumeric() || char > '\u{2fff}') {
            let keep = 3 + self.below(3);
            text.truncate(text.len() - last.len());
            text.extend(last.chars().take(keep));
            "*"
        } else {
            ""
        };
        format!("{tilde}\"{text}\"{star}")
    }

    fn clause(&mut self) -> String {
        match self.below(20) {
            0..=5 => self.words(),
            6 => format!("headline:{}", self.words()),
            7 => format!("{}:{}", self.of(&["byline", "keyword"]), self.words()),
            8 | 9 => format!("subject:{}", self.subject()),
            10 => format!("language:{}", self.of(&["en", "en-gb", "vi", "az", "tr", "zh"])),
            11 => format!("media:{}", self.of(MEDIA)),
            12 => format!("media-only:({} OR {})", self.of(&MEDIA[..6]), self.of(&MEDIA[..6])),
            13 => format!("{}:\"{}\"", self.of(&["place", "person", "organisation"]), self.of(PLACES)),
            14 => format!(
                "person:{}\"{}\"",
                self.of(&["", "~"]),
                self.of(&["Trang", "Əliyev", "Aliyev", "Тоқаев", "Toqaev"])
            ),
            15 => format!("urgency:{}..{}", self.below(4), 4 + self.below(6)),
            16 => format!("{}:{}..{}", self.of(&["date", "created"]), "2026-10", self.day()),
            17 => format!("source:{}", self.of(PARTIES)),
            18 => format!("service:\"{}\" OR status:{}", self.of(SERVICES), self.of(&["usable", "canceled", "draft"])),
            _ => format!("version:>={}", self.below(4)),
        }
    }

    /// A query as text.
    pub fn query(&mut self) -> String {
        let depth = self.below(4);
        self.tree(depth)
    }

    fn tree(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.clause();
        }
        let count = 1 + self.below(3);
        let parts: Vec<String> = (0..count)
            .map(|_| {
                let inner = self.below(depth);
                let not = if self.one_in(5) { "NOT " } else { "" };
                format!("{not}({})", self.tree(inner))
            })
            .collect();
        parts.join(if self.one_in(2) { " OR " } else { " AND " })
    }
}

/// An item with what its source adds, as queries see it.
#[must_use]
pub fn news<'a>(item: &'a Item, context: &'a (Option<&str>, Vec<String>)) -> News<'a> {
    let above: Above<'a> = &tree;
    News { item, source: context.0, services: &context.1, above }
}
