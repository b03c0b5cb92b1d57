//! Lines that give an order, and lines that only look like it.

use super::*;

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
