//! Words as they come out, in the scripts of the trade.

use super::*;
use proptest::prelude::*;

fn told(text: &str, capital: Capital) -> String {
    let mut all = Vec::new();
    words(text, capital, &mut Room::default(), |token| {
        assert!(text.get(token.start..token.end).is_some());
        all.push(token.other.map_or_else(|| token.word.to_owned(), |other| format!("{}/{other}", token.word)));
    });
    all.join(" ")
}

fn bared(text: &str) -> String {
    let mut out = String::new();
    bare(text, &mut out);
    out
}

#[test]
fn words_of_every_script_are_cut_and_folded() {
    for (text, words) in [
        ("The Minister's visit, on 3 May.", "the minister s visit on 3 may"),
        ("Vũ Việt Trang", "vũ việt trang"),
        // The same decomposed, and with the marks in another order.
        ("Vu\u{303} Vie\u{323}\u{302}t Trang", "vũ việt trang"),
        ("Vie\u{302}\u{323}t \u{1ec7}", "việt ệ"),
        ("Қазақстан Республикасы", "қазақстан республикасы"),
        ("Qazaqstan, Oʻzbekiston, O'zbekiston", "qazaqstan o zbekiston o zbekiston"),
        ("Əliyev ƏLİYEV", "əliyev əliyev"),
        ("O’Brien O'Brien Oʼbrien", "o brien o brien o brien"),
        ("U.S. example.com 1,000.50", "u s example com 1 000 50"),
        ("سَفِيرٌ ســفير سفير", "سفير سفير سفير"),
        ("می\u{200c}خواهد", "میخواهد"),
        ("٢٠٢٦ ۲۰۲۶ ２０２６", "2026 2026 2026"),
        ("北京市 日本", "北 京 市 日 本"),
        ("東京タワー", "東 京 タワー"),
        ("서울 뉴스", "서울 뉴스"),
        ("ﬁnance ＡＢＣ Straße ΟΔΟΣ", "finance abc strasse οδοσ"),
        ("co\u{ad}operation \u{200f}سفير\u{200e}", "cooperation سفير"),
        ("— … !! 🎉", ""),
        ("", ""),
    ] {
        assert_eq!(told(text, Capital::Dotted), words, "{text}");
    }
}

#[test]
fn a_capital_i_is_both_letters_where_turkic_is_written() {
    let of = |tag, text| told(text, Capital::of_language(tag));
    assert_eq!(of("tr", "IŞIK İstanbul ışık"), "işik/ışık istanbul ışık");
    assert_eq!(of("az-Latn", "Iraq İran"), "iraq/ıraq iran");
    assert_eq!(of("en", "Iraq and Iğdır"), "iraq and iğdır/ığdır");
    assert_eq!(of("kk", "IPTC"), "iptc");
    assert_eq!(of("kk-Latn", "IPTC"), "iptc/ıptc");
    assert_eq!(of("en", "i\u{307}stanbul I\u{307}stanbul"), "istanbul istanbul", "as other programs fold it");
}

#[test]
fn diacritics_are_dropped_only_by_the_bare_form() {
    for (text, plain) in [
        ("việt", "viet"),
        ("đà nẵng", "da nang"),
        ("əliyev", "aliyev"),
        ("ışık", "isik"),
        ("қазақстан", "qazaqstan"),
        ("тоқаев", "toqaev"),
        ("أحمد", "احمد"),
        ("plain", "plain"),
    ] {
        assert_eq!(bared(text), plain);
    }
}

#[test]
fn whatever_character_a_word_holds_it_folds_to_itself() {
    // As the beginning, the middle and the end of a word.
    let wrong = |char: &char| {
        let once = told(&format!("{char}w {char}w{char}w w{char}"), Capital::Dotted);
        told(&once, Capital::Dotted) != once
    };
    let joins = |char: &char| class::class(*char) != Class::Break;
    let all: Vec<char> = ('\u{80}'..=char::MAX).filter(joins).filter(wrong).collect();
    assert!(all.is_empty(), "{} of them: {:?}", all.len(), all.iter().take(50).collect::<Vec<_>>());
    assert_eq!(told("W\u{374} \u{2b9}w", Capital::Dotted), "w w", "one is canonically the other");
}

/// UAX #29 as another crate has it, cut again where we cut and it does not.
fn by_the_standard(text: &str) -> Vec<String> {
    use unicode_segmentation::UnicodeSegmentation;
    let cut = |c: char| matches!(c, '\'' | '’' | '.' | ',' | ':' | '_' | ';' | '·');
    let pieces = text.split_word_bounds().flat_map(|word| word.split(cut));
    pieces.filter(|word| word.chars().any(char::is_alphanumeric)).map(str::to_owned).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn words_are_those_of_the_standard(text in "[a-zA-ZàđêĐÊəıİşŞқәіңғүұөһА-я0-9 .,'’:;_()«»\u{301}\u{323}\u{302}سفيرأ北京日本한국ไทย-]{0,60}") {
        let mut found = Vec::new();
        words(&text, Capital::Dotted, &mut Room::default(), |token| found.push(text[token.start..token.end].to_owned()));
        let base = |word: &String| word.trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned();
        prop_assert_eq!(found, by_the_standard(&text).iter().map(base).collect::<Vec<_>>());
    }

    #[test]
    fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
        let once = told(&text, Capital::Dotted);
        let first: Vec<&str> = once.split(' ').filter(|word| !word.is_empty()).map(|w| w.split('/').next().unwrap()).collect();
        for word in first {
            let twice = told(word, Capital::Dotted);
            prop_assert_eq!(twice.split('/').next().unwrap(), word);
            let bare_once = bared(word);
            prop_assert_eq!(bared(&bare_once), bare_once.clone());
        }
    }

    #[test]
    fn any_text_is_read_to_its_end(text in any::<String>()) {
        let mut last = 0;
        words(&text, Capital::Both, &mut Room::default(), |token| {
            assert!(last <= token.start && token.start < token.end && !token.word.is_empty());
            last = token.end;
        });
        prop_assert!(last <= text.len());
    }
}
