//! A line that fails for a while: what the two agencies show of it, and how long the recovery takes.

use super::count;
use super::line::Trouble;
use super::script::TROUBLED;
use super::show::Show;
use super::stage::{Player, StageError};
use super::summary::{Bout, round};
use crate::transport::send_error::SendCause;
use interwire_core::ids::{ItemKey, PartyId};
use std::time::{Duration, Instant};

/// How long a trouble is waited for until a node has noticed it, and its end until all is well again.
const TROUBLE_PATIENCE: Duration = Duration::from_secs(90);

impl Show {
    /// Whether the line between an item's source and a party fails now.
    pub(super) fn cut(&self, key: &ItemKey, party: &PartyId) -> bool {
        let (a, b) = (self.players[TROUBLED.0].id(), self.players[TROUBLED.1].id());
        self.now.is_some() && ((&key.source, party) == (a, b) || (&key.source, party) == (b, a))
    }

    /// The line fails from now on.
    pub(super) fn break_line(&mut self, trouble: Trouble) -> String {
        let (a, b) = (self.players[TROUBLED.0].id().clone(), self.players[TROUBLED.1].id().clone());
        self.lines.iter().flatten().for_each(|line| line.be(Some(trouble)));
        self.now = Some(trouble);
        format!("* The line between {a} and {b} is in trouble: {trouble}. See the page Partners of both.")
    }

    /// The codes of the troubles that the two agencies show with one another.
    fn shown(&self) -> Vec<String> {
        let (a, b) = (&self.players[TROUBLED.0], &self.players[TROUBLED.1]);
        let shown = |at: &Player, of: &Player| at.running.peers.all().remove(of.id()).and_then(|health| health.trouble);
        [shown(a, b), shown(b, a)].into_iter().flatten().map(|trouble| trouble.code).collect()
    }

    /// What they show of a trouble. That connections broke when it began is seen at once; what it is, after another
    /// request.
    fn seen(&self) -> Option<String> {
        let broke = [SendCause::Truncated.code(), SendCause::Unreachable.code()];
        self.shown().into_iter().find(|code| !broke.contains(&code.as_str()))
    }

    /// The line works again; waits until everything that waited has arrived and nothing is wrong any more.
    pub(super) async fn mend_line(&mut self) -> Result<String, StageError> {
        self.wait(TROUBLE_PATIENCE, |show| show.seen().is_some()).await;
        let Some(trouble) = self.now.take() else { return Ok(String::new()) };
        let seen_as = self.seen();
        let expected = count::expected(&self.players, &self.sent).await?;
        let waiting: Vec<_> = expected.into_iter().filter(|one| self.ledger.arrivals(one).is_empty()).collect();
        self.lines.iter().flatten().for_each(|line| line.be(None));
        let start = Instant::now();
        let arrived = |show: &Self| waiting.iter().all(|one| !show.ledger.arrivals(one).is_empty());
        let well = self.wait(TROUBLE_PATIENCE, |show| arrived(show) && show.shown().is_empty()).await;
        let recovered_ms = well.then(|| round(start.elapsed().as_secs_f64() * 1000.0));
        let told = match recovered_ms {
            Some(ms) => format!("* It works again: what waited ({}) arrived within {ms} ms.", waiting.len()),
            None => format!("* It works again, but after {TROUBLE_PATIENCE:?} not all is well."),
        };
        self.bouts.push(Bout { trouble, seen_as, waited: waiting.len(), recovered_ms });
        Ok(told)
    }
}
