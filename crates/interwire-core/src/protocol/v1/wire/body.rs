//! Bodies: JSON for heads, lists and offers; frames of length and bytes where bytes travel.

use crate::exchange::message::{
    BLOBS_BYTES_MAX, BLOBS_MAX, HEADS_MAX, HeadRow, Heads, OFFER_ENTRIES_MAX, Offer, PAGE_ENTRIES_MAX, Page, Response,
    WANTS_MAX,
};
use crate::ids::{Hash, JournalId};
use crate::journal::proof::PROOF_HASHES_MAX;
use crate::keys::RING_PAPERS_MAX;
use crate::protocol::v1::fields::BlobRef;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Why a body cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadBody {
    /// Not the JSON that it should be.
    #[error("the body does not read: {0}")]
    Json(String),
    /// An id, a hash or a number in it is wrong.
    #[error("{0} is wrong")]
    Value(&'static str),
    /// The frames do not add up.
    #[error("the frames do not add up")]
    Frames,
    /// More than is allowed.
    #[error("too many {0}")]
    TooMany(&'static str),
}

#[derive(Serialize, Deserialize)]
struct HeadsJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<String>,
    from: String,
    journals: Vec<HeadJson>,
    token: u64,
    wants: Vec<(String, String, u64)>,
}

#[derive(Serialize, Deserialize)]
struct HeadJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    head: Option<String>,
    holds: u64,
    journal: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    newest: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct PageHeader {
    checkpoint: String,
    from: u64,
    proof: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct ConsistencyJson {
    checkpoint: String,
    proof: Vec<String>,
    root_at_old: String,
}

#[derive(Serialize, Deserialize)]
struct AskedJson {
    blobs: Vec<(String, u64)>,
}

#[derive(Serialize, Deserialize)]
struct KeysJson {
    papers: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct OfferJson {
    blobs: Vec<String>,
    checkpoint: String,
    document: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<String>,
    entries: Vec<String>,
    holds: u64,
    journal: String,
    others: Vec<OtherJson>,
}

#[derive(Serialize, Deserialize)]
struct OtherJson {
    checkpoint: String,
    entries: Vec<String>,
    journal: String,
    proof: Vec<String>,
}

fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BadBody> {
    serde_json::from_slice(bytes).map_err(|e| BadBody::Json(e.to_string()))
}

fn bytes<T: Serialize>(value: &T) -> Vec<u8> {
    // Texts, numbers and lists always have a spelling.
    serde_json::to_vec(value).unwrap_or_default()
}

fn hashes(texts: &[String], max: usize) -> Result<Vec<Hash>, BadBody> {
    if texts.len() > max {
        return Err(BadBody::TooMany("hashes"));
    }
    texts.iter().map(|text| text.parse().map_err(|_| BadBody::Value("a hash"))).collect()
}

/// Writes the papers of a root key.
#[must_use]
pub fn write_keys(papers: &[String]) -> Vec<u8> {
    bytes(&KeysJson { papers: papers.to_vec() })
}

/// Reads the papers of a root key, each still a text.
///
/// # Errors
/// If it does not read, or there are more than a ring holds.
pub fn read_keys(body: &[u8]) -> Result<Vec<String>, BadBody> {
    let read: KeysJson = json(body)?;
    if read.papers.len() > RING_PAPERS_MAX { Err(BadBody::TooMany("papers")) } else { Ok(read.papers) }
}

/// Writes a heads document.
#[must_use]
pub fn write_heads(heads: &Heads) -> Vec<u8> {
    let head = |row: &HeadRow| HeadJson {
        head: row.head.clone(),
        holds: row.holds,
        journal: row.journal.origin(),
        newest: row.newest.clone(),
    };
    bytes(&HeadsJson {
        endpoint: heads.endpoint.clone(),
        from: heads.from.to_string(),
        journals: heads.journals.iter().map(head).collect(),
        token: heads.token,
        wants: heads.wants.iter().map(|(id, b)| (id.to_string(), b.hash.to_string(), b.size)).collect(),
    })
}

/// Reads a heads document.
///
/// # Errors
/// If it does not read, or names more than is allowed.
pub fn read_heads(body: &[u8]) -> Result<Heads, BadBody> {
    let read: HeadsJson = json(body)?;
    if read.journals.len() > HEADS_MAX || read.wants.len() > WANTS_MAX * HEADS_MAX {
        return Err(BadBody::TooMany("journals or wants"));
    }
    let row = |head: HeadJson| {
        let journal = head.journal.parse().map_err(|_| BadBody::Value("a journal"))?;
        Ok(HeadRow { journal, holds: head.holds, head: head.head, newest: head.newest })
    };
    let want = |(agreement, hash, size): (String, String, u64)| {
        let hash = hash.parse().map_err(|_| BadBody::Value("a hash"))?;
        Ok((agreement.parse().map_err(|_| BadBody::Value("an agreement"))?, BlobRef { hash, size }))
    };
    Ok(Heads {
        from: read.from.parse().map_err(|_| BadBody::Value("from"))?,
        endpoint: read.endpoint,
        journals: read.journals.into_iter().map(row).collect::<Result<_, _>>()?,
        wants: read.wants.into_iter().map(want).collect::<Result<_, _>>()?,
        token: read.token,
    })
}

/// Writes a page: one line of JSON, a newline, then the entries as a C2SP tlog-tiles entry bundle.
#[must_use]
pub fn write_page(page: &Page) -> Vec<u8> {
    let proof = page.proof.iter().map(Hash::to_string).collect();
    let mut out = bytes(&PageHeader { checkpoint: page.checkpoint.clone(), from: page.from, proof });
    out.push(b'\n');
    // A statement is at most 60 KiB and so fits a bundle.
    for entry in &page.entries {
        out.extend(u16::try_from(entry.len()).unwrap_or(0).to_be_bytes());
        out.extend(entry);
    }
    out
}

/// Reads a page of `journal`.
///
/// # Errors
/// If it does not read, or holds more than is allowed.
pub fn read_page(journal: &JournalId, body: &[u8]) -> Result<Page, BadBody> {
    let line = body.iter().position(|b| *b == b'\n').ok_or(BadBody::Frames)?;
    let (header, frames) = body.split_at(line);
    let header: PageHeader = json(header)?;
    let mut frames = frames.get(1..).unwrap_or_default();
    let mut entries = Vec::new();
    while let [high, low, rest @ ..] = frames {
        let len = usize::from(u16::from_be_bytes([*high, *low]));
        entries.push(rest.get(..len).ok_or(BadBody::Frames)?.to_vec());
        frames = rest.get(len..).unwrap_or_default();
        if entries.len() as u64 > PAGE_ENTRIES_MAX {
            return Err(BadBody::TooMany("entries"));
        }
    }
    if !frames.is_empty() {
        return Err(BadBody::Frames);
    }
    let proof = hashes(&header.proof, PROOF_HASHES_MAX)?;
    Ok(Page { journal: journal.clone(), from: header.from, entries, checkpoint: header.checkpoint, proof })
}

pub(super) fn write_consistency(root_at_old: &Hash, proof: &[Hash], checkpoint: &str) -> Vec<u8> {
    bytes(&ConsistencyJson {
        checkpoint: checkpoint.to_owned(),
        proof: proof.iter().map(Hash::to_string).collect(),
        root_at_old: root_at_old.to_string(),
    })
}

pub(super) fn read_consistency(body: &[u8]) -> Result<Response, BadBody> {
    let read: ConsistencyJson = json(body)?;
    let root_at_old = read.root_at_old.parse().map_err(|_| BadBody::Value("a hash"))?;
    let proof = hashes(&read.proof, PROOF_HASHES_MAX)?;
    Ok(Response::Consistency { root_at_old, proof, checkpoint: read.checkpoint })
}

pub(super) fn write_asked(blobs: &[BlobRef]) -> Vec<u8> {
    bytes(&AskedJson { blobs: blobs.iter().map(|blob| (blob.hash.to_string(), blob.size)).collect() })
}

pub(super) fn read_asked(body: &[u8]) -> Result<Vec<BlobRef>, BadBody> {
    let read: AskedJson = json(body)?;
    if read.blobs.len() > BLOBS_MAX {
        return Err(BadBody::TooMany("blobs"));
    }
    let blob =
        |(hash, size): (String, u64)| Ok(BlobRef { hash: hash.parse().map_err(|_| BadBody::Value("a hash"))?, size });
    read.blobs.into_iter().map(blob).collect()
}

/// Writes blobs: each as its length in four bytes, most significant first, and its bytes.
#[must_use]
pub fn write_blobs(blobs: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::with_capacity(blobs.iter().map(|blob| blob.len() + 4).sum());
    for blob in blobs {
        out.extend(u32::try_from(blob.len()).unwrap_or(0).to_be_bytes());
        out.extend(blob);
    }
    out
}

/// Reads blobs.
///
/// # Errors
/// If the frames do not add up, or there are too many.
pub fn read_blobs(body: &[u8]) -> Result<Vec<Vec<u8>>, BadBody> {
    let (mut blobs, mut rest) = (Vec::new(), body);
    while let [a, b, c, d, tail @ ..] = rest {
        let len = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        if blobs.len() == BLOBS_MAX || len as u64 > BLOBS_BYTES_MAX {
            return Err(BadBody::TooMany("blobs"));
        }
        blobs.push(tail.get(..len).ok_or(BadBody::Frames)?.to_vec());
        rest = tail.get(len..).unwrap_or_default();
    }
    if rest.is_empty() { Ok(blobs) } else { Err(BadBody::Frames) }
}

/// Writes an offer.
#[must_use]
pub fn write_offer(offer: &Offer) -> Vec<u8> {
    let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
    let other = |page: &Page| OtherJson {
        checkpoint: page.checkpoint.clone(),
        entries: page.entries.iter().map(text).collect(),
        journal: page.journal.origin(),
        proof: page.proof.iter().map(Hash::to_string).collect(),
    };
    bytes(&OfferJson {
        blobs: offer.blobs.iter().map(|blob| URL_SAFE_NO_PAD.encode(blob)).collect(),
        checkpoint: offer.page.checkpoint.clone(),
        document: text(&offer.document),
        endpoint: offer.endpoint.clone(),
        entries: offer.page.entries.iter().map(text).collect(),
        holds: offer.holds,
        journal: offer.page.journal.origin(),
        others: offer.others.iter().map(other).collect(),
    })
}

/// Reads an offer.
///
/// # Errors
/// If it does not read, or holds more than is allowed.
pub fn read_offer(body: &[u8]) -> Result<Offer, BadBody> {
    let read: OfferJson = json(body)?;
    let entries = read.entries.len() + read.others.iter().map(|other| other.entries.len()).sum::<usize>();
    if read.blobs.len() > BLOBS_MAX || entries as u64 > OFFER_ENTRIES_MAX {
        return Err(BadBody::TooMany("blobs or entries"));
    }
    let page = |journal: String, entries: Vec<String>, checkpoint, proof: &[String]| {
        let journal = journal.parse().map_err(|_| BadBody::Value("a journal"))?;
        let entries = entries.into_iter().map(String::into_bytes).collect();
        Ok(Page { journal, from: 0, entries, checkpoint, proof: hashes(proof, PROOF_HASHES_MAX)? })
    };
    let other = |other: OtherJson| page(other.journal, other.entries, other.checkpoint, &other.proof);
    let blob = |text: String| URL_SAFE_NO_PAD.decode(text).map_err(|_| BadBody::Value("a blob"));
    Ok(Offer {
        document: read.document.into_bytes(),
        blobs: read.blobs.into_iter().map(blob).collect::<Result<_, _>>()?,
        page: page(read.journal, read.entries, read.checkpoint, &[])?,
        others: read.others.into_iter().map(other).collect::<Result<_, _>>()?,
        holds: read.holds,
        endpoint: read.endpoint,
    })
}
