//! IIM to an item, in the places where XMP puts the same. spec: IPTC IIM 4.2, records 1 and 2.

use super::iim::{Dataset, Iim};
use crate::xmp::{CAPTION, CAPTION_WRITER, CATEGORY, JOB, JOB_TITLE, MORE_CATEGORIES, add_core, category};
use base64::{Engine, engine::general_purpose::STANDARD};
use interwire_core::item::{AltId, Concept, EdNote, Embargo, Extra, Item, Line, Moment, Name, PubStatus, Rights};
use std::collections::BTreeMap;

/// The texts that are left, by record and number, in their order.
struct Texts(BTreeMap<(u8, u8), Vec<String>>);

impl Texts {
    fn all(&mut self, number: u8) -> Vec<String> {
        self.0.remove(&(2, number)).unwrap_or_default()
    }
    /// The first; it is repeated only by mistake, and then the others stay.
    fn one(&mut self, number: u8) -> Option<String> {
        let mut all = self.all(number);
        if all.is_empty() {
            return None;
        }
        let first = all.remove(0);
        if !all.is_empty() {
            self.0.insert((2, number), all);
        }
        Some(first)
    }
    fn lines(&mut self, number: u8) -> Vec<Line> {
        self.all(number).iter().map(|text| Line::of(text)).collect()
    }
    fn names(&mut self, number: u8) -> Vec<Concept> {
        self.all(number).iter().map(|name| Concept::of_name(name)).collect()
    }
    /// A day and the time of the day.
    fn moment(&mut self, day: u8, time: u8) -> Option<Moment> {
        let day = self.one(day)?;
        let digits = day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit());
        if digits && day.starts_with("0000") {
            return None;
        }
        let date = match (day.get(..4), day.get(4..6), day.get(6..)) {
            (Some(year), Some("00"), _) if digits => year.to_owned(),
            (Some(year), Some(month), Some("00")) if digits => format!("{year}-{month}"),
            (Some(year), Some(month), Some(day)) if digits => format!("{year}-{month}-{day}"),
            _ => day,
        };
        let clock = self.one(time).and_then(|time| clock(&time)).filter(|_| date.len() == 10);
        Some(Moment::new(&clock.map_or(date.clone(), |clock| format!("{date}T{clock}"))))
    }
}

/// `100000+0700`.
fn clock(text: &str) -> Option<String> {
    let (time, offset) = (text.get(..6)?, text.get(6..)?);
    let two = |text: &str, at: usize| text.get(at..at + 2).map(str::to_owned);
    let time = format!("{}:{}:{}", two(time, 0)?, two(time, 2)?, two(time, 4)?);
    Some(match (offset.get(..1), offset.get(1..3), offset.get(3..5)) {
        (Some(sign), Some(hours), Some(minutes)) => format!("{time}{sign}{hours}:{minutes}"),
        _ => time,
    })
}

/// The item that IIM describes.
pub(super) fn item(iim: &Iim) -> Item {
    let mut item = Item::default();
    let mut texts = Texts(BTreeMap::new());
    for one in iim.datasets.iter().filter(|one| (one.record, one.number) != (1, 90)) {
        let id = (one.record, one.number);
        match one {
            Dataset { number: 0, .. } => {}
            one if one.is_text() => {
                let text = iim.charset.text(&one.bytes);
                let text = text.trim_matches(['\0', ' ', '\n', '\t']).to_owned();
                if !text.is_empty() {
                    texts.0.entry(id).or_default().push(text);
                }
            }
            one => item.extra.push(Extra::text(&name(id), &STANDARD.encode(&one.bytes))),
        }
    }
    lines(&mut texts, &mut item);
    concepts(&mut texts, &mut item);
    times(&mut texts, &mut item);
    for (id, values) in texts.0 {
        item.extra.extend(values.iter().map(|value| Extra::text(&name(id), value)));
    }
    item
}

fn name((record, number): (u8, u8)) -> String {
    format!("iim:{record}:{number}")
}

fn lines(texts: &mut Texts, item: &mut Item) {
    item.headlines = texts.lines(105);
    item.sluglines = texts.lines(5);
    let caption = |line: Line| Line { role: Some(CAPTION.to_owned()), ..line };
    item.descriptions = texts.lines(120).into_iter().map(caption).collect();
    item.keywords = texts.lines(25);
    item.creditlines = texts.lines(110);
    item.ed_notes = texts.all(40).into_iter().map(|text| EdNote { text, ..EdNote::default() }).collect();
    item.languages = texts.all(135);
    let job = texts.all(103).into_iter();
    item.alt_ids = job.map(|value| AltId { role: Some(JOB.to_owned()), value, ..AltId::default() }).collect();
    if let Some(urgency) = texts.one(10) {
        match urgency.parse() {
            Ok(number) if (1..=9).contains(&number) => item.urgency = Some(number),
            _ => item.extra.push(Extra::text(&name((2, 10)), &urgency)),
        }
    }
    let notices = texts.lines(116);
    if !notices.is_empty() {
        item.rights.push(Rights { notices, ..Rights::default() });
    }
    if let Some(program) = texts.one(65) {
        let version = texts.one(70).map(|version| format!(" {version}")).unwrap_or_default();
        item.generators.push(Line::of(&format!("{program}{version}")));
    }
    // The field is free; only the words of the IPTC say whether the photograph may be used.
    if let Some(status) = texts.one(7) {
        match PubStatus::parse(&status) {
            PubStatus::Other(_) => item.extra.push(Extra::text(&name((2, 7)), &status)),
            known => item.pub_status = Some(known),
        }
    }
}

fn concepts(texts: &mut Texts, item: &mut Item) {
    item.creators = texts.names(80);
    item.bylines = item.creators.iter().filter_map(Concept::code).map(Line::of).collect();
    if let Some(first) = item.creators.first_mut() {
        first.extra.extend(texts.one(85).map(|title| Extra::text(JOB_TITLE, &title)));
    }
    item.info_sources = texts.names(115);
    let writer = |one: Concept| Concept { rel: Some(CAPTION_WRITER.to_owned()), ..one };
    item.contributors = texts.names(122).into_iter().map(writer).collect();
    item.subjects = texts.all(12).iter().map(|reference| subject(reference)).collect();
    item.subjects.extend(texts.all(15).iter().map(|word| category(CATEGORY, word)));
    item.subjects.extend(texts.all(20).iter().map(|word| category(MORE_CATEGORIES, word)));
    item.genres = texts
        .all(4)
        .iter()
        .map(|genre| literal(genre.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(':')))
        .collect();
    let core = [92, 90, 95, 101, 100].map(|number| texts.one(number));
    add_core(&core, item);
    let (codes, names) = (texts.all(26), texts.all(27));
    for at in 0..codes.len().max(names.len()) {
        let names = names.get(at).map(|text| Name { text: text.clone(), ..Name::default() });
        let place =
            Concept { literal: codes.get(at).cloned(), names: names.into_iter().collect(), ..Concept::default() };
        item.places.push(place);
    }
}

fn literal(word: &str) -> Concept {
    Concept { literal: Some(word.to_owned()), ..Concept::default() }
}

/// `IPTC:11000000:POLITICS::`: provider, number, names.
fn subject(reference: &str) -> Concept {
    let parts: Vec<&str> = reference.split(':').collect();
    let number = parts.get(1).copied().unwrap_or(reference);
    if number.len() != 8 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        let bare = reference.strip_prefix("IPTC:").unwrap_or(reference).trim_end_matches(':');
        return literal(bare);
    }
    let qcode = format!("subj:{number}");
    let name = parts.iter().skip(2).rev().find(|name| !name.is_empty());
    Concept {
        uri: crate::newsml_g2::iptc_uri(&qcode),
        qcode: Some(qcode),
        names: name.map(|name| Name { text: (*name).to_owned(), ..Name::default() }).into_iter().collect(),
        ..Concept::default()
    }
}

fn times(texts: &mut Texts, item: &mut Item) {
    let times = &mut item.times;
    times.content_created = texts.moment(55, 60);
    times.first_created = texts.moment(62, 63);
    times.embargoed = texts.moment(30, 35).map(Embargo::Until);
    times.expires = texts.moment(37, 38);
}
