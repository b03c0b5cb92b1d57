//! What happens on the stage: three agencies agree, stories flow one by one, some are corrected, killed, withheld and
//! released, a line may fail and recover; and at the end it is counted from the journals what arrived.

use super::agree::{OFFICE, agree_over};
use super::count::{self, Ordered, Sent};
use super::ledger::Ledger;
use super::line::{Line, Trouble};
use super::script::{AGREEMENTS, Act, OFFER, SCRIPT, TROUBLE, TROUBLED};
use super::stage::{AGENCIES, Desk, PASSPHRASE, Player, Reach, StageError};
use super::story::{self, Story};
use super::summary::{Bout, Summary};
use crate::intake::media::MediaFrom;
use crate::intake::outcome::Fate;
use crate::intake::recall::{self, Asked};
use crate::intake::take::{Source, take};
use crate::ops::agreement::offer::{Offer, offer};
use crate::ops::agreement::seal::{Seal, Secret};
use interwire_core::ids::{AgreementId, ItemKey, PartyId};
use interwire_core::protocol::v1::statement::Action;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long anything may take before the demo says that it is lost.
const PATIENCE: Duration = Duration::from_secs(30);
/// The shortest embargo that ends while the demo runs.
const EMBARGO_MS_MIN: i64 = 1500;

/// The demo while it runs.
pub struct Show {
    /// Its agencies.
    pub players: Vec<Player>,
    /// Their agreements, and who is in them.
    pub agreements: Vec<(AgreementId, [PartyId; 2])>,
    stories: Vec<Story>,
    pub(super) ledger: Ledger,
    pub(super) lines: Option<[Line; 2]>,
    troubles: Vec<Trouble>,
    /// The line fails now.
    pub(super) now: Option<Trouble>,
    pub(super) sent: Vec<Sent>,
    kills: Vec<Ordered>,
    corrections: usize,
    pub(super) bouts: Vec<Bout>,
}

impl Show {
    /// Starts three agencies in folders below `dir` and lets them agree, each with each. With troubles, two of them reach
    /// one another over lines that will have these.
    ///
    /// # Errors
    /// If they do not come to agreements in force.
    pub async fn begin(dir: &Path, desk: Desk, troubles: &[Trouble]) -> Result<Self, StageError> {
        let stories = story::all().map_err(|e| StageError::Other(e.to_string()))?;
        let reach = if troubles.is_empty() { Reach::Told } else { Reach::ByHand };
        let starts = AGENCIES.iter().map(|agency| Player::start(*agency, dir, desk, reach));
        let players: Vec<Player> = futures::future::try_join_all(starts).await?;
        let mut show = Self {
            ledger: Ledger::at(&players),
            players,
            agreements: Vec::new(),
            stories,
            lines: None,
            troubles: troubles.to_vec(),
            now: None,
            sent: Vec::new(),
            kills: Vec::new(),
            corrections: 0,
            bouts: Vec::new(),
        };
        if !troubles.is_empty() {
            let (a, b) = TROUBLED;
            let to = |nth: usize| Line::to(show.players[nth].running.address);
            show.lines = Some([to(a).await?, to(b).await?]);
        }
        for (a, b, terms) in AGREEMENTS {
            let (one, other) = (&show.players[a], &show.players[b]);
            let [at_one, at_other] = match &show.lines {
                Some([to_a, to_b]) if (a, b) == TROUBLED => [to_a.base(), to_b.base()],
                _ => [one.address(), other.address()],
            };
            let id = agree_over(one, other, &terms, [&at_one, &at_other]).await?;
            show.agreements.push((id, [one.id().clone(), other.id().clone()]));
        }
        Ok(show)
    }

    /// One agency offers another a further agreement, signed by its own side: people may sign it on the pages.
    ///
    /// # Errors
    /// If it does not reach the other node.
    pub async fn offer(&self) -> Result<(&Player, &Player), StageError> {
        let (from, to, terms) = OFFER;
        let (from, to) = (&self.players[from], &self.players[to]);
        let seal = Seal {
            signatory: from.agency.signatory.to_owned(),
            office: OFFICE.to_owned(),
            place: from.agency.place.to_owned(),
            date: None,
            passphrase: Secret::new(PASSPHRASE),
        };
        let offered = Offer { draft: terms.draft(from, to)?, to: vec![to.address()], seal: Some(seal) };
        let offered = offer(&from.ctx(), offered).await?;
        match offered.delivered.iter().find_map(|one| one.trouble.clone()) {
            Some(trouble) => Err(StageError::Other(trouble)),
            None => Ok((from, to)),
        }
    }

    /// Whether a line will fail.
    #[must_use]
    pub fn fails(&self) -> bool {
        self.lines.is_some()
    }

    /// The whole script, with a pause between two acts; `say` is told each.
    ///
    /// # Errors
    /// If a step fails.
    pub async fn play(&mut self, pause: Duration, mut say: impl FnMut(&str)) -> Result<(), StageError> {
        let soon_ms = i64::try_from(pause.as_millis()).unwrap_or(0).saturating_mul(8).max(EMBARGO_MS_MIN);
        let (first, acts, between) = TROUBLE;
        for (nth, act) in SCRIPT.iter().enumerate() {
            let since = nth.checked_sub(first);
            let (bout, within) = since.map_or((usize::MAX, 0), |n| (n / (acts + between), n % (acts + between)));
            match self.troubles.get(bout).copied() {
                Some(trouble) if within == 0 => say(&self.break_line(trouble)),
                Some(_) if within == acts => say(&self.mend_line().await?),
                _ => {}
            }
            say(&self.act(*act, soon_ms).await?);
            tokio::time::sleep(pause).await;
        }
        if self.now.is_some() {
            say(&self.mend_line().await?);
        }
        self.settle().await
    }

    async fn act(&mut self, act: Act, soon_ms: i64) -> Result<String, StageError> {
        match act {
            Act::Publish(slug, version) => self.publish(slug, version, soon_ms).await,
            Act::Kill(slug, reason) => self.order(slug, Action::Kill, reason).await,
            Act::Withhold(slug, reason) => self.order(slug, Action::Withhold, reason).await,
            Act::Release(slug) => self.release(slug).await,
        }
    }

    fn story(&self, slug: &str, version: u64) -> Result<Story, StageError> {
        let found = self.stories.iter().find(|story| story.slug == slug && story.version == version);
        found.cloned().ok_or_else(|| StageError::Other(format!("there is no story {slug}")))
    }

    fn player(&self, id: &str) -> Result<&Player, StageError> {
        let found = self.players.iter().find(|player| player.agency.id == id);
        found.ok_or_else(|| StageError::Other(format!("there is no agency {id}")))
    }

    /// The story of that slug as it went out first.
    fn known(&self, slug: &str) -> Result<Sent, StageError> {
        let found = self.sent.iter().find(|sent| sent.slug == slug);
        found.cloned().ok_or_else(|| StageError::Other(format!("{slug} is not published yet")))
    }

    /// Hands a version of a story in and waits until every partner has it that must get it and can.
    async fn publish(&mut self, slug: &str, version: u64, soon_ms: i64) -> Result<String, StageError> {
        let story = self.story(slug, version)?;
        let player = self.player(&story.from)?;
        let start = Instant::now();
        let key = take_in(player, &story, soon_ms).await?;
        let node = player.node().clone();
        let embargoed = story.embargo.is_some();
        self.sent.push(Sent { slug: story.slug.clone(), version, key: key.clone(), start, embargoed });
        self.corrections += usize::from(version > 1);
        let to = count::receivers(&node, &key, version).await?;
        self.wait(PATIENCE, |show| to.iter().all(|party| show.cut(&key, party) || show.has(party, &key, version)))
            .await;
        let names: Vec<&str> = to.iter().map(PartyId::as_str).collect();
        let to = match (names.is_empty(), embargoed) {
            (true, true) => "held back: embargo".to_owned(),
            (true, false) => "to nobody".to_owned(),
            _ => names.join(", "),
        };
        let verb = if version > 1 { "corrects" } else { "publishes" };
        let Story { from, headline, language, format, .. } = &story;
        Ok(format!("{from} {verb} ({language}, {}, {format}) -> {to}: {headline}", story.what()))
    }

    /// Orders, and waits until every partner that can be reached has stopped the item.
    async fn order(&mut self, slug: &str, action: Action, reason: &str) -> Result<String, StageError> {
        let Sent { key, .. } = self.known(slug)?;
        let reason = reason.parse().map_err(StageError::Other)?;
        let asked = Asked { action, reason, through: None, replaced_by: None };
        let node = self.player(key.source.as_str())?.node().clone();
        let (item, start) = (key.item.clone(), Instant::now());
        let ordered = node.step(move |step| recall::order(step, &item, &asked, "demo")).await?;
        ordered.map_err(|e| StageError::Other(e.to_string()))?;
        let holders = count::holders(&node, &key, &self.agreements).await?;
        let to: BTreeSet<PartyId> = holders.into_iter().map(|holder| holder.party).collect();
        self.wait(PATIENCE, |show| {
            to.iter().all(|party| show.cut(&key, party) || show.ledger.stopped(party, &key).is_some())
        })
        .await;
        let names: Vec<&str> = to.iter().map(PartyId::as_str).collect();
        let told = format!("{} orders a {} of {slug}; told: {}", key.source, action.word(), names.join(", "));
        if action == Action::Kill {
            self.kills.push(Ordered { key, to, start });
        }
        Ok(told)
    }

    async fn release(&mut self, slug: &str) -> Result<String, StageError> {
        let Sent { key, .. } = self.known(slug)?;
        let node = self.player(key.source.as_str())?.node().clone();
        let item = key.item.clone();
        let released = node.step(move |step| recall::release(step, &item, "demo")).await?;
        released.map_err(|e| StageError::Other(e.to_string()))?;
        Ok(format!("{} releases {slug}: it may be used again", key.source))
    }

    fn has(&self, party: &PartyId, key: &ItemKey, version: u64) -> bool {
        !self.ledger.arrivals(&(party.clone(), key.clone(), version)).is_empty()
    }

    /// Waits until something is so; returns whether it is.
    pub(super) async fn wait(&self, patience: Duration, is: impl Fn(&Self) -> bool) -> bool {
        let (mut news, end) = (self.ledger.news(), Instant::now() + patience);
        while !is(self) {
            if Instant::now() > end {
                return false;
            }
            // What the ledger does not ring for is looked at from time to time.
            let _ = tokio::time::timeout(Duration::from_millis(100), news.changed()).await;
        }
        true
    }

    /// Waits until every embargo that ends has ended, everything expected has arrived and every kill is answered.
    async fn settle(&self) -> Result<(), StageError> {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            let expected = count::expected(&self.players, &self.sent).await?;
            let arrived = expected.iter().all(|one| !self.ledger.arrivals(one).is_empty());
            let answered = count::answered(&self.players, &self.kills, &self.agreements).await?;
            if arrived && answered == self.kills.len() && !count::holds_end(&self.players).await? {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Stops all nodes, verifies their folders, and counts.
    ///
    /// # Errors
    /// If a folder cannot be read.
    pub async fn end(self) -> Result<Summary, StageError> {
        let mut summary = Summary {
            nodes: self.players.len(),
            agreements: self.agreements.len(),
            published: self.sent.len(),
            corrections: self.corrections,
            held_back: count::held(&self.players).await?,
            troubles: self.bouts,
            ..Summary::default()
        };
        summary.kills.sent = self.kills.len();
        summary.kills.acknowledged = count::answered(&self.players, &self.kills, &self.agreements).await?;
        summary.kills.stopped_ms = count::stopped_ms(&self.ledger, &self.kills);
        summary.latency_ms = count::latency(&self.ledger, &self.players, &self.sent).await?;
        let expected = count::expected(&self.players, &self.sent).await?;
        let mut dirs = BTreeMap::new();
        for player in self.players {
            dirs.insert(player.id().clone(), player.end().await);
        }
        count::deliveries(&mut summary, &expected, &self.ledger.close().await);
        summary.journals_verified = count::verified(dirs).await?;
        Ok(summary)
    }
}

/// Takes a version of a story in at its agency, as a file in the format of its newsroom, with its media file beside it.
async fn take_in(player: &Player, story: &Story, soon_ms: i64) -> Result<ItemKey, StageError> {
    let other = |e: &dyn std::fmt::Display| StageError::Other(format!("{}: {e}", story.slug));
    let item = story.item(player.node().now(), soon_ms)?;
    let written = interwire_formats::write(&story.format, &item).map_err(|e| other(&e))?;
    let drawn = story.clone();
    let file = tokio::task::spawn_blocking(move || drawn.file()).await.map_err(|e| other(&e))?;
    if let Some(file) = file.map_err(|e| other(&e))? {
        tokio::fs::write(player.newsroom().join(file.name), file.bytes).await?;
    }
    let source = Source {
        feed: "newsroom".to_owned(),
        path: format!("{}-{}", story.slug, story.version),
        service: None,
        hint: Some(story.format.clone()),
        bytes: written.bytes,
        media: MediaFrom::Folder(player.newsroom().to_owned()),
        test: false,
    };
    let taken = take(player.node(), source).await?;
    let outcome =
        taken.outcomes.first().filter(|outcome| outcome.fate == Fate::New && outcome.version == story.version);
    let item = outcome.and_then(|outcome| outcome.item.clone());
    let item = item.ok_or_else(|| StageError::Other(format!("{} was not taken in: {taken:?}", story.slug)))?;
    Ok(ItemKey { source: player.id().clone(), item })
}
