//! Photographs, films and sounds with a length or a count that is not true, each beside one that is.

use super::photographs::{
    PHOTOSHOP, XMP, chunk, dataset, jpeg, packet, plain_tiff, png, resource, riff, segment, webp, with_iim, words,
};

type Lie = (&'static str, Vec<u8>);

/// The lies of a format; none where lengths are words.
pub fn all(format: &str) -> Vec<Lie> {
    match format {
        "photo" => [segments(), chunks(), directories()].concat(),
        "media" => [atoms(), tags(), pages()].concat(),
        _ => Vec::new(),
    }
}

/// A source with other bytes from a place on.
fn with(mut bytes: Vec<u8>, at: usize, lie: &[u8]) -> Vec<u8> {
    bytes[at..at + lie.len()].copy_from_slice(lie);
    bytes
}

/// Where something begins in a source.
fn find(bytes: &[u8], what: &[u8]) -> usize {
    bytes.windows(what.len()).position(|window| window == what).unwrap()
}

/// JPEG: segments, the resources in them and the datasets in these.
fn segments() -> Vec<Lie> {
    let xmp = || jpeg(&[segment(0xe1, &[XMP, &packet("<photoshop:Credit>A</photoshop:Credit>")])]);
    let iim = || jpeg(&[with_iim(&[dataset(2, 105, "Vũ".as_bytes()), dataset(2, 120, b"x")])]);
    let (length, size, set) = (4, find(&iim(), b"8BIM") + 8, find(&iim(), &[0x1c, 2, 120]) + 3);
    vec![
        ("segment as long as it is", xmp()),
        ("segment of 0", with(xmp(), length, &[0, 0])),
        ("segment of 1", with(xmp(), length, &[0, 1])),
        ("segment of 65535", with(xmp(), length, &[0xff, 0xff])),
        ("segment too short", with(xmp(), length, &[0, 40])),
        ("resource of 0", with(iim(), size, &[0; 4])),
        ("resource of 4294967295", with(iim(), size, &[0xff; 4])),
        ("dataset of 0", with(iim(), set, &[0, 0])),
        ("dataset of 32767", with(iim(), set, &[0x7f, 0xff])),
        ("dataset whose length has 9 bytes", with(iim(), set, &[0x80, 9])),
        ("resource of another segment", jpeg(&[segment(0xed, &[PHOTOSHOP, &resource(0x0404, b"")[..6]])])),
    ]
}

/// PNG and WebP: chunks, and the length of the whole.
fn chunks() -> Vec<Lie> {
    let text = [b"XML:com.adobe.xmp\0\0\0\0\0".as_slice(), &packet("<dc:title>A</dc:title>")].concat();
    let image = || png(&[chunk(b"iTXt", &text)]);
    let at = find(&image(), b"iTXt") - 4;
    let web = || webp(&[riff(b"XMP ", &packet("<dc:title>A</dc:title>"))]);
    let part = find(&web(), b"XMP ") + 4;
    vec![
        ("chunk as long as it is", image()),
        ("chunk of 0", with(image(), at, &[0; 4])),
        ("chunk of 4294967295", with(image(), at, &[0xff; 4])),
        ("chunk of 2147483647", with(image(), at, &[0x7f, 0xff, 0xff, 0xff])),
        ("RIFF chunk as long as it is", web()),
        ("RIFF chunk of 0", with(web(), part, &[0; 4])),
        ("RIFF chunk of 4294967295", with(web(), part, &[0xff; 4])),
        ("RIFF of 0", with(web(), 4, &[0; 4])),
        ("RIFF of 4294967295", with(web(), 4, &[0xff; 4])),
    ]
}

/// TIFF: the entries of a directory, the values of an entry, and where the next directory is.
fn directories() -> Vec<Lie> {
    let image = || plain_tiff(&[words(0x010e, "Əliyev ở Hà Nội")]);
    let (count, entry) = (8, find(&image(), &0x010e_u16.to_le_bytes()));
    let next = count + 2 + 12 * usize::from(image()[count]);
    vec![
        ("directory as long as it is", image()),
        ("directory of 0", with(image(), count, &[0, 0])),
        ("directory of 65535", with(image(), count, &[0xff, 0xff])),
        ("values: 0", with(image(), entry + 4, &[0; 4])),
        ("values: 4294967295", with(image(), entry + 4, &[0xff; 4])),
        ("values at 4294967295", with(image(), entry + 8, &[0xff; 4])),
        ("next directory at 4294967295", with(image(), next, &[0xff; 4])),
        ("next directory at 1", with(image(), next, &[1, 0, 0, 0])),
        ("first directory at 0", with(image(), 4, &[0; 4])),
    ]
}

/// A film: its head in a box, and a title.
fn film(size: u32, rest: &[u8]) -> Vec<u8> {
    let fields = [0_u32, 3_800_000_000, 0, 600, 1200].map(u32::to_be_bytes).concat();
    let head = [&108_u32.to_be_bytes()[..], b"mvhd", &fields, &[0; 80]].concat();
    let moov = [&116_u32.to_be_bytes()[..], b"moov", &head].concat();
    [b"\0\0\0\x14ftypisom\0\0\0\0isom", &size.to_be_bytes()[..], b"free", rest, &moov].concat()
}

fn atoms() -> Vec<Lie> {
    let long = |size: u64| film(1, &size.to_be_bytes());
    vec![
        ("atom as long as it is", film(8, b"")),
        ("atom of 0, to the end", film(0, b"")),
        ("atom of 1 without its long size", film(1, b"")),
        ("atom of 2", film(2, b"")),
        ("atom of 7", film(7, b"")),
        ("atom of 4294967295", film(u32::MAX, b"")),
        ("atom of 1 and 0", long(0)),
        ("atom of 1 and 15", long(15)),
        ("atom of 1 and 16", long(16)),
        ("atom of 1 and 18446744073709551615", long(u64::MAX)),
    ]
}

/// ID3 before a sound.
fn tags() -> Vec<Lie> {
    let sound = [[0xff, 0xfb, 0x90, 0x00].as_slice(), &[0; 413]].concat().repeat(40);
    let tagged =
        |tag: [u8; 4], frame: [u8; 4]| [b"ID3\x03\0\0".as_slice(), &tag, b"TIT2", &frame, b"\0\0\0A", &sound].concat();
    vec![
        ("ID3 as long as it is", tagged([0, 0, 0, 12], [0, 0, 0, 2])),
        ("ID3 of 0", tagged([0, 0, 0, 0], [0, 0, 0, 2])),
        ("ID3 of 268435455", tagged([0x7f; 4], [0, 0, 0, 2])),
        ("ID3 whose size is none", tagged([0xff; 4], [0, 0, 0, 2])),
        ("frame of 0", tagged([0, 0, 0, 12], [0; 4])),
        ("frame of 4294967295", tagged([0, 0, 0, 12], [0xff; 4])),
    ]
}

/// Ogg, FLAC and WAV.
fn pages() -> Vec<Lie> {
    let page = |count: u8, lens: &[u8]| {
        let head = [b"OggS\0\x02".as_slice(), &[0; 8], &7_u32.to_le_bytes(), &[0; 8], &[count]].concat();
        [&head[..], lens, b"OpusHead\x01\x02\x38\x01\x80\xbb\0\0\0\0\0"].concat()
    };
    let wave = |riff: u32, data: u32| {
        let format = b"fmt \x10\0\0\0\x01\0\x02\0\x80\xbb\0\0\0\xee\x02\0\x04\0\x10\0";
        let head = [b"RIFF".as_slice(), &riff.to_le_bytes(), b"WAVE", format].concat();
        [&head[..], b"data", &data.to_le_bytes(), &[0; 400]].concat()
    };
    vec![
        ("page as long as it is", page(1, &[19])),
        ("page without parts", page(0, &[])),
        ("page of 255 parts", page(255, &[19])),
        ("part of 255", page(1, &[255])),
        ("FLAC block of 0", b"fLaC\x80\0\0\0".to_vec()),
        ("FLAC block of 16777215", b"fLaC\x84\xff\xff\xff".to_vec()),
        ("WAV as long as it is", wave(436, 400)),
        ("WAV of 0", wave(0, 400)),
        ("WAV of 4294967295", wave(u32::MAX, 400)),
        ("data of 0", wave(436, 0)),
        ("data of 4294967295", wave(436, u32::MAX)),
    ]
}
