//! The catalogue is whole: every code has a good page, every page a code, and every code is used.

use super::*;
use std::path::Path;

fn sources(folder: &Path, all: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("errors") {
            sources(&path, all);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            *all += &std::fs::read_to_string(&path).unwrap();
        }
    }
}

#[test]
fn every_code_has_a_page_that_says_what_happened_and_what_to_do() {
    for code in Code::ALL {
        let (page, name) = (code.page(), code.as_str());
        assert!(page.text.starts_with(&format!("# {name}: ")), "{name}: the first line is not its title");
        assert!(!page.title.ends_with('.') && page.title.len() > 10, "{name}: {}", page.title);
        assert!(page.next_step().len() > 15, "{name}: no next step");
        assert!(page.text.contains("\n## What happened\n"), "{name}: does not say what happened");
        assert_eq!(page.text.matches('{').count(), page.text.matches('}').count(), "{name}: a brace is alone");
    }
}

#[test]
fn every_page_has_a_code_and_the_numbers_go_up() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/errors");
    let mut pages: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str().unwrap().strip_suffix(".md").map(str::to_owned))
        .collect();
    pages.sort();
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(pages, codes);
}

#[test]
fn every_code_is_used_somewhere() {
    let mut all = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    for code in Code::ALL {
        assert!(all.contains(&format!("Code::{}", code.name())), "{} is never used", code.name());
    }
}

#[test]
fn a_person_reads_the_sentence_and_the_next_step_and_the_log_gets_the_cause() {
    let cause = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
    let error = Error::new(Code::FileUnreadable).with("path", "tin/Қазақстан.xml").because(cause);
    expect_test::expect![[r#"
        tin/Қазақстан.xml cannot be read: permission denied (I0001)
        Check that the name is right, that it is a file (or a folder, where one is needed), and that you may read it; a text must be UTF-8. Then run the command again."#]]
    .assert_eq(&error.to_string());
    expect_test::expect![[r#"I0001 path="tin/Қазақстан.xml" cause="permission denied""#]].assert_eq(&error.log());
}

#[test]
fn a_value_is_put_in_once_and_not_read_again() {
    let values = [("a", "{b}".to_owned()), ("b", "no".to_owned())];
    assert_eq!(page::fill("x {a} {c} y {", &values), "x {b} {c} y {");
}
