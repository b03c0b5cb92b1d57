//! What measurements need of the machine: percentiles, CPU time and memory of a process, the raw rate of fsync.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// The value below which `percent` of the sorted values lie; 0 if there are none.
#[must_use]
pub fn percentile(sorted: &[f64], percent: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index"
    )]
    let place = (last as f64 * percent / 100.0).round() as usize;
    sorted.get(place).copied().unwrap_or(0.0)
}

/// The middle value and that below which 99 of 100 lie.
#[must_use]
pub fn spread(mut values: Vec<f64>) -> [f64; 2] {
    values.sort_by(f64::total_cmp);
    [percentile(&values, 50.0), percentile(&values, 99.0)]
}

/// A process of this machine, by its number.
#[derive(Debug, Clone, Copy)]
pub struct Process(pub u32);

impl Process {
    /// This one.
    #[must_use]
    pub fn own() -> Self {
        Self(std::process::id())
    }

    /// Its CPU time so far, in seconds: user and system.
    #[must_use]
    pub fn cpu_s(self) -> f64 {
        ticks_s(&std::fs::read_to_string(format!("/proc/{}/stat", self.0)).unwrap_or_default())
    }

    /// Its resident memory now, in MB of 2^20 bytes.
    #[must_use]
    pub fn rss_mb(self) -> f64 {
        self.status_mb("VmRSS:")
    }

    /// The most resident memory it ever had, in MB of 2^20 bytes.
    #[must_use]
    pub fn peak_mb(self) -> f64 {
        self.status_mb("VmHWM:")
    }

    fn status_mb(self, name: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0)).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|text| text.trim().trim_end_matches("kB").trim().parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    }
}

/// User and system time in a line of `/proc/<process>/stat`, in ticks of 1/100 s.
fn ticks_s(stat: &str) -> f64 {
    // The command's name may hold spaces: fields are counted after its closing parenthesis.
    let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = |field: usize| rest.split_whitespace().nth(field).and_then(|t| t.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// Appends of `bytes` made durable one by one in a file of `dir`, per second: the limit of every durable commit.
///
/// # Errors
/// If the file cannot be written.
pub fn fsyncs_per_s(dir: &Path, bytes: usize, during: Duration) -> std::io::Result<f64> {
    let path = dir.join("fsync-probe");
    let mut file = File::create(&path)?;
    let (data, start, mut count) = (vec![7; bytes], Instant::now(), 0_u32);
    while start.elapsed() < during {
        file.write_all(&data)?;
        file.sync_data()?;
        count += 1;
    }
    let rate = f64::from(count) / start.elapsed().as_secs_f64();
    std::fs::remove_file(path)?;
    Ok(rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_of_known_values() {
        let values: Vec<f64> = (0..=100).map(f64::from).collect();
        assert!((percentile(&values, 50.0) - 50.0).abs() < f64::EPSILON);
        assert!((percentile(&values, 99.0) - 99.0).abs() < f64::EPSILON);
        assert!((percentile(&[], 99.0)).abs() < f64::EPSILON);
        assert!((ticks_s("7 (a name) S 1 1 1 0 -1 0 0 0 0 0 150 50 0 0") - 2.0).abs() < f64::EPSILON);
        let own = Process::own();
        assert!(own.cpu_s() >= 0.0 && own.rss_mb() > 0.0 && own.peak_mb() >= own.rss_mb());
    }
}
