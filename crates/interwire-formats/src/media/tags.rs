//! What the tags of all containers mean: one table of names.

/// A field of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Headline,
    Subheadline,
    Creator,
    Contributor,
    Notice,
    Terms,
    Description,
    Date,
    Language,
    Keywords,
    Genre,
    Provider,
    Generator,
    AltId,
    Place,
    Transcript,
    Credit,
}

/// The field that a tag of that name belongs to.
pub(super) fn field(name: &str) -> Option<Field> {
    FIELDS.iter().find(|(names, _)| names.iter().any(|known| known.eq_ignore_ascii_case(name))).map(|(_, field)| *field)
}

const FIELDS: &[(&[&str], Field)] = &[
    (
        &[
            "TIT2",
            "TT2",
            "\u{a9}nam",
            "titl",
            "TITLE",
            "INAM",
            "com.apple.quicktime.title",
            "com.apple.quicktime.displayname",
        ],
        Field::Headline,
    ),
    (&["TIT3", "TT3", "SUBTITLE", "\u{a9}st3"], Field::Subheadline),
    (
        &[
            "TPE1",
            "TP1",
            "\u{a9}ART",
            "\u{a9}aut",
            "perf",
            "auth",
            "ARTIST",
            "AUTHOR",
            "IART",
            "bext.Originator",
            "com.apple.quicktime.artist",
            "com.apple.quicktime.author",
            "com.apple.quicktime.creator",
        ],
        Field::Creator,
    ),
    (
        &[
            "TPE2",
            "TP2",
            "TPE3",
            "TPE4",
            "TCOM",
            "TCM",
            "TEXT",
            "aART",
            "\u{a9}wrt",
            "\u{a9}dir",
            "\u{a9}prd",
            "\u{a9}prf",
            "COMPOSER",
            "PERFORMER",
            "IENG",
            "com.apple.quicktime.director",
            "com.apple.quicktime.producer",
            "com.apple.quicktime.performer",
        ],
        Field::Contributor,
    ),
    (&["TCOP", "TCR", "\u{a9}cpy", "cprt", "COPYRIGHT", "ICOP", "com.apple.quicktime.copyright"], Field::Notice),
    (&["USER", "LICENSE", "WCOP", "WCP", "com.apple.quicktime.rights.usage"], Field::Terms),
    (
        &[
            "COMM",
            "COM",
            "\u{a9}cmt",
            "\u{a9}des",
            "\u{a9}inf",
            "desc",
            "ldes",
            "dscp",
            "DESCRIPTION",
            "COMMENT",
            "SYNOPSIS",
            "ICMT",
            "ISBJ",
            "bext.Description",
            "com.apple.quicktime.description",
            "com.apple.quicktime.comment",
            "com.apple.quicktime.information",
        ],
        Field::Description,
    ),
    (
        &[
            "TDRC",
            "TYER",
            "TYE",
            "TDOR",
            "\u{a9}day",
            "DATE",
            "ICRD",
            "com.apple.quicktime.creationdate",
            "com.apple.quicktime.year",
        ],
        Field::Date,
    ),
    (&["TLAN", "TLA", "LANGUAGE", "ILNG"], Field::Language),
    (&["keyw", "kywd", "KEYWORDS", "IKEY", "\u{a9}key", "com.apple.quicktime.keywords"], Field::Keywords),
    (&["TCON", "TCO", "\u{a9}gen", "gnre", "GENRE", "IGNR", "com.apple.quicktime.genre"], Field::Genre),
    (&["TPUB", "TPB", "\u{a9}pub", "PUBLISHER", "ORGANIZATION", "com.apple.quicktime.publisher"], Field::Provider),
    (
        &[
            "TSSE",
            "TSS",
            "TENC",
            "TEN",
            "\u{a9}too",
            "\u{a9}enc",
            "\u{a9}swr",
            "ENCODER",
            "ISFT",
            "com.apple.quicktime.software",
        ],
        Field::Generator,
    ),
    (&["TSRC", "TRC", "ISRC", "bext.OriginatorReference", "com.apple.quicktime.content.identifier"], Field::AltId),
    (&["\u{a9}xyz", "com.apple.quicktime.location.ISO6709"], Field::Place),
    (&["USLT", "ULT", "\u{a9}lyr", "LYRICS", "UNSYNCEDLYRICS"], Field::Transcript),
    (&["com.apple.quicktime.credits", "\u{a9}src", "ISRF", "CONTACT"], Field::Credit),
];

/// The tag of a language as BCP 47 has it: two letters where there are.
pub(super) fn language(text: &str) -> String {
    const TWO: &[(&str, &str)] = &[
        ("vie", "vi"),
        ("kaz", "kk"),
        ("aze", "az"),
        ("rus", "ru"),
        ("eng", "en"),
        ("fra", "fr"),
        ("fre", "fr"),
        ("deu", "de"),
        ("ger", "de"),
        ("spa", "es"),
        ("ita", "it"),
        ("tur", "tr"),
        ("ara", "ar"),
        ("zho", "zh"),
        ("chi", "zh"),
        ("fas", "fa"),
        ("per", "fa"),
        ("uzb", "uz"),
        ("ukr", "uk"),
        ("por", "pt"),
        ("jpn", "ja"),
        ("kor", "ko"),
        ("nld", "nl"),
        ("dut", "nl"),
    ];
    let small = text.trim().to_ascii_lowercase();
    let known = TWO.iter().find(|(three, _)| *three == small);
    known.map_or_else(|| text.trim().to_owned(), |(_, two)| (*two).to_owned())
}

/// A place on earth as films write it (`+37.5090+127.0243+012.1/`), as a point of GeoJSON. spec: ISO 6709 annex H.
pub(super) fn point(text: &str) -> Option<String> {
    let bare = text.trim().trim_end_matches('/').split("CRS").next()?;
    let mut numbers = Vec::new();
    let mut rest = bare;
    while rest.starts_with(['+', '-']) {
        let end = rest.get(1..)?.find(['+', '-']).map_or(rest.len(), |end| end + 1);
        numbers.push(rest.get(..end)?);
        rest = rest.get(end..)?;
    }
    // Degrees only: with minutes in them the numbers would be longer before the point.
    let degrees = |text: &str, most: f64| text.parse().ok().filter(|number: &f64| number.abs() <= most);
    let (latitude, longitude) = (degrees(numbers.first()?, 90.0)?, degrees(numbers.get(1)?, 180.0)?);
    rest.is_empty().then(|| format!(r#"{{"type":"Point","coordinates":[{longitude},{latitude}]}}"#))
}
