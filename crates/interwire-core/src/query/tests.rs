//! Queries as text: what they become, and what is said of those that are none.

use super::*;
use expect_test::{Expect, expect};

fn normal(text: &str) -> String {
    match text.parse::<Query>() {
        Ok(query) => {
            let printed = query.to_string();
            assert_eq!(printed.parse::<Query>().as_ref(), Ok(&query), "{text} was printed as {printed}");
            printed
        }
        Err(problem) => problem.pointed(text),
    }
}

fn check(texts: &[&str], expect: &Expect) {
    expect.assert_eq(
        &texts.iter().map(|text| format!("{text}\n    {}\n", normal(text).replace('\n', "\n    "))).collect::<String>(),
    );
}

#[test]
fn a_query_is_printed_in_normal_form() {
    check(
        &[
            "Oil",
            "oil AND gas OR coal",
            "gas oil gas",
            "oil -gas NOT (coal OR peat)",
            "\"Vũ Việt Trang\"",
            "~\"vu viet tra\"*",
            "O’Brien Қазақ*",
            "ISPARTA “İlham Əliyev”",
            "subject:04000000 lang:EN-gb",
            "subject:(http://cv.iptc.org/newscodes/mediatopic/11000000 OR medtop:04000000 OR \"Kinh tế\")",
            "urgency:<=4 AND version:>1 AND urgency:..3 AND urgency:5",
            "date:2026-11 created:>=2026-11-23T10:00+07:00 date:2026-02-28..2026",
            "media:(photo OR video) media-only:(text OR picture) status:Cancelled",
            "service:\"Kinh tế (đối ngoại)\" source:Hanoi",
            "NOT NOT oil",
            "* oil",
            "oil OR *",
            "(a OR (b OR (c)))",
            "place:(\"Hà Nội\" OR country:VNM) NOT place:(Huế OR Vinh)",
            "北京 東京*",
            "subject:«04000000» subject:~04000000 subject:04000000* subject:\"(04000000)\"",
        ],
        &expect![[r#"
            Oil
                oil
            oil AND gas OR coal
                coal OR (gas AND oil)
            gas oil gas
                gas AND oil
            oil -gas NOT (coal OR peat)
                oil AND NOT gas AND NOT (coal OR peat)
            "Vũ Việt Trang"
                "vũ việt trang"
            ~"vu viet tra"*
                ~"vu viet tra"*
            O’Brien Қазақ*
                "o brien" AND қазақ*
            ISPARTA “İlham Əliyev”
                Isparta AND "ilham əliyev"
            subject:04000000 lang:EN-gb
                subject:medtop:04000000 AND language:en-gb
            subject:(http://cv.iptc.org/newscodes/mediatopic/11000000 OR medtop:04000000 OR "Kinh tế")
                subject:("kinh tế" OR medtop:04000000 OR medtop:11000000)
            urgency:<=4 AND version:>1 AND urgency:..3 AND urgency:5
                urgency:0..3 AND urgency:0..4 AND urgency:5 AND version:2..
            date:2026-11 created:>=2026-11-23T10:00+07:00 date:2026-02-28..2026
                date:2026-02-28..2026-12-31 AND date:2026-11-01..2026-11-30 AND created:2026-11-23T03:00:00.000Z..
            media:(photo OR video) media-only:(text OR picture) status:Cancelled
                status:canceled AND media-only:(picture OR text) AND media:(picture OR video)
            service:"Kinh tế (đối ngoại)" source:Hanoi
                source:hanoi AND service:"Kinh tế (đối ngoại)"
            NOT NOT oil
                oil
            * oil
                oil
            oil OR *
                *
            (a OR (b OR (c)))
                a OR b OR c
            place:("Hà Nội" OR country:VNM) NOT place:(Huế OR Vinh)
                NOT place:(huế OR vinh) AND place:("hà nội" OR country:VNM)
            北京 東京*
                "北 京" AND "東 京"*
            subject:«04000000» subject:~04000000 subject:04000000* subject:"(04000000)"
                subject:04000000* AND subject:~04000000 AND subject:medtop:04000000
        "#]],
    );
}

#[test]
fn a_problem_points_at_the_place_and_says_what_was_expected() {
    check(
        &[
            "oil AND",
            "oil AND OR gas",
            "subjcet:sport oil",
            "Trump: tariffs",
            "(oil OR gas",
            "oil) gas",
            "\"oil and gas",
            "oil \"\"",
            "việt — nam",
            "o*",
            "urgency:high",
            "urgency:12",
            "urgency:4..2",
            "date:yesterday",
            "language:english!",
            "subject:",
            "subject:AND",
            "media-only:(text OR telex)",
            "~urgency:4",
            "~ oil",
            "language:~en",
            "source:han*",
        ],
        &expect![[r#"
            oil AND
                oil AND
                       ^ expected a word, a phrase in quotation marks or a field, found the end
            oil AND OR gas
                oil AND OR gas
                        ^^ expected a word, a phrase in quotation marks or a field, found OR
            subjcet:sport oil
                subjcet:sport oil
                ^^^^^^^ there is no field "subjcet"; expected subject, or quotation marks around the words
            Trump: tariffs
                Trump: tariffs
                ^^^^^ there is no field "trump"; quote the words to search for them
            (oil OR gas
                (oil OR gas
                ^ the parenthesis is not closed; expected a )
            oil) gas
                oil) gas
                   ^ nothing was opened that this parenthesis closes
            "oil and gas
                "oil and gas
                ^ the quotation mark is not closed; expected a " behind the last word
            oil ""
                oil ""
                    ^^ there is no word in it to search for
            việt — nam
                việt — nam
                     ^ there is no word in it to search for
            o*
                o*
                ^^ expected at least two letters before the *
            urgency:high
                urgency:high
                        ^^^^ expected a number or a range like urgency:1..4 or urgency:<=4
            urgency:12
                urgency:12
                        ^^ expected a number or a range like urgency:1..4 or urgency:<=4
            urgency:4..2
                urgency:4..2
                        ^^^^ the range ends before it begins
            date:yesterday
                date:yesterday
                     ^^^^^^^^^ expected a day, month, year or moment (2026-11-23, 2026-11, 2026, 2026-11-23T10:00+07:00), or a range like 2026-11-01..2026-11-30 or >=2026-11-01
            language:english!
                language:english!
                         ^^^^^^^^ expected a language tag like vi, az-Latn or en-GB
            subject:
                subject:
                        ^ expected a value of subject, found the end
            subject:AND
                subject:AND
                        ^^^ expected a value of subject, found AND
            media-only:(text OR telex)
                media-only:(text OR telex)
                                    ^^^^^ expected one of text, picture, video, audio, graphic, composite, event, planning
            ~urgency:4
                ~urgency:4
                 ^^^^^^^ expected a word or a phrase behind ~, found urgency
            ~ oil
                ~ oil
                ^ there is no word in it to search for
            language:~en
                language:~en
                          ^^ language takes neither ~ nor *
            source:han*
                source:han*
                       ^^^^ source takes a whole code; expected no * behind it
        "#]],
    );
}

#[test]
fn what_is_too_large_is_refused_at_once() {
    let code = |text: &str| text.parse::<Query>().map_or_else(|problem| problem.kind.as_str(), |_| "fine");
    assert_eq!(code(&"(".repeat(60_000)), "query_too_large");
    assert_eq!(code(&"NOT ".repeat(10_000)), "query_too_large");
    assert_eq!(code(&"ab ".repeat(4096)), "fine");
    assert_eq!(code(&"ab ".repeat(4097)), "query_too_large");
    assert_eq!(code(&"a".repeat(70_000)), "query_too_large");
    assert_eq!(code(&format!("\"{}\"", "ab ".repeat(33))), "query_too_large");
}
