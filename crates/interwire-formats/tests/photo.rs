//! Photographs: what is read from each account and which counts, and that what is written is read again.
#![allow(clippy::unwrap_used, reason = "a test")]

mod photographs;

use expect_test::{Expect, expect};
use interwire_core::item::{
    AltId, Concept, EdNote, Embargo, EncodedRights, Extra, Item, ItemType, Limits, Line, Moment, Name, PubStatus,
    Rights, Version,
};
use interwire_formats::{Read, photo, read, write};
use photographs::*;
use proptest::prelude::*;
use std::fmt::Write as _;

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

/// The texts of an item by their fields, in few words.
fn check(bytes: &[u8], expected: Expect) {
    let read = found(bytes);
    let item = &read.items[0].item;
    let mut told = String::new();
    let mut tell = |field: &str, lines: &[Line]| {
        for line in lines {
            let marks =
                [&line.role, &line.lang].into_iter().flatten().map(|mark| format!(" [{mark}]")).collect::<String>();
            writeln!(told, "{field}{marks}: {}", line.text).unwrap();
        }
    };
    tell("headline", &item.headlines);
    tell("slug", &item.sluglines);
    tell("description", &item.descriptions);
    tell("byline", &item.bylines);
    tell("credit", &item.creditlines);
    tell("keyword", &item.keywords);
    let mut tell = |field: &str, concepts: &[Concept]| {
        for one in concepts {
            let names = one.names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join("/");
            let codes =
                [&one.qcode, &one.uri, &one.literal, &one.rel].into_iter().flatten().cloned().collect::<Vec<_>>();
            let extra = one.extra.iter().map(|extra| format!(" {}={}", extra.name, extra.value)).collect::<String>();
            writeln!(told, "{field}: {names} {codes:?}{extra}").unwrap();
        }
    };
    tell("subject", &item.subjects);
    tell("genre", &item.genres);
    tell("located", &item.located);
    tell("place", &item.places);
    tell("person", &item.people);
    tell("organisation", &item.organisations);
    tell("source", &item.info_sources);
    tell("contributor", &item.contributors);
    tell("provider", item.provider.as_slice());
    tell("origin", item.digital_source.as_slice());
    for rights in &item.rights {
        writeln!(told, "rights: {rights:?}").unwrap();
    }
    for note in &item.ed_notes {
        writeln!(told, "note: {}", note.text).unwrap();
    }
    let times = &item.times;
    let moments = [&times.content_created, &times.first_created, &times.content_modified, &times.version_created];
    writeln!(told, "times: {:?}", moments.map(|at| at.as_ref().map(Moment::as_str))).unwrap();
    for extra in &item.extra {
        writeln!(told, "extra {}: {}", extra.name, extra.value).unwrap();
    }
    write!(told, "codes: {}", codes(&read)).unwrap();
    expected.assert_eq(&told);
}

#[test]
fn every_field_of_the_photo_metadata_standard_has_its_place() {
    let properties = "
      <dc:title><rdf:Alt><rdf:li xml:lang='x-default'>ASTANA-LŨ</rdf:li></rdf:Alt></dc:title>
      <dc:description><rdf:Alt><rdf:li xml:lang='vi'>Lũ lớn</rdf:li>
        <rdf:li xml:lang='x-default'>Тасқын</rdf:li><rdf:li xml:lang='kk'>Тасқын</rdf:li></rdf:Alt></dc:description>
      <core:AltTextAccessibility><rdf:Alt><rdf:li xml:lang='x-default'>A river over a road</rdf:li></rdf:Alt></core:AltTextAccessibility>
      <dc:creator><rdf:Seq><rdf:li>Vũ Việt Trang</rdf:li></rdf:Seq></dc:creator>
      <dc:subject><rdf:Bag><rdf:li>flood</rdf:li><rdf:li>سفير</rdf:li></rdf:Bag></dc:subject>
      <dc:rights><rdf:Alt><rdf:li xml:lang='x-default'>© hanoi</rdf:li></rdf:Alt></dc:rights>
      <xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang='x-default'>Editorial use</rdf:li></rdf:Alt></xmpRights:UsageTerms>
      <core:SubjectCode><rdf:Bag><rdf:li>03005000</rdf:li></rdf:Bag></core:SubjectCode>
      <core:Scene><rdf:Bag><rdf:li>010100</rdf:li></rdf:Bag></core:Scene>
      <ext:AboutCvTerm><rdf:Bag><rdf:li rdf:parseType='Resource'>
        <ext:CvTermId>http://cv.iptc.org/newscodes/mediatopic/20000148</ext:CvTermId>
        <ext:CvTermName><rdf:Alt><rdf:li xml:lang='x-default'>flood</rdf:li></rdf:Alt></ext:CvTermName></rdf:li></rdf:Bag></ext:AboutCvTerm>
      <ext:LocationCreated><rdf:Bag><rdf:li ext:City='Астана' ext:CountryName='Қазақстан' ext:CountryCode='KAZ'/></rdf:Bag></ext:LocationCreated>
      <ext:PersonInImage><rdf:Bag><rdf:li>Əliyev</rdf:li></rdf:Bag></ext:PersonInImage>
      <ext:OrganisationInImageName><rdf:Bag><rdf:li>Red Crescent</rdf:li></rdf:Bag></ext:OrganisationInImageName>
      <ext:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture</ext:DigitalSourceType>
      <ext:AISystemUsed>Noise remover</ext:AISystemUsed><ext:AISystemVersionUsed>2</ext:AISystemVersionUsed>
      <ext:AIPromptInformation>less noise</ext:AIPromptInformation><ext:AIPromptWriterName>Editor</ext:AIPromptWriterName>
      <plus:DataMining>http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED</plus:DataMining>
      <plus:CopyrightOwner><rdf:Seq><rdf:li rdf:parseType='Resource'><plus:CopyrightOwnerName>hanoi</plus:CopyrightOwnerName></rdf:li></rdf:Seq></plus:CopyrightOwner>
      <ext:LinkedEncRightsExpr><rdf:Bag><rdf:li ext:LinkedRightsExpr='https://hanoi.example/odrl'/></rdf:Bag></ext:LinkedEncRightsExpr>
      <photoshop:Headline>Lũ ở Астана</photoshop:Headline><photoshop:Credit>hanoi/astana</photoshop:Credit>
      <photoshop:Source>astana</photoshop:Source><photoshop:Instructions>No crop</photoshop:Instructions>
      <photoshop:DateCreated>2026-11-23T10:00:00+05:00</photoshop:DateCreated><xmp:MetadataDate>2026-11-23T11:00:00+05:00</xmp:MetadataDate>
      <photoshop:City>Астана</photoshop:City><photoshop:Country>Қазақстан</photoshop:Country>
      <house:desk xmlns:house='urn:hanoi:house' house:shift='night'>photo</house:desk>";
    let bytes = jpeg(&[with_xmp(properties)]);
    check(
        &bytes,
        expect![[r#"
        headline: Lũ ở Астана
        slug: ASTANA-LŨ
        description [drol:caption] [kk]: Тасқын
        description [drol:caption] [vi]: Lũ lớn
        description [Iptc4xmpCore:AltTextAccessibility]: A river over a road
        byline: Vũ Việt Trang
        credit: hanoi/astana
        keyword: flood
        keyword: سفير
        subject:  ["subj:03005000", "http://cv.iptc.org/newscodes/subjectcode/03005000"] sameAs=medtop:20000154
        subject: flood ["medtop:20000148", "http://cv.iptc.org/newscodes/mediatopic/20000148"]
        genre:  ["scn:010100", "http://cv.iptc.org/newscodes/scene/010100"]
        located: Астана [] Iptc4xmpExt:City=Астана Iptc4xmpExt:CountryName=Қазақстан Iptc4xmpExt:CountryCode=KAZ
        person: Əliyev []
        organisation: Red Crescent []
        source: astana []
        origin:  ["digsrctype:digitalCapture", "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"]
        rights: Rights { holder: Some(Concept { uri: None, qcode: None, literal: None, names: [Name { lang: None, role: None, text: "hanoi" }], kind: None, rel: None, relevance: None, confidence: None, why: None, geo: None, extra: [] }), notices: [Line { role: None, lang: None, content_type: None, text: "© hanoi", extra: [] }], terms: [Line { role: None, lang: None, content_type: None, text: "Editorial use", extra: [] }], linked: ["https://hanoi.example/odrl"], encoded: [], extra: [Extra { name: "Iptc4xmpExt:LinkedEncRightsExpr", form: Xml, value: "<ext:LinkedEncRightsExpr xmlns:ext=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\" xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Bag><rdf:li ext:LinkedRightsExpr=\"https://hanoi.example/odrl\"/></rdf:Bag></ext:LinkedEncRightsExpr>" }, Extra { name: "dataMining", form: Xml, value: "<dataMining xmlns=\"http://iptc.org/std/nar/2006-10-01/\" uri=\"http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED\"/>" }] }
        note: No crop
        times: [Some("2026-11-23T10:00:00+05:00"), None, None, Some("2026-11-23T11:00:00+05:00")]
        extra Iptc4xmpExt:AISystemUsed: Noise remover
        extra Iptc4xmpExt:AISystemVersionUsed: 2
        extra Iptc4xmpExt:AIPromptInformation: less noise
        extra Iptc4xmpExt:AIPromptWriterName: Editor
        extra house:desk: <house:desk xmlns:house="urn:hanoi:house" house:shift="night">photo</house:desk>
        codes: "#]],
    );
    let guid = item(&bytes).guid.unwrap();
    // The same image with another caption is the same item.
    assert_eq!(item(&jpeg(&[with_xmp("<photoshop:Headline>Other</photoshop:Headline>")])).guid, Some(guid));
}

#[test]
fn iim_is_read_in_its_own_charset_and_repeated_datasets_are_all_kept() {
    let datasets = [
        dataset(1, 90, b"\x1b%G"),
        dataset(2, 0, &[0, 4]),
        dataset(2, 5, "ASTANA-LŨ".as_bytes()),
        dataset(2, 10, b"3"),
        dataset(2, 12, b"IPTC:03005000:disaster:flood:"),
        dataset(2, 15, b"DIS"),
        dataset(2, 20, b"WEA"),
        dataset(2, 25, b"flood"),
        dataset(2, 25, "тасқын".as_bytes()),
        dataset(2, 30, b"20261124"),
        dataset(2, 35, b"080000+0700"),
        dataset(2, 55, b"20261123"),
        dataset(2, 60, b"100000+0500"),
        dataset(2, 80, "Vũ Việt Trang".as_bytes()),
        dataset(2, 85, b"Staff"),
        dataset(2, 90, "Астана".as_bytes()),
        dataset(2, 101, "Қазақстан".as_bytes()),
        dataset(2, 103, b"HAN0123"),
        dataset(2, 105, "Əliyev ở Hà Nội".as_bytes()),
        dataset(2, 118, b"desk@hanoi.example"),
        dataset(2, 120, "Dòng một\rDòng hai".as_bytes()),
        dataset(3, 10, &[1, 2]),
    ];
    let bytes = jpeg(&[with_iim(&datasets)]);
    check(
        &bytes,
        expect![[r#"
        headline: Əliyev ở Hà Nội
        slug: ASTANA-LŨ
        description [drol:caption]: Dòng một
        Dòng hai
        byline: Vũ Việt Trang
        keyword: flood
        keyword: тасқын
        subject: flood ["subj:03005000", "http://cv.iptc.org/newscodes/subjectcode/03005000"] sameAs=medtop:20000154
        subject:  ["DIS"] list=photoshop:Category
        subject:  ["WEA"] list=photoshop:SupplementalCategories
        located: Астана [] photoshop:City=Астана photoshop:Country=Қазақстан
        times: [Some("2026-11-23T10:00:00+05:00"), None, None, None]
        extra iim:3:10: AQI=
        extra iim:2:118: desk@hanoi.example
        codes: "#]],
    );
    let item = item(&bytes);
    assert_eq!(item.times.embargoed, Some(Embargo::new("2026-11-24T08:00:00+07:00")));
    assert_eq!((item.urgency, item.alt_ids[0].value.as_str()), (Some(3), "HAN0123"));
    assert_eq!(item.renditions[0].blob.unwrap().hash, interwire_core::ids::Hash::of(&bytes));
}

#[test]
fn xmp_counts_unless_iim_was_changed_after_it() {
    let iim = [dataset(1, 90, b"\x1b%G"), dataset(2, 105, "Қазақстан".as_bytes()), dataset(2, 110, b"astana")].concat();
    let xmp =
        with_xmp("<photoshop:Headline>Kazakhstan</photoshop:Headline><photoshop:Credit>astana</photoshop:Credit>");
    let headline = |digest: Option<&[u8]>| {
        let digest = digest.map(|digest| resource(0x0425, digest)).unwrap_or_default();
        let block = segment(0xed, &[PHOTOSHOP, &resource(0x0404, &iim), &digest]);
        let found = found(&jpeg(&[xmp.clone(), block]));
        let item = &found.items[0].item;
        let kept: Vec<String> = item.extra.iter().map(|extra| format!("{}={}", extra.name, extra.value)).collect();
        (item.headline().unwrap().to_owned(), kept.join(" "), codes(&found))
    };
    let kept = ("Kazakhstan".to_owned(), "iim:headlines=Қазақстан".to_owned(), "accounts_differ".to_owned());
    assert_eq!(headline(None), kept);
    // The MD5 of the datasets above.
    let digest = <md5::Md5 as md5::Digest>::digest(&iim);
    assert_eq!(headline(Some(&digest)), kept);
    assert_eq!(
        headline(Some(&[7; 16])),
        ("Қазақстан".to_owned(), "xmp:headlines=Kazakhstan".to_owned(), "accounts_differ".to_owned())
    );
}

#[test]
fn a_text_that_iim_only_cut_is_no_change() {
    let whole = "Đại sứ ".repeat(60);
    let iim = [dataset(1, 90, b"\x1b%G"), dataset(2, 105, photo_cut(&whole, 256).as_bytes())].concat();
    let block = segment(0xed, &[PHOTOSHOP, &resource(0x0404, &iim), &resource(0x0425, &[7; 16])]);
    let found = found(&jpeg(&[with_xmp(&format!("<photoshop:Headline>{whole}</photoshop:Headline>")), block]));
    assert_eq!((found.items[0].item.headline(), codes(&found).as_str()), (Some(whole.trim()), ""));
}

fn photo_cut(text: &str, max: usize) -> &str {
    let end = (0..=max).rev().find(|end| text.is_char_boundary(*end)).unwrap();
    &text[..end]
}

#[test]
fn a_camera_fills_what_editors_leave_open() {
    let mut exif = b"II*\0\x08\0\0\0".to_vec();
    let fraction =
        |numbers: &[u32]| numbers.iter().flat_map(|n| [*n, 1]).flat_map(u32::to_le_bytes).collect::<Vec<u8>>();
    let tags = |camera: u32, gps: u32| {
        vec![
            words(0x010e, "Тасқын"),
            words(0x010f, "Maker"),
            number(0x0112, 6),
            words(0x013b, "Vũ Việt Trang; Əliyev"),
            words(0x8298, "© hanoi"),
            (0x8769, 4, camera.to_le_bytes().to_vec()),
            (0x8825, 4, gps.to_le_bytes().to_vec()),
        ]
    };
    let mut probe = exif.clone();
    directory(&mut probe, &tags(0, 0));
    let camera_at = u32::try_from(probe.len()).unwrap();
    let camera = [words(0x9003, "2026:11:23 10:00:00"), words(0x9011, "+07:00"), (0x829a, 5, fraction(&[1]))];
    directory(&mut probe, &camera);
    let gps_at = u32::try_from(probe.len()).unwrap();
    directory(&mut exif, &tags(camera_at, gps_at));
    directory(&mut exif, &camera);
    let gps = [words(1, "N"), (2, 5, fraction(&[21, 1, 42])), words(3, "E"), (4, 5, fraction(&[105, 50, 30]))];
    directory(&mut exif, &gps);
    let block = segment(0xe1, &[b"Exif\0\0", &exif]);
    check(
        &jpeg(std::slice::from_ref(&block)),
        expect![[r#"
        description [drol:caption]: Тасқын
        byline: Vũ Việt Trang
        byline: Əliyev
        located:  []
        rights: Rights { holder: None, notices: [Line { role: None, lang: None, content_type: None, text: "© hanoi", extra: [] }], terms: [], linked: [], encoded: [], extra: [] }
        times: [Some("2026-11-23T10:00:00+07:00"), None, None, None]
        extra tiff:Make: Maker
        extra tiff:Orientation: 6
        extra exif:ExposureTime: 1/1
        codes: "#]],
    );
    let turned = item(&jpeg(std::slice::from_ref(&block)));
    assert_eq!((turned.renditions[0].width, turned.renditions[0].height), (Some(4), Some(6)), "it stands on its side");
    assert!(turned.located[0].geo.as_deref().unwrap().contains("[105.841667,21.028333]"));
    let both = item(&jpeg(&[block, with_xmp("<dc:creator>Astana</dc:creator>")]));
    assert_eq!((both.bylines[0].text.as_str(), both.descriptions[0].text.as_str()), ("Astana", "Тасқын"));
}

#[test]
fn every_container_gives_the_same_item() {
    let xmp = packet("<photoshop:Headline>Қазақстан</photoshop:Headline>");
    let text = [b"XML:com.adobe.xmp\0\0\0\0\0".as_slice(), &xmp].concat();
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&xmp, 6);
    let packed = [b"XML:com.adobe.xmp\0\x01\0\0\0".as_slice(), &packed].concat();
    let hex: String = [dataset(1, 90, b"\x1b%G"), dataset(2, 105, "Қазақстан".as_bytes())]
        .concat()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let profile = format!("Raw profile type iptc\0\0\niptc\n{:8}\n{hex}\n", hex.len() / 2).into_bytes();
    let profile = [profile[..23].to_vec(), miniz_oxide::deflate::compress_to_vec_zlib(&profile[23..], 6)].concat();
    for (bytes, media_type) in [
        (jpeg(&[segment(0xe1, &[XMP, &xmp])]), "image/jpeg"),
        (png(&[chunk(b"iTXt", &text)]), "image/png"),
        (png(&[chunk(b"iTXt", &packed)]), "image/png"),
        (png(&[chunk(b"zTXt", &profile)]), "image/png"),
        (webp(&[riff(b"XMP ", &xmp)]), "image/webp"),
        (plain_tiff(&[(700, 1, xmp.clone())]), "image/tiff"),
    ] {
        let read = found(&bytes);
        let item = &read.items[0].item;
        assert_eq!((item.headline(), codes(&read).as_str()), (Some("Қазақстан"), ""), "{media_type}");
        let file = &item.renditions[0];
        assert_eq!(file.content_type.as_deref(), Some(media_type));
        assert_eq!((file.width, file.height, file.size_bytes), (Some(6), Some(4), Some(bytes.len() as u64)));
    }
}

#[test]
fn a_packet_in_two_parts_is_read_as_one() {
    let second = String::from_utf8(packet("<photoshop:Headline>Əliyev</photoshop:Headline>")).unwrap();
    let second = second.replace("<?xpacket end='w'?>", "").split_once("?>").unwrap().1.to_owned();
    let name = "0123456789ABCDEF0123456789ABCDEF";
    let piece = |at: usize, text: &str, length: usize| {
        let numbers = [length, at].map(|number| u32::try_from(number).unwrap().to_be_bytes()).concat();
        segment(0xe1, &[EXTENSION, name.as_bytes(), &numbers, text.as_bytes()])
    };
    let main = with_xmp(&format!("<xmpNote:HasExtendedXMP>{name}</xmpNote:HasExtendedXMP>"));
    let at = second.find("Description").unwrap();
    let (a, b) = (piece(0, &second[..at], second.len()), piece(at, &second[at..], second.len()));
    // The pieces may stand in any order.
    let whole = found(&jpeg(&[main.clone(), b.clone(), a.clone()]));
    assert_eq!((whole.items[0].item.headline(), codes(&whole).as_str()), (Some("Əliyev"), ""));
    for broken in [vec![main.clone(), a], vec![main, piece(usize::MAX >> 33, "x", 1)]] {
        let part = found(&jpeg(&broken));
        assert_eq!((part.items[0].item.headline(), codes(&part).as_str()), (None, "xmp_extension_broken"));
    }
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
fn a_kill_in_words_and_a_text_story_are_understood() {
    let killed =
        item(&jpeg(&[with_xmp("<photoshop:Instructions>MANDATORY KILL\nWrong person</photoshop:Instructions>")]));
    assert_eq!(killed.pub_status, Some(PubStatus::Canceled));
    let held = item(&jpeg(&[with_xmp(
        "<photoshop:Instructions>EMBARGO UNTIL 2026-11-24T08:00:00+07:00</photoshop:Instructions>",
    )]));
    assert_eq!(held.times.embargoed, Some(Embargo::new("2026-11-24T08:00:00+07:00")));
    let story = interwire_core::item::Body { text: "Тасқын.".to_owned(), ..Default::default() };
    let text = Item { kind: Some(ItemType::Text), bodies: vec![story], ..Item::default() };
    let written = write("xmp", &text).unwrap();
    assert_eq!(item(&written.bytes).descriptions[0].text, "Тасқын.");
    assert_eq!(written.losses.iter().map(|loss| loss.code).collect::<Vec<_>>(), ["kind_changed"]);
    let refused = photo::embed(b"no photograph", &text, &Limits::default()).unwrap_err();
    assert_eq!(refused.code, "not_a_photograph");
    assert_eq!(write("photo", &text).unwrap_err().code, "not_written");
}

#[test]
fn a_manifest_of_provenance_is_noticed() {
    let signed = jpeg(&[segment(0xeb, &[b"JP\0\x01\0\0\0\x01\0\0\0\x20jumbc2pa"])]);
    assert_eq!(codes(&found(&signed)), "provenance_not_verified");
    let written = photo::embed(&signed, &rich(), &Limits::default()).unwrap();
    assert!(written.losses.iter().any(|loss| loss.code == "provenance_broken"));
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
