//! The command line as a whole: every command is found, explained with an example, and does what its example says.

use super::*;
use clap::CommandFactory;
use std::cell::RefCell;
use std::io::{self, Write};
use std::path::Path;
use std::rc::Rc;

/// A stream that a test reads afterwards.
#[derive(Clone, Default)]
struct Heard(Rc<RefCell<Vec<u8>>>);

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Heard {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.borrow()).into_owned()
    }
}

/// What a command prints: results, remarks, and how it ended.
pub(super) fn hear(words: &[&str]) -> (String, String, Result<Done, Error>) {
    let (results, remarks) = (Heard::default(), Heard::default());
    let cli = Cli::try_parse_from([&["interwire"], words].concat()).unwrap();
    let ended = cli.command.run(&mut Out::to(results.clone(), remarks.clone()));
    (results.text(), remarks.text(), ended)
}

fn check_help(command: &clap::Command) {
    let name = command.get_name();
    assert!(command.get_about().is_some(), "{name} says nothing of itself");
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    assert!(help.contains("Example") && help.contains(&format!(" {name}")), "{name} has no example");
    for argument in command.get_arguments() {
        assert!(argument.get_help().is_some(), "{name}: {} is not explained", argument.get_id());
    }
    command.get_subcommands().filter(|below| !below.is_hide_set()).for_each(check_help);
}

#[test]
fn every_command_is_explained_and_has_an_example() {
    Cli::command().debug_assert();
    Cli::command().get_subcommands().for_each(check_help);
}

fn check_hyphens(command: &clap::Command) {
    let may_begin_with_one = ["ITEM", "KEY", "QUERY"];
    for argument in command.get_arguments().filter(|argument| argument.get_action().takes_values()) {
        let names = argument.get_value_names().unwrap_or_default();
        if names.iter().any(|name| may_begin_with_one.contains(&name.as_str())) {
            assert!(argument.is_allow_hyphen_values_set(), "{}: {names:?}", command.get_name());
        }
    }
    command.get_subcommands().for_each(check_hyphens);
}

#[test]
fn names_that_begin_with_a_hyphen_are_names() {
    // One item id in 64 does: it is base64url.
    let mut whole = Cli::command();
    whole.build();
    check_hyphens(&whole);
    for item in ["-IxzKB4TYoZ1M4Pie9PutA", "--xzKB4TYoZ1M4Pie9PutA", "-hVzKB4TYoZ1M4Pie9PutA"] {
        for words in [&["why", item, "--json"][..], &["why", "--json", item], &["release", item], &["recall", item]] {
            let cli = Cli::try_parse_from([&["interwire"], words].concat()).unwrap();
            assert!(format!("{:?}", cli.command).contains(&format!("item: {item:?}")), "{words:?}");
        }
    }
    assert!(Cli::try_parse_from(["interwire", "match", "--query", "-sport visit"]).is_ok());
}

#[test]
fn every_file_is_a_command_or_serves_them() {
    const SHARED: &[&str] = &["about", "confirm", "mod", "node", "out", "source", "tests", "watch"];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|name| !SHARED.contains(&name.as_str()) && !name.ends_with("_tests"))
        .collect();
    files.sort();
    files.dedup();
    let mut known = FILES.to_vec();
    known.sort_unstable();
    assert_eq!(files, known);
}

#[test]
fn help_explains_commands_and_errors() {
    let (text, _, ended) = hear(&["help", "convert"]);
    assert!(ended.is_ok() && text.contains("interwire convert --to newsml-g2"), "{text}");
    let (text, _, ended) = hear(&["help", "error", "i0007"]);
    assert!(ended.is_ok() && text.starts_with("# I0007: the item cannot be written as FORMAT"), "{text}");
    let (text, _, _) = hear(&["help", "error"]);
    assert_eq!(text.lines().count(), crate::errors::Code::ALL.len());
    assert_eq!(hear(&["help", "telex"]).2.unwrap_err().code(), crate::errors::Code::HelpUnknown);
}

mod documents;
mod manuals;
mod news;
mod nodes;
