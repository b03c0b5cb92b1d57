//! Uses of an item: who uses it where, as the journals say; the forms by which the house tells its own, ends them, and
//! says that a recalled item is gone from everything.

use super::Web;
use super::access::Access;
use super::failure::Failure;
use super::item::Found;
use super::page::{Frame, When};
use crate::ops::item::used as op;
use crate::ops::item::using::{House, OneUse, uses};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use http::Method;
use interwire_core::exchange::store::RecallRow;
use interwire_core::ids::ItemKey;
use interwire_core::protocol::v1::statement::{Answer, Body};
use interwire_core::time::Time;
use serde::Deserialize;

/// Media to choose from.
pub const MEDIA: [&str; 6] = ["web", "print", "broadcast", "social", "wire", "other"];

/// One use.
pub struct UseView {
    /// Who uses it.
    pub by: String,
    /// That is this house.
    pub by_us: bool,
    /// Which version.
    pub version: u64,
    /// Where, in words, and in which language.
    pub medium: String,
    /// In which language.
    pub language: String,
    /// Where it can be seen, and whether a browser can go there.
    pub address: Option<(String, bool)>,
    /// Since when.
    pub since: When,
    /// Until when, once it has ended.
    pub until: Option<When>,
    /// It was told by mistake.
    pub taken_back: bool,
    /// It waits to be written.
    pub waits: bool,
    /// Names it in forms.
    pub mark: String,
    /// What only the house knows of it.
    pub house: Option<House>,
}

impl UseView {
    /// For a reader.
    #[must_use]
    pub fn of(one: OneUse, frame: &Frame) -> Self {
        let when = |text: &str| frame.when(text.parse::<Time>().unwrap_or_default());
        let link = |address: String| {
            let goes = url::Url::parse(&address).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
            (address, goes)
        };
        Self {
            medium: frame.word("medium", &one.medium),
            address: one.address.map(link),
            since: when(&one.since),
            until: one.until.as_deref().map(when),
            taken_back: one.taken_back,
            waits: one.waits,
            by: one.by,
            by_us: one.by_us,
            version: one.version,
            language: one.language,
            mark: one.mark,
            house: one.house,
        }
    }

    /// It goes on.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.until.is_none()
    }
}

/// The uses of an item, and what its reader may do about them.
pub struct Uses {
    /// All that were told.
    pub all: Vec<UseView>,
    /// The reader may tell a use of the house.
    pub may_tell: bool,
    /// The reader may end uses of the house.
    pub may_end: bool,
    /// It is recalled, nothing of it runs here any more, and its source has not been told so: the reader may.
    pub may_say_gone: bool,
    /// What the house has answered to the last order, the newest last.
    pub answers: Vec<(Answer, When)>,
    /// Now, for the form.
    pub now: String,
}

impl Uses {
    /// Uses that go on, of this house or of others.
    pub fn running(&self, ours: bool) -> impl Iterator<Item = &UseView> {
        self.all.iter().filter(move |one| one.by_us == ours && one.runs())
    }

    /// How many go on, of this house or of others.
    #[must_use]
    pub fn count(&self, ours: bool) -> usize {
        self.running(ours).count()
    }
}

/// The uses of an item.
///
/// # Errors
/// If the store fails.
pub async fn of(web: &Web, access: &Access, frame: &Frame, found: &Found) -> Result<Uses, Failure> {
    let all: Vec<UseView> =
        uses(&web.ctx(access), &found.key).await?.into_iter().map(|one| UseView::of(one, frame)).collect();
    let me = &web.node().house().me;
    let theirs = found.key.source != *me;
    let may = |path| theirs && access.may(&Method::POST, path);
    let recall = found.recall.as_ref().filter(|recall| theirs && recall.action.is_some());
    let answers = match recall {
        Some(recall) => answers(web, frame, &found.key, recall).await?,
        None => Vec::new(),
    };
    let said = answers.iter().any(|(answer, _)| matches!(answer, Answer::Removed | Answer::Unused));
    let runs = all.iter().any(|one| one.by_us && one.runs());
    Ok(Uses {
        may_tell: may("/items/{source}/{item}/used") && found.versions.iter().any(|line| line.state == "held"),
        may_end: may("/items/{source}/{item}/use-ended"),
        may_say_gone: recall.is_some() && !said && !runs && may("/items/{source}/{item}/removed"),
        answers,
        now: frame.local(frame.now),
        all,
    })
}

/// What the house has answered to the order in force, each answer once.
async fn answers(web: &Web, frame: &Frame, key: &ItemKey, recall: &RecallRow) -> Result<Vec<(Answer, When)>, Failure> {
    let me = &web.node().house().me;
    let mut all: Vec<(Answer, When)> = Vec::new();
    for one in web.node().db().said_about(key).await? {
        if !matches!(&one.statement.body, Body::Recalled(of) if of.order == recall.order) {
            continue;
        }
        for (_, answer, at) in one.answers.iter().filter(|(by, _, _)| by == me) {
            if !all.iter().any(|(known, _)| known == answer) {
                all.push((*answer, frame.when(*at)));
            }
        }
    }
    Ok(all)
}

/// The form of a use.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    version: Option<u64>,
    #[serde(default)]
    medium: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    since: String,
    #[serde(default)]
    outlet: String,
    #[serde(default)]
    credit: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    although: String,
}

/// `POST /items/{source}/{item}/used`
pub async fn used(
    State(web): State<Web>,
    access: Access,
    Path((source, item)): Path<(String, String)>,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    let key = Found::at(&web, &source, &item).await?.key;
    let given = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let at = Frame::new(&web, &access, "/board").moment(&asked.since);
    let input = op::Used {
        item: key.item.to_string(),
        source: Some(key.source.to_string()),
        version: asked.version,
        language: given(asked.language),
        medium: given(asked.medium),
        address: given(asked.address),
        // What is no moment is told as it was typed, and refused.
        at: at.map(|at| at.to_string()).or_else(|| given(asked.since)),
        although_recalled: asked.although == "yes",
        outlet: asked.outlet,
        credit: asked.credit,
        note: asked.note,
    };
    op::used(&web.ctx(&access), input).await?;
    Ok(web.go(&format!("/items/{source}/{item}#uses")))
}

/// The form that ends a use.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Ended {
    #[serde(default)]
    mark: String,
    #[serde(default)]
    mistake: String,
}

/// `POST /items/{source}/{item}/use-ended`
pub async fn use_ended(
    State(web): State<Web>,
    access: Access,
    Path((source, item)): Path<(String, String)>,
    Form(asked): Form<Ended>,
) -> Result<Response, Failure> {
    let key = Found::at(&web, &source, &item).await?.key;
    let input = op::UseEnded {
        item: key.item.to_string(),
        source: Some(key.source.to_string()),
        which: Some(asked.mark),
        mistake: asked.mistake == "yes",
        ..op::UseEnded::default()
    };
    op::use_ended(&web.ctx(&access), input).await?;
    Ok(web.go(&format!("/items/{source}/{item}#uses")))
}

/// `POST /items/{source}/{item}/removed`
pub async fn removed(
    State(web): State<Web>,
    access: Access,
    Path((source, item)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let key = Found::at(&web, &source, &item).await?.key;
    let (item_id, whose) = (key.item.to_string(), Some(key.source.to_string()));
    op::removed(&web.ctx(&access), op::Removed { item: item_id, source: whose, unused: false }).await?;
    Ok(web.go(&format!("/items/{source}/{item}#uses")))
}
