//! `interwire demo`: example agencies in this process exchange news under an agreement, in front of your eyes.

use super::{Done, Out};
use crate::demo::show::{Show, Summary};
use crate::demo::stage::{Desk, StageError};
use crate::errors::{Code, Error};
use std::time::Duration;
use tokio::runtime::Runtime;

/// Watch two example agencies agree, exchange stories, correct one and kill one.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    /// Play once without pauses, count what arrived, and end.
    #[arg(long)]
    once: bool,
    /// With --once: the counts as JSON.
    #[arg(long, requires = "once")]
    json: bool,
}

const EXAMPLE: &str = "\
Examples:
  interwire demo
  interwire demo --once --json

Everything is real: two nodes with keys and disks of their own on loopback, an agreement offered and signed, every
statement signed. The agencies and their news are invented. Its folder is temporary and goes when the demo ends.";

/// Between two stories, when a person watches.
const PAUSE: Duration = Duration::from_secs(4);

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If a node does not start, or something does not arrive.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let failed = |cause: StageError| Error::new(Code::StartFailed).because(cause);
        let runtime = Runtime::new().map_err(|cause| Error::new(Code::StartFailed).because(cause))?;
        runtime.block_on(async {
            let _ =
                tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(tracing::Level::ERROR).try_init();
            let dir = tempfile::tempdir().map_err(|cause| Error::new(Code::StartFailed).because(cause))?;
            if self.once {
                let mut show = Show::begin(dir.path(), Desk::None).await.map_err(failed)?;
                show.play(Duration::ZERO, |_| {}).await.map_err(failed)?;
                return tell(&show.end().await.map_err(failed)?, self.json, out);
            }
            watch(dir.path(), out).await.map_err(failed)
        })
    }
}

/// Plays for a person: prints where to look, lets the stories flow, and stays until Ctrl-C.
async fn watch(dir: &std::path::Path, out: &mut Out) -> Result<Done, StageError> {
    let mut show = Show::begin(dir, Desk::Pages).await?;
    let mut say = |text: &str| {
        // Whoever closed the output still has the pages.
        let _ = out.line(text).and_then(|()| out.finish());
    };
    say("Two example agencies have signed an agreement. Their desks:");
    for player in &show.players {
        say(&format!(
            "  {:<22} {}   name: demo   password: {}",
            player.agency.name,
            player.address(),
            player.password()
        ));
    }
    say("Open both, sign in, and watch the boards. Stories follow every few seconds; Ctrl-C ends the demo.\n");
    tokio::select! {
        played = show.play(PAUSE, &mut say) => {
            played?;
            say("\nThat was all: one story was corrected, one was killed. Look at its page on both desks; Ctrl-C ends.");
            let _ = tokio::signal::ctrl_c().await;
        }
        _ = tokio::signal::ctrl_c() => {}
    }
    let summary = show.end().await?;
    let _ = tell(&summary, false, out);
    Ok(Done::Fine)
}

fn tell(summary: &Summary, json: bool, out: &mut Out) -> Result<Done, Error> {
    if json {
        out.value(summary)?;
    } else {
        let Summary {
            published, delivered, lost, duplicated, corrections, kills, latency_ms, journals_verified, ..
        } = summary;
        out.line(&format!("{published} versions published, {delivered} delivered, {lost} lost, {duplicated} twice"))?;
        out.line(&format!("{corrections} corrected; {} killed, {} answered", kills.sent, kills.acknowledged))?;
        out.line(&format!("from intake to the partner: {} ms p50, {} ms p99", latency_ms.p50, latency_ms.p99))?;
        out.line(if *journals_verified { "every node's folder verifies" } else { "a node's folder does NOT verify" })?;
    }
    let fine = summary.lost == 0 && summary.duplicated == 0 && summary.journals_verified;
    Ok(if fine { Done::Fine } else { Done::Found })
}
