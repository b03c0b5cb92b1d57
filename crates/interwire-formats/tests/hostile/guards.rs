//! One case for each cap of the readers that no other case stands for: what is within it is read, what is beyond is
//! not, and the case fails where the cap is taken away. (`lies`, `copies`, `limits` and tests/hostile_media.rs,
//! tests/hostile_photo.rs, tests/hostile_json.rs have the others.) `LEVELS_MAX` of `mediatopics` bounds a table of our
//! own and no source: its unit test says that every chain ends before.
//!
//! | guard | case |
//! | --- | --- |
//! | `newsml_g2/codes`: CATALOGS_MAX, SCHEMES_MAX, URI_BYTES_MAX | `catalogs_schemes_and_headers_are_capped` |
//! | `newsml_g2/read`: HEADER_BYTES_MAX | `catalogs_schemes_and_headers_are_capped` |
//! | `xml`: URI_BYTES_MAX; `feed/space`: PREFIXES_MAX, URI_BYTES_MAX | `namespaces_are_capped` |
//! | `newsml_1/topics`: TOPICS_MAX, NAMES_BYTES_MAX | `topics_and_their_names_are_capped`, and `copies` |
//! | `newsml_1/read`: SHARED_BYTES_MAX | `topics_and_their_names_are_capped` |
//! | `icalendar/read`: ZONES_MAX, ZONE_BYTES_MAX, HEAD_BYTES_MAX | `zones_are_capped` |
//! | `html/tree`: DEPTH_MAX, ATTRIBUTES_MAX | `the_tree_of_html_is_capped` |
//! | `wire/order`: NAMES_MAX; `iptc_7901/block`: LINES_MAX | `references_and_blocks_of_wires_are_capped` |
//! | `media/flac`: BLOCKS_MAX; `media/comments`: TAG_BYTES_MAX | `sounds_are_capped` |
//! | `media/mp3`: SEARCHED_BYTES_MAX, COUNTED_BYTES_MAX, tags behind tags | `sounds_are_capped` |
//! | `media/ogg`: STREAMS_MAX, PAGES_MAX, PACKET_BYTES_MAX | `pages_are_capped` |
//! | `media/mp4`: BOX_BYTES_MAX; `media/source`: PART_BYTES_MAX | `what_is_looked_at_of_a_box_is_capped` |
//! | `photo/resources`: RESOURCES_MAX; `photo/exif`: TEXT_BYTES_MAX | `photographs_are_capped` |
//! | `xmp/packet`: FOLLOWED_MAX | `photographs_are_capped` |
//! | `html`: PRESCAN_BYTES, MENDED_MAX, DEPTH_MAX of JSON-LD | `searched::pages_are_searched_so_far` |
//! | `feed`: DEPTH_MAX (both), SEARCHED_MAX, BASE_BYTES_MAX | `searched::feeds_are_searched_so_far` |
//! | `feed/source`: LANGUAGE_BYTES_MAX | `copies::a_short_word_for_a_long_text_is_not_written_out_each_time` |
//! | `agency_json/find`: ENVELOPES_MAX | tests/hostile_json.rs |
//! | `agency_json/concepts`: how long a list is searched | `searched::documents_of_agencies_are_searched_so_far` |
//! | `orders`: NOTE_LINES; `wire/order`: LINES, NAMES_MAX | `searched::orders_are_searched_so_far` |
//! | `e_mail`, `lib`: the limits of what is inside | `searched::letters_and_lists_of_items_are_searched_so_far` |

use super::photographs::{PHOTOSHOP, dataset, jpeg, plain_tiff, resource, segment, with_xmp, words};
use super::{measured, one};
use interwire_core::item::{Body, Item, Limits, Markup};
use interwire_formats::media::{self, Source};
use interwire_formats::{ReadError, write};

fn x(count: usize) -> String {
    "x".repeat(count)
}

fn kept(item: &Item, name: &str) -> usize {
    item.extra.iter().filter(|extra| extra.name == name).count()
}

#[test]
fn catalogs_schemes_and_headers_are_capped() {
    let catalogs: String = (0..100).map(|at| format!("<catalogRef href='http://a.example/{at}'/>")).collect();
    let item = one(format!("<newsItem guid='urn:x' version='1'>{catalogs}</newsItem>").as_bytes());
    assert_eq!(kept(&item, "catalogRef"), 64);
    let schemes: String = (0..2100).map(|at| format!("<scheme alias='a{at}' uri='http://a.example/{at}/'/>")).collect();
    let long = format!("<scheme alias='long' uri='http://a.example/{}/'/>", x(200));
    let subjects = "<subject qcode='a1:b'/><subject qcode='a2050:b'/><subject qcode='long:b'/>";
    let item = one(format!(
        "<newsItem guid='urn:x' version='1'><catalog>{long}{schemes}</catalog><contentMeta>{subjects}</contentMeta></newsItem>"
    )
    .as_bytes());
    let uris: Vec<bool> = item.subjects.iter().map(|subject| subject.uri.is_some()).collect();
    assert_eq!(uris, [true, false, false]);
    let message = |count: usize| {
        format!("<newsMessage><header>{}</header><newsItem guid='urn:x' version='1'/></newsMessage>", x(count))
    };
    assert_eq!(kept(&one(message(16_000).as_bytes()), "newsMessage/header"), 1);
    assert_eq!(kept(&one(message(17_000).as_bytes()), "newsMessage/header"), 0);
}

#[test]
fn namespaces_are_capped() {
    let item = |count: usize| {
        one(format!("<newsItem guid='urn:x' version='1' xmlns:a='urn:{}'><a:b/></newsItem>", x(count)).as_bytes())
    };
    assert!(item(150).extra.iter().any(|extra| extra.value.contains("xmlns:a")));
    assert!(!item(250).extra.iter().any(|extra| extra.value.contains("xmlns:a")));
    let feed = |before: usize, uri: &str| {
        let others: String = (0..before).map(|at| format!(" xmlns:p{at}='urn:{at}'")).collect();
        one(format!("<rss{others} xmlns:q='{uri}'><item><title>a</title><q:encoded>b</q:encoded></item></rss>")
            .as_bytes())
        .bodies
        .len()
    };
    let content = "http://purl.org/rss/1.0/modules/content/";
    assert_eq!((feed(50, content), feed(150, content)), (1, 0));
    assert_eq!(feed(0, &format!("{content}{}", x(200))), 0);
}

#[test]
fn topics_and_their_names_are_capped() {
    let topic = |at: usize, name: &str| {
        format!("<Topic><FormalName>n{at}</FormalName><Description>{name}</Description></Topic>")
    };
    let topics: String = (0..20_010).map(|at| topic(at, if at == 7 { "" } else { "Cầu" })).collect();
    let long = topic(30_000, &x(1001));
    let codes: String =
        [5, 20_005, 30_000].map(|at| format!("<SubjectCode><Subject FormalName='n{at}'/></SubjectCode>")).concat();
    let item = one(format!(
        "<NewsML><TopicSet>{long}{topics}</TopicSet><NewsItem><NewsComponent><DescriptiveMetadata>{codes}</DescriptiveMetadata></NewsComponent>\
         </NewsItem></NewsML>"
    )
    .as_bytes());
    let names: Vec<usize> = item.subjects.iter().map(|subject| subject.names.len()).collect();
    assert_eq!(names, [1, 0, 0]);
    let shared = |count: usize| one(format!("<NewsML><Catalog>{}</Catalog><NewsItem/></NewsML>", x(count)).as_bytes());
    assert_eq!((kept(&shared(16_000), "NewsML/Catalog"), kept(&shared(17_000), "NewsML/Catalog")), (1, 0));
}

#[test]
fn zones_are_capped() {
    let zone = |name: &str, long: usize| format!("BEGIN:VTIMEZONE\nTZID:{name}\nX-A:{}\nEND:VTIMEZONE\n", x(long));
    let zones: String = (0..60).map(|at| zone(&format!("z{at}"), 10)).collect();
    let event = |zone: &str| format!("BEGIN:VEVENT\nUID:1\nDTSTART;TZID={zone}:20261123T100000\nEND:VEVENT\n");
    let calendar = |head: &str, name: &str| {
        one(format!("BEGIN:VCALENDAR\n{head}{}{zones}{}END:VCALENDAR\n", zone("long", 5000), event(name)).as_bytes())
    };
    let found = |name: &str| kept(&calendar("", name), "ical/VTIMEZONE");
    assert_eq!((found("z10"), found("z55"), found("long")), (1, 0, 0));
    let named = |count: usize| calendar(&format!("X-WR-CALNAME:{}\n", x(count)), "z10");
    assert!(named(900).provider.is_some() && named(1500).provider.is_none());
}

#[test]
fn the_tree_of_html_is_capped() {
    let html = |text: String| Item {
        guid: "urn:x".parse().ok(),
        bodies: vec![Body { markup: Markup::Html, text, ..Body::default() }],
        ..Item::default()
    };
    let deep = html(format!("{}Vũ{}", "<blockquote>".repeat(300), "</blockquote>".repeat(300)));
    let written = String::from_utf8(write("nitf", &deep).unwrap().bytes).unwrap();
    assert!(written.contains("Vũ"), "{written}");
    assert!(written.matches("<bq").count() < 60, "{}", written.matches("<bq").count());
    let link = |before: usize| {
        let others: String = (0..before).map(|at| format!(" a{at}='1'")).collect();
        let item = html(format!("<p><a{others} href='https://hanoi.example/1'>Vũ</a></p>"));
        String::from_utf8(write("nitf", &item).unwrap().bytes).unwrap().contains("https://hanoi.example/1")
    };
    assert_eq!((link(60), link(70)), (true, false));
}

#[test]
fn references_and_blocks_of_wires_are_capped() {
    let many: String = (0..30).map(|at| format!("urn:hanoi:{at} ")).collect();
    let item = one(format!("{{\"uri\":\"urn:hanoi:x\",\"ednote\":\"KILL KILL KILL\\n{many}\"}}").as_bytes());
    assert_eq!(item.links.len(), 20);
    let wire = |lines: usize| {
        one(format!(
            "\u{1}hna0123 3 pol 96  hna 0456\n\nA/\n\u{2}{}Cuối =\n\nHanoi (hna) - Cầu.\n\u{3}231015 GMT Nov 26\n\u{4}",
            "Dòng\n".repeat(lines)
        )
        .as_bytes())
    };
    let head = |item: &Item| item.headline().unwrap_or_default().len();
    assert!(head(&wire(30)) > 100 && head(&wire(60)) < 20);
}

/// A sound of frames without end, of which nobody has the bytes.
struct Frames {
    size: u64,
    silent: u64,
    read: u64,
}

impl Source for Frames {
    fn size_bytes(&self) -> u64 {
        self.size
    }
    fn read_at(&mut self, at: u64, buffer: &mut [u8]) -> Result<usize, ReadError> {
        const FRAME: [u8; 4] = [0xff, 0xfb, 0x90, 0x00];
        self.read += buffer.len() as u64;
        for (byte, at) in buffer.iter_mut().zip(at..) {
            let inside = at.checked_sub(self.silent).map_or(417, |at| at % 417);
            *byte = match at {
                0..10 => b"ID3\x03\0\0\0\0\0\0"[at as usize],
                _ => usize::try_from(inside).ok().and_then(|inside| FRAME.get(inside)).copied().unwrap_or(0),
            };
        }
        Ok(buffer.len())
    }
}

#[test]
fn sounds_are_capped() {
    let title = |blocks: usize, long: usize| {
        let text = format!("title={}", x(long));
        let len = |bytes: usize| u32::try_from(bytes).unwrap();
        let counts = [0, 1, len(text.len())].map(u32::to_le_bytes).concat();
        let last = (0x8400_0000 | len(counts.len() + text.len())).to_be_bytes();
        let bytes = [&b"fLaC"[..], &[1, 0, 0, 0].repeat(blocks), &last, &counts, text.as_bytes()].concat();
        one(&bytes).headline().map(str::len)
    };
    assert_eq!((title(900, 1), title(1100, 1)), (Some(1), None));
    assert_eq!((title(0, 1 << 19), title(0, 1 << 21)), (Some(1 << 19), None));
    let tagged = |before: usize| {
        let title = b"ID3\x03\0\0\0\0\0\x0cTIT2\0\0\0\x02\0\0\0A";
        one(&[b"ID3\x03\0\0\0\0\0\0".repeat(before), title.to_vec()].concat()).headline().map(str::to_owned)
    };
    assert_eq!((tagged(4).as_deref(), tagged(5)), (Some("A"), None));
    let sound = |silent: u64| {
        let mut frames = Frames { size: silent + 417 * 100, silent, read: 0 };
        let read = media::read(&mut frames, None, &Limits::default()).unwrap();
        read.items[0].item.renditions[0].duration.is_some()
    };
    assert_eq!((sound(500 << 10), sound(1500 << 10)), (true, false));
    let mut long = Frames { size: 300 << 20, silent: 10, read: 0 };
    let read = media::read(&mut long, None, &Limits::default()).unwrap();
    assert!(read.items[0].item.renditions[0].duration.is_some() && long.read < 80 << 20, "{}", long.read);
}

/// A page of Ogg whose parts have these lengths.
fn page(serial: u32, flags: u8, lens: &[u8], body: &[u8]) -> Vec<u8> {
    let count = u8::try_from(lens.len()).unwrap();
    let head = [b"OggS\0".as_slice(), &[flags], &[0; 8], &serial.to_le_bytes(), &[0; 8], &[count]].concat();
    [&head[..], lens, body].concat()
}

#[test]
fn pages_are_capped() {
    let short = |serial: u32, flags: u8, body: &[u8]| page(serial, flags, &[u8::try_from(body.len()).unwrap()], body);
    let head = short(7, 2, b"OpusHead\x01\x02\x38\x01\x80\xbb\0\0\0\0\0");
    let comments =
        [b"OpusTags".as_slice(), &0_u32.to_le_bytes(), &1_u32.to_le_bytes(), &7_u32.to_le_bytes(), b"title=a"];
    let tags = short(7, 0, &comments.concat());
    let title = |parts: &[&[u8]]| one(&parts.concat()).headline().map(str::to_owned);
    let streams = |count: u32| (0..count).flat_map(|at| short(at + 10, 2, b"?")).collect::<Vec<u8>>();
    assert_eq!(
        (title(&[&streams(20), &head, &tags]).as_deref(), title(&[&streams(40), &head, &tags])),
        (Some("a"), None)
    );
    let others = |count: usize| short(9, 0, b"?").repeat(count);
    assert_eq!(
        (title(&[&head, &others(1900), &tags]).as_deref(), title(&[&head, &others(2100), &tags])),
        (Some("a"), None)
    );
    let comment = |pages: usize| {
        let long =
            [b"OpusTags".as_slice(), &[0; 4], &1_u32.to_le_bytes(), &u32::MAX.to_le_bytes(), &[b'x'; 65_005]].concat();
        let first = page(7, 0, &[255; 255], &long);
        let bytes =
            [head.clone(), first, page(7, 0, &[255; 255], &[b'x'; 65_025]).repeat(pages), short(7, 0, b"x")].concat();
        let read = measured(&bytes, None, &Limits::default()).unwrap();
        read.items[0].notes.iter().any(|note| note.code == "tag_too_large")
    };
    assert_eq!((comment(20), comment(140)), (false, true));
}

/// A file of which is counted what is read.
struct Counted {
    bytes: Vec<u8>,
    read: usize,
}

impl Source for Counted {
    fn size_bytes(&self) -> u64 {
        self.bytes.len() as u64
    }
    fn read_at(&mut self, at: u64, buffer: &mut [u8]) -> Result<usize, ReadError> {
        let rest = self.bytes.get(usize::try_from(at).unwrap()..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.read += count;
        Ok(count)
    }
}

#[test]
fn what_is_looked_at_of_a_box_is_capped() {
    let atom = |name: &[u8; 4], inside: &[u8]| {
        [&u32::try_from(inside.len() + 8).unwrap().to_be_bytes()[..], name, inside].concat()
    };
    let read = |inside: &[u8]| {
        let bytes = [b"\0\0\0\x14ftypisom\0\0\0\0isom".to_vec(), atom(b"moov", inside)].concat();
        let mut counted = Counted { bytes, read: 0 };
        drop(media::read(&mut counted, None, &Limits::default()));
        counted.read
    };
    let long = vec![0; 4 << 20];
    for inside in [
        atom(b"mvhd", &long),
        atom(b"trak", &atom(b"tkhd", &long)),
        atom(b"trak", &atom(b"mdia", &atom(b"hdlr", &long))),
    ] {
        let head = read(&inside);
        assert!(head < 1 << 20, "{head} bytes were read");
    }
    let packet = read(&atom(b"udta", &atom(b"XMP_", &vec![b' '; 40 << 20])));
    assert!(packet < 20 << 20, "{packet} bytes were read");
}

#[test]
fn photographs_are_capped() {
    let photo = |before: usize| {
        let block = [resource(1, b"").repeat(before), resource(0x0404, &dataset(2, 105, b"A"))].concat();
        one(&jpeg(&[segment(0xed, &[PHOTOSHOP, &block])])).headline().map(str::to_owned)
    };
    assert_eq!((photo(1900).as_deref(), photo(2100)), (Some("A"), None));
    let creators = |before: usize| {
        let others: String = (0..before).map(|at| format!("<ext:A{at} rdf:nodeID='a'/>")).collect();
        let seen = "<rdf:Seq rdf:nodeID='a'><rdf:li>Trang</rdf:li></rdf:Seq>";
        let packet = format!("{others}<dc:creator rdf:nodeID='a'/></rdf:Description>{seen}<rdf:Description>");
        one(&jpeg(&[with_xmp(&packet)])).creators.len()
    };
    assert_eq!((creators(40), creators(60)), (1, 0));
    let caption = |count: usize| one(&plain_tiff(&[words(0x010e, &x(count))])).descriptions.len();
    assert_eq!(caption(500), 1);
    let mut long = plain_tiff(&[words(0x010e, &x(500))]);
    // The caption begins where it did, and goes on to the end of the file.
    let at = long.windows(4).position(|window| window == [0x0e, 0x01, 2, 0]).unwrap();
    let from = usize::try_from(u32::from_le_bytes(long[at + 8..at + 12].try_into().unwrap())).unwrap();
    long[from..].fill(b'x');
    long.extend(x(80_000).into_bytes());
    long[at + 4..at + 8].copy_from_slice(&70_000_u32.to_le_bytes());
    assert_eq!(measured(&long, None, &Limits::default()).unwrap().items[0].item.descriptions.len(), 0);
    long[at + 4..at + 8].copy_from_slice(&60_000_u32.to_le_bytes());
    assert_eq!(measured(&long, None, &Limits::default()).unwrap().items[0].item.descriptions.len(), 1);
}
