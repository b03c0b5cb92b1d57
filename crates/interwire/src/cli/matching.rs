//! `interwire match`: which items of files a query takes, and why, without any node. One source is in memory at a time,
//! so a year of files can be asked.

use super::node::NodeArgs;
use super::out::count;
use super::{Done, Out, source};
use crate::errors::{Code, Error};
use crate::ops::item::sweep::{Held, Match, Matched};
use interwire_core::agreement::Lang;
use interwire_core::agreement::lang::BadLang;
use interwire_core::item::{Item, Limits};
use interwire_core::query::naive::{Hit, Outcome};
use interwire_core::query::news::Part;
use interwire_core::query::{Doc, News, Problem, ProblemKind, Query, Sweep};
use interwire_formats::{ReadError, mediatopics};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Say which items a query takes, of files or of all that a node holds: a scope, a search or an alert, tried before it is
/// used.
///
/// Folders are read with everything below them. docs/query.md describes the language.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    /// The query.
    #[arg(short, long, allow_hyphen_values = true)]
    query: String,
    /// Files and folders; `-` is the standard input. Without any, the query is only read and explained.
    paths: Vec<PathBuf>,
    /// Say for each item what of it was found, and where.
    #[arg(long)]
    explain: bool,
    /// The party whose items these are, for `source:`.
    #[arg(long, value_name = "PARTY")]
    source: Option<String>,
    /// The language of the sentence in which the query is said.
    #[arg(long, value_name = "TAG", default_value = "en")]
    language: String,
    #[command(flatten)]
    node: NodeArgs,
    /// Look at everything that the node holds, instead of files.
    #[arg(long, conflicts_with_all = ["paths", "source", "format", "explain"])]
    held: bool,
    /// One line of JSON for each item that is taken.
    #[arg(long)]
    json: bool,
    /// The format where the bytes do not tell: a name or media type from `interwire formats`.
    #[arg(long, value_name = "NAME", value_parser = super::source::known_format)]
    format: Option<String>,
}

const EXAMPLE: &str = "\
Examples:
  interwire match --query 'subject:04000000 language:(en OR vi) urgency:..4' incoming/
  interwire match --explain --query '\"Vũ Việt Trang\" -sport' story.xml
  interwire match --language vi --query '~aliyev headline:visit*'
  interwire match --node hanoi --held --query 'subject:04000000 source:astana'

Exit code: 0 if every file was read, 3 if one was not.";

/// What was looked at, for the last line.
#[derive(Default)]
struct Sum {
    files: usize,
    items: usize,
    taken: usize,
    faults: usize,
}

/// An item that is taken, for programs.
#[derive(Serialize)]
struct Taken<'a> {
    path: &'a str,
    index: usize,
    guid: Option<&'a str>,
    headline: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    found: Vec<String>,
}

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If the query cannot be read, or the output not be written.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let query: Query = self.query.parse().map_err(|problem| refused(&self.query, problem))?;
        if self.paths.is_empty() && !self.held || !self.json {
            let wrong = |cause: BadLang| {
                let error = Error::new(Code::ArgumentWrong).with("what", "--language").with("given", &self.language);
                error.with("reason", &cause).because(cause)
            };
            let language: Lang = self.language.parse().map_err(wrong)?;
            if !Query::languages().any(|tag| tag == language.primary()) {
                let spoken = Query::languages().collect::<Vec<_>>().join(", ");
                let error = Error::new(Code::ArgumentWrong).with("what", "--language").with("given", &self.language);
                return Err(error.with("reason", format!("a query can be said in {spoken}")));
            }
            out.line(&query.to_string())?;
            let label = |code: &str, lang: &Lang| mediatopics::label(code, lang.as_str()).map(str::to_owned);
            out.line(&query.sentence(&language, &label))?;
        }
        if self.held {
            return self.over_the_node(out);
        }
        let (mut sum, mut sweep) = (Sum::default(), Sweep::new(&query));
        for path in &self.paths {
            source::files(path, &mut |file, found| {
                sum.files += 1;
                match found.and_then(|()| self.items(file)) {
                    Ok(items) => items.iter().enumerate().try_for_each(|(index, item)| {
                        sum.items += 1;
                        self.item(&query, &mut sweep, (file, index, item), &mut sum, out)
                    }),
                    Err(error) => {
                        sum.faults += 1;
                        out.remark(&format!("{}: not read: {} ({})", file.display(), error.message, error.code));
                        Ok(())
                    }
                }
            })?;
        }
        if !self.json && !self.paths.is_empty() {
            let (files, items) = (count(sum.files, "file"), count(sum.items, "item"));
            out.line(&format!("{files}, {items}, {} taken, {} not read", sum.taken, sum.faults))?;
        }
        Ok(if sum.faults == 0 { Done::Fine } else { Done::Found })
    }

    /// Everything that a node holds, a few hundred versions at a time.
    fn over_the_node(self, out: &mut Out) -> Result<Done, Error> {
        let (mut looked_at, mut taken) = (0, 0);
        let mut asked = Match { query: self.query, after: 0 };
        self.node.with(async |caller, _| {
            loop {
                let found: Matched = caller.call("match", &asked).await?;
                looked_at += found.looked_at;
                taken += found.taken.len();
                found.taken.iter().try_for_each(|one| out.tell(one, tell_held))?;
                out.progress(&format!("{looked_at} items"));
                let Some(next) = found.next else { return Ok(()) };
                asked.after = next;
            }
        })?;
        out.progress("");
        if !self.json {
            out.line(&format!("{looked_at} looked at, {taken} taken"))?;
        }
        Ok(Done::Fine)
    }

    fn items(&self, path: &Path) -> Result<Vec<Item>, ReadError> {
        let limits = Limits::default();
        let bytes = source::bytes(path, limits.bytes_max)?;
        let read = interwire_formats::read(&bytes, self.format.as_deref(), &limits)?;
        Ok(read.items.into_iter().map(|read| read.item).collect())
    }

    fn item(
        &self,
        query: &Query,
        sweep: &mut Sweep,
        (path, index, item): (&Path, usize, &Item),
        sum: &mut Sum,
        out: &mut Out,
    ) -> Result<(), Error> {
        let news = News { item, source: self.source.as_deref(), services: &[], above: &mediatopics::above };
        if !sweep.takes(&news) {
            return Ok(());
        }
        sum.taken += 1;
        let outcomes = if self.explain { Doc::of(&news).explain(query) } else { Vec::new() };
        let found = outcomes.iter().filter(|outcome| outcome.holds).map(|outcome| told(outcome, &news)).collect();
        let path = path.to_string_lossy();
        let guid = item.guid.as_ref().map(|guid| guid.as_str());
        let taken = Taken { path: &path, index, guid, headline: item.headline(), found };
        if self.json {
            return out.value(&taken);
        }
        out.line(&format!("{path} {index} {}", taken.headline.or(guid).unwrap_or("without a headline")))?;
        taken.found.iter().try_for_each(|line| out.line(&format!("  {line}")))
    }
}

fn tell_held(one: &Held, out: &mut Out) -> Result<(), Error> {
    let headline = one.headline.as_deref().unwrap_or(if one.usable { "without a headline" } else { "not to be used" });
    out.line(&format!("{} {} of {} version {}: {headline}", one.arrived_at, one.item, one.source, one.version))
}

/// The error of a text that is no query.
fn refused(query: &str, problem: Problem) -> Error {
    let code = if problem.kind == ProblemKind::TooLarge { Code::QueryTooLarge } else { Code::QueryWrong };
    let pointed = format!("\n{}", problem.pointed(query));
    Error::new(code).with("pointed", pointed).with("message", &problem.message).because(problem)
}

/// A clause and what it has found.
fn told(outcome: &Outcome, news: &News<'_>) -> String {
    let hits: Vec<String> = outcome.hits.iter().take(5).map(|hit| hit_told(hit, news)).collect();
    let more = outcome.hits.len().saturating_sub(5);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let not = if outcome.negated { " (must not be there)" } else { "" };
    format!("{}{not}: {}{more}", outcome.clause, if hits.is_empty() { "holds".to_owned() } else { hits.join(", ") })
}

fn hit_told(hit: &Hit, news: &News<'_>) -> String {
    match hit {
        Hit::Code(code) => code.clone(),
        Hit::Number(number) => number.to_string(),
        Hit::Words { part, start, end } => {
            let text = news.part(*part).unwrap_or_default();
            format!(
                "“{}” in {}: {}",
                text.get(*start..*end).unwrap_or_default(),
                place(*part),
                around(&text, *start, *end)
            )
        }
    }
}

/// Where in an item a text stands.
fn place(part: Part) -> String {
    let (what, which) = match part {
        Part::Headline(which) => ("headline", which),
        Part::Slugline(which) => ("slugline", which),
        Part::Description(which) => ("description", which),
        Part::Byline(which) => ("byline", which),
        Part::Dateline(which) => ("dateline", which),
        Part::Keyword(which) => ("keyword", which),
        Part::Story(which) => ("story", which),
        Part::Name(field, which, _) => return format!("{} {}", field.name(), which + 1),
    };
    if which == 0 { what.to_owned() } else { format!("{what} {}", which + 1) }
}

/// A few words around a find, on one line.
fn around(text: &str, start: usize, end: usize) -> String {
    const SIDE: usize = 24;
    let before = text.get(..start).unwrap_or_default();
    let from = before.char_indices().rev().nth(SIDE).map_or(0, |(at, _)| at);
    let behind = text.get(end..).unwrap_or_default();
    let to = behind.char_indices().nth(SIDE).map_or(text.len(), |(at, _)| end + at);
    let words: Vec<&str> = text.get(from..to).unwrap_or_default().split_whitespace().collect();
    let cut = |cut: bool| if cut { "…" } else { "" };
    format!("{}{}{}", cut(from > 0), words.join(" "), cut(to < text.len()))
}
