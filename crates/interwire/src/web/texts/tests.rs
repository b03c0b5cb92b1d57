//! The languages against each other and against the pages: no key without a text, no text without a reader, the same
//! places everywhere.

use super::*;
use expect_test::expect;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

fn sources(folder: &Path, found: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "html") {
            found.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

/// The keys of a file, each with its places.
fn keys(language: &Language) -> BTreeMap<String, BTreeSet<String>> {
    let resource = FluentResource::try_new(language.file.to_owned());
    let resource = resource.unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", language.tag));
    let ids: Vec<_> = resource.entries().filter_map(id_of).map(str::to_owned).collect();
    let sorted: Vec<_> = ids.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    assert_eq!(ids, sorted, "{}: the keys are sorted, each there once", language.tag);
    ids.into_iter().map(|id| (id.clone(), places(language.file, &id))).collect()
}

/// The places of a message: what its lines name as `$place`.
fn places(file: &str, id: &str) -> BTreeSet<String> {
    let mine = |line: &&str| line.starts_with(&format!("{id} ="));
    let rest = file.lines().skip_while(|line| !mine(line));
    let lines = rest.clone().take(1).chain(rest.skip(1).take_while(|line| line.starts_with(' ')));
    let names = lines.flat_map(|line| line.split('$').skip(1));
    names.map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect()).collect()
}

#[test]
fn every_key_of_the_pages_has_a_text_and_every_text_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    sources(&root.join("templates"), &mut text);
    sources(&root.join("src/web"), &mut text);
    let mut used = BTreeSet::new();
    for call in ["t(\"", "get(\"", "fill(\"", "with(\"", "count(\"", "forms(\"", "key: \""] {
        used.extend(text.split(call).skip(1).filter_map(|rest| rest.split('"').next()));
    }
    let known = keys(&LANGUAGES[0]);
    let missing: Vec<_> = used
        .iter()
        .filter(|key| key.contains('.') && !key.contains('/') && !known.contains_key(&id(key)))
        .filter(|key| key.chars().all(|c| c.is_ascii_lowercase() || c == '.' || c == '-'))
        .collect();
    assert!(missing.is_empty(), "no text for {missing:?}");
    let spelled: BTreeSet<String> = text.split('"').map(id).collect();
    let unused: Vec<_> = known.keys().filter(|key| !spelled.contains(*key) && !made(key)).collect();
    assert!(unused.is_empty(), "texts that nobody reads: {unused:?}");
}

/// Keys that are put together from a code.
fn made(key: &str) -> bool {
    let prefixes = [
        "act-",
        "action-",
        "alert-",
        "answer-",
        "cause-",
        "channel-",
        "dead-",
        "density-",
        "did-",
        "do-",
        "field-",
        "filter-",
        "found-",
        "ground-",
        "key-",
        "kind-",
        "lost-",
        "medium-",
        "part-",
        "position-",
        "preview-",
        "proof-",
        "proves-",
        "reason-",
        "refusal-",
        "rendition-",
        "retention-",
        "revoked-",
        "role-",
        "scheme-",
        "send-",
        "signal-",
        "sort-",
        "state-",
        "status-",
        "text-",
        "unwritable-",
        "urgency-",
        "verdict-",
        "wrong-",
    ];
    prefixes.iter().any(|prefix| key.starts_with(prefix))
}

#[test]
fn a_whole_language_has_every_text_and_all_have_the_places_of_english() {
    let english = keys(&LANGUAGES[0]);
    for language in LANGUAGES.iter().skip(1).filter(|language| language.standing != Standing::Hidden) {
        let own = keys(language);
        let lacking: Vec<_> = english.keys().filter(|key| !own.contains_key(*key)).collect();
        assert!(language.standing != Standing::Whole || lacking.is_empty(), "{} lacks {lacking:?}", language.tag);
        for (key, places) in &own {
            assert_eq!(english.get(key), Some(places), "{}: {key}", language.tag);
        }
    }
}

#[test]
fn values_are_not_read_again_and_numbers_choose_their_form() {
    let english = best("en-GB");
    assert_eq!(english.fill("agreement.offered-by", &[("party", "{ $party }")]), "offered by { $party }");
    assert_eq!(english.fill("agreement.of-version", &[("version", "0012")]), "Version 0012");
    let mut text = String::new();
    for language in ["en", "ru", "fr", "vi"] {
        let days = [0, 1, 2, 5, 21].map(|count| best(language).count("age.days", count));
        writeln!(text, "{}", days.join(", ")).unwrap();
    }
    expect![[r#"
        0 days ago, 1 day ago, 2 days ago, 5 days ago, 21 days ago
        0 дней назад, 1 день назад, 2 дня назад, 5 дней назад, 21 день назад
        il y a 0 jour, il y a 1 jour, il y a 2 jours, il y a 5 jours, il y a 21 jours
        0 ngày trước, 1 ngày trước, 2 ngày trước, 5 ngày trước, 21 ngày trước
    "#]]
    .assert_eq(&text);
}

#[test]
fn sizes_have_the_point_and_the_units_of_the_language() {
    let said = |language: &str| [999, 1_000, 4_960_000, 12_000_000_000].map(|bytes| best(language).bytes(bytes));
    assert_eq!(said("en"), ["999 B", "1 kB", "4.9 MB", "12.0 GB"]);
    assert_eq!(said("vi"), ["999 B", "1 kB", "4,9 MB", "12,0 GB"]);
    assert_eq!(said("ru"), ["999 Б", "1 кБ", "4,9 МБ", "12,0 ГБ"]);
    assert_eq!(said("fr"), ["999 o", "1 ko", "4,9 Mo", "12,0 Go"]);
}

#[test]
fn a_value_that_runs_against_the_page_is_isolated_and_cannot_turn_it() {
    let fill = |language: &str, value| best(language).fill("agreement.offered-by", &[("party", value)]);
    assert_eq!(fill("en", "hanoi"), "offered by hanoi");
    assert_eq!(fill("en", "وكالة"), "offered by \u{2068}وكالة\u{2069}");
    assert_eq!(fill("en", "\u{202e}ionah"), "offered by \u{2068}ionah\u{2069}");
    assert_eq!(fill("ar-XB", "hanoi"), "offered by \u{2068}hanoi\u{2069}");
}

#[test]
fn ages_are_said_in_all_forms_for_the_script() {
    expect![[r##"{"days":{"few":"# дня назад","many":"# дней назад","one":"# день назад"},"hours":{"few":"# ч назад","many":"# ч назад","one":"# ч назад"},"minutes":{"few":"# мин назад","many":"# мин назад","one":"# мин назад"},"now":{"other":"только что"}}"##]]
    .assert_eq(best("ru").ages());
}

#[test]
fn a_reader_gets_the_nearest_language_and_nobody_the_hidden_one() {
    let language = |tag| best(tag).language;
    let wanted = ["vi", "ru-KZ", "KK", "de", "ar", "ar-XB"];
    assert_eq!(wanted.map(language), ["vi", "ru", "kk", "en", "en", "ar-XB"]);
    assert!(choices().all(|texts| texts.direction() == "ltr"));
    assert_eq!(best("ar-XB").direction(), "rtl");
}
