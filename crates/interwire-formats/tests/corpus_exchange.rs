//! Every piece of news of the corpus in NewsML-G2 (text and pictures) and ninjs goes through an exchange of its own
//! between two machines in memory, and arrives with the facts of its manifest row.
//! `INTERWIRE_CORPUS` names the folder; without it the test says that it skips.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test reads its samples")]

mod manifest;

use interwire_core::exchange::machine::Binding;
use interwire_core::exchange::recall::{Order, Publication, no_reason};
use interwire_core::exchange::rehearsal::{converge, partners};
use interwire_core::exchange::store::{Store, VersionState};
use interwire_core::ids::{Guid, Hash, ItemId, ItemKey};
use interwire_core::item::{self, Item, Limits};
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::protocol::v1::item::{read_document, write_document};
use interwire_core::protocol::v1::statement::{Action, Code, PubStatus};
use interwire_formats::{Report, read};
use manifest::{Row, corpus, excused, is_in_the_gate, is_of_the_item};
use std::collections::BTreeMap;
use std::fmt::Write as _;

fn status(item: &Item) -> Option<PubStatus> {
    match item.status() {
        item::PubStatus::Usable => Some(PubStatus::Usable),
        item::PubStatus::Withheld => Some(PubStatus::Withheld),
        item::PubStatus::Canceled => Some(PubStatus::Canceled),
        item::PubStatus::Other(_) => None,
    }
}

fn binding(bytes: &[u8]) -> Result<Binding, Code> {
    let unreadable = |_| "unreadable-document".parse::<Code>().unwrap();
    let document = read_document(bytes, &Limits::default()).map_err(unreadable)?;
    let head = document.head;
    Ok(Binding {
        source: head.source,
        item: head.item,
        guid: head.guid,
        version: head.version,
        status: status(&document.item).unwrap(),
        media: head.media.iter().map(|(hash, size)| BlobRef { hash: *hash, size: *size }).collect(),
    })
}

/// The item as the partner has it after an exchange in which nothing else happens.
fn exchanged(item: &Item, guid: &Guid) -> Result<Item, String> {
    let status = status(item).ok_or("a status that only a person can decide on")?;
    let (mut nodes, agreement, mut now) = partners(binding);
    let me = nodes[0].machine.me().clone();
    let id = ItemId::derive(&[7; 32], guid);
    let bytes = write_document(item, &me, &id, [1; 16]).map_err(|e| e.to_string())?;
    let doc = BlobRef { hash: Hash::of(&bytes), size: bytes.len() as u64 };
    let publication = Publication {
        item: id.clone(),
        version: item.version.number(),
        status,
        doc,
        under: vec![(agreement, format!("news-{me}").parse().unwrap())],
        test: false,
    };
    nodes[0].turn(now, |machine, turn| {
        turn.store.put_blob(&doc.hash, &bytes).unwrap();
        machine.publish(turn, &publication).unwrap();
        let action = match status {
            PubStatus::Usable => return,
            PubStatus::Withheld => Action::Withhold,
            PubStatus::Canceled => Action::Kill,
        };
        let order = Order { action, reason: no_reason(), through: publication.version, replaced_by: None };
        machine.order(turn, &id, &order).unwrap();
    });
    converge(&mut nodes, &mut now);
    let key = ItemKey { source: me, item: id };
    let there = &mut nodes[1].store;
    let row = there.version(&key, item.version.number()).unwrap().ok_or("nothing arrived")?;
    if row.state != VersionState::Held {
        return Err(format!("it is {:?}", row.state));
    }
    let recalled = there.item(&key).unwrap().and_then(|row| row.recall).is_some_and(|recall| recall.action.is_some());
    if recalled != (status != PubStatus::Usable) {
        return Err("its status and its recall contradict each other".to_owned());
    }
    let arrived = there.blob(&row.doc.hash).unwrap().ok_or("its document is missing")?;
    read_document(&arrived, &Limits::default()).map(|document| document.item).map_err(|e| e.to_string())
}

fn differences(row: &Row, arrived: &Report, bytes: &[u8]) -> Vec<String> {
    let own = |value: &Option<String>| value.clone().unwrap_or_default();
    let mut facts = vec![
        ("guid", own(&arrived.guid)),
        ("version", own(&arrived.version)),
        ("pub_status", own(&arrived.pub_status)),
        ("language", own(&arrived.language)),
        ("body_sha", own(&arrived.body_sha)),
    ];
    facts.push(("headline", own(&arrived.headline)));
    if !row.cell("n_subjects").is_empty() {
        facts.push(("n_subjects", arrived.subjects.len().to_string()));
    }
    let differs = |(column, value): (&str, String)| {
        let known = excused(row.cell("path"), column) || is_of_the_item(row, column, &value, bytes);
        (row.cell(column) != value && !known)
            .then(|| format!("{}: {column}: manifest {:?}, arrived {value:?}", row.cell("path"), row.cell(column)))
    };
    facts.into_iter().filter_map(differs).collect()
}

#[test]
fn every_piece_of_news_arrives_as_its_manifest_says() {
    let Some((folder, rows)) = corpus() else { return };
    let (mut counts, mut wrong) = (BTreeMap::<&str, usize>::new(), String::new());
    for row in rows {
        if !is_in_the_gate(&row) {
            continue;
        }
        *counts.entry(if row.cell("format") == "ninjs" { "ninjs" } else { "newsml-g2" }).or_default() += 1;
        let bytes = std::fs::read(folder.join(row.cell("path"))).unwrap();
        let first = read(&bytes, None, &Limits::default()).unwrap().items.remove(0).item;
        let outcome = match &first.guid {
            Some(guid) => exchanged(&first, guid),
            None => Err("it has no guid".to_owned()),
        };
        match outcome {
            Ok(item) => {
                for line in differences(&row, &Report::new(row.cell("path"), "interwire", 0, &item, &[]), &bytes) {
                    let _ = writeln!(wrong, "{line}");
                }
            }
            Err(why) => drop(writeln!(wrong, "{}: {why}", row.cell("path"))),
        }
    }
    for (format, count) in &counts {
        println!("{format}: {count} files exchanged");
    }
    assert!(
        counts.len() == 2 && counts.values().all(|count| *count > 150),
        "the manifest names other files: {counts:?}"
    );
    assert!(wrong.is_empty(), "{wrong}");
}
