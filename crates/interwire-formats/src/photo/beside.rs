//! A sidecar and the file it is about, as one item.

use super::merge;
use crate::Read;
use interwire_core::item::Rendition;

/// Gives the items of a sidecar their file, at `href`, and what the file says of itself where the sidecar is silent.
/// `found` is what was read of it; without that only the address is known.
pub fn beside(sidecar: &mut Read, href: &str, found: Option<Read>) {
    let own = found.and_then(|read| read.items.into_iter().next());
    for one in &mut sidecar.items {
        let rendition = own.as_ref().and_then(|own| own.item.renditions.first()).cloned().unwrap_or_default();
        // The file is held once it has been found at its address.
        one.item.renditions = vec![Rendition { href: Some(href.to_owned()), blob: None, ..rendition }];
        let Some(own) = &own else { continue };
        if one.notes.iter().any(|note| note.code == "guid_made") {
            one.notes.retain(|note| note.code != "guid_made");
            one.notes.extend(own.notes.iter().filter(|note| note.code.starts_with("guid_")).cloned());
            one.item.guid.clone_from(&own.item.guid);
        }
        one.item.kind.clone_from(&own.item.kind);
        merge::fill(&mut one.item, own.item.clone(), "file", false, &mut one.notes);
    }
}
