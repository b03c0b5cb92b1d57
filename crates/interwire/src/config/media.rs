//! Settings about media files: what is made of them for pages, and what is fetched from elsewhere.

use std::path::PathBuf;
use std::str::FromStr;

/// What is made of media files for pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previews {
    /// What it may take of the disk, in bytes.
    pub disk_bytes_max: u64,
    /// How films and sounds are looked at.
    pub films: Films,
}

impl Default for Previews {
    /// As the default settings.
    fn default() -> Self {
        Self { disk_bytes_max: 2 << 30, films: Films { enabled: true, ffmpeg: None, ffprobe: None } }
    }
}

/// How films and sounds are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Films {
    /// Whether they are.
    pub enabled: bool,
    /// The program, if it is not the one on the path.
    pub ffmpeg: Option<PathBuf>,
    /// Likewise.
    pub ffprobe: Option<PathBuf>,
}

/// What items of the house name by an address elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fetch {
    /// Hosts from which it is fetched; `*.house.example` for all below one.
    pub hosts: Vec<String>,
    /// What becomes of an item whose file cannot be fetched.
    pub missing: Missing,
}

/// What becomes of an item whose file cannot be fetched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Missing {
    /// It waits for a person, as a dead letter.
    #[default]
    Hold,
    /// It goes out with the address.
    Publish,
}

impl FromStr for Missing {
    type Err = &'static str;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "hold" => Ok(Self::Hold),
            "publish" => Ok(Self::Publish),
            _ => Err("it must be hold or publish"),
        }
    }
}

impl Fetch {
    /// Whether files are fetched from a host.
    #[must_use]
    pub fn takes(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.');
        self.hosts.iter().any(|listed| match listed.strip_prefix("*.") {
            Some(zone) => {
                let label = host.len().checked_sub(zone.len()).and_then(|at| Some((host.get(..at)?, host.get(at..)?)));
                label.is_some_and(|(label, rest)| label.ends_with('.') && rest.eq_ignore_ascii_case(zone))
            }
            None => listed.eq_ignore_ascii_case(host),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_one_that_is_listed_or_truly_below_one() {
        let hosts = ["media.hanoi.example".to_owned(), "*.cdn.example".to_owned()].to_vec();
        let fetch = Fetch { hosts, missing: Missing::Hold };
        for (host, taken) in [
            ("media.hanoi.example", true),
            ("MEDIA.hanoi.example.", true),
            ("a.cdn.example", true),
            ("a.b.CDN.example", true),
            ("cdn.example", false),
            (".cdn.example", true),
            ("evilcdn.example", false),
            ("media.hanoi.example.evil.example", false),
            ("hanoi.example", false),
            ("", false),
        ] {
            assert_eq!(fetch.takes(host), taken, "{host}");
        }
        assert!(!Fetch::default().takes("media.hanoi.example"));
    }
}
