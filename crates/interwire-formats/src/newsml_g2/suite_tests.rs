//! The verdicts of the official suite of NewsML-G2 beside ours: what comes out of `conform` unchanged is valid.
//! `INTERWIRE_CORPUS` names the folder.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stdout, reason = "a test reads its samples")]

use super::*;
use std::path::{Path, PathBuf};

/// An element without what the schema leaves open: white space between elements, prefixes, foreign attributes.
fn bare(element: &Element) -> Element {
    let mut bare = Element::holding(element.local(), Vec::new());
    let own = |name: &str| !name.starts_with("xmlns") && (!name.contains(':') || name.starts_with("xml:"));
    bare.attributes = element.attributes.iter().filter(|(name, _)| own(name)).cloned().collect();
    let simple = |value: &str| interwire_core::item::text::collapse(value);
    bare.attributes.iter_mut().for_each(|(_, value)| *value = simple(value).into());
    bare.attributes.sort();
    for child in element.children.iter().filter(|child| !child.is_blank()) {
        bare.children.push(match child {
            Child::Element(child) => Child::Element(self::bare(child)),
            Child::Text(text) => Child::Text(simple(text).into()),
        });
    }
    bare
}

/// Files judged otherwise, and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("2.28/should_fail/2.29_affiliation_org_org.xml", LATER),
    ("2.28/should_fail/2.29_retiring_scheme_schememeta.xml", LATER),
    ("2.29/should_fail/002_newsitem_with_no_catalog.xml", LATER),
    ("2.30/should_fail/CR00215_hasInstrument_on_concept.xml", LATER),
    ("2.10/should_pass/CR00142_group_description.xml", UNDECLARED),
    ("2.12/should_pass/non-org-instruments.xml", UNDECLARED),
    ("2.17/should_pass/CR00172_extension_properties_itemmeta.xml", UNDECLARED),
    ("2.24/should_pass/cr00194_publishing_properties.xml", UNDECLARED),
    ("2.11/should_pass/002_ruby_text.xml", "ruby becomes its text"),
    ("2.15/should_pass/CR00166_new_catalog_item.xml", ADDRESS),
    ("2.15/should_pass/CR00167_change_scheme_element.xml", ADDRESS),
];
const LATER: &str = "what the version of the folder forbids, 2.35 allows";
const UNDECLARED: &str = "elements that no schema declares are not written, though some places take any";
const ADDRESS: &str = "an address with a space in it is not written";

fn excused(path: &Path) -> bool {
    EXCEPTIONS.iter().any(|(file, why)| path.ends_with(file) && !why.is_empty())
}

fn verdict(path: &Path) -> Option<bool> {
    let (root, _) = xml::parse(&std::fs::read_to_string(path).ok()?, &Limits::default()).ok()?;
    grammar().root(root.local())?;
    let mut losses = Losses::default();
    let done = item(&root, &mut losses);
    Some(done.is_some_and(|done| bare(&done) == bare(&root)))
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, out) } else { out.push(path) }
    }
}

#[test]
fn the_official_suite_is_judged_as_its_authors_judge_it() {
    let Ok(corpus) = std::env::var("INTERWIRE_CORPUS") else { return };
    let mut paths = Vec::new();
    files(&Path::new(&corpus).join("newsml-g2/suite"), &mut paths);
    paths.retain(|path| !["NAR1.9", "dev"].iter().any(|part| path.display().to_string().contains(part)));
    paths.sort();
    let (mut agreed, mut wrong) = (0, String::new());
    for path in paths {
        let wanted = path.display().to_string().contains("should_pass");
        match verdict(&path) {
            Some(verdict) if verdict == wanted => agreed += 1,
            Some(_) if excused(&path) => {}
            Some(_) => wrong += &format!("{}\n", path.display()),
            None => {}
        }
    }
    println!("{agreed} verdicts of the official suite agreed");
    assert!(agreed > 100 && wrong.is_empty(), "{agreed} agreed\n{wrong}");
}
