//! Embargoes in words: until when something must not be published, or that it may be from now on.

use super::Place;
use super::fold::{after_any, before, folded, is_capital};
use interwire_core::item::Embargo;

/// The word itself. A country may be under one as well, so it stands in capitals, before a colon or before a time.
const EMBARGO: &[&str] = &["EMBARGO", "ЭМБАРГО", "CẤM PHÁT", "EMBARQO", "AMBARGO", "حظر النشر"];

/// What is under one may also be goods: these words need a time.
const EMBARGOED: &[&str] = &["EMBARGOED"];

/// Words that desks say of their stories.
const UNDER_EMBARGO: &[&str] = &[
    "UNDER STRICT EMBARGO",
    "UNDER EMBARGO",
    "STRICTLY UNDER EMBARGO",
    "STRICTLY EMBARGOED",
    "STRICT EMBARGO",
    "HOLD FOR RELEASE",
    "SOUS EMBARGO STRICT",
    "SOUS EMBARGO",
    "BAJO EMBARGO",
    "SOTTO EMBARGO",
    "UNTER EMBARGO",
    "SPERRFRIST",
    "MIT SPERRFRIST",
    "GESPERRT BIS",
    "ПОД ЭМБАРГО",
];

/// The same, which end where the time begins.
const NOT_BEFORE: &[&str] = &[
    "NOT FOR RELEASE BEFORE",
    "NOT FOR RELEASE UNTIL",
    "NOT FOR PUBLICATION BEFORE",
    "NOT FOR PUBLICATION UNTIL",
    "NOT TO BE PUBLISHED BEFORE",
    "NOT TO BE RELEASED BEFORE",
    "DO NOT PUBLISH BEFORE",
    "DO NOT PUBLISH UNTIL",
    "DO NOT RELEASE BEFORE",
    "DO NOT RELEASE UNTIL",
    "NE PAS PUBLIER AVANT",
    "NE PAS DIFFUSER AVANT",
    "NO PUBLICAR ANTES DE",
    "NON PUBBLICARE PRIMA DI",
    "NON PUBBLICARE PRIMA DELLE",
    "NICHT VERÖFFENTLICHEN VOR",
    "НЕ ПУБЛИКОВАТЬ ДО",
    "KHÔNG PHÁT TRƯỚC",
    "KHÔNG ĐĂNG TRƯỚC",
];

/// What stands before the time, the longer first.
const UNTIL: &[&str] = &[
    "FOR RELEASE UNTIL",
    "FOR RELEASE BEFORE",
    "FOR RELEASE AT",
    "FOR RELEASE ON",
    "FOR RELEASE",
    "UNTIL",
    "TILL",
    "BIS ZUM",
    "BIS",
    "JUSQU'AU",
    "JUSQU'A",
    "HASTA",
    "FINO ALLE",
    "FINO AL",
    "FINO A",
    "ДО",
    "CHO ĐẾN",
    "ĐẾN",
];

/// What some languages say behind the time.
const UNTIL_BEHIND: &[&str] = &["QƏDƏR", "DƏK", "ДЕЙІН", "KADAR"];

/// What says that it has ended, or that there is none.
const OVER: &[&str] = &[
    "LIFTED",
    "RELEASED",
    "OVER",
    "ENDED",
    "EXPIRED",
    "REMOVED",
    "CANCELED",
    "CANCELLED",
    "NO LONGER IN FORCE",
    "NONE",
    "NO",
    "NIL",
    "N/A",
    "FREE",
    "LEVEE",
    "LEVE",
    "TERMINE",
    "AUCUN",
    "AUFGEHOBEN",
    "ABGELAUFEN",
    "ENTFÄLLT",
    "FREI",
    "KEINER",
    "KEINE",
    "KEIN",
    "LEVANTADO",
    "CANCELADO",
    "NINGUNO",
    "RIMOSSO",
    "REVOCATO",
    "SCADUTO",
    "NESSUNO",
    "СНЯТО",
    "СНЯТ",
    "ОТМЕНЕНО",
    "НЕТ",
    "KHÔNG CO",
    "KHÔNG",
    "DỠ BỎ",
    "HẾT HIỆU LỰC",
    "ЖОҚ",
    "АЛЫНДЫ",
    "YOXDUR",
    "YOX",
    "GÖTÜRÜLÜB",
    "GÖTÜRÜLDÜ",
    "LƏĞV EDILIB",
    "YOK",
    "KALDIRILDI",
    "KALKTI",
    "لا يوجد",
    "لا",
    "مرفوع",
];

/// What may stand before it.
const HAS: &[&str] = &[
    "HAS NOW BEEN",
    "HAS BEEN",
    "IS NOW",
    "IS",
    "WAS",
    "NOW",
    "EST",
    "A ETE",
    "IST",
    "WURDE",
    "HA SIDO",
    "E STATO",
    "УЖЕ",
    "ĐÃ ĐƯỢC",
    "ĐÃ",
];

/// What may stand behind it.
const NOW: &[&str] = &["NOW", "ALREADY", "IMMEDIATELY", "WITH IMMEDIATE EFFECT"];

/// What stands between the end of an embargo and its time.
const AT: &[&str] = &["AT", "ON", "FROM", "A PARTIR DE", "A", "UM", "AM", "AB", "ALLE", "В", "С", "LÚC", "TỪ"];

/// Times without a figure.
const TIMES: &[&str] = &[
    "MONDAY",
    "TUESDAY",
    "WEDNESDAY",
    "THURSDAY",
    "FRIDAY",
    "SATURDAY",
    "SUNDAY",
    "NOON",
    "MIDNIGHT",
    "MIDDAY",
    "TOMORROW",
    "TONIGHT",
    "LUNDI",
    "MARDI",
    "MERCREDI",
    "JEUDI",
    "VENDREDI",
    "SAMEDI",
    "DIMANCHE",
    "MIDI",
    "MINUIT",
    "DEMAIN",
    "MONTAG",
    "DIENSTAG",
    "MITTWOCH",
    "DONNERSTAG",
    "FREITAG",
    "SAMSTAG",
    "SONNABEND",
    "SONNTAG",
    "MORGEN",
    "MITTAG",
    "MITTERNACHT",
    "LUNES",
    "MARTES",
    "MIERCOLES",
    "JUEVES",
    "VIERNES",
    "SÁBADO",
    "SABADO",
    "DOMINGO",
    "MAÑANA",
    "MEDIANOCHE",
    "LUNED",
    "MARTED",
    "MERCOLED",
    "GIOVED",
    "VENERD",
    "SABATO",
    "DOMENICA",
    "DOMANI",
    "ПОНЕДЕЛЬНИК",
    "ВТОРНИК",
    "СРЕД",
    "ЧЕТВЕРГ",
    "ПЯТНИЦ",
    "СУББОТ",
    "ВОСКРЕСЕНЬ",
    "ЗАВТРА",
    "ПОЛДЕНЬ",
    "ПОЛНОЧЬ",
    "THỨ",
    "NGAY",
    "SABAH",
    "YARIN",
    "ЕРТЕҢ",
];

/// Words with which a desk calls upon its readers.
const ADVICE: &[&str] = &[
    "ATTENTION",
    "ADVISORY",
    "NOTE",
    "NOTE TO EDITORS",
    "EDS",
    "EDITORS",
    "EDITOR'S NOTE",
    "URGENT",
    "IMPORTANT",
    "ACHTUNG",
    "HINWEIS",
    "WICHTIG",
    "AVIS",
    "ATENCION",
    "AVISO",
    "ATTENZIONE",
    "AVVISO",
    "ВНИМАНИЕ",
    "НАЗАР",
    "CHÚ Ý",
    "LƯU Ý",
    "DIKKAT",
    "DIQQƏT",
    "تنبيه",
];

/// What parts a call or a headline from an embargo.
const MARKS: &[&str] = &[" - ", " – ", " — ", ": ", ". ", "! ", ", ", " / ", " (", " [", " *"];

/// Where in a line an embargo begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// The line begins with it, or it stands behind nothing but a call upon readers.
    First,
    /// Behind other words and a mark.
    Parted,
    /// In a sentence.
    Inside,
}

/// How the words were said.
struct Said<'a> {
    is_capital: bool,
    /// Before a colon.
    is_named: bool,
    /// A word for until follows, or belongs to it.
    is_until: bool,
    /// Until when.
    time: &'a str,
}

/// The embargo of a line, its time as written. What is not a time never ends by itself.
pub(super) fn embargo(line: &str, place: Place) -> Option<Embargo> {
    starts(line, place).into_iter().find_map(|(start, lead)| at(start, place, lead))
}

/// Where an embargo may begin.
fn starts(line: &str, place: Place) -> Vec<(&str, Lead)> {
    // It begins near the top, or it is none.
    const BYTES_MAX: usize = 600;
    let near = |(from, _): &(usize, &str)| *from <= BYTES_MAX;
    let mut all = vec![(line, Lead::First)];
    let called = after_any(line, ADVICE).map(bare).filter(|rest| !rest.is_empty());
    all.extend(called.map(|rest| (rest, Lead::First)));
    for (from, mark) in MARKS.iter().flat_map(|mark| line.match_indices(mark).take_while(near)) {
        let Some((before, rest)) = line.split_at_checked(from) else { continue };
        let lead = if is_call(before) { Lead::First } else { Lead::Parted };
        all.push((bare(rest.get(mark.len()..).unwrap_or_default()), lead));
    }
    if place == Place::Note {
        all.extend(
            line.match_indices(' ')
                .take_while(near)
                .filter_map(|(from, _)| Some((line.get(from + 1..)?, Lead::Inside))),
        );
    }
    all
}

/// Whether words before a mark only call upon readers.
fn is_call(before: &str) -> bool {
    const WORDS_MAX: usize = 4;
    let said =
        MARKS.iter().filter_map(|mark| before.rsplit_once(mark)).map(|(_, last)| last).min_by_key(|last| last.len());
    let said = bare(said.unwrap_or(before));
    after_any(said, ADVICE).is_some() && said.split(' ').count() <= WORDS_MAX
}

/// Without the marks at its beginning.
fn bare(text: &str) -> &str {
    text.trim_start_matches([':', ' ', '-', '–', '—', '(', '[', ')', ']', '*', '!', '/', ','])
}

/// The embargo that these words begin with.
fn at(text: &str, place: Place, lead: Lead) -> Option<Embargo> {
    let (list, rest) = [EMBARGO, EMBARGOED, UNDER_EMBARGO, NOT_BEFORE]
        .into_iter()
        .find_map(|list| Some((list, after_any(text, list)?)))?;
    let tail = bare(rest);
    if is_over(tail) {
        return None;
    }
    let (time, is_until) = time(tail);
    let word = text.get(..text.len() - rest.len()).unwrap_or_default();
    let said = Said {
        is_capital: is_capital(word),
        is_named: rest.trim_start().starts_with(':'),
        is_until: is_until || list == NOT_BEFORE,
        time,
    };
    let counts = match lead {
        Lead::First => said.counts_first(list, place),
        Lead::Parted => said.counts_parted(place),
        Lead::Inside => said.is_until && list != EMBARGO,
    };
    counts.then(|| Embargo::new(said.time))
}

impl Said<'_> {
    fn is_time(&self) -> bool {
        self.time.is_empty() || self.time.starts_with(char::is_numeric)
    }

    /// Whether it is an embargo at the beginning of a line.
    fn counts_first(&self, list: &[&str], place: Place) -> bool {
        let is_said_of_stories = list == UNDER_EMBARGO || list == NOT_BEFORE;
        let is_loud = self.is_capital || self.is_named;
        let is_clear = self.is_named || self.is_until || self.is_time();
        match place {
            // In a sentence the word is not an order: it must stand in capitals or before a colon.
            Place::Headline => is_clear && (is_loud || self.is_until && list != EMBARGO),
            _ if list == EMBARGOED => {
                self.is_until
                    || is_loud && (is_clear || self.time.contains(char::is_numeric))
                    || self.is_note_of_time(place)
            }
            _ => is_loud || self.is_until || is_said_of_stories && place == Place::Note || self.is_note_of_time(place),
        }
    }

    fn is_note_of_time(&self, place: Place) -> bool {
        place == Place::Note && self.is_time()
    }

    /// Whether it is one behind other words.
    fn counts_parted(&self, place: Place) -> bool {
        match place {
            Place::Headline => self.is_capital && self.is_until,
            Place::Head => self.is_capital && (self.is_named || self.is_until || self.is_time()),
            Place::Note => self.is_until || self.is_named || self.is_capital && self.is_time(),
        }
    }
}

/// Until when, and whether that is said with a word for until. The end that is to come is a time as well.
fn time(tail: &str) -> (&str, bool) {
    if let Some(at) = over(tail).map(bare).map(|rest| after_any(rest, AT).map_or(rest, bare)).filter(|at| is_clock(at))
    {
        return (ended(at), false);
    }
    let mut rest = tail;
    while let Some(behind) = after_any(rest, UNTIL) {
        rest = bare(behind);
    }
    let is_until = rest.len() < tail.len();
    let rest = ended(rest);
    match UNTIL_BEHIND.iter().find_map(|word| before(rest, word)) {
        Some(before) => (before.trim_end_matches(['-', ' ', '\'']), true),
        None => (rest, is_until),
    }
}

/// Without the marks at its end.
fn ended(text: &str) -> &str {
    let text = text.trim_end_matches(['/', ' ', '*', ')', ']', '=', '<', '!', '+']);
    // Another sentence is no time.
    if text.starts_with('.') { "" } else { text }
}

/// Whether a text begins with a time of day or a whole date, not with any number.
fn is_clock(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..).unwrap_or_default();
    match digits {
        1 | 2 => [":", ".", "h", "H", " UHR", " Uhr", " p.m", " a.m", " pm", " am", " PM", " AM"]
            .iter()
            .any(|mark| rest.starts_with(mark)),
        4 => !rest.starts_with(char::is_alphabetic),
        _ => false,
    }
}

/// What stands behind the words that an embargo has ended.
fn over(tail: &str) -> Option<&str> {
    let tail = after_any(tail, HAS).map_or(tail, bare);
    after_any(tail, OVER).map(|rest| after_any(rest.trim_start(), NOW).unwrap_or(rest))
}

/// Whether it has ended: nothing must follow but what else there is to say. With a time it is still to come.
fn is_over(tail: &str) -> bool {
    let Some(rest) = over(tail).map(str::trim_start) else { return false };
    let ends =
        |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | ')' | ']' | '(' | '-' | '–' | '—' | '/' | '=' | '*' | '<');
    let sentence = rest.split(['!', ';', '\n']).next().unwrap_or_default();
    let sentence = sentence.split(". ").next().unwrap_or_default();
    rest.is_empty() || rest.starts_with(ends) && !says_time(sentence)
}

/// Whether a time may be meant: a figure, a day, noon.
fn says_time(text: &str) -> bool {
    const CHARS_MAX: usize = 200;
    let near: String = text.chars().take(CHARS_MAX).collect();
    let folded = folded(&near);
    let is_time = |word: &str| TIMES.iter().any(|time| word.starts_with(time));
    folded.contains(char::is_numeric) || folded.split(|c: char| !c.is_alphanumeric()).any(is_time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_lists_are_spelled_as_words_are_compared() {
        let lists =
            [EMBARGO, EMBARGOED, UNDER_EMBARGO, NOT_BEFORE, UNTIL, UNTIL_BEHIND, OVER, HAS, NOW, AT, TIMES, ADVICE];
        lists.into_iter().flatten().for_each(|words| assert_eq!(folded(words), **words));
    }
}
