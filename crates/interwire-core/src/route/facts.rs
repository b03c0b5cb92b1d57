//! What routing needs to know of an item, taken from the item model.

use super::{Embargo, RouteItem, Status};
use crate::ids::PartyId;
use crate::item::{self, Concept, Item, ItemType, PubStatus};

impl RouteItem {
    /// The facts of a version of `source`'s item, carried by these of its services. A right counts as unknown if it is
    /// an expression for machines, carried or linked: none is evaluated here. Rights in words are for people.
    ///
    /// The embargo is that of this version alone; see [`Embargo::and`] for those of earlier ones.
    #[must_use]
    pub fn of(item: &Item, source: &PartyId, services: Vec<String>) -> Self {
        Self {
            source: source.clone(),
            medium: medium(item),
            carries: carries(item),
            languages: item.languages.clone(),
            subjects: item.subjects.iter().filter_map(concept).collect(),
            services,
            status: match item.status() {
                PubStatus::Usable => Status::Usable,
                PubStatus::Withheld => Status::Withheld,
                PubStatus::Canceled => Status::Canceled,
                PubStatus::Other(word) => Status::Unknown(word.as_str().to_owned()),
            },
            embargo: item.times.embargoed.as_ref().map_or(Embargo::None, Embargo::of),
            has_unknown_right: item.rights.iter().any(|right| !right.encoded.is_empty() || !right.linked.is_empty()),
        }
    }
}

impl Embargo {
    /// An embargo as the item states it.
    #[must_use]
    pub fn of(stated: &item::Embargo) -> Self {
        match (stated, stated.ends()) {
            (_, Some(time)) => Self::Until(time),
            (item::Embargo::Indefinite, None) => Self::Indefinite,
            (item::Embargo::Until(moment), None) => Self::Unknown(moment.as_str().to_owned()),
        }
    }

    /// The embargo of an item of which an earlier version stated another: no version lifts or shortens it.
    #[must_use]
    pub fn and(self, earlier: Self) -> Self {
        match (self, earlier) {
            (Self::None, other) | (other, Self::None) => other,
            (Self::Until(one), Self::Until(other)) => Self::Until(one.max(other)),
            (unknown @ Self::Unknown(_), _) | (_, unknown @ Self::Unknown(_)) => unknown,
            (Self::Indefinite, _) | (_, Self::Indefinite) => Self::Indefinite,
        }
    }
}

/// Its medium: as stated, else told by what it holds.
pub(crate) fn medium(item: &Item) -> String {
    match &item.kind {
        Some(kind) => kind.as_str().to_owned(),
        None if !item.bodies.is_empty() => ItemType::Text.as_str().to_owned(),
        None => carries(item).into_iter().next().unwrap_or_else(|| "not stated".to_owned()),
    }
}

/// The media of its files, by their media types; a file of another type (a PDF of the text) adds none.
pub(crate) fn carries(item: &Item) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for kind in item.renditions.iter().filter_map(|rendition| rendition.content_type.as_deref()) {
        let medium = match kind.split('/').next() {
            Some("image") => "picture",
            Some("video") => "video",
            Some("audio") => "audio",
            _ => continue,
        };
        // A picture of a video is its thumbnail, a picture of a graphic is the graphic.
        let own =
            matches!(item.kind, Some(ItemType::Video | ItemType::Graphic | ItemType::Audio)) && medium == "picture";
        if !own && !all.iter().any(|known| known == medium) {
            all.push(medium.to_owned());
        }
    }
    all
}

fn concept(subject: &Concept) -> Option<String> {
    subject.uri.clone().or_else(|| subject.qcode.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::item::{Moment, Rendition, Rights, Times};

    fn facts(item: &Item) -> RouteItem {
        RouteItem::of(item, &"hanoi".parse().unwrap(), vec![])
    }

    #[test]
    fn the_facts_of_a_text_with_a_picture() {
        let rendition = |kind: &str| Rendition { content_type: Some(kind.to_owned()), ..Rendition::default() };
        let item = Item {
            kind: Some(ItemType::Text),
            pub_status: Some(PubStatus::parse("draft")),
            languages: vec!["vi".to_owned()],
            subjects: vec![
                Concept::of_uri("http://cv.iptc.org/newscodes/mediatopic/04000000"),
                Concept::of_name("Kinh tế"),
            ],
            renditions: vec![rendition("image/jpeg"), rendition("image/png"), rendition("application/pdf")],
            times: Times { embargoed: Some(item::Embargo::new("2026-11-23")), ..Times::default() },
            ..Item::default()
        };
        let facts = facts(&item);
        assert_eq!((facts.medium.as_str(), facts.carries), ("text", vec!["picture".to_owned()]));
        assert_eq!(facts.subjects, ["http://cv.iptc.org/newscodes/mediatopic/04000000"]);
        assert_eq!(facts.status, Status::Unknown("draft".to_owned()));
        assert_eq!(facts.embargo, Embargo::Unknown("2026-11-23".to_owned()), "a day without an hour is not exact");
        assert!(!facts.has_unknown_right);
    }

    #[test]
    fn an_item_that_says_nothing_is_usable_and_of_no_medium() {
        let facts = facts(&Item::default());
        assert_eq!((facts.status, facts.medium.as_str(), facts.embargo), (Status::Usable, "not stated", Embargo::None));
    }

    #[test]
    fn a_rights_expression_for_machines_is_not_understood() {
        let right = Rights { linked: vec!["https://hanoi.example/rights".to_owned()], ..Rights::default() };
        assert!(facts(&Item { rights: vec![right], ..Item::default() }).has_unknown_right);
    }

    #[test]
    fn a_later_version_does_not_lift_an_embargo() {
        let until = |text: &str| Embargo::of(&item::Embargo::Until(Moment::new(text)));
        let (early, late) = (until("2026-11-23T10:00:00+07:00"), until("2026-11-23T12:00:00+07:00"));
        assert_eq!(Embargo::None.and(late.clone()), late);
        assert_eq!(early.clone().and(late.clone()), late);
        assert_eq!(early.clone().and(Embargo::Indefinite), Embargo::Indefinite);
        assert_eq!(early.and(until("noon")), Embargo::Unknown("noon".to_owned()));
    }
}
