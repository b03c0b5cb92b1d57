//! `GET /metrics`: figures in the text format of Prometheus 0.0.4.

use super::Web;
use super::failure::Failure;
use super::rows::{findings, health};
use crate::config::rhythm::Pulse;
use crate::store::room::Share;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::Ordering;

/// What each metric is.
const METRICS: &[(&str, &str, &str)] = &[
    ("interwire_commits_total", "counter", "Transactions made durable since the start."),
    ("interwire_database_bytes", "gauge", "Size of the database."),
    ("interwire_dead_letters_open", "gauge", "Dead letters that nobody has dealt with."),
    ("interwire_desk_versions", "gauge", "Versions that ever reached the desk, ours and partners'."),
    ("interwire_findings_open", "gauge", "Findings about partners that a person must look at."),
    ("interwire_disk_free_bytes", "gauge", "Bytes that the disk of the data directory has left."),
    ("interwire_feed_idle", "gauge", "1 if nothing came from a partner or by a feed for longer than expected."),
    ("interwire_feed_silence_seconds", "gauge", "Seconds since something came from a partner or by a feed."),
    ("interwire_holds", "gauge", "Versions of ours that wait for a moment or a person."),
    ("interwire_intake_files", "gauge", "Arrivals at our own intake."),
    ("interwire_jobs_total", "counter", "Jobs done in those transactions."),
    ("interwire_journal_entries", "gauge", "Entries under the signed head of each journal."),
    ("interwire_outlet_events", "gauge", "Events for the house's own systems."),
    ("interwire_partner_backlog_entries", "gauge", "Entries a partner has announced and we do not hold."),
    ("interwire_partner_clock_skew_seconds", "gauge", "By how much a partner's clock is ahead."),
    ("interwire_partner_failures", "gauge", "Consecutive failures with a partner, by lane."),
    ("interwire_partner_reached_seconds", "gauge", "Seconds since a request to a partner last succeeded."),
    ("interwire_partner_wanted_bytes", "gauge", "Bytes of blobs wanted from a partner."),
    ("interwire_queued_statements", "gauge", "Statements that wait until our journal may be written."),
    ("interwire_resident_bytes", "gauge", "Memory of the process."),
    ("interwire_storage_full", "gauge", "1 if there is no room for more: large files, small ones, or the record."),
    ("interwire_transactions_failed_total", "counter", "Transactions that failed and were undone."),
    ("interwire_wanted_blobs", "gauge", "Statements that wait for a blob."),
];

#[derive(Default)]
struct Exposition {
    samples: BTreeMap<String, Vec<String>>,
}

impl Exposition {
    fn add(&mut self, name: &str, labels: &[(&str, String)], value: impl std::fmt::Display) {
        let label = |(key, value): &(&str, String)| format!("{key}=\"{}\"", escape(value));
        let labels: Vec<String> = labels.iter().map(label).collect();
        let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
        self.samples.entry(name.to_owned()).or_default().push(format!("{name}{labels} {value}\n"));
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for (name, samples) in &self.samples {
            let known = METRICS.iter().find(|(known, _, _)| known == name);
            if let Some((_, kind, help)) = known {
                // Writing to a String does not fail.
                let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
            }
            samples.iter().for_each(|sample| text.push_str(sample));
        }
        text
    }
}

fn escape(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

/// All figures.
pub async fn page(State(web): State<Web>) -> Result<Response, Failure> {
    if !web.settings().metrics {
        return Err(Failure::NotFound);
    }
    let mut all = Exposition::default();
    let node = web.node();
    let counts = node.counts();
    for (name, count) in [
        ("interwire_commits_total", &counts.commits),
        ("interwire_jobs_total", &counts.jobs),
        ("interwire_transactions_failed_total", &counts.failures),
    ] {
        all.add(name, &[], count.load(Ordering::Relaxed));
    }
    for (name, labels, value) in health::figures(node.db()).await? {
        all.add(&name, &labels, value);
    }
    partners(&web, &mut all).await?;
    let (usage, quota) = (node.usage().await?, node.limits().quota);
    for (kind, share) in [("large", Share::Large), ("small", Share::Small), ("record", Share::Record)] {
        all.add("interwire_storage_full", &[("kind", kind.to_owned())], u8::from(usage.left(&quota, share) == 0));
    }
    if let Some(free) = node.db().disk().free {
        all.add("interwire_disk_free_bytes", &[], free);
    }
    for beat in web.pulses().look(node).await? {
        let labels = [("kind", beat.kind().to_owned()), ("source", beat.name().to_owned())];
        all.add("interwire_feed_idle", &labels, u8::from(beat.pulse == Pulse::Idle));
        all.add("interwire_feed_silence_seconds", &labels, beat.silent_ms / 1000);
    }
    if let Some(bytes) = resident_bytes() {
        all.add("interwire_resident_bytes", &[], bytes);
    }
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], all.text()).into_response())
}

async fn partners(web: &Web, all: &mut Exposition) -> Result<(), Failure> {
    let now = web.node().now();
    for (party, health) in web.peers().all() {
        let partner = [("partner", party.to_string())];
        for (lane, failures) in ["pull", "push"].into_iter().zip(health.failures) {
            let labels = [partner[0].clone(), ("lane", lane.to_owned())];
            all.add("interwire_partner_failures", &labels, failures);
        }
        if let Some(at) = health.reached_at {
            all.add("interwire_partner_reached_seconds", &partner, now.since(at) / 1000);
        }
        all.add("interwire_partner_clock_skew_seconds", &partner, health.skew_s);
    }
    for (party, backlog) in findings::backlog(web.node().db()).await? {
        if party == web.node().house().me {
            continue;
        }
        let partner = [("partner", party.to_string())];
        all.add("interwire_partner_backlog_entries", &partner, backlog.entries);
        all.add("interwire_partner_wanted_bytes", &partner, backlog.bytes);
    }
    Ok(())
}

/// Memory of the process, where the system tells it.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn alerts_ask_for_figures_that_there_are() {
        let alerts = include_str!("../../../../packaging/prometheus-alerts.yml");
        let asked = alerts.lines().filter_map(|line| line.trim_start().strip_prefix("expr: "));
        let names = asked.flat_map(|expr| expr.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'));
        let ours: Vec<&str> = names.filter(|name| name.starts_with("interwire_")).collect();
        assert!(ours.len() > 5, "{ours:?}");
        for name in ours {
            assert!(METRICS.iter().any(|(known, _, _)| *known == name), "there is no {name}");
        }
    }

    #[test]
    fn figures_are_grouped_and_hostile_labels_stay_inside() {
        let mut all = Exposition::default();
        all.add("interwire_holds", &[], 3);
        all.add("interwire_partner_failures", &[("partner", "a\"b\\c\nd".to_owned())], 1);
        all.add("interwire_partner_failures", &[("partner", "baku".to_owned())], 0);
        expect![[r#"
            # HELP interwire_holds Versions of ours that wait for a moment or a person.
            # TYPE interwire_holds gauge
            interwire_holds 3
            # HELP interwire_partner_failures Consecutive failures with a partner, by lane.
            # TYPE interwire_partner_failures gauge
            interwire_partner_failures{partner="a\"b\\c\nd"} 1
            interwire_partner_failures{partner="baku"} 0
        "#]]
        .assert_eq(&all.text());
    }
}
