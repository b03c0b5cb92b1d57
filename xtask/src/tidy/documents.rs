//! Documents: their links lead somewhere, and the licence is there. That the commands in them exist is tested beside the
//! commands, in crates/interwire/src/cli/tests.

use super::Finding;
use super::tree::Tree;

/// Every link from a document to a file or heading of ours leads somewhere.
pub(super) fn links(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.ending(".md") {
        for (line, target) in targets(text) {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let full = if file.is_empty() { path.to_owned() } else { joined(path, file) };
            if !tree.has(&full) {
                found.push(Finding::new(path, line, format!("the link {target} leads nowhere")));
            } else if !heading.is_empty() && tree.text(&full).is_some_and(|text| !has_heading(text, heading)) {
                found.push(Finding::new(path, line, format!("{full} has no heading {heading}")));
            }
        }
    }
    found
}

/// The targets of links outside of code, without those to the web.
fn targets(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut in_code = false;
    for (index, line) in text.lines().enumerate() {
        in_code ^= line.trim_start().starts_with("```");
        if in_code {
            continue;
        }
        // What is between backticks is code too; it has an odd place.
        for piece in line.split('`').step_by(2) {
            let links = piece.match_indices("](").filter_map(|(at, mark)| piece[at + mark.len()..].split(')').next());
            found
                .extend(links.filter(|to| !to.contains("://") && !to.starts_with("mailto:")).map(|to| (index + 1, to)));
        }
    }
    found
}

/// `target` as seen from the folder of `path`.
fn joined(path: &str, target: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn has_heading(text: &str, heading: &str) -> bool {
    let slug = |title: &str| -> String {
        let kept = title.trim().to_lowercase();
        kept.chars()
            .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect()
    };
    text.lines().filter(|line| line.starts_with('#')).any(|line| slug(line.trim_start_matches('#')) == heading)
}

/// The licence is there, the notice of what is not ours too, and every crate names the licence.
pub(super) fn licence(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    match tree.text("LICENSE") {
        Some(text) if text.contains("Apache License") && text.contains("Version 2.0, January 2004") => {}
        _ => found.push(Finding::new("LICENSE", 0, "the text of the Apache License 2.0 is missing")),
    }
    if tree.text("NOTICE").is_none_or(str::is_empty) {
        found.push(Finding::new("NOTICE", 0, "the notice of what is not ours is missing"));
    }
    for (path, text) in tree.ending("/Cargo.toml").filter(|(_, text)| !text.contains("\nlicense.workspace = true\n")) {
        found.push(Finding::new(path, text.lines().count(), "it does not take the licence of the workspace"));
    }
    found
}
