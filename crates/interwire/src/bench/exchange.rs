//! `bench exchange`: two nodes on loopback with a real disk. How long from intake to the partner's store, how long a
//! kill takes, how fast a partner that was away catches up, what durable intake sustains; beside the raw rate of fsync
//! in the same run. Both nodes share this process, so CPU and memory are of both.

use super::measure::{cpu_s, fsyncs_per_s, percentile, rss_mb};
use crate::demo::stage::{AGENCIES, Desk, Player, StageError, agree};
use crate::node::Node;
use interwire_core::exchange::machine::Effect;
use interwire_core::exchange::recall::{Order, Publication, no_reason};
use interwire_core::exchange::store::Store;
use interwire_core::ids::{AgreementId, ArticleId, Guid, Hash, ItemId, ItemKey};
use interwire_core::item::words::SafeNumber;
use interwire_core::item::{Body, Item, ItemType, Line, Version};
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::protocol::v1::item::write_document;
use interwire_core::protocol::v1::statement::{Action, PubStatus};
use serde::Serialize;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio::sync::broadcast::Receiver;
use tokio::time::timeout;

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Stories published one after the other, each when the last has arrived.
    pub stories: usize,
    /// Kills.
    pub kills: usize,
    /// Stories published while the partner is away.
    pub backlog: usize,
}

/// What was measured.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Durable appends of 2 KB per second, raw, in the same folder.
    pub raw_fsync_per_s: f64,
    /// Intake to the partner's store, for text, in ms: p50 and p99.
    pub text_ms: [f64; 2],
    /// The limit of it: two raw fsyncs, in ms.
    pub two_fsyncs_ms: f64,
    /// Order to the partner's stop, in ms: p50 and p99.
    pub kill_ms: [f64; 2],
    /// Durable intake with 1, 16 and 256 publishers, items per second.
    pub intake_per_s: [f64; 3],
    /// Items per second at which the partner that was away caught up, documents included.
    pub catch_up_per_s: f64,
    /// CPU time for each item of the catch-up, both nodes together, in microseconds.
    pub catch_up_cpu_us: f64,
    /// Memory of both nodes together, idle after the start, in MB.
    pub idle_mb: f64,
    /// Memory of both nodes together after everything, in MB, and with how many items.
    pub full_mb: f64,
    /// Items held then.
    pub items: usize,
}

struct Bench {
    a: Player,
    /// None only while it is away.
    b: Option<Player>,
    agreement: AgreementId,
    article: ArticleId,
    count: usize,
}

/// Measures.
///
/// # Errors
/// If a node fails, or something does not arrive in a minute.
pub async fn run(plan: Plan, say: impl Fn(&str)) -> Result<Report, StageError> {
    let dir = tempfile::tempdir()?;
    let raw_fsync_per_s = fsyncs_per_s(dir.path(), 2048, Duration::from_secs(2))?;
    let (a, b) = (
        Player::start(AGENCIES[0], dir.path(), Desk::None).await?,
        Player::start(AGENCIES[1], dir.path(), Desk::None).await?,
    );
    let agreement = agree(&a, &b).await?;
    let article = article_of(a.node(), &agreement).await?;
    let mut bench = Bench { a, b: Some(b), agreement, article, count: 0 };
    tokio::time::sleep(Duration::from_secs(2)).await;
    let idle_mb = rss_mb();
    say("text, one after the other");
    let text_ms = bench.one_by_one(plan.stories).await?;
    say("kills");
    let kill_ms = bench.kills(plan.kills).await?;
    say("durable intake");
    let mut intake_per_s = [0.0; 3];
    for (rate, publishers) in intake_per_s.iter_mut().zip([1, 16, 256]) {
        *rate = bench.intake(publishers, plan.stories.max(256)).await?;
    }
    say("catch-up of a partner that was away");
    let (catch_up_per_s, catch_up_cpu_us) = bench.catch_up(plan.backlog).await?;
    Ok(Report {
        raw_fsync_per_s,
        text_ms,
        two_fsyncs_ms: 2000.0 / raw_fsync_per_s,
        kill_ms,
        intake_per_s,
        catch_up_per_s,
        catch_up_cpu_us,
        idle_mb,
        full_mb: rss_mb(),
        items: bench.count,
    })
}

async fn article_of(node: &Node, agreement: &AgreementId) -> Result<ArticleId, StageError> {
    let (id, me) = (agreement.clone(), node.house().me.clone());
    let found = node.exchange(move |machine, turn| {
        let running = machine.deals().get(&id).and_then(|deal| deal.agreement_at(turn.now));
        Ok(running.and_then(|agreement| {
            let mine = |article: &&interwire_core::agreement::Article| match &article.terms {
                interwire_core::agreement::Terms::Exchange(exchange) => exchange.from == me,
                _ => false,
            };
            agreement.articles.iter().find(mine).map(|article| article.id.clone())
        }))
    });
    found.await?.ok_or_else(|| StageError::Other("the agreement has no exchange article of ours".into()))
}

/// A story of about 280 words.
fn story(n: usize) -> Item {
    let sentence = "The example council met on Monday and agreed to publish the figures that members had asked for. ";
    Item {
        version: SafeNumber::new(1).map_or(Version::Absent, Version::Number),
        kind: Some(ItemType::Text),
        languages: vec!["en".into()],
        headlines: vec![Line::of(&format!("Example council publishes figures, part {n}"))],
        bodies: vec![Body { text: sentence.repeat(17), ..Body::default() }],
        guid: format!("tag:hanoi.example,2026:bench-{n}").parse::<Guid>().ok(),
        ..Item::default()
    }
}

impl Bench {
    fn next(&mut self) -> Item {
        self.count += 1;
        story(self.count)
    }

    async fn publish(&self, item: Item) -> Result<ItemKey, StageError> {
        publish(self.a.node(), &self.agreement, &self.article, item).await
    }

    async fn one_by_one(&mut self, stories: usize) -> Result<[f64; 2], StageError> {
        let mut arrivals = self.b()?.node().effects();
        let mut times = Vec::new();
        for _ in 0..stories {
            let item = self.next();
            let start = Instant::now();
            let key = self.publish(item).await?;
            wait_for(&mut arrivals, |effect| matches!(effect, Effect::Arrived(k, _) if *k == key)).await?;
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        Ok(spread(times))
    }

    async fn kills(&mut self, kills: usize) -> Result<[f64; 2], StageError> {
        let mut effects = self.b()?.node().effects();
        let mut times = Vec::new();
        for _ in 0..kills {
            let item = self.next();
            let key = self.publish(item).await?;
            wait_for(&mut effects, |effect| matches!(effect, Effect::Arrived(k, _) if *k == key)).await?;
            let order = Order { action: Action::Kill, reason: no_reason(), through: 1, replaced_by: None };
            let (item, start) = (key.item.clone(), Instant::now());
            self.a.node().exchange(move |machine, turn| machine.order(turn, &item, &order)).await?;
            wait_for(&mut effects, |effect| matches!(effect, Effect::Recalled(k) if *k == key)).await?;
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        Ok(spread(times))
    }

    async fn intake(&mut self, publishers: usize, stories: usize) -> Result<f64, StageError> {
        let mut queues: HashMap<usize, Vec<Item>> = HashMap::new();
        for n in 0..stories {
            let item = self.next();
            queues.entry(n % publishers).or_default().push(item);
        }
        let start = Instant::now();
        let tasks = queues.into_values().map(|items| {
            let (node, agreement, article) = (self.a.node().clone(), self.agreement.clone(), self.article.clone());
            tokio::spawn(async move {
                for item in items {
                    publish(&node, &agreement, &article, item).await?;
                }
                Ok::<_, StageError>(())
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.map_err(|e| StageError::Other(e.to_string()))??;
        }
        #[expect(clippy::cast_precision_loss, reason = "a count of stories")]
        Ok(stories as f64 / start.elapsed().as_secs_f64())
    }

    async fn catch_up(&mut self, backlog: usize) -> Result<(f64, f64), StageError> {
        let items: Vec<_> = (0..backlog).map(|_| self.next()).collect();
        let (node, agreement, article) = (self.a.node().clone(), self.agreement.clone(), self.article.clone());
        self.settled().await?;
        let fill = async move || {
            for chunk in items.chunks(500) {
                let _ = publish_many(&node, &agreement, &article, chunk.to_vec()).await;
            }
        };
        let Some(away) = self.b.take() else { return Err(StageError::Other("the partner is not there".into())) };
        let back = away.restart(fill).await?;
        let (start_cpu, start) = (cpu_s(), Instant::now());
        self.b = Some(back);
        self.settled().await?;
        #[expect(clippy::cast_precision_loss, reason = "a count of stories")]
        let n = backlog as f64;
        Ok((n / start.elapsed().as_secs_f64(), (cpu_s() - start_cpu) * 1e6 / n))
    }

    fn b(&self) -> Result<&Player, StageError> {
        self.b.as_ref().ok_or_else(|| StageError::Other("the partner is not there".into()))
    }

    /// Waits until the partner has everything.
    async fn settled(&self) -> Result<(), StageError> {
        let end = Instant::now() + Duration::from_secs(300);
        loop {
            let sent = count(self.a.node(), "SELECT count(*) FROM versions").await?;
            let held = count(self.b()?.node(), "SELECT count(*) FROM versions WHERE state = 'held'").await?;
            if sent == held {
                return Ok(());
            }
            if Instant::now() > end {
                return Err(StageError::Other("the partner did not catch up in five minutes".into()));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn count(node: &Node, sql: &'static str) -> Result<i64, StageError> {
    let row: Result<(i64,), _> = sqlx::query_as(sql).fetch_one(node.db().reader()).await;
    row.map(|(count,)| count).map_err(|e| StageError::Other(e.to_string()))
}

async fn publish(node: &Node, agreement: &AgreementId, article: &ArticleId, item: Item) -> Result<ItemKey, StageError> {
    let mut keys = publish_many(node, agreement, article, vec![item]).await?;
    keys.pop().ok_or_else(|| StageError::Other("nothing was published".into()))
}

async fn publish_many(
    node: &Node,
    agreement: &AgreementId,
    article: &ArticleId,
    items: Vec<Item>,
) -> Result<Vec<ItemKey>, StageError> {
    let (me, secret) = (node.house().me.clone(), node.house().item_secret);
    let under = vec![(agreement.clone(), article.clone())];
    let work = move |step: &mut crate::node::Step| {
        let mut keys = Vec::new();
        for item in &items {
            let Some(guid) = &item.guid else { continue };
            let id = ItemId::derive(&secret, guid);
            let Ok(bytes) = write_document(item, &me, &id, [5; 16]) else { continue };
            let doc = BlobRef { hash: Hash::of(&bytes), size: bytes.len() as u64 };
            step.tx.put_blob(&doc.hash, &bytes)?;
            let publication = Publication {
                item: id.clone(),
                version: 1,
                status: PubStatus::Usable,
                doc,
                under: under.clone(),
                test: false,
            };
            step.exchange(|machine, turn| machine.publish(turn, &publication))?;
            keys.push(ItemKey { source: me.clone(), item: id });
        }
        Ok(keys)
    };
    Ok(node.step(work).await?)
}

async fn wait_for(effects: &mut Receiver<Effect>, is: impl Fn(&Effect) -> bool) -> Result<(), StageError> {
    let search = async {
        loop {
            match effects.recv().await {
                Ok(effect) if is(&effect) => return Ok(()),
                Ok(_) => {}
                Err(e) => return Err(StageError::Other(format!("effects were missed: {e}"))),
            }
        }
    };
    timeout(Duration::from_secs(60), search)
        .await
        .map_err(|_| StageError::Other("nothing arrived in a minute".into()))?
}

fn spread(mut times: Vec<f64>) -> [f64; 2] {
    times.sort_by(f64::total_cmp);
    [percentile(&times, 50.0), percentile(&times, 99.0)]
}
