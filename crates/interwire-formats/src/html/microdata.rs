//! Facts that stand in the text of a page and are marked there. spec: WHATWG HTML, section 5 (microdata).

use super::tokens::{self, Token};
use crate::feed::is_new;
use interwire_core::item::{Item, Line, Moment};

/// Kinds of things in a page that have headlines, dates and authors of their own.
const OTHERS: &[&str] = &["Comment", "Comments", "ImageObject", "VideoObject", "ListItem", "Review"];

/// Elements with such facts that are looked at.
const PROPERTIES_MAX: usize = 50;

/// Takes what the page marks as its headline, times and authors; gives the headline. Meta elements are not looked at.
pub(super) fn read(all: &[Token], item: &mut Item) -> Option<String> {
    const PROPERTIES: &[&str] = &["headline", "datepublished", "datemodified", "author"];
    let mut left = PROPERTIES_MAX;
    let mut headline = None;
    let mut authors: Vec<Line> = Vec::new();
    let mut at = 0;
    while let Some(token) = all.get(at) {
        let property = token.attribute("itemprop").filter(|_| token.opens() != Some("meta"));
        let property = property.map(|name| name.trim().to_ascii_lowercase());
        let Some(property) = property.filter(|name| left > 0 && PROPERTIES.contains(&name.as_str())) else {
            at = if is_another(token) { tokens::end_of(all, at) } else { at + 1 };
            continue;
        };
        left -= 1;
        let inside = all.get(at..tokens::end_of(all, at)).unwrap_or_default();
        let text = || Some(tokens::line(inside)).filter(|text| !text.is_empty());
        let moment = || token.attribute("datetime").map(str::to_owned).or_else(text).map(|at| Moment::new(at.trim()));
        match property.as_str() {
            "headline" => headline = headline.or_else(text),
            "datepublished" => item.times.first_created = item.times.first_created.take().or_else(moment),
            "datemodified" => item.times.version_created = item.times.version_created.take().or_else(moment),
            "author" => {
                let line = name(inside).or_else(text).map(|name| Line::of(&name));
                authors.extend(line.filter(|line| is_new(&authors, line)));
                at += inside.len().max(1);
                continue;
            }
            _ => {}
        }
        at = if is_another(token) { tokens::end_of(all, at) } else { at + 1 };
    }
    if item.bylines.is_empty() {
        item.bylines = authors;
    }
    headline
}

/// The name of somebody who is a thing of his own.
fn name(inside: &[Token]) -> Option<String> {
    let is_name =
        |token: &Token| token.attribute("itemprop").is_some_and(|name| name.trim().eq_ignore_ascii_case("name"));
    let at = inside.iter().position(is_name)?;
    let token = inside.get(at)?;
    let text = match token.attribute("content") {
        Some(content) => content.trim().to_owned(),
        None => tokens::line(inside.get(at..tokens::end_of(inside, at))?),
    };
    Some(text).filter(|text| !text.is_empty())
}

/// Whether an element is a thing beside the story.
fn is_another(token: &Token) -> bool {
    let kind = token.attribute("itemtype").unwrap_or_default().trim();
    let kind = kind.rsplit('/').next().unwrap_or_default();
    OTHERS.iter().any(|other| kind.ends_with(other))
}
