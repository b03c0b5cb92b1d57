//! One item: what it says, whether it may be used, where it came from, and for our own who has it and why. Of an item
//! that its source has recalled the order is shown, and its content only to those who must check it.

use super::Web;
use super::access::Access;
use super::chain::{self, OnItsWay};
use super::compare::{self, Choice};
use super::failure::Failure;
use super::files::{self, File, Media};
use super::origin::{self, Origin};
use super::page::{Frame, When, show};
use super::reuse::{self, Reuse};
use super::rows::desk;
use super::rows::versions::{self, VersionLine};
use super::sent::{self, Holding};
use super::story::{self, Story};
use super::used::{self, Uses};
use crate::store::decisions::DecisionWord;
use crate::users::Role;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::Method;
use interwire_core::exchange::fold::usable;
use interwire_core::exchange::store::RecallRow;
use interwire_core::ids::{Hash, ItemKey};
use interwire_core::item::Limits;
use interwire_core::protocol::v1::item::{DOCUMENT_BYTES_MAX, Document, read_document};
use interwire_core::protocol::v1::statement::PubStatus;
use interwire_formats::Format;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Which version.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    version: Option<u64>,
}

/// The order that stands against a version.
pub struct Order {
    /// correct, withhold or kill.
    pub action: &'static str,
    /// Its public reason.
    pub reason: String,
    /// When it was given.
    pub at: When,
}

/// A version in the list.
pub struct VersionEntry {
    line: VersionLine,
    arrived: Option<When>,
    usable: bool,
    here: bool,
    /// The reader may see what it says.
    seen: bool,
}

/// One item with all that its page and its files need.
pub struct Found {
    /// Which.
    pub key: ItemKey,
    /// The order that stands, or once stood.
    pub recall: Option<RecallRow>,
    /// Its versions, the newest first.
    pub versions: Vec<VersionLine>,
}

impl Found {
    /// Looks an item up by the names in an address.
    ///
    /// # Errors
    /// If there is none, or the store fails.
    pub async fn at(web: &Web, source: &str, item: &str) -> Result<Self, Failure> {
        let source = source.parse().map_err(|_| Failure::NotFound)?;
        let item = item.parse().map_err(|_| Failure::NotFound)?;
        let key = ItemKey { source, item };
        let db = web.node().db();
        let known = versions::recall(db, &key).await?;
        let versions = versions::of(db, &key).await?;
        if known.is_none() && versions.is_empty() {
            return Err(Failure::NotFound);
        }
        let recall = known.and_then(|(_, recall)| recall);
        Ok(Self { key, recall, versions })
    }

    /// Whether people may use a version.
    #[must_use]
    pub fn usable(&self, line: &VersionLine) -> bool {
        usable(line.status, line.version, self.recall.as_ref())
    }

    /// The version of that number, else the newest that is here, else the newest.
    #[must_use]
    pub fn version(&self, wanted: Option<u64>) -> Option<&VersionLine> {
        match wanted {
            Some(version) => self.versions.iter().find(|line| line.version == version),
            None => self.versions.iter().find(|line| line.state == "held").or(self.versions.first()),
        }
    }

    /// Whether the reader may see the content of a version.
    #[must_use]
    pub fn may_see(&self, line: &VersionLine, access: &Access) -> bool {
        line.state == "held" && (self.usable(line) || access.sees_recalled())
    }
}

/// Reads a document that is held.
///
/// # Errors
/// If the store fails.
pub async fn document(web: &Web, hash: &Hash) -> Result<Option<Document>, Failure> {
    let reader = web.node().db().read_blob(hash).await?;
    let Some(reader) = reader else { return Ok(None) };
    let bytes = reader.bytes(DOCUMENT_BYTES_MAX as u64).await.map_err(|e| Failure::Store(e.to_string()))?;
    Ok(read_document(&bytes, &Limits::default()).ok())
}

#[derive(Template)]
#[template(path = "item.html")]
struct ItemPage {
    f: Frame,
    key: ItemKey,
    guid: String,
    version: Option<VersionLine>,
    versions: Vec<VersionEntry>,
    status: &'static str,
    order: Option<Order>,
    usable: bool,
    story: Option<Story>,
    /// Its text was let go: when, by which rule.
    gone: Option<String>,
    /// Its pictures, films, sounds and other files.
    files: Option<Media>,
    /// What may be taken away, of what may be used.
    reuse: Option<Reuse>,
    /// An embargo that is not over, with its end if it is known.
    embargo: Option<Option<When>>,
    origin: Option<Origin>,
    notes: Vec<(String, String)>,
    own: bool,
    holdings: Vec<Holding>,
    decisions: Vec<sent::Why>,
    may_recall: bool,
    may_release: bool,
    /// Whoever works on it, since when, and whether that is the reader.
    taken: Option<(String, When, bool)>,
    may_take: bool,
    may_let_go: bool,
    may_stop: bool,
    /// Who uses it where.
    uses: Uses,
    /// The version that is shown waits until our journal may be written.
    unwritten: bool,
    /// Partners that have not confirmed the version that is shown.
    on_its_way: Vec<OnItsWay>,
}

impl ItemPage {
    /// The versions that the reader may compare, the newest first.
    fn choices(&self) -> Vec<Choice> {
        let seen = self.versions.iter().filter(|entry| entry.seen).map(|entry| entry.line.version);
        let numbers: Vec<u64> = seen.collect();
        compare::choices(&numbers, numbers.get(1).copied(), numbers.first().copied())
    }

    /// What to call it.
    fn title(&self) -> &str {
        let headline = self.story.as_ref().and_then(|story| story.headlines.first()).map(|line| line.text.as_str());
        let guid = Some(self.guid.as_str()).filter(|guid| !guid.is_empty());
        headline.or(guid).unwrap_or(self.f.t("item.title"))
    }

    /// The version that is shown waits, and the reader may stop it.
    fn may_be_stopped(&self) -> bool {
        let here = self.number();
        let waits = |why: &sent::Why| why.line.version == here && why.line.verdict == DecisionWord::Hold;
        self.may_stop && (self.unwritten || self.decisions.iter().any(waits))
    }

    /// Media of a use to choose from.
    fn media_of_use(&self) -> &[&'static str] {
        &used::MEDIA
    }

    /// The credit that the agreement demands, in the first of its languages.
    fn demanded_credit(&self) -> Option<&str> {
        self.reuse.as_ref()?.demanded.first().map(|one| one.line.as_str())
    }

    /// The number of the version that is shown.
    fn number(&self) -> u64 {
        self.version.as_ref().map_or(0, |line| line.version)
    }

    /// What a format is called.
    fn title_of(&self, format: &Format) -> &'static str {
        reuse::title(format)
    }

    /// What a file is called: the part it plays in words, where its name is a code for that.
    fn named(&self, file: &File) -> String {
        let part = file.name.strip_prefix("rnd:").and_then(|code| self.f.find("rendition", code));
        part.map_or_else(|| file.name.clone(), str::to_owned)
    }

    /// The address of one of its files.
    fn media(&self, hash: &Hash) -> String {
        let version = self.number();
        format!("{}/items/{}/{}/{version}/media/{hash}", self.f.root, self.key.source, self.key.item)
    }
}

/// `GET /items/{source}/{item}`
pub async fn page(
    State(web): State<Web>,
    access: Access,
    Path((source, item)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    let found = Found::at(&web, &source, &item).await?;
    let own = found.key.source == web.node().house().me;
    let frame = Frame::new(&web, &access, if own { "/sent" } else { "/board" });
    let version = found.version(wanted.version).cloned();
    if version.is_none() && wanted.version.is_some() {
        return Err(Failure::NotFound);
    }
    let document = match version.as_ref().filter(|line| found.may_see(line, &access)) {
        Some(line) => document(&web, &line.doc).await?,
        None => None,
    };
    let origin = match version.as_ref().and_then(|line| line.position.as_ref()) {
        Some(position) => origin::of(&web, &frame, position).await?,
        None => None,
    };
    let gone = match version.as_ref().filter(|_| document.is_none()) {
        Some(line) => web.node().db().gone(&line.doc).await?.map(|gone| files::gone(&frame, &gone)),
        None => None,
    };
    let (mut told, mut files) = (None, None);
    if let Some(document) = &document {
        let mut story = story::of(&document.item, &frame);
        find_links(&web, &mut story).await?;
        (told, files) = (Some(story), Some(files::of(&web, &frame, &document.item).await?));
    }
    let usable = version.as_ref().is_some_and(|line| found.usable(line));
    let agreement = version.as_ref().and_then(|line| line.position.as_ref()).map(|at| &at.journal.agreement);
    let reuse = match document.as_ref().filter(|_| usable) {
        Some(document) => Some(reuse::of(&web, &frame, &found.key.source, agreement, &document.item).await?),
        None => None,
    };
    let desk = desk::one(web.node().db(), &found.key).await?;
    if let Some(row) = desk.as_ref().filter(|_| !own) {
        web.saw(&access, row.seq).await?;
    }
    let taken = desk.as_ref().and_then(|row| row.taken.clone());
    let taken = taken.map(|taken| (taken.user.clone(), frame.when(taken.at), taken.user == access.name()));
    let takes = !own && access.may(&Method::POST, "/items/{source}/{item}/take");
    let is_admin = access.person.as_ref().is_some_and(|person| person.role == Role::Admin);
    let desk = desk.filter(|row| row.embargoed(frame.now));
    let end = |row: desk::DeskRow| row.embargo_until.filter(|_| !row.embargo_unclear).map(|until| frame.when(until));
    let number = version.as_ref().map_or(0, |line| line.version);
    let waiting = if own { web.node().db().unwritten(&found.key).await? } else { Vec::new() };
    let page = ItemPage {
        unwritten: waiting.iter().any(|(_, version)| *version == number),
        on_its_way: if own && usable {
            chain::on_its_way(&web, &access, &frame, &found.key, number).await?
        } else {
            Vec::new()
        },
        uses: used::of(&web, &access, &frame, &found).await?,
        guid: document.as_ref().map(|document| document.head.guid.to_string()).unwrap_or_default(),
        status: version.as_ref().map_or(PubStatus::Usable, |line| line.status).word(),
        order: version.as_ref().and_then(|line| standing(&found, line, &frame)),
        usable,
        story: told,
        gone,
        files,
        reuse,
        notes: version.as_ref().and_then(|line| line.notes.as_deref()).map(notes).unwrap_or_default(),
        holdings: if own { sent::holdings(&web, &frame, &found.key).await? } else { Vec::new() },
        decisions: if own { sent::why(&web, &frame, &found.key).await? } else { Vec::new() },
        embargo: desk.map(end),
        may_release: own
            && found.recall.as_ref().is_some_and(|recall| recall.action.is_some())
            && access.may(&Method::POST, "/items/{source}/{item}/release"),
        may_stop: own && access.may(&Method::POST, "/items/{source}/{item}/stop"),
        may_recall: own && access.may(&Method::POST, "/items/{source}/{item}/recall"),
        may_take: takes && taken.is_none() && usable,
        may_let_go: takes && taken.as_ref().is_some_and(|(_, _, mine)| *mine || is_admin),
        taken,
        versions: entries(&found, version.as_ref(), &frame, &access),
        key: found.key,
        f: frame,
        version,
        origin,
        own,
    };
    Ok(show(&page)?.into_response())
}

/// Links that are followed to items which are here.
const LINKS_MAX: usize = 50;

/// Finds the pages of the items that a package consists of, or that an item is related to.
async fn find_links(web: &Web, story: &mut Story) -> Result<(), Failure> {
    for link in story.links.iter_mut().take(LINKS_MAX) {
        let Some(guid) = link.guid.as_deref().and_then(|guid| guid.parse().ok()) else { continue };
        let Some(here) = web.node().db().desk_of_guid(&guid).await?.into_iter().next() else { continue };
        link.path = Some(format!("/items/{}/{}", here.row.key.source, here.row.key.item));
        // A relation to a bare guid is told by the headline; that something is a part need not be said of a package.
        let relation = link.guid.as_deref().and_then(|guid| link.text.strip_suffix(guid)).filter(|it| !it.is_empty());
        let shown = usable(PubStatus::Usable, here.row.version, here.recall.as_ref());
        let text = relation.zip(here.row.headline.as_deref().filter(|_| shown)).map(|(relation, headline)| {
            let is_part = relation.starts_with("irel:hasPart") || relation.starts_with("group:");
            if is_part { headline.to_owned() } else { format!("{relation}{headline}") }
        });
        if let Some(text) = text {
            link.text = text;
        }
    }
    // A package may name a part as its part and again in a group.
    let mut seen = BTreeSet::new();
    story.links.retain(|link| link.path.is_none() || seen.insert((link.path.clone(), link.text.clone())));
    Ok(())
}

/// The order that stands against a version; one that was released, or is about older versions, does not.
pub fn standing(found: &Found, line: &VersionLine, frame: &Frame) -> Option<Order> {
    let recall = found.recall.as_ref()?;
    if usable(PubStatus::Usable, line.version, Some(recall)) {
        return None;
    }
    let reason = recall.reason.as_ref().map(ToString::to_string).unwrap_or_default();
    Some(Order { action: recall.action?.word(), reason, at: frame.when(recall.at) })
}

fn entries(found: &Found, here: Option<&VersionLine>, frame: &Frame, access: &Access) -> Vec<VersionEntry> {
    let entry = |line: &VersionLine| VersionEntry {
        arrived: line.arrived_at.map(|at| frame.when(at)),
        usable: found.usable(line),
        seen: found.may_see(line, access),
        here: here.is_some_and(|here| here.version == line.version),
        line: line.clone(),
    };
    found.versions.iter().map(entry).collect()
}

/// Notes from reading, kept as `[{"code", "message"}]`.
fn notes(json: &str) -> Vec<(String, String)> {
    let all: Vec<serde_json::Value> = serde_json::from_str(json).unwrap_or_default();
    let text = |note: &serde_json::Value, name: &str| {
        note.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    };
    all.iter().map(|note| (text(note, "code"), text(note, "message"))).collect()
}
