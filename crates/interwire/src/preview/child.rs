//! A program of others run as a child that gets nothing but a file to read: bounded in time, processor, memory, open
//! files and output, with an empty environment, and killed when it exceeds them or nobody waits any more.

use std::ffi::OsString;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command;

/// What a child may take.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Time on the clock.
    pub time: Duration,
    /// Time of the processor, in seconds.
    pub processor_s: u64,
    /// Address space, in bytes: it is more than what is in use.
    pub memory_bytes: u64,
    /// What it may write, in bytes.
    pub output_bytes_max: u64,
}

/// Why there is no output.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// It could not be started.
    #[error("it could not be started: {0}")]
    NotStarted(std::io::Error),
    /// It exceeded a bound.
    #[error("it took more than it may")]
    TooCostly,
    /// It ended with an error.
    #[error("it failed: {0}")]
    Failed(String),
}

/// How much of what it complains about is read.
const WORDS_BYTES_MAX: u64 = 4096;

/// The shell sets the bounds that only a process itself can, and becomes the program. It may write no file.
const SCRIPT: &str = r#"ulimit -c 0 && ulimit -f 0 && ulimit -n 64 && ulimit -v "$1" && ulimit -t "$2" || exit 71
shift 2
exec "$@""#;

/// Runs a program and returns what it writes.
///
/// # Errors
/// [`Broken`]; the program is then gone.
pub async fn run(program: &Path, words: &[OsString], bounds: Bounds) -> Result<Vec<u8>, Broken> {
    let mut child = Command::new("/bin/sh")
        .args(["-c", SCRIPT, "sh"])
        .arg((bounds.memory_bytes / 1024).to_string())
        .arg(bounds.processor_s.to_string())
        .arg(program)
        .args(words)
        .env_clear()
        .env("LC_ALL", "C")
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(Broken::NotStarted)?;
    let (output, words) = (child.stdout.take(), child.stderr.take());
    let whole = async {
        let (output, words) = tokio::try_join!(output_of(output, bounds.output_bytes_max), words_of(words))?;
        let status = child.wait().await.map_err(Broken::NotStarted)?;
        Ok((output, words, status))
    };
    let ended = tokio::time::timeout(bounds.time, whole).await;
    let Ok(Ok((output, words, status))) = ended else {
        // It may have ended by itself meanwhile.
        let _ = child.kill().await;
        return Err(ended.map_or(Broken::TooCostly, |ended| ended.err().unwrap_or(Broken::TooCostly)));
    };
    if status.success() {
        return Ok(output);
    }
    let words = String::from_utf8_lossy(&words).into_owned();
    // Without a code it was killed by a signal: by the bound of its processor time, or for its memory.
    let costly = status.code().is_none() || words.contains("annot allocate memory");
    Err(if costly { Broken::TooCostly } else { Broken::Failed(words) })
}

/// All that it writes, unless it is more than `max`.
async fn output_of(stream: Option<impl AsyncRead + Unpin>, max: u64) -> Result<Vec<u8>, Broken> {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        // A pipe that breaks is at its end.
        let _ = stream.take(max + 1).read_to_end(&mut bytes).await;
    }
    if bytes.len() as u64 > max { Err(Broken::TooCostly) } else { Ok(bytes) }
}

/// The beginning of its complaints; the rest is let go, so that it does not wait for us.
async fn words_of(stream: Option<impl AsyncRead + Unpin>) -> Result<Vec<u8>, Broken> {
    let mut bytes = Vec::new();
    if let Some(mut stream) = stream {
        let _ = (&mut stream).take(WORDS_BYTES_MAX).read_to_end(&mut bytes).await;
        let _ = tokio::io::copy(&mut stream, &mut tokio::io::sink()).await;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds =
        Bounds { time: Duration::from_secs(20), processor_s: 1, memory_bytes: 256 << 20, output_bytes_max: 1000 };

    async fn sh(script: &str, bounds: Bounds) -> Result<String, Broken> {
        let words = ["-c".into(), script.into()];
        run(Path::new("/bin/sh"), &words, bounds).await.map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[tokio::test]
    async fn what_it_writes_comes_back_and_it_has_nothing_of_ours() {
        assert_eq!(sh("echo a; env | grep -v -e PWD -e SHLVL -e '^_='", BOUNDS).await.unwrap(), "a\nLC_ALL=C\n");
        assert!(matches!(sh("echo no >&2; exit 3", BOUNDS).await, Err(Broken::Failed(words)) if words == "no\n"));
        let gone = run(Path::new("/nowhere/ffmpeg"), &[], BOUNDS).await;
        assert!(matches!(gone, Err(Broken::Failed(_))), "{gone:?}");
    }

    #[tokio::test]
    async fn it_is_stopped_at_every_bound() {
        let soon = Bounds { time: Duration::from_millis(200), ..BOUNDS };
        assert!(matches!(sh("sleep 60", soon).await, Err(Broken::TooCostly)));
        assert!(matches!(sh("while :; do :; done", BOUNDS).await, Err(Broken::TooCostly)));
        assert!(matches!(sh("yes", BOUNDS).await, Err(Broken::TooCostly)));
        let file = std::env::temp_dir().join(format!("interwire-child-{}", std::process::id()));
        let written = sh(&format!("echo x > {}", file.display()), BOUNDS).await;
        assert!(written.is_err(), "it may write no file");
        assert_eq!(std::fs::read(&file).unwrap_or_default(), b"");
        let _ = std::fs::remove_file(&file);
    }
}
