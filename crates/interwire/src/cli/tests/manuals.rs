//! Manual pages and completions are made from the command line and leave no command out.

use super::*;

/// The names of a command and all below it, as `interwire-agreement-new`.
fn names(command: &clap::Command, found: &mut Vec<String>) {
    found.push(command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned());
    for below in command.get_subcommands().filter(|below| below.get_after_help().is_some()) {
        names(below, found);
    }
}

fn all_names() -> Vec<String> {
    let (mut top, mut found) = (Cli::command(), Vec::new());
    top.build();
    names(&top, &mut found);
    found
}

#[test]
fn every_command_has_a_manual_page() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("man1");
    let (text, _, ended) = hear(&["manual", folder.to_str().unwrap()]);
    let names = all_names();
    assert!(ended.is_ok() && text.starts_with(&format!("{} pages in ", names.len())), "{text}");
    assert!(names.len() > 40 && names.contains(&"interwire-agreement-new".to_owned()), "{names:?}");
    for name in names {
        let page = std::fs::read_to_string(folder.join(format!("{name}.1"))).unwrap();
        assert!(page.contains(".SH NAME") && page.contains(".SH SYNOPSIS"), "{name}:\n{page}");
        assert!(name == "interwire" || page.contains("Example"), "{name} shows no example:\n{page}");
    }
}

#[test]
fn the_first_page_names_every_command() {
    let (text, _, ended) = hear(&["manual"]);
    assert!(ended.is_ok());
    for command in Cli::command().get_subcommands() {
        let name = command.get_name().replace('-', "\\-");
        assert!(text.contains(&format!("interwire\\-{name}(1)")), "{name}:\n{text}");
    }
}

#[test]
fn completions_know_every_command_in_every_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (text, _, ended) = hear(&["completions", shell]);
        assert!(ended.is_ok());
        for command in Cli::command().get_subcommands() {
            let name = command.get_name();
            assert!(text.contains(name), "{shell} does not know {name}");
        }
        assert!(text.contains("trouble"), "{shell} does not know the options");
        // The other two shells are given no values.
        let has_values = ["bash", "fish", "zsh"].contains(&shell);
        assert_eq!(text.contains("partition"), has_values, "{shell}");
    }
}
