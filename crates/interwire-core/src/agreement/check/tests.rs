//! What a check finds, and what the articles answer at their decision points.

use super::*;
use crate::agreement::articles::exchange::{Price, Source};
use crate::agreement::compare::compare;
use crate::agreement::point::{Point, Ruling};
use crate::agreement::{Lang, samples};
use crate::time::Time;
use expect_test::{Expect, expect};

fn told(problems: &[Problem], expect: &Expect) {
    expect.assert_eq(&problems.iter().map(|problem| format!("{problem}\n")).collect::<String>());
}

#[test]
fn the_samples_are_clean() {
    tampered(|_| {}, &expect![[""]]);
    told(&sentences(&samples::everything(), &|_, _| None), &expect![[""]]);
}

fn tampered(change: impl Fn(&mut Agreement), expect: &Expect) {
    let mut agreement = samples::agreement();
    change(&mut agreement);
    told(&check(&agreement), expect);
}

#[test]
fn parties_are_two_to_sixteen_named_once_with_keys_of_their_own() {
    tampered(
        |a| a.parties.truncate(1),
        &expect![[r#"
        an agreement has 2 to 16 parties (error parties)
        article 4: astana is not a party of this agreement (error no-such-party)
        article 5: astana is not a party of this agreement (error no-such-party)
        article 7: astana is not a party of this agreement (error no-such-party)
    "#]],
    );
    tampered(
        |a| a.parties[1].root_key = a.parties[0].root_key,
        &expect![[r#"
        two parties have the same root key (error key-twice)
    "#]],
    );
    tampered(
        |a| {
            a.parties.push(a.parties[0].clone());
            a.parties[1].country = Some("Kz".to_owned());
            a.parties[1].name.clear();
        },
        &expect![[r#"
            a party is named twice (error party-twice)
            two parties have the same root key (error key-twice)
            astana has no name (error no-name)
            the country of astana must be two capital letters (ISO 3166-1) (error country)
        "#]],
    );
}

#[test]
fn a_source_has_one_root_key_and_a_root_key_one_party() {
    let root = |n: u8| crate::keys::RootKey::from_seed(&[n; 32]).public();
    let with = |party: &str, key: u8| {
        let source = Source { party: party.parse().unwrap(), root_key: root(key) };
        let mut agreement = samples::agreement();
        let exchange = agreement.articles.iter_mut().find_map(|article| match &mut article.terms {
            Terms::Exchange(exchange) => Some(exchange),
            _ => None,
        });
        exchange.unwrap().sources = vec![source];
        check(&agreement).iter().any(|problem| problem.code == "other-key")
    };
    assert!(!with("baku", 9) && !with("hanoi", 1));
    assert!(with("hanoi", 9), "a party has another root key in the same agreement");
    assert!(with("baku", 1), "the root key is that of a party");
}

#[test]
fn a_kind_that_is_missing_or_there_too_often_is_told() {
    tampered(
        |a| a.articles.retain(|article| article.terms.kind() == "exchange"),
        &expect![[r#"
        an agreement needs an article of kind texts (error kind-missing)
        an agreement needs an article of kind term (error kind-missing)
        no article of kind corrections says how fast a kill is answered (warning no-corrections)
    "#]],
    );
    tampered(
        |a| {
            let mut again = a.articles[2].clone();
            again.id = "3b".parse().unwrap();
            a.articles.push(again);
            let mut again = a.articles[3].clone();
            again.id = "4".parse().unwrap();
            a.articles.push(again);
        },
        &expect![[r#"
            two articles have the same number (error article-twice)
            an agreement has at most 1 of kind term, this one 2 (error kind-too-often)
        "#]],
    );
}

#[test]
fn a_text_that_looks_like_another_is_not_signed() {
    tampered(
        |a| {
            a.articles[3].wording.insert(Lang::english(), "pays \u{202e}0001\u{202c}".to_owned());
            a.title.insert(Lang::english(), "Agree\u{8}ment".to_owned());
            if let Terms::Exchange(terms) = &mut a.articles[4].terms {
                terms.services = vec!["main\u{200b}".to_owned()];
            }
        },
        &expect![[r#"
            the title has characters that are not seen (error hidden-character)
            article 4: wording has characters that are not seen (error hidden-character)
            article 5: the terms have characters that are not seen (error hidden-character)
        "#]],
    );
}

#[test]
fn a_sentence_that_is_not_the_computed_one_is_told() {
    let mut agreement = samples::agreement();
    agreement.articles[0].sentence.insert(Lang::english(), "It is binding for ever.".to_owned());
    agreement.articles[1].sentence.clear();
    told(
        &sentences(&agreement, &|_, _| None),
        &expect![[r#"
        article 1: the sentence in en is not the one computed here: This agreement stands on its own and replaces no other. (warning sentence-differs)
        article 2: there is no sentence in en (warning sentence-differs)
    "#]],
    );
}

#[test]
fn a_successor_names_its_predecessor_and_keeps_parties_and_keys() {
    let before = samples::agreement();
    let hash = Hash::of(b"before");
    let mut next = Agreement { predecessor: Some(hash), ..before.clone() };
    told(&successor(hash, &before, &next), &expect![[""]]);
    next.predecessor = None;
    next.parties[0].root_key = samples::party("baku", "Baku Press", ("az", "Əliyev"), "AZ", 3).root_key;
    next.parties[1].id = "baku".parse().unwrap();
    told(
        &successor(hash, &before, &next),
        &expect![[r#"
        it must name 6db7d803e74f1ffa7d8f5adc0bf95b3e15bf4c8373fffadf546227cc6c6742cb as its predecessor (error other-predecessor)
        its parties are others; who joins or leaves needs a new epoch (error other-parties)
        the root key of hanoi is another: compare it with them in person (warning other-key)
    "#]],
    );
}

#[test]
fn a_counter_offer_is_shown_term_by_term() {
    let before = samples::agreement();
    let mut next = before.clone();
    next.articles.remove(7);
    next.parties[0].country = None;
    if let Terms::Exchange(terms) = &mut next.articles[3].terms {
        terms.price = Price::Free;
        terms.subjects = vec!["medtop:04000000".parse().unwrap()];
    }
    next.articles[2].wording.insert(Lang::english(), "Three years.".to_owned());
    let all = compare(&before, &next);
    let lines = all.iter().map(|d| {
        let article = d.article.as_ref().map_or("", |article| article.as_str());
        format!("{article} {}: {:?} -> {:?}\n", d.term, d.was, d.becomes)
    });
    expect![[r#"
         hanoi.country: Some(Text("VN")) -> None
        3 wording.en: None -> Some(Text("Three years."))
        4 price: Some(Text("reciprocity")) -> Some(Text("free"))
        4 subjects: Some(List([])) -> Some(List([Text("medtop:04000000")]))
        8 acknowledge_within: Some(Text("PT15M")) -> None
        8 derivatives: Some(Flag(true)) -> None
        8 kind: Some(Text("corrections")) -> None
        8 memory: Some(Text("permanent")) -> None
        8 remove_within: Some(Text("PT2H")) -> None
    "#]]
    .assert_eq(&lines.collect::<String>());
    assert_eq!(compare(&before, &before), vec![]);
}

/// Every ruling that is not silent.
fn rulings(point: &Point<'_>) -> String {
    let agreement = samples::agreement();
    let asked = agreement.articles.iter().map(|article| (&article.id, article.terms.enforce(&agreement, point)));
    let spoken = asked.filter(|(_, ruling)| *ruling != Ruling::Silent);
    spoken.map(|(article, ruling)| format!("{article} {ruling:?}\n")).collect()
}

#[test]
fn articles_answer_at_their_decision_points() {
    let at: Time = "2026-11-23T08:00:00.000Z".parse().unwrap();
    expect![[r#"
        8 Demands([AcknowledgeBy(Time(1795421700000)), RemoveBy { by: Time(1795428000000), derivatives: true }])
    "#]]
    .assert_eq(&rulings(&Point::Recall { at }));
    let source = "astana".parse().unwrap();
    expect![[r#"
        7 Demands([Credit { line: "Астана агенттігі", position: "start" }])
    "#]]
    .assert_eq(&rulings(&Point::Publish { source: &source, language: "kk-KZ" }));
    expect![[r#"
        7 Demands([Credit { line: "Astana Press", position: "start" }])
    "#]]
    .assert_eq(&rulings(&Point::Publish { source: &source, language: "vi" }));
    expect![[r#"
        3 Demands([NoticeBefore(Time(1882137600000))])
    "#]]
    .assert_eq(&rulings(&Point::Renew { since: at, now: at }));
}
