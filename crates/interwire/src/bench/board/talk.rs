//! What the measuring process and the process of the nodes say to each other: one line of JSON each, through pipes.

use super::BoardError;
use crate::bench::measure::Process;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout};
use tokio::time::timeout;

/// The longest silence of the nodes: as long as the stories of one run may take.
const SILENCE_MAX: Duration = Duration::from_secs(900);

/// What the nodes say.
#[derive(Debug, Serialize, Deserialize)]
pub enum Said {
    /// The desk's node is down: its data directory may be filled.
    Fill(PathBuf),
    /// The desk's node is up.
    Ready {
        /// Where its pages are.
        address: String,
        /// One cookie for each browser.
        cookies: Vec<String>,
    },
    /// All stories are taken in.
    Done {
        /// When the intake of each began, in microseconds of the machine's clock.
        begun_us: BTreeMap<usize, u64>,
    },
}

/// What the nodes are told; the end of it ends them.
#[derive(Debug, Serialize, Deserialize)]
pub enum Told {
    /// The data directory is filled.
    Filled,
    /// Take stories in.
    Go {
        /// How many.
        stories: usize,
        /// How many a second.
        per_s: u32,
    },
}

/// The process of the nodes.
pub struct Nodes {
    child: Child,
    process: Process,
    tell: ChildStdin,
    hear: Lines<BufReader<ChildStdout>>,
}

impl Nodes {
    /// Starts it: this program again.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn start(dir: &Path, readers: usize) -> io::Result<Self> {
        let mut child = tokio::process::Command::new(std::env::current_exe()?)
            .args(["bench", "board-nodes", "--readers"])
            .arg(readers.to_string())
            .arg(dir)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let gone = || io::Error::other("the process of the nodes has no pipes");
        let tell = child.stdin.take().ok_or_else(gone)?;
        let hear = BufReader::new(child.stdout.take().ok_or_else(gone)?).lines();
        let process = Process(child.id().ok_or_else(gone)?);
        Ok(Self { child, process, tell, hear })
    }

    /// Which process.
    pub fn process(&self) -> Process {
        self.process
    }

    /// Tells it something.
    ///
    /// # Errors
    /// If it is gone.
    pub async fn tell(&mut self, told: &Told) -> io::Result<()> {
        let mut line = serde_json::to_vec(told)?;
        line.push(b'\n');
        self.tell.write_all(&line).await
    }

    /// What it says next.
    ///
    /// # Errors
    /// If it says nothing for long, ends, or says what is not foreseen.
    pub async fn hear(&mut self) -> Result<Said, BoardError> {
        let line = timeout(SILENCE_MAX, self.hear.next_line()).await;
        let line = line.map_err(|_| BoardError::Said("nothing for long".into()))??;
        let line = line.ok_or_else(|| BoardError::Said("nothing more: see the error above".into()))?;
        serde_json::from_str(&line).map_err(|e| BoardError::Said(format!("{line}: {e}")))
    }

    /// Lets it end, and waits for that.
    ///
    /// # Errors
    /// If it does not end, or badly.
    pub async fn end(mut self) -> Result<(), BoardError> {
        drop(self.tell);
        let ended = timeout(Duration::from_secs(60), self.child.wait()).await;
        let ended = ended.map_err(|_| BoardError::Said("nothing at their end".into()))??;
        if ended.success() { Ok(()) } else { Err(BoardError::Said(format!("at their end: {ended}"))) }
    }
}
