//! The other process of `bench board`: the desk's node with its pages, and a partner that takes stories in. It reads
//! what to do line by line, says what it did, and ends when nothing more can come.

use super::now_us;
use super::talk::{Said, Told};
use crate::bench::stories::take_in;
use crate::demo::agree::{Terms, agree};
use crate::demo::stage::{AGENCIES, Agency, Desk, Player, Reach, StageError};
use crate::node::Node;
use crate::users::{self, Role};
use crate::web::Settings;
use crate::web::session::{Cookie, SESSION_MS, Token};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::time::Duration;
use tokio::task::JoinSet;

/// Whose desk is watched.
pub(super) const DESK: Agency = AGENCIES[0];

/// Runs both nodes below a folder, for so many browsers.
///
/// # Errors
/// If a node fails.
pub async fn run(dir: &Path, readers: usize) -> Result<(), StageError> {
    let desk = Player::start(DESK, dir, Desk::Pages, Reach::Told).await?;
    let partner = Player::start(AGENCIES[1], dir, Desk::None, Reach::Told).await?;
    agree(&desk, &partner, &Terms::default()).await?;
    let data = desk.node().db().dir().to_owned();
    let filled = async || {
        say(&Said::Fill(data))?;
        match hear().await? {
            Some(Told::Filled) => Ok(()),
            other => Err(StageError::Other(format!("the desk was not filled: {other:?}"))),
        }
    };
    let desk = desk.restart(filled).await?;
    let cookies = log_in(&desk, readers).await?;
    say(&Said::Ready { address: desk.address(), cookies })?;
    while let Some(next) = hear().await? {
        if let Told::Go { stories, per_s } = next {
            let begun_us = publish(partner.node(), stories, per_s).await?;
            say(&Said::Done { begun_us })?;
        }
    }
    desk.end().await;
    partner.end().await;
    Ok(())
}

/// Says a line.
fn say(said: &Said) -> Result<(), StageError> {
    let mut line = serde_json::to_vec(said).map_err(|e| StageError::Other(e.to_string()))?;
    line.push(b'\n');
    let mut out = std::io::stdout().lock();
    out.write_all(&line)?;
    Ok(out.flush()?)
}

/// What it is told next; none when nothing more can come.
async fn hear() -> Result<Option<Told>, StageError> {
    let read = || {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).map(|_| line)
    };
    let line = tokio::task::spawn_blocking(read).await.map_err(|e| StageError::Other(e.to_string()))??;
    if line.is_empty() {
        return Ok(None);
    }
    serde_json::from_str(&line).map(Some).map_err(|e| StageError::Other(format!("{line}: {e}")))
}

/// Logs people in, each by a session of their own; returns their cookies.
async fn log_in(desk: &Player, readers: usize) -> Result<Vec<String>, StageError> {
    let settings = Settings::new(Some(&desk.address()));
    let mut cookies = Vec::with_capacity(readers);
    let mut people = Vec::with_capacity(readers);
    for number in 1..=readers {
        let token = Token::random().map_err(|e| StageError::Other(e.to_string()))?;
        let user = users::without_password(&format!("reader-{number}"), Role::Editor, desk.node().now());
        people.push((user.map_err(|e| StageError::Other(e.to_string()))?, token.hash()));
        cookies.push(Cookie::Session.sent(&settings, &token));
    }
    let admit = move |step: &mut crate::node::Step| {
        for (user, token) in &people {
            step.tx.put_user(user)?;
            step.tx.put_session(token, &user.name, step.now, step.now.plus_ms(SESSION_MS))?;
        }
        Ok(())
    };
    desk.node().step(admit).await?;
    Ok(cookies)
}

/// Takes stories in at an even pace, whether the last is done or not; returns when each began.
async fn publish(node: &Node, stories: usize, per_s: u32) -> Result<BTreeMap<usize, u64>, StageError> {
    let mut clock = tokio::time::interval(Duration::from_secs(1) / per_s.max(1));
    let (mut begun_us, mut at_work) = (BTreeMap::new(), JoinSet::new());
    for number in 0..stories {
        clock.tick().await;
        begun_us.insert(number, now_us());
        let node = node.clone();
        at_work.spawn(async move { take_in(&node, number).await });
    }
    while let Some(done) = at_work.join_next().await {
        done.map_err(|e| StageError::Other(e.to_string()))??;
    }
    Ok(begun_us)
}
