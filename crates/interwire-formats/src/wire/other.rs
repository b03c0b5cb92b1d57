//! Orders about other items, as facts of a wire: `Order: canceled, version 2 of urn:x`, `Order: withheld, message dpa
//! 0123`. They stand in words that no head of a wire has, so that nobody takes them for orders about the item itself.

use super::info::changes;
use crate::orders;
use crate::percent::{percent, unpercent};
use interwire_core::item::{Link, PubStatus, text::collapse};

/// The fact for a link, if it is an order that can be said in a line: its key and value.
pub(super) fn written(link: &Link) -> Option<(&'static str, String)> {
    let status = orders::status_of(link).filter(|status| !matches!(status, PubStatus::Other(_)))?;
    let Some(guid) = &link.guid else {
        let number = link.name.as_deref().filter(|name| !name.is_empty() && !changes(name))?;
        return Some(("Order", format!("{status}, message {number}")));
    };
    let is_escaped = changes(guid) || guid.contains(' ');
    let (key, name) = if is_escaped { ("Order escaped", percent(guid)) } else { ("Order", guid.clone()) };
    let of = match &link.version {
        None => String::new(),
        Some(version) if version.bytes().all(|byte| byte.is_ascii_alphanumeric()) => format!("version {version} of "),
        Some(_) => return None,
    };
    Some((key, format!("{status}, {of}{name}")))
}

/// The link that a fact states.
pub(super) fn read(value: &str, is_escaped: bool) -> Option<Link> {
    let (status, about) = value.split_once(", ")?;
    let status = PubStatus::parse(status);
    if matches!(status, PubStatus::Other(_)) {
        return None;
    }
    if let Some(number) = about.strip_prefix("message ") {
        return Some(orders::numbered(number, status.as_str()));
    }
    let versioned = about.strip_prefix("version ").and_then(|rest| rest.split_once(" of "));
    let (version, name) = versioned.map_or((None, about), |(version, name)| (Some(version), name));
    let guid = if is_escaped { unpercent(name)? } else { name.to_owned() };
    (!guid.is_empty() && collapse(&guid) == guid || is_escaped).then(|| orders::link(&guid, version, status.as_str()))
}

/// Whether all of these links arrive as they are.
pub(super) fn arrive(links: &[Link]) -> bool {
    let again = |link: &Link| written(link).and_then(|(key, value)| read(&value, key != "Order"));
    links.iter().all(|link| again(link).as_ref() == Some(link))
}

/// Whether an order among these links cannot be said.
pub(super) fn are_lost(links: &[Link]) -> bool {
    links.iter().any(|link| link.rel.as_deref() == Some(orders::REL) && written(link).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_about_another_item_arrives_or_is_known_to_be_lost() {
        for (link, fact) in [
            (orders::link("urn:baku:6", None, "canceled"), "canceled, urn:baku:6"),
            (orders::link("urn:baku:6", Some("2"), "usable"), "usable, version 2 of urn:baku:6"),
            (orders::link("urn:cầu 6", Some("2"), "withheld"), "withheld, version 2 of urn:c%E1%BA%A7u%206"),
            (orders::numbered("hna 0455", "canceled"), "canceled, message hna 0455"),
        ] {
            let (key, value) = written(&link).unwrap();
            assert_eq!((key == "Order", value.as_str()), (!fact.contains('%'), fact));
            assert_eq!(read(&value, key != "Order"), Some(link));
        }
        for link in [
            orders::link("urn:baku:6", None, "replaced"),
            orders::link("urn:baku:6", Some("2 of 3"), "canceled"),
            orders::numbered("", "canceled"),
        ] {
            assert!(are_lost(std::slice::from_ref(&link)) && !arrive(&[link]));
        }
        let other = Link { rel: Some("updates".to_owned()), guid: Some("urn:baku:6".to_owned()), ..Link::default() };
        assert!(!are_lost(std::slice::from_ref(&other)) && !arrive(&[other]));
        for text in ["canceled", "replaced, urn:baku:6", "canceled, "] {
            assert_eq!(read(text, false), None, "{text}");
        }
    }
}
