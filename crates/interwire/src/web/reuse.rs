//! What a reader takes away from an item: its text as one piece, the credit that the agreement demands, the terms in
//! the source's words, and the formats in which it can be had. Only of what may be used.

use super::Web;
use super::failure::Failure;
use super::page::Frame;
use interwire_core::agreement::articles::Terms;
use interwire_core::agreement::point::{Duty, Point, Ruling};
use interwire_core::agreement::{Agreement, Lang};
use interwire_core::ids::{AgreementId, PartyId};
use interwire_core::item::text::{collapse, plain, story};
use interwire_core::item::{Item, Markup};
use interwire_formats::{FORMATS, Format};

/// Languages of publication for which the credit is told.
const LANGUAGES_MAX: usize = 12;

/// A credit that the agreement demands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demanded {
    /// The line.
    pub line: String,
    /// Where it stands: start, end or byline.
    pub position: &'static str,
    /// For publications in these languages.
    pub languages: Vec<String>,
}

/// What a reader takes away.
pub struct Reuse {
    /// Headline, author, place and story as plain text.
    pub text: String,
    /// What the agreement demands, the item's own language first.
    pub demanded: Vec<Demanded>,
    /// Rights expressions for machines, as written.
    pub encoded: Vec<String>,
    /// The formats that can be written.
    pub formats: Vec<&'static Format>,
}

/// What may be taken away of a version that came under an agreement, or of one of ours that went nowhere yet.
///
/// # Errors
/// If the store fails.
pub async fn of(
    web: &Web,
    frame: &Frame,
    source: &PartyId,
    agreement: Option<&AgreementId>,
    item: &Item,
) -> Result<Reuse, Failure> {
    let languages: Vec<String> = item.languages.iter().cloned().chain([frame.language().to_owned()]).collect();
    Ok(Reuse {
        text: text(item),
        demanded: match agreement {
            Some(agreement) => demanded(web, source, agreement, languages).await?,
            None => Vec::new(),
        },
        encoded: item.rights.iter().flat_map(|rights| &rights.encoded).map(|one| one.text.clone()).collect(),
        formats: formats().collect(),
    })
}

/// The formats in which items can be written.
pub fn formats() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().filter(|format| format.is_written())
}

/// What a format is called where items are written: the table of formats also says which versions of it are read.
#[must_use]
pub fn title(format: &Format) -> &'static str {
    if format.name == "ninjs" { "ninjs 3.1" } else { format.title }
}

/// The paragraphs of the story, each on one line.
#[must_use]
pub fn paragraphs(item: &Item) -> Vec<String> {
    let mut all = Vec::new();
    for body in story(item) {
        let text = plain(body).replace("\r\n", "\n");
        // Wires break the lines of plain text anywhere; there an empty line ends the paragraph.
        let between = if body.markup == Markup::Plain && text.contains("\n\n") { "\n\n" } else { "\n" };
        all.extend(text.split(between).map(collapse).filter(|line| !line.is_empty()));
    }
    all
}

fn text(item: &Item) -> String {
    let heads = [&item.headlines, &item.bylines, &item.datelines];
    let heads = heads.into_iter().flatten().map(|line| collapse(&line.text)).filter(|line| !line.is_empty());
    heads.chain(paragraphs(item)).collect::<Vec<_>>().join("\n\n")
}

async fn demanded(
    web: &Web,
    source: &PartyId,
    agreement: &AgreementId,
    languages: Vec<String>,
) -> Result<Vec<Demanded>, Failure> {
    let (source, agreement) = (source.clone(), agreement.clone());
    let found = web.node().exchange(move |machine, turn| {
        let running = machine.deals().get(&agreement).and_then(|deal| deal.agreement_at(turn.now));
        Ok(running.map(|running| credits(running, &source, languages)).unwrap_or_default())
    });
    Ok(found.await?)
}

/// The credits for publications in these languages, in those of the agreement, and in those of its credit lines.
fn credits(agreement: &Agreement, source: &PartyId, mut languages: Vec<String>) -> Vec<Demanded> {
    languages.extend(agreement.languages().iter().map(|language| language.as_str().to_owned()));
    for article in &agreement.articles {
        if let Terms::Credit(credit) = &article.terms {
            languages.extend(credit.line.keys().map(|language| language.as_str().to_owned()));
        }
    }
    let mut all: Vec<Demanded> = Vec::new();
    let mut asked: Vec<String> = Vec::new();
    for language in languages {
        let Ok(tag) = language.parse::<Lang>() else { continue };
        if asked.iter().any(|one| one == tag.as_str()) || asked.len() == LANGUAGES_MAX {
            continue;
        }
        asked.push(tag.as_str().to_owned());
        let point = Point::Publish { source, language: tag.as_str() };
        for article in &agreement.articles {
            let Ruling::Demands(duties) = article.terms.enforce(agreement, &point) else { continue };
            for duty in duties {
                if let Duty::Credit { line, position } = duty {
                    put(&mut all, line, position, tag.as_str());
                }
            }
        }
    }
    all
}

/// One line for all the languages in which it is the same.
fn put(all: &mut Vec<Demanded>, line: String, position: &'static str, language: &str) {
    match all.iter_mut().find(|one| one.line == line && one.position == position) {
        Some(one) => one.languages.push(language.to_owned()),
        None => all.push(Demanded { line, position, languages: vec![language.to_owned()] }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use interwire_core::agreement::Article;
    use interwire_core::agreement::articles::credit::{Credit, Position};
    use interwire_core::agreement::lang::Wording;
    use interwire_core::item::{Body, Line};

    #[test]
    fn the_credit_of_each_language_is_told_with_its_place() {
        let line = [("vi", "Hãng tin An-xta-na"), ("en", "Astana news")];
        let credit = Credit {
            source: Some("astana".parse().unwrap()),
            line: line.iter().map(|(tag, line)| (tag.parse().unwrap(), (*line).to_owned())).collect(),
            position: Position::Byline,
        };
        let article = Article {
            id: "credit".parse().unwrap(),
            terms: Terms::Credit(credit),
            sentence: Wording::new(),
            wording: Wording::new(),
        };
        let agreement = Agreement {
            id: AgreementId::from_random([1; 16]),
            title: Wording::new(),
            predecessor: None,
            parties: Vec::new(),
            articles: vec![article],
        };
        let told = |source: &str| {
            let wanted = vec!["vi-VN".to_owned(), "kk".to_owned(), "not a tag".to_owned()];
            let all = credits(&agreement, &source.parse().unwrap(), wanted);
            all.iter()
                .map(|one| format!("{} {} {}\n", one.line, one.position, one.languages.join(" ")))
                .collect::<String>()
        };
        expect![[r#"
            Hãng tin An-xta-na byline vi-VN vi
            Astana news byline kk en
        "#]]
        .assert_eq(&told("astana"));
        assert_eq!(told("baku"), "", "the article is about another source");
    }

    #[test]
    fn the_text_has_one_paragraph_after_the_other_however_the_source_broke_its_lines() {
        let body = |markup, text: &str| Body { markup, text: text.to_owned(), ..Body::default() };
        let mut item = Item { headlines: vec![Line::of(" Flood  warning ")], ..Item::default() };
        item.bylines = vec![Line::of("By a reporter")];
        item.bodies = vec![body(Markup::Plain, "The river\r\nrose.\r\n\r\nIt fell.")];
        assert_eq!(text(&item), "Flood warning\n\nBy a reporter\n\nThe river rose.\n\nIt fell.");
        item.bodies = vec![body(Markup::Html, "<p>Mực nước</p><ul><li>một</li><li>hai</li></ul>")];
        assert_eq!(paragraphs(&item), ["Mực nước", "một", "hai"]);
    }
}
