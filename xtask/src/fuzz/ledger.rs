//! How long each target was run in all, kept in `fuzz/hours.tsv`: a line for each, with the CPU time, the runs, the
//! findings, and the minutes since the last of them.

use super::round::Ran;
use std::collections::BTreeMap;

const FILE: &str = "fuzz/hours.tsv";
const HEAD: &str = "target\tcpu_hours\truns\tfindings\tclean_cpu_minutes\tlast_day\n";

/// The lines of all targets.
#[derive(Debug, Default, PartialEq)]
pub struct Ledger(BTreeMap<String, Line>);

#[derive(Debug, Default, Clone, PartialEq)]
struct Line {
    cpu_hours: f64,
    runs: u64,
    findings: u64,
    clean_minutes: f64,
    last_day: String,
}

impl Ledger {
    pub fn read() -> Result<Self, String> {
        let text = match std::fs::read_to_string(FILE) {
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => String::new(),
            other => other.map_err(|cause| format!("{FILE}: {cause}"))?,
        };
        parse(&text)
    }

    /// Adds what was run just now.
    pub fn add(target: &str, ran: &Ran) -> Result<(), String> {
        let mut ledger = Self::read()?;
        ledger.count(target, ran, jiff::Zoned::now().date().to_string());
        std::fs::write(FILE, ledger.print()).map_err(|cause| format!("{FILE}: {cause}"))
    }

    /// How long a target has been run since its last finding.
    pub fn clean_minutes(&self, target: &str) -> f64 {
        self.0.get(target).map_or(0.0, |line| line.clean_minutes)
    }

    fn count(&mut self, target: &str, ran: &Ran, day: String) {
        let line = self.0.entry(target.to_owned()).or_default();
        let minutes = ran.cpu_ms as f64 / 60_000.0;
        line.cpu_hours += minutes / 60.0;
        line.runs += ran.runs;
        line.findings += u64::from(ran.finding.is_some());
        line.clean_minutes = if ran.finding.is_some() { 0.0 } else { line.clean_minutes + minutes };
        line.last_day = day;
    }

    fn print(&self) -> String {
        let lines = self.0.iter().map(|(target, line)| {
            let Line { cpu_hours, runs, findings, clean_minutes, last_day } = line;
            format!("{target}\t{cpu_hours:.3}\t{runs}\t{findings}\t{clean_minutes:.1}\t{last_day}\n")
        });
        std::iter::once(HEAD.to_owned()).chain(lines).collect()
    }
}

fn parse(text: &str) -> Result<Ledger, String> {
    let read = |line: &str| {
        let [target, hours, runs, findings, clean, day] = line.split('\t').collect::<Vec<_>>().try_into().ok()?;
        let line = Line {
            cpu_hours: hours.parse().ok()?,
            runs: runs.parse().ok()?,
            findings: findings.parse().ok()?,
            clean_minutes: clean.parse().ok()?,
            last_day: day.to_owned(),
        };
        Some((target.to_owned(), line))
    };
    let lines = text.lines().skip(1).map(|line| read(line).ok_or_else(|| format!("{FILE} has a bad line: {line}")));
    lines.collect::<Result<_, _>>().map(Ledger)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_adds_up_and_a_finding_ends_what_was_clean() {
        let mut ledger = Ledger::default();
        let ran = |cpu_ms, finding: Option<&str>| Ran { cpu_ms, runs: 10, finding: finding.map(Into::into) };
        ledger.count("rss", &ran(360_000, None), "2026-11-23".to_owned());
        ledger.count("rss", &ran(60_000, Some("found")), "2026-11-24".to_owned());
        ledger.count("rss", &ran(180_000, None), "2026-11-24".to_owned());
        let text = format!("{HEAD}rss\t0.167\t30\t1\t3.0\t2026-11-24\n");
        assert_eq!(ledger.print(), text);
        assert_eq!(parse(&text).unwrap().print(), text);
        assert_eq!(parse(&text).unwrap().clean_minutes("rss"), 3.0);
        assert!(parse("head\nrss\t1").is_err());
    }
}
