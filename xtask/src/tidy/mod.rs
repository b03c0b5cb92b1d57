//! `cargo xtask tidy`: the rules of the house that no compiler knows. Each rule is one file and one line in the table;
//! all of them are also a test.

mod arrows;
mod documents;
mod shape;
mod tree;
mod words;

use std::fmt;
use tree::Tree;

/// Something that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    /// From 1; 0 if the file as a whole is meant.
    line: usize,
    message: String,
    /// To be looked at; it breaks nothing.
    is_warning: bool,
}

impl Finding {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into(), is_warning: false }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.is_warning { "warning: " } else { "" };
        match self.line {
            0 => write!(f, "{}: {mark}{}", self.path, self.message),
            line => write!(f, "{}:{line}: {mark}{}", self.path, self.message),
        }
    }
}

type Rule = fn(&Tree) -> Vec<Finding>;

const RULES: &[Rule] = &[
    shape::lengths,
    shape::heads,
    shape::panics,
    arrows::modules,
    arrows::crates,
    arrows::purity,
    documents::links,
    documents::licence,
    words::forbidden,
];

fn findings(tree: &Tree) -> Vec<Finding> {
    let mut all: Vec<Finding> = RULES.iter().flat_map(|rule| rule(tree)).collect();
    all.sort();
    all
}

pub fn run(_: &[String]) -> Result<(), String> {
    let all = findings(&Tree::of_workspace()?);
    all.iter().for_each(|finding| println!("{finding}"));
    match all.iter().filter(|finding| !finding.is_warning).count() {
        0 => Ok(()),
        broken => Err(format!("{broken} places break a rule of the house")),
    }
}

#[cfg(test)]
mod tests;
