//! What the elements of a story may hold and say. spec: nitf-3-6.xsd.

/// What stands inside an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Nothing.
    Nothing,
    /// Characters only.
    Text,
    /// Characters and the elements of enriched text.
    Inline,
    /// Characters and these elements.
    Named(&'static [&'static str]),
}

use Holds::{Inline, Named, Nothing, Text};

const ALT: Holds = Named(&["alt-code"]);

/// The elements of enriched text, and those that stand inside them.
pub(super) fn holds(name: &str) -> Option<Holds> {
    Some(match name {
        "a" | "em" | "lang" | "pronounce" | "q" => Inline,
        "br" | "alt-code" => Nothing,
        "chron" | "money" | "copyrite.year" | "copyrite.holder" | "name.given" | "name.family" | "sub" | "sup" => Text,
        "classifier" | "event" | "function" | "object.title" | "org" | "virtloc" => ALT,
        "city" | "state" | "region" | "country" | "sublocation" => ALT,
        "copyrite" => Named(&["copyrite.year", "copyrite.holder"]),
        "location" => Named(&["sublocation", "city", "state", "region", "country", "alt-code"]),
        "num" => Named(&["sub", "sup"]),
        "person" => Named(&["name.given", "name.family", "function", "alt-code"]),
        _ => return None,
    })
}

/// Whether an element may stand in enriched text.
pub(super) fn is_enriched(name: &str) -> bool {
    let within = ["alt-code", "copyrite.year", "copyrite.holder", "name.given", "name.family", "sub", "sup"];
    let places = ["city", "state", "region", "country", "sublocation"];
    holds(name).is_some() && !within.contains(&name) && !places.contains(&name)
}

/// The attributes of an element beside `id`. A name alone takes any text, `#` behind it a token, words behind `=` one
/// of them.
pub(super) fn attributes(name: &str) -> &'static [&'static str] {
    match name {
        "a" => &["class", "style", "xml:lang", "href", "name", "rel#", "rev#", "title"],
        "alt-code" => &["idsrc", "value"],
        "chron" => &["class", "style", "xml:lang", "norm"],
        "city" => &["class", "style", "xml:lang", "city-code", "code-source"],
        "classifier" => &["class", "style", "xml:lang", "type", "idsrc", "value"],
        "country" => &["class", "style", "xml:lang", "iso-cc"],
        "event" => &["class", "style", "xml:lang", "start-date", "end-date", "idsrc", "value"],
        "function" => &["idsrc", "value"],
        "lang" | "object.title" | "org" | "virtloc" => &["class", "style", "xml:lang", "idsrc", "value"],
        "location" | "sublocation" => &["class", "style", "xml:lang", "location-code", "code-source"],
        "money" => &["class", "style", "xml:lang", "unit", "date"],
        "num" => &["class", "style", "xml:lang", "units", "decimal-ch", "thousands-ch"],
        "person" => &["class", "style", "xml:lang", "idsrc", "value", "gender=male|female"],
        "pronounce" => &["class", "style", "xml:lang", "guide", "phonetic"],
        "q" => &["class", "style", "xml:lang", "quote-source"],
        "region" => &["class", "style", "xml:lang", "region-code", "code-source"],
        "state" => &["class", "style", "xml:lang", "state-code", "code-source"],
        "br" | "copyrite" | "copyrite.year" | "copyrite.holder" | "body.content" | "nitf-table" => &[],
        "p" => &["class", "style", "xml:lang", "lede", "summary", "optional-text"],
        "ol" => &["class", "style", "xml:lang", "seqnum#"],
        "bq" => &["class", "style", "xml:lang", "nowrap=nowrap", "quote-source"],
        "note" => {
            &["class", "style", "xml:lang", "noteclass=cpyrt|end|hd|editorsnote|trademk|undef", "type=std|pa|npa"]
        }
        "table" => &[
            "class",
            "style",
            "xml:lang",
            "align=left|center|right",
            "width",
            "cols#",
            "border",
            "frame=void|above|below|hsides|lhs|rhs|vsides|box|border",
            "rules=none|basic|rows|cols|all",
            "cellspacing",
            "cellpadding",
        ],
        "caption" => &["class", "style", "xml:lang", "align=top|bottom|left|right"],
        "col" => &["class", "style", "xml:lang", "span#", "width", CELL_ALIGN, "char", "charoff", CELL_VALIGN],
        "colgroup" | "thead" | "tbody" | "tfoot" | "tr" => {
            &["class", "style", "xml:lang", CELL_ALIGN, "char", "charoff", CELL_VALIGN]
        }
        "td" | "th" => &[
            "class",
            "style",
            "xml:lang",
            "axis",
            "axes",
            "nowrap=nowrap",
            "rowspan#",
            "colspan#",
            CELL_ALIGN,
            "char",
            "charoff",
            CELL_VALIGN,
        ],
        "media" => &["class", "style", "xml:lang", "media-type"],
        "media-reference" => &[
            "source",
            "name",
            "mime-type",
            "coding",
            "time",
            "time-unit-of-measure",
            "outcue",
            "source-credit",
            "copyright",
            "alternate-text",
            "height#",
            "width#",
            "units=pixels",
            "imagemap",
            "noflow=noflow",
            "data-location",
        ],
        "media-metadata" => &["name", "value"],
        "media-object" => &["class", "style", "xml:lang", "encoding"],
        "nitf-table-metadata" => &[
            "class",
            "style",
            "xml:lang",
            "subclass",
            "idsrc",
            "value",
            "status=pre|snap-shot|interim|final|official",
            "column-count",
            "row-count",
        ],
        "nitf-colgroup" => &["idsrc", "value", "occurrences"],
        "nitf-col" => &["idsrc", "value", "occurrences", "data-type=text|number|graphic|other", "data-format"],
        "doc-scope" => &["scope"],
        "series" => &["series.name", "series.part#", "series.totalpart#"],
        "pubdata" => &[
            "type=print|audio|video|web|appliance|other",
            "item-length",
            "unit-of-measure",
            "date.publication",
            "name",
            "issn",
            "volume",
            "number",
            "issue",
            "edition.name",
            "edition.area",
            "position.section",
            "position.sequence",
            "ex-ref",
        ],
        _ => &["class", "style", "xml:lang"],
    }
}

const CELL_ALIGN: &str = "align=left|center|right|justify|char";
const CELL_VALIGN: &str = "valign=top|middle|bottom|baseline";

/// Whether an element may say this.
pub(super) fn allows(element: &str, attribute: &str, value: &str) -> bool {
    use crate::spell::{is_language, is_nmtoken};
    attributes(element).iter().any(|rule| match rule.split_once(['#', '=']) {
        Some((name, words)) if rule.contains('=') => name == attribute && words.split('|').any(|word| word == value),
        Some((name, _)) => name == attribute && is_nmtoken(value),
        None if *rule == "xml:lang" => *rule == attribute && is_language(value),
        None => *rule == attribute,
    })
}
