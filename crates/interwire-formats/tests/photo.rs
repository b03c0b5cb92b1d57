//! Photographs: what is read from each account, and which of them counts.
#![allow(clippy::unwrap_used, reason = "a test")]

mod photographs;

use expect_test::{Expect, expect};
use interwire_core::item::{Concept, Embargo, Item, Limits, Line, Moment, PubStatus};
use interwire_formats::{Read, read};
use photographs::*;
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

#[test]
fn orders_in_words_are_understood() {
    let killed =
        item(&jpeg(&[with_xmp("<photoshop:Instructions>MANDATORY KILL\nWrong person</photoshop:Instructions>")]));
    assert_eq!(killed.pub_status, Some(PubStatus::Canceled));
    let held = item(&jpeg(&[with_xmp(
        "<photoshop:Instructions>EMBARGO UNTIL 2026-11-24T08:00:00+07:00</photoshop:Instructions>",
    )]));
    assert_eq!(held.times.embargoed, Some(Embargo::new("2026-11-24T08:00:00+07:00")));
}

#[test]
fn a_photograph_in_a_letter_is_a_file_of_the_letter() {
    let photo = base64::Engine::encode(
        &base64::engine::general_purpose::STANDARD,
        jpeg(&[with_xmp("<photoshop:Headline>x</photoshop:Headline>")]),
    );
    let letter = format!(
        "From: desk@hanoi.example\r\nSubject: Tin\r\nMessage-ID: <1@hanoi.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; \
         boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nStory.\r\n--b\r\nContent-Type: image/jpeg\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{photo}\r\n--b--\r\n"
    );
    let read = found(letter.as_bytes());
    let item = &read.items[0].item;
    assert_eq!((read.format, item.headline(), item.bodies.len(), item.renditions.len()), ("e-mail", Some("Tin"), 1, 1));
}
