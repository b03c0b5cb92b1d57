//! Photographs made byte by byte: the smallest of each container, and what can be put into them.
#![allow(dead_code, clippy::unwrap_used, reason = "each test uses some of it")]

pub const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
pub const EXTENSION: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";
pub const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";
/// The image of every JPEG here: the start of a scan to the end of the file.
pub const SCAN: &[u8] = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00image\xff\xd9";

pub fn segment(marker: u8, parts: &[&[u8]]) -> Vec<u8> {
    let data = parts.concat();
    let length = u16::try_from(data.len() + 2).unwrap();
    [&[0xff, marker][..], &length.to_be_bytes(), &data].concat()
}

pub fn jpeg_of(segments: &[Vec<u8>], width: u16, height: u16) -> Vec<u8> {
    let sides = [height.to_be_bytes(), width.to_be_bytes()].concat();
    let frame = segment(0xc0, &[&[8], &sides, &[1, 1, 0x11, 0]]);
    [&[0xff, 0xd8][..], &segments.concat(), &frame, SCAN].concat()
}

pub fn jpeg(segments: &[Vec<u8>]) -> Vec<u8> {
    jpeg_of(segments, 6, 4)
}

/// A packet around properties; the prefixes of the IPTC, Dublin Core and others are declared.
pub fn packet(properties: &str) -> Vec<u8> {
    let names = [
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("photoshop", "http://ns.adobe.com/photoshop/1.0/"),
        ("core", "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"),
        ("ext", "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"),
        ("plus", "http://ns.useplus.org/ldf/xmp/1.0/"),
        ("xmp", "http://ns.adobe.com/xap/1.0/"),
        ("xmpMM", "http://ns.adobe.com/xap/1.0/mm/"),
        ("xmpRights", "http://ns.adobe.com/xap/1.0/rights/"),
        ("xmpNote", "http://ns.adobe.com/xmp/note/"),
        ("exif", "http://ns.adobe.com/exif/1.0/"),
    ];
    let names: String = names.iter().map(|(prefix, uri)| format!(" xmlns:{prefix}='{uri}'")).collect();
    format!(
        "<?xpacket begin='\u{feff}' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>\
         <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about=''{names}>\
         {properties}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
    )
    .into_bytes()
}

pub fn with_xmp(properties: &str) -> Vec<u8> {
    segment(0xe1, &[XMP, &packet(properties)])
}

pub fn dataset(record: u8, number: u8, text: &[u8]) -> Vec<u8> {
    let length = u16::try_from(text.len()).unwrap();
    [&[0x1c, record, number][..], &length.to_be_bytes(), text].concat()
}

pub fn resource(id: u16, data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap();
    let padding = vec![0; data.len() % 2];
    [&b"8BIM"[..], &id.to_be_bytes(), &[0, 0], &length.to_be_bytes(), data, &padding].concat()
}

pub fn with_iim(datasets: &[Vec<u8>]) -> Vec<u8> {
    segment(0xed, &[PHOTOSHOP, &resource(0x0404, &datasets.concat())])
}

pub fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let named = [&name[..], data].concat();
    let crc = named.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 })
    });
    let length = u32::try_from(data.len()).unwrap();
    [&length.to_be_bytes()[..], &named, &(!crc).to_be_bytes()].concat()
}

pub fn png(chunks: &[Vec<u8>]) -> Vec<u8> {
    let head = [&6_u32.to_be_bytes()[..], &4_u32.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    let image = miniz_oxide::deflate::compress_to_vec_zlib(&[0; 28], 6);
    let parts = [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &head), chunks.concat(), chunk(b"IDAT", &image)];
    [parts.concat(), chunk(b"IEND", b"")].concat()
}

pub fn riff(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap();
    [&name[..], &length.to_le_bytes(), data, &vec![0; data.len() % 2]].concat()
}

/// The image of every WebP here: six by four.
pub const LOSSLESS: &[u8] = &[0x2f, 5, 0xc0, 0, 0, 7, 0x10, 0x11, 0x11];

pub fn webp(chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = [riff(b"VP8L", LOSSLESS), chunks.concat()].concat();
    let length = u32::try_from(body.len() + 4).unwrap();
    [&b"RIFF"[..], &length.to_le_bytes(), b"WEBP", &body].concat()
}

/// A tag of a directory, the low byte first: kind 2 is text, 3 and 4 are numbers, 5 fractions.
pub type Tag = (u16, u16, Vec<u8>);

pub fn number(tag: u16, number: u16) -> Tag {
    (tag, 3, number.to_le_bytes().to_vec())
}

pub fn words(tag: u16, text: &str) -> Tag {
    (tag, 2, [text.as_bytes(), &[0]].concat())
}

/// One directory at the beginning of a file, which may refer to what `after` holds, 1000 bytes behind the beginning.
pub fn tiff(tags: &[Tag], after: &[u8]) -> Vec<u8> {
    let mut out = b"II*\0\x08\0\0\0".to_vec();
    directory(&mut out, tags);
    assert!(out.len() <= 1000);
    out.resize(1000, 0);
    out.extend_from_slice(after);
    out
}

/// A directory and its values, at the end of what there is.
pub fn directory(out: &mut Vec<u8>, tags: &[Tag]) {
    let mut values = out.len() + 2 + tags.len() * 12 + 4;
    let (mut entries, mut data) = (Vec::new(), Vec::new());
    for (tag, kind, bytes) in tags {
        let unit = [1, 1, 1, 2, 4, 8, 1, 1][usize::from(*kind)];
        let count = u32::try_from(bytes.len() / unit).unwrap();
        entries.extend([&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes()].concat());
        if bytes.len() <= 4 {
            entries.extend([&bytes[..], &vec![0; 4 - bytes.len()]].concat());
        } else {
            entries.extend(u32::try_from(values).unwrap().to_le_bytes());
            data.extend_from_slice(bytes);
            values += bytes.len();
        }
    }
    out.extend(u16::try_from(tags.len()).unwrap().to_le_bytes());
    out.extend(entries);
    out.extend([0; 4]);
    out.extend(data);
}

/// The smallest TIFF with an image.
pub fn plain_tiff(more: &[Tag]) -> Vec<u8> {
    let mut tags = vec![number(256, 6), number(257, 4), (273, 4, 1000_u32.to_le_bytes().to_vec()), number(279, 24)];
    tags.extend_from_slice(more);
    tags.sort_by_key(|tag| tag.0);
    tiff(&tags, b"twenty-four grey pixels!")
}
