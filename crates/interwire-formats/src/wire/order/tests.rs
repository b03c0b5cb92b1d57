//! Lines that give an order, and lines that only look like it.

use super::*;

/// What is found in a line that stands there.
fn found(look: fn(&mut Orders, &str), line: &str) -> (Option<PubStatus>, Option<Embargo>) {
    let (mut orders, mut item) = (Orders::default(), Item::default());
    look(&mut orders, line);
    orders.settle(&mut item, "", "");
    (item.pub_status, item.times.embargoed)
}

const PLACES: [fn(&mut Orders, &str); 3] = [Orders::note, Orders::line, Orders::headline];

fn settled(lines: &[&str], text: &str) -> Item {
    let (mut orders, mut item) = (Orders::default(), Item::default());
    lines.iter().for_each(|line| orders.line(line));
    orders.settle(&mut item, "dpa", text);
    item
}

#[test]
fn an_order_in_capitals_makes_the_message_unusable_and_names_its_target() {
    let kill = settled(&["KILL KILL KILL"], "Please kill the item bdt0123 (dpa 0456) of today.");
    assert_eq!(kill.pub_status, Some(PubStatus::Canceled));
    let targets: Vec<_> = kill.links.iter().map(|link| (link.extra[0].value.as_str(), link.name.as_deref())).collect();
    assert_eq!(targets, [("canceled", Some("bdt0123")), ("canceled", Some("dpa 0456"))]);
    assert!(kill.links.iter().all(|link| link.rel.as_deref() == Some(orders::REL)));
    assert_eq!(settled(&["(HOLD HOLD HOLD) ="], "").pub_status, Some(PubStatus::Withheld));
    let release = settled(&["HOLD RELEASED"], "dpa 0456 may be used");
    assert_eq!((release.pub_status, release.links.len()), (None, 1));
    for line in ["Kill Bill returns", "Hold hold hold", "KILLED IN ACTION", "HOLDING COMPANY", "إلغاء الخبر الكاذب"]
    {
        assert_eq!(settled(&[line], "").pub_status, None, "{line}");
    }
}

#[test]
fn orders_are_understood_in_the_languages_of_the_wires() {
    for (line, status) in [
        ("THU HỒI TIN: Đại sứ", PubStatus::Canceled),
        ("АННУЛИРОВАНО - МОСТ", PubStatus::Canceled),
        ("KILL KILL KILL - Bridge opens", PubStatus::Canceled),
        ("ХАБАР ЖОЙЫЛДЫ", PubStatus::Canceled),
        ("ХАБАРДЫҢ КҮШІ ЖОЙЫЛДЫ: КӨПІР", PubStatus::Canceled),
        ("XƏBƏR LƏĞV EDİLDİ", PubStatus::Canceled),
        ("XƏBƏR GERİ ÇAĞIRILDI: KÖRPÜ", PubStatus::Canceled),
        ("إلغاء الخبر", PubStatus::Canceled),
        ("ХАБАР КІДІРТІЛДІ", PubStatus::Withheld),
        ("XƏBƏR DAYANDIRILDI", PubStatus::Withheld),
        ("ПРИОСТАНОВЛЕНО", PubStatus::Withheld),
    ] {
        assert_eq!(settled(&[line], "").pub_status, Some(status), "{line}");
    }
    for line in ["KILL: FLOOD IN HANOI", "KILL: Flood in Hanoi", "KILL / Flood", "HOLD – Cầu mới"] {
        assert!(settled(&[line], "").pub_status.is_some(), "{line}");
    }
    for line in ["HOLD-UP at a bank leaves two hurt", "KILL-joys win", "ПРИОСТАНОВЛЕНО ДВИЖЕНИЕ ПО МОСТУ"]
    {
        assert_eq!(settled(&[line], "").pub_status, None, "{line}");
    }
    for tag in ["Түзету: аты", "Düzəliş: ad", "DÜZƏLİŞ", "Sửa lại tên", "تصحيح"] {
        assert_eq!(signal(tag).and_then(|one| one.qcode).as_deref(), Some("sig:correction"), "{tag}");
    }
}

#[test]
fn a_headline_in_capitals_is_news_unless_all_of_it_is_an_order() {
    let of = |line: &str| {
        let (mut orders, mut item) = (Orders::default(), Item::default());
        orders.headline(line);
        orders.settle(&mut item, "", "");
        (item.pub_status, item.times.embargoed)
    };
    for line in ["АННУЛИРОВАНО СОГЛАШЕНИЕ О МОСТЕ", "ANNULATION DU MATCH", "EMBARGO ON OIL EXTENDED", "EMBARGO-IRAN"]
    {
        assert_eq!(of(line), (None, None), "{line}");
        assert_ne!((settled(&[line], "").pub_status, settled(&[line], "").times.embargoed), (None, None), "{line}");
    }
    for line in ["ЭМБАРГО ДОГОВОРЕНО СНЯТЬ", "EMBARGO BISHKEK", "Embargo on oil"] {
        assert_eq!(of(line), (None, None), "{line}");
    }
    assert_eq!(of("АННУЛИРОВАНО: МОСТ").0, Some(PubStatus::Canceled));
    assert_eq!(of("KILL KILL KILL Bridge").0, None, "only its first words are in capitals, and nothing parts them");
    assert_eq!(of("KILL KILL KILL BRIDGE").0, Some(PubStatus::Canceled));
    let noon = Some(Embargo::new("12:00"));
    for line in ["EMBARGO UNTIL 12:00", "EMBARGO: 12:00", "EMBARGO 12:00", "EMBARGO JUSQU'À 12:00", "ЭМБАРГО ДО 12:00"]
    {
        assert_eq!(of(line).1, noon, "{line}");
    }
    assert_eq!(of("EMBARGO").1, Some(Embargo::Indefinite));
    assert_eq!(of("EMBARQO 12:00-dək").1, noon);
}

#[test]
fn an_order_names_items_by_their_names_too() {
    let kill =
        settled(&["KILL KILL KILL"], "Kill urn:newsml:hanoi.example:20261123:7, please (tag:baku.example,2026:9).");
    let names: Vec<_> = orders::status_orders(&kill).into_iter().map(|order| order.guid).collect();
    assert_eq!(names, ["urn:newsml:hanoi.example:20261123:7", "tag:baku.example,2026:9"]);
}

#[test]
fn an_embargo_in_words_never_ends_by_itself_unless_it_is_a_time() {
    let embargo = |line| settled(&[line], "").times.embargoed;
    assert_eq!(embargo("EMBARGO UNTIL 2026-11-23T19:00:00+07:00"), Some(Embargo::new("2026-11-23T19:00:00+07:00")));
    assert_eq!(embargo("(Sperrfrist: Montag 18 Uhr)"), Some(Embargo::new("Montag 18 Uhr")));
    assert_eq!(embargo("EMBARQO: 2026-11-23T19:00:00+04:00-dək"), Some(Embargo::new("2026-11-23T19:00:00+04:00")));
    assert_eq!(embargo("ЭМБАРГО 2026-11-23T19:00:00+05:00 дейін"), Some(Embargo::new("2026-11-23T19:00:00+05:00")));
    assert_eq!(embargo("EMBARGO"), Some(Embargo::Indefinite));
    assert_eq!((embargo("Embargo on oil extended"), embargo("EMBARGOES LIFTED")), (None, None));
}

#[test]
fn an_embargo_that_has_ended_is_none() {
    for line in [
        "EMBARGO LEVÉ",
        "EMBARGO LEVE",
        "Embargo : levé",
        "EMBARGO LIFTED",
        "EMBARGO LIFTED. Story is free to use.",
        "EMBARGO LIFTED - the story may be used, thank you",
        "EMBARGO HAS BEEN LIFTED",
        "EMBARGO IS OVER",
        "EMBARGO NOW LIFTED!",
        "Embargo: none",
        "Embargo: none.",
        "EMBARGO: NO",
        "EMBARGO RELEASED",
        "EMBARGO LEVANTADO",
        "EMBARGO RIMOSSO",
        "EMBARGO CANCELADO",
        "Sperrfrist: keine",
        "SPERRFRIST AUFGEHOBEN",
        "ЭМБАРГО СНЯТО",
        "Эмбарго: нет",
        "CẤM PHÁT: KHÔNG",
        "Эмбарго: жоқ",
        "EMBARQO: yoxdur",
        "AMBARGO: yok",
        "AMBARGO KALDIRILDI",
        "ATTENTION - EMBARGO LEVÉ, MERCI",
    ] {
        PLACES.into_iter().for_each(|look| assert_eq!(found(look, line), (None, None), "{line}"));
    }
    for line in [
        "EMBARGO LIFTED AT 0600 GMT",
        "EMBARGO LEVÉ À 06H00 GMT",
        "EMBARGO WILL BE LIFTED MONDAY",
        "EMBARGO LIFTED: MONDAY MORNING",
        "EMBARGO LIFTED TOMORROW",
        "EMBARGO: NO TIME GIVEN",
        "EMBARGO UNTIL RELEASED",
        "EMBARGO OVER OIL",
    ] {
        assert!(found(Orders::note, line).1.is_some_and(|embargo| embargo.ends().is_none()), "{line}");
    }
    let end = Some(Embargo::new("2026-11-24T06:00:00Z"));
    PLACES.into_iter().for_each(|look| assert_eq!(found(look, "EMBARGO LIFTED AT 2026-11-24T06:00:00Z").1, end));
    assert_eq!(found(Orders::headline, "EMBARGO LIFTED AT 12 PORTS").1, None);
}

#[test]
fn an_embargo_is_found_behind_a_call_and_in_the_words_of_desks() {
    for (line, time) in [
        ("ATTENTION - EMBARGO jusqu'à 06H00 GMT", "06H00 GMT"),
        ("ATTENTION - SOUS EMBARGO jusqu’à mardi 06H00 GMT ///", "mardi 06H00 GMT"),
        ("ATTENTION EMBARGO JUSQU'AU 24.11.", "24.11."),
        ("Achtung: Sperrfrist bis 18 Uhr", "18 Uhr"),
        ("HOLD FOR RELEASE UNTIL 0600 GMT", "0600 GMT"),
        ("Hold for release until 0600 GMT", "0600 GMT"),
        ("EMBARGOED UNTIL 0600 GMT", "0600 GMT"),
        ("Embargoed for release at 0600 GMT", "0600 GMT"),
        ("STRICTLY EMBARGOED UNTIL 0600 GMT", "0600 GMT"),
        ("NOT FOR RELEASE BEFORE 0600 GMT", "0600 GMT"),
        ("Not for publication before Monday", "Monday"),
        ("UNDER EMBARGO: 12:00", "12:00"),
        ("+++ EMBARGO UNTIL 12:00 +++", "12:00"),
        ("ВНИМАНИЕ! ЭМБАРГО ДО 12:00", "12:00"),
        ("SOUS EMBARGO", ""),
        ("UNDER EMBARGO", ""),
        ("STRICTLY EMBARGOED", ""),
        ("HOLD FOR RELEASE", ""),
        ("EMBARGOED", ""),
    ] {
        PLACES.into_iter().for_each(|look| assert_eq!(found(look, line), (None, Some(Embargo::new(time))), "{line}"));
    }
    for (line, time) in [
        ("This story is under embargo until 12:00.", "12:00."),
        ("The report is embargoed until Monday", "Monday"),
        ("Strictly embargoed, please", "please"),
        ("Embargo until 12:00", "12:00"),
        ("Photos follow. EMBARGO UNTIL 12:00", "12:00"),
        ("Embargo.", ""),
        ("STRICTLY EMBARGOED. Not for release until noon", ""),
    ] {
        assert_eq!(found(Orders::note, line).1, Some(Embargo::new(time)), "{line}");
    }
    assert_eq!(found(Orders::headline, "Growth slows - EMBARGO UNTIL 12:00").1, Some(Embargo::new("12:00")));
    assert_eq!(found(Orders::line, "Growth slows (EMBARGO)").1, Some(Embargo::Indefinite));
}

#[test]
fn a_trade_embargo_is_news() {
    for line in [
        "Oil embargo hits exports",
        "EMBARGO ON RUSSIAN OIL",
        "US lifts arms embargo",
        "US LIFTS ARMS EMBARGO",
        "EMBARGO LIFTED ON CUBAN SUGAR",
        "EMBARGOED GOODS SEIZED",
        "Embargoed goods seized in port",
        "UNDER EMBARGO CUBANS TURN TO CHINA",
        "Under embargo, Cuba turns to China",
        "Embargo until 2030 for Russian oil",
        "Cuba: embargo enters its 65th year",
        "ATTENTION: EMBARGO ON OIL EXTENDED",
        "Sin embargo, la lluvia sigue",
        "Hold for release of hostages fades",
    ] {
        assert_eq!(found(Orders::headline, line), (None, None), "{line}");
    }
    for line in ["EMBARGOED GOODS SEIZED", "HANOI (hna) - Embargo until 1994 left its mark", "Cuba: embargo turns 65"] {
        assert_eq!(found(Orders::line, line), (None, None), "{line}");
    }
    for line in ["Cuba: embargo turns 65", "The embargo was lifted in 1994", "Sin embargo, usar la segunda foto"] {
        assert_eq!(found(Orders::note, line), (None, None), "{line}");
    }
}

#[test]
fn a_word_of_everyday_life_before_a_colon_is_no_order_in_a_headline() {
    for line in [
        "HOLD: What Fed decision means",
        "HOLD – What Fed decision means",
        "ANNULATION: le concert de Stromae",
        "ANULACIÓN: el partido del domingo",
        "ANNULLAMENTO: cosa fare",
        "İPTAL: Konser ertelendi",
        "ОТМЕНА: рейсы в Алматы",
        "إلغاء: الرحلات الجوية",
        "ПРИОСТАНОВЛЕНО: движение по мосту",
    ] {
        assert_eq!(found(Orders::headline, line), (None, None), "{line}");
    }
    for (line, status) in [
        ("HOLD", PubStatus::Withheld),
        ("HOLD HOLD HOLD: Fed", PubStatus::Withheld),
        ("ANNULATION", PubStatus::Canceled),
        ("ANULACION", PubStatus::Canceled),
        ("ANULACIÓN", PubStatus::Canceled),
        ("İPTAL", PubStatus::Canceled),
        ("KILL: Flood in Hanoi", PubStatus::Canceled),
        ("АННУЛИРОВАТЬ - Мост", PubStatus::Canceled),
    ] {
        PLACES.into_iter().for_each(|look| assert_eq!(found(look, line).0, Some(status.clone()), "{line}"));
    }
    for line in ["HOLD: legal question", "ANNULATION: le concert", "إلغاء: خطأ"] {
        assert!(found(Orders::note, line).0.is_some(), "{line}");
    }
}

#[test]
fn desks_take_their_news_back_in_many_words() {
    for line in [
        "İPTAL İPTAL İPTAL - Köprü açıldı",
        "HABER İPTALİ",
        "HABER İPTALİ: Köprü açıldı",
        "BU HABER İPTAL EDİLMİŞTİR",
        "GERİ ÇEKİLMİŞTİR",
        "HABER GERİ ÇEKİLMİŞTİR",
        "XIN HỦY TIN NÀY",
        "HỦY TIN: Cầu mở",
        "HUỶ TIN: Cầu mở",
        "RÚT TIN",
        "АННУЛИРОВАТЬ - Мост открыт",
        "АННУЛИРОВАНО",
        "СНЯТЬ С ЛЕНТЫ",
        "ОТМЕНА СООБЩЕНИЯ",
        "ANULADA LA NOTICIA",
        "ANULADA LA NOTICIA - El puente",
        "ANNULLARE - SI PREGA DI NON USARE",
        "NOTA ANNULLATA",
        "XƏBƏR LƏĞV OLUNUB",
        "ХАБАР ЖОЙЫЛДЫ",
        "КҮШІ ЖОЙЫЛДЫ",
        "يرجى إلغاء الخبر",
        "إلغاء الخبر: الجسر",
        "إلغاء",
        "MANDATORY KILL",
        "KILL, KILL, KILL: Bridge opens",
        "BRIDGE OPENS - KILL KILL KILL",
        "[KILL] Bridge opens",
    ] {
        PLACES.into_iter().for_each(|look| assert_eq!(found(look, line).0, Some(PubStatus::Canceled), "{line}"));
    }
    for line in [
        "Mandatory Kill",
        "Mandatory Kill: the figures are wrong",
        "Kill, kill, kill",
        "Kill kill kill",
        "Kill",
        "Please kill this story.",
        "Xin hủy tin này",
        "Haber iptali",
        "Notizia annullata.",
        "Merci d'annuler cette dépêche",
    ] {
        assert_eq!(found(Orders::note, line).0, Some(PubStatus::Canceled), "{line}");
    }
    for line in [
        "İptal edilen uçuşlar",
        "İPTAL EDİLEN UÇUŞLAR",
        "TASARI GERİ ÇEKİLMİŞTİR",
        "Отмена рейсов",
        "ОТМЕНА РЕЙСОВ",
        "ОТМЕНА СООБЩЕНИЯ МЕЖДУ ГОРОДАМИ",
        "АННУЛИРОВАТЬ РЕЗУЛЬТАТЫ ВЫБОРОВ",
        "Hủy chuyến bay",
        "HỦY CHUYẾN BAY",
        "HỦY TIN NHẮN TRÊN ZALO",
        "ANULADA LA VOTACIÓN",
        "PARTITA ANNULLATA",
        "ANNULLARE IL DEBITO",
        "ҚАУЛЫНЫҢ КҮШІ ЖОЙЫЛДЫ",
        "UÇUŞLAR LƏĞV OLUNUB",
        "إلغاء الرحلات الجوية",
        "Kill the story, he said",
        "KILLING: What we know",
        "STORY OF THE YEAR",
        "Notable: nothing",
    ] {
        assert_eq!(found(Orders::headline, line), (None, None), "{line}");
    }
    for line in ["İptal edilen uçuşlar", "Отмена рейсов", "Hủy chuyến bay", "İPTAL EDİLEN UÇUŞLAR", "Kill the lights"]
    {
        PLACES.into_iter().for_each(|look| assert_eq!(found(look, line).0, None, "{line}"));
    }
    for line in ["Kill the second paragraph", "The match was annulled", "Hold the front page for a photo"] {
        assert_eq!(found(Orders::note, line).0, None, "{line}");
    }
}
