//! Golden documents, the round trip over generated items, and what a reader must refuse.

use super::*;
use crate::item::*;
use expect_test::expect;
use proptest::prelude::*;
use serde_json::{Value, json};

fn names() -> (PartyId, ItemId, Salt) {
    ("hanoi".parse().unwrap(), ItemId::from_bytes([7; 16]), [9; 16])
}

fn written(item: &Item) -> Vec<u8> {
    let (source, id, salt) = names();
    write_document(item, &source, &id, salt).unwrap()
}

fn simple() -> Item {
    Item {
        guid: Some("urn:hanoi:20261123:1".parse().unwrap()),
        version: Version::of(2),
        kind: Some(ItemType::Text),
        pub_status: Some(PubStatus::Usable),
        languages: vec!["vi".into()],
        headlines: vec![Line::of("Vũ Việt Trang ký thỏa thuận")],
        bylines: vec![Line::of("Vũ Việt Trang")],
        bodies: vec![Body {
            content_type: Some("text/html".into()),
            markup: Markup::Html,
            text: "<p>Hà Nội</p>".into(),
            ..Body::default()
        }],
        subjects: vec![Concept { qcode: Some("medtop:11000000".into()), ..Concept::of_name("chính trị") }],
        times: Times { version_created: Some(Moment::new("2026-11-23T10:00:00+07:00")), ..Times::default() },
        ..Item::default()
    }
}

#[test]
fn the_document_of_a_simple_story() {
    let bytes = written(&simple());
    expect![[r#"{"bodies":[{"contentType":"text/html","value":"<p>Hà Nội</p>"}],"by":"Vũ Việt Trang","headlines":[{"value":"Vũ Việt Trang ký thỏa thuận"}],"interwire":{"guid":"urn:hanoi:20261123:1","item":"BwcHBwcHBwcHBwcHBwcHBw","salt":"CQkJCQkJCQkJCQkJCQkJCQ","source":"hanoi","status":"usable","subjects":[{"qcode":"medtop:11000000"}],"v":1,"version":2},"language":"vi","pubStatus":"usable","standard":{"name":"ninjs","version":"3.1"},"subjects":[{"name":"chính trị"}],"type":"text","uri":"urn:hanoi:20261123:1","version":"2","versionCreated":"2026-11-23T10:00:00+07:00"}"#]]
    .assert_eq(std::str::from_utf8(&bytes).unwrap());
}

#[test]
fn the_head_is_read_without_the_rest() {
    let mut item = simple();
    item.times.embargoed = Some(Embargo::Indefinite);
    item.pub_status = Some(PubStatus::parse("Gesperrt"));
    item.renditions = vec![
        Rendition { blob: Some(Blob { hash: Hash::of(b"1"), size_bytes: 1 }), ..Rendition::default() },
        Rendition { blob: Some(Blob { hash: Hash::of(b"1"), size_bytes: 1 }), ..Rendition::default() },
    ];
    let bytes = written(&item);
    let head = read_head(&bytes, &Limits::default()).unwrap();
    assert_eq!(head.media, vec![(Hash::of(b"1"), 1)]);
    assert_eq!((head.embargoed.clone(), head.status.is_usable()), (Some(Embargo::Indefinite), false));
    assert_eq!(head.headline.as_deref(), Some("Vũ Việt Trang ký thỏa thuận"));
    let document = read_document(&bytes, &Limits::default()).unwrap();
    assert_eq!((document.head, document.item, document.salt), (head, item, [9; 16]));
    let plain: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!((&plain["pubStatus"], &plain["embargoedUntil"]), (&json!("withheld"), &json!("9999-12-31T23:59:59Z")));
}

#[test]
fn an_item_that_cannot_be_carried_is_refused_not_cut() {
    let (source, id, salt) = names();
    let refused = |item: &Item| write_document(item, &source, &id, salt).unwrap_err();
    assert_eq!(refused(&Item { guid: None, ..simple() }), DocumentError::NoGuid);
    assert_eq!(refused(&Item { version: Version::Text("7".into()), ..simple() }), DocumentError::NotCarried);
    let huge = Rendition { size_bytes: Some(1 << 53), ..Rendition::default() };
    assert_eq!(refused(&Item { renditions: vec![huge], ..simple() }), DocumentError::NotCarried);
    let media = |n: u8, size_bytes| {
        let blob = Some(Blob { hash: Hash::of(&[n]), size_bytes });
        Rendition { blob, ..Rendition::default() }
    };
    let is_refused = |renditions| {
        let refusal = write_document(&Item { renditions, ..simple() }, &source, &id, salt);
        matches!(refusal, Err(DocumentError::Field { field: "interwire.media", .. }))
    };
    assert!(!is_refused(vec![media(1, MEDIA_BYTES_MAX)]) && is_refused(vec![media(1, MEDIA_BYTES_MAX + 1)]));
    let many = |count: u8| (0..count).map(|n| media(n, 1)).collect();
    assert!(!is_refused(many(200)) && is_refused(many(201)));
    let long = Line::of(&"ы".repeat(DOCUMENT_BYTES_MAX));
    assert!(matches!(
        refused(&Item { headlines: vec![long], ..simple() }),
        DocumentError::NotCanonical(NotCanonical::Size { .. })
    ));
}

#[test]
fn a_document_that_names_larger_media_than_is_allowed_is_refused() {
    let file =
        Rendition { blob: Some(Blob { hash: Hash::of(b"1"), size_bytes: MEDIA_BYTES_MAX }), ..Rendition::default() };
    let good = String::from_utf8(written(&Item { renditions: vec![file], ..simple() })).unwrap();
    let wrong = good.replace(&MEDIA_BYTES_MAX.to_string(), &(MEDIA_BYTES_MAX + 1).to_string());
    assert!(read_document(good.as_bytes(), &Limits::default()).is_ok() && wrong != good);
    assert!(read_head(wrong.as_bytes(), &Limits::default()).is_err());
}

#[test]
fn every_other_spelling_of_a_document_is_refused() {
    let limits = Limits::default();
    let good = String::from_utf8(written(&simple())).unwrap();
    assert!(read_document(good.as_bytes(), &limits).is_ok());
    for (from, to) in [
        ("{\"bodies\"", "{ \"bodies\""),
        ("\"v\":1,\"version\":2", "\"v\":2,\"version\":2"),
        ("\"v\":1,\"version\":2", "\"v\":1,\"version\":3"),
        ("\"status\":\"usable\"", "\"status\":\"canceled\""),
        ("\"guid\":\"urn:hanoi:20261123:1\"", "\"guid\":\"urn:hanoi:20261123:2\""),
        ("\"v\":1,", "\"unknown\":1,\"v\":1,"),
        ("\"language\":\"vi\"", "\"language\":\"vi\",\"language\":\"vi\""),
        ("[{\"qcode\":\"medtop:11000000\"}]", "[{\"qcode\":\"medtop:11000000\"},null]"),
        ("\"version\":\"3.1\"", "\"version\":\"3.0\""),
        ("CQkJCQkJCQkJCQkJCQkJCQ", "CQ"),
        ("Hà", "H\\u00e0"),
        ("\"uri\":", "\"ur\":"),
    ] {
        let wrong = good.replacen(from, to, 1);
        assert_ne!(wrong, good, "{from}");
        assert!(read_document(wrong.as_bytes(), &limits).is_err(), "{from} -> {to}");
    }
    for wrong in [&good[..good.len() - 1], "", "[]", "null", &"[".repeat(100_000)] {
        assert!(read_document(wrong.as_bytes(), &limits).is_err());
    }
    let small = Limits { bytes_max: 10, ..limits };
    assert!(matches!(
        read_document(good.as_bytes(), &small),
        Err(DocumentError::NotCanonical(NotCanonical::Size { max: 10, .. }))
    ));
}

fn words() -> BoxedStrategy<String> {
    prop_oneof![
        Just(String::new()),
        Just("Vũ Việt Trang".to_owned()),
        Just("Қазақстан Республикасы".to_owned()),
        Just("İlham Əliyev, Şuşa".to_owned()),
        Just("Подписано соглашение".to_owned()),
        Just("An agreement \"signed\" \\ today\n".to_owned()),
        Just("L’accord signé à Genève".to_owned()),
        Just("L'intesa è così".to_owned()),
        Just("سفير جمهورية \u{200f}فيتنام".to_owned()),
        "\\PC{0,12}",
    ]
    .boxed()
}

fn maybe<S: Strategy + 'static>(strategy: S) -> BoxedStrategy<Option<S::Value>>
where
    S::Value: std::fmt::Debug,
{
    proptest::option::of(strategy).boxed()
}

fn some<S: Strategy + 'static>(strategy: S) -> BoxedStrategy<Vec<S::Value>>
where
    S::Value: std::fmt::Debug,
{
    proptest::collection::vec(strategy, 0..3).boxed()
}

fn moments() -> BoxedStrategy<Moment> {
    prop_oneof![Just("2026-11-23T10:00:00+07:00".to_owned()), Just("Last Tuesday".to_owned()), words()]
        .prop_map(|text| Moment::new(&text))
        .boxed()
}

fn extras() -> BoxedStrategy<Vec<Extra>> {
    some((words(), words(), prop_oneof![Just(Form::Text), Just(Form::Json), Just(Form::Xml)]))
        .prop_map(|list| list.into_iter().map(|(name, value, form)| Extra { name, form, value }).collect())
        .boxed()
}

fn lines() -> BoxedStrategy<Vec<Line>> {
    let full = (maybe(words()), maybe(words()), maybe(words()), words(), extras())
        .prop_map(|(role, lang, content_type, text, extra)| Line { role, lang, content_type, text, extra });
    some(prop_oneof![words().prop_map(|text| Line::of(&text)), full]).boxed()
}

fn concepts() -> BoxedStrategy<Concept> {
    let names = some((maybe(words()), maybe(words()), words()))
        .prop_map(|list| list.into_iter().map(|(lang, role, text)| Name { lang, role, text }).collect::<Vec<_>>());
    let codes = (maybe(words()), maybe(words()), maybe(words()), maybe(words()), maybe(words()), maybe(words()));
    (codes, names, maybe(words()), maybe(any::<u8>()), maybe(any::<u8>()), extras())
        .prop_map(|((uri, qcode, literal, kind, rel, why), names, geo, relevance, confidence, extra)| Concept {
            uri,
            qcode,
            literal,
            names,
            kind,
            rel,
            relevance,
            confidence,
            why,
            geo,
            extra,
        })
        .boxed()
}

fn markups() -> BoxedStrategy<Markup> {
    prop_oneof![Just(Markup::Plain), Just(Markup::Html), Just(Markup::Xml)].boxed()
}

fn bodies() -> BoxedStrategy<Body> {
    let kind = prop_oneof![Just("text/html".to_owned()), Just("application/nitf+xml".to_owned()), words()];
    (maybe(words()), maybe(kind), maybe(words()), markups(), 0_u32..3, words(), extras())
        .prop_map(|(role, content_type, lang, markup, part, text, extra)| Body {
            role,
            content_type,
            lang,
            markup,
            part,
            text,
            extra,
        })
        .boxed()
}

fn renditions() -> BoxedStrategy<Rendition> {
    let blob =
        (any::<[u8; 32]>(), 0..=MEDIA_BYTES_MAX).prop_map(|(hash, size_bytes)| Blob { hash: Hash(hash), size_bytes });
    let duration = prop_oneof![Just("34".to_owned()), Just("034".to_owned()), words()];
    let size = (maybe(0_u64..1 << 53), maybe(any::<u32>()), maybe(any::<u32>()), maybe(duration));
    (maybe(words()), maybe(words()), maybe(words()), size, maybe(blob), extras())
        .prop_map(|(name, href, content_type, (size_bytes, width, height, duration), blob, extra)| Rendition {
            name,
            href,
            content_type,
            size_bytes,
            width,
            height,
            duration,
            blob,
            extra,
        })
        .boxed()
}

fn links() -> BoxedStrategy<Link> {
    let texts = (maybe(words()), maybe(words()), maybe(words()), maybe(words()), maybe(words()));
    (texts, maybe(words()), maybe(words()), extras())
        .prop_map(|((rel, name, href, guid, version), content_type, title, extra)| Link {
            rel,
            name,
            href,
            guid,
            version,
            content_type,
            title,
            extra,
        })
        .boxed()
}

fn rights() -> BoxedStrategy<Rights> {
    let encoded = (maybe(words()), maybe(words()), words(), markups())
        .prop_map(|(lang_id, content_type, text, markup)| EncodedRights { lang_id, content_type, text, markup });
    (maybe(concepts()), lines(), lines(), some(words()), some(encoded), extras())
        .prop_map(|(holder, notices, terms, linked, encoded, extra)| Rights {
            holder,
            notices,
            terms,
            linked,
            encoded,
            extra,
        })
        .boxed()
}

fn notes() -> BoxedStrategy<EdNote> {
    (maybe(words()), maybe(words()), any::<bool>(), words(), extras())
        .prop_map(|(role, lang, non_public, text, extra)| EdNote { role, lang, non_public, text, extra })
        .boxed()
}

fn times() -> BoxedStrategy<Times> {
    let embargo = prop_oneof![Just(Embargo::Indefinite), moments().prop_map(Embargo::Until)];
    let five = (maybe(moments()), maybe(moments()), maybe(moments()), maybe(moments()), maybe(moments()));
    (five, maybe(embargo))
        .prop_map(|((version_created, first_created, content_created, content_modified, expires), embargoed)| Times {
            version_created,
            first_created,
            content_created,
            content_modified,
            embargoed,
            expires,
        })
        .boxed()
}

fn hops() -> BoxedStrategy<Hop> {
    (maybe(any::<u32>()), maybe(moments()), maybe(concepts()), some(concepts()), extras())
        .prop_map(|(seq, at, party, actions, extra)| Hop { seq, at, party, actions, extra })
        .boxed()
}

fn items() -> BoxedStrategy<Item> {
    let version = prop_oneof![
        Just(Version::Absent),
        (0_u64..1 << 53).prop_map(Version::of),
        words().prop_map(|text| Version::parse(&text))
    ];
    let kind = prop_oneof![Just("picture".to_owned()), words()].prop_map(|word| ItemType::parse(&word));
    let status = prop_oneof![Just("canceled".to_owned()), Just("usable".to_owned()), words()]
        .prop_map(|word| PubStatus::parse(&word));
    let alt_ids = some((maybe(words()), words(), extras()))
        .prop_map(|list| list.into_iter().map(|(role, value, extra)| AltId { role, value, extra }).collect::<Vec<_>>());
    let names = (version, maybe(kind), maybe(status), some(words()), alt_ids);
    let texts = (lines(), lines(), lines(), lines(), lines(), lines(), lines(), lines());
    let about = (some(concepts()), some(concepts()), some(concepts()), some(concepts()), some(concepts()));
    let by = (some(concepts()), some(concepts()), some(concepts()), some(concepts()), maybe(concepts()));
    let media = (some(bodies()), some(renditions()), some(links()), some(rights()), some(notes()), some(hops()));
    let more = (maybe(any::<u8>()), maybe(any::<u8>()), times(), maybe(concepts()), extras());
    (names, texts, about, by, media, more)
        .prop_map(|(names, texts, about, by, media, more)| Item {
            guid: Some("urn:baku:Əliyev:1".parse().unwrap()),
            version: names.0,
            kind: names.1,
            pub_status: names.2,
            languages: names.3,
            alt_ids: names.4,
            headlines: texts.0,
            sluglines: texts.1,
            bylines: texts.2,
            creditlines: texts.3,
            datelines: texts.4,
            descriptions: texts.5,
            keywords: texts.6,
            generators: texts.7,
            located: about.0,
            subjects: about.1,
            places: about.2,
            people: about.3,
            organisations: about.4,
            genres: by.0,
            signals: by.1,
            creators: by.2,
            contributors: by.3.clone(),
            info_sources: by.3,
            provider: by.4,
            bodies: media.0,
            renditions: media.1,
            links: media.2,
            rights: media.3,
            ed_notes: media.4,
            hops: media.5,
            urgency: more.0,
            priority: more.1,
            times: more.2,
            digital_source: more.3,
            extra: more.4,
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn every_item_has_one_document_that_gives_it_back(item in items()) {
        let bytes = written(&item);
        let document = read_document(&bytes, &Limits::default()).unwrap();
        prop_assert_eq!(&document.item, &item);
        prop_assert_eq!(document.head.version, item.version.number());
        prop_assert_eq!(document.head.status, item.status());
        prop_assert_eq!(document.head.media, item.media());
        prop_assert_eq!(document.head.headline.as_deref(), item.headline());
        prop_assert_eq!(document.head.language.as_deref(), item.language());
        prop_assert_eq!(document.head.embargoed, item.times.embargoed.clone());
        prop_assert_eq!(written(&document.item), bytes);
    }
}
