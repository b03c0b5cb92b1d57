//! All news of the corpus in NewsML-G2 (text and pictures) and ninjs goes into one node, as if one agency had sent it
//! out, and on to its partner: how many items, versions, replacements and conflicts come of it is pinned, and computed a
//! second time from the manifest. Much of the corpus is suites and examples, whose authors gave one guid to many files:
//! each such file is a conflict, named with what differs from the one that came first. `INTERWIRE_CORPUS` names the folder; without it the test says that it skips.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;
#[path = "../../interwire-formats/tests/manifest/mod.rs"]
mod manifest;

use common::audit::{findings, journals, published, settled};
use common::{ASTANA, HANOI, partners};
use expect_test::expect;
use interwire::intake::document::read_binding;
use interwire::intake::media::MediaFrom;
use interwire::intake::outcome::{Fate, Outcome};
use interwire::intake::take::{Source, take};
use interwire::running::Running;
use interwire::store::decisions::{DecisionRow, DecisionWord};
use interwire::verify::{Whose, verify};
use interwire_core::exchange::store::Store;
use interwire_core::ids::ItemKey;
use interwire_core::item::{Item, Limits};
use interwire_formats::read;
use manifest::{Row, corpus, is_in_the_gate};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

/// What the manifest states of an item's content; its guid and version are its name.
const FACTS: [&str; 8] =
    ["item_class", "pub_status", "headline", "language", "version_created", "n_subjects", "n_remote", "body_sha"];

/// A version of an item, by guid and number.
type Name = (String, u64);

/// An item as it lies in the corpus.
struct Sample<'r> {
    name: Name,
    row: &'r Row,
    item: Item,
}

/// The items of the gate, from the last row of the manifest to the first: some newer versions come after older ones,
/// some before. Names are the manifest's; only a file with several items is read for those of the others.
fn samples<'r>(folder: &Path, rows: &'r [Row]) -> Vec<Vec<Sample<'r>>> {
    let gate = rows.iter().rev().filter(|row| is_in_the_gate(row));
    let samples = |row: &'r Row| {
        let bytes = std::fs::read(folder.join(row.cell("path"))).unwrap();
        let items = read(&bytes, None, &Limits::default()).unwrap().items.into_iter().map(|one| one.item);
        let name = |place: usize, item: &Item| match place {
            // No version is the first one.
            0 => (row.cell("guid").to_owned(), row.cell("version").parse().unwrap_or(1)),
            _ => (item.guid.as_ref().unwrap().to_string(), item.version.number()),
        };
        items.enumerate().map(|(place, item)| Sample { name: name(place, &item), row, item }).collect()
    };
    gate.map(samples).collect()
}

/// How many items come to which end; a conflict with what differs.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    fates: BTreeMap<&'static str, usize>,
    replacements: usize,
    /// Where it comes from, what differs.
    conflicts: BTreeMap<(String, String), usize>,
}

impl Tally {
    fn count(&mut self, fate: Fate) {
        *self.fates.entry(fate.word()).or_default() += 1;
    }
}

/// What must come of them, from the names in the manifest and the items as the readers give them: no node is asked.
fn expected(files: &[Vec<Sample>]) -> Tally {
    let (mut tally, mut kept) = (Tally::default(), BTreeMap::<&Name, &Sample>::new());
    let mut newest = BTreeMap::<&str, u64>::new();
    for sample in files.iter().flatten() {
        let (guid, version) = &sample.name;
        if let Some(before) = kept.get(&sample.name) {
            let same = before.item == sample.item;
            tally.count(if same { Fate::Known } else { Fate::Conflict });
            if !same {
                *tally.conflicts.entry((family(sample.row), differences(before.row, sample.row))).or_default() += 1;
            }
            continue;
        }
        kept.insert(&sample.name, sample);
        let before = newest.get(guid.as_str()).copied();
        if before.is_some_and(|before| before > *version) {
            tally.count(Fate::Older);
            continue;
        }
        tally.replacements += usize::from(before.is_some());
        newest.insert(guid, *version);
        tally.count(Fate::New);
    }
    tally
}

/// The collection that a file belongs to.
fn family(row: &Row) -> String {
    row.cell("path").split('/').take(2).collect::<Vec<_>>().join("/")
}

/// In which facts of the manifest two files with one name differ.
fn differences(one: &Row, other: &Row) -> String {
    let differs: Vec<_> = FACTS.into_iter().filter(|fact| one.cell(fact) != other.cell(fact)).collect();
    if differs.is_empty() { "what the manifest does not state".to_owned() } else { differs.join(", ") }
}

/// A decision, and why it is not to deliver.
fn ruled(decision: &DecisionRow) -> String {
    let reasons: serde_json::Value = serde_json::from_str(&decision.reasons).unwrap();
    match decision.verdict {
        DecisionWord::Deliver => "deliver".to_owned(),
        other => format!("{}: {} {}", other.word(), reasons[0]["field"], reasons[0]["value"]).replace('"', ""),
    }
}

async fn give(node: &Running, row: &Row, folder: &Path) -> Vec<Outcome> {
    let source = Source {
        feed: "corpus".to_owned(),
        path: row.cell("path").to_owned(),
        service: None,
        hint: None,
        bytes: std::fs::read(folder.join(row.cell("path"))).unwrap(),
        media: MediaFrom::Nowhere,
        test: false,
    };
    let taken = take(&node.node, source).await.unwrap();
    assert!(taken.unreadable.is_none(), "{}", row.cell("path"));
    taken.outcomes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_news_of_the_corpus_goes_into_one_pair_of_nodes() {
    let Some((folder, rows)) = corpus() else { return };
    let files = samples(&folder, &rows);
    let wanted = expected(&files);
    let dirs = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let a = HANOI.start_as(dirs[0].path(), 0, None, |_| ()).await;
    let b = ASTANA.start_as(dirs[1].path(), 0, None, |_| ()).await;
    let under = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id;

    let (mut told, mut delivered, mut verdicts) = (Tally::default(), BTreeMap::new(), BTreeMap::<String, usize>::new());
    let mut orders = BTreeMap::<&str, usize>::new();
    let mut seen = BTreeSet::new();
    for samples in &files {
        let row = samples[0].row;
        let outcomes = give(&a, row, &folder).await;
        assert_eq!(outcomes.len(), samples.len(), "{}", row.cell("path"));
        for (outcome, sample) in outcomes.iter().zip(samples) {
            let name: Name = (outcome.guid.as_ref().unwrap().to_string(), outcome.version);
            assert_eq!(name, sample.name, "{}", row.cell("path"));
            told.count(outcome.fate);
            if outcome.fate == Fate::Conflict {
                assert!(outcome.dead_letter.is_some(), "a person must decide");
            }
            if outcome.fate != Fate::New {
                continue;
            }
            told.replacements += usize::from(!seen.insert(name.0.clone()));
            for decision in &outcome.decisions {
                *verdicts.entry(ruled(decision)).or_default() += 1;
                if decision.verdict == DecisionWord::Deliver {
                    let key = ItemKey { source: HANOI.id(), item: outcome.item.clone().unwrap() };
                    delivered.insert(key, outcome.version);
                }
            }
            if let Some(order) = outcome.ordered {
                *orders.entry(order.word()).or_default() += 1;
            }
        }
    }
    let counted = |tally: &Tally| (tally.fates.clone(), tally.replacements);
    assert_eq!(counted(&told), counted(&wanted), "the node and the manifest do not agree");

    let sent = published(&settled(&a, &b, &under).await).len();
    let held = newest_at(&b, delivered.keys().cloned().collect()).await;
    assert_eq!(held, delivered, "the partner has the newest version of every item that it gets");
    assert!(findings(&a).await.is_empty() && findings(&b).await.is_empty());
    let entries: usize = journals(&b, &under).await.values().map(Vec::len).sum();
    for node in [a, b] {
        node.stop().await;
    }
    for (dir, who) in dirs.iter().zip([HANOI, ASTANA]) {
        let whose = Whose { party: who.id(), reader: read_binding };
        let report = verify(dir.path(), &whose, Arc::new(|_, _| ())).await.unwrap();
        assert!(report.is_whole() && report.journals_verified == 2, "{:?}", report.problems);
    }

    let mut text = String::new();
    writeln!(text, "{} files, {:?}", files.len(), told.fates).unwrap();
    writeln!(text, "{} items, {} replacements, {sent} versions published", seen.len(), told.replacements).unwrap();
    writeln!(text, "orders {orders:?}, {} items at the partner", held.len()).unwrap();
    for (ruled, count) in &verdicts {
        writeln!(text, "{count:3} {ruled}").unwrap();
    }
    // In what the files differ that the node calls conflicts, as their rows have it.
    for ((family, what), count) in &wanted.conflicts {
        writeln!(text, "{count:3} conflicts in {family}: {what}").unwrap();
    }
    assert!(entries > sent);
    expect![[r#"
        390 files, {"conflict": 157, "known": 25, "new": 209, "older": 1}
        207 items, 2 replacements, 108 versions published
        orders {"kill": 2, "withhold": 2}, 106 items at the partner
        108 deliver
          1 exclude: medium component
          1 exclude: medium graphic
         98 exclude: medium not stated
          1 hold: rights not understood
          1 conflicts in newsml-g2/examples: n_remote, body_sha
          3 conflicts in newsml-g2/examples: what the manifest does not state
          4 conflicts in newsml-g2/field: body_sha
          1 conflicts in newsml-g2/field: headline, body_sha
          1 conflicts in newsml-g2/field: headline, version_created
          3 conflicts in newsml-g2/field: n_remote, body_sha
          3 conflicts in newsml-g2/field: n_subjects
          6 conflicts in newsml-g2/field: n_subjects, body_sha
          1 conflicts in newsml-g2/field: version_created
          3 conflicts in newsml-g2/field: version_created, body_sha
          4 conflicts in newsml-g2/field: what the manifest does not state
          1 conflicts in newsml-g2/python-newsmlg2: what the manifest does not state
          1 conflicts in newsml-g2/suite: headline, n_subjects
          1 conflicts in newsml-g2/suite: headline, version_created, n_remote
          1 conflicts in newsml-g2/suite: item_class, version_created, n_subjects
         21 conflicts in newsml-g2/suite: n_subjects
          4 conflicts in newsml-g2/suite: n_subjects, n_remote
          1 conflicts in newsml-g2/suite: n_subjects, n_remote, body_sha
          2 conflicts in newsml-g2/suite: version_created
         10 conflicts in newsml-g2/suite: version_created, n_subjects
         12 conflicts in newsml-g2/suite: version_created, n_subjects, n_remote
         27 conflicts in newsml-g2/suite: version_created, n_subjects, n_remote, body_sha
          2 conflicts in newsml-g2/suite: what the manifest does not state
          9 conflicts in ninjs/doc-examples: body_sha
          1 conflicts in ninjs/doc-examples: headline
          4 conflicts in ninjs/doc-examples: headline, body_sha
          1 conflicts in ninjs/doc-examples: headline, language, n_subjects, body_sha
          2 conflicts in ninjs/doc-examples: language, n_subjects, body_sha
          3 conflicts in ninjs/doc-examples: what the manifest does not state
          3 conflicts in ninjs/examples: pub_status, headline, language, version_created, n_subjects, body_sha
          7 conflicts in ninjs/examples: what the manifest does not state
          2 conflicts in ninjs/suite: headline
          1 conflicts in ninjs/suite: headline, n_subjects
          3 conflicts in ninjs/suite: n_subjects
          8 conflicts in ninjs/suite: what the manifest does not state
    "#]]
    .assert_eq(&text);
}

/// The newest version of each item that a node holds.
async fn newest_at(node: &Running, keys: Vec<ItemKey>) -> BTreeMap<ItemKey, u64> {
    let found = node.node.step(move |step| {
        let mut all = BTreeMap::new();
        for key in keys {
            if let Some(newest) = step.tx.item(&key)?.and_then(|item| item.current) {
                all.insert(key, newest);
            }
        }
        Ok(all)
    });
    found.await.unwrap()
}
