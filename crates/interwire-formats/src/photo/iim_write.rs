//! An item to IIM, in UTF-8. Every dataset has a limit in bytes; a text is cut where a character ends.

use super::charset::UTF8_ESCAPE;
use super::iim::{Dataset, Iim, joined};
use crate::feed::rfc3339;
use crate::losses::Losses;
use crate::may_be_used;
use crate::xmp::{CAPTION_WRITER, CATEGORY, JOB, JOB_TITLE, called, captions, category_of, core_of, creators};
use interwire_core::item::{Embargo, Extra, Item, Moment, text};

/// The datasets of record 2 that an item has fields for: number, bytes, field.
const LIMITS: [(u8, usize, &str); 34] = [
    (4, 64, "genres"),
    (5, 64, "sluglines"),
    (7, 64, "pub_status"),
    (10, 1, "urgency"),
    (12, 236, "subjects"),
    (15, 3, "subjects"),
    (20, 32, "subjects"),
    (25, 64, "keywords"),
    (30, 8, "embargoed"),
    (35, 11, "embargoed"),
    (37, 8, "expires"),
    (38, 11, "expires"),
    (40, 256, "ed_notes"),
    (55, 8, "content_created"),
    (60, 11, "content_created"),
    (62, 8, "first_created"),
    (63, 11, "first_created"),
    (65, 32, "generators"),
    (70, 10, "generators"),
    (80, 32, "creators"),
    (85, 32, "creators"),
    (90, 32, "located"),
    (92, 32, "located"),
    (95, 32, "located"),
    (100, 3, "located"),
    (101, 64, "located"),
    (103, 32, "alt_ids"),
    (105, 256, "headlines"),
    (110, 32, "creditlines"),
    (115, 32, "info_sources"),
    (116, 128, "rights"),
    (120, 2000, "descriptions"),
    (122, 32, "contributors"),
    (135, 3, "languages"),
];
/// The version of record 2.
const VERSION: [u8; 2] = [0, 4];

struct Sheet<'l> {
    datasets: Vec<Dataset>,
    losses: &'l mut Losses,
}

/// The IIM of an item, and of `old` what the item has no fields for.
pub(super) fn written(item: &Item, old: Option<&Iim>, losses: &mut Losses) -> Vec<u8> {
    let mut sheet = Sheet { datasets: Vec::new(), losses };
    sheet.datasets.push(Dataset { record: 1, number: 90, bytes: UTF8_ESCAPE.to_vec() });
    sheet.datasets.push(Dataset { record: 2, number: 0, bytes: VERSION.to_vec() });
    lines(item, &mut sheet);
    concepts(item, &mut sheet);
    times(item, &mut sheet);
    for one in old.into_iter().flat_map(|iim| &iim.datasets) {
        let is_ours =
            one.record == 2 && (one.number == 0 || limit(one.number).is_some()) || (one.record, one.number) == (1, 90);
        if !is_ours {
            let text = old.filter(|_| one.is_text()).map(|iim| iim.charset.text(&one.bytes).into_bytes());
            sheet.datasets.push(Dataset { bytes: text.unwrap_or_else(|| one.bytes.clone()), ..one.clone() });
        }
    }
    sheet.put_back(&item.extra);
    sheet.datasets.sort_by_key(|one| (one.record, one.number));
    joined(&sheet.datasets)
}

fn limit(number: u8) -> Option<(usize, &'static str)> {
    LIMITS.iter().find(|(known, _, _)| *known == number).map(|(_, bytes, field)| (*bytes, *field))
}

impl Sheet<'_> {
    /// Adds a text, cut to what the dataset can hold.
    fn add(&mut self, number: u8, text: Option<&str>) {
        let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return };
        let (max, field) = limit(number).unwrap_or_default();
        let part = cut(text, max);
        if part.len() < text.len() {
            let message = format!("in IIM (2:{number:02}) it is cut to {max} bytes; XMP has all of it");
            self.losses.add("cut_in_iim", field, message);
        }
        if !part.is_empty() {
            self.datasets.push(Dataset { record: 2, number, bytes: part.as_bytes().to_vec() });
        }
    }

    /// Texts of record 2 that were kept from IIM and that nothing else says.
    fn put_back(&mut self, extra: &[Extra]) {
        let said: Vec<u8> = self.datasets.iter().filter(|one| one.record == 2).map(|one| one.number).collect();
        let kept = extra.iter().filter_map(|one| {
            let number = one.name.strip_prefix("iim:2:")?.parse().ok().filter(|number| !said.contains(number))?;
            Some(Dataset { record: 2, number, bytes: one.value.as_bytes().to_vec() })
        });
        self.datasets.extend(kept.filter(|one| one.is_text() && one.bytes.len() < 0x8000));
    }

    fn all<'t>(&mut self, number: u8, texts: impl IntoIterator<Item = &'t str>) {
        texts.into_iter().for_each(|text| self.add(number, Some(text)));
    }

    /// A day and the time of the day, as far as they are known.
    fn moment(&mut self, day: u8, time: u8, moment: Option<&Moment>) {
        let Some(moment) = moment else { return };
        let text = moment.as_str();
        let digits = |text: &str| text.chars().filter(|c| c.is_ascii_digit()).collect::<String>();
        match rfc3339(moment) {
            Some(full) => {
                let (date, clock) = full.split_once('T').unwrap_or((&full, ""));
                let at = clock.find(['Z', '+', '-']).unwrap_or(clock.len());
                let (clock, offset) = clock.split_at(at);
                let sign = if offset.starts_with('-') { '-' } else { '+' };
                self.add(day, Some(&digits(date)));
                self.add(time, Some(&format!("{:.6}{sign}{:0>4}", digits(clock), digits(offset))));
            }
            // A date alone; IIM has no time without an offset.
            None if moment.roughly().is_some() => self.add(day, text.get(..10).map(digits).as_deref()),
            None if matches!(text.len(), 4 | 7) => self.add(day, Some(&format!("{:0<8}", digits(text)))),
            None => {}
        }
    }
}

/// The longest beginning of at most `max` bytes that ends with a whole character, its accents included.
pub(super) fn cut(text: &str, max: usize) -> &str {
    if text.len() <= max {
        return text;
    }
    let is_mark = |c: char| matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}');
    let ends = text.char_indices().take_while(|(at, _)| *at <= max);
    let end = ends.filter(|(_, c)| !is_mark(*c)).last().map_or(0, |(at, _)| at);
    text.get(..end).unwrap_or_default().trim_end()
}

fn lines(item: &Item, sheet: &mut Sheet<'_>) {
    let first = |lines: &[interwire_core::item::Line]| lines.first().map(|line| line.text.clone());
    sheet.add(105, first(&item.headlines).as_deref());
    sheet.add(5, first(&item.sluglines).as_deref());
    sheet.add(110, first(&item.creditlines).as_deref());
    sheet.add(65, first(&item.generators).as_deref());
    let caption = match captions(item).first() {
        Some(line) => line.text.clone(),
        None => text::story(item).into_iter().map(text::plain).collect::<Vec<_>>().join("\n"),
    };
    sheet.add(120, Some(&caption));
    sheet.all(25, item.keywords.iter().map(|word| word.text.as_str()));
    let notes: Vec<&str> = item.ed_notes.iter().map(|note| note.text.trim()).collect();
    sheet.add(40, Some(&notes.join("\n")));
    sheet.add(116, item.rights.iter().flat_map(|rights| &rights.notices).next().map(|line| line.text.as_str()));
    sheet.add(7, may_be_used::status(item));
    sheet.add(10, item.urgency.map(|urgency| urgency.to_string()).as_deref());
    let job = item.alt_ids.iter().find(|id| id.role.as_deref() == Some(JOB));
    sheet.add(103, job.map(|id| id.value.as_str()));
    sheet.all(135, item.languages.iter().filter_map(|tag| tag.split('-').next()));
}

fn concepts(item: &Item, sheet: &mut Sheet<'_>) {
    sheet.all(80, creators(item));
    sheet.add(85, item.creators.first().and_then(|first| Extra::find(&first.extra, JOB_TITLE)));
    sheet.add(115, item.info_sources.first().and_then(called));
    let writer = item.contributors.iter().find(|one| one.rel.as_deref() == Some(CAPTION_WRITER));
    sheet.add(122, writer.and_then(called));
    for (number, part) in [92, 90, 95, 101, 100].into_iter().zip(core_of(item)) {
        sheet.add(number, part.as_deref());
    }
    sheet.add(4, item.genres.iter().find_map(|genre| genre.literal.as_deref()));
    for subject in &item.subjects {
        let word = subject.literal.as_deref();
        let code = subject.qcode.as_deref().and_then(|code| code.strip_prefix("subj:"));
        match (category_of(subject), code) {
            (Some(list), _) => sheet.add(if list == CATEGORY { 15 } else { 20 }, word),
            (None, Some(code)) => {
                let name = subject.names.first().map_or("", |name| name.text.as_str()).replace(':', " ");
                sheet.add(12, Some(&format!("IPTC:{code}:{name}::")));
            }
            (None, None) => {}
        }
    }
}

fn times(item: &Item, sheet: &mut Sheet<'_>) {
    let times = &item.times;
    sheet.moment(55, 60, times.content_created.as_ref());
    sheet.moment(62, 63, times.first_created.as_ref());
    sheet.moment(37, 38, times.expires.as_ref());
    if let Some(Embargo::Until(until)) = &times.embargoed {
        sheet.moment(30, 35, Some(until));
    }
}
