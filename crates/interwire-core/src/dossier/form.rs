//! The bytes of a dossier (docs/data.md): a first line, then parts, each a line with its name and its length in bytes,
//! that many bytes, and a line feed. The order of parts is fixed and every value has one spelling, so a dossier that is
//! read and written again is the same bytes, and one that is not is refused.

use super::{Dossier, Entry};
use crate::ids::Hash;
use crate::journal::checkpoint::{CHECKPOINT_BYTES_MAX, SignedCheckpoint};
use crate::journal::proof::PROOF_HASHES_MAX;
use crate::protocol::v1::agreement::AGREEMENT_BYTES_MAX;
use crate::protocol::v1::item::DOCUMENT_BYTES_MAX;
use crate::protocol::v1::page::PAGE_BYTES_MAX;
use crate::protocol::v1::statement::STATEMENT_BYTES_MAX;
use base64::{Engine, engine::general_purpose::STANDARD};
use std::fmt::Write;

/// The first line.
const FIRST: &str = "interwire-dossier/v1\n";
/// The first line of a proof, as C2SP tlog-proof has it.
const PROOF_FIRST: &str = "c2sp.org/tlog-proof@v1\n";
/// The longest dossier that is read.
pub const DOSSIER_BYTES_MAX: usize = 16 * 1024 * 1024;
/// The most signature pages, and the most statements.
const PAGES_MAX: usize = 64;
const ENTRIES_MAX: usize = 4096;
/// The longest proof: its hashes and a head.
const PROOF_BYTES_MAX: usize = CHECKPOINT_BYTES_MAX + 45 * PROOF_HASHES_MAX + 64;

/// Why bytes are not a dossier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadDossier {
    /// Another file, or one of a later version.
    #[error("it does not begin with {}", FIRST.trim_end())]
    First,
    /// Longer than is read.
    #[error("it has more than {DOSSIER_BYTES_MAX} bytes")]
    Size,
    /// A part is missing, cut off, too long or not in its place.
    #[error("at byte {at}: {wanted} is expected")]
    Part {
        /// Where.
        at: usize,
        /// What should stand there.
        wanted: &'static str,
    },
    /// A proof is not written as it must be.
    #[error("at byte {at}: not a proof of a place in a journal")]
    Proof {
        /// Where.
        at: usize,
    },
    /// It says what it says in another spelling.
    #[error("it is spelled otherwise than it is to be spelled")]
    Spelling,
}

/// Writes a dossier.
#[must_use]
pub fn to_bytes(dossier: &Dossier) -> Vec<u8> {
    let mut out = FIRST.as_bytes().to_vec();
    put(&mut out, "agreement", &dossier.agreement);
    dossier.pages.iter().for_each(|page| put(&mut out, "page", page));
    for entry in &dossier.entries {
        put(&mut out, "statement", &entry.statement);
        put(&mut out, "proof", proof_text(entry).as_bytes());
    }
    put(&mut out, "document", &dossier.document);
    out
}

fn put(out: &mut Vec<u8>, name: &str, bytes: &[u8]) {
    out.extend(format!("{name} {}\n", bytes.len()).into_bytes());
    out.extend(bytes);
    out.push(b'\n');
}

fn proof_text(entry: &Entry) -> String {
    let mut text = format!("{PROOF_FIRST}index {}\n", entry.index);
    for hash in &entry.path {
        let _ = writeln!(text, "{}", STANDARD.encode(hash.0));
    }
    text + "\n" + entry.head.as_str()
}

/// Reads a dossier. Nothing is verified.
///
/// # Errors
/// As [`BadDossier`] says.
pub fn from_bytes(bytes: &[u8]) -> Result<Dossier, BadDossier> {
    if bytes.len() > DOSSIER_BYTES_MAX {
        return Err(BadDossier::Size);
    }
    let rest = bytes.strip_prefix(FIRST.as_bytes()).ok_or(BadDossier::First)?;
    let mut reader = Reader { whole: bytes.len(), rest };
    let agreement = reader.part("agreement", AGREEMENT_BYTES_MAX)?.ok_or(reader.wants("agreement"))?;
    let mut dossier =
        Dossier { agreement: agreement.to_vec(), pages: Vec::new(), entries: Vec::new(), document: Vec::new() };
    while let Some(page) = reader.part("page", PAGE_BYTES_MAX)? {
        if dossier.pages.len() == PAGES_MAX {
            return Err(reader.wants("statement"));
        }
        dossier.pages.push(page.to_vec());
    }
    while let Some(statement) = reader.part("statement", STATEMENT_BYTES_MAX)? {
        if dossier.entries.len() == ENTRIES_MAX {
            return Err(reader.wants("document"));
        }
        let proof = reader.part("proof", PROOF_BYTES_MAX)?.ok_or(reader.wants("proof"))?;
        let at = reader.at() - proof.len();
        dossier.entries.push(read_proof(statement, proof).ok_or(BadDossier::Proof { at })?);
    }
    dossier.document = reader.part("document", DOCUMENT_BYTES_MAX)?.ok_or(reader.wants("document"))?.to_vec();
    if !reader.rest.is_empty() {
        return Err(reader.wants("the end"));
    }
    if to_bytes(&dossier) == bytes { Ok(dossier) } else { Err(BadDossier::Spelling) }
}

struct Reader<'a> {
    whole: usize,
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn at(&self) -> usize {
        self.whole - self.rest.len()
    }

    fn wants(&self, wanted: &'static str) -> BadDossier {
        BadDossier::Part { at: self.at(), wanted }
    }

    /// The next part, if it has this name.
    fn part(&mut self, name: &'static str, bytes_max: usize) -> Result<Option<&'a [u8]>, BadDossier> {
        let named = self.rest.strip_prefix(name.as_bytes()).and_then(|rest| rest.strip_prefix(b" "));
        let Some(rest) = named else { return Ok(None) };
        let wrong = self.wants(name);
        let end = rest.iter().take(12).position(|byte| *byte == b'\n').ok_or(wrong.clone())?;
        let (length, rest) = rest.split_at(end);
        let length = std::str::from_utf8(length).ok().and_then(|text| text.parse::<usize>().ok());
        let length = length.filter(|length| *length <= bytes_max).ok_or(wrong.clone())?;
        let body = rest.strip_prefix(b"\n").and_then(|rest| rest.split_at_checked(length));
        let (body, rest) = body.ok_or(wrong.clone())?;
        self.rest = rest.strip_prefix(b"\n").ok_or(wrong)?;
        Ok(Some(body))
    }
}

fn read_proof(statement: &[u8], proof: &[u8]) -> Option<Entry> {
    let text = std::str::from_utf8(proof).ok()?.strip_prefix(PROOF_FIRST)?.strip_prefix("index ")?;
    let (lines, head) = text.split_once("\n\n")?;
    let mut lines = lines.split('\n');
    let index = lines.next()?.parse().ok()?;
    let hash = |line: &str| Some(Hash(STANDARD.decode(line).ok()?.try_into().ok()?));
    let path = lines.map(hash).collect::<Option<Vec<Hash>>>()?;
    if path.len() > PROOF_HASHES_MAX {
        return None;
    }
    let head = SignedCheckpoint::parse(head).ok()?;
    Some(Entry { statement: statement.to_vec(), index, path, head })
}
