//! Corrections, kills, holds, releases, embargoes and orders about another item, as each format says them: what is read
//! of each, as text to be read (`golden/orders.txt`). A format of the table without its lines here fails by name.
#![allow(clippy::unwrap_used, reason = "a test")]

mod photographs;

use expect_test::expect_file;
use interwire_core::item::{Concept, Embargo, Item, Limits};
use interwire_formats::orders::{REL, status_orders};
use interwire_formats::{FORMATS, read};
use photographs::{dataset, jpeg, packet, with_iim};
use std::fmt::Write as _;

const UNTIL: &str = "2026-11-24T09:00:00+07:00";
/// A way of saying something: what, and the source.
type Way = (&'static str, Vec<u8>);

fn text(what: &'static str, source: String) -> Way {
    (what, source.into_bytes())
}

fn newsml_g2() -> Vec<Way> {
    let item = |what, meta: &str, head: &str| {
        text(
            what,
            format!(
                "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:newsml:hanoi.example:20261123:7' version='3'><itemMeta>\
                 <itemClass qcode='ninat:text'/><provider literal='hanoi'/>{meta}</itemMeta><contentMeta><headline>{head}</headline>\
                 </contentMeta></newsItem>"
            ),
        )
    };
    let usable = "<pubStatus qcode='stat:usable'/>";
    let signal = |code: &str| format!("{usable}<signal qcode='{code}'/>");
    vec![
        item("correction: signal", &signal("sig:correction"), "Cầu"),
        item(
            "correction: signal by its address",
            &format!("{usable}<signal uri='http://cv.iptc.org/newscodes/signal/correction'/>"),
            "Cầu",
        ),
        item("update: signal", &signal("sig:update"), "Cầu"),
        item("all or nothing: signal", &signal("nmsig:atomic"), "Cầu"),
        item("kill: status", "<pubStatus qcode='stat:canceled'/>", "Cầu"),
        item("kill: status, spelled otherwise", "<pubStatus qcode='stat:cancelled'/>", "Cầu"),
        item("kill: signal", &signal("sig:kill"), "Cầu"),
        item("kill: words", usable, "KILL KILL KILL"),
        item("hold: status", "<pubStatus uri='https://cv.iptc.org/newscodes/pubstatusg2/withheld'/>", "Cầu"),
        item("hold: signal", "<signal qcode='x:withhold'/>", "Cầu"),
        item("hold: words", &format!("{usable}<edNote>HOLD FOR GUIDANCE</edNote>"), "Cầu"),
        item("release: status", usable, "Cầu"),
        item("release: words", usable, "HOLD RELEASED"),
        item("embargo: element", &format!("{usable}<embargoed>{UNTIL}</embargoed>"), "Cầu"),
        item("embargo: element without an end", &format!("{usable}<embargoed/>"), "Cầu"),
        item(
            "about another: words",
            &format!("{usable}<edNote>KILL KILL KILL\nThis is about urn:newsml:hanoi.example:20261123:6.</edNote>"),
            "Cầu",
        ),
        item("no order: what is cancelled is a match", &signal("sport:cancelled"), "Trận đấu"),
    ]
}

fn newsml_1() -> Vec<Way> {
    let item = |what, update: &str, management: &str| {
        text(
            what,
            format!(
                "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>astana.example</ProviderId><DateId>20261123</DateId>\
                 <NewsItemId>7</NewsItemId><RevisionId PreviousRevision='2' Update='{update}'>3</RevisionId></NewsIdentifier></Identification>\
                 <NewsManagement>{management}</NewsManagement><NewsComponent><NewsLines><HeadLine>Көпір</HeadLine></NewsLines></NewsComponent>\
                 </NewsItem></NewsML>"
            ),
        )
    };
    let status = |word: &str| format!("<Status FormalName='{word}'/>");
    let revision = |word: &str, of: &str| {
        format!(
            "{}<Instruction FormalName='{word}'><RevisionStatus{of}>{}</RevisionStatus></Instruction>",
            status("Usable"),
            status(word)
        )
    };
    let change = |to: &str| {
        format!(
            "<StatusWillChange><FutureStatus FormalName='{to}'/><DateAndTime>20261124T090000+0700</DateAndTime></StatusWillChange>"
        )
    };
    vec![
        item("correction: instruction", "N", &format!("{}<Instruction FormalName='Correction'/>", status("Usable"))),
        item("update: instruction", "U", &format!("{}<Instruction FormalName='Update'/>", status("Usable"))),
        item("kill: status", "N", &status("Canceled")),
        item("kill: status, another word", "N", &status("Killed")),
        item("kill: instruction", "N", &format!("{}<Instruction FormalName='Kill'/>", status("Usable"))),
        item("kill: only the management changes", "A", &status("Canceled")),
        item("hold: status", "N", &status("Withheld")),
        item("release: status", "N", &status("Usable")),
        item("release: only the management changes", "A", &status("Usable")),
        item("embargo: status that will change", "N", &format!("{}{}", status("Embargoed"), change("Usable"))),
        item("embargo: status", "N", &status("Embargoed")),
        item("expiry: status that will change", "N", &format!("{}{}", status("Usable"), change("Canceled"))),
        item("about another: kill of revision 1", "N", &revision("Canceled", " Revision='1'")),
        item("about another: hold of all revisions", "N", &revision("Withheld", "")),
        item("about another: release of revision 2", "N", &revision("Usable", " Revision='2'")),
    ]
}

fn nitf() -> Vec<Way> {
    let item = |what, attributes: &str, inside: &str| {
        text(
            what,
            format!(
                "<nitf><head><docdata {attributes}><doc-id id-string='urn:baku:7'/><date.issue norm='2026-11-23T10:00:00+04:00'/>{inside}</docdata>\
                 </head><body><body.head><hedline><hl1>Körpü</hl1></hedline></body.head></body></nitf>"
            ),
        )
    };
    let of_another = |status: &str| {
        format!("management-status='usable' management-doc-idref='urn:baku:6' management-idref-status='{status}'")
    };
    vec![
        item("correction", "management-status='usable'", "<correction info='Ad' id-string='urn:baku:6'/>"),
        item("kill: status", "management-status='canceled'", ""),
        item("kill: status, another word", "management-status='killed'", ""),
        item("hold: status", "management-status='withheld'", ""),
        item("release: status", "management-status='usable'", ""),
        item("embargo: time of release", "management-status='usable'", &format!("<date.release norm='{UNTIL}'/>")),
        item("embargo: status and time", "management-status='embargoed'", &format!("<date.release norm='{UNTIL}'/>")),
        item("about another: kill", &of_another("canceled"), ""),
        item("about another: hold", &of_another("withheld"), ""),
        item("about another: release", &of_another("usable"), ""),
        item("about another: no status", "management-doc-idref='urn:baku:6'", ""),
    ]
}

fn ninjs() -> Vec<Way> {
    let item = |what, members: &str| text(what, format!("{{\"uri\":\"urn:hanoi:7\",\"headline\":\"Cầu\",{members}}}"));
    vec![
        item("kill: status", "\"pubstatus\":\"canceled\""),
        item("kill: status, spelled otherwise", "\"pubStatus\":\"cancelled\""),
        item("kill: words", "\"pubstatus\":\"usable\",\"ednote\":\"MANDATORY KILL\""),
        item("hold: status", "\"pubstatus\":\"withheld\""),
        item("release: status", "\"pubstatus\":\"usable\""),
        item("embargo: ninjs 1 and 2", &format!("\"embargoed\":\"{UNTIL}\"")),
        item("embargo: ninjs 3", &format!("\"embargoedUntil\":\"{UNTIL}\"")),
        item("kill: words of any desk", "\"pubstatus\":\"usable\",\"ednote\":\"Xin hủy tin này\""),
        item("embargo: words", "\"ednote\":\"ATTENTION - EMBARGO jusqu'à 06H00 GMT\""),
        item("embargo: words that it has ended", "\"ednote\":\"EMBARGO LEVÉ\""),
        item("about another: words", "\"ednote\":\"KILL KILL KILL: urn:hanoi:6\""),
        item("unknown status", "\"pubstatus\":\"replaced\""),
        item("kill: status by its code", "\"pubstatus\":\"stat:canceled\""),
        item("hold: status by its address", "\"pubstatus\":\"http://cv.iptc.org/newscodes/pubstatusg2/withheld\""),
        item("kill: status in a list", "\"pubstatus\":[\"canceled\"]"),
        item("unknown status: no word", "\"pubstatus\":false"),
        item("embargo: true", "\"embargoed\":true"),
        item("embargo: milliseconds", "\"embargoed\":1795485600000"),
        item("embargo: seconds", "\"embargoed\":1795485600"),
        item("embargo: a number that is no time", "\"embargoed\":7"),
        item("no embargo: false", "\"embargoed\":false,\"embargoedUntil\":null"),
        item("kill: signal", "\"pubstatus\":\"usable\",\"signal\":[{\"code\":\"kill\",\"name\":\"Kill\"}]"),
        item("kill: name of a signal", "\"pubstatus\":\"usable\",\"signal\":[{\"code\":\"9\",\"name\":\"Kill\"}]"),
        item("correction: signal", "\"signal\":[{\"code\":\"CORRECTION\",\"scheme\":\"sig\"}]"),
        item("correction: note", "\"ednote\":\"CORRECTION: tên\""),
        item("no order: a note with a lead in it", "\"ednote\":\"The lead of the match: 2\""),
    ]
}

fn agency_json() -> Vec<Way> {
    let by_address = |what, word: &str| {
        text(
            what,
            format!(
                "{{\"urn\":\"urn:astana:7\",\"headline\":\"Көпір\",\"versionCreated\":\"2026-11-23T10:00:00Z\",\"contentLanguage\":\"kk\",\
                 \"body_html\":\"<p>Мәтін</p>\",\"pubStatus\":\"http://cv.iptc.org/newscodes/pubstatusg2/{word}\"}}"
            ),
        )
    };
    let item = |what, members: &str| {
        text(
            what,
            format!(
                "{{\"urn\":\"urn:astana:7\",\"headline\":\"Көпір\",\"versioncreated\":\"2026-11-23T10:00:00Z\",\"pubstatus\":\"usable\",\
                 \"body_html\":\"<p>Мәтін</p>\",{members}}}"
            ),
        )
    };
    vec![
        item("correction: editorial type", "\"editorialtypes\":[\"Correction\"]"),
        item("correction: signal", "\"signal\":\"sig:correction\""),
        item("correction: role of a note", "\"ednotes\":[{\"role\":\"noterole:correction\",\"ednote\":\"Аты\"}]"),
        item("update: editorial type", "\"editorialtypes\":[\"Lead\"]"),
        item("kill: editorial type", "\"editorialtypes\":[\"Kill\"]"),
        item("kill: state", "\"state\":\"recalled\""),
        item("kill: words", "\"slugline\":\"ХАБАР ЖОЙЫЛДЫ\""),
        item("hold: editorial type", "\"editorialtypes\":[\"Hold\"]"),
        item("hold: words", "\"ednote\":\"XƏBƏR DAYANDIRILDI\""),
        item("release: editorial type", "\"editorialtypes\":[\"HoldReleased\"]"),
        item("embargo: time", &format!("\"embargoed\":\"{UNTIL}\"")),
        item("embargo: note", &format!("\"ednote\":\"EMBARGO UNTIL {UNTIL}\"")),
        item("about another: member", "\"kills\":[{\"uri\":\"urn:astana:6\",\"version\":2},\"urn:astana:5\"]"),
        item("about another: relation", "\"associations\":[{\"urn\":\"urn:astana:6\",\"rel\":\"holds\"}]"),
        item("about another: release", "\"releases\":\"urn:astana:6\""),
        item("about another: words", "\"ednote\":\"KILL KILL KILL\\nurn:astana:6\""),
        by_address("kill: status by its address", "canceled"),
        by_address("release: status by its address", "usable"),
        item("no order: an event that is cancelled", "\"type\":\"event\",\"state\":\"cancelled\""),
    ]
}

fn iptc_7901() -> Vec<Way> {
    let item = |what, block: &str, story: &str| {
        text(
            what,
            format!(
                "\u{1}hna0123 3 pol 96  hna 0456\r\n\r\nCầu/\r\n\u{2}{block}\r\nCầu mở =\r\n\r\n{story}\r\n\u{3}231015 GMT Nov 26\r\n\u{4}"
            ),
        )
    };
    vec![
        item("correction", "(Berichtigung: Tên)", "Hanoi (hna) - Cầu."),
        item("update", "2ND LEAD", "Hanoi (hna) - Cầu."),
        item("kill, about another", "KILL KILL KILL", "Bỏ tin hna 0455, xin cảm ơn."),
        item("kill in Vietnamese", "THU HỒI TIN", "Bỏ tin hna 0455."),
        item("hold, about another", "HOLD HOLD HOLD", "Giữ tin hna 0455."),
        item("release, about another", "HOLD RELEASED", "Dùng tin hna 0455."),
        item("embargo", &format!("(EMBARGO UNTIL {UNTIL})"), "Hanoi (hna) - Cầu."),
        item("embargo in words", "(Sperrfrist: Montag 18 Uhr)", "Hanoi (hna) - Cầu."),
        item("embargo that has ended", "(Sperrfrist: keine)", "Hanoi (hna) - Cầu."),
        item(
            "embargo in a note",
            "2ND LEAD",
            "Cầu.\r\n\r\n* * * *\r\nThe following information is not intended for publication\r\n\r\nEmbargo bis 18 Uhr",
        ),
    ]
}

fn anpa_1312() -> Vec<Way> {
    let item = |what, take: &str, head: &str| {
        text(
            what,
            format!(
                "\u{16}\u{16}\u{1}B1001\u{1f}x\nu i\u{13}\u{11} BC-Cau{take} 11-23 96\n\u{2}^BC-Cau<\n{head}\tHANOI (hna) _ Cau.\n\
                 \u{3}HNA-WF-11-23-26 1012GMT<\n\u{4}"
            ),
        )
    };
    vec![
        item("correction", "", "^Eds: CORRECTS ten.<\n"),
        item("update", " 1stLd-Writethru", ""),
        item("kill, about another", "", "^BULLETIN KILL=\n^Eds: Kill b1000.<\n"),
        item("hold", "", "^HOLD HOLD HOLD<\n"),
        item("release", "", "^HOLD LIFTED<\n"),
        item("embargo", "", &format!("^EMBARGO {UNTIL}<\n")),
        item("embargo: note", "", "^Eds: Embargoed until 0600 GMT.<\n"),
    ]
}

fn feeds(format: &str) -> Vec<Way> {
    let item = |what, inside: &str| {
        text(
            what,
            match format {
                "rss" => format!(
                    "<rss xmlns:iw='urn:interwire:item'><channel><item><guid>urn:baku:7</guid>{inside}</item></channel></rss>"
                ),
                _ => format!(
                    "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:iw='urn:interwire:item'><entry><id>urn:baku:7</id>{inside}</entry></feed>"
                ),
            },
        )
    };
    let gone = "<at:deleted-entry xmlns:at='http://purl.org/atompub/tombstones/1.0' ref='urn:baku:7' when='2026-11-23T10:00:00Z'";
    let withdrawn = |what, comment: &str| {
        let inside = format!("{gone}>{comment}</at:deleted-entry>");
        text(
            what,
            if format == "rss" {
                format!("<rss><channel>{inside}</channel></rss>")
            } else {
                format!("<feed>{inside}</feed>")
            },
        )
    };
    vec![
        withdrawn("kill: withdrawal", ""),
        withdrawn("hold: withdrawal", "<at:comment>withheld, version 2</at:comment>"),
        item("kill: words", "<title>STORY WITHDRAWN: Körpü</title>"),
        item("release: words", "<title>HOLD RELEASED</title>"),
        item("embargo: our own word", &format!("<title>Körpü</title><iw:embargoed>{UNTIL}</iw:embargoed>")),
    ]
}

fn ways(format: &str) -> Vec<Way> {
    let letter = |what, subject: &str, inside: &str| {
        text(what, format!("From: a@hanoi.example\nMessage-ID: <7@hanoi.example>\nSubject: {subject}\n\n{inside}\n"))
    };
    let photo = |what, set: Vec<u8>| (what, jpeg(&[with_iim(&[dataset(1, 90, b"\x1b%G"), set])]));
    match format {
        "newsml-g2" => newsml_g2(),
        "newsml-1" => newsml_1(),
        "nitf" => nitf(),
        "ninjs" => ninjs(),
        "agency-json" => agency_json(),
        "iptc-7901" => iptc_7901(),
        "anpa-1312" => anpa_1312(),
        "rss" | "atom" => feeds(format),
        "json-feed" => {
            let start =
                "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"id\":\"urn:hanoi:7\",\"title\":";
            vec![text("kill: words", format!("{start}\"KILL KILL KILL\"}}]}}"))]
        }
        "e-mail" => vec![
            letter("kill: words", "KILL KILL KILL", "urn:hanoi:6"),
            letter("hold: words", "HOLD HOLD HOLD", "Text."),
            letter("embargo: words", &format!("EMBARGO: {UNTIL}"), "Text."),
            letter("kill: our mark without our fields", "[KILL] Cầu", "Text."),
            letter("hold: our mark behind those of lists", "Fwd: [desk] [HOLD] Cầu", "Text."),
            letter("embargo: our mark without our fields", "[EMBARGO] Cầu", "Text."),
            letter("embargo: in brackets", &format!("[EMBARGO {UNTIL}] Cầu"), "Text."),
            letter("kill: sent on", "Fwd: FW: KILL KILL KILL - Cầu", "urn:hanoi:6"),
            letter("kill: answered", "İLT: RE: MANDATORY KILL: Cầu", "Text."),
            letter("embargo: at the top of the text", "Cầu", &format!("Thông cáo\n\nEMBARGO: {UNTIL}\n\nText.")),
            letter("correction: words", "CORRECTION: Cầu", "Text."),
            letter("no order: an embargo on oil", "EU agrees", "Embargo on oil extended\nEMBARGO ON OIL EXTENDED"),
            letter("no order: further down", "Cầu", "One.\nTwo.\nEMBARGO: 12:00"),
        ],
        "plain-text" => vec![
            text("embargo: below the headline", format!("PRESS RELEASE\nEMBARGO: {UNTIL}\n\nText.\n")),
            text("no order: an embargo on oil", "Cầu\n\nEmbargo on oil extended\nEMBARGO ON OIL.\n".to_owned()),
            text("kill: words", "KILL KILL KILL\n\nurn:hanoi:6\n".to_owned()),
            text("kill: status", "Title: Cầu\nStatus: canceled\n\nText.\n".to_owned()),
            text("embargo: time", format!("Title: Cầu\nEmbargo until: {UNTIL}\n\nText.\n")),
        ],
        "photo" => vec![
            photo("kill: special instructions", dataset(2, 40, b"MANDATORY KILL")),
            photo("kill: instructions in capitals", dataset(2, 40, b"KILL KILL KILL")),
            (
                "hold: a caption that cannot be read",
                jpeg(&[with_iim(&[dataset(2, 120, b"\xcc\xee\xf1\xf2 \xee\xf2\xea\xf0\xfb\xf2")])]),
            ),
            photo("hold: special instructions", dataset(2, 40, b"HOLD HOLD HOLD")),
            photo("embargo: special instructions", dataset(2, 40, format!("EMBARGO {UNTIL}").as_bytes())),
        ],
        "xmp" => vec![
            ("kill: instructions", packet("<photoshop:Instructions>MANDATORY KILL</photoshop:Instructions>")),
            ("hold: instructions", packet("<photoshop:Instructions>HOLD HOLD HOLD</photoshop:Instructions>")),
        ],
        "icalendar" => {
            let event = |what, summary: &str, status: &str| {
                text(
                    what,
                    format!(
                        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:7\nSUMMARY:{summary}\nSTATUS:{status}\nEND:VEVENT\nEND:VCALENDAR\n"
                    ),
                )
            };
            vec![
                event("the event is cancelled, the news of it is not", "Cầu", "CANCELLED"),
                event(
                    "embargo: at the top of the text",
                    &format!("Cầu\nDESCRIPTION:EMBARGO: {UNTIL}\\nText."),
                    "CONFIRMED",
                ),
                event("kill: words", "KILL KILL KILL: Cầu", "CONFIRMED"),
                event("embargo: words", &format!("EMBARGO {UNTIL}"), "CONFIRMED"),
                event("no order: an embargo on oil", "EMBARGO ON OIL EXTENDED", "CONFIRMED"),
            ]
        }
        "html" => {
            let page = |what, title: &str| {
                text(
                    what,
                    format!("<!DOCTYPE html><html><head><title>{title}</title></head><body><p>Text.</p></body></html>"),
                )
            };
            vec![
                text(
                    "embargo: at the top of the text",
                    format!(
                        "<!DOCTYPE html><html><body><article><p>EMBARGO: {UNTIL}</p><h1>Cầu</h1></article></body></html>"
                    ),
                ),
                page("kill: words", "KILL KILL KILL: Cầu"),
                page("embargo: words", &format!("EMBARGO UNTIL {UNTIL}")),
                page("no order: an embargo on oil", "EMBARGO ON OIL EXTENDED"),
            ]
        }
        // A film gives no orders; what our nodes give one another is theirs and signed.
        "media" | "interwire" => Vec::new(),
        other => panic!("say here how {other} gives orders"),
    }
}

/// What is read of an order.
fn shown(item: &Item) -> String {
    let mut out = item.pub_status.as_ref().map_or("not stated".to_owned(), ToString::to_string);
    let signals: Vec<&str> = item.signals.iter().filter_map(Concept::code).collect();
    if !signals.is_empty() {
        let _ = write!(out, ", signals {}", signals.join(" "));
    }
    match &item.times.embargoed {
        Some(Embargo::Until(at)) => drop(write!(out, ", embargoed until {}", at.as_str())),
        Some(Embargo::Indefinite) => out += ", embargoed",
        None => {}
    }
    if let Some(at) = &item.times.expires {
        let _ = write!(out, ", expires {}", at.as_str());
    }
    for order in status_orders(item) {
        let version = order.version.map_or(String::new(), |version| format!(" version {version}"));
        let _ = write!(out, "; {}{version} is {}", order.guid, order.status);
    }
    let numbered = item.links.iter().filter(|link| link.rel.as_deref() == Some(REL) && link.guid.is_none());
    for link in numbered {
        let _ = write!(out, "; {} is {}", link.name.as_deref().unwrap_or("?"), link.extra[0].value);
    }
    out
}

#[test]
fn each_format_gives_its_orders_in_its_own_way() {
    let mut table = String::new();
    for format in FORMATS.iter().filter(|format| format.is_read()) {
        let ways = ways(format.name);
        if !ways.is_empty() {
            let _ = writeln!(table, "{}", format.name);
        }
        for (what, source) in ways {
            let found = read(&source, Some(format.name), &Limits::default()).unwrap();
            assert_eq!((found.format, found.items.len()), (format.name, 1), "{what}");
            let _ = writeln!(table, "  {what} -> {}", shown(&found.items[0].item));
        }
    }
    expect_file!["golden/orders.txt"].assert_eq(&table);
}
