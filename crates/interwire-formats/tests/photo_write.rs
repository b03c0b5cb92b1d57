//! Items into photographs: what is written is read again, the image stays, and what has no place is named.
#![allow(clippy::unwrap_used, reason = "a test")]

mod photographs;

use interwire_core::item::{
    AltId, Concept, EdNote, Embargo, EncodedRights, Extra, Item, ItemType, Limits, Line, Moment, Name, PubStatus,
    Rights, Version,
};
use interwire_formats::{Read, photo, read, write};
use photographs::*;
use proptest::prelude::*;

fn found(bytes: &[u8]) -> Read {
    read(bytes, None, &Limits::default()).unwrap()
}

fn item(bytes: &[u8]) -> Item {
    found(bytes).items.remove(0).item
}

fn codes(read: &Read) -> String {
    let notes = read.notes.iter().chain(&read.items[0].notes);
    notes.map(|note| note.code).filter(|code| !code.starts_with("guid_")).collect::<Vec<_>>().join(" ")
}

fn line(role: Option<&str>, lang: Option<&str>, text: &str) -> Line {
    Line { role: role.map(str::to_owned), lang: lang.map(str::to_owned), ..Line::of(text) }
}

/// An item with everything that a photograph can carry.
fn rich() -> Item {
    let text = |name: &str, value: &str| Extra::text(name, value);
    let creator =
        Concept { extra: vec![text("photoshop:AuthorsPosition", "Staff")], ..Concept::of_name("Vũ Việt Trang") };
    let place = Concept {
        uri: Some("https://hanoi.example/places/astana".to_owned()),
        geo: Some("{\"type\":\"Point\",\"coordinates\":[71.43,51.128]}".to_owned()),
        extra: vec![text("Iptc4xmpExt:City", "Астана"), text("Iptc4xmpExt:CountryName", "Қазақстан")],
        ..Concept::of_name("Астана")
    };
    let mining = "<dataMining xmlns=\"http://iptc.org/std/nar/2006-10-01/\" uri=\"http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED\"/>";
    let rights = Rights {
        holder: Some(Concept::of_name("hanoi")),
        notices: vec![line(None, None, "© hanoi 2026")],
        terms: vec![line(None, Some("en"), "Editorial use"), line(None, Some("vi"), "Chỉ dùng cho báo chí")],
        linked: vec!["https://hanoi.example/terms".to_owned()],
        encoded: vec![EncodedRights {
            lang_id: Some("http://www.w3.org/ns/odrl/2/".to_owned()),
            content_type: Some("application/ld+json".to_owned()),
            text: "{\"uid\":\"urn:hanoi:1\"}".to_owned(),
            ..EncodedRights::default()
        }],
        extra: vec![
            Extra::xml("dataMining", mining.to_owned()),
            text("plus:ModelReleaseStatus", "http://ns.useplus.org/ldf/vocab/MR-NON"),
        ],
    };
    let mut item = Item {
        guid: Some("urn:hanoi:photo:1".parse().unwrap()),
        version: Version::of(3),
        kind: Some(ItemType::Picture),
        pub_status: Some(PubStatus::Withheld),
        languages: vec!["vi".to_owned(), "kk".to_owned()],
        headlines: vec![Line::of("Lũ lớn ở Қазақстан & Bakı <ngày>")],
        sluglines: vec![Line::of("ASTANA-LŨ")],
        bylines: vec![Line::of("Vũ Việt Trang")],
        creditlines: vec![Line::of("hanoi/astana")],
        descriptions: vec![
            line(Some("drol:caption"), Some("vi"), "Nước lũ tràn qua đường.\nDòng hai."),
            line(Some("drol:caption"), Some("ar"), "سفير"),
            line(Some("Iptc4xmpCore:AltTextAccessibility"), None, "A river over a road"),
        ],
        located: vec![place],
        people: vec![Concept::of_name("Əliyev")],
        organisations: vec![Concept { literal: Some("RC".to_owned()), ..Concept::of_name("Red Crescent") }],
        genres: vec![Concept { literal: Some("Current".to_owned()), ..Concept::default() }],
        keywords: ["lũ", "тасқын"].map(Line::of).to_vec(),
        urgency: Some(3),
        rights: vec![rights],
        ed_notes: vec![EdNote { text: "No crop".to_owned(), ..EdNote::default() }],
        provider: Some(Concept { literal: Some("7".to_owned()), ..Concept::of_name("hanoi") }),
        creators: vec![creator],
        contributors: vec![Concept { rel: Some("photoshop:CaptionWriter".to_owned()), ..Concept::of_name("Editor") }],
        info_sources: vec![Concept::of_name("astana")],
        alt_ids: vec![AltId {
            role: Some("photoshop:TransmissionReference".to_owned()),
            value: "HAN0123".to_owned(),
            ..AltId::default()
        }],
        digital_source: Some(Concept {
            qcode: Some("digsrctype:digitalCapture".to_owned()),
            ..Concept::of_uri("http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture")
        }),
        generators: vec![Line::of("Darkroom 2")],
        extra: vec![
            text("Iptc4xmpExt:AISystemUsed", "Noise remover"),
            text("Iptc4xmpExt:AIPromptWriterName", "Editor"),
            Extra::xml("house:desk", "<house:desk xmlns:house=\"urn:hanoi:house\">photo</house:desk>".to_owned()),
        ],
        ..Item::default()
    };
    item.subjects = vec![
        Concept {
            qcode: Some("medtop:20000148".to_owned()),
            names: vec![Name { lang: None, role: None, text: "flood".to_owned() }],
            ..Concept::of_uri("http://cv.iptc.org/newscodes/mediatopic/20000148")
        },
        Concept {
            literal: Some("DIS".to_owned()),
            extra: vec![text("list", "photoshop:Category")],
            ..Concept::default()
        },
    ];
    item.times.content_created = Some(Moment::new("2026-11-23T10:00:00+05:00"));
    item.times.first_created = Some(Moment::new("2026-11-23T10:05:00+05:00"));
    item.times.version_created = Some(Moment::new("2026-11-23T11:00:00+07:00"));
    item.times.content_modified = Some(Moment::new("2026-11-23T10:30:00+07:00"));
    item.times.embargoed = Some(Embargo::new("2026-11-24T08:00:00+07:00"));
    item.times.expires = Some(Moment::new("2027-11-24T08:00:00+07:00"));
    item
}

/// Without what the file says of itself.
fn bare(mut item: Item) -> Item {
    item.renditions.clear();
    item
}

fn containers() -> [(Vec<u8>, Vec<u8>); 4] {
    let image = miniz_oxide::deflate::compress_to_vec_zlib(&[0; 28], 6);
    [
        (jpeg(&[segment(0xe0, &[b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"])]), SCAN.to_vec()),
        (png(&[]), image),
        (webp(&[]), LOSSLESS.to_vec()),
        (plain_tiff(&[]), b"twenty-four grey pixels!".to_vec()),
    ]
}

#[test]
fn what_is_written_into_a_photograph_is_read_again_and_the_image_stays() {
    for (bytes, image) in containers() {
        let written = photo::embed(&bytes, &rich(), &Limits::default()).unwrap();
        let read = found(&written.bytes);
        assert_eq!(bare(read.items[0].item.clone()), rich());
        assert_eq!(codes(&read), "");
        assert!(written.bytes.windows(image.len()).any(|window| window == image), "the image has changed");
        let (before, after) = (&found(&bytes).items[0].item.renditions[0], &read.items[0].item.renditions[0]);
        assert_eq!((before.width, before.height), (after.width, after.height));
        let lost: Vec<&str> = written.losses.iter().map(|loss| loss.field.as_str()).collect();
        assert_eq!(lost, [""; 0]);
        // Once more changes nothing.
        let again = photo::embed(&written.bytes, &rich(), &Limits::default()).unwrap();
        assert_eq!(bare(item(&again.bytes)), rich());
    }
    let sidecar = write("xmp", &rich()).unwrap();
    assert_eq!((item(&sidecar.bytes), sidecar.losses.len()), (rich(), 0));
}

#[test]
fn what_was_in_the_file_and_is_not_ours_stays() {
    let camera = "<xmp:Rating>4</xmp:Rating><xmpMM:DocumentID>urn:hanoi:7</xmpMM:DocumentID>\
                  <plus:DataMining>http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED</plus:DataMining>\
                  <photoshop:Headline>Old</photoshop:Headline><core:CreatorContactInfo core:CiAdrCity='Bakı'/>";
    let latin: Vec<u8> = "Café".chars().map(|c| c as u8).collect();
    let iim = [dataset(2, 105, b"Old"), dataset(2, 118, &latin), dataset(3, 10, &[1, 2])].concat();
    let old = jpeg(&[
        segment(0xe1, &[b"Exif\0\0", &plain_tiff(&[words(0x010f, "Maker")])]),
        with_xmp(camera),
        segment(0xed, &[PHOTOSHOP, &resource(0x03ed, &[9; 16]), &resource(0x0404, &iim)]),
        segment(0xe2, &[b"ICC_PROFILE\0\x01\x01colour"]),
        segment(0xfe, &[b"a comment"]),
    ]);
    let new = Item { headlines: vec![Line::of("Mới")], kind: Some(ItemType::Picture), ..Item::default() };
    let written = photo::embed(&old, &new, &Limits::default()).unwrap();
    let read = found(&written.bytes);
    let item = &read.items[0].item;
    assert_eq!((item.headlines.len(), item.headline(), codes(&read).as_str()), (1, Some("Mới"), ""));
    for (name, value) in [("xmp:Rating", "4"), ("tiff:Make", "Maker"), ("iim:2:118", "Café"), ("iim:3:10", "AQI=")] {
        assert_eq!(Extra::find(&item.extra, name), Some(value), "{name}");
    }
    // What one file's IIM said beyond the item goes into another.
    let other = photo::embed(&jpeg(&[]), item, &Limits::default()).unwrap();
    assert_eq!(Extra::find(&found(&other.bytes).items[0].item.extra, "iim:2:118"), Some("Café"));
    assert!(
        item.extra.iter().any(|extra| extra.name == "Iptc4xmpCore:CreatorContactInfo" && extra.value.contains("Bakı"))
    );
    assert!(
        item.rights[0].extra.iter().any(|extra| extra.name == "dataMining"),
        "who says nothing of rights changes none"
    );
    for kept in [b"ICC_PROFILE\0\x01\x01colour".as_slice(), b"a comment", &resource(0x03ed, &[9; 16])] {
        assert!(written.bytes.windows(kept.len()).any(|window| window == kept));
    }
    assert!(!written.bytes.windows(3).any(|window| window == b"Old"), "an old text is still in the file");
}

#[test]
fn long_texts_are_whole_in_xmp_and_cut_in_iim() {
    let long = "Қазақстан ".repeat(12_000);
    let item = Item {
        guid: Some("urn:hanoi:photo:2".parse().unwrap()),
        kind: Some(ItemType::Picture),
        headlines: vec![Line::of("Əliyev ".repeat(50).trim())],
        descriptions: vec![line(Some("drol:caption"), None, long.trim())],
        keywords: vec![Line::of(&"từkhóa".repeat(10))],
        ..Item::default()
    };
    let written = photo::embed(&jpeg(&[]), &item, &Limits::default()).unwrap();
    let cut: Vec<(&str, &str)> = written.losses.iter().map(|loss| (loss.code, loss.field.as_str())).collect();
    assert_eq!(cut, [("cut_in_iim", "headlines"), ("cut_in_iim", "descriptions"), ("cut_in_iim", "keywords")]);
    // The caption is longer than a segment: the packet is in two parts.
    let read = found(&written.bytes);
    assert!(bare(read.items[0].item.clone()) == item, "the whole text is read again");
    assert_eq!(codes(&read), "");
}

#[test]
fn a_manifest_of_provenance_is_noticed() {
    let signed = jpeg(&[segment(0xeb, &[b"JP\0\x01\0\0\0\x01\0\0\0\x20jumbc2pa"])]);
    assert_eq!(codes(&found(&signed)), "provenance_not_verified");
    let written = photo::embed(&signed, &rich(), &Limits::default()).unwrap();
    assert!(written.losses.iter().any(|loss| loss.code == "provenance_broken"));
}

#[test]
fn a_text_story_becomes_a_caption() {
    let story = interwire_core::item::Body { text: "Тасқын.".to_owned(), ..Default::default() };
    let text = Item { kind: Some(ItemType::Text), bodies: vec![story], ..Item::default() };
    let written = write("xmp", &text).unwrap();
    assert_eq!(item(&written.bytes).descriptions[0].text, "Тасқын.");
    assert_eq!(item(&written.bytes).kind, Some(ItemType::Text));
    let lost: Vec<(&str, &str)> = written.losses.iter().map(|loss| (loss.code, loss.field.as_str())).collect();
    assert_eq!(lost, [("xmp_lacks", "bodies")]);
    let refused = photo::embed(b"no photograph", &text, &Limits::default()).unwrap_err();
    assert_eq!(refused.code, "not_a_photograph");
    assert_eq!(write("photo", &text).unwrap_err().code, "not_written");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the script, IIM ends with a whole character and within its limit, and XMP has all of it.
    #[test]
    fn iim_is_cut_where_a_character_ends(
        words in proptest::collection::vec("[a-zA-ZÀ-ỹА-яӘ-ӹə\u{300}-\u{309}ا-ي0-9 🌊]{1,40}", 1..20),
    ) {
        let text = words.join(" ");
        let text = interwire_core::item::text::collapse(&text);
        prop_assume!(!text.trim_matches(|c: char| ('\u{300}'..='\u{309}').contains(&c)).is_empty());
        let item = Item { headlines: vec![Line::of(&text)], creditlines: vec![Line::of(&text)], ..Item::default() };
        let written = photo::embed(&jpeg(&[]), &item, &Limits::default()).unwrap();
        let again = found(&written.bytes);
        prop_assert_eq!(again.items[0].item.headline(), Some(text.as_str()));
        for (number, max) in [(105, 256), (110, 32)] {
            let mark = [0x1c, 2, number];
            let at = written.bytes.windows(3).position(|window| window == mark);
            let Some(at) = at else { continue };
            let length = usize::from(u16::from_be_bytes([written.bytes[at + 3], written.bytes[at + 4]]));
            prop_assert!(length <= max);
            let kept = std::str::from_utf8(&written.bytes[at + 5..at + 5 + length]).unwrap();
            prop_assert!(text.starts_with(kept));
            prop_assert_eq!(kept.len() < text.len(), written.losses.iter().any(|loss| loss.code == "cut_in_iim" && loss.message.contains(&format!("2:{number}"))));
            let next = text[kept.len()..].trim_start().chars().next();
            let is_apart = text[kept.len()..].starts_with(' ');
            prop_assert!(is_apart || !next.is_some_and(|c| ('\u{300}'..='\u{309}').contains(&c)), "an accent was cut off");
        }
    }
}
