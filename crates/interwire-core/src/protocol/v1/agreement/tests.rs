//! The bytes of agreements are pinned: parties sign and keep them.

use super::*;
use crate::agreement::samples;
use expect_test::{Expect, expect, expect_file};

fn text(agreement: &Agreement) -> String {
    String::from_utf8(AgreementVersion::of(agreement).unwrap().bytes).unwrap()
}

#[test]
fn the_bytes_of_agreements_are_pinned() {
    let mut lines = String::new();
    for (name, agreement) in [("template", samples::agreement()), ("everything", samples::everything())] {
        let version = AgreementVersion::of(&agreement).unwrap();
        lines += &format!("# {name} {}\n{}\n", version.hash, text(&agreement));
        assert_eq!(AgreementVersion::read(&version.bytes), Ok(Parsed::Known(version)));
    }
    expect_file!["../../../../tests/golden/agreements.txt"].assert_eq(&lines);
}

fn check(change: impl Fn(&str) -> String, expect: &Expect) {
    let text = change(&text(&samples::agreement()));
    // Back into canonical order, where a change has disturbed it.
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let said = match AgreementVersion::read(&canonical::to_bytes(&value).unwrap()) {
        Ok(Parsed::Known(_)) => "known\n".to_owned(),
        Ok(Parsed::Unknown(version, problems)) => {
            assert_eq!(to_value(&version.agreement).to_string().contains("brief"), text.contains("brief"));
            assert!(!Parsed::Unknown(version, problems.clone()).may_sign());
            problems.iter().map(|problem| format!("{problem}\n")).collect()
        }
        Err(cause) => format!("refused: {cause}\n"),
    };
    expect.assert_eq(&said);
}

#[test]
fn what_is_not_understood_can_be_shown_and_not_signed() {
    check(str::to_owned, &expect![["known\n"]]);
    check(
        |t| t.replace("\"kind\":\"corrections\"", "\"kind\":\"brief\""),
        &expect![[r#"
        article 8: brief is not a kind of article known here (error unknown-kind)
    "#]],
    );
    check(
        |t| t.replace("\"memory\":", "\"per_day\":3,\"memory\":"),
        &expect![[r#"
        article 8: per_day is not a term of this kind of article (error unknown-term)
    "#]],
    );
    check(
        |t| t.replace("\"permanent\"", "\"until-asked\""),
        &expect![[r#"
        article 8: memory is wrong: must be a length of time like "30 minutes", "3 months" or P3M (error bad-term)
    "#]],
    );
    check(
        |t| t.replace("\"country\":\"VN\"", "\"country\":\"VN\",\"flag\":\"red\""),
        &expect![[r#"
        the field flag is not known here (error unknown-field)
    "#]],
    );
}

#[test]
fn a_term_left_to_a_default_is_not_signed() {
    check(
        |t| t.replace("\"memory\":\"permanent\",", ""),
        &expect![[r#"
        article 8: memory is not stated (error missing-term)
    "#]],
    );
}

#[test]
fn a_wrong_envelope_and_a_second_spelling_are_refused() {
    check(
        |t| t.replace("\"v\":1", "\"v\":2"),
        &expect![[r#"
        refused: field "v" must be 1
    "#]],
    );
    check(
        |t| t.replace("\"parties\":", "\"partners\":"),
        &expect![[r#"
        refused: field "parties" is missing
    "#]],
    );
    check(
        |t| t.replace("\"title\":{", "\"title\":{\"EN-gb\":\"x\","),
        &expect![[r#"
            refused: field "title" spells the language EN-gb, write en-GB
        "#]],
    );
    check(
        |t| t.replace("\"kind\":\"document\"", "\"kind\":\"document\",\"wording\":{}"),
        &expect![[r#"
        refused: spelled otherwise than it is to be spelled
    "#]],
    );
    check(
        |t| t.replace("\"P3M\"", "\"3 months\""),
        &expect![[r#"
        refused: spelled otherwise than it is to be spelled
    "#]],
    );
    check(
        |t| t.replace("\"supersedes\":[]", "\"supersedes\":[[[[[[]]]]]]"),
        &expect![[r#"
        refused: field "terms" is nested too deep
    "#]],
    );
}
