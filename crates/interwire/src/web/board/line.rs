//! One line of the board for one reader.

use crate::index::Place;
use crate::index::shown::{Piece, Shown};
use crate::preview::{self, folder::Size};
use crate::store::reading::Reading;
use crate::web::markup;
use crate::web::page::{Frame, When};
use crate::web::rows::desk::DeskRow;
use askama::Template;

/// A line of the board for a reader.
pub struct Line {
    pub row: DeskRow,
    pub when: When,
    pub embargoed: bool,
    /// The reader has not seen it.
    pub unread: bool,
    /// Whoever works on it, and since when.
    pub taken: Option<(String, When)>,
    /// Where the words of a search stand.
    pub shown: Shown,
}

impl Line {
    /// Makes a line for the readers of a frame.
    #[must_use]
    pub fn new(row: DeskRow, frame: &Frame, reading: &Reading) -> Self {
        Self {
            when: frame.when(row.arrived_at),
            embargoed: row.embargoed(frame.now),
            unread: !reading.has(row.seq),
            taken: row.taken.clone().map(|taken| (taken.user, frame.when(taken.at))),
            shown: Shown::default(),
            row,
        }
    }

    /// A name of the line in the page.
    pub fn id(&self) -> String {
        format!("{}_{}", self.row.key.source.as_str().replace('.', "_"), self.row.key.item)
    }

    /// The word of the action of the recall that stands.
    pub fn action(&self) -> &'static str {
        let action = self.row.recall.as_ref().and_then(|recall| recall.action);
        action.map_or("", interwire_core::protocol::v1::statement::Action::word)
    }

    /// What to call it: the headline, else the slug, else the guid.
    pub fn title(&self) -> &str {
        let given = self.row.headline.as_deref().or(self.row.slug.as_deref());
        given.filter(|text| !text.trim().is_empty()).unwrap_or(&self.row.guid)
    }

    /// The title, cut at what was found in it.
    pub fn pieces(&self) -> Vec<Piece> {
        if self.shown.headline.is_empty() {
            return vec![Piece { text: self.title().to_owned(), found: false }];
        }
        self.shown.headline.clone()
    }

    /// The end of the embargo, if it is known.
    pub fn until(&self, frame: &Frame) -> Option<When> {
        self.row.embargo_until.map(|until| frame.when(until))
    }

    /// What calls people to it: a kill, or a flash.
    pub fn call(&self, frame: &Frame) -> &'static str {
        match () {
            () if self.row.killed() => "kill",
            () if self.row.flash(frame.now) => "flash",
            () => "",
        }
    }

    /// The path of the small picture that stands for it; none for what people may not use.
    pub fn picture(&self) -> Option<String> {
        let file = self.row.picture.filter(|_| self.row.usable())?;
        Some(preview::path(&self.row.key, self.row.version, &file, Size::Small))
    }

    /// Its place in the order of urgency.
    pub fn place(&self) -> i64 {
        Place::new(self.row.urgency.and_then(|urgency| u64::try_from(urgency).ok()), self.row.seq).0
    }

    pub fn language(&self) -> &str {
        markup::language(self.row.language.as_deref())
    }
}

/// One line as a fragment.
#[derive(Template)]
#[template(path = "row.html")]
pub struct RowFragment<'a> {
    /// The frame.
    pub f: &'a Frame,
    /// The line.
    pub line: &'a Line,
}
