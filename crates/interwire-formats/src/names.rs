//! Names of items on their way through formats. A name must arrive as it is, or there would be two items; but few formats
//! keep white space around it, and XML has no place for some characters.

use crate::WriteError;
use crate::xml::is_xml;
use interwire_core::item::Item;

/// White space around a name is no part of it, whatever the format.
pub(crate) fn trim(item: &mut Item) {
    if let Some(guid) = item.guid.take() {
        let bare = guid.as_str().trim();
        item.guid = if bare.len() == guid.as_str().len() { Some(guid) } else { bare.parse().ok() };
    }
}

/// Whether every format carries the name.
pub(crate) fn check(item: &Item) -> Result<(), WriteError> {
    let Some(guid) = item.guid.as_ref().map(|guid| guid.as_str()) else { return Ok(()) };
    if guid.trim() == guid && guid.chars().all(is_xml) {
        return Ok(());
    }
    let message = format!(
        "the name {guid:?} would not arrive as it is: it has white space around it, or no characters of text in it"
    );
    Err(WriteError::new("guid_not_writable", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Item {
        Item { guid: Some(name.parse().unwrap()), ..Item::default() }
    }

    #[test]
    fn a_name_is_what_every_format_carries() {
        for (source, name) in [("urn:x", Some("urn:x")), (" tag:Қаз  y\u{a0}", Some("tag:Қаз  y")), (" ", None)] {
            let mut item = named(source);
            trim(&mut item);
            assert_eq!(item.guid.as_ref().map(|guid| guid.as_str()), name, "{source:?}");
            assert!(check(&item).is_ok());
        }
        for name in [" urn:x", "urn:x\u{3000}", "urn:\u{ffff}"] {
            assert_eq!(check(&named(name)).map_err(|error| error.code), Err("guid_not_writable"), "{name:?}");
        }
    }
}
