//! Words that kill, hold or release. Houses say them in many ways, so besides what desks are known to write there is a
//! rule: a line of which every word belongs to such an order is one. A line with anything else in it is news.

use super::fold::{after, before, folded, is_capital};
use super::{Order, Place};

/// Words that are an order where a line in capitals begins or ends with them, in every place. What is held begins like
/// what is released, so the releases stand first.
const NAMED: &[(&str, Order)] = &[
    ("HOLD RELEASED", Order::Release),
    ("HOLD LIFTED", Order::Release),
    ("MANDATORY KILL", Order::Kill),
    ("KILL MANDATORY", Order::Kill),
    ("BULLETIN KILL", Order::Kill),
    ("STORY WITHDRAWN", Order::Kill),
    ("STORY KILLED", Order::Kill),
    ("ANULADA LA NOTICIA", Order::Kill),
    ("СНЯТЬ С ЛЕНТЫ", Order::Kill),
    ("THU HỒI TIN", Order::Kill),
    ("ХАБАР ЖОЙЫЛДЫ", Order::Kill),
    ("ХАБАРДЫҢ КҮШІ ЖОЙЫЛДЫ", Order::Kill),
    ("ХАБАР КЕРІ ҚАЙТАРЫЛДЫ", Order::Kill),
    ("XƏBƏR LƏĞV EDILDI", Order::Kill),
    ("XƏBƏR LƏĞV EDILIR", Order::Kill),
    ("XƏBƏR LƏĞV OLUNUB", Order::Kill),
    ("XƏBƏR GERI ÇAĞIRILDI", Order::Kill),
    ("HABER IPTALI", Order::Kill),
    ("HABER GERI ÇEKILMIŞTIR", Order::Kill),
    ("HOLD FOR GUIDANCE", Order::Hold),
    ("TẠM DỪNG PHÁT TIN", Order::Hold),
    ("ХАБАР КІДІРТІЛДІ", Order::Hold),
    ("ХАБАР ТОҚТАТЫЛА ТҰРАДЫ", Order::Hold),
    ("XƏBƏR GÖZLƏMƏDƏ", Order::Hold),
    ("XƏBƏR DAYANDIRILDI", Order::Hold),
];

/// Words that are an order where the head of a wire begins or ends with them. In a headline they must stand before a
/// colon or the like.
const OPENING: &[(&str, Order)] = &[
    ("АННУЛИРОВАНО", Order::Kill),
    ("АННУЛИРУЕТСЯ", Order::Kill),
    ("HỦY TIN", Order::Kill),
    ("HUỶ TIN", Order::Kill),
    ("RÚT TIN", Order::Kill),
];

/// The same, but of words of everyday life: they must be all that a headline says. What is annulled may be a match.
const OPENING_OF_LIFE: &[(&str, Order)] = &[
    ("ANNULATION", Order::Kill),
    ("ANULACION", Order::Kill),
    ("ANNULLAMENTO", Order::Kill),
    ("GERI ÇEKILMIŞTIR", Order::Kill),
];

/// Words that are an order only alone, or before a colon or the like: headlines begin with them too.
const ALONE: &[(&str, Order)] = &[("KILL", Order::Kill), ("АННУЛИРОВАТЬ", Order::Kill), ("ANNULLARE", Order::Kill)];

/// The same, but of words of everyday life: they must be all that a headline says.
const ALONE_OF_LIFE: &[(&str, Order)] = &[
    ("HOLD", Order::Hold),
    ("ПРИОСТАНОВЛЕНО", Order::Hold),
    ("IPTAL", Order::Kill),
    ("ОТМЕНА", Order::Kill),
    ("إلغاء", Order::Kill),
];

/// Words that are an order when they are said twice or more, beside those that are one alone.
const REPEATED: &[(&str, Order)] = &[("RELEASE", Order::Release), ("ANNULER", Order::Kill)];

/// The lists of one word, where one is enough.
const SINGLE: [&[(&str, Order)]; 5] = [OPENING, OPENING_OF_LIFE, ALONE, ALONE_OF_LIFE, REPEATED];

/// What an order takes back, in the languages of the wires.
const NEWS: &[&str] = &[
    "STORY",
    "ITEM",
    "DISPATCH",
    "PHOTO",
    "PICTURE",
    "DEPECHE",
    "MELDUNG",
    "NOTICIA",
    "DESPACHO",
    "NOTA",
    "NOTIZIA",
    "СООБЩЕНИЕ",
    "СООБЩЕНИЯ",
    "НОВОСТЬ",
    "ЛЕНТЫ",
    "TIN",
    "ХАБАР",
    "ХАБАРДЫ",
    "ХАБАРДЫҢ",
    "КҮШІ",
    "XƏBƏR",
    "XƏBƏRI",
    "XƏBƏRIN",
    "HABER",
    "HABERI",
    "HABERIN",
    "الخبر",
    "خبر",
];

/// What takes it back.
const TAKES_BACK: &[&str] = &[
    "KILL",
    "KILLED",
    "WITHDRAWN",
    "RETRACTED",
    "CANCELED",
    "CANCELLED",
    "ANNULER",
    "D'ANNULER",
    "ANNULE",
    "ANNULEE",
    "ANNULEZ",
    "ANNULATION",
    "ZURÜCKGEZOGEN",
    "STORNIERT",
    "GESTRICHEN",
    "ANULAR",
    "ANULEN",
    "ANULADA",
    "ANULADO",
    "ANULACION",
    "RETIRADA",
    "ANNULLARE",
    "ANNULLATA",
    "ANNULLATO",
    "ANNULLAMENTO",
    "АННУЛИРОВАТЬ",
    "АННУЛИРОВАНО",
    "АННУЛИРОВАНА",
    "АННУЛИРУЕТСЯ",
    "ОТМЕНА",
    "ОТМЕНЕНО",
    "ОТОЗВАНО",
    "СНЯТЬ",
    "СНЯТО",
    "HỦY",
    "HUỶ",
    "RÚT",
    "HỒI",
    "ЖОЙЫЛДЫ",
    "LƏĞV",
    "IPTAL",
    "IPTALI",
    "ÇEKILMIŞTIR",
    "ÇEKILDI",
    "ÇEKILIYOR",
    "ÇAĞIRILDI",
    "إلغاء",
    "الغاء",
    "سحب",
];

/// What stands between the two.
const BETWEEN: &[&str] = &[
    "PLEASE",
    "THE",
    "THIS",
    "A",
    "IS",
    "HAS",
    "BEEN",
    "MANDATORY",
    "BULLETIN",
    "LA",
    "CETTE",
    "DE",
    "EST",
    "ETE",
    "PRIERE",
    "MERCI",
    "DIE",
    "DIESE",
    "BITTE",
    "IST",
    "WURDE",
    "ESTA",
    "POR",
    "FAVOR",
    "HA",
    "SIDO",
    "SI",
    "PREGA",
    "DI",
    "E",
    "STATA",
    "QUESTA",
    "ПРОСЬБА",
    "ПРОСИМ",
    "ЭТО",
    "С",
    "XIN",
    "VUI",
    "LÒNG",
    "ĐỀ",
    "NGHỊ",
    "NAY",
    "ĐÃ",
    "ĐƯỢC",
    "BẢN",
    "THU",
    "BU",
    "LÜTFEN",
    "GERI",
    "EDILDI",
    "EDILIR",
    "EDILIB",
    "EDILMIŞTIR",
    "EDILMIŞDIR",
    "OLUNUB",
    "OLUNDU",
    "OLUNUR",
    "БҰЛ",
    "يرجى",
    "الرجاء",
    "هذا",
    "تم",
];

/// What parts an order from the headline of what it is about.
const MARKS: &[&str] = &[":", "/", " - ", " – ", " — ", "]", ")"];

/// The order that a line gives in capitals, in a note also in small letters. Behind it the headline of what it is about
/// may follow.
pub(super) fn order(line: &str, place: Place) -> Option<Order> {
    repeated(line, place)
        .or_else(|| whole(line, place))
        .or_else(|| parted(line, place))
        .or_else(|| opening(line, place))
}

/// Whether a part of a line may be an order, as it is written.
fn is_loud(said: &str, place: Place) -> bool {
    is_capital(said) || place == Place::Note
}

fn is(said: &str, list: &[(&str, Order)]) -> Option<Order> {
    list.iter().find(|(order, _)| after(said, order) == Some("")).map(|(_, order)| *order)
}

/// Whether a character stands between words.
fn is_mark(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '!' | '.' | ';' | ':' | '*' | '/' | '-' | '–' | '—')
}

/// The words of a text, without marks.
fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(is_mark).filter(|word| !word.is_empty())
}

/// KILL KILL KILL, with or without commas or the like: a word that is an order, said twice at the beginning of a line
/// or at its end. In a headline in small letters only the words themselves are in capitals, and a mark parts them.
fn repeated(line: &str, place: Place) -> Option<Order> {
    let single = |word| SINGLE.into_iter().find_map(|list| is(word, list));
    let (first, last) = (words(line).next()?, words(line).next_back()?);
    let rest = behind_repeated(line, first).filter(|rest| {
        let said = line.strip_suffix(rest).unwrap_or(line);
        is_loud(line, place) || is_loud(said, place) && is_parted(rest)
    });
    let at_the_end = || words(line).rev().nth(1).is_some_and(|one| folded(one) == folded(last)) && is_loud(line, place);
    rest.and_then(|_| single(first)).or_else(|| single(last).filter(|_| at_the_end()))
}

/// What stands behind a word that is said twice or more at the beginning of a line.
fn behind_repeated<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let word = folded(word);
    let mut rest = after(line, &word)?;
    let mut is_twice = false;
    while let Some(behind) = after(rest.trim_start_matches(is_mark), &word) {
        (rest, is_twice) = (behind, true);
    }
    is_twice.then_some(rest)
}

/// Whether a text begins with what parts an order from a headline.
fn is_parted(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([',', '.', '!', ';']) || MARKS.iter().any(|mark| rest.starts_with(mark))
}

/// The order that is all that a line says.
fn whole(line: &str, place: Place) -> Option<Order> {
    const LISTS: [&[(&str, Order)]; 5] = [NAMED, OPENING, OPENING_OF_LIFE, ALONE, ALONE_OF_LIFE];
    let said = line.trim_end_matches(['.', '!']);
    if !is_loud(said, place) {
        return None;
    }
    LISTS.into_iter().find_map(|list| is(said, list)).or_else(|| of_the_trade(said))
}

/// The order that stands before a colon or the like. In a headline a word of everyday life is none, nor at a
/// head one in a script without capitals: stories begin so.
fn parted(line: &str, place: Place) -> Option<Order> {
    let end = MARKS.iter().filter_map(|mark| line.find(mark)).min()?;
    let said = line.get(..end)?.trim_end();
    let of_life = || {
        let list = [OPENING_OF_LIFE, ALONE_OF_LIFE].into_iter().find_map(|list| is(said, list));
        let may = match place {
            Place::Headline => false,
            Place::Head => said.contains(char::is_uppercase),
            Place::Note => is_capital(said),
        };
        list.filter(|_| may)
    };
    let order = || [NAMED, OPENING, ALONE].into_iter().find_map(|list| is(said, list));
    is_loud(said, place).then(|| order().or_else(of_life).or_else(|| of_the_trade(said))).flatten()
}

/// The order that a line, or what stands before its first mark, begins or ends with.
fn opening(line: &str, place: Place) -> Option<Order> {
    let in_capitals = |said: &str, list: &[(&str, Order)]| {
        let at_an_end = |order: &str| after(said, order).is_some() || before(said, order).is_some();
        list.iter().find(|(order, _)| at_an_end(order)).map(|(_, order)| *order)
    };
    let lists = if place == Place::Headline { vec![NAMED] } else { vec![NAMED, OPENING, OPENING_OF_LIFE] };
    let end = MARKS.iter().filter_map(|mark| line.find(mark)).min();
    let parts = [Some(line), end.and_then(|end| line.get(..end)).map(str::trim_end)].into_iter().flatten();
    let loud = parts.filter(|said| is_capital(said));
    let found = loud.flat_map(|said| lists.iter().map(move |list| (said, *list)));
    let begins = || NAMED.iter().find(|(order, _)| after(line, order).is_some()).map(|(_, order)| *order);
    found
        .into_iter()
        .find_map(|(said, list)| in_capitals(said, list))
        .or_else(|| (place == Place::Note).then(begins)?)
}

/// Whether nothing but such an order is said: `XIN HỦY TIN NÀY`, `NOTA ANNULLATA`. A single word more, and it is news.
fn of_the_trade(said: &str) -> Option<Order> {
    let (mut is_news, mut takes_back) = (false, false);
    for word in words(said) {
        let has = |list: &[&str]| list.iter().any(|known| after(word, known) == Some(""));
        if has(NEWS) {
            is_news = true;
        } else if has(TAKES_BACK) {
            takes_back = true;
        } else if !has(BETWEEN) {
            return None;
        }
    }
    (is_news && takes_back).then_some(Order::Kill)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_lists_are_spelled_as_words_are_compared() {
        let orders = [NAMED].into_iter().chain(SINGLE).flatten().map(|(words, _)| *words);
        let all = orders.chain([NEWS, TAKES_BACK, BETWEEN].into_iter().flatten().copied());
        all.for_each(|words| assert_eq!(folded(words), words));
    }
}
