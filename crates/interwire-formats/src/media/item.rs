//! The facts of a file to an item.

use super::facts::{Facts, Tag};
use super::source::File;
use super::tags::{self, Field};
use super::xmp;
use crate::settle::settle;
use crate::{ReadError, ReadItem, photo};
use interwire_core::item::{
    AltId, Blob, Body, Concept, Extra, Item, ItemType, Limits, Line, Moment, Note, Rendition, Rights,
};

/// The name of the one rendition.
const ORIGINAL: &str = "original";
/// How much of the sound or film, at three places, its name is made of.
const NAMED_BYTES: u64 = 64 << 10;

/// The item that a file is: XMP first, for it has the fields of news; the tags fill what it leaves open.
pub(super) fn build(
    file: &mut File<'_>,
    mut facts: Facts,
    blob: Option<Blob>,
    limits: &Limits,
) -> Result<ReadItem, ReadError> {
    let mut notes = facts.notes.clone();
    let mut item = xmp::described(std::mem::take(&mut facts.xmp), limits, &mut notes)?;
    let mut tagged = Item { extra: facts.extra.clone(), ..Item::default() };
    facts.tags.iter().for_each(|tag| add(tag, &mut tagged));
    whole_date(&mut tagged);
    join(&mut item, tagged, &mut notes);
    item.kind = Some(if facts.is_video { ItemType::Video } else { ItemType::Audio });
    if item.languages.is_empty() {
        item.languages = facts.languages.iter().map(|language| tags::language(language)).collect();
    }
    item.times.content_created = item.times.content_created.take().or(facts.created.clone());
    settle(&mut item, &mut notes, super::FORMAT.name, || named_by(file, &facts))?;
    item.renditions.push(Rendition {
        name: Some(ORIGINAL.to_owned()),
        content_type: Some(facts.content_type.to_owned()),
        size_bytes: Some(file.size),
        width: facts.width,
        height: facts.height,
        duration: facts.duration.and_then(super::facts::Duration::seconds),
        blob,
        extra: facts.technical,
        ..Rendition::default()
    });
    Ok(ReadItem { item, notes })
}

/// What stays when the tags change: the length, beginning, middle and end of the sound or film.
fn named_by(file: &mut File<'_>, facts: &Facts) -> Result<Vec<u8>, ReadError> {
    let whole = 0..file.size;
    let longest = facts.media.iter().max_by_key(|range| range.end.saturating_sub(range.start));
    let range = longest.filter(|range| range.end > range.start).unwrap_or(&whole);
    let len = range.end - range.start;
    let mut bytes = len.to_be_bytes().to_vec();
    let starts = [range.start, range.start + len / 2, range.end.saturating_sub(NAMED_BYTES).max(range.start)];
    for start in starts {
        bytes.extend(file.bytes(start, NAMED_BYTES.min(range.end - start))?);
    }
    Ok(bytes)
}

/// Puts a tag where it belongs.
fn add(tag: &Tag, item: &mut Item) {
    let lang = tag.lang.as_deref().map(tags::language);
    let line = Line { lang, ..Line::of(&tag.text) };
    let named = Line { role: Some(tag.name.clone()), ..line.clone() };
    let person = Concept { rel: Some(tag.name.clone()), ..Concept::of_name(&tag.text) };
    // A file says the same in several tags.
    let is_known = |list: &[Line]| list.iter().any(|known| known.text == tag.text && known.lang == line.lang);
    match tags::field(&tag.name) {
        Some(Field::Headline) if !is_known(&item.headlines) => item.headlines.push(line),
        Some(Field::Subheadline) => item.headlines.push(named),
        Some(Field::Description) if !is_known(&item.descriptions) => item.descriptions.push(named),
        Some(Field::Generator) if !is_known(&item.generators) => item.generators.push(line),
        Some(Field::Headline | Field::Description | Field::Generator) => {}
        Some(Field::Creator) => {
            let is_new = !item.creators.iter().any(|known| known.names == person.names);
            item.creators.extend(is_new.then_some(person));
        }
        Some(Field::Contributor) => item.contributors.push(person),
        Some(Field::Credit) => item.creditlines.push(line),
        Some(Field::Notice) => {
            let rights = rights(item);
            if !rights.notices.contains(&line) {
                rights.notices.push(line);
            }
        }
        Some(Field::Terms) => rights(item).terms.push(line),
        Some(Field::Date) => {
            let date = Moment::new(&tag.text);
            match &item.times.content_created {
                None => item.times.content_created = Some(date),
                Some(known) if *known == date => {}
                Some(_) => item.extra.push(Extra::text(&tag.name, &tag.text)),
            }
        }
        Some(Field::Language) => {
            for language in tag.text.split(['/', ',', ';', '\0']).map(tags::language).filter(|l| !l.is_empty()) {
                if !item.languages.contains(&language) {
                    item.languages.push(language);
                }
            }
        }
        Some(Field::Keywords) => {
            let words = tag.text.split([',', ';']).map(str::trim).filter(|word| !word.is_empty());
            item.keywords.extend(words.map(Line::of));
        }
        Some(Field::Genre) => item.genres.push(Concept::of_name(&tag.text)),
        Some(Field::Provider) if item.provider.is_none() => item.provider = Some(Concept::of_name(&tag.text)),
        Some(Field::AltId) => {
            item.alt_ids.push(AltId { role: Some(tag.name.clone()), value: tag.text.clone(), extra: Vec::new() })
        }
        Some(Field::Place) => {
            let geo = tags::point(&tag.text);
            item.located.push(Concept { geo, ..Concept::of_name(&tag.text) });
        }
        Some(Field::Transcript) => item.bodies.push(Body {
            role: Some(tag.name.clone()),
            content_type: Some("text/plain".to_owned()),
            lang: line.lang,
            text: tag.text.clone(),
            part: item.bodies.len().try_into().unwrap_or(u32::MAX),
            ..Body::default()
        }),
        Some(Field::Provider) | None => item.extra.push(Extra::text(&tag.name, &tag.text)),
    }
}

/// Before ID3v2.4 the year, the day with its month, and the time stood in tags of their own.
fn whole_date(item: &mut Item) {
    let digits = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let year = item.times.content_created.as_ref().map(|date| date.as_str().to_owned()).filter(|year| digits(year));
    let part = |name: &str| Extra::find(&item.extra, name).filter(|text| digits(text)).map(str::to_owned);
    if let Some((year, day)) = year.zip(part("TDAT")) {
        let clock = part("TIME").map(|time| format!("T{}:{}:00", &time[..2], &time[2..])).unwrap_or_default();
        item.times.content_created = Some(Moment::new(&format!("{year}-{}-{}{clock}", &day[2..], &day[..2])));
        item.extra.retain(|extra| extra.name != "TDAT" && (clock.is_empty() || extra.name != "TIME"));
    }
}

fn rights(item: &mut Item) -> &mut Rights {
    if item.rights.is_empty() {
        item.rights.push(Rights::default());
    }
    &mut item.rights[0]
}

/// XMP with what the tags add to it. What they say otherwise is kept.
fn join(item: &mut Item, mut tagged: Item, notes: &mut Vec<Note>) {
    for program in std::mem::take(&mut tagged.generators) {
        if !item.generators.iter().any(|known| known.text == program.text) {
            item.generators.push(program);
        }
    }
    item.bodies.append(&mut tagged.bodies);
    let other = tagged.provider.take_if(|found| item.provider.as_ref().is_some_and(|known| known.names != found.names));
    let other = other.as_ref().and_then(Concept::code).map(|name| Extra::text("tags:provider", name));
    photo::fill(item, tagged, "tags", false, notes);
    item.extra.extend(other);
}
