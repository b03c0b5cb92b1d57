//! An item to a packet. The properties are written one by one, so that a packet can keep what it does not change, and
//! be split where a file has no place for all of it.

use super::fields::{CAPTION, CATEGORY, FOR_THE_BLIND, JOB, MORE_CATEGORIES};
use super::names::{NAMESPACES, is_known};
use super::write_parts::{alt, bag, entry, spoken, text};
use super::{places, write_concepts, write_lacks, write_rights};
use crate::losses::{Carries, Losses};
use crate::may_be_used;
use crate::xml::{self, Tag};
use crate::{WriteError, Written};
use interwire_core::item::{Extra, Form, Item, ItemType, Limits, Line, Moment, Version, text as story};

/// What the item model has and XMP carries; `write_lacks` names what of it is lost all the same.
const CARRIES: Carries = Carries {
    whole: &[
        "kind",
        "sluglines",
        "bylines",
        "creditlines",
        "located",
        "descriptions",
        "subjects",
        "places",
        "people",
        "organisations",
        "genres",
        "keywords",
        "languages",
        "urgency",
        "rights",
        "ed_notes",
        "provider",
        "creators",
        "contributors",
        "info_sources",
        "alt_ids",
        "digital_source",
        "generators",
        "first_created",
        "content_created",
        "content_modified",
        "expires",
    ],
    words: &[],
};

/// Writes a sidecar.
pub(super) fn write(item: &Item) -> Result<Written, WriteError> {
    let mut losses = Losses::default();
    let sheet = Sheet::of(item, &mut losses);
    losses.kept(item.extra.iter().filter(|extra| extra.name.starts_with("iim:")));
    let (bytes, left_out) = sheet.packet();
    if left_out > 0 {
        let message = format!("{left_out} characters that XML 1.0 forbids are left out");
        losses.add("characters_forbidden", "descriptions", message);
    }
    Ok(Written { bytes, losses: losses.done() })
}

/// The properties that a packet will have, by name.
#[derive(Debug, Default)]
pub(crate) struct Sheet(Vec<(String, String)>);

impl Sheet {
    /// All that XMP can carry of an item; the rest is lost.
    pub fn of(item: &Item, losses: &mut Losses) -> Self {
        let mut sheet = Self::default();
        sheet.add(text("Iptc4xmpExt:DigImageGUID", item.guid.as_ref().map(|guid| guid.as_str())));
        sheet.texts(item, losses);
        write_concepts::write(item, &mut sheet, losses);
        write_rights::write(item, &mut sheet, losses);
        sheet.times(item, losses);
        sheet.own(item);
        write_lacks::name(item, losses);
        losses.beside(CARRIES, item, "xmp_lacks", "a photograph has no place for it");
        losses.kept(item.extra.iter().filter(|extra| !sheet.put_back(extra) && !extra.name.starts_with("iim:")));
        sheet
    }

    /// Adds a property that is there.
    pub fn add(&mut self, tag: Option<Tag>) {
        if let Some(tag) = tag {
            self.0.push((tag.name().to_owned(), tag.xml()));
        }
    }

    /// The properties as XML, without what declares them.
    pub fn xml(&self) -> String {
        self.0.iter().map(|(_, xml)| xml.as_str()).collect()
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// Writes a property again that was kept from a packet; `false` if it is not from one, or has another value here.
    pub fn put_back(&mut self, extra: &Extra) -> bool {
        let written = match extra.form {
            Form::Text if is_known(&extra.name) => {
                let element = xml::Element::holding(&extra.name, vec![xml::Child::Text(extra.value.as_str().into())]);
                xml::fragment(&element, &std::collections::BTreeMap::new())
            }
            Form::Xml if extra.name.contains(':') => {
                let Ok((mut element, _)) = xml::parse(&extra.value, &Limits::default()) else { return false };
                for (name, uri) in xml::undeclared(&element) {
                    let known = name.strip_prefix("xmlns:").and_then(super::names::uri_of);
                    element.attributes.push((name.into(), known.map_or(uri, str::to_owned).into()));
                }
                let own = extra.name.rsplit(':').next() == Some(element.local());
                if !own || element.local() != extra.name && !element.name.contains(':') {
                    return false;
                }
                xml::fragment(&element, &std::collections::BTreeMap::new())
            }
            _ => return false,
        };
        match self.0.iter().find(|(known, _)| *known == extra.name) {
            Some((_, known)) => *known == written,
            None => {
                self.0.push((extra.name.clone(), written));
                true
            }
        }
    }

    fn texts(&mut self, item: &Item, losses: &mut Losses) {
        self.one("photoshop:Headline", "headlines", &item.headlines, losses);
        self.spoken("dc:title", "sluglines", &item.sluglines, losses);
        self.descriptions(item, losses);
        self.add(bag("dc:subject", item.keywords.iter().map(|word| entry(word.text.trim()))));
        self.add(bag("dc:language", item.languages.iter().map(|language| entry(language))));
        self.one("photoshop:Credit", "creditlines", &item.creditlines, losses);
        self.one("xmp:CreatorTool", "generators", &item.generators, losses);
        let notes: Vec<&str> =
            item.ed_notes.iter().map(|note| note.text.trim()).filter(|note| !note.is_empty()).collect();
        self.add(text("photoshop:Instructions", Some(&notes.join("\n"))));
        for id in &item.alt_ids {
            let name = match id.role.as_deref() {
                Some(JOB) => "photoshop:TransmissionReference",
                Some("dc:identifier") => "dc:identifier",
                _ => "",
            };
            if name.is_empty() || self.has(name) {
                losses.add("xmp_lacks", "alt_ids", "only one job and one identifier have a place");
            } else {
                self.add(text(name, Some(&id.value)));
            }
        }
        let urgency = item.urgency.map(|urgency| urgency.to_string());
        self.add(text("photoshop:Urgency", urgency.as_deref()));
    }

    fn descriptions(&mut self, item: &Item, losses: &mut Losses) {
        let body = story::story(item);
        let plain: Vec<Line> =
            body.iter().map(|body| Line { lang: body.lang.clone(), ..Line::of(&story::plain(body)) }).collect();
        let caption = captions(item);
        if caption.is_empty() {
            if body.iter().any(|body| body.markup != interwire_core::item::Markup::Plain) {
                losses.add("markup_flattened", "bodies", "the caption of a photograph is plain text");
            }
            if !plain.is_empty() {
                losses.add("xmp_lacks", "bodies", "a photograph has no story; the text is its caption");
            }
            let joined = plain.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
            self.add(alt("dc:description", [(joined.as_str(), None)]).0);
        } else {
            let (tag, complete) =
                alt("dc:description", caption.iter().map(|line| (line.text.as_str(), line.lang.as_deref())));
            self.add(tag);
            if !complete {
                losses.add("xmp_lacks", "descriptions", "there is one caption for each language");
            }
            if !plain.is_empty() {
                losses.add("xmp_lacks", "bodies", "a photograph has a caption and no story");
            }
        }
        for name in FOR_THE_BLIND {
            let lines = item.descriptions.iter().filter(|line| line.role.as_deref() == Some(name));
            self.add(alt(name, lines.map(|line| (line.text.as_str(), line.lang.as_deref()))).0);
        }
        let is_written = |line: &Line| {
            caption.contains(&line) || line.role.as_deref().is_some_and(|role| FOR_THE_BLIND.contains(&role))
        };
        if !item.descriptions.iter().all(is_written) {
            losses.add("xmp_lacks", "descriptions", "other descriptions than the caption have no place");
        }
    }

    fn one(&mut self, name: &'static str, field: &'static str, lines: &[Line], losses: &mut Losses) {
        self.add(text(name, lines.first().map(|line| line.text.as_str())));
        if lines.len() > 1 {
            losses.add("xmp_lacks", field, "there is a place for one only");
        }
    }

    fn spoken(&mut self, name: &'static str, field: &'static str, lines: &[Line], losses: &mut Losses) {
        let (tag, complete) = alt(name, spoken(lines));
        self.add(tag);
        if !complete {
            losses.add("xmp_lacks", field, "there is one for each language");
        }
    }

    fn times(&mut self, item: &Item, losses: &mut Losses) {
        let times = &item.times;
        for (name, field, moment) in [
            ("photoshop:DateCreated", "content_created", &times.content_created),
            ("xmp:CreateDate", "first_created", &times.first_created),
            ("xmp:ModifyDate", "content_modified", &times.content_modified),
            ("xmp:MetadataDate", "version_created", &times.version_created),
        ] {
            let date = moment.as_ref().and_then(date);
            if moment.is_some() && date.is_none() {
                losses.add("time_incomplete", field, "a time that is not understood is left out");
            }
            self.add(text(name, date.as_deref()));
        }
    }

    fn own(&mut self, item: &Item) {
        let version = Some(&item.version).filter(|version| **version != Version::Absent).and_then(Version::stated);
        self.add(text("iw:version", version.as_deref()));
        self.add(text("iw:status", may_be_used::status(item)));
        self.add(text("iw:embargoed", may_be_used::embargo(item)));
        self.add(text("iw:expires", item.times.expires.as_ref().map(Moment::as_str)));
        // Whoever says nothing else says it of a picture.
        let kind = item.kind.as_ref().filter(|kind| **kind != ItemType::Picture).map(ToString::to_string);
        self.add(text("iw:kind", kind.as_deref()));
    }

    /// The packet, and how many characters were left out because XML has no place for them.
    pub fn packet(&self) -> (Vec<u8>, usize) {
        packet(self)
    }

    /// The packet in two: one of at most `max` bytes, and what had no place in it. `mark` is the name of the second as
    /// the first must know it.
    pub fn split(&self, max: usize, mark: impl Fn(&[u8]) -> String) -> (Vec<u8>, Option<Vec<u8>>) {
        let (whole, _) = self.packet();
        if whole.len() <= max {
            return (whole, None);
        }
        // What the wrapper, the declarations and the name of the second take is far below this.
        const WRAPPER_BYTES: usize = 4096;
        let mut left = max.saturating_sub(WRAPPER_BYTES);
        let (mut first, mut second) = (Vec::new(), Vec::new());
        for property in &self.0 {
            if property.1.len() <= left {
                left -= property.1.len();
                first.push(property.clone());
            } else {
                second.push(property.clone());
            }
        }
        let extension = rdf(&Self(second)).into_bytes();
        let name = mark(&extension);
        let tag = Tag::new("xmpNote:HasExtendedXMP").text(&name);
        first.push(("xmpNote:HasExtendedXMP".to_owned(), tag.xml()));
        (packet(&Self(first)).0, Some(extension))
    }
}

/// The caption: what is called so; else what has no role; else whatever there is.
pub(crate) fn captions(item: &Item) -> Vec<&Line> {
    let of = |wanted: &[Option<&str>]| -> Vec<&Line> {
        item.descriptions.iter().filter(|line| wanted.contains(&line.role.as_deref())).collect()
    };
    let caption = of(&[Some(CAPTION)]);
    let caption = if caption.is_empty() { of(&[None]) } else { caption };
    if !caption.is_empty() {
        return caption;
    }
    let blind = |line: &&Line| line.role.as_deref().is_some_and(|role| FOR_THE_BLIND.contains(&role));
    let mut others = item.descriptions.iter().filter(|line| !blind(line));
    others.next().into_iter().collect()
}

/// A time as XMP has it. spec: XMP part 1, section 8.2.1.1.
fn date(moment: &Moment) -> Option<String> {
    let text = moment.as_str();
    let digits = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if matches!(text.len(), 4 | 7) && digits {
        return Some(text.to_owned());
    }
    moment.roughly()?;
    let is_long = text.as_bytes().get(4) == Some(&b'-');
    if is_long {
        return Some(text.replacen(' ', "T", 1).replace(' ', ""));
    }
    crate::feed::rfc3339(moment).or_else(|| local(text))
}

/// `20261123T102708` of no zone, or the day alone, as XMP has it.
fn local(text: &str) -> Option<String> {
    let (day, time) = text.split_once('T').unwrap_or((text, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if day.len() != 8 || !matches!(time.len(), 0 | 6) || !is_number(day) || !is_number(time) {
        return None;
    }
    let (year, month, day) = (day.get(..4)?, day.get(4..6)?, day.get(6..)?);
    let clock = time.get(4..).map(|second| Some(format!("T{}:{}:{second}", time.get(..2)?, time.get(2..4)?)));
    Some(format!("{year}-{month}-{day}{}", clock.flatten().unwrap_or_default()))
}

/// Where the photograph was made in the fields of the Core.
pub(crate) fn core_of(item: &Item) -> [Option<String>; 5] {
    let find = |names: &[&str], place: &interwire_core::item::Concept| -> [Option<String>; 5] {
        std::array::from_fn(|at| {
            Extra::find(&place.extra, names.get(at).copied().unwrap_or_default()).map(str::to_owned)
        })
    };
    let is_core = |place: &&interwire_core::item::Concept| {
        place.extra.iter().any(|one| places::CORE.contains(&one.name.as_str()))
    };
    if let Some(place) = item.located.iter().find(is_core) {
        return find(&places::CORE, place);
    }
    let Some(place) = item.located.first() else { return Default::default() };
    let mut parts = find(&places::PARTS, place);
    if parts.iter().all(Option::is_none)
        && let Some(town) = parts.get_mut(1)
    {
        *town = place.names.first().map(|name| name.text.clone());
    }
    parts
}

fn rdf(sheet: &Sheet) -> String {
    let all = sheet.xml();
    let mut about = Tag::new("rdf:Description").with("rdf:about", "");
    for (prefix, uri) in NAMESPACES.iter().filter(|(prefix, _)| *prefix != "rdf") {
        if all.contains(&format!("<{prefix}:")) {
            about = about.with(&format!("xmlns:{prefix}"), uri);
        }
    }
    let graph = Tag::new("rdf:RDF").with("xmlns:rdf", super::names::RDF).child(about.raw(&all));
    Tag::new("x:xmpmeta").with("xmlns:x", "adobe:ns:meta/").child(graph).xml()
}

fn packet(sheet: &Sheet) -> (Vec<u8>, usize) {
    let xml = rdf(sheet);
    let before = xml.chars().count();
    let clean: String = xml.chars().filter(|c| xml::is_xml(*c)).collect();
    let left_out = before - clean.chars().count();
    let begin = "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n";
    (format!("{begin}{clean}\n<?xpacket end=\"w\"?>\n").into_bytes(), left_out)
}

/// The lists of before the Subject Codes.
pub(super) const CATEGORIES: [&str; 2] = [CATEGORY, MORE_CATEGORIES];
