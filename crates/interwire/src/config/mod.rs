//! The configuration of a node: the commented default file is the default, then the user's file, then the environment
//! (INTERWIRE_*). Values are checked when they are read and typed from then on; every mistake is told with its line.
//! Secrets are in files that settings named `*_file` point to, never here.

mod known;
mod layers;
mod media;
mod retention;
pub mod rhythm;
mod typed;
mod world;

pub use known::{DEFAULT, Known};
pub use layers::{Layers, Origin, Problem, Setting};
pub use media::{Fetch, Films, Missing, Previews};
pub use retention::{Retention, Rule};
pub(crate) use world::is_open;

use crate::errors::{Code, Error};
use interwire_core::agreement::{Lang, Wording};
use interwire_core::ids::PartyId;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The name of the user's file in the folder of a node.
pub const FILE: &str = "interwire.toml";

/// The whole configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The party the node speaks for.
    pub party: PartyId,
    /// Its names by language.
    pub name: Wording,
    /// Where things are kept.
    pub files: Files,
    /// How the node is reached.
    pub listen: Listen,
    /// How it reaches others.
    pub network: Network,
    /// What it bears.
    pub limits: Limits,
    /// Folders that are taken in.
    pub watch: Vec<Watch>,
    /// Folders that are written to.
    pub outlets: Vec<Outlet>,
    /// How often something should come, and from where.
    pub expect: Vec<rhythm::Expect>,
    /// The tokens of the house's own systems.
    pub token_file: Option<PathBuf>,
    /// What those systems get of items under an embargo.
    pub embargoed: Embargoed,
    /// What is fetched that items of the house name elsewhere.
    pub fetch: Fetch,
    /// What is made of media files for pages.
    pub previews: Previews,
    /// For how many days things are kept.
    pub retention: Retention,
    /// What is logged, and how.
    pub log: Log,
    /// Who reads numbers about the node.
    pub metrics: Metrics,
    /// Through which server the node writes to people; none if it does not.
    pub mail: Option<Mail>,
    /// What people see.
    pub desk: Desk,
}

/// Where things are kept; absolute if the folder of the node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// The data directory.
    pub data: PathBuf,
    /// The keys.
    pub keys: PathBuf,
}

/// How the node is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listen {
    /// The socket.
    pub address: SocketAddr,
    /// The address that partners know.
    pub base_url: Option<url::Url>,
    /// Set if the node itself speaks TLS.
    pub tls: Option<TlsFiles>,
}

/// PEM files for TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate chain.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

/// How the node reaches others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    /// The outgoing proxy.
    pub proxy: Option<url::Url>,
    /// Further certificate authorities, PEM.
    pub trusted_file: Option<PathBuf>,
    /// Loopback and private addresses are permitted.
    pub allow_private: bool,
    /// Plain http is permitted.
    pub allow_plain: bool,
}

/// What the node bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one source.
    pub source_bytes_max: usize,
    /// Elements or objects inside one another.
    pub source_depth_max: usize,
    /// Items in one source.
    pub source_items_max: usize,
    /// Bytes of one media file.
    pub blob_bytes_max: u64,
    /// Connections at once.
    pub connections_max: usize,
    /// Bytes of the data directory; none for as many as there are.
    pub disk_bytes_max: Option<u64>,
    /// Bytes of the disk that stay free.
    pub disk_free_bytes_min: u64,
    /// Bytes of the disk into which nothing of partners but their journals is written.
    pub disk_reserve_bytes: u64,
}

/// A folder that is taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch {
    /// The folder.
    pub path: PathBuf,
    /// The format, where the bytes do not tell.
    pub format: Option<String>,
    /// The service under which its items run.
    pub service: Option<String>,
    /// Seconds without growth after which a file is taken.
    pub stable_for_s: u64,
}

/// A folder that is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlet {
    /// Its name, by which the node remembers how far it has come.
    pub name: String,
    /// The folder.
    pub path: PathBuf,
    /// Names of formats that are written.
    pub formats: Vec<String>,
    /// What it gets of items under an embargo.
    pub embargoed: Embargoed,
}

/// What the house's own systems get of a partner's item before its embargo is over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Embargoed {
    /// Nothing.
    #[default]
    Hold,
    /// All of it, marked as not usable yet.
    Marked,
}

/// What is logged, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// A filter as `tracing` reads it.
    pub level: String,
    /// For whom.
    pub format: LogFormat,
}

/// For whom the log is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// People.
    Text,
    /// Programs.
    Json,
}

/// Numbers about the node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metrics {
    /// Whether `/metrics` is there.
    pub enabled: bool,
    /// The token that a machine shows.
    pub token_file: Option<PathBuf>,
}

/// The mail server of the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept private.
    pub tls: MailTls,
    /// Who writes.
    pub from: String,
    /// The user, if it asks for one.
    pub user: Option<String>,
    /// The user's password.
    pub password_file: Option<PathBuf>,
}

/// How the connection to the mail server is kept private.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailTls {
    /// After STARTTLS, and not without it.
    StartTls,
    /// From the first byte.
    Always,
    /// Not at all.
    None,
}

/// What people see.
#[derive(Debug, Clone, PartialEq)]
pub struct Desk {
    /// The time zone of the house.
    pub time_zone: jiff::tz::TimeZone,
    /// The language of those who have not chosen theirs.
    pub language: Lang,
}

impl Limits {
    /// The limits for the readers of formats.
    #[must_use]
    pub fn source(&self) -> interwire_core::item::Limits {
        interwire_core::item::Limits {
            bytes_max: self.source_bytes_max,
            depth_max: self.source_depth_max,
            items_max: self.source_items_max,
            ..Default::default()
        }
    }
}

impl Config {
    /// The configuration that layers make; paths are taken from `home`.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn from_layers(layers: &Layers, home: &Path) -> Result<Self, Vec<Problem>> {
        typed::config(layers, home)
    }

    /// The configuration of the node in a folder, with the environment of the process.
    ///
    /// # Errors
    /// If there is no node in it, or a setting is wrong.
    pub fn load(home: &Path) -> Result<Self, Error> {
        let layers = layers_of(home)?;
        Self::from_layers(&layers, home).map_err(|problems| {
            let first =
                problems.iter().find(|problem| !problem.is_warning).map(ToString::to_string).unwrap_or_default();
            Error::new(Code::ConfigWrong)
                .with("path", home.join(FILE).display())
                .with("problem", first)
                .with("home", home.display())
        })
    }

    /// What is not as the settings say in the world around: missing files, folders that cannot be read, doors left open.
    #[must_use]
    pub fn check_world(&self) -> Vec<Problem> {
        world::check(self)
    }
}

/// The layers of the node in a folder: the default, its file, and the environment of the process.
///
/// # Errors
/// If there is no node in it, or its file cannot be read.
pub fn layers_of(home: &Path) -> Result<Layers, Error> {
    let path = home.join(FILE);
    let text = std::fs::read_to_string(&path).map_err(|cause| {
        let code = if cause.kind() == std::io::ErrorKind::NotFound { Code::NoNode } else { Code::FileUnreadable };
        Error::new(code).with("path", path.display()).with("home", home.display()).because(cause)
    })?;
    // A variable that is not Unicode cannot be a setting of ours.
    let variables =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Ok(Layers::new(&text, variables))
}

#[cfg(test)]
mod effects_tests;
#[cfg(test)]
mod tests;
