//! Several accounts of one photograph, film or sound to one item: for each field the account that counts, where it says anything. What
//! another says differently is kept.

use interwire_core::item::{Concept, EdNote, Extra, Item, Line, Moment, Note, Rights};

/// Fills what `item` leaves open with what `other` says; where both speak and differ, the other is kept under `from`.
/// `is_later` says that `other` counts, for it was changed after `item` was written.
pub(crate) fn fill(item: &mut Item, other: Item, from: &str, is_later: bool, notes: &mut Vec<Note>) {
    let mut merge = Merge { from, is_later, kept: Vec::new(), differ: Vec::new() };
    item.guid = item.guid.take().or(other.guid);
    for (have, found) in [(&mut item.people, other.people), (&mut item.organisations, other.organisations)] {
        if have.is_empty() {
            *have = found;
        }
    }
    if item.generators.is_empty() {
        item.generators = other.generators;
    }
    item.digital_source = item.digital_source.take().or(other.digital_source);
    item.provider = item.provider.take().or(other.provider);
    merge.lines("headlines", &mut item.headlines, other.headlines);
    merge.lines("sluglines", &mut item.sluglines, other.sluglines);
    merge.captions(&mut item.descriptions, other.descriptions);
    merge.lines("creditlines", &mut item.creditlines, other.creditlines);
    merge.list("keywords", &mut item.keywords, other.keywords, |line| line.text.clone());
    merge.list("ed_notes", &mut item.ed_notes, other.ed_notes, |note: &EdNote| note.text.clone());
    merge.list("bylines", &mut item.bylines, other.bylines, |line| line.text.clone());
    merge.list("creators", &mut item.creators, other.creators, word);
    merge.list("info_sources", &mut item.info_sources, other.info_sources, word);
    merge.list("contributors", &mut item.contributors, other.contributors, word);
    merge.list("subjects", &mut item.subjects, other.subjects, word);
    merge.list("genres", &mut item.genres, other.genres, word);
    merge.list("alt_ids", &mut item.alt_ids, other.alt_ids, |id| id.value.clone());
    merge.list("languages", &mut item.languages, other.languages, Clone::clone);
    merge.places(item, other.located);
    merge.list("places", &mut item.places, other.places, word);
    merge.rights(&mut item.rights, other.rights);
    merge.one("urgency", &mut item.urgency, other.urgency, |urgency| urgency.to_string());
    merge.one("pub_status", &mut item.pub_status, other.pub_status, |status| status.as_str().to_owned());
    let (times, others) = (&mut item.times, other.times);
    merge.moment("content_created", &mut times.content_created, others.content_created);
    times.first_created = times.first_created.take().or(others.first_created);
    times.content_modified = times.content_modified.take().or(others.content_modified);
    times.embargoed = times.embargoed.take().or(others.embargoed);
    times.expires = times.expires.take().or(others.expires);
    let Merge { kept, differ, .. } = merge;
    // A name of XMP may be in both.
    let new =
        other.extra.into_iter().filter(|extra| Extra::find(&item.extra, &extra.name).is_none()).collect::<Vec<_>>();
    item.extra.extend(new);
    item.extra.extend(kept);
    if !differ.is_empty() {
        let which = if is_later { "counts, for it was changed later" } else { "is kept beside" };
        notes.push(Note::new("accounts_differ", format!("{from} says otherwise of {}; it {which}", differ.join(", "))));
    }
}

fn word(concept: &Concept) -> String {
    let name = concept.names.first().map(|name| name.text.clone());
    let code = concept.qcode.clone().or_else(|| concept.literal.clone());
    code.or(name).unwrap_or_default()
}

struct Merge<'m> {
    from: &'m str,
    is_later: bool,
    kept: Vec<Extra>,
    differ: Vec<&'static str>,
}

impl Merge<'_> {
    /// `found` into `have`, if that is empty or older; what does not count is kept.
    fn list<T>(&mut self, field: &'static str, have: &mut Vec<T>, found: Vec<T>, text: impl Fn(&T) -> String) {
        let texts = |list: &[T]| list.iter().map(&text).collect::<Vec<String>>();
        let (ours, theirs) = (texts(have), texts(&found));
        if ours.is_empty() {
            *have = found;
        } else if !theirs.iter().all(|text| ours.iter().any(|own| says(own, text)))
            || self.is_later && theirs.len() < ours.len() && !theirs.is_empty()
        {
            let lost = if self.is_later { ours.clone() } else { theirs };
            self.keep(field, lost);
            if self.is_later {
                *have = found;
            }
        }
    }

    fn lines(&mut self, field: &'static str, have: &mut Vec<Line>, found: Vec<Line>) {
        // The other has no languages: one that says the same as any of them says nothing new.
        let others = have.iter().skip(1).map(|line| line.text.clone()).collect::<Vec<_>>();
        let known = found.iter().all(|line| others.iter().any(|other| says(other, &line.text)));
        if !found.is_empty() && known {
            return;
        }
        let mut main: Vec<Line> = have.iter().take(1).cloned().collect();
        let count = self.differ.len();
        self.list(field, &mut main, found, |line| line.text.clone());
        if self.is_later && self.differ.len() > count || have.is_empty() {
            *have = main;
        }
    }

    /// Descriptions that are no caption stay as they are.
    fn captions(&mut self, have: &mut Vec<Line>, found: Vec<Line>) {
        let (mut captions, others) =
            std::mem::take(have).into_iter().partition(|line: &Line| line.role.as_deref() == Some(crate::xmp::CAPTION));
        self.lines("descriptions", &mut captions, found);
        captions.extend::<Vec<Line>>(others);
        *have = captions;
    }

    fn one<T>(&mut self, field: &'static str, have: &mut Option<T>, found: Option<T>, text: impl Fn(&T) -> String) {
        let mut list: Vec<T> = have.take().into_iter().collect();
        self.list(field, &mut list, found.into_iter().collect(), text);
        *have = list.pop();
    }

    /// Notices only: the rest of the rights is of XMP alone.
    fn rights(&mut self, have: &mut Vec<Rights>, found: Vec<Rights>) {
        let Some(other) = found.into_iter().next() else { return };
        match have.first_mut() {
            Some(rights) => self.lines("rights", &mut rights.notices, other.notices),
            None => have.push(other),
        }
    }

    /// A point on earth goes to the place that lacks one; a place of the Core is one that XMP may already say.
    fn places(&mut self, item: &mut Item, found: Vec<Concept>) {
        for place in found {
            let parts: Vec<String> = place.extra.iter().map(|extra| extra.value.clone()).collect();
            let known = |own: &Concept| {
                let words =
                    || own.extra.iter().map(|extra| &extra.value).chain(own.names.iter().map(|name| &name.text));
                parts.iter().all(|part| words().any(|word| says(word, part)))
            };
            let is_known = item.located.iter().chain(&item.places).any(known);
            match item.located.first_mut() {
                None => item.located.push(place),
                Some(first) if parts.is_empty() => first.geo = first.geo.take().or(place.geo),
                Some(_) if is_known => {}
                Some(_) => {
                    self.keep("located", parts);
                    if self.is_later {
                        item.located = vec![place];
                    }
                }
            }
        }
    }

    /// The same moment may be written with more or less of it.
    fn moment(&mut self, field: &'static str, have: &mut Option<Moment>, found: Option<Moment>) {
        let local = |moment: &Moment| moment.as_str().chars().take(19).collect::<String>();
        let same = have.as_ref().zip(found.as_ref()).is_some_and(|(have, found)| {
            let (ours, theirs) = (local(have), local(found));
            ours.starts_with(&theirs)
                || theirs.starts_with(&ours)
                || have.time().is_some() && have.time() == found.time()
        });
        if !same {
            self.one(field, have, found, |moment| moment.as_str().to_owned());
        }
    }

    fn keep(&mut self, field: &'static str, texts: Vec<String>) {
        self.differ.push(field);
        let from = if self.is_later { "xmp" } else { self.from };
        self.kept.extend(texts.iter().map(|text| Extra::text(&format!("{from}:{field}"), text)));
    }
}

/// Whether two texts are the same but for white space, or the second is the first cut short at a limit of IIM.
fn says(whole: &str, part: &str) -> bool {
    const LIMITS: [usize; 8] = [3, 16, 32, 64, 128, 236, 256, 2000];
    let (whole, part) = (plain(whole), plain(part));
    let is_cut = LIMITS.iter().any(|limit| (limit.saturating_sub(4)..=*limit).contains(&part.len()));
    whole == part || part.len() > 8 && is_cut && whole.starts_with(&part)
}

fn plain(text: &str) -> String {
    interwire_core::item::text::collapse(text)
}
