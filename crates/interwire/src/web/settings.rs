//! What the pages need to know of the house.

use crate::alerts::mail::Server;
use crate::config::rhythm::Expect;
use crate::config::{Config, Previews, Retention};
use jiff::tz::TimeZone;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// What the pages need to know of the house.
#[derive(Clone)]
pub struct Settings {
    /// The path under which a reverse proxy shows the node, without a slash at its end; mostly empty.
    pub root: String,
    /// Cookies travel by https alone.
    pub secure: bool,
    /// The house's time zone.
    pub zone: TimeZone,
    /// The language of the login page (BCP 47).
    pub language: String,
    /// How often something should come, and from where.
    pub expect: Vec<Expect>,
    /// Whether there are metrics.
    pub metrics: bool,
    /// Whoever shows this token may read the metrics; without one, only people who may.
    pub metrics_token: Option<String>,
    /// What is made of media files.
    pub previews: Previews,
    /// For how many days things are kept.
    pub retention: Retention,
    /// The mail server through which alerts go out.
    pub mail: Option<Arc<Server>>,
    /// Cancelled when the node stops, so that live lists end.
    pub stop: CancellationToken,
}

impl Settings {
    /// The settings of a configured house.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        Self {
            zone: config.desk.time_zone.clone(),
            language: config.desk.language.to_string(),
            expect: config.expect.clone(),
            metrics: config.metrics.enabled,
            previews: config.previews.clone(),
            retention: config.retention.clone(),
            ..Self::new(config.listen.base_url.as_ref().map(url::Url::as_str))
        }
    }

    /// The settings that follow from the node's address for others, with everything else at its default.
    #[must_use]
    pub fn new(base_url: Option<&str>) -> Self {
        let url = base_url.and_then(|text| url::Url::parse(text).ok());
        Self {
            root: url.as_ref().map(|url| url.path().trim_end_matches('/').to_owned()).unwrap_or_default(),
            secure: url.is_some_and(|url| url.scheme() == "https"),
            zone: TimeZone::system(),
            language: "en".to_owned(),
            expect: Vec::new(),
            metrics: true,
            metrics_token: None,
            previews: Previews::default(),
            retention: Retention::default(),
            mail: None,
            stop: CancellationToken::new(),
        }
    }
}
