//! One target for some minutes. The fuzzer knows no limit in CPU time, so the program says now and then what it has
//! spent and is stopped when it is enough; whatever led further is in its corpus by then.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Names the target to the program, ...
pub const TARGET: &str = "INTERWIRE_FUZZ";
/// ... and where it is to write its seeds.
const SEEDS: &str = "INTERWIRE_FUZZ_SEEDS";
/// Words that a family of sources is made of, in `fuzz/dictionaries`.
const FAMILIES: &[(&str, &[&str])] = &[
    ("xml", &["newsml-g2", "nitf", "newsml-1", "rss", "atom", "xmp"]),
    ("json", &["ninjs", "interwire", "json-feed", "agency-json", "papers", "agreement", "wire"]),
    ("telex", &["iptc-7901", "anpa-1312"]),
    ("html", &["html"]),
    ("mail", &["e-mail"]),
    ("calendar", &["icalendar"]),
    ("facts", &["plain-text"]),
    ("draft", &["draft"]),
    ("query", &["query"]),
];
/// The longest input; a longer one of signs that are escaped everywhere takes its second, though nothing is wrong with it.
/// Making one smaller has its own length, and ends at once if it is told another.
const LENGTH: &str = "-max_len=16384";
/// Most memory of the process, and longest run by the clock. The program itself allows a run one second of CPU time; the
/// clock is for what never comes back, and must not take a busy machine for that.
const BOUNDS: &[&str] = &["-rss_limit_mb=512", "-timeout=100"];
/// How long a finding is made smaller, by the clock.
const SMALLER_S: u32 = 60;
/// Lines of the program that are shown with a finding.
const LAST_LINES: usize = 40;

/// What is to be run.
pub struct Round<'r> {
    pub program: &'r Path,
    pub target: &'r str,
    pub minutes: f64,
    /// More sources to begin with, which stay where they are.
    pub extra: Option<&'r Path>,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Ran {
    pub cpu_ms: u64,
    pub runs: u64,
    /// The source on which something did not hold, made as small as it went.
    pub finding: Option<PathBuf>,
}

impl Round<'_> {
    pub fn run(&self) -> Result<Ran, String> {
        let [corpus, artifacts] =
            ["corpus", "artifacts"].map(|what| Path::new(super::FOLDER).join(what).join(self.target));
        let seeds = Path::new(super::FOLDER).join("target/seeds").join(self.target);
        drop(std::fs::remove_dir_all(&seeds));
        for folder in [&corpus, &artifacts, &seeds] {
            std::fs::create_dir_all(folder).map_err(|cause| format!("{}: {cause}", folder.display()))?;
        }
        let written = self.command().env(SEEDS, &seeds).status();
        if !written.is_ok_and(|status| status.success()) {
            return Err(format!("{} did not write its seeds", self.target));
        }
        let mut command = self.command();
        command.args([&corpus, &seeds]).args(self.extra).arg(LENGTH).args(BOUNDS);
        command.arg(flag("-artifact_prefix=", &artifacts.join("")));
        if let Some((family, _)) = FAMILIES.iter().find(|(_, targets)| targets.contains(&self.target)) {
            let words = Path::new(super::FOLDER).join("dictionaries").join(format!("{family}.dict"));
            command.arg(flag("-dict=", &words));
        }
        let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let mut child = child.map_err(|cause| format!("{}: {cause}", self.program.display()))?;
        let (mut ran, last) = self.follow(&mut child);
        let status = child.wait().map_err(|cause| format!("{}: {cause}", self.target))?;
        let is_enough = ran.cpu_ms as f64 >= self.minutes * 60_000.0;
        if !is_enough {
            last.iter().for_each(|line| println!("{line}"));
            let source = newest(&artifacts).ok_or_else(|| format!("{} ended with {status}", self.target))?;
            ran.finding = Some(self.smaller(&source)?);
        }
        Ok(ran)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(self.program);
        // The way to a panic would push what it says out of the last lines; a replay in the tests shows it.
        command.env(TARGET, self.target).env("RUST_BACKTRACE", "0").stdin(Stdio::null());
        command
    }

    /// Reads what the program says until it has spent enough or ends; its last lines, too.
    fn follow(&self, child: &mut Child) -> (Ran, Vec<String>) {
        let (mut ran, mut last) = (Ran::default(), Vec::new());
        for line in child.stderr.take().into_iter().flat_map(|stderr| BufReader::new(stderr).split(b'\n')) {
            let Ok(line) = line else { break };
            let line = String::from_utf8_lossy(&line).into_owned();
            let Some((cpu_ms, runs)) = spent(&line) else {
                last.push(line);
                last.drain(..last.len().saturating_sub(LAST_LINES));
                continue;
            };
            (ran.cpu_ms, ran.runs) = (cpu_ms, runs);
            if cpu_ms as f64 >= self.minutes * 60_000.0 {
                drop(child.kill());
            }
        }
        (ran, last)
    }

    /// Makes a finding smaller and puts it where the tests replay it.
    fn smaller(&self, source: &Path) -> Result<PathBuf, String> {
        let folder = Path::new(super::FOLDER).join("found").join(self.target);
        let failed = |cause| format!("{}: {cause}", folder.display());
        std::fs::create_dir_all(&folder).map_err(failed)?;
        let name = source.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let kept = folder.join(name.chars().take(16).collect::<String>());
        std::fs::copy(source, &kept).map_err(failed)?;
        let mut command = self.command();
        command.args(["-minimize_crash=1", &format!("-max_total_time={SMALLER_S}")]).args(BOUNDS);
        command.arg(flag("-exact_artifact_path=", &kept)).arg(source);
        drop(command.stdout(Stdio::null()).stderr(Stdio::null()).status());
        Ok(kept)
    }
}

fn flag(name: &str, path: &Path) -> OsString {
    let mut flag = OsString::from(name);
    flag.push(path);
    flag
}

/// A line like `spent 2012 ms on 4711 runs`.
fn spent(line: &str) -> Option<(u64, u64)> {
    let (cpu_ms, runs) = line.strip_prefix("spent ")?.strip_suffix(" runs")?.split_once(" ms on ")?;
    Some((cpu_ms.parse().ok()?, runs.parse().ok()?))
}

fn newest(folder: &Path) -> Option<PathBuf> {
    let files = std::fs::read_dir(folder).ok()?.flatten();
    files.max_by_key(|file| file.metadata().and_then(|data| data.modified()).ok()).map(|file| file.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_program_says_is_understood() {
        assert_eq!(spent("spent 2012 ms on 4711 runs"), Some((2012, 4711)));
        assert_eq!(spent("#4711 NEW cov: 2012"), None);
    }

    #[test]
    fn every_family_has_its_words() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/dictionaries");
        for (family, _) in FAMILIES {
            let words = std::fs::read_to_string(folder.join(format!("{family}.dict"))).unwrap();
            let wrong = |line: &&str| !(line.is_empty() || line.starts_with('#') || quoted(line));
            assert_eq!(words.lines().find(wrong), None, "{family}");
        }
    }

    fn quoted(line: &str) -> bool {
        line.len() > 2 && line.starts_with('"') && line.ends_with('"')
    }
}
