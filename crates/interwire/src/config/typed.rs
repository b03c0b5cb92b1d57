//! From layers of settings to the typed configuration. All mistakes are collected, each with its place.

use super::layers::{Layers, Origin, Problem, Setting};
use super::rhythm::{self, Expect, Source};
use super::{
    Config, Desk, Embargoed, Fetch, Files, Films, Limits, Listen, Log, LogFormat, Mail, MailTls, Metrics, Missing,
    Network, Outlet, Previews, Retention, Rule, TlsFiles, Watch,
};
use interwire_core::agreement::{Lang, Wording};
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use toml::{Table, Value};

/// Reads settings one by one and keeps what is wrong.
struct Taker<'a> {
    layers: &'a Layers,
    home: &'a Path,
    problems: Vec<Problem>,
}

impl Taker<'_> {
    fn setting(&self, name: &str) -> Option<&Setting> {
        self.layers.settings.get(name)
    }

    fn wrong(&mut self, name: &str, message: impl Display) {
        let origin = self.setting(name).map(|setting| setting.origin.clone());
        let message = message.to_string();
        self.problems.push(Problem { setting: Some(name.to_owned()), origin, message, is_warning: false });
    }

    fn text(&self, name: &str) -> Option<String> {
        let text = self.setting(name)?.value.as_str()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn parsed<T: FromStr<Err: Display>>(&mut self, name: &str) -> Option<T> {
        match self.text(name)?.parse() {
            Ok(value) => Some(value),
            Err(cause) => {
                self.wrong(name, cause);
                None
            }
        }
    }

    fn required<T: FromStr<Err: Display>>(&mut self, name: &str) -> Option<T> {
        if self.text(name).is_none() {
            self.wrong(name, "it must be set");
        }
        self.parsed(name)
    }

    fn number<T: TryFrom<i64>>(&mut self, name: &str) -> Option<T> {
        let number = self.setting(name).and_then(|setting| setting.value.as_integer());
        let fitting = number.and_then(|number| T::try_from(number).ok());
        if fitting.is_none() {
            self.wrong(name, "the number is too large");
        }
        fitting
    }

    fn flag(&self, name: &str) -> bool {
        self.setting(name).and_then(|setting| setting.value.as_bool()).unwrap_or_default()
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        self.text(name).map(|text| self.home.join(text))
    }

    fn url(&mut self, name: &str, schemes: &[&str]) -> Option<url::Url> {
        let url: url::Url = self.parsed(name)?;
        if !schemes.contains(&url.scheme()) || url.host().is_none() {
            self.wrong(name, format!("it must begin with {}://", schemes.join(":// or ")));
        }
        Some(url)
    }

    fn tables(&self, name: &str) -> Vec<(Table, Option<usize>)> {
        let Some(setting) = self.setting(name) else { return Vec::new() };
        let tables = setting.value.as_array().into_iter().flatten().filter_map(Value::as_table).cloned();
        let lines = setting.lines.iter().copied().map(Some).chain(std::iter::repeat(None));
        tables.zip(lines).collect()
    }

    fn wrong_in(&mut self, name: &str, line: Option<usize>, message: &str) {
        let origin = line.map(Origin::Line);
        self.problems.push(Problem {
            setting: Some(name.to_owned()),
            origin,
            message: message.to_owned(),
            is_warning: false,
        });
    }
}

/// The configuration, or everything that is wrong with it, by line. `home` is the folder from which paths are taken.
pub(super) fn config(layers: &Layers, home: &Path) -> Result<Config, Vec<Problem>> {
    let mut take = Taker { layers, home, problems: layers.problems.clone() };
    if take.problems.iter().any(|problem| problem.setting.is_none()) {
        // The file could not be read as a whole: what it would have set is not missing.
        return Err(take.problems);
    }
    let read = whole(&mut take);
    take.problems.sort_by(|a, b| a.origin.is_none().cmp(&b.origin.is_none()).then(a.origin.cmp(&b.origin)));
    let only_warnings = take.problems.iter().all(|problem| problem.is_warning);
    read.filter(|_| only_warnings).ok_or(take.problems)
}

fn whole(take: &mut Taker<'_>) -> Option<Config> {
    // Everything is read before anything is missed, so that all mistakes are told at once.
    let party = take.required("party");
    let name = names(take);
    let files = (take.path("files.data"), take.path("files.keys"));
    let listen = listen(take);
    let network = Network {
        proxy: take.url("network.proxy", &["http", "https"]),
        trusted_file: take.path("network.trusted_file"),
        allow_private: take.flag("network.allow_private"),
        allow_plain: take.flag("network.allow_plain"),
    };
    let limits = limits(take);
    let (watch, outlets, expect) = (watch(take), outlets(take), expect(take));
    let embargoed = take.required("intake.embargoed");
    let (fetch, previews, retention) = (fetch(take), previews(take), retention(take));
    let log = log(take);
    let (mail, desk) = (mail(take), desk(take));
    Some(Config {
        party: party?,
        name,
        files: Files { data: files.0?, keys: files.1? },
        listen: listen?,
        network,
        limits: limits?,
        watch,
        outlets,
        expect,
        token_file: take.path("intake.token_file"),
        embargoed: embargoed.unwrap_or_default(),
        fetch,
        previews: previews?,
        retention,
        log: log?,
        metrics: Metrics { enabled: take.flag("metrics.enabled"), token_file: take.path("metrics.token_file") },
        mail,
        desk: desk?,
    })
}

fn names(take: &mut Taker<'_>) -> Wording {
    let mut wording = Wording::new();
    let given: Vec<String> = take.layers.settings.keys().filter(|name| name.starts_with("name.")).cloned().collect();
    for name in given {
        match name.trim_start_matches("name.").parse::<Lang>() {
            Ok(lang) => wording.extend(take.text(&name).map(|text| (lang, text))),
            Err(cause) => take.wrong(&name, cause),
        }
    }
    if wording.is_empty() {
        take.wrong("name", "the party needs a name in at least one language");
    }
    wording
}

fn listen(take: &mut Taker<'_>) -> Option<Listen> {
    let address = take.required("listen.address");
    let base_url = take.url("listen.base_url", &["https", "http"]);
    let tls = match (take.path("listen.cert_file"), take.path("listen.key_file")) {
        (Some(certificate), Some(key)) => Some(TlsFiles { certificate, key }),
        (None, None) => None,
        (Some(_), None) => {
            take.wrong("listen.key_file", "a certificate needs its key");
            None
        }
        (None, Some(_)) => {
            take.wrong("listen.cert_file", "a key needs its certificate");
            None
        }
    };
    Some(Listen { address: address?, base_url, tls })
}

fn limits(take: &mut Taker<'_>) -> Option<Limits> {
    let (bytes, depth) = (take.number("limits.source_bytes_max"), take.number("limits.source_depth_max"));
    let (items, blob) = (take.number("limits.source_items_max"), take.number("limits.blob_bytes_max"));
    let connections = take.number("limits.connections_max");
    let (free, reserve) = (take.number("limits.disk_free_bytes_min"), take.number("limits.disk_reserve_bytes"));
    let disk = take.setting("limits.disk_bytes_max").is_some().then(|| take.number("limits.disk_bytes_max")).flatten();
    Some(Limits {
        source_bytes_max: bytes?,
        source_depth_max: depth?,
        source_items_max: items?,
        blob_bytes_max: blob?,
        connections_max: connections?,
        disk_bytes_max: disk,
        disk_free_bytes_min: free?,
        disk_reserve_bytes: reserve?,
    })
}

fn watch(take: &mut Taker<'_>) -> Vec<Watch> {
    let mut all = Vec::new();
    for (table, line) in take.tables("watch") {
        let text = |key: &str| table.get(key).and_then(Value::as_str).map(str::to_owned);
        let seconds = table.get("stable_for_s").map_or(Some(5), |value| value.as_integer()?.try_into().ok());
        match (text("path"), seconds) {
            (Some(path), Some(stable_for_s)) => all.push(Watch {
                path: take.home.join(path),
                format: text("format"),
                service: text("service"),
                stable_for_s,
            }),
            _ => take.wrong_in("watch", line, "a watched folder needs its path"),
        }
    }
    all
}

fn outlets(take: &mut Taker<'_>) -> Vec<Outlet> {
    let mut all: Vec<Outlet> = Vec::new();
    for (table, line) in take.tables("outlet") {
        let text = |key: &str| table.get(key).and_then(Value::as_str).map(str::to_owned);
        let list = |key: &str| table.get(key).and_then(Value::as_array).map(|list| texts(list));
        let (Some(name), Some(path), Some(formats)) = (text("name"), text("path"), list("formats")) else {
            take.wrong_in("outlet", line, "an outlet needs its name, path and formats");
            continue;
        };
        let embargoed = text("embargoed").map_or(Ok(Embargoed::Hold), |word| word.parse());
        let embargoed = match embargoed {
            Ok(embargoed) => embargoed,
            Err(message) => {
                take.wrong_in("outlet", line, &format!("embargoed: {message}"));
                continue;
            }
        };
        if let Some(format) = formats.iter().find(|format| !is_written(format)) {
            take.wrong_in(
                "outlet",
                line,
                &format!("{format} is no format and charset that is written; see `interwire formats`"),
            );
        } else if all.iter().any(|outlet| outlet.name == name) {
            take.wrong_in("outlet", line, &format!("there are two outlets named {name}"));
        } else {
            all.push(Outlet { name, path: take.home.join(path), formats, embargoed });
        }
    }
    all
}

fn fetch(take: &mut Taker<'_>) -> Fetch {
    let listed = take.setting("intake.fetch_hosts").and_then(|setting| setting.value.as_array()).cloned();
    let hosts = texts(&listed.unwrap_or_default());
    let is_host = |host: &String| url::Host::parse(host.strip_prefix("*.").unwrap_or(host)).is_ok();
    if let Some(wrong) = hosts.iter().find(|host| !is_host(host)) {
        take.wrong("intake.fetch_hosts", format!("{wrong:?} is not the name of a host, or *. and one"));
    }
    let missing: Option<Missing> = take.required("intake.fetch_missing");
    Fetch { hosts, missing: missing.unwrap_or_default() }
}

fn previews(take: &mut Taker<'_>) -> Option<Previews> {
    let films = Films {
        enabled: take.flag("previews.films"),
        ffmpeg: take.path("previews.ffmpeg"),
        ffprobe: take.path("previews.ffprobe"),
    };
    Some(Previews { disk_bytes_max: take.number("previews.disk_bytes_max")?, films })
}

fn retention(take: &mut Taker<'_>) -> Retention {
    let mut keep = Retention::default();
    for rule in Retention::RULES {
        let name = Retention::setting(rule);
        if take.setting(name).is_none() {
            continue;
        }
        match take.number(name) {
            Some(0) => take.wrong(name, "at least a day; without the setting it is kept for ever"),
            Some(days) => keep = keep.with(rule, days),
            None => {}
        }
    }
    if keep.days(Rule::Texts).is_some_and(|texts| keep.days(Rule::Media).is_some_and(|media| media > texts)) {
        take.wrong(Retention::setting(Rule::Media), "files go with the text of their item at the latest");
    }
    keep
}

fn expect(take: &mut Taker<'_>) -> Vec<Expect> {
    let mut all = Vec::new();
    for (table, line) in take.tables("expect") {
        let text = |key: &str| table.get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
        let source = match (text("partner"), text("feed")) {
            (Some(partner), None) => partner.parse().map(Source::Partner).map_err(|e| format!("partner: {e}")),
            (None, Some(feed)) => {
                let folder = format!("folder:{}", take.home.join(feed).display());
                Ok(Source::Feed(feed.to_owned(), folder))
            }
            _ => Err("it names either a partner or a feed".to_owned()),
        };
        let every = text("every").map_or_else(|| Err("it needs every = \"2h\"".to_owned()), rhythm::every);
        let quiet = text("quiet").map(str::parse).transpose();
        match (source, every, quiet) {
            (Ok(source), Ok(every_ms), Ok(quiet)) => all.push(Expect { source, every_ms, quiet }),
            (Err(e), ..) | (_, Err(e), _) | (.., Err(e)) => take.wrong_in("expect", line, &e),
        }
    }
    all
}

impl FromStr for Embargoed {
    type Err = &'static str;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "hold" => Ok(Self::Hold),
            "marked" => Ok(Self::Marked),
            _ => Err("it must be hold or marked"),
        }
    }
}

fn texts(list: &[Value]) -> Vec<String> {
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn is_written(name: &str) -> bool {
    interwire_formats::Named::new(name).is_written()
}

fn log(take: &mut Taker<'_>) -> Option<Log> {
    let level = take.text("log.level").unwrap_or_default();
    if let Err(cause) = tracing_subscriber::EnvFilter::try_new(&level) {
        take.wrong("log.level", cause);
    }
    let format = match take.text("log.format").as_deref() {
        Some("text") => LogFormat::Text,
        Some("json") => LogFormat::Json,
        _ => {
            take.wrong("log.format", "it must be text or json");
            return None;
        }
    };
    Some(Log { level, format })
}

/// The mail server; none without a host, or if something about it is wrong, which is told.
fn mail(take: &mut Taker<'_>) -> Option<Mail> {
    let (port, tls) = (take.number("mail.port"), take.required("mail.tls"));
    let (user, password_file) = (take.text("mail.user"), take.path("mail.password_file"));
    match (&user, &password_file) {
        (Some(_), None) => take.wrong("mail.user", "a user needs the file with the password, mail.password_file"),
        (None, Some(_)) => take.wrong("mail.password_file", "a password needs its user, mail.user"),
        _ => {}
    }
    let host = take.text("mail.host")?;
    let from = take.required::<String>("mail.from");
    if let Some(from) = &from
        && let Err(cause) = from.parse::<lettre::message::Mailbox>()
    {
        take.wrong("mail.from", cause);
    }
    Some(Mail { host, port: port?, tls: tls?, from: from?, user, password_file })
}

impl FromStr for MailTls {
    type Err = &'static str;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "starttls" => Ok(Self::StartTls),
            "always" => Ok(Self::Always),
            "none" => Ok(Self::None),
            _ => Err("it must be starttls, always or none"),
        }
    }
}

fn desk(take: &mut Taker<'_>) -> Option<Desk> {
    let zone = take.text("desk.time_zone").unwrap_or_default();
    let time_zone = jiff::tz::TimeZone::get(&zone);
    if let Err(cause) = &time_zone {
        take.wrong("desk.time_zone", cause);
    }
    let language = take.required("desk.language");
    Some(Desk { time_zone: time_zone.ok()?, language: language? })
}
