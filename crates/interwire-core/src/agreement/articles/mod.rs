//! The kinds of article. Adding one is one file here and one line in the table below (docs/how-to/add-an-article.md).
//! A kind answers four questions about its promise: what are the terms and how does a person read them, are they well
//! formed, what do they allow or demand at a decision point, and (in the evaluation) how does it stand.

use super::point::{Point, Ruling};
use super::value::{Map, Origin, Reader};
use super::words::Say;
use super::{Agreement, Problem};
use crate::agreement::check::Report;
use crate::ids::ArticleId;

/// What each kind of article answers.
pub trait Kind: Sized {
    /// Its name in signed bytes and drafts, for ever.
    const NAME: &'static str;
    /// How many articles of this kind an agreement needs and may have.
    const COUNT: (usize, usize);
    /// Found in agreements for decades, or added because today needs it; shown apart on the signing page.
    const CLASSICAL: bool;
    /// The English sentences its terms are read in, `key` and template; other languages are in `agreement/words`.
    const SENTENCES: &'static [(&'static str, &'static str)];
    /// Takes the terms; what is wrong is reported to the reader. None if a term that has no default is missing.
    fn read(terms: &mut Reader) -> Option<Self>;
    /// Every term, defaults spelled out.
    fn write(&self) -> Map;
    /// Says the terms to a person.
    fn say(&self, say: &mut Say<'_>);
    /// Is it well formed, does it contradict another article?
    fn check(&self, agreement: &Agreement, report: &mut Report<'_>);
    /// What does it allow, forbid or demand here?
    fn enforce(&self, agreement: &Agreement, point: &Point<'_>) -> Ruling;
}

/// A kind as the table knows it.
pub struct KindInfo {
    /// Its name.
    pub name: &'static str,
    /// How many an agreement needs and may have.
    pub count: (usize, usize),
    /// See [`Kind::CLASSICAL`].
    pub classical: bool,
    /// Its English sentences.
    pub sentences: &'static [(&'static str, &'static str)],
}

macro_rules! kinds {
    ($($module:ident: $kind:ident,)+) => {
        $(pub mod $module;)+

        /// The terms of an article, by kind.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Terms {
            $(#[doc = concat!("Kind `", stringify!($module), "`.")] $kind($module::$kind),)+
            /// A kind, or terms of a known kind, that this program does not understand. It can be shown, not signed.
            Unknown {
                /// The kind.
                kind: String,
                /// The terms as they were written.
                terms: Map,
            },
        }

        /// All kinds, in the order in which a new draft shows them.
        pub const KINDS: &[KindInfo] = &[$(KindInfo {
            name: $module::$kind::NAME,
            count: $module::$kind::COUNT,
            classical: $module::$kind::CLASSICAL,
            sentences: $module::$kind::SENTENCES,
        },)+];

        impl Terms {
            /// Reads the terms of an article. If anything in them is not understood the terms are [`Terms::Unknown`],
            /// and the problems say what.
            #[must_use]
            pub fn read(kind: &str, terms: &Map, origin: Origin, article: &ArticleId) -> (Self, Vec<Problem>) {
                let mut reader = Reader::new(terms.clone(), origin, Some(article.clone()));
                let read = match kind {
                    $($module::$kind::NAME => $module::$kind::read(&mut reader).map(Self::$kind),)+
                    _ => {
                        let message = format!("{kind} is not a kind of article known here");
                        let problem = Problem::error("unknown-kind", message).on(article);
                        return (Self::Unknown { kind: kind.to_owned(), terms: terms.clone() }, vec![problem]);
                    }
                };
                let problems = reader.finish();
                match read {
                    Some(read) if problems.is_empty() => (read, problems),
                    _ => (Self::Unknown { kind: kind.to_owned(), terms: terms.clone() }, problems),
                }
            }

            /// The name of the kind.
            #[must_use]
            pub fn kind(&self) -> &str {
                match self {
                    $(Self::$kind(_) => $module::$kind::NAME,)+
                    Self::Unknown { kind, .. } => kind,
                }
            }

            /// Every term, defaults spelled out.
            #[must_use]
            pub fn write(&self) -> Map {
                match self {
                    $(Self::$kind(terms) => terms.write(),)+
                    Self::Unknown { terms, .. } => terms.clone(),
                }
            }

            /// Says the terms to a person; unknown ones stay silent.
            pub fn say(&self, say: &mut Say<'_>) {
                match self {
                    $(Self::$kind(terms) => terms.say(say),)+
                    Self::Unknown { .. } => {}
                }
            }

            /// Checks the terms.
            pub fn check(&self, agreement: &Agreement, report: &mut Report<'_>) {
                match self {
                    $(Self::$kind(terms) => terms.check(agreement, report),)+
                    Self::Unknown { kind, .. } => {
                        report.error("", "not-understood", format!("terms of {kind} are not understood here"));
                    }
                }
            }

            /// What the article allows, forbids or demands at a point.
            #[must_use]
            pub fn enforce(&self, agreement: &Agreement, point: &Point<'_>) -> Ruling {
                match self {
                    $(Self::$kind(terms) => terms.enforce(agreement, point),)+
                    Self::Unknown { .. } => Ruling::Silent,
                }
            }
        }
    };
}

kinds! {
    document: Document,
    texts: Texts,
    term: Term,
    exchange: Exchange,
    credit: Credit,
    corrections: Corrections,
}

/// A kind by name.
#[must_use]
pub fn kind(name: &str) -> Option<&'static KindInfo> {
    KINDS.iter().find(|kind| kind.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_a_kind_has_its_line_in_the_table_and_its_place_in_the_draft() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/agreement/articles");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| name.strip_suffix(".rs").map(str::to_owned))
            .filter(|name| name != "mod")
            .collect();
        files.sort();
        let mut table: Vec<String> = KINDS.iter().map(|kind| kind.name.to_owned()).collect();
        table.sort();
        assert_eq!(files, table, "one file and one line per kind, of the same name");
        for kind in KINDS {
            let line = format!("kind = \"{}\"", kind.name);
            assert!(crate::agreement::draft::TEMPLATE.contains(&line), "the draft template lacks {}", kind.name);
        }
    }

    #[test]
    fn a_kind_that_is_not_known_stays_readable_and_is_reported() {
        let terms = Map::from([("per_day".to_owned(), "1".into())]);
        let (read, problems) = Terms::read("brief", &terms, Origin::Signed, &"7".parse().unwrap());
        assert_eq!(read.kind(), "brief");
        assert_eq!(read.write(), terms);
        assert_eq!(
            problems[0].to_string(),
            "article 7: brief is not a kind of article known here (error unknown-kind)"
        );
    }
}
