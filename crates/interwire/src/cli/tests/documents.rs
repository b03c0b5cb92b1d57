//! What documents and help texts tell people to type is understood by the command line.

use super::*;
use std::fs;
use std::path::PathBuf;

/// The words of a line as a shell would split them, up to a pipe, a redirection or a comment.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, ' ') => words.push(String::new()),
            (_, c) => words.last_mut().unwrap().push(c),
        }
    }
    let ours = words.into_iter().filter(|word| !word.is_empty());
    ours.take_while(|word| !["|", ">", "<", "&", "&&", "#", "2>"].contains(&word.as_str())).collect()
}

/// The command lines of ours in a text, continuations joined, with what stands before `interwire` cut off.
fn lines(text: &str) -> Vec<String> {
    let joined: Vec<&str> = text.split("\\\n").map(str::trim).collect();
    let joined = joined.join(" ");
    let started = |line: &str| {
        let line = line.trim_start().trim_start_matches("$ ");
        let rest = line.strip_prefix("cargo run --release -- ").or_else(|| line.strip_prefix("interwire "))?;
        // The word may also be a name in a drawing.
        if rest.starts_with(' ') {
            return None;
        }
        // Two spaces set an explanation apart.
        Some(rest.split("  ").next().unwrap_or_default().to_owned())
    };
    joined.lines().filter_map(started).collect()
}

fn check(place: &str, text: &str) {
    for line in lines(text) {
        let words = words(&line);
        let read = Cli::command().try_get_matches_from(["interwire".to_owned()].into_iter().chain(words.clone()));
        if let Err(error) = read {
            use clap::error::ErrorKind::{DisplayHelp, DisplayVersion};
            assert!(matches!(error.kind(), DisplayHelp | DisplayVersion), "{place}: interwire {line}\n{error}");
        }
        let of_help = words.first().is_some_and(|word| word == "help") && !words.iter().any(|word| word.len() > 20);
        let named: Vec<&str> =
            words.iter().map(String::as_str).filter(|word| *word != "COMMAND" && *word != "CODE").collect();
        if of_help {
            assert!(hear(&named).2.is_ok(), "{place}: interwire {line}");
        }
    }
}

/// The text inside of code blocks, fenced or indented.
fn code(text: &str) -> String {
    let mut fenced = false;
    let mut code = String::new();
    for line in text.lines() {
        let is_fence = line.trim_start().starts_with("```");
        fenced ^= is_fence;
        if !is_fence && (fenced || line.starts_with("    ")) {
            code += &format!("{line}\n");
        }
    }
    code
}

fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && !["target", ".git"].contains(&name) {
            documents(&path, found);
        } else if name.ends_with(".md") {
            found.push(path);
        }
    }
}

fn examples(command: &clap::Command) {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    check(command.get_name(), &help);
    command.get_subcommands().for_each(examples);
}

#[test]
fn every_example_in_the_help_is_understood() {
    examples(&Cli::command());
}

#[test]
fn every_command_in_the_documents_is_understood() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    documents(&top, &mut found);
    assert!(found.iter().any(|path| path.ends_with("docs/operating/command-line.md")));
    for path in found {
        check(path.to_str().unwrap(), &code(&fs::read_to_string(&path).unwrap()));
    }
}

#[test]
fn command_lines_are_found_in_texts_and_split_as_a_shell_does() {
    let text = "x\n  $ interwire init a --name \"Hà Nội\" \\\n   --party a | jq  # b\ninterwire help error   all\n";
    assert_eq!(lines(text).len(), 2);
    assert_eq!(words(&lines(text)[0]), ["init", "a", "--name", "Hà Nội", "--party", "a"]);
    assert_eq!(words(&lines(text)[1]), ["help", "error"]);
}

#[test]
fn every_command_in_the_services_is_understood() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packaging");
    let mut seen = 0;
    for file in ["interwire.service", "interwire-backup.service"] {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        for line in text.lines().filter(|line| line.starts_with("ExecStart")) {
            if let Some((_, command)) = line.split_once("/bin/interwire ") {
                check(file, &format!("interwire {command}"));
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 4);
}
