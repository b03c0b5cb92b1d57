//! Items that say something in every field, in all our scripts: a story with every kind of structure, a picture, an
//! event.

use interwire_core::item::{
    AltId, Body, Concept, EdNote, Embargo, EncodedRights, Extra, Hop, Item, ItemType, Line, Link, Markup, Moment, Name,
    PubStatus, Rendition, Rights, Times, Version,
};

/// The words of a language.
pub struct Words {
    pub tag: &'static str,
    pub headline: &'static str,
    pub lead: &'static str,
    pub more: &'static str,
    pub place: &'static str,
    pub person: &'static str,
    pub house: &'static str,
    pub note: &'static str,
}

/// All our scripts.
pub const ALL: &[Words] = &[
    Words {
        tag: "vi",
        headline: "Việt Nam và Kazakhstan ký thỏa thuận trao đổi tin",
        lead: "Hai hãng thông tấn đã ký thỏa thuận hợp tác tại Hà Nội.",
        more: "“Tin tức phải đến đúng giờ”, bà nói – và đúng người đọc.",
        place: "Hà Nội",
        person: "Nguyễn Thị Thủy",
        house: "Hãng tin Hà Nội",
        note: "Biên tập viên lưu ý: đoạn hai đã được sửa.",
    },
    Words {
        tag: "kk",
        headline: "Қазақстан мен Әзербайжан ақпарат алмасады",
        lead: "Екі агенттік Астанада ынтымақтастық туралы келісімге қол қойды.",
        more: "«Жаңалық уақытында жетуі керек», – деді ол. Ұйғарым күшіне енді.",
        place: "Астана",
        person: "Айгүл Сейітова",
        house: "Астана жаңалықтары",
        note: "Редакторларға: екінші абзац түзетілді.",
    },
    Words {
        tag: "az",
        headline: "Bakıda xəbər mübadiləsi haqqında saziş imzalanıb",
        lead: "İki agentlik Bakıda əməkdaşlıq sazişi imzalayıb.",
        more: "“Xəbər vaxtında çatmalıdır”, – deyə o bildirib: şəhər, ığıltı, çıxış.",
        place: "Bakı",
        person: "İlahə Şükürova",
        house: "Bakı xəbərləri",
        note: "Redaktorlara: ikinci abzas düzəldilib.",
    },
    Words {
        tag: "ru",
        headline: "Агентства договорились об обмене новостями",
        lead: "Два агентства подписали соглашение о сотрудничестве.",
        more: "«Новость должна приходить вовремя», — сказала она. Объём — 5 % & больше.",
        place: "Баку",
        person: "Ольга Юрьевна Щербакова",
        house: "Новости Баку",
        note: "Редакторам: исправлен второй абзац.",
    },
    Words {
        tag: "ar",
        headline: "وكالتان توقعان اتفاقا لتبادل الأخبار",
        lead: "وقعت وكالتان اتفاقا للتعاون في باكو.",
        more: "وقالت: «يجب أن يصل الخبر في موعده»، وأضافت أن 5 < 7.",
        place: "باكو",
        person: "ليلى حسن",
        house: "أخبار باكو",
        note: "إلى المحررين: صححت الفقرة الثانية.",
    },
    Words {
        tag: "fr",
        headline: "Deux agences signent un accord d’échange",
        lead: "L’accord a été signé à Hanoï ; il entre en vigueur dès l’été.",
        more: "« Une nouvelle doit arriver à l’heure », dit-elle : cœur, œuvre, naïveté.",
        place: "Hanoï",
        person: "Zoé Lefèvre",
        house: "Nouvelles de Hanoï",
        note: "Aux rédactions : le deuxième paragraphe est corrigé.",
    },
    Words {
        tag: "it",
        headline: "Due agenzie firmano un accordo: l'intesa è fatta",
        lead: "L'accordo è stato firmato ad Astana; così c'è più scambio.",
        more: "«La notizia dev'essere puntuale», ha detto: 5 < 7 & 7 > 5.",
        place: "Astana",
        person: "Nicolò D'Angelò",
        house: "Notizie di Astana",
        note: "Alle redazioni: corretto il secondo capoverso.",
    },
    Words {
        tag: "tr",
        headline: "İki ajans haber değişimi anlaşması imzaladı",
        lead: "Anlaşma Astana'da imzalandı; ığdır ile İzmir arasında.",
        more: "“Haber zamanında ulaşmalı” dedi, çünkü gün kısa.",
        place: "Astana",
        person: "Gülşah Öztürk",
        house: "Astana haberleri",
        note: "Editörlere: ikinci paragraf düzeltildi.",
    },
    Words {
        tag: "zh-Hans",
        headline: "两家通讯社签署新闻交换协议",
        lead: "协议在河内签署。",
        more: "她说：“新闻必须准时送达。”",
        place: "河内",
        person: "王小明",
        house: "河内新闻",
        note: "致编辑：第二段已更正。",
    },
];

fn named(words: &Words, text: &str) -> Vec<Name> {
    vec![Name { lang: Some(words.tag.to_owned()), role: None, text: text.to_owned() }]
}

fn line(words: &Words, role: Option<&str>, text: &str) -> Line {
    Line { role: role.map(str::to_owned), lang: Some(words.tag.to_owned()), ..Line::of(text) }
}

/// A story with everything in it, as XHTML.
fn story(words: &Words) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let (lead, more) = (escaped(words.lead), escaped(words.more));
    let (place, person, house) = (escaped(words.place), escaped(words.person), escaped(words.house));
    format!(
        "<p>{lead}</p>\n<h2>{place}</h2>\n<p>{more} <a href=\"https://hanoi.example/a?b=1&amp;c=2\">{house}</a>, \
         <em>{person}</em>, <strong>{place} 1</strong>.</p>\n<ul><li>{person} 2</li><li>{house} 3</li></ul>\n\
         <blockquote><p>{more} 4</p></blockquote>\n<table><tr><th>{place} 5</th><th>{house} 6</th></tr>\
         <tr><td>{person} 7</td><td>8.5</td></tr></table>\n<pre>{place}     1.10\n{house}   22.20</pre>\n\
         <p><img src=\"https://hanoi.example/inline.jpg\" alt=\"{place}\"/></p>"
    )
}

/// A usable story.
pub fn text(words: &Words) -> Item {
    let concept = |qcode: &str, uri: &str, name: &str| Concept {
        qcode: Some(qcode.to_owned()),
        uri: Some(uri.to_owned()),
        names: named(words, name),
        ..Concept::default()
    };
    let named_only = |name: &str| Concept { names: named(words, name), ..Concept::default() };
    Item {
        guid: Some(format!("urn:newsml:hanoi.example:20261123:{}-1", words.tag).parse().unwrap()),
        version: Version::of(3),
        kind: Some(ItemType::Text),
        pub_status: Some(PubStatus::Usable),
        languages: vec![words.tag.to_owned()],
        headlines: vec![Line::of(words.headline), line(words, Some("hldrole:subhl"), words.more)],
        sluglines: vec![Line::of("agencies-exchange")],
        bylines: vec![Line::of(words.person)],
        creditlines: vec![Line::of(words.house)],
        datelines: vec![Line::of(&format!("{}, 2026-11-23", words.place))],
        located: vec![named_only(words.place)],
        bodies: vec![Body {
            content_type: Some("text/html".to_owned()),
            markup: Markup::Html,
            text: story(words),
            ..Body::default()
        }],
        descriptions: vec![line(words, Some("drol:summary"), words.lead)],
        subjects: vec![
            Concept {
                relevance: Some(80),
                confidence: Some(90),
                why: Some("why:direct".to_owned()),
                ..concept("medtop:11000000", "http://cv.iptc.org/newscodes/mediatopic/11000000", words.headline)
            },
            Concept { literal: Some(format!("exchange-{}", words.tag)), ..Concept::default() },
        ],
        places: vec![Concept {
            geo: Some("{\"type\":\"Point\",\"coordinates\":[105.85,21.03]}".to_owned()),
            ..named_only(words.place)
        }],
        people: vec![named_only(words.person)],
        organisations: vec![named_only(words.house)],
        genres: vec![concept("genre:Interview", "http://cv.iptc.org/newscodes/genre/Interview", "Interview")],
        keywords: vec![Line::of(words.place), Line::of(words.person)],
        urgency: Some(3),
        priority: Some(4),
        renditions: vec![file()],
        links: vec![Link {
            rel: Some("irel:seeAlso".to_owned()),
            guid: Some("urn:newsml:hanoi.example:20261122:7".to_owned()),
            version: Some("2".to_owned()),
            title: Some(words.headline.to_owned()),
            ..Link::default()
        }],
        rights: vec![rights(words)],
        ed_notes: vec![EdNote {
            role: Some("correction".to_owned()),
            text: words.note.to_owned(),
            ..EdNote::default()
        }],
        signals: vec![Concept { qcode: Some("sig:update".to_owned()), ..Concept::default() }],
        times: times(),
        provider: Some(named_only(words.house)),
        creators: vec![named_only(words.person)],
        contributors: vec![named_only(words.person)],
        info_sources: vec![named_only(words.house)],
        alt_ids: vec![AltId {
            role: Some("desk".to_owned()),
            value: format!("A-{}-17", words.tag),
            ..AltId::default()
        }],
        digital_source: Some(Concept::of_uri("http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation")),
        hops: vec![Hop {
            seq: Some(0),
            at: Some(Moment::new("2026-11-23T09:00:00+07:00")),
            party: Some(named_only(words.house)),
            ..Hop::default()
        }],
        generators: vec![Line::of("Desk 4")],
        extra: Vec::new(),
    }
}

fn file() -> Rendition {
    Rendition {
        name: Some("rnd:highRes".to_owned()),
        href: Some("https://hanoi.example/one.jpg".to_owned()),
        content_type: Some("image/jpeg".to_owned()),
        size_bytes: Some(123_456),
        width: Some(1200),
        height: Some(800),
        ..Rendition::default()
    }
}

fn rights(words: &Words) -> Rights {
    Rights {
        holder: Some(Concept { names: named(words, words.house), ..Concept::default() }),
        notices: vec![Line::of(&format!("© 2026 {}", words.house))],
        terms: vec![line(words, None, words.note)],
        linked: vec!["https://hanoi.example/terms".to_owned()],
        encoded: vec![EncodedRights {
            lang_id: Some("http://www.w3.org/ns/odrl/2/".to_owned()),
            content_type: Some("application/json".to_owned()),
            text: "{\"@type\":\"Set\"}".to_owned(),
            markup: Markup::Plain,
        }],
        extra: Vec::new(),
    }
}

fn times() -> Times {
    Times {
        version_created: Some(Moment::new("2026-11-23T10:00:00+07:00")),
        first_created: Some(Moment::new("2026-11-22T08:30:00+07:00")),
        content_created: Some(Moment::new("2026-11-22T08:00:00+05:00")),
        content_modified: Some(Moment::new("2026-11-23T09:59:00+07:00")),
        embargoed: None,
        expires: Some(Moment::new("2027-01-01T00:00:00+07:00")),
    }
}

/// A picture: a caption and files, no text.
pub fn picture(words: &Words) -> Item {
    let small = Rendition {
        name: Some("rnd:thumbnail".to_owned()),
        href: Some("https://hanoi.example/small.jpg".to_owned()),
        ..file()
    };
    Item {
        guid: Some(format!("urn:newsml:hanoi.example:20261123:{}-2", words.tag).parse().unwrap()),
        kind: Some(ItemType::Picture),
        descriptions: vec![line(words, Some("drol:caption"), words.lead)],
        bodies: Vec::new(),
        renditions: vec![file(), small],
        ..text(words)
    }
}

/// An event.
pub fn event(words: &Words) -> Item {
    let details = "{\"dates\":{\"startDate\":\"2026-11-25T10:00:00Z\",\"endDate\":\"2026-11-25T12:00:00Z\"}}";
    Item {
        guid: Some(format!("urn:newsml:hanoi.example:20261123:{}-3", words.tag).parse().unwrap()),
        kind: Some(ItemType::Event),
        renditions: Vec::new(),
        bodies: vec![Body { text: words.lead.to_owned(), ..Body::default() }],
        extra: vec![Extra::json("eventDetails", details.to_owned())],
        ..text(words)
    }
}

/// A story as the teleprinters send it: lines, and a table in columns.
pub fn wire(words: &Words) -> Item {
    let (lead, more, place, house) = (words.lead, words.more, words.place, words.house);
    let body = format!("{lead}\n\n{more}\n\n{place:<20}1.10\n{house:<20}22.20\n{:<20}3.30\n\n{lead}", "x");
    Item {
        guid: Some(format!("urn:newsml:hanoi.example:20261123:{}-4", words.tag).parse().unwrap()),
        bodies: vec![Body { content_type: Some("text/plain".to_owned()), text: body, ..Body::default() }],
        ..text(words)
    }
}

/// One of each in every language, and some that may not be used.
pub fn all() -> Vec<(String, Item)> {
    let mut all = Vec::new();
    for words in ALL {
        let made =
            [("story", text(words)), ("wire story", wire(words)), ("picture", picture(words)), ("event", event(words))];
        all.extend(made.map(|(name, item)| (format!("{name} in {}", words.tag), item)));
    }
    let with = |words: &Words, name: &str, status: PubStatus| {
        let item = text(words);
        let guid = format!("{}-{name}", item.guid.as_ref().unwrap()).parse().unwrap();
        (format!("{name} story in {}", words.tag), Item { guid: Some(guid), pub_status: Some(status), ..item })
    };
    for words in ALL.iter().take(2) {
        let (name, mut embargoed) = with(words, "embargoed", PubStatus::Usable);
        embargoed.times.embargoed = Some(Embargo::new("2026-11-24T06:00:00+05:00"));
        all.push((name, embargoed));
        let (name, mut sealed) = with(words, "sealed", PubStatus::Usable);
        sealed.times.embargoed = Some(Embargo::Indefinite);
        all.push((name, sealed));
        all.push(with(words, "withheld", PubStatus::Withheld));
        all.push(with(words, "killed", PubStatus::Canceled));
    }
    all
}
