//! Dates and times of day as each language writes them: ICU's patterns and names, in the Gregorian calendar. How a
//! date, a time and a zone make one phrase is a text of the pages.

use icu_calendar::Gregorian;
use icu_datetime::fieldsets::{MD, T, YMD};
use icu_datetime::input::{Date, Time};
use icu_datetime::{FixedCalendarDateTimeFormatter, NoCalendarFormatter};
use icu_locale_core::Locale;
use jiff::Zoned;
use jiff::civil;

type Days<F> = Option<FixedCalendarDateTimeFormatter<Gregorian, F>>;

/// How a language writes dates. What ICU does not have for it is written in numbers.
pub struct Dates {
    long: Days<YMD>,
    medium: Days<YMD>,
    this_year: Days<MD>,
    minutes: Option<NoCalendarFormatter<T>>,
    seconds: Option<NoCalendarFormatter<T>>,
    /// What stands before the year of a long day, where ICU leaves it out.
    before_year: Option<&'static str>,
}

impl Dates {
    /// Of a language.
    #[must_use]
    pub fn new(language: &Locale) -> Self {
        Self {
            long: FixedCalendarDateTimeFormatter::try_new(language.into(), YMD::long()).ok(),
            medium: FixedCalendarDateTimeFormatter::try_new(language.into(), YMD::medium()).ok(),
            this_year: FixedCalendarDateTimeFormatter::try_new(language.into(), MD::medium()).ok(),
            minutes: NoCalendarFormatter::try_new(language.into(), T::hm()).ok(),
            seconds: NoCalendarFormatter::try_new(language.into(), T::hms()).ok(),
            before_year: (language.id.language.as_str() == "vi").then_some("năm"),
        }
    }

    /// A day with the name of its month.
    #[must_use]
    pub fn long(&self, at: civil::Date) -> String {
        let written = self.long.as_ref().zip(day(at)).map(|(days, day)| days.format(&day).to_string());
        let written = written.unwrap_or_else(|| at.strftime("%F").to_string());
        let parts = self.before_year.zip(written.rsplit_once(char::is_whitespace));
        let whole = parts.map(|(word, (day, year))| format!("{day} {word} {year}"));
        whole.unwrap_or(written)
    }

    /// A day for a list; without its year if that is `this_year`.
    #[must_use]
    pub fn short(&self, at: civil::Date, this_year: i16) -> String {
        let written = if at.year() == this_year {
            self.this_year.as_ref().zip(day(at)).map(|(days, day)| days.format(&day).to_string())
        } else {
            self.medium.as_ref().zip(day(at)).map(|(days, day)| days.format(&day).to_string())
        };
        written.unwrap_or_else(|| at.strftime("%F").to_string())
    }

    /// Hours and minutes.
    #[must_use]
    pub fn minutes(&self, at: &Zoned) -> String {
        let written = self.minutes.as_ref().zip(time(at)).map(|(times, time)| times.format(&time).to_string());
        written.unwrap_or_else(|| at.strftime("%H:%M").to_string())
    }

    /// Hours, minutes and seconds.
    #[must_use]
    pub fn seconds(&self, at: &Zoned) -> String {
        let written = self.seconds.as_ref().zip(time(at)).map(|(times, time)| times.format(&time).to_string());
        written.unwrap_or_else(|| at.strftime("%T").to_string())
    }
}

fn day(at: civil::Date) -> Option<Date<Gregorian>> {
    Date::try_new_gregorian(at.year().into(), at.month().try_into().ok()?, at.day().try_into().ok()?).ok()
}

fn time(at: &Zoned) -> Option<Time> {
    Time::try_new(at.hour().try_into().ok()?, at.minute().try_into().ok()?, at.second().try_into().ok()?, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use std::fmt::Write;

    #[test]
    fn every_language_writes_dates_its_own_way() {
        let at: Zoned = "2026-11-03T14:05:09[Asia/Ho_Chi_Minh]".parse().unwrap();
        let mut text = String::new();
        for tag in ["en-GB", "vi", "ru", "kk", "az", "fr"] {
            let dates = Dates::new(&tag.parse().unwrap());
            let (date, time) = (at.date(), dates.seconds(&at));
            writeln!(text, "{} | {} | {} | {time}", dates.long(date), dates.short(date, 2025), dates.short(date, 2026))
                .unwrap();
        }
        expect![[r#"
            3 November 2026 | 3 Nov 2026 | 3 Nov | 14:05:09
            3 tháng 11 năm 2026 | 3 thg 11, 2026 | 3 thg 11 | 14:05:09
            3 ноября 2026 г. | 3 нояб. 2026 г. | 3 нояб. | 14:05:09
            2026 ж. 3 қараша | 2026 ж. 03 қар. | 3 қар. | 14:05:09
            3 noyabr 2026 | 3 noy 2026 | 3 noy | 14:05:09
            3 novembre 2026 | 3 nov. 2026 | 3 nov. | 14:05:09
        "#]]
        // Russian and Kazakh keep the year and its word together.
        .assert_eq(&text.replace(['\u{a0}', '\u{202f}'], " "));
    }
}
