//! Items with odd times, orders, notes, prefixes and wrappers, as ninjs says them: what a receiver can take, and what is
//! named as lost.
#![allow(clippy::unwrap_used, reason = "a test")]

mod ninjs_schemas;

use interwire_core::item::{Body, Embargo, Extra, Item, Limits, Link, Markup, Moment, Rendition, Times};
use interwire_formats::{read, write};
use ninjs_schemas::{SCHEMAS, validator};
use serde_json::{Value, json};

fn item() -> Item {
    Item { guid: Some("urn:baku:1".parse().unwrap()), ..Item::default() }
}

/// What is written as ninjs 3.1, and the losses as `code: field`. All versions are valid.
fn written(item: &Item) -> (Value, Vec<String>) {
    for (format, schema) in SCHEMAS {
        let json: Value = serde_json::from_slice(&write(format, item).unwrap().bytes).unwrap();
        let errors: Vec<String> = validator(schema).iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{format}: {errors:?}\n{json}");
    }
    let written = write("ninjs", item).unwrap();
    let losses = written.losses.iter().map(|loss| format!("{}: {}", loss.code, loss.field)).collect();
    (serde_json::from_slice(&written.bytes).unwrap(), losses)
}

fn bodies(markup: Markup, text: &str) -> Vec<(String, String)> {
    let body = Body { markup, text: text.to_owned(), ..Body::default() };
    let (json, _) = written(&Item { bodies: vec![body], ..item() });
    let text = |body: &Value, name: &str| body[name].as_str().unwrap().to_owned();
    json["bodies"].as_array().unwrap().iter().map(|body| (text(body, "contentType"), text(body, "value"))).collect()
}

#[test]
fn times_are_written_as_rfc_3339() {
    let at = |text: &str| Some(Moment::new(text));
    let times = Times {
        version_created: at("20261124T090000+0400"),
        first_created: at("2026-11-24T09:00:00"),
        content_created: at("2026-11-23"),
        expires: at("demain"),
        ..Times::default()
    };
    let (json, losses) = written(&Item { times, ..item() });
    assert_eq!(json["versionCreated"], "2026-11-24T09:00:00+04:00");
    assert_eq!(json["firstCreated"], "2026-11-24T09:00:00.000Z");
    for name in ["contentCreated", "expires"] {
        assert_eq!(json.get(name), None);
    }
    assert_eq!(
        losses,
        ["time_without_offset: first_created", "time_incomplete: content_created", "time_not_understood: expires"]
    );
}

#[test]
fn an_embargo_never_vanishes() {
    for (stated, expected, is_unclear) in [
        ("20261124T090000+0400", "2026-11-24T09:00:00+04:00", false),
        ("2026-11-24T06:00:00", "9999-12-31T23:59:59Z", true),
        ("LEVÉ", "9999-12-31T23:59:59Z", true),
        ("", "9999-12-31T23:59:59Z", false),
    ] {
        let times = Times { embargoed: Some(Embargo::new(stated)), ..Times::default() };
        let (json, losses) = written(&Item { times: times.clone(), ..item() });
        assert_eq!(json["embargoedUntil"], expected, "{stated}");
        assert_eq!(losses.contains(&"embargo_unclear: embargoed".to_owned()), is_unclear, "{stated}: {losses:?}");
        let back = read(json.to_string().as_bytes(), Some("ninjs"), &Limits::default()).unwrap();
        let embargo = back.items[0].item.times.embargoed.clone().unwrap();
        assert_eq!(embargo.ends(), times.embargoed.unwrap().ends(), "{stated}");
        assert!(embargo.ends().is_some() || embargo == Embargo::Indefinite, "{stated}");
    }
}

#[test]
fn an_order_about_another_item_is_no_association() {
    let order = Link {
        rel: Some("status-change".to_owned()),
        guid: Some("X0".to_owned()),
        extra: vec![Extra::text("status", "canceled")],
        ..Link::default()
    };
    let other = Link { rel: Some("seeAlso".to_owned()), guid: Some("X1".to_owned()), ..Link::default() };
    let (json, losses) = written(&Item { links: vec![order, other], ..item() });
    assert_eq!(json["associations"], json!([{"name": "", "rel": "seeAlso", "uri": "X1"}]));
    assert!(losses.contains(&"order_lost: links".to_owned()), "{losses:?}");
}

#[test]
fn a_note_is_not_the_story() {
    let nitf = "<nitf><body><body.content><p>A.</p><note><body.content><p>Nota interiore.</p></body.content></note>\
        <fn><p>Piede.</p></fn></body.content></body></nitf>";
    let plain = |text: &str| bodies(Markup::Xml, text).pop().unwrap();
    assert_eq!(plain(nitf), ("text/plain".to_owned(), "A.\nNota interiore.\nPiede.".to_owned()));
    let photo = "<body.content><media><media-reference source='1.jpg'/><media-producer>Foto: Petrov/TASS</media-producer>\
        <media-caption>Il ponte.</media-caption></media></body.content>";
    assert_eq!(plain(photo).1, "Foto: Petrov/TASS\nIl ponte.");
}

#[test]
fn markup_of_stories_has_no_prefix_and_nothing_around_it() {
    for (text, expected) in [
        (
            "<h:html xmlns:h='http://www.w3.org/1999/xhtml'><h:head><h:title/></h:head><h:body><h:h2>Inter</h:h2>\
             <h:p>1<h:br/></h:p></h:body></h:html>",
            "<h2>Inter</h2><p>1<br/></p>",
        ),
        (
            "<n:nitf xmlns:n='urn:some:nitf'><n:body><n:body.content><n:p>1</n:p></n:body.content></n:body></n:nitf>",
            "<p>1</p>",
        ),
        (
            "<html xmlns='http://www.w3.org/1999/xhtml' xmlns:m='urn:m'><body><p>1</p><p><m:i/></p></body></html>",
            "<p>1</p><p xmlns:m=\"urn:m\"><m:i/></p>",
        ),
        ("<h:div xmlns:h='http://www.w3.org/1999/xhtml'><h:p>1</h:p></h:div>", "<div><p>1</p></div>"),
        ("<DataContent><p>1</p><p>2 &amp; 3</p></DataContent>", "<p>1</p><p>2 &amp; 3</p>"),
        ("<div><p>1</p ></div>", "<div><p>1</p ></div>"),
    ] {
        assert_eq!(bodies(Markup::Xml, text)[0], ("application/xhtml+xml".to_owned(), expected.to_owned()));
    }
}

#[test]
fn how_long_a_file_is_is_said_in_seconds() {
    for (stated, unit, expected) in [
        ("90", None, json!(90)),
        ("12.5", None, json!(12.5)),
        ("01:02:03", None, json!(3723)),
        ("1500", Some("timeunit:milliseconds"), json!(1.5)),
        ("2", Some("timeunit:minutes"), json!(120)),
        ("00:00:10:12", Some("timeunit:timeCode"), Value::Null),
        ("long", None, Value::Null),
    ] {
        let rendition = Rendition {
            name: Some("rnd:web".to_owned()),
            duration: Some(stated.to_owned()),
            extra: unit.map(|unit| Extra::text("durationunit", unit)).into_iter().collect(),
            ..Rendition::default()
        };
        let (json, losses) = written(&Item { renditions: vec![rendition], ..item() });
        assert_eq!(json["renditions"][0]["duration"], expected, "{stated}");
        assert_eq!(losses.is_empty(), !expected.is_null(), "{stated}: {losses:?}");
    }
}
