//! Text to text: an item and the terms of an exchange article, and what is decided for whom.

use super::*;
use crate::agreement::articles::exchange::{Exchange, Source};
use crate::agreement::samples;
use crate::keys::RootKey;
use expect_test::{Expect, expect};

/// `item` and `exchange` are `field=value` words; several values are divided by commas.
fn check(item: &str, exchange: &str, expect: &Expect) {
    let mut agreement = samples::agreement();
    for article in &mut agreement.articles {
        if let Terms::Exchange(terms) = &mut article.terms
            && terms.from.as_str() == "hanoi"
        {
            change(terms, exchange);
        }
    }
    let running = [Running { agreement: &agreement, suspended: exchange.contains("suspended") }];
    let economy = |concept: &str, above: &str| concept == "medtop:20000170" && above == "medtop:04000000";
    let hanoi = "hanoi".parse().unwrap();
    let decisions = route(&read_item(item), &hanoi, &running, "2026-11-23T08:00:00.000Z".parse().unwrap(), &economy);
    expect.assert_eq(&decisions.iter().map(told).collect::<String>());
}

fn words(text: &str) -> impl Iterator<Item = (&str, Vec<String>)> {
    let pairs = text.split_whitespace().filter_map(|word| word.split_once('='));
    pairs.map(|(field, values)| (field, values.split(',').map(str::to_owned).collect()))
}

fn source(party: &str) -> Source {
    Source { party: party.parse().unwrap(), root_key: RootKey::from_seed(&[1; 32]).public() }
}

fn change(terms: &mut Exchange, text: &str) {
    let all = |values: &[String]| values.join(",");
    for (term, values) in words(text) {
        match term {
            "media" => terms.media = values.iter().map(|v| v.parse().unwrap()).collect(),
            "languages" => terms.languages = values.iter().map(|v| v.parse().unwrap()).collect(),
            "subjects" => terms.subjects = values.iter().map(|v| v.parse().unwrap()).collect(),
            "services" => terms.services = values,
            "sources" => terms.sources = values.iter().map(|v| source(v)).collect(),
            _ => panic!("{term} {}", all(&values)),
        }
    }
}

fn read_item(text: &str) -> RouteItem {
    let mut item = RouteItem {
        source: "hanoi".parse().unwrap(),
        medium: "text".to_owned(),
        carries: vec![],
        languages: vec!["en".to_owned()],
        subjects: vec![],
        services: vec![],
        status: Status::Usable,
        embargo: Embargo::None,
        has_unknown_right: text.contains("unknown-right"),
    };
    for (field, values) in words(text) {
        let one = values[0].clone();
        match (field, one.as_str()) {
            ("source", _) => item.source = one.parse().unwrap(),
            ("medium", _) => item.medium = one,
            ("carries", _) => item.carries = values,
            ("language", "none") => item.languages = vec![],
            ("language", _) => item.languages = values,
            ("subject", _) => item.subjects = values,
            ("service", _) => item.services = values,
            ("status", "canceled") => item.status = Status::Canceled,
            ("status", "withheld") => item.status = Status::Withheld,
            ("status", _) => item.status = Status::Unknown(one),
            ("embargo", "indefinite") => item.embargo = Embargo::Indefinite,
            ("embargo", time) => item.embargo = time.parse().map_or(Embargo::Unknown(one), Embargo::Until),
            _ => panic!("{field}"),
        }
    }
    item
}

fn told(decision: &Decision) -> String {
    let verdict = match &decision.verdict {
        Verdict::Deliver { article } => format!("deliver under {article}"),
        Verdict::HoldUntil { time, article } => format!("hold until {time} under {article}"),
        Verdict::HoldForPerson { article } => format!("hold for a person, under {article}"),
        Verdict::Exclude => "exclude".to_owned(),
    };
    let reasons = decision.reasons.iter().map(|Reason { article, ground }| {
        let place = article.as_ref().map_or("rule".to_owned(), |article| format!("{article} {}", ground.term));
        format!("  {place}: {} is {}, wanted {}\n", ground.field, ground.value, ground.wanted)
    });
    format!("{}: {verdict}\n{}", decision.to, reasons.collect::<String>())
}

#[test]
fn an_item_that_every_term_takes_is_delivered_with_its_grounds() {
    check(
        "medium=text carries=picture language=en-GB subject=medtop:20000170 service=main",
        "media=text,picture languages=en,ru subjects=medtop:04000000 services=main",
        &expect![[r#"
            astana: deliver under 4
              4 sources: source is hanoi, wanted hanoi
              4 media: medium is text, wanted text, picture
              4 media: medium is picture, wanted text, picture
              4 languages: language is en-GB, wanted en, ru
              4 subjects: subject is medtop:20000170, wanted medtop:04000000
              4 services: service is main, wanted main
        "#]],
    );
    check(
        "",
        "",
        &expect![[r#"
        astana: deliver under 4
          4 sources: source is hanoi, wanted hanoi
          4 media: medium is text, wanted text, picture
    "#]],
    );
}

#[test]
fn a_concept_uri_is_its_qcode() {
    let item = "subject=http://cv.iptc.org/newscodes/mediatopic/20000170";
    check(
        item,
        "subjects=medtop:04000000",
        &expect![[r#"
        astana: deliver under 4
          4 sources: source is hanoi, wanted hanoi
          4 media: medium is text, wanted text, picture
          4 subjects: subject is http://cv.iptc.org/newscodes/mediatopic/20000170, wanted medtop:04000000
    "#]],
    );
}

#[test]
fn the_first_thing_that_is_not_covered_excludes() {
    check(
        "medium=video",
        "",
        &expect![[r#"
        astana: exclude
          4 media: medium is video, wanted text, picture
    "#]],
    );
    check(
        "carries=picture",
        "media=text",
        &expect![[r#"
        astana: exclude
          4 media: medium is picture, wanted text
    "#]],
    );
    check(
        "language=vi",
        "languages=en,ru",
        &expect![[r#"
        astana: exclude
          4 languages: language is vi, wanted en, ru
    "#]],
    );
    check(
        "language=none",
        "languages=en,ru",
        &expect![[r#"
        astana: exclude
          4 languages: language is not stated, wanted en, ru
    "#]],
    );
    check(
        "subject=medtop:15000000",
        "subjects=medtop:04000000",
        &expect![[r#"
        astana: exclude
          4 subjects: subject is medtop:15000000, wanted medtop:04000000
    "#]],
    );
    check(
        "service=sport",
        "services=main",
        &expect![[r#"
        astana: exclude
          4 services: service is sport, wanted main
    "#]],
    );
}

#[test]
fn an_item_of_another_source_goes_on_only_if_the_article_names_it() {
    check(
        "source=baku",
        "",
        &expect![[r#"
        astana: exclude
          4 sources: source is baku, wanted hanoi
    "#]],
    );
    check(
        "source=baku",
        "sources=hanoi,baku",
        &expect![[r#"
        astana: deliver under 4
          4 sources: source is baku, wanted hanoi, baku
          4 media: medium is text, wanted text, picture
    "#]],
    );
}

#[test]
fn an_embargo_holds_until_its_minute() {
    check(
        "embargo=2026-11-23T08:00:00.001Z",
        "",
        &expect![[r#"
        astana: hold until 2026-11-23T08:00:00.001Z under 4
          rule: embargoed is 2026-11-23T08:00:00.001Z, wanted not after 2026-11-23T08:00:00.000Z
          4 sources: source is hanoi, wanted hanoi
          4 media: medium is text, wanted text, picture
    "#]],
    );
    check(
        "embargo=2026-11-23T08:00:00.000Z",
        "",
        &expect![[r#"
        astana: deliver under 4
          4 sources: source is hanoi, wanted hanoi
          4 media: medium is text, wanted text, picture
    "#]],
    );
}

#[test]
fn what_is_not_understood_waits_for_a_person() {
    check(
        "status=stat:draft",
        "",
        &expect![[r#"
        astana: hold for a person, under 4
          rule: pub_status is stat:draft, wanted usable, withheld or canceled
          4 sources: source is hanoi, wanted hanoi
          4 media: medium is text, wanted text, picture
    "#]],
    );
    check(
        "embargo=indefinite",
        "",
        &expect![[r#"
        astana: hold for a person, under 4
          rule: embargoed is indefinite, wanted none or a time
          4 sources: source is hanoi, wanted hanoi
          4 media: medium is text, wanted text, picture
    "#]],
    );
    check(
        "embargo=tomorrow-noon",
        "",
        &expect![[r#"
        astana: hold for a person, under 4
          rule: embargoed is tomorrow-noon, wanted none or a time
          4 sources: source is hanoi, wanted hanoi
          4 media: medium is text, wanted text, picture
    "#]],
    );
    check(
        "unknown-right",
        "",
        &expect![[r#"
        astana: hold for a person, under 4
          rule: rights is not understood, wanted rights that are understood
          4 sources: source is hanoi, wanted hanoi
          4 media: medium is text, wanted text, picture
    "#]],
    );
}

#[test]
fn a_canceled_version_is_routed_like_any_other_but_not_before_its_embargo() {
    check(
        "status=canceled",
        "",
        &expect![[r#"
        astana: deliver under 4
          4 sources: source is hanoi, wanted hanoi
          4 media: medium is text, wanted text, picture
    "#]],
    );
    check(
        "status=withheld embargo=2026-11-24T00:00:00.000Z",
        "",
        &expect![[r#"
        astana: hold until 2026-11-24T00:00:00.000Z under 4
          rule: embargoed is 2026-11-24T00:00:00.000Z, wanted not after 2026-11-23T08:00:00.000Z
          4 sources: source is hanoi, wanted hanoi
          4 media: medium is text, wanted text, picture
    "#]],
    );
}

#[test]
fn nothing_is_delivered_while_suspended() {
    check(
        "",
        "suspended",
        &expect![[r#"
        astana: exclude
          rule: agreement is suspended, wanted in force
          4 sources: source is hanoi, wanted hanoi
          4 media: medium is text, wanted text, picture
    "#]],
    );
}

#[test]
fn an_agreement_of_others_is_not_asked() {
    let agreement = samples::agreement();
    let running = [Running { agreement: &agreement, suspended: false }];
    assert_eq!(route(&read_item(""), &"baku".parse().unwrap(), &running, Time::default(), &|_, _| false), vec![]);
}
