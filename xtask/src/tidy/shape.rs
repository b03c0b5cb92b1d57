//! The shape of source files: their length, their head, and that nothing in them gives up instead of telling.

use super::Finding;
use super::tree::Tree;

const LINES_MAX: usize = 500;
const LINES_GOOD: usize = 300;

/// No file has more than 500 lines; beyond 300 somebody should ask whether it still has one job.
pub(super) fn lengths(tree: &Tree) -> Vec<Finding> {
    let long = |(path, text): (&str, &str)| {
        let lines = text.lines().count();
        let finding = Finding::new(path, 0, format!("{lines} lines"));
        (lines > LINES_GOOD).then_some(Finding { is_warning: lines <= LINES_MAX, ..finding })
    };
    tree.ending(".rs").filter_map(long).collect()
}

/// Every source file says at its top what it is.
pub(super) fn heads(tree: &Tree) -> Vec<Finding> {
    let headless = tree.ending(".rs").filter(|(_, text)| !text.starts_with("//! "));
    headless.map(|(path, _)| Finding::new(path, 1, "it does not begin with //! and what it is")).collect()
}

/// Outside of tests nothing panics by intent: errors are told.
pub(super) fn panics(tree: &Tree) -> Vec<Finding> {
    const WORDS: &[&str] = &[".unwrap()", ".expect(\"", "panic!(", "todo!(", "unimplemented!(", "dbg!("];
    let mut found = Vec::new();
    for (path, lines) in tree.code().filter(|(path, _)| !path.starts_with("xtask/")) {
        for (line, text) in lines {
            let word = WORDS.iter().find(|word| text.contains(*word));
            found.extend(word.map(|word| Finding::new(path, line, format!("{word} outside of tests"))));
        }
    }
    found
}
