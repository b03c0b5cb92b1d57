//! XHTML and NITF without prefixes, as those expect them who look at names alone.

use super::{Element, scope, undeclared};
use std::collections::BTreeMap;

/// Whether a namespace is one of markup for stories.
fn is_of_stories(uri: &str) -> bool {
    uri == "http://www.w3.org/1999/xhtml" || uri.starts_with("http://iptc.org/std/NITF/")
}

/// The prefix of a name.
fn prefix(name: &str) -> Option<&str> {
    name.split_once(':').map(|(prefix, _)| prefix)
}

/// A document whose elements of XHTML and NITF have no prefix; nor have those that share `story`'s, whatever it stands
/// for, since real sources get that wrong.
pub(crate) fn bare(root: &Element, story: &Element) -> Element {
    renamed(root, &BTreeMap::new(), prefix(&story.name))
}

fn renamed(element: &Element, outer: &BTreeMap<String, String>, own: Option<&str>) -> Element {
    let mut declared = outer.clone();
    declared.extend(scope(&[element]));
    let is_gone = |prefix: &str| {
        Some(prefix) == own || declared.get(&format!("xmlns:{prefix}")).is_some_and(|uri| is_of_stories(uri))
    };
    let name = |name: &str| match name.split_once(':') {
        Some((prefix, local)) if is_gone(prefix) => local.to_owned(),
        _ => name.to_owned(),
    };
    let mut out = Element::holding(&name(&element.name), Vec::new());
    for (stated, value) in &element.attributes {
        let is_declaration_of_none = stated.strip_prefix("xmlns:").is_some_and(is_gone);
        let bare = name(stated);
        if !is_declaration_of_none && out.attribute(&bare).is_none() {
            out = out.with(&bare, value);
        }
    }
    out.children = element.children.iter().map(|child| child.map(|inner| renamed(inner, &declared, own))).collect();
    out
}

/// The declarations of the prefixes that are left in a document, so that each piece of it can carry its own.
pub(crate) fn left(root: &Element) -> BTreeMap<String, String> {
    let mut declared = undeclared(root);
    declarations(root, &mut declared);
    declared
}

fn declarations(element: &Element, out: &mut BTreeMap<String, String>) {
    for (name, uri) in scope(&[element]).into_iter().filter(|(name, _)| name != "xmlns") {
        out.entry(name).or_insert(uri);
    }
    element.elements().for_each(|child| declarations(child, out));
}

#[cfg(test)]
mod tests {
    use super::super::{fragment, parse};
    use super::*;
    use interwire_core::item::Limits;

    #[test]
    fn names_of_stories_lose_their_prefix_and_others_keep_it() {
        const XHTML: &str = "http://www.w3.org/1999/xhtml";
        for (text, expected) in [
            (format!("<h:p xmlns:h='{XHTML}' h:class='a'>1<h:b/></h:p>"), "<p class=\"a\">1<b/></p>".to_owned()),
            ("<n:p>1<n:em>2</n:em></n:p>".to_owned(), "<p>1<em>2</em></p>".to_owned()),
            (
                format!("<h:p xmlns:h='{XHTML}' xmlns:m='urn:m'><m:math><h:b/></m:math></h:p>"),
                "<p xmlns:m=\"urn:m\"><m:math><b/></m:math></p>".to_owned(),
            ),
            ("<p xml:lang='vi'>1</p>".to_owned(), "<p xml:lang=\"vi\">1</p>".to_owned()),
        ] {
            let (root, _) = parse(&text, &Limits::default()).unwrap();
            assert_eq!(fragment(&bare(&root, &root), &BTreeMap::new()), expected);
        }
    }
}
