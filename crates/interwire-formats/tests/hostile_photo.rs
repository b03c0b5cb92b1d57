//! Photographs made to hurt: each has an outcome with a code, and none costs more than its limits.
#![allow(clippy::unwrap_used, reason = "a test")]

mod photographs;

use interwire_core::item::{Item, Limits, Line};
use interwire_formats::{photo, read};
use photographs::*;
use proptest::prelude::*;

/// The code of the error, or the codes of the notes but those about the name.
fn outcome_within(bytes: &[u8], limits: &Limits) -> String {
    match read(bytes, None, limits) {
        Err(error) => error.code.to_owned(),
        Ok(read) => {
            let notes = read.notes.iter().chain(read.items.iter().flat_map(|one| &one.notes)).map(|note| note.code);
            format!("read {}", notes.filter(|code| !code.starts_with("guid_")).collect::<Vec<_>>().join(" "))
        }
    }
}

fn outcome(bytes: &[u8]) -> String {
    outcome_within(bytes, &Limits::default())
}

fn embedded(bytes: &[u8]) -> &'static str {
    let item = Item { headlines: vec![Line::of("Vũ")], ..Item::default() };
    photo::embed(bytes, &item, &Limits::default()).map_or_else(|error| error.code, |_| "written")
}

#[test]
fn what_shows_no_image_is_no_photograph() {
    let frame = jpeg_of(&[], 0, 4);
    let no_image = [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &[0, 0, 0, 6, 0, 0, 0, 4, 8, 0, 0, 0, 0])].concat();
    for (bytes, code) in [
        (b"\xff\xd8\xff".to_vec(), "photo_broken"),
        (b"\xff\xd8\xff\xd9".to_vec(), "photo_broken"),
        (b"\xff\xd8\xff\xe1\xff\xff".to_vec(), "photo_broken"),
        (b"\xff\xd8\xff\xe1\0\0".to_vec(), "photo_broken"),
        (frame, "photo_broken"),
        (no_image, "photo_broken"),
        (b"RIFF\xff\xff\xff\xffWEBP".to_vec(), "photo_broken"),
        (b"RIFF\x04\0\0\0WEBPVP8X".to_vec(), "photo_broken"),
        (b"II*\0".to_vec(), "photo_broken"),
        (b"II*\0\xff\xff\xff\xff".to_vec(), "photo_broken"),
        (b"MM\0*\0\0\0\x08\xff\xff".to_vec(), "photo_broken"),
        (b"II+\0\x08\0\0\0".to_vec(), "bigtiff_not_read"),
        (b"RIFF\x04\0\0\0ACON".to_vec(), "unknown_format"),
        (b"BM".to_vec(), "unknown_format"),
    ] {
        assert_eq!(outcome(&bytes), code, "{bytes:x?}");
        assert_eq!(embedded(&bytes), if code == "unknown_format" { "not_a_photograph" } else { code }, "{bytes:x?}");
    }
}

#[test]
fn pixels_segments_and_datasets_are_bounded() {
    assert_eq!(outcome(&jpeg_of(&[], 20_000, 20_000)), "read ");
    assert_eq!(outcome(&jpeg_of(&[], 20_000, 20_001)), "too_many_pixels");
    assert_eq!(outcome(&jpeg_of(&[], u16::MAX, u16::MAX)), "too_many_pixels");
    assert_eq!(outcome_within(&jpeg(&[]), &Limits { pixels_max: 23, ..Limits::default() }), "too_many_pixels");
    let huge = [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &[0xff; 13]), &chunk(b"IDAT", b"x")].concat();
    assert_eq!(outcome(&huge), "too_many_pixels");
    assert_eq!(outcome(&jpeg(&vec![segment(0xe5, &[]); 10_001])), "photo_too_many_segments");
    assert_eq!(outcome(&png(&vec![chunk(b"teSt", b""); 1_000_001])), "photo_too_many_segments");
    assert_eq!(outcome(&webp(&vec![riff(b"TEST", b""); 100_001])), "photo_too_many_segments");
    let datasets = dataset(2, 25, b"x").repeat(10_001);
    let parts: Vec<Vec<u8>> =
        resource(0x0404, &datasets).chunks(60_000).map(|part| segment(0xed, &[PHOTOSHOP, part])).collect();
    assert_eq!(outcome(&jpeg(&parts)), "iim_too_many");
    let whole = Limits { bytes_max: 10, ..Limits::default() };
    assert_eq!(outcome_within(&jpeg(&[]), &whole), "too_large");
    assert_eq!(photo::embed(&jpeg(&[]), &Item::default(), &whole).unwrap_err().code, "too_large");
}

#[test]
fn packed_texts_unpack_to_no_more_than_a_source_may_have() {
    let bomb = miniz_oxide::deflate::compress_to_vec_zlib(&vec![b' '; 3 << 20], 9);
    let text = [b"XML:com.adobe.xmp\0\x01\0\0\0".as_slice(), &bomb].concat();
    let profile = [b"Raw profile type exif\0\0".as_slice(), &bomb].concat();
    let limits = Limits { bytes_max: 1 << 20, ..Limits::default() };
    for chunks in [vec![chunk(b"iTXt", &text)], vec![chunk(b"zTXt", &profile)]] {
        assert_eq!(outcome_within(&png(&chunks), &limits), "too_large_unpacked");
    }
    // Several together are no more than one.
    let some = miniz_oxide::deflate::compress_to_vec_zlib(&vec![b' '; 600_000], 9);
    let some = chunk(b"zTXt", &[b"Comment\0\0".as_slice(), &some].concat());
    assert_eq!(outcome_within(&png(std::slice::from_ref(&some)), &limits), "read ");
    assert_eq!(outcome_within(&png(&[some.clone(), some]), &limits), "too_large_unpacked");
    for broken in
        [b"XML:com.adobe.xmp\0\x01\0\0\0not packed".as_slice(), b"XML:com.adobe.xmp", b"XML:com.adobe.xmp\0\0\0en"]
    {
        assert_eq!(outcome(&png(&[chunk(b"iTXt", broken)])), "read png_text_broken");
    }
    for hex in ["\niptc\n 9\nzz\n", "\niptc\n99999999999999999999\n00", "\n"] {
        let profile = [b"Raw profile type iptc\0".as_slice(), hex.as_bytes()].concat();
        assert_eq!(outcome(&png(&[chunk(b"tEXt", &profile)])), "read png_text_broken");
    }
}

#[test]
fn packets_keep_the_limits_of_xml() {
    let xmp = |properties: &str| jpeg(&[with_xmp(properties)]);
    let deep = "<dc:title><rdf:Alt><rdf:li>".repeat(40);
    assert_eq!(outcome(&xmp(&deep)), "xml_too_deep");
    let few = Limits { nodes_max: 10, ..Limits::default() };
    assert_eq!(outcome_within(&xmp(&"<dc:title>x</dc:title>".repeat(20)), &few), "xml_too_many_nodes");
    let names: String = (0..600).map(|at| format!("<a{at}:b xmlns:a{at}='urn:{at}'/>")).collect();
    assert_eq!(outcome(&xmp(&names)), "xmp_too_many_namespaces");
    let wide: String = (0..300).map(|at| format!(" photoshop:A{at}='x'")).collect();
    assert_eq!(outcome(&xmp(&format!("<ext:Genre{wide}/>"))), "xml_too_many_attributes");
    assert_eq!(outcome(&xmp("<dc:title>Vũ</dc:title><dc:rights>")), "read xml_mended");
    for packet in [b"".as_slice(), b"\0\0\0", b"no packet"] {
        assert_eq!(outcome(&jpeg(&[segment(0xe1, &[XMP, packet])])), "read xmp_broken");
    }
    // Nodes that refer to one another in a circle, and one that everything refers to.
    let circle = "<dc:title rdf:nodeID='a'/></rdf:Description><rdf:Description rdf:nodeID='a'><dc:title rdf:nodeID='b'/>\
                  </rdf:Description><rdf:Description rdf:nodeID='b'><dc:title rdf:nodeID='a'/>";
    assert_eq!(outcome(&xmp(circle)), "read ");
    let fan: String = (0..800).map(|at| format!("<ext:A{at} rdf:nodeID='a'/>")).collect();
    let wide = format!(
        "{fan}</rdf:Description><rdf:Bag rdf:nodeID='a'>{}</rdf:Bag><rdf:Description>",
        "<rdf:li/>".repeat(3000)
    );
    assert_eq!(outcome(&xmp(&wide)), "read ");
}

#[test]
fn entities_of_a_packet_are_never_expanded() {
    let packet = String::from_utf8(packet("<photoshop:Headline>&x;</photoshop:Headline>")).unwrap();
    let packet = packet.replace("<x:xmpmeta", "<!DOCTYPE x [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><x:xmpmeta");
    let bytes = jpeg(&[segment(0xe1, &[XMP, packet.as_bytes()])]);
    assert_eq!(outcome(&bytes), "read entities_not_expanded unknown_entity");
    assert_eq!(read(&bytes, None, &Limits::default()).unwrap().items[0].item.headline(), Some("&x;"));
}

#[test]
fn false_lengths_are_noted_and_what_comes_before_is_read() {
    let block = |data: &[u8]| jpeg(&[segment(0xed, &[PHOTOSHOP, data])]);
    let good = dataset(2, 105, "Vũ".as_bytes());
    for (iim, code) in [
        ([&good[..], &[0x1c, 2, 120, 0x7f, 0xff, b'x']].concat(), "iim_broken"),
        ([&good[..], &[0x1c, 2, 120, 0x80, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1]].concat(), "iim_broken"),
        ([&good[..], &[0x1c, 2, 120, 0xff, 0xff]].concat(), "iim_broken"),
        ([&good[..], &[0x1c]].concat(), "iim_broken"),
        ([&good[..], b"junk"].concat(), "iim_broken"),
    ] {
        let bytes = block(&resource(0x0404, &iim));
        assert_eq!(outcome(&bytes), format!("read {code}"), "{iim:x?}");
        assert_eq!(read(&bytes, None, &Limits::default()).unwrap().items[0].item.headline(), Some("Vũ"));
    }
    assert_eq!(outcome(&block(b"8BIM\x04\x04\0\0\xff\xff\xff\xffx")), "read photoshop_broken");
    assert_eq!(outcome(&block(b"8BIM\x04\x04\xff")), "read photoshop_broken");
    assert_eq!(outcome(&block(b"8BI")), "read ");
    assert_eq!(outcome(&jpeg(&[segment(0xe1, &[b"Exif\0\0", b"xx"])])), "read exif_broken");
    assert_eq!(outcome(&jpeg(&[segment(0xe1, &[b"Exif\0\0", b"II*\0\xff\0\0\0"])])), "read exif_broken");
    let mut cut = jpeg(&[]);
    cut.truncate(cut.len() - 2);
    assert_eq!(outcome(&cut), "read photo_truncated");
    let mut cut = png(&[]);
    cut.truncate(cut.len() - 12);
    assert_eq!(outcome(&cut), "read photo_truncated");
    let mut long = webp(&[]);
    long[4] = 0xff;
    assert_eq!(outcome(&long), "read photo_truncated");
    let beyond = plain_tiff(&[(700, 1, vec![b' '; 400])]);
    let at = beyond.windows(2).position(|window| window == 700_u16.to_le_bytes()).unwrap();
    let mut beyond = beyond;
    beyond[at + 8..at + 12].copy_from_slice(&[0xff; 4]);
    assert_eq!(outcome(&beyond), "read photo_truncated");
}

#[test]
fn directories_that_lead_back_to_themselves_end() {
    // The first directory is its own EXIF, its own GPS and its own next.
    let mut bytes = plain_tiff(&[(0x8769, 4, 8_u32.to_le_bytes().to_vec()), (0x8825, 4, 8_u32.to_le_bytes().to_vec())]);
    let end = 8 + 2 + 6 * 12;
    bytes[end..end + 4].copy_from_slice(&8_u32.to_le_bytes());
    assert_eq!(outcome(&bytes), "read ");
    assert_eq!(embedded(&bytes), "written");
}

#[test]
fn a_file_that_is_two_things_is_what_it_begins_as() {
    let news = b"<?xml version='1.0'?><newsItem guid='urn:x' version='1'/>";
    for bytes in
        [[jpeg(&[]), news.to_vec()].concat(), jpeg(&[segment(0xfe, &[news])]), [png(&[]), news.to_vec()].concat()]
    {
        assert_eq!(outcome(&bytes), "read ");
        assert_eq!(read(&bytes, Some("newsml-g2"), &Limits::default()).unwrap().format, "photo");
    }
    let hidden = [news.to_vec(), jpeg(&[])].concat();
    assert_eq!(outcome(&hidden), "xml_broken");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever is changed in a photograph, it is read or refused, and so is writing into it.
    #[test]
    fn nothing_makes_it_panic(
        which in 0..4_usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        end in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let xmp = "<dc:creator><rdf:Seq><rdf:li>Vũ</rdf:li></rdf:Seq></dc:creator>";
        let iim = [dataset(1, 90, b"\x1b%G"), dataset(2, 105, "Қазақстан".as_bytes())];
        let text = [b"XML:com.adobe.xmp\0\0\0\0\0".as_slice(), &packet(xmp)].concat();
        let mut bytes = match which {
            0 => jpeg(&[segment(0xe1, &[b"Exif\0\0", &plain_tiff(&[words(0x010e, "Əliyev")])]), with_xmp(xmp), with_iim(&iim)]),
            1 => png(&[chunk(b"iTXt", &text)]),
            2 => webp(&[riff(b"XMP ", &packet(xmp))]),
            _ => plain_tiff(&[(700, 1, packet(xmp)[..300].to_vec()), (33723, 7, iim.concat())]),
        };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cut {
            bytes.truncate(end.index(bytes.len()));
        }
        let _ = outcome(&bytes);
        if embedded(&bytes) == "written" {
            let item = Item { headlines: vec![Line::of("Vũ")], ..Item::default() };
            let written = photo::embed(&bytes, &item, &Limits::default()).unwrap();
            let again = read(&written.bytes, None, &Limits::default()).unwrap();
            prop_assert_eq!(again.items[0].item.headline(), Some("Vũ"));
        }
    }
}
