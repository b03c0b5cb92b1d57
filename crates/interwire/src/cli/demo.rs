//! `interwire demo`: example agencies in this process exchange news under their agreements, in front of your eyes.

use super::out::count;
use super::serve::told_to_stop;
use super::{Done, Out};
use crate::demo::line::Trouble;
use crate::demo::show::Show;
use crate::demo::stage::{Desk, PASSPHRASE, StageError};
use crate::demo::summary::Summary;
use crate::errors::{Code, Error};
use std::path::Path;
use std::time::Duration;
use tokio::runtime::Runtime;

/// Watch three example agencies agree, exchange stories, correct some and kill some.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    /// Play once without pauses, count what arrived, and end.
    #[arg(long)]
    once: bool,
    /// With --once: the counts as JSON.
    #[arg(long, requires = "once")]
    json: bool,
    /// What goes wrong, one after the other, with the line between two of the agencies.
    #[arg(long, value_name = "TROUBLE", value_delimiter = ',')]
    trouble: Vec<Trouble>,
    /// Seconds between two stories, when a person watches.
    #[arg(long, value_name = "SECONDS", default_value_t = 4, conflicts_with = "once")]
    pause: u64,
}

const EXAMPLE: &str = "\
Examples:
  interwire demo
  interwire demo --trouble slow,refuse,partition
  interwire demo --once --json

Everything is real: three nodes with keys and disks of their own on loopback, agreements offered and signed, stories read
from files in several formats, every statement signed. The agencies and their news are invented. Its folder is temporary
and goes when the demo ends.

With --once the exit code is 3 if something was lost or doubled, a kill was not answered, or a folder does not verify.";

/// The longest line of a story that is shown.
const LINE_CHARS_MAX: usize = 150;

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If a node does not start, or a step of the demo fails.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let failed = |cause: StageError| Error::new(Code::StartFailed).because(cause);
        let runtime = Runtime::new().map_err(|cause| Error::new(Code::StartFailed).because(cause))?;
        runtime.block_on(async {
            let _ =
                tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(tracing::Level::ERROR).try_init();
            let dir = tempfile::tempdir().map_err(|cause| Error::new(Code::StartFailed).because(cause))?;
            let summary = if self.once {
                once(dir.path(), &self.trouble, out).await.map_err(failed)?
            } else {
                watch(dir.path(), &self, out).await.map_err(failed)?
            };
            tell(&summary, self.json, out)?;
            Ok(if summary.is_fine() || !self.once { Done::Fine } else { Done::Found })
        })
    }
}

/// Plays without pauses, and says on the way how far it is.
async fn once(dir: &Path, troubles: &[Trouble], out: &mut Out) -> Result<Summary, StageError> {
    let mut show = Show::begin(dir, Desk::None, troubles).await?;
    show.play(Duration::ZERO, |text| out.progress(&short(text))).await?;
    out.progress("");
    show.end().await
}

/// Plays for a person: prints where to look, lets the stories flow, and stays until it is told to stop.
async fn watch(dir: &Path, args: &Args, out: &mut Out) -> Result<Summary, StageError> {
    let mut show = Show::begin(dir, Desk::Pages, &args.trouble).await?;
    let mut say = |text: &str| {
        // Whoever closed the output still has the pages.
        let _ = out.line(text).and_then(|()| out.finish());
    };
    introduce(&show, &mut say).await?;
    tokio::select! {
        played = show.play(Duration::from_secs(args.pause), |text| say(&short(text))) => {
            played?;
            say("\nThat was all. Look around as long as you like; Ctrl-C ends the demo and counts.");
            told_to_stop().await;
        }
        () = told_to_stop() => {}
    }
    show.end().await
}

/// Where to look, and at what.
async fn introduce(show: &Show, say: &mut impl FnMut(&str)) -> Result<(), StageError> {
    say("Three example agencies have signed three agreements, each with each. Their boards:\n");
    for player in &show.players {
        let (name, address, password) = (player.agency.name, player.address(), player.password());
        say(&format!("  {name:<23} {address}   name: demo   password: {password}"));
    }
    let (from, to) = show.offer().await?;
    say(&format!(
        "
Open them side by side in one browser and log in. Stories follow every few seconds. What to look at:

  Board        stories come by themselves; a correction replaces, a kill takes away, and both are marked
  an item      its versions, the proof of where it came from; on the board of its source, who has it and why
  Sent         at the source: who confirmed what, and when each partner answered a kill
  Held back    a story under an embargo that ends in half a minute, and one that waits for you to let it go
  Agreements   {} offers {} a further one: at {}/agreements you read
               and sign it, with any name and office and the passphrase: {PASSPHRASE}
  Partners     who was reached when{}

Ctrl-C ends the demo.\n",
        from.agency.id,
        to.agency.id,
        to.address(),
        if show.fails() { "; the line between hanoi and astana will fail, and recover" } else { "" },
    ));
    Ok(())
}

/// One line of a screen.
fn short(text: &str) -> String {
    match text.char_indices().nth(LINE_CHARS_MAX) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}

fn tell(summary: &Summary, json: bool, out: &mut Out) -> Result<(), Error> {
    if json {
        return out.value(summary);
    }
    let Summary { published, expected_deliveries, delivered, lost, duplicated, held_back, kills, .. } = summary;
    let versions = count(*published, "version");
    out.line(&format!(
        "{versions} published; {delivered} of {expected_deliveries} deliveries made, {lost} lost, {duplicated} twice"
    ))?;
    out.line(&format!("{} corrected, {held_back} held back", summary.corrections))?;
    let stopped: Vec<String> = kills.stopped_ms.iter().map(|ms| format!("{ms} ms")).collect();
    let (sent, answered) = (kills.sent, kills.acknowledged);
    out.line(&format!("{sent} killed, {answered} answered by all who had it; gone after {}", stopped.join(", ")))?;
    let latency = &summary.latency_ms;
    out.line(&format!("from intake to each partner: {} ms p50, {} ms p99", latency.p50, latency.p99))?;
    for bout in &summary.troubles {
        let seen = bout.seen_as.as_deref().unwrap_or("not seen");
        let end = bout.recovered_ms.map_or_else(|| "did not recover".to_owned(), |ms| format!("recovered in {ms} ms"));
        out.line(&format!("line {}: shown as {seen}, {} waited, {end}", bout.trouble, bout.waited))?;
    }
    let folders =
        if summary.journals_verified { "every node's folder verifies" } else { "a node's folder does NOT verify" };
    out.line(folders)
}
