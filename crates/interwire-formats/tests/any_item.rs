//! Generated items in all our scripts, written in every format of the table and read back: what a format has a place for
//! is the same afterwards, and what is not the same was named as a loss. A format is tried because it is in the table.

mod fidelity;

use fidelity::excuses::can;
use fidelity::facts::VITAL;
use fidelity::{Kept, rich, trip, written};
use interwire_core::item::{Embargo, Item, Line, Markup, PubStatus, Version};
use proptest::prelude::*;

/// Takes fields away, one for each bit.
fn without(mut item: Item, bits: u32) -> Item {
    let take: [fn(&mut Item); 30] = [
        |item| item.headlines.truncate(1),
        |item| item.sluglines.clear(),
        |item| item.bylines.clear(),
        |item| item.creditlines.clear(),
        |item| item.datelines.clear(),
        |item| item.located.clear(),
        |item| item.descriptions.clear(),
        |item| item.subjects.clear(),
        |item| item.places.clear(),
        |item| item.people.clear(),
        |item| item.organisations.clear(),
        |item| item.genres.clear(),
        |item| item.keywords.clear(),
        |item| item.urgency = None,
        |item| item.priority = None,
        |item| item.renditions.clear(),
        |item| item.links.clear(),
        |item| item.rights.clear(),
        |item| item.ed_notes.clear(),
        |item| item.signals.clear(),
        |item| item.times.first_created = None,
        |item| item.times.content_created = None,
        |item| item.times.content_modified = None,
        |item| item.times.expires = None,
        |item| item.provider = None,
        |item| item.creators.clear(),
        |item| item.contributors.clear(),
        |item| item.info_sources.clear(),
        |item| item.hops.clear(),
        |item| item.alt_ids.clear(),
    ];
    let taken = take.iter().enumerate().filter(|(at, _)| bits & 1 << at != 0);
    taken.for_each(|(_, take)| take(&mut item));
    item
}

/// A body without one of its pieces, so that stories differ in structure.
fn shorter(mut item: Item, from: usize) -> Item {
    for body in &mut item.bodies {
        let pieces: Vec<&str> = body.text.split_inclusive('\n').collect();
        let kept = pieces.iter().enumerate().filter(|(at, _)| pieces.len() < 3 || *at != from % pieces.len());
        body.text = kept.map(|(_, piece)| *piece).collect();
    }
    item
}

fn items() -> BoxedStrategy<Item> {
    let made = (0..rich::ALL.len(), 0..4_usize).prop_map(|(language, kind)| {
        let make = [rich::text, rich::wire, rich::picture, rich::event][kind];
        make(&rich::ALL[language])
    });
    let status = prop_oneof![Just("usable"), Just("usable"), Just("withheld"), Just("canceled"), Just("gesperrt")];
    let embargo = prop_oneof![
        Just(Embargo::Indefinite),
        Just(Embargo::new("2026-11-25T19:00:00+0700")),
        Just(Embargo::new("2026-11-25T19:00:00Z")),
        Just(Embargo::new("soon"))
    ];
    let state = (1_u64..1 << 40, proptest::option::of(status), proptest::option::weighted(0.2, embargo));
    (made, any::<u32>(), 0..20_usize, state)
        .prop_map(|(item, bits, piece, (version, status, embargoed))| {
            let mut item = shorter(without(item, bits), piece);
            item.version = Version::of(version);
            item.pub_status = status.map(PubStatus::parse);
            item.times.embargoed = embargoed;
            item
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn any_item_survives_every_format_as_far_as_the_format_can_carry_it(item in items()) {
        for format in written() {
            let Some(trip) = trip(&item, format) else { continue };
            let shown = || String::from_utf8_lossy(&trip.bytes).into_owned();
            for field in VITAL.iter().filter(|field| can(format, field, &item)) {
                prop_assert_eq!(trip.gone(field), Vec::<String>::new(), "{} loses {}\n{}", format.name, field, shown());
            }
            let lost = trip.kept().into_iter().filter(|(_, kept)| *kept != Kept::Whole);
            for (field, _) in lost.filter(|(field, _)| !field.ends_with(".details")) {
                let gone = trip.gone(field);
                prop_assert!(trip.is_named(field), "{} loses {} silently: {:?}\n{}", format.name, field, gone, shown());
            }
        }
    }

    #[test]
    fn odd_words_survive_or_are_named(item in items(), headline in "\\PC{0,20}", text in "\\PC{0,40}", at in 0..6_usize) {
        let mut item = item;
        let line = Line::of(&text);
        match at {
            0 => item.bylines = vec![line],
            1 => item.descriptions = vec![line],
            2 => item.sluglines = vec![line],
            3 => item.keywords = vec![line],
            4 => item.bodies.iter_mut().for_each(|body| {
                let is_plain = body.markup == Markup::Plain;
                body.text = if is_plain { text.clone() } else { text.replace('&', "&amp;").replace('<', "&lt;") };
            }),
            _ => item.headlines = vec![Line::of(&headline)],
        }
        for format in written() {
            let Some(trip) = trip(&item, format) else { continue };
            let lost = trip.kept().into_iter().filter(|(_, kept)| *kept != Kept::Whole);
            for (field, _) in lost.filter(|(field, _)| VITAL.contains(field)) {
                let (gone, shown) = (trip.gone(field), String::from_utf8_lossy(&trip.bytes).into_owned());
                prop_assert!(trip.is_named(field), "{} loses {}: {:?}\n{}", format.name, field, gone, shown);
            }
        }
    }
}

#[test]
fn every_format_that_is_written_takes_one_of_them() {
    for format in written() {
        let made = rich::ALL.iter().flat_map(|words| [rich::text(words), rich::picture(words), rich::event(words)]);
        assert!(made.into_iter().any(|item| trip(&item, format).is_some()), "{} takes no item", format.name);
    }
}
