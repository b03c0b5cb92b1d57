//! Video and audio made to hurt: boxes, tags, pages and chunks that lie about their sizes, loops without end, bombs.
//! Each has an outcome with a code, and none costs more than it should.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test reads its samples")]

use interwire_core::item::{Item, ItemType, Limits, PubStatus};
use interwire_formats::media::{self, Source};
use interwire_formats::{ReadError, read};

fn outcome(bytes: &[u8]) -> String {
    match read(bytes, None, &Limits::default()) {
        Err(error) => error.code.to_owned(),
        Ok(read) => {
            assert_eq!(read.format, "media");
            let notes = read.items.iter().flat_map(|one| &one.notes).map(|note| note.code);
            // A file has a name only in XMP, and the films here have no tracks.
            notes.filter(|code| !matches!(*code, "guid_made" | "no_tracks")).collect::<Vec<_>>().join(" ")
        }
    }
}

fn one(bytes: &[u8]) -> Item {
    read(bytes, None, &Limits::default()).unwrap().items.remove(0).item
}

fn extra<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.extra.iter().find(|extra| extra.name == name).map(|extra| extra.value.as_str())
}

fn atom(name: &[u8; 4], inside: &[u8]) -> Vec<u8> {
    let size = u32::try_from(inside.len() + 8).unwrap();
    [&size.to_be_bytes(), name.as_slice(), inside].concat()
}

fn film(inside: &[u8]) -> Vec<u8> {
    [atom(b"ftyp", b"isom\0\0\0\0isom"), inside.to_vec()].concat()
}

/// A head of a film of two seconds.
fn head() -> Vec<u8> {
    let fields = [0_u32, 3_800_000_000, 0, 600, 1200].map(u32::to_be_bytes).concat();
    atom(b"mvhd", &[fields, vec![0; 80]].concat())
}

#[test]
fn boxes_that_lie_about_their_size_end_the_list_they_are_in() {
    let sized = |size: u32, rest: &[u8]| film(&[&size.to_be_bytes(), b"free".as_slice(), rest].concat());
    let good = film(&atom(b"moov", &head()));
    assert_eq!(outcome(&good), "");
    assert_eq!(one(&good).renditions[0].duration.as_deref(), Some("2"));
    assert_eq!(one(&good).times.content_created.unwrap().as_str(), "2024-05-31T11:33:20Z");
    assert_eq!(outcome(&sized(4, b"xxxx")), "box_broken");
    assert_eq!(outcome(&sized(4000, b"xxxx")), "box_cut_off");
    assert_eq!(outcome(&sized(0, b"xxxx")), "");
    let long = |size: u64| film(&[&1_u32.to_be_bytes(), b"mdat".as_slice(), &size.to_be_bytes(), b"film"].concat());
    assert_eq!(outcome(&long(20)), "");
    assert_eq!(outcome(&long(15)), "box_broken");
    assert_eq!(outcome(&long(u64::MAX)), "box_cut_off");
    assert_eq!(outcome(&long(0)), "box_broken");
}

#[test]
fn boxes_are_bounded_in_depth_and_number() {
    let nested = (0..300).fold(head(), |inside, _| atom(b"moov", &inside));
    assert_eq!(outcome(&film(&nested)), "media_too_deep");
    let fair = (0..50).fold(head(), |inside, _| atom(b"moov", &inside));
    assert_eq!(outcome(&film(&fair)), "");
    let flat = Limits { depth_max: 3, ..Limits::default() };
    assert_eq!(read(&film(&fair), None, &flat).unwrap_err().code, "media_too_deep");
    let many = atom(b"free", b"").repeat(100_001);
    assert_eq!(outcome(&film(&atom(b"moov", &many))), "media_too_many_boxes");
    let entries = atom(&[0xa9, b'n', b'a', b'm'], b"").repeat(100_001);
    assert_eq!(outcome(&film(&atom(b"meta", &[vec![0; 4], atom(b"ilst", &entries)].concat()))), "media_too_many_boxes");
}

#[test]
fn films_say_their_texts_in_four_ways() {
    let quicktime = |lang: u16, text: &[u8]| {
        [&u16::try_from(text.len()).unwrap().to_be_bytes(), lang.to_be_bytes().as_slice(), text].concat()
    };
    let packed = |tag: &[u8; 3]| tag.iter().fold(0_u16, |all, byte| all << 5 | u16::from(byte - 0x60));
    let two = [quicktime(packed(b"vie"), "Lũ lớn".as_bytes()), quicktime(packed(b"kaz"), "Тасқын".as_bytes())].concat();
    let old = quicktime(0, b"Caf\x8e");
    let phone = [vec![0; 4], packed(b"aze").to_be_bytes().to_vec(), b"\xfe\xff\x01\x8f\x00l\x00\x00".to_vec()].concat();
    let data = |kind: u32, text: &[u8]| atom(b"data", &[&kind.to_be_bytes(), [0_u8; 4].as_slice(), text].concat());
    let free = [atom(b"mean", b"\0\0\0\0org"), atom(b"name", b"\0\0\0\0wire"), data(1, b"hanoi")].concat();
    let list = [
        atom(b"desc", &data(1, "سفير".as_bytes())),
        atom(b"covr", &data(13, b"\xff\xd8")),
        atom(b"----", &free),
        // The second key, in UTF-16.
        atom(&[0, 0, 0, 2], &data(2, b"\x1e\xbf")),
        atom(&[0, 0, 0, 9], &data(1, b"no such key")),
    ];
    let key = |name: &str| atom(b"mdta", name.as_bytes());
    let keys = [key("com.apple.quicktime.artist"), key("com.apple.quicktime.keywords")].concat();
    let keys = atom(b"keys", &[vec![0, 0, 0, 0, 0, 0, 0, 2], keys].concat());
    let meta = atom(b"meta", &[vec![0; 4], atom(b"hdlr", &[0; 24]), keys, atom(b"ilst", &list.concat())].concat());
    let place = quicktime(0x55c4, b"+16.0600+108.2000/");
    let user = [
        atom(&[0xa9, b'n', b'a', b'm'], &two),
        atom(&[0xa9, b'c', b'm', b't'], &old),
        atom(&[0xa9, b'x', b'y', b'z'], &place),
        atom(b"auth", &phone),
        meta,
        vec![0; 4],
    ];
    let film = film(&atom(b"moov", &[head(), atom(b"udta", &user.concat())].concat()));
    assert_eq!(outcome(&film), "");
    let item = one(&film);
    let headlines: Vec<_> = item.headlines.iter().map(|line| (line.lang.as_deref(), line.text.as_str())).collect();
    assert_eq!(headlines, [(Some("vi"), "Lũ lớn"), (Some("kk"), "Тасқын")]);
    let descriptions: Vec<_> = item.descriptions.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(descriptions, ["Café", "سفير"]);
    assert_eq!(item.creators[0].names[0].text, "Əl");
    assert_eq!(item.keywords[0].text, "ế");
    assert_eq!(item.located[0].geo.as_deref(), Some(r#"{"type":"Point","coordinates":[108.2,16.06]}"#));
    assert_eq!(extra(&item, "wire"), Some("hanoi"));
    let lie = [&200_u16.to_be_bytes(), [0_u8; 2].as_slice(), b"short"].concat();
    let lying = atom(b"udta", &atom(&[0xa9, b'n', b'a', b'm'], &lie));
    assert_eq!(outcome(&self::film(&atom(b"moov", &lying))), "tag_cut_off");
    let huge = atom(b"udta", &atom(&[0xa9, b'n', b'a', b'm'], &vec![b'x'; 2 << 20]));
    assert_eq!(outcome(&self::film(&atom(b"moov", &huge))), "tag_too_large");
    let many = atom(b"udta", &atom(b"name", b"x").repeat(2_001));
    assert_eq!(outcome(&self::film(&atom(b"moov", &many))), "too_many_tags");
}

/// A packet with properties inside.
fn packet(inside: &str) -> String {
    format!(
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\
         <rdf:Description xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' \
         xmlns:xmpMM='http://ns.adobe.com/xap/1.0/mm/' xmlns:dc='http://purl.org/dc/elements/1.1/'>{inside}\
         </rdf:Description></rdf:RDF></x:xmpmeta>"
    )
}

#[test]
fn packets_of_xmp_are_found_wherever_they_lie() {
    let packet = packet("<photoshop:Headline>Vũ</photoshop:Headline>");
    let mark = [0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8, 0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac];
    let in_box = film(&atom(b"uuid", &[mark.as_slice(), packet.as_bytes()].concat()));
    let in_user = film(&atom(b"moov", &atom(b"udta", &atom(b"XMP_", packet.as_bytes()))));
    let in_tag = sound(&id3(3, 0, &frame(b"PRIV", 0, &[b"XMP\0", packet.as_bytes()].concat())));
    let in_wave = wave(&chunk(b"_PMX", packet.as_bytes()));
    for bytes in [in_box, in_user, in_tag, in_wave] {
        assert_eq!(one(&bytes).headline(), Some("Vũ"));
    }
    let other = film(&atom(b"uuid", &[[1_u8; 16].as_slice(), packet.as_bytes()].concat()));
    assert_eq!(one(&other).headline(), None);
}

#[test]
fn xmp_counts_before_the_tags_and_what_they_say_otherwise_is_kept() {
    let title = |text: &str| frame(b"TIT2", 0, &[b"\x03", text.as_bytes()].concat());
    let private = |packet: &str| frame(b"PRIV", 0, &[b"XMP\0", packet.as_bytes()].concat());
    let said = packet(
        "<photoshop:Headline>Lũ lớn</photoshop:Headline><photoshop:Instructions>HOLD HOLD HOLD</photoshop:Instructions>\
         <xmpMM:DocumentID>xmp.did:baku-7</xmpMM:DocumentID>\
         <dc:rights><rdf:Alt><rdf:li xml:lang='x-default'>Hanoi</rdf:li></rdf:Alt></dc:rights>",
    );
    let frames = [private(&said), title("track 1"), frame(b"TPE1", 0, "\u{3}Thu Hà".as_bytes())].concat();
    let bytes = sound(&id3(3, 0, &frames));
    assert!(outcome(&bytes).starts_with("accounts_differ guid_from_document"), "{}", outcome(&bytes));
    let item = one(&bytes);
    assert_eq!(item.headline(), Some("Lũ lớn"));
    assert_eq!(item.pub_status, Some(PubStatus::Withheld), "orders in words count");
    assert_eq!(extra(&item, "tags:headlines"), Some("track 1"));
    assert_eq!(item.creators[0].code(), Some("Thu Hà"), "the tags fill what is open");
    assert_eq!(item.rights[0].notices[0].text, "Hanoi");
    assert_eq!(item.kind, Some(ItemType::Audio));
    assert_eq!(item.guid.as_ref().map(|guid| guid.as_str()), Some("xmp.did:baku-7"));
    let broken = sound(&id3(3, 0, &[private("<x:xmpmeta"), title("track 1")].concat()));
    assert_eq!((outcome(&broken).as_str(), one(&broken).headline()), ("xmp_broken", Some("track 1")));
    let large = sound(&id3(3, 0, &private(&packet(&" ".repeat(2 << 20)))));
    assert_eq!(outcome(&large), "xmp_too_large");
}

#[test]
fn a_sidecar_is_of_the_kind_that_it_says() {
    for (said, kind) in [
        ("<dc:format>video/mp4</dc:format>", ItemType::Video),
        ("<dc:format>AUDIO/wav</dc:format>", ItemType::Audio),
        ("<dc:format>image/jpeg</dc:format>", ItemType::Picture),
        ("", ItemType::Picture),
    ] {
        assert_eq!(one(packet(said).as_bytes()).kind, Some(kind), "{said}");
    }
}

#[test]
fn a_film_in_a_letter_is_a_file_of_the_letter() {
    for (name, kind, file) in [("lũ.mp4", "video/mp4", film(&head())), ("a.mp3", "audio/mpeg", sound(&[]))] {
        let octets: String = file.iter().map(|byte| format!("={byte:02X}=\r\n")).collect();
        let letter = format!(
            "From: baku@baku.example\r\nSubject: Đập vỡ\r\nMessage-ID: <1@baku.example>\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/mixed; boundary=cut\r\n\r\n--cut\r\nContent-Type: text/plain\r\n\r\nThe dam broke.\r\n\
             --cut\r\nContent-Type: {kind}; name=\"{name}\"\r\nContent-Disposition: attachment\r\n\
             Content-Transfer-Encoding: quoted-printable\r\n\r\n{octets}\r\n--cut--\r\n"
        );
        let read = read(letter.as_bytes(), None, &Limits::default()).unwrap();
        assert_eq!((read.format, read.items.len()), ("e-mail", 1));
        let item = &read.items[0].item;
        assert_eq!((item.headline(), item.kind.as_ref()), (Some("Đập vỡ"), Some(&ItemType::Text)));
        assert_eq!(item.renditions[0].content_type.as_deref(), Some(kind));
        assert!(!read.notes.iter().any(|note| note.code == "attached"), "{:?}", read.notes);
    }
}

/// Forty frames of silence: MPEG 1, layer III, 128 kbps, 44100 Hz.
fn frames() -> Vec<u8> {
    [[0xff, 0xfb, 0x90, 0x00].as_slice(), &[0; 413]].concat().repeat(40)
}

fn sound(tag: &[u8]) -> Vec<u8> {
    [tag, &frames()].concat()
}

fn safe(size: usize) -> [u8; 4] {
    [21, 14, 7, 0].map(|shift| u8::try_from(size >> shift & 0x7f).unwrap())
}

fn id3(version: u8, flags: u8, frames: &[u8]) -> Vec<u8> {
    [b"ID3", [version, 0, flags].as_slice(), &safe(frames.len()), frames].concat()
}

/// A frame of ID3v2.3.
fn frame(name: &[u8; 4], flags: u8, body: &[u8]) -> Vec<u8> {
    [name, u32::try_from(body.len()).unwrap().to_be_bytes().as_slice(), &[0, flags], body].concat()
}

#[test]
fn tags_of_every_version_are_read() {
    let title = |item: &Item| item.headline().map(str::to_owned);
    let utf16 = |text: &str| [vec![1, 0xff, 0xfe], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    let big = [vec![2], "Əliyev".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>()].concat();
    let old = [b"TT2".as_slice(), &[0, 0, 11], b"\0Old caf\xe9!?"].concat();
    assert_eq!(title(&one(&sound(&id3(2, 0, &old)))), Some("Old café!?".to_owned()));
    assert_eq!(title(&one(&sound(&id3(3, 0, &frame(b"TIT2", 0, &utf16("Lũ lớn")))))), Some("Lũ lớn".to_owned()));
    assert_eq!(title(&one(&sound(&id3(4, 0, &frame(b"TIT2", 0, &big))))), Some("Əliyev".to_owned()));
    // A whole tag with escapes: the mark FF FE becomes FF 00 FE.
    let escaped = frame(b"TIT2", 0, &[1, 0xff, 0xfe, b'A', 0, 0xff, 0xfe]);
    let escaped: Vec<u8> =
        escaped.iter().flat_map(|byte| if *byte == 0xff { vec![0xff, 0] } else { vec![*byte] }).collect();
    assert_eq!(title(&one(&sound(&id3(3, 0x80, &escaped)))), Some("A".to_owned()));
    // In version 4 sizes have seven bits to the byte; some writers take eight.
    let long = [vec![3], "x".repeat(199).into_bytes()].concat();
    let seven = [b"TIT2".as_slice(), &safe(200), &[0, 0], &long].concat();
    let eight = frame(b"TIT2", 0, &long);
    for body in [seven, eight] {
        let both = [body, frame(b"TPE1", 0, b"\x03Trang")].concat();
        let item = one(&sound(&id3(4, 0, &both)));
        assert_eq!((title(&item).unwrap().len(), item.creators.len()), (199, 1));
    }
    // What is said to be Latin-1 is often UTF-8.
    let comment = frame(b"COMM", 0, &[b"\0vie\0", "Қазақстан".as_bytes()].concat());
    let user = frame(b"TXXX", 0, b"\x03keywords\0l\xc5\xa9, mua");
    let day = [frame(b"TYER", 0, b"\x002026"), frame(b"TDAT", 0, b"\x002311"), frame(b"TIME", 0, b"\x000830")].concat();
    let item = one(&sound(&id3(3, 0, &[comment, user, day, vec![0; 50]].concat())));
    assert_eq!((item.descriptions[0].text.as_str(), item.descriptions[0].lang.as_deref()), ("Қазақстан", Some("vi")));
    assert_eq!(item.keywords.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["lũ", "mua"]);
    assert_eq!(item.times.content_created.unwrap().as_str(), "2026-11-23T08:30:00");
    // The old tag at the end fills what is open.
    let mut tail = [b"TAG".as_slice(), b"Title of one", &[0; 18], b"Trang", &[0; 25], &[0; 30], b"2026"].concat();
    tail.resize(128, 0);
    let both = [sound(&id3(3, 0, &frame(b"TIT2", 0, b"\0New"))), tail].concat();
    let item = one(&both);
    assert_eq!((title(&item).as_deref(), item.creators[0].names[0].text.as_str()), (Some("New"), "Trang"));
}

#[test]
fn tags_that_lie_or_hide_are_noted() {
    let text = frame(b"TIT2", 0, b"\0x");
    let mut lying = id3(3, 0, &text);
    lying[8] = 0x7f;
    assert_eq!(outcome(&lying), "tag_cut_off no_sound");
    assert_eq!(outcome(&sound(&id3(3, 0, &[&text[..4], &[0xff; 4], b"\0\0\0x"].concat()))), "tag_cut_off");
    assert_eq!(outcome(&sound(&id3(3, 0, b"TIT\x01\0\0\0\x02\0\0\0x"))), "tag_broken");
    assert_eq!(outcome(&sound(&id3(3, 0, &frame(b"TIT2", 0x40, b"\0x")))), "frame_encrypted");
    assert_eq!(outcome(&sound(&id3(2, 0x40, b"TT2\0\0\x02\0x"))), "tag_compressed");
    // "Vu" in deflate, with the length of what it was before it.
    let packed = b"\0\0\0\x03\x78\x9c\x63\x08\x2b\x05\x00\x01\x24\x00\xcc";
    let item = sound(&id3(3, 0, &frame(b"TIT2", 0x80, packed)));
    assert_eq!((outcome(&item).as_str(), one(&item).headline()), ("", Some("Vu")));
    assert_eq!(outcome(&sound(&id3(3, 0, &frame(b"TIT2", 0x80, b"\0\0\0\x03x\x9cnot")))), "frame_not_inflated");
    let bomb = |len: usize| {
        let packed = miniz_oxide::deflate::compress_to_vec_zlib(&[&[0], &vec![b'x'; len][..]].concat(), 9);
        assert!(packed.len() < 100_000);
        outcome(&sound(&id3(3, 0, &frame(b"TIT2", 0x80, &[&[0; 4], &packed[..]].concat()))))
    };
    assert_eq!((bomb(1 << 19).as_str(), bomb(4 << 20).as_str()), ("", "frame_not_inflated"));
    let odd = frame(b"TIT2", 0, &[b"\x01\xff\xfe".as_slice(), &[0, 0xd8, b'x', 0]].concat());
    assert_eq!(outcome(&sound(&id3(3, 0, &odd))), "undecodable_bytes");
    assert_eq!(outcome(&sound(&id3(3, 0, &frame(b"TIT2", 0, &vec![b'x'; 2 << 20])))), "tag_too_large");
    assert_eq!(outcome(&sound(&id3(3, 0, &vec![0; 17 << 20]))), "tag_too_large");
    // Tags behind tags, without end: so many, and no more.
    assert_eq!(outcome(&[id3(3, 0, &text).repeat(1000), frames()].concat()), "");
}

#[test]
fn the_frames_of_sound_are_counted_where_nobody_says_it_truly() {
    let plain = one(&frames());
    assert_eq!(plain.renditions[0].duration.as_deref(), Some("1.045"));
    assert_eq!(plain.kind, Some(ItemType::Audio));
    let first = |count: u32| {
        let mut first = vec![0; 417];
        first[..4].copy_from_slice(&[0xff, 0xfb, 0x90, 0x00]);
        first[36..48].copy_from_slice(&[b"Xing".as_slice(), &[0, 0, 0, 1], &count.to_be_bytes()].concat());
        [first, frames()].concat()
    };
    assert_eq!(one(&first(400)).renditions[0].duration.as_deref(), Some("10.449"));
    assert_eq!(outcome(&first(400)), "");
    assert_eq!(outcome(&first(u32::MAX)), "count_wrong");
    assert_eq!(one(&first(u32::MAX)).renditions[0].duration.as_deref(), Some("1.071"));
    assert_eq!(outcome(&[frames(), vec![7; 100], frames()].concat()), "frames_broken");
    assert_eq!(one(&[frames(), vec![7; 100], frames()].concat()).renditions[0].duration.as_deref(), Some("2.09"));
    assert_eq!(outcome(&[id3(3, 0, b""), vec![0; 3000]].concat()), "no_sound");
    // What looks like a frame inside the tag at the end.
    let tail = [b"TAG".as_slice(), &[0xff, 0xfb, 0x90, 0x00], &[0; 121]].concat();
    assert_eq!(outcome(&[id3(3, 0, b""), tail].concat()), "charset_unknown");
    // A byte order mark is no frame.
    assert_eq!(read(b"\xff\xfex\0", None, &Limits::default()).unwrap_err().code, "unknown_format");
}

fn page(flags: u8, granule: u64, serial: u32, body: &[u8]) -> Vec<u8> {
    let mut lens = vec![255_u8; body.len() / 255];
    lens.push(u8::try_from(body.len() % 255).unwrap());
    let head = [b"OggS\0".as_slice(), &[flags], &granule.to_le_bytes(), &serial.to_le_bytes(), &[0; 8]].concat();
    [head, vec![u8::try_from(lens.len()).unwrap()], lens, body.to_vec()].concat()
}

fn opus(comments: &[u8]) -> Vec<u8> {
    let head = page(2, 0, 7, b"OpusHead\x01\x02\x38\x01\x80\xbb\0\0\0\0\0");
    [head, page(0, 0, 7, &[b"OpusTags", comments].concat()), page(4, 96_312, 7, b"sound")].concat()
}

#[test]
fn pages_and_comments_that_lie_are_noted() {
    let text = |text: &str| [&u32::try_from(text.len()).unwrap().to_le_bytes(), text.as_bytes()].concat();
    let comments = [text("hanoi"), 2_u32.to_le_bytes().to_vec(), text("title=Lũ lớn"), text("ARTIST=Trang")].concat();
    let good = opus(&comments);
    assert_eq!(outcome(&good), "");
    let item = one(&good);
    assert_eq!((item.headline(), item.renditions[0].duration.as_deref()), (Some("Lũ lớn"), Some("2")));
    assert_eq!(outcome(&opus(&[text("x"), u32::MAX.to_le_bytes().to_vec(), text("title=a")].concat())), "tag_cut_off");
    assert_eq!(outcome(&opus(&u32::MAX.to_le_bytes())), "tag_cut_off");
    assert_eq!(
        outcome(&opus(&[text("x"), 1_u32.to_le_bytes().to_vec(), vec![1, 0, 0, 0, 0xff]].concat())),
        "undecodable_bytes"
    );
    let bare = [page(2, 0, 7, b"OpusHead\x01\x02\x38\x01\x80\xbb\0\0\0\0\0"), page(0, 0, 7, b"no tags")].concat();
    assert_eq!(outcome(&bare), "tag_broken duration_unknown");
    let torn = [page(2, 0, 7, b"\x01vorbis\0\0\0\0\x02\x44\xac\0\0"), b"garbage".repeat(5)].concat();
    assert_eq!(outcome(&torn), "page_broken duration_unknown");
    // Pages of a stream that never says what it is, without end.
    let endless = [page(2, 0, 1, b"?"), page(0, u64::MAX, 9, b"").repeat(50_000)].concat();
    assert_eq!(outcome(&endless), "duration_unknown");
    assert_eq!(outcome(b"fLaC\x04\xff\xff\xff\0\0\0\0"), "tag_cut_off");
    assert_eq!(outcome(&[b"fLaC".as_slice(), &[1, 0, 0, 0].repeat(5000)].concat()), "");
}

fn chunk(name: &[u8; 4], inside: &[u8]) -> Vec<u8> {
    let padding = vec![0; inside.len() % 2];
    [name, u32::try_from(inside.len()).unwrap().to_le_bytes().as_slice(), inside, &padding].concat()
}

const PCM: &[u8] = b"\x01\0\x02\0\x80\xbb\0\0\0\xee\x02\0\x04\0\x10\0";

fn wave(more: &[u8]) -> Vec<u8> {
    let inside = [chunk(b"fmt ", PCM), more.to_vec(), chunk(b"data", &[0; 4800])].concat();
    [b"RIFF", u32::try_from(inside.len() + 4).unwrap().to_le_bytes().as_slice(), b"WAVE", &inside].concat()
}

#[test]
fn chunks_that_lie_are_noted_and_broadcasters_are_heard() {
    let info = |text: &[u8]| chunk(b"LIST", &[b"INFO".as_slice(), &chunk(b"INAM", text)].concat());
    let item = one(&wave(&info("Lũ lớn\0".as_bytes())));
    assert_eq!((item.headline(), item.renditions[0].duration.as_deref()), (Some("Lũ lớn"), Some("0.025")));
    let mut bext = vec![0; 620];
    bext[..18].copy_from_slice("Қазақстан".as_bytes());
    bext[256..261].copy_from_slice(b"hanoi");
    bext[288..292].copy_from_slice(b"HN-1");
    bext[320..338].copy_from_slice(b"2026:11:2310-00-00");
    bext[602..611].copy_from_slice(b"A=PCM\r\n\0\0");
    let item = one(&wave(&[chunk(b"bext", &bext), chunk(b"iXML", b"<BWFXML/>")].concat()));
    assert_eq!((item.descriptions[0].text.as_str(), item.creators[0].names[0].text.as_str()), ("Қазақстан", "hanoi"));
    assert_eq!((item.alt_ids[0].value.as_str(), extra(&item, "iXML")), ("HN-1", Some("<BWFXML/>")));
    assert_eq!(item.times.content_created.as_ref().unwrap().as_str(), "2026-11-23T10:00:00");
    assert_eq!(extra(&item, "bext.CodingHistory"), Some("A=PCM"));
    assert_eq!(outcome(&wave(&chunk(b"LIST", b"INFOINAM\xff\xff\xff\xffx"))), "tag_cut_off");
    assert_eq!(outcome(&wave(b"junk\xff\xff\xff\x7f")), "box_cut_off no_sound");
    assert_eq!(outcome(&wave(&chunk(b"iXML", &vec![b'x'; 2 << 20]))), "tag_too_large");
    assert_eq!(outcome(&wave(&chunk(b"JUNK", b"").repeat(10_001))), "media_too_many_boxes");
    assert_eq!(outcome(b"RIFF\0\0\0\0WAVE"), "no_sound");
    // A file of more than four gigabytes says its length elsewhere.
    let ds64 = chunk(b"ds64", &[0_u64, 3000].map(u64::to_le_bytes).concat());
    let long = [ds64, chunk(b"fmt ", PCM), b"data\xff\xff\xff\xff".to_vec(), vec![0; 3000], info(b"After\0")].concat();
    let long = [b"RF64\xff\xff\xff\xffWAVE".to_vec(), long].concat();
    let item = one(&long);
    assert_eq!((item.headline(), item.renditions[0].duration.as_deref()), (Some("After"), Some("0.016")));
}

#[test]
fn files_cut_or_damaged_anywhere_have_an_outcome() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/media");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let whole = std::fs::read(&path).unwrap();
        if !media::is_media(&whole) {
            continue;
        }
        count += 1;
        for end in (12..whole.len()).step_by(101) {
            let cut = read(&whole[..end], Some("media"), &Limits::default());
            assert!(cut.is_ok_and(|read| read.items[0].item.renditions.len() == 1), "{}: {end}", path.display());
        }
        // Numbers made large, one after the other, in the part that is not sound or film.
        for at in (4..whole.len().min(3000)).step_by(29) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0xff;
            if let Err(error) = read(&damaged, Some("media"), &Limits::default()) {
                assert_eq!(error.code, "unknown_format", "{}: {at}", path.display());
            }
        }
    }
    assert!(count >= 13);
}

/// A film of three gigabytes that nobody has in memory: its head is at its end.
struct Long {
    tail: Vec<u8>,
    read: u64,
}

const FILM_BYTES: u64 = 3 << 30;

impl Source for Long {
    fn size_bytes(&self) -> u64 {
        16 + FILM_BYTES + self.tail.len() as u64
    }
    fn read_at(&mut self, at: u64, buffer: &mut [u8]) -> Result<usize, ReadError> {
        let size = FILM_BYTES.to_be_bytes();
        let start = [atom(b"ftyp", b"qt  \0\0\0\0"), b"\0\0\0\x01mdat".to_vec(), size.to_vec()].concat();
        self.read += buffer.len() as u64;
        for (byte, at) in buffer.iter_mut().zip(at..) {
            *byte = match at {
                0..32 => start[at as usize],
                _ if at >= 16 + FILM_BYTES => self.tail[(at - 16 - FILM_BYTES) as usize],
                _ => 0,
            };
        }
        Ok(buffer.len())
    }
}

#[test]
fn a_film_of_gigabytes_is_described_without_being_read() {
    let title = [&[0, 6, 0x55, 0xc4], "Huế ".as_bytes()].concat();
    let tail = atom(b"moov", &[head(), atom(b"udta", &atom(&[0xa9, b'n', b'a', b'm'], &title))].concat());
    let mut long = Long { tail, read: 0 };
    let read = media::read(&mut long, None, &Limits::default()).unwrap();
    let item = &read.items[0].item;
    assert_eq!((item.headline(), item.renditions[0].duration.as_deref()), (Some("Huế"), Some("2")));
    assert_eq!((item.renditions[0].size_bytes, item.renditions[0].blob), (Some(long.size_bytes()), None));
    assert!(long.read < 300 << 10, "{} bytes were read", long.read);
    // A name made of the film, not of what is said about it.
    let mut retitled = Long { tail: atom(b"moov", &head()), read: 0 };
    let other = media::read(&mut retitled, None, &Limits::default()).unwrap();
    assert_eq!(other.items[0].item.guid, item.guid);
    let costly = atom(b"moov", &atom(b"udta", &atom(b"XMP_", &vec![b'x'; 1 << 20]).repeat(140)));
    let mut costly = Long { tail: costly, read: 0 };
    assert_eq!(media::read(&mut costly, None, &Limits::default()).unwrap_err().code, "media_too_costly");
}
