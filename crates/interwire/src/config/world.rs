//! Whether the world around is as the settings say: files that are named are there and private, folders can be used,
//! and the node is not open to readers on the way.

use super::Config;
use super::layers::Problem;
use std::fs;
use std::path::Path;

/// All that is not as it should be.
pub(super) fn check(config: &Config) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut say = |setting: &str, message: String, is_warning: bool| {
        found.push(Problem { setting: Some(setting.to_owned()), origin: None, message, is_warning });
    };
    for (setting, path) in [("files.keys", Some(&config.files.keys)), ("files.data", Some(&config.files.data))]
        .into_iter()
        .filter_map(|(setting, path)| Some((setting, path?)))
    {
        if !path.is_dir() {
            say(setting, format!("{} is not a folder", path.display()), false);
        }
    }
    let tls = config.listen.tls.as_ref();
    let files = [
        ("listen.cert_file", tls.map(|tls| &tls.certificate), false),
        ("listen.key_file", tls.map(|tls| &tls.key), true),
        ("network.trusted_file", config.network.trusted_file.as_ref(), false),
        ("intake.token_file", config.token_file.as_ref(), true),
        ("metrics.token_file", config.metrics.token_file.as_ref(), true),
        ("previews.ffmpeg", config.previews.films.ffmpeg.as_ref(), false),
        ("previews.ffprobe", config.previews.films.ffprobe.as_ref(), false),
        ("mail.password_file", config.mail.as_ref().and_then(|mail| mail.password_file.as_ref()), true),
    ];
    for (setting, path, is_secret) in files {
        let Some(path) = path else { continue };
        match fs::File::open(path) {
            Err(cause) => say(setting, format!("{} cannot be read: {cause}", path.display()), false),
            Ok(_) if is_secret && is_open(path) => {
                say(setting, format!("others can read {}; run chmod 600 on it", path.display()), true);
            }
            Ok(_) => {}
        }
    }
    for watch in config.watch.iter().filter(|watch| fs::read_dir(&watch.path).is_err()) {
        say("watch", format!("the folder {} cannot be read", watch.path.display()), false);
    }
    for outlet in config.outlets.iter().filter(|outlet| !outlet.path.is_dir()) {
        say("outlet", format!("{} is not a folder", outlet.path.display()), false);
    }
    let overlapping = config.watch.iter().any(|watch| config.outlets.iter().any(|outlet| outlet.path == watch.path));
    if overlapping {
        say("watch", "a folder is watched and written to: items would run in a circle".to_owned(), false);
    }
    let behind_proxy = config.listen.base_url.is_some();
    if config.listen.tls.is_none() && !behind_proxy && !config.listen.address.ip().is_loopback() {
        say("listen", "no TLS and no reverse proxy: passwords and news can be read on the way".to_owned(), true);
    }
    found
}

/// Whether others than the owner may read a file.
#[cfg(unix)]
pub(crate) fn is_open(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
}

/// Other systems have no such bits to look at.
#[cfg(not(unix))]
pub(crate) fn is_open(_: &Path) -> bool {
    false
}
