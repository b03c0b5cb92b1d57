//! The namespaces of XMP that news uses, each with the prefix it is known by. Sources choose prefixes of their own, so
//! names are told by the address.

/// Prefix and address.
pub(super) const NAMESPACES: &[(&str, &str)] = &[
    ("rdf", RDF),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("xmp", "http://ns.adobe.com/xap/1.0/"),
    ("xmpRights", "http://ns.adobe.com/xap/1.0/rights/"),
    ("xmpMM", "http://ns.adobe.com/xap/1.0/mm/"),
    ("xmpNote", "http://ns.adobe.com/xmp/note/"),
    ("xmpDM", "http://ns.adobe.com/xmp/1.0/DynamicMedia/"),
    ("photoshop", "http://ns.adobe.com/photoshop/1.0/"),
    ("Iptc4xmpCore", "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"),
    ("Iptc4xmpExt", "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"),
    ("plus", "http://ns.useplus.org/ldf/xmp/1.0/"),
    ("exif", "http://ns.adobe.com/exif/1.0/"),
    ("exifEX", "http://cipa.jp/exif/1.0/"),
    ("tiff", "http://ns.adobe.com/tiff/1.0/"),
    ("aux", "http://ns.adobe.com/exif/1.0/aux/"),
    ("iw", crate::feed::ITEM),
];

/// The namespace of RDF.
pub(super) const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
/// Where the PLUS coalition keeps its words.
pub(super) const PLUS_WORDS: &str = "http://ns.useplus.org/ldf/vocab/";
/// Where the IPTC keeps its digital source types.
pub(super) const SOURCE_TYPES: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/";

/// The code of a term in a list of the IPTC that photographs name by addresses.
pub(super) fn code_of(uri: &str) -> Option<String> {
    let path =
        uri.strip_prefix("http://cv.iptc.org/newscodes/").or(uri.strip_prefix("https://cv.iptc.org/newscodes/"))?;
    let (list, word) = path.split_once('/')?;
    let alias = match list {
        "mediatopic" => "medtop",
        "subjectcode" => "subj",
        "digitalsourcetype" => "digsrctype",
        "scene" => "scn",
        _ => return None,
    };
    (!word.is_empty() && !word.contains('/')).then(|| format!("{alias}:{word}"))
}

/// The prefix of a namespace.
pub(super) fn prefix_of(uri: &str) -> Option<&'static str> {
    NAMESPACES.iter().find(|(_, known)| *known == uri).map(|(prefix, _)| *prefix)
}

/// The namespace of a prefix.
pub(super) fn uri_of(prefix: &str) -> Option<&'static str> {
    NAMESPACES.iter().find(|(known, _)| *known == prefix).map(|(_, uri)| *uri)
}

/// Whether a name is one of a known namespace, and fit to be written.
pub(super) fn is_known(name: &str) -> bool {
    name.split_once(':')
        .is_some_and(|(prefix, local)| prefix != "rdf" && uri_of(prefix).is_some() && crate::spell::is_ncname(local))
}

/// Whether the head of an RDF document names what only photographs and their like have.
pub(super) fn mark_photographs(head: &[u8]) -> bool {
    const MARKS: [&[u8]; 3] = [b"http://ns.adobe.com/", b"http://iptc.org/std/Iptc4xmp", b"http://ns.useplus.org/"];
    MARKS.iter().any(|mark| head.windows(mark.len()).any(|window| window == *mark))
}
