//! Item to news item, NewsML-G2 2.35. Strict: sections and properties stand in the order of the schema, codes are
//! QCodes, times are complete. What does not fit is a loss, never an invalid document.

use super::write_content::content_set;
use super::write_meta::{content_meta, item_meta};
use super::write_parts::{Part, concept, is_qcode, line, moment, put_back, standalone};
use super::{conform, write_kinds};
use crate::losses::Losses;
use crate::xml::{self, Tag};
use crate::{WriteError, Written};
use interwire_core::item::{Extra, Form, Item, Markup, Rights, Version};
use std::collections::BTreeMap;

/// The catalog that explains the codes of the IPTC.
const CATALOG: &str = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml";

/// Writes an item: a news item, or a package, an event, planned coverage or knowledge where the item is one.
pub(super) fn write(item: &Item) -> Result<Written, WriteError> {
    let missing = |what: &str| WriteError::new("required_missing", format!("NewsML-G2 requires {what}"));
    let guid = item.guid.as_ref().ok_or_else(|| missing("a guid"))?;
    let mut losses = Losses::default();
    let mut root = Tag::new("newsItem")
        .with("standard", "NewsML-G2")
        .with("standardversion", "2.35")
        .with("conformance", "power")
        .with("guid", guid.as_str())
        .with("version", &version(item, &mut losses).to_string());
    if let Some(lang) = Extra::find(&item.extra, "xml:lang") {
        root = root.with("xml:lang", lang);
    }
    root = root.children(catalogs(item).into_iter().map(|href| Tag::new("catalogRef").with("href", &href)));
    let hops = hop_history(item, &mut losses);
    if !hops.is_empty() {
        root = root.child(hops);
    }
    root = root.children(item.rights.iter().map(|rights| rights_info(rights, &mut losses)));
    root = root.child(item_meta(item, &mut losses).ok_or_else(|| missing("the time its version was created"))?);
    root = root.child(content_meta(item, &mut losses));
    root = root.child(content_set(item, &mut losses));
    left_over(item, &mut losses);
    let (text, left_out) = root.document();
    if left_out > 0 {
        losses.add("characters_forbidden", "item", format!("{left_out} characters that XML 1.0 forbids are left out"));
    }
    let document = write_kinds::whole(item, &text, &mut losses);
    let done = document.and_then(|document| conform::item(&document, &mut losses));
    let done = done.ok_or_else(|| missing("more than the item says"))?;
    let text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", xml::fragment(&done, &BTreeMap::new()));
    Ok(Written { bytes: text.into_bytes(), losses: losses.done() })
}

fn version(item: &Item, losses: &mut Losses) -> u64 {
    let number = item.version.number().max(1);
    let same = matches!(&item.version, Version::Absent) || item.version.stated() == Some(number.to_string());
    if !same {
        let stated = item.version.stated().unwrap_or_default();
        losses.add("version_changed", "version", format!("version {stated:?} is written as {number}"));
    }
    number
}

/// The IPTC's catalog, unless the source names one of its own versions, and the source's others.
fn catalogs(item: &Item) -> Vec<String> {
    let mut hrefs: Vec<String> = Vec::new();
    for extra in item.extra.iter().filter(|extra| extra.name == "catalogRef" && extra.form == Form::Text) {
        if !hrefs.contains(&extra.value) {
            hrefs.push(extra.value.clone());
        }
    }
    if !hrefs.iter().any(|href| href.contains("IPTC-G2-Standards")) {
        hrefs.insert(0, CATALOG.to_owned());
    }
    hrefs
}

fn hop_history(item: &Item, losses: &mut Losses) -> Tag {
    let mut history = Tag::new("hopHistory");
    for hop in &item.hops {
        let mut tag = Tag::new("hop").with_some("seq", hop.seq.map(|seq| seq.to_string()).as_deref());
        tag = tag.with_some("timestamp", hop.at.as_ref().and_then(|at| moment(at, "hops", losses)).as_deref());
        tag = tag.children(hop.party.as_ref().map(|party| concept("party", party, Part::Named, "hops", losses)));
        for action in &hop.actions {
            let code = action.qcode.as_deref().filter(|code| is_qcode(code));
            if code.is_none() && action.uri.is_none() {
                losses.add("code_needed", "hops", "an action of a hop is a code; words are left out");
                continue;
            }
            let uri = action.uri.as_deref().filter(|_| code.is_none());
            tag = tag.child(Tag::new("action").with_some("qcode", code).with_some("uri", uri));
        }
        history = history.child(tag);
    }
    history
}

fn rights_info(rights: &Rights, losses: &mut Losses) -> Tag {
    let mut tag = Tag::new("rightsInfo");
    tag = tag.children(rights.holder.as_ref().map(|h| concept("copyrightHolder", h, Part::Named, "rights", losses)));
    tag = tag.children(rights.notices.iter().map(|notice| line("copyrightNotice", notice, "rights", losses)));
    tag = tag.children(rights.terms.iter().map(|terms| line("usageTerms", terms, "rights", losses)));
    tag = tag.children(rights.linked.iter().map(|href| Tag::new("link").with("href", href)));
    for encoded in &rights.encoded {
        let Some(lang_id) = &encoded.lang_id else {
            losses.add("rights_language_needed", "rights", "a rights expression of unknown language is left out");
            continue;
        };
        let element = (encoded.markup == Markup::Xml).then(|| standalone(&encoded.text)).flatten();
        let kind = encoded.content_type.as_deref().unwrap_or("text/plain");
        tag = tag.child(match element {
            Some(xml) => Tag::new("rightsExpressionXML").with("langid", lang_id).raw(&xml),
            None => Tag::new("rightsExpressionData").with("langid", lang_id).with("enctype", kind).text(&encoded.text),
        });
    }
    for extra in &rights.extra {
        tag = put_back(tag, extra, &format!("rights/{}", extra.name), losses);
    }
    tag
}

/// What was kept of other formats has no place; what was kept of this one is put back, see [`write_kinds`].
fn left_over(item: &Item, losses: &mut Losses) {
    for extra in item.extra.iter().filter(|extra| !write_kinds::is_put_back(extra)) {
        losses.add("not_understood", &extra.name, "a property kept from another source");
    }
    if item.priority.is_some() {
        losses.add("newsml_g2_lacks", "priority", "a news item has no priority");
    }
}
