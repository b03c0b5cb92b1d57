//! `bench exchange`: two nodes on loopback with a real disk. How long from intake to the partner's store, how long a
//! kill takes, how fast a partner that was away catches up, what durable intake sustains; beside the raw rate of fsync
//! in the same run. Both nodes share this process, so CPU and memory are of both.

use super::measure::{Process, fsyncs_per_s, spread};
use super::stories::{take_in, take_in_all};
use crate::demo::agree::{Terms, agree};
use crate::demo::stage::{AGENCIES, Desk, Player, Reach, StageError};
use crate::node::Node;
use interwire_core::exchange::machine::Effect;
use interwire_core::exchange::recall::{Order, no_reason};
use interwire_core::protocol::v1::statement::Action;
use serde::Serialize;
use std::ops::Range;
use std::sync::atomic::Ordering;
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
    /// How the partner that was away caught up.
    pub catch_up: CatchUp,
    /// Memory of both nodes together, idle after the start, in MB.
    pub idle_mb: f64,
    /// Memory of both nodes together after everything, in MB, and with how many items.
    pub full_mb: f64,
    /// Items held then.
    pub items: usize,
}

/// How a partner that was away caught up, documents included.
#[derive(Debug, Clone, Serialize)]
pub struct CatchUp {
    /// Items per second.
    pub per_s: f64,
    /// CPU time for each item, both nodes together, in microseconds.
    pub cpu_us: f64,
    /// Statements of SQL for each item, at the source and at the partner.
    pub statements: [f64; 2],
}

struct Bench {
    a: Player,
    /// None only while it is away.
    b: Option<Player>,
    count: usize,
}

/// Measures.
///
/// # Errors
/// If a node fails, or something does not arrive in a minute.
pub async fn run(plan: Plan, mut say: impl FnMut(&str)) -> Result<Report, StageError> {
    let dir = tempfile::tempdir()?;
    let raw_fsync_per_s = fsyncs_per_s(dir.path(), 2048, Duration::from_secs(2))?;
    let (a, b) = (
        Player::start(AGENCIES[0], dir.path(), Desk::None, Reach::Told).await?,
        Player::start(AGENCIES[1], dir.path(), Desk::None, Reach::Told).await?,
    );
    agree(&a, &b, &Terms::default()).await?;
    let mut bench = Bench { a, b: Some(b), count: 0 };
    tokio::time::sleep(Duration::from_secs(2)).await;
    let idle_mb = Process::own().rss_mb();
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
    let catch_up = bench.catch_up(plan.backlog).await?;
    Ok(Report {
        raw_fsync_per_s,
        text_ms,
        two_fsyncs_ms: 2000.0 / raw_fsync_per_s,
        kill_ms,
        intake_per_s,
        catch_up,
        idle_mb,
        full_mb: Process::own().rss_mb(),
        items: bench.count,
    })
}

impl Bench {
    /// The numbers of the next stories.
    fn next(&mut self, stories: usize) -> Range<usize> {
        let first = self.count;
        self.count += stories;
        first..self.count
    }

    async fn one_by_one(&mut self, stories: usize) -> Result<[f64; 2], StageError> {
        let mut arrivals = self.b()?.node().effects();
        let mut times = Vec::new();
        for n in self.next(stories) {
            let start = Instant::now();
            let key = take_in(self.a.node(), n).await?;
            wait_for(&mut arrivals, |effect| matches!(effect, Effect::Arrived(k, _) if *k == key)).await?;
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        Ok(spread(times))
    }

    async fn kills(&mut self, kills: usize) -> Result<[f64; 2], StageError> {
        let mut effects = self.b()?.node().effects();
        let mut times = Vec::new();
        for n in self.next(kills) {
            let key = take_in(self.a.node(), n).await?;
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
        let (numbers, start) = (self.next(stories), Instant::now());
        take_in_all(self.a.node(), numbers, publishers).await?;
        #[expect(clippy::cast_precision_loss, reason = "a count of stories")]
        Ok(stories as f64 / start.elapsed().as_secs_f64())
    }

    async fn catch_up(&mut self, backlog: usize) -> Result<CatchUp, StageError> {
        let (node, stories) = (self.a.node().clone(), self.next(backlog));
        self.settled().await?;
        let fill = async move || take_in_all(&node, stories, 64).await;
        let Some(away) = self.b.take() else { return Err(StageError::Other("the partner is not there".into())) };
        let back = away.restart(fill).await?;
        let (asked, start_cpu, start) = (statements(self.a.node()), Process::own().cpu_s(), Instant::now());
        self.b = Some(back);
        self.settled().await?;
        #[expect(clippy::cast_precision_loss, reason = "a count of stories")]
        let n = backlog as f64;
        Ok(CatchUp {
            per_s: n / start.elapsed().as_secs_f64(),
            cpu_us: (Process::own().cpu_s() - start_cpu) * 1e6 / n,
            statements: [(statements(self.a.node()) - asked) / n, statements(self.b()?.node()) / n],
        })
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

/// Statements of SQL that the node's writer has given to SQLite.
#[expect(clippy::cast_precision_loss, reason = "a count of statements")]
fn statements(node: &Node) -> f64 {
    node.counts().statements.load(Ordering::Relaxed) as f64
}

async fn count(node: &Node, sql: &'static str) -> Result<i64, StageError> {
    let row: Result<(i64,), _> = sqlx::query_as(sql).fetch_one(node.db().reader()).await;
    row.map(|(count,)| count).map_err(|e| StageError::Other(e.to_string()))
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
