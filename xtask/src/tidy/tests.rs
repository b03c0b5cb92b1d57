//! The workspace keeps the rules, and each rule finds what breaks it.

use super::*;

fn broken(files: &[(&str, &str)], rule: Rule) -> Vec<String> {
    rule(&Tree::of(files)).iter().map(ToString::to_string).collect()
}

#[test]
fn the_workspace_keeps_the_rules_of_the_house() {
    let all = findings(&Tree::of_workspace().unwrap());
    let broken: String =
        all.iter().filter(|finding| !finding.is_warning).map(|finding| format!("{finding}\n")).collect();
    assert!(broken.is_empty(), "{broken}");
}

#[test]
fn long_files_and_files_without_a_head_are_found() {
    let (long, longer) = ("//! a\n".repeat(301), "//! a\n".repeat(501));
    let files = [("a.rs", long.as_str()), ("b.rs", &longer), ("c.rs", "fn main() {}\n")];
    assert_eq!(broken(&files, shape::lengths), ["a.rs: warning: 301 lines", "b.rs: 501 lines"]);
    assert_eq!(broken(&files, shape::heads), ["c.rs:1: it does not begin with //! and what it is"]);
}

#[test]
fn panics_are_found_outside_of_tests_only() {
    let text = "//! a\nfn a() { b().unwrap() }\n// .unwrap()\n#[cfg(test)]\nmod tests {\n fn c() { d().unwrap() }\n}\n";
    let files = [
        ("crates/a/src/a.rs", text),
        ("crates/a/src/lib.rs", "//! a\n#[cfg(test)]\nmod helpers;\nmod real;\n"),
        ("crates/a/src/helpers.rs", "a().unwrap()"),
        ("crates/a/src/real.rs", "a().expect(\"b\")"),
        ("crates/a/tests/b.rs", "a().unwrap()"),
    ];
    let wanted =
        ["crates/a/src/a.rs:2: .unwrap() outside of tests", "crates/a/src/real.rs:1: .expect(\" outside of tests"];
    assert_eq!(broken(&files, shape::panics), wanted);
}

#[test]
fn arrows_against_the_grain_are_found() {
    let files = [
        ("crates/interwire/src/store/a.rs", "use crate::transport::x;\nuse crate::blobs::Blobs;\n"),
        ("crates/interwire/src/node/a.rs", "use crate::{pump::x, store::y, web::z};\n"),
        ("crates/interwire/src/sundries.rs", ""),
        ("crates/interwire-core/src/a.rs", "let now = std::time::SystemTime::now();\n"),
        ("crates/interwire-core/Cargo.toml", "[dependencies]\ninterwire-formats.workspace = true\n"),
    ];
    let wanted = [
        "crates/interwire/src/node/a.rs:1: node must not know web",
        "crates/interwire/src/store/a.rs:1: store must not know transport",
        "crates/interwire/src/sundries.rs: sundries has no row in xtask/src/tidy/arrows.rs",
    ];
    assert_eq!(broken(&files, arrows::modules), wanted);
    assert_eq!(broken(&files, arrows::purity), ["crates/interwire-core/src/a.rs:1: SystemTime in a pure crate"]);
    assert_eq!(
        broken(&files, arrows::crates),
        ["crates/interwire-core/Cargo.toml:2: it must not depend on interwire-formats"]
    );
}

#[test]
fn links_that_lead_nowhere_are_found() {
    let text = "# A b, c\n[a](b.md) [b](../x/c.md#a-b) [c](#a-b-c) [d](no.md) [e](#no) [f](https://a.example) `[g](h)`\n\
        ```\n[i](j)\n```\n";
    let files = [("x/a.md", text), ("x/b.md", ""), ("x/c.md", "## A b\n")];
    assert_eq!(
        broken(&files, documents::links),
        ["x/a.md:2: the link no.md leads nowhere", "x/a.md:2: x/a.md has no heading no"]
    );
}

#[test]
fn places_of_one_machine_are_found() {
    let path = concat!("/wo", "rk/main");
    let files = [("a.rs", format!("let a = \"{path}\";")), ("b.rs", format!("https://a.example{path}"))];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    assert_eq!(broken(&files, words::forbidden).len(), 1);
}
