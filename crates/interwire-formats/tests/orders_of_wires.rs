//! What a wire says of an embargo and of other items, written and read back.
#![allow(clippy::unwrap_used, reason = "a test")]

use interwire_core::item::{Body, Embargo, Extra, Item, Limits, Line, Link, Moment, PubStatus};
use interwire_formats::orders::REL;
use interwire_formats::{read, write};

/// An item as an outlet has it.
fn story(change: impl FnOnce(&mut Item)) -> Item {
    let mut item = Item {
        guid: Some("urn:astana:7".parse().unwrap()),
        languages: vec!["kk".to_owned()],
        headlines: vec![Line::of("Көпір ашылды")],
        bodies: vec![Body {
            content_type: Some("text/plain".to_owned()),
            text: "Мәтін.".to_owned(),
            ..Body::default()
        }],
        pub_status: Some(PubStatus::Usable),
        ..Item::default()
    };
    item.times.version_created = Some(Moment::new("2026-11-23T10:00:00+05:00"));
    change(&mut item);
    item
}

/// Whether a note has words in capitals, as orders have.
fn is_loud(note: &str) -> bool {
    ["KILL", "HOLD", "EMBARGO"].iter().any(|word| note.contains(word))
}

const WIRES: [&str; 2] = ["iptc-7901", "anpa-1312"];

/// A message of a wire, and what is read of it again.
fn over_a_wire(item: &Item, wire: &str) -> (String, Vec<String>, Item) {
    let written = write(&format!("{wire}; charset=utf-8"), item).unwrap();
    let mut found = read(&written.bytes, Some(&format!("{wire}; charset=utf-8")), &Limits::default()).unwrap();
    assert_eq!((found.format, found.items.len()), (wire, 1));
    let codes = written.losses.iter().map(|loss| loss.code.to_string()).collect();
    (String::from_utf8(written.bytes).unwrap(), codes, found.items.remove(0).item)
}

#[test]
fn an_embargo_stands_above_the_headline_of_a_wire() {
    for (embargo, line) in [
        (Embargo::new("2026-11-24T06:00:00+05:00"), "EMBARGO UNTIL 2026-11-24T06:00:00+05:00"),
        (Embargo::new("20261124 060000 +0500"), "EMBARGO UNTIL 20261124 060000 +0500"),
        (Embargo::new("Montag 18 Uhr"), "EMBARGO"),
        (Embargo::Indefinite, "EMBARGO"),
    ] {
        let item = story(|item| item.times.embargoed = Some(embargo.clone()));
        for wire in WIRES {
            let (text, _, again) = over_a_wire(&item, wire);
            let (head, _) = text.split_once("Көпір").unwrap();
            assert!(head.contains(&format!("{line}{}", if wire == "iptc-7901" { ")\r\n" } else { "<\r\n" })), "{text}");
            assert_eq!(again.pub_status, item.pub_status);
            assert_eq!(again.headlines, item.headlines);
            assert_eq!(again.times.embargoed.as_ref().map(Embargo::ends), Some(embargo.ends()));
            assert!(!again.ed_notes.iter().any(|note| is_loud(&note.text)), "{:?}", again.ed_notes);
            // Others read the head alone: it says the same, or more.
            let (alone, _) = text.split_once(if wire == "iptc-7901" { "* * * *" } else { "^Eds: Item" }).unwrap();
            let end = if wire == "iptc-7901" { "\u{3}230500 GMT Nov 26\r\n" } else { "\tText.\r\n" };
            let foreign = read(format!("{alone}{end}").as_bytes(), Some(wire), &Limits::default()).unwrap();
            let found = foreign.items[0].item.times.embargoed.as_ref().map(Embargo::ends);
            assert_eq!(found, Some(embargo.ends()), "{alone}");
        }
    }
}

#[test]
fn an_order_about_another_item_goes_over_a_wire_and_is_not_about_the_carrier() {
    let order = |guid: &str, version: Option<&str>, status: &str| Link {
        rel: Some(REL.to_owned()),
        guid: Some(guid.to_owned()),
        version: version.map(str::to_owned),
        extra: vec![Extra::text("status", status)],
        ..Link::default()
    };
    let orders = [order("urn:astana:6", None, "canceled"), order("urn:astana:5", Some("2"), "withheld")];
    for status in [PubStatus::Usable, PubStatus::Canceled, PubStatus::Withheld] {
        let item = story(|item| {
            item.links.extend(orders.iter().cloned());
            item.pub_status = Some(status.clone());
        });
        for wire in WIRES {
            let (text, codes, again) = over_a_wire(&item, wire);
            assert_eq!((&again.links, &again.pub_status), (&item.links, &item.pub_status), "{text}");
            assert!(!codes.iter().any(|code| code == "order_lost"), "{codes:?}");
            assert!(!again.ed_notes.iter().any(|note| is_loud(&note.text)), "{:?}", again.ed_notes);
        }
    }
    let unknown = story(|item| item.links.push(order("urn:astana:6", None, "replaced")));
    for wire in WIRES {
        let (_, codes, again) = over_a_wire(&unknown, wire);
        assert!(codes.iter().any(|code| code == "order_lost") && again.links.is_empty(), "{codes:?}");
    }
}
