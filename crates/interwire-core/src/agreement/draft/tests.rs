//! The draft as lawyers meet it: the template is clean, and mistakes are told with their line.

use super::*;
use crate::agreement::samples;
use expect_test::{Expect, expect};

fn draft() -> String {
    template(&samples::id(), &samples::parties())
}

fn check(text: &str, expect: &Expect) {
    let problems = parse(text).map_or_else(|problems| problems, |agreement| super::check(text, &agreement));
    expect.assert_eq(&problems.iter().map(|problem| format!("{problem}\n")).collect::<String>());
}

#[test]
fn the_template_parses_checks_clean_and_states_every_term() {
    let text = draft();
    assert!(!text.contains('@'), "a place of the template was not filled: {text}");
    check(&text, &expect![[""]]);
    let agreement = parse(&text).unwrap();
    assert_eq!(agreement.articles.len(), 8);
    assert_eq!(agreement.parties, samples::parties());
    for article in &agreement.articles {
        for term in article.terms.write().keys() {
            assert!(text.contains(&format!("\n{term} = ")), "the template does not explain {term}");
        }
    }
}

#[test]
fn names_with_quotes_and_other_scripts_survive_the_template() {
    let mut parties = samples::parties();
    parties[0].name =
        Wording::from([("en".parse().unwrap(), "\"سفير\" \\ Қазақстан\n @N@ @AGREEMENT@ @PARTY@".to_owned())]);
    let read = parse(&template(&samples::id(), &parties)).unwrap();
    assert_eq!(read.parties[0].name, parties[0].name);
}

#[test]
fn mistakes_are_told_with_their_line() {
    check(
        "agreement = ",
        &expect![[r#"
        line 1: string values must be quoted, expected literal string (error not-toml)
    "#]],
    );
    let text = draft()
        .replace("notice = \"3 months\"", "notice = \"3 weeks\"")
        .replace("renewal = \"same-term\"", "renewall = \"same-term\"")
        .replace("derivatives = true", "derivatives = 1.5")
        .replace("kind = \"texts\"", "kind = \"langs\"");
    check(
        &text,
        &expect![[r#"
            line 158: derivatives must be text, a whole number, true, false or a list (error bad-value)
            line 52: article 2: langs is not a kind of article known here (error unknown-kind)
            line 73: article 3: notice is wrong: must be a length of time like "30 minutes", "3 months" or P3M (error bad-term)
            line 71: article 3: renewall is not a term of this kind of article (error unknown-term)
        "#]],
    );
}

#[test]
fn contradictions_are_told_with_their_line() {
    let text = draft()
        .replace("languages = [\"en\"]", "languages = [\"en\", \"vi\"]")
        .replace("notice = \"3 months\"", "notice = \"3 years\"")
        .replace("survives = []", "survives = [\"99\"]")
        .replace("to = [\"hanoi\"]", "to = [\"astana\", \"baku\"]")
        .replace("remove_within = \"2 hours\"", "remove_within = \"2 minutes\"");
    check(
        &text,
        &expect![[r#"
            line 56: article 2: the agreement has no title in vi (error no-title)
            line 81: article 3: there is no article 99 (error no-such-article)
            line 73: article 3: notice is as long as the term, so it could never be given (error notice-exceeds-term)
            line 112: article 5: baku is not a party of this agreement (error no-such-party)
            line 112: article 5: the sender is among the receivers (error sends-to-itself)
            line 112: article 5: hanoi reads the same journal and must be named; else make it an agreement of its own (error leaves-a-party-out)
            line 156: article 8: an item cannot be removed sooner than its recall is acknowledged (error removed-before-acknowledged)
        "#]],
    );
}
