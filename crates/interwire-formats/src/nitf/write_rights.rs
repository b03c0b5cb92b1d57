//! Rights in the head of a document.

use super::rights::YEAR;
use super::write_head::word;
use crate::losses::Losses;
use crate::spell::is_nmtoken;
use crate::xml::Tag;
use interwire_core::item::{Extra, Form, Rights};

/// The holder, then the terms: `limitations` and `type` with all else of one statement, further ones apart.
pub(super) fn rights_of(rights: &Rights, losses: &mut Losses) -> Vec<Tag> {
    let mut tags = Vec::new();
    let year = Extra::find(&rights.extra, YEAR).filter(|year| is_nmtoken(year));
    if let Some(holder) = &rights.holder {
        tags.push(Tag::new("doc.copyright").with_some("year", year).with("holder", word(holder)));
    } else if year.is_some() {
        tags.push(Tag::new("doc.copyright").with_some("year", year));
    }
    let mut first = Tag::new("doc.rights");
    let mut says = false;
    for name in ["owner", "startdate", "enddate", "agent", "geography", "location-code", "code-source"] {
        let value = ["doc.rights/", "rights."].iter().find_map(|p| Extra::find(&rights.extra, &format!("{p}{name}")));
        says |= value.is_some();
        first = first.with_some(name, value);
    }
    let mut open: Vec<&str> = vec!["limitations", "type"];
    let mut later = Vec::new();
    for line in &rights.terms {
        let role = line.role.as_deref().filter(|role| *role == "type").map_or("limitations", |_| "type");
        if line.role.as_deref().is_some_and(|stated| stated != role) || !line.extra.is_empty() || line.lang.is_some() {
            losses.add("nitf_lacks", "rights", "role and language of terms of use have no place");
        }
        match open.iter().position(|free| *free == role) {
            Some(at) => {
                open.remove(at);
                first = first.with(role, &line.text);
                says = true;
            }
            None => later.push(Tag::new("doc.rights").with(role, &line.text)),
        }
    }
    tags.extend(says.then_some(first));
    tags.extend(later);
    let written = |extra: &Extra| {
        extra.form == Form::Text
            && (extra.name == YEAR || extra.name.starts_with("doc.rights/") || extra.name.starts_with("rights."))
    };
    if !rights.notices.is_empty() {
        losses.add("nitf_lacks", "rights", "a copyright notice has no place in the head");
    }
    if !rights.linked.is_empty() || !rights.encoded.is_empty() {
        losses.add("nitf_lacks", "rights/encoded", "rights expressions for machines have no place");
    }
    if !rights.extra.iter().all(written) {
        losses.add("not_understood", "rights", "properties kept from another source");
    }
    tags
}
