//! No setting does nothing: each is listed with the place outside this module where its value is used.

use super::known::{Known, Shape};
use std::collections::BTreeSet;
use std::path::Path;

/// Setting, file below `src`, what stands there.
const USED: &[(&str, &str, &str)] = &[
    ("desk.language", "web/settings.rs", "config.desk.language"),
    ("desk.time_zone", "web/settings.rs", "config.desk.time_zone"),
    ("expect.every", "config/rhythm.rs", "self.every_ms"),
    ("expect.feed", "web/pulse.rs", "Source::Feed"),
    ("expect.partner", "web/pulse.rs", "Source::Partner"),
    ("expect.quiet", "config/rhythm.rs", "self.quiet"),
    ("files.data", "cli/node.rs", "config.files.data"),
    ("files.keys", "cli/node.rs", "config.files.keys"),
    ("intake.embargoed", "doors.rs", "config.embargoed"),
    ("intake.fetch_hosts", "intake/fetch.rs", "fetch.takes("),
    ("intake.fetch_missing", "intake/fetch.rs", "fetch.missing"),
    ("intake.token_file", "doors.rs", "config.token_file"),
    ("limits.blob_bytes_max", "cli/node.rs", "config.limits.blob_bytes_max"),
    ("limits.connections_max", "cli/node.rs", "config.limits.connections_max"),
    ("limits.disk_bytes_max", "cli/node.rs", "config.limits.disk_bytes_max"),
    ("limits.disk_free_bytes_min", "cli/node.rs", "config.limits.disk_free_bytes_min"),
    ("limits.disk_reserve_bytes", "cli/node.rs", "config.limits.disk_reserve_bytes"),
    ("limits.source_bytes_max", "cli/node.rs", "config.limits.source()"),
    ("limits.source_depth_max", "cli/node.rs", "config.limits.source()"),
    ("limits.source_items_max", "cli/node.rs", "config.limits.source()"),
    ("listen.address", "cli/node.rs", "config.listen.address"),
    ("listen.base_url", "cli/node.rs", "config.listen.base_url"),
    ("listen.cert_file", "cli/node.rs", "tls.certificate"),
    ("listen.key_file", "cli/node.rs", "tls.key"),
    ("log.format", "cli/serve.rs", "log.format"),
    ("log.level", "cli/serve.rs", "log.level"),
    ("mail.from", "doors.rs", "settings.from"),
    ("mail.host", "doors.rs", "settings.host"),
    ("mail.password_file", "doors.rs", "settings.password_file"),
    ("mail.port", "doors.rs", "settings.port"),
    ("mail.tls", "doors.rs", "settings.tls"),
    ("mail.user", "doors.rs", "settings.user"),
    ("metrics.enabled", "web/settings.rs", "config.metrics.enabled"),
    ("metrics.token_file", "doors.rs", "config.metrics.token_file"),
    ("name.en", "cli/node.rs", "config.name"),
    ("network.allow_plain", "cli/node.rs", "config.network.allow_plain"),
    ("network.allow_private", "cli/node.rs", "config.network.allow_private"),
    ("network.proxy", "cli/node.rs", "config.network.proxy"),
    ("network.trusted_file", "cli/node.rs", "config.network.trusted_file"),
    ("outlet.embargoed", "outlet/folder.rs", "folder.embargoed"),
    ("outlet.formats", "outlet/folder.rs", "folder.formats"),
    ("outlet.name", "outlet/folder.rs", "folder.name"),
    ("outlet.path", "outlet/folder.rs", "folder.path"),
    ("party", "cli/node.rs", "config.party"),
    ("previews.disk_bytes_max", "preview/mod.rs", "settings.disk_bytes_max"),
    ("previews.ffmpeg", "preview/mod.rs", "films.ffmpeg"),
    ("previews.ffprobe", "preview/mod.rs", "films.ffprobe"),
    ("previews.films", "preview/mod.rs", "films.enabled"),
    ("retention.audit_days", "care/rows.rs", "Rule::Audit"),
    ("retention.dead_letters_days", "care/rows.rs", "Rule::DeadLetters"),
    ("retention.media_days", "care/items.rs", "Rule::Media"),
    ("retention.notifications_days", "care/rows.rs", "Rule::Notifications"),
    ("retention.previews_days", "care/mod.rs", "Rule::Previews"),
    ("retention.texts_days", "care/items.rs", "Rule::Texts"),
    ("watch.format", "doors.rs", "watch.format"),
    ("watch.path", "doors.rs", "watch.path"),
    ("watch.service", "doors.rs", "watch.service"),
    ("watch.stable_for_s", "doors.rs", "watch.stable_for_s"),
];

#[test]
fn every_setting_is_used_somewhere() {
    let known = Known::settings();
    let mut settings = BTreeSet::new();
    for name in known.names() {
        match known.shape(name) {
            Some(Shape::Tables(inside)) => settings.extend(inside.keys().map(|key| format!("{name}.{key}"))),
            _ => {
                settings.insert(name.to_owned());
            }
        }
    }
    let listed: BTreeSet<String> = USED.iter().map(|(setting, ..)| (*setting).to_owned()).collect();
    assert_eq!(settings, listed);
    for (setting, file, text) in USED {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
        let code = std::fs::read_to_string(path).unwrap();
        assert!(code.contains(text), "{setting}: {file} does not use {text}");
    }
}
