//! Words that must not stand in the project: places of one machine, and marks of unfinished work.

use super::Finding;
use super::tree::Tree;

/// The words are put together here, so that this file does not hold them.
const FORBIDDEN: &[(&str, &str)] = &[
    (concat!("/wo", "rk/"), "a path of one machine"),
    (concat!("/ro", "ot/"), "a path of one machine"),
    (concat!("/home", "/"), "a path of one machine"),
    (concat!("artifac", "tory"), "a host of one house"),
    (concat!("index.", "crates.io:"), "a host of one house"),
    (concat!("FIX", "ME"), "unfinished work"),
    (concat!("TO", "DO"), "unfinished work"),
];

/// Only the continuous check knows the folder beside the checkout.
const BESIDE: &str = concat!("../sha", "red");

/// No file names what only one machine has, or work that is not done.
pub(super) fn forbidden(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.texts() {
        for (index, line) in text.lines().enumerate() {
            let word = FORBIDDEN.iter().find(|(word, _)| has_word(line, word));
            found.extend(word.map(|(word, why)| Finding::new(path, index + 1, format!("{word}: {why}"))));
            if line.contains(BESIDE) && path != ".ci/run" {
                found.push(Finding::new(path, index + 1, format!("{BESIDE} belongs in .ci/run only")));
            }
        }
    }
    found
}

/// Whether the word stands on its own: not inside a longer word or a longer path.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let behind = line[at + word.len()..].chars().next();
        let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '/' | '-');
        let begins = !before.is_some_and(joins);
        let ends = !word.ends_with(|c: char| c.is_alphanumeric()) || !behind.is_some_and(char::is_alphanumeric);
        begins && ends
    })
}
