//! The manifest of the corpus: its rows, and the cells of it that no reader can confirm.
#![allow(
    dead_code,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "shared by tests that read samples"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Cells of the manifest that are not what a correct reader reports: path (or its beginning), column, why.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("iptc-7901/", "body_chars", ENVELOPE),
    ("ninjs/doc-examples/1.6/", "headline", NAMED),
    ("ninjs/suite/002_association.json", "headline", NAMED),
    ("ninjs/suite/1.3/should_pass/008_regex_bug.json", "headline", NAMED),
    ("ninjs/suite/1.5/should_pass/001_contactinfo.json", "headline", NAMED),
    ("ninjs/suite/1.x_dev/should_pass/005_altids.json", "headline", NAMED),
    ("nitf/field/Syndication-NITF/nitf-fishing.xml", "body_chars", OF_A_NOTE),
    ("nitf/field/Syndication-NITF/nitf-fishing.xml", "body_sha", OF_A_NOTE),
    ("newsml-1/field/gextech/BAS-Y-MUNDO-MXC_20160116_1402.XML", "body_chars", OF_BOTH),
    ("newsml-1/field/gextech/BAS-Y-MUNDO-MXC_20160116_1402.XML", "body_sha", OF_BOTH),
    ("newsml-1/field/jcoelho93/50812345.xml", "body_chars", OF_TAGS),
    ("newsml-1/field/jcoelho93/50812345.xml", "body_sha", OF_TAGS),
    ("newsml-1/field/superdesk-belga/belga_newsml_1_2.xml", "body_chars", OF_TAGS),
    ("newsml-1/field/superdesk-belga/belga_newsml_1_2.xml", "body_sha", OF_TAGS),
    ("newsml-1/field/superdesk-core/ana1.xml", "body_chars", OF_TAGS),
    ("newsml-1/field/superdesk-core/ana1.xml", "body_sha", OF_TAGS),
    ("newsml-1/field/superdesk-ntb/solita_se_", "body_chars", OF_TAGS),
    ("newsml-1/field/superdesk-ntb/solita_se_", "body_sha", OF_TAGS),
];
const OF_TAGS: &str = "the story is HTML inside CDATA, and the manifest takes its tags for text";
const OF_BOTH: &str = "the manifest puts the stories of both items together";
const OF_A_NOTE: &str = "the manifest takes the text of a note above the story for the story";
const ENVELOPE: &str = "the manifest counts the bytes between the control characters, headline and notes among them";
const NAMED: &str = "ninjs 1 states the headline as `headline_*`, where the manifest does not look";

/// One file of the corpus.
pub struct Row {
    cells: BTreeMap<String, String>,
}

impl Row {
    /// The text of a cell; empty if the manifest states nothing there.
    pub fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// Whether the manifest is known to be wrong here.
pub fn excused(path: &str, column: &str) -> bool {
    EXCEPTIONS.iter().any(|(start, known, why)| path.starts_with(start) && *known == column && !why.is_empty())
}

/// Whether a language is that of an item of NewsML-G2 as a whole, where the manifest does not look.
pub fn is_of_the_item(row: &Row, column: &str, value: &str, bytes: &[u8]) -> bool {
    let stated = || String::from_utf8_lossy(bytes).contains(&format!("xml:lang=\"{value}\""));
    row.cell("format") == "newsml-g2" && column == "language" && row.cell(column).is_empty() && stated()
}

/// The corpus folder and its rows; none, and a word about it, if `INTERWIRE_CORPUS` is not set.
pub fn corpus() -> Option<(PathBuf, Vec<Row>)> {
    let Ok(folder) = std::env::var("INTERWIRE_CORPUS") else {
        println!("INTERWIRE_CORPUS is not set: the corpus is skipped");
        return None;
    };
    let folder = Path::new(&folder).to_owned();
    let manifest = std::fs::read_to_string(folder.join("MANIFEST.tsv")).expect("INTERWIRE_CORPUS has no MANIFEST.tsv");
    let mut lines = manifest.lines();
    let columns: Vec<String> = lines.next().unwrap().split('\t').map(str::to_owned).collect();
    let row = |line: &str| Row { cells: columns.iter().cloned().zip(line.split('\t').map(str::to_owned)).collect() };
    Some((folder, lines.map(row).collect()))
}

/// NewsML-G2 news items of text or pictures, and ninjs of every version: most files do not say which they are.
pub fn is_in_the_gate(row: &Row) -> bool {
    let news_item = row.cell("format") == "newsml-g2" && row.cell("item") == "newsItem";
    let text_or_picture = ["text", "picture"].iter().any(|class| row.cell("item_class").ends_with(class));
    row.cell("is_news") == "yes" && (news_item && text_or_picture || row.cell("format") == "ninjs")
}
