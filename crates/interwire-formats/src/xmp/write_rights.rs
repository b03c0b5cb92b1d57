//! Rights as XMP has them: all statements of an item together, for a photograph makes one.

use super::rights::{LINKED, OWNER, mining_of};
use super::write::Sheet;
use super::write_concepts::called;
use super::write_parts::{alt, bag, seq, spoken, structure, text};
use crate::losses::Losses;
use interwire_core::item::{EncodedRights, Extra, Item, Line, Rights};

pub(super) fn write(item: &Item, sheet: &mut Sheet, losses: &mut Losses) {
    let all = |of: fn(&Rights) -> &Vec<Line>| item.rights.iter().flat_map(of).cloned().collect::<Vec<Line>>();
    for (name, lines) in [("dc:rights", all(|one| &one.notices)), ("xmpRights:UsageTerms", all(|one| &one.terms))] {
        let (tag, complete) = alt(name, spoken(&lines));
        sheet.add(tag);
        if !complete {
            losses.add("xmp_lacks", "rights", "there is one notice and one text of terms for each language");
        }
    }
    let extras = || item.rights.iter().flat_map(|one| &one.extra);
    let holder = item.rights.iter().find_map(|one| one.holder.as_ref());
    if !extras().any(|extra| extra.name == OWNER) {
        let owner = holder.map(|holder| {
            let id = holder.literal.clone().or_else(|| holder.uri.clone()).or_else(|| holder.qcode.clone());
            let name = text("plus:CopyrightOwnerName", called(holder).filter(|name| id.as_deref() != Some(name)));
            structure(name.into_iter().chain(text("plus:CopyrightOwnerID", id.as_deref())))
        });
        sheet.add(seq("plus:CopyrightOwner", owner));
    }
    if item.rights.iter().filter(|one| one.holder.is_some()).count() > 1 {
        losses.add("xmp_lacks", "rights", "only one of several holders is written");
    }
    addresses(item, sheet, losses);
    let encoded = item.rights.iter().flat_map(|one| &one.encoded).map(|one: &EncodedRights| {
        structure(
            text("Iptc4xmpExt:EncRightsExpr", Some(&one.text))
                .into_iter()
                .chain(text("Iptc4xmpExt:RightsExprEncType", one.content_type.as_deref()))
                .chain(text("Iptc4xmpExt:RightsExprLangId", one.lang_id.as_deref())),
        )
    });
    sheet.add(bag("Iptc4xmpExt:EmbdEncRightsExpr", encoded));
    sheet.add(text("plus:DataMining", extras().find_map(mining_of).as_deref()));
    for extra in extras().filter(|extra| mining_of(extra).is_none()) {
        if !sheet.put_back(extra) {
            losses.add("not_understood", "rights", "properties kept from another source");
        }
    }
}

/// The page with the terms, and expressions for machines elsewhere.
fn addresses(item: &Item, sheet: &mut Sheet, losses: &mut Losses) {
    let whole = item.rights.iter().find_map(|one| Extra::find(&one.extra, LINKED));
    let is_whole = |address: &&String| {
        let mut written = String::new();
        crate::xml::push_text(address, &mut written);
        whole.is_some_and(|xml| xml.contains(&written))
    };
    let mut rest = item.rights.iter().flat_map(|one| &one.linked).filter(|address| !is_whole(address));
    sheet.add(text("xmpRights:WebStatement", rest.next().map(String::as_str)));
    let links: Vec<_> = rest.map(|address| structure(text("Iptc4xmpExt:LinkedRightsExpr", Some(address)))).collect();
    if whole.is_none() {
        sheet.add(bag(LINKED, links));
    } else if !links.is_empty() {
        losses.add(
            "xmp_lacks",
            "rights",
            "more addresses of rights expressions have no place beside those that were kept",
        );
    }
}
