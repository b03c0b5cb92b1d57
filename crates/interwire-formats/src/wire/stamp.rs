//! The stamps of wires: day and time, sometimes with a zone, a month and two digits of a year.

use interwire_core::item::Moment;

/// A stamp taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub year: u16,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    /// Minutes east of UTC, if it says so.
    pub offset: Option<i16>,
}

/// The months by their first letters, in the languages of the wires met so far.
const MONTHS: [&[&str]; 12] = [
    &["jan", "gen", "ene", "янв", "oca", "yan", "қаң"],
    &["feb", "fév", "fev", "фев", "şub", "ақп"],
    &["mar", "mär", "mrz", "мар", "нау"],
    &["apr", "avr", "abr", "апр", "nis", "сәу"],
    &["may", "mai", "mag", "май", "мая", "мам"],
    &["jun", "giu", "juin", "июн", "haz", "iyn", "iyun", "мау"],
    &["jul", "lug", "juil", "июл", "tem", "iyl", "iyul", "шіл"],
    &["aug", "aoû", "aou", "ago", "авг", "ağu", "avq", "там"],
    &["sep", "set", "сен", "eyl", "sen", "қыр"],
    &["oct", "okt", "ott", "out", "окт", "eki", "қаз"],
    &["nov", "ноя", "kas", "noy", "қар"],
    &["dec", "dez", "déc", "dic", "дек", "ara", "dek", "жел"],
];

/// The number of a month, from its name or the beginning of it.
pub(crate) fn month(word: &str) -> Option<u8> {
    let word = word.trim_end_matches('.').to_lowercase();
    let known = |names: &[&str]| names.iter().any(|name| word.starts_with(name));
    let at = if word.starts_with("juil") { 6 } else { MONTHS.iter().position(|names| known(names))? };
    u8::try_from(at + 1).ok()
}

impl Stamp {
    /// Reads `DDHHMM [GMT] Mon YY`; some sign before it. spec: IPTC 7901, end of text.
    pub fn of_7901(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace().peekable();
        let is_clock = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
        let signs = words.next_if(|word| word.len() <= 6 && word.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let clock = words.next().filter(is_clock)?;
        let offset = words.peek().and_then(|word| zone(word));
        words.next_if(|_| offset.is_some());
        let month = month(words.next()?)?;
        let year = year(words.next()?)?;
        // What is signed must end here, or a sentence could be one.
        let ends = signs.is_none() || words.next().is_none();
        let stamp = Self { year, month, day: two(clock, 0)?, hour: two(clock, 2)?, minute: two(clock, 4)?, offset };
        stamp.checked().filter(|_| ends)
    }
    /// Reads `MM-DD-YY HHMMGMT`. spec: ANPA 1312, trailer.
    pub fn of_anpa(date: &str, clock: &str) -> Option<Self> {
        let mut parts = date.split('-');
        let (month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let year = year(parts.next()?)?;
        let digits = clock.trim_end_matches(|c: char| !c.is_ascii_digit());
        let word = clock.get(digits.len()..)?.trim();
        let offset = zone(word);
        if digits.len() != 4 || !(offset.is_some() || word.is_empty()) {
            return None;
        }
        Self { year, month, day, hour: two(digits, 0)?, minute: two(digits, 2)?, offset }.checked()
    }
    fn checked(self) -> Option<Self> {
        let good = (1..=12).contains(&self.month) && (1..=31).contains(&self.day) && self.hour < 24 && self.minute < 60;
        good.then_some(self)
    }
    /// The stamp as a time.
    pub fn moment(&self) -> Moment {
        let Self { year, month, day, hour, minute, offset } = self;
        let zone = match offset {
            None => String::new(),
            Some(0) => "Z".to_owned(),
            Some(minutes) => {
                format!("{}{:02}:{:02}", if *minutes < 0 { '-' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60)
            }
        };
        Moment::new(&format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00{zone}"))
    }
    /// The stamp of a time that has an offset.
    pub fn of(moment: &Moment) -> Option<Self> {
        let text = moment.time()?.to_string();
        let part = |from: usize, to: usize| text.get(from..to)?.parse().ok();
        Some(Self {
            year: text.get(..4)?.parse().ok()?,
            month: part(5, 7)?,
            day: part(8, 10)?,
            hour: part(11, 13)?,
            minute: part(14, 16)?,
            offset: Some(0),
        })
    }
    /// The month as IPTC 7901 writes it.
    pub fn month_name(&self) -> &'static str {
        const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        NAMES.get(usize::from(self.month).saturating_sub(1)).copied().unwrap_or("Jan")
    }
}

/// Minutes east of UTC, of the zones by which wires tell the time.
fn zone(word: &str) -> Option<i16> {
    Some(match word.to_ascii_uppercase().as_str() {
        "GMT" | "UTC" | "Z" | "WET" => 0,
        "CET" | "MEZ" => 60,
        "CEST" | "MESZ" | "EET" => 120,
        "EEST" | "MSK" | "TRT" => 180,
        "AZT" => 240,
        "ICT" => 420,
        "EST" | "CDT" => -300,
        "EDT" => -240,
        "CST" | "MDT" => -360,
        "MST" | "PDT" => -420,
        "PST" => -480,
        _ => return None,
    })
}

fn two(digits: &str, at: usize) -> Option<u8> {
    digits.get(at..at + 2)?.parse().ok()
}

fn year(text: &str) -> Option<u16> {
    let year: u16 = text.parse().ok()?;
    match text.len() {
        4 => Some(year),
        2 => Some(if year < 70 { 2000 + year } else { 1900 + year }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_of_the_field_are_understood() {
        for (text, moment) in [
            ("251037 Sep 24", Some("2024-09-25T10:37:00")),
            ("071341 GMT Okt 15 ", Some("2015-10-07T13:41:00Z")),
            ("010000 UTC Dez 1999", Some("1999-12-01T00:00:00Z")),
            ("231530 GMT окт 26", Some("2026-10-23T15:30:00Z")),
            ("231530 GMT шіл 26", Some("2026-07-23T15:30:00Z")),
            ("111632 GMT мая 26", Some("2026-05-11T16:32:00Z")),
            ("121632 iyun 26", Some("2026-06-12T16:32:00")),
            ("121632 iyul 2026", Some("2026-07-12T16:32:00")),
            ("111632 MEZ Nov 26", Some("2026-11-11T16:32:00+01:00")),
            ("111632 ICT Nov 26", Some("2026-11-11T16:32:00+07:00")),
            ("HNA 231530 GMT NOV 2026", Some("2026-11-23T15:30:00Z")),
            ("Meets 231530 GMT NOV 2026 there", None),
            ("231530 GMT", None),
            ("321530 Sep 24", None),
            ("25103 Sep 24", None),
        ] {
            let read = Stamp::of_7901(text).map(|stamp| stamp.moment().as_str().to_owned());
            assert_eq!(read.as_deref(), moment, "{text}");
        }
        let anpa = |date, clock| Stamp::of_anpa(date, clock).map(|stamp| stamp.moment().as_str().to_owned());
        assert_eq!(anpa("11-13-13", "1509GMT").as_deref(), Some("2013-11-13T15:09:00Z"));
        assert_eq!(anpa("11-13-13", "1509").as_deref(), Some("2013-11-13T15:09:00"));
        assert_eq!(anpa("11-13-13", "1509EST").as_deref(), Some("2013-11-13T15:09:00-05:00"));
        assert_eq!((anpa("11-13-13", "1509XYZ"), anpa("13-13-13", "1509GMT")), (None, None));
    }
}
