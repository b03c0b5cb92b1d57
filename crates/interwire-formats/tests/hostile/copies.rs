//! What is said once, or over and over, costs no more than it is long.

use super::{BYTES_MAX, BYTES_MAX_PER_BYTE, measured, one, outcome};
use interwire_core::item::Limits;
use interwire_formats::{FORMATS, read};

/// Holds: what the readers remember of a search that found nothing, so that they do not search again.
#[test]
fn what_is_repeated_costs_no_more_than_its_length() {
    let wire = "\u{1}hna0123 3 pol 96  hna 0456\n\nA/\n\u{2}T =\n";
    for (source, code) in [
        (format!("<rss><item>{}", "<".repeat(300_000)), "read xml_mended guid_made"),
        (format!("<rss><item><a>{}", "<![CDATA[</".repeat(100_000)), "read xml_mended guid_made"),
        (format!("<rss><item>{}", "<a b=\"".repeat(100_000)), "read xml_mended guid_made"),
        (format!("<html>{}", "<!---->".repeat(100_000)), "read guid_made"),
        (format!("{wire}{}\u{3}", "\n".repeat(300_000)), "read guid_made"),
        (format!("{wire}{}\u{3}", "* * *\n".repeat(100_000)), "read guid_made"),
        (format!("From: a@b.example\nSubject: x\n{}\nx", "X-A: v\n".repeat(50_000)), "read guid_made"),
    ] {
        assert_eq!(outcome(source.as_bytes()), code, "{}", source.chars().take(40).collect::<String>());
    }
}

/// Holds: `HEADER_BYTES_MAX` and `CATALOGS_MAX` of NewsML-G2, and the prefixes declared with what is kept.
#[test]
fn what_is_said_once_is_not_multiplied() {
    let items = "<newsItem guid=\"urn:x\" version=\"1\"/>".repeat(5_000);
    let catalogs: String = (0..50_000).map(|at| format!("<catalogRef href=\"http://example.com/{at}\"/>")).collect();
    let long = "x".repeat(1 << 20);
    let source = format!(
        "<newsMessage xmlns=\"{long}\"><header>{long}</header>{catalogs}<itemSet>{items}</itemSet></newsMessage>"
    );
    let found = read(source.as_bytes(), None, &Limits::default()).unwrap();
    assert_eq!(found.notes.first().map(|note| note.code), Some("header_too_long"));
    let kept: usize = found.items.iter().flat_map(|one| &one.item.extra).map(|extra| extra.value.len()).sum();
    assert!(kept < 20 << 20, "{kept}");
    let prefixes: String = (0..50_000).map(|at| format!("<p{at}:a/>")).collect();
    let item = one(format!("<newsItem guid=\"urn:x\"><box>{prefixes}</box></newsItem>").as_bytes());
    assert_eq!(item.extra.len(), 1);
}

/// A source with many items, of all of which it says something long; none for formats of one item.
fn said_of_all(format: &str, count: usize, long: &str) -> Option<Vec<u8>> {
    let lines = |line: &str| line.repeat(count);
    let koi8 = |text: &str| encoding_rs::KOI8_R.encode(text).0.into_owned();
    Some(match format {
        "newsml-g2" => {
            let catalogs: String = (0..60).map(|at| format!("<catalogRef href='{at}{long}'/>")).collect();
            format!("<newsMessage>{catalogs}{}</newsMessage>", lines("<newsItem guid='urn:x'/>")).into_bytes()
        }
        "newsml-1" => format!("<NewsML><Catalog>{long}</Catalog>{}</NewsML>", lines("<NewsItem/>")).into_bytes(),
        "rss" => {
            let head = format!("<title>{long}</title><copyright>{long}</copyright><dc:creator>{long}</dc:creator>");
            format!("<rss><channel>{head}{}</channel></rss>", lines("<item><title>a</title></item>")).into_bytes()
        }
        "atom" => {
            let head = format!("<title>{long}</title><rights>{long}</rights><author><name>{long}</name></author>");
            format!("<feed>{head}{}</feed>", lines("<entry><title>a</title></entry>")).into_bytes()
        }
        "json-feed" => {
            let head = format!("\"title\":\"{long}\",\"authors\":[{{\"name\":\"{long}\"}}],\"language\":\"{long}\"");
            let entries = vec!["{\"id\":\"a\"}"; count].join(",");
            format!("{{\"version\":\"https://jsonfeed.org/version/1\",{head},\"items\":[{entries}]}}").into_bytes()
        }
        "icalendar" => {
            let head = format!("X-WR-CALNAME:{long}\n").repeat(3) + &"PRODID:a\nMETHOD:b\n".repeat(count);
            let events = lines("BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Z:20261123T100000\nEND:VEVENT\n");
            let zone = format!("BEGIN:VTIMEZONE\nTZID:Z\nX-A:{}\nEND:VTIMEZONE\n", "x".repeat(4000));
            format!("BEGIN:VCALENDAR\n{head}{zone}{events}END:VCALENDAR\n").into_bytes()
        }
        // A wire whose letters nobody can tell is kept as its bytes beside what was read of it.
        "iptc-7901" => koi8(&lines(
            "\u{1}hna0123 3 pol 96  hna 0456\n\n\u{2}Подписано =\n\nСоглашение подписано.\n\u{3}231015 GMT Nov 26\n\u{4}",
        )),
        "anpa-1312" => koi8(&lines(
            "\u{1}B1001\u{1f}x\nu i\u{13}\u{11} BC-A 11-23 1\n\u{2}^BC-A,<\n\tСоглашение подписано.\n\u{3}A-WF-11-23-26 1012GMT<\n\u{4}",
        )),
        "e-mail" => {
            let part = lines("--b\nContent-Type: application/xml\n\n<newsItem guid='urn:x'/>\n");
            format!(
                "From: a@b.example\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n{long}\n\
                 {part}--b--\n"
            )
            .into_bytes()
        }
        // Envelopes of agencies say nothing of their items; one file is one item.
        "agency-json" | "media" | "photo" | "xmp" => return None,
        "ninjs" | "nitf" | "html" | "plain-text" | "interwire" => return None,
        other => panic!("say here what a source in {other} says of all its items"),
    })
}

/// Holds: `Shared` in every reader that copies something into each item, and that the bytes of a wire are kept once.
#[test]
fn what_is_said_of_all_items_is_not_multiplied_in_any_format() {
    let mut wrong = String::new();
    for format in FORMATS.iter().filter(|format| format.is_read()).map(|format| format.name) {
        let Some(source) = said_of_all(format, 2000, &"x".repeat(100_000)) else { continue };
        let mut found = None;
        let memory = allocation_counter::measure(|| found = read(&source, Some(format), &Limits::default()).ok());
        let found = found.unwrap();
        assert_eq!((found.format, found.items.len()), (format, 2000));
        if memory.bytes_max > BYTES_MAX + BYTES_MAX_PER_BYTE * source.len() as u64 {
            wrong += &format!("{format}: {} bytes of memory for {}\n", memory.bytes_max, source.len());
        }
        // What is cut to a length of its own is not too long for all; wires keep only what is theirs.
        let is_copied = matches!(format, "newsml-g2" | "newsml-1" | "rss" | "atom" | "json-feed");
        let long = said_of_all(format, 2000, &"x".repeat(15_000)).unwrap();
        let found = read(&long, Some(format), &Limits::default()).unwrap();
        if found.notes.iter().any(|note| note.code == "shared_too_long") != is_copied {
            wrong += &format!("{format}: {:?}\n", found.notes);
        }
        let few = said_of_all(format, 3, "short").unwrap();
        let found = measured(&few, Some(format), &Limits::default()).unwrap();
        assert!(found.notes.iter().all(|note| note.code != "shared_too_long"), "{format}: {:?}", found.notes);
    }
    assert_eq!(wrong, "");
    let feed = said_of_all("rss", 2000, &"x".repeat(100_000)).unwrap();
    assert!(outcome(&feed).contains("shared_too_long"));
    let zone = |at| format!("BEGIN:VTIMEZONE\nTZID:{at}\nX-A:{}\nEND:VTIMEZONE\n", "x".repeat(4000));
    let (zones, named): (String, String) = (0..50).map(|at| (zone(at), format!("X-A;TZID={at}:1\n"))).unzip();
    let events = format!("BEGIN:VEVENT\nUID:1\n{named}END:VEVENT\n").repeat(50);
    let calendar = |zones: &str| format!("BEGIN:VCALENDAR\n{zones}{events}END:VCALENDAR\n");
    assert_eq!(outcome(calendar(&zones).as_bytes()), "read shared_too_long");
    assert_eq!(outcome(calendar("").as_bytes()), "read ");
}

/// A document that refers over and over to a topic of which something is said.
fn occurrences(said: &str, count: usize) -> String {
    let refers = "<TopicOccurrence Topic='#t'/>".repeat(count);
    format!(
        "<NewsML><TopicSet><Topic Duid='t'>{said}</Topic></TopicSet><NewsItem><NewsComponent><DescriptiveMetadata>\
         {refers}</DescriptiveMetadata></NewsComponent></NewsItem></NewsML>"
    )
}

/// Holds: `BASE_BYTES_MAX` and `LANGUAGE_BYTES_MAX` of feeds, `URI_BYTES_MAX` of schemes and of namespaces,
/// `NAMES_BYTES_MAX` of topics: a word that stands for a long text is no entity, and costs as little.
#[test]
fn a_short_word_for_a_long_text_is_not_written_out_each_time() {
    let (long, many, mut wrong) = ("x".repeat(100_000), 2_000, String::new());
    let refer = |one: &str| one.repeat(many);
    let topic = format!("<Topic Duid='t'><FormalName>{long}</FormalName><Description>{long}</Description></Topic>");
    for source in [
        format!("<feed xml:base='http://a.example/{long}/'><entry>{}</entry></feed>", refer("<link href='b'/>")),
        format!(
            "<rss><channel><link>http://a.example/{long}/</link><item>{}</item></channel></rss>",
            refer("<comments>b</comments>")
        ),
        format!(
            "<newsItem guid='urn:x'><catalog><scheme alias='a' uri='http://a.example/{long}'/></catalog><contentMeta>{}</contentMeta></newsItem>",
            refer("<subject qcode='a:1'/>")
        ),
        format!("<newsItem guid='urn:x' xmlns:a='{long}'>{}</newsItem>", refer("<a:b/>")),
        format!(
            "<NewsML><TopicSet>{topic}</TopicSet><NewsItem><NewsComponent><DescriptiveMetadata>{}</DescriptiveMetadata></NewsComponent>\
             </NewsItem></NewsML>",
            refer("<Property FormalName='Location' Value='#t'/>")
        ),
        occurrences(&format!("<FormalName>{long}</FormalName>"), many),
        occurrences(&format!("<TopicType FormalName='{long}'/><FormalName>a</FormalName>"), many),
        occurrences(&format!("<FormalName>a</FormalName><Description xml:lang='{long}'>b</Description>"), many),
        format!("<feed xml:lang='{long}'>{}</feed>", refer("<entry><title>a</title></entry>")),
    ] {
        let memory = allocation_counter::measure(|| drop(read(source.as_bytes(), None, &Limits::default()).unwrap()));
        if memory.bytes_max > BYTES_MAX + BYTES_MAX_PER_BYTE * source.len() as u64 {
            let begins = source.chars().take(40).collect::<String>();
            wrong += &format!("{} bytes of memory for {}: {begins}\n", memory.bytes_max, source.len());
        }
    }
    assert_eq!(wrong, "");
    let short = "<newsItem guid='urn:x'><catalog><scheme alias='a' uri='http://a.example/'/></catalog><contentMeta><subject \
                 qcode='a:1'/></contentMeta></newsItem>";
    assert_eq!(one(short.as_bytes()).subjects[0].uri.as_deref(), Some("http://a.example/1"));
}
