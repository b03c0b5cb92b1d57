//! Each kind's fields, out of and into JSON. One `match` reads, one writes; a test holds them together.

use super::{
    AgreementAct, Answer, Body, COVERED_MAX, Code, LIST_MAX, Published, Ranges, Recalled, Released, Used, unknown,
};
use crate::ids::PartyId;
use crate::protocol::v1::epoch::EPOCH_BYTES_MAX;
use crate::protocol::v1::fields::{BadField, BlobRef, Fields, Taken, base64_value, blob_up_to, blob_value, range};
use crate::protocol::v1::limits::{OFFERED_BYTES_MAX, OFFERED_MAX, TEXT_BYTES_MAX};
use crate::protocol::v1::page::PAGE_BYTES_MAX;
use serde_json::{Map, Value};

impl Body {
    /// The word for this kind.
    #[must_use]
    pub fn kind(&self) -> &str {
        match self {
            Self::Offered { .. } => "offered",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Signed { .. } => "signed",
            Self::Declined { .. } => "declined",
            Self::Agreement { act, .. } => act.word(),
            Self::Epoch { .. } => "epoch",
            Self::Keys { .. } => "keys",
            Self::Published(_) => "published",
            Self::Received(_) => "received",
            Self::Refused { .. } => "refused",
            Self::Recalled(_) => "recalled",
            Self::Released(_) => "released",
            Self::Answered { answer, .. } => answer.word(),
            Self::Used(_) => "used",
            Self::UseEnded { .. } => "use_ended",
            Self::Erased { .. } => "erased",
            Self::Note { .. } => "note",
            Self::Unknown { kind, .. } => kind,
        }
    }

    /// Whether version 1 of the protocol demands that a reader of this kind understands it.
    #[must_use]
    pub fn must_understand(&self) -> bool {
        match self {
            Self::Published(_) | Self::Received(_) | Self::Refused { .. } | Self::Answered { .. } | Self::Used(_) => {
                false
            }
            Self::UseEnded { .. } | Self::Erased { .. } | Self::Note { .. } | Self::Unknown { .. } => false,
            Self::Offered { .. } | Self::Withdrawn { .. } | Self::Signed { .. } | Self::Declined { .. } => true,
            Self::Agreement { .. } | Self::Epoch { .. } | Self::Keys { .. } => true,
            Self::Recalled(_) | Self::Released(_) => true,
        }
    }

    /// The blobs that this statement names, which its author thereby serves to the agreement's parties. Those that an
    /// item document names are served with it.
    #[must_use]
    pub fn blobs(&self) -> Vec<BlobRef> {
        match self {
            Self::Offered { blobs, .. } => blobs.clone(),
            Self::Signed { page, .. } => vec![*page],
            Self::Epoch { doc, .. } => vec![*doc],
            Self::Published(p) => vec![p.doc],
            Self::Used(u) => u.address.into_iter().collect(),
            Self::Note { text } => vec![*text],
            _ => Vec::new(),
        }
    }

    /// Whether the agreement's life is computed from this kind.
    #[must_use]
    pub fn is_life(&self) -> bool {
        matches!(
            self,
            Self::Offered { .. }
                | Self::Withdrawn { .. }
                | Self::Signed { .. }
                | Self::Declined { .. }
                | Self::Agreement { .. }
                | Self::Epoch { .. }
                | Self::Keys { .. }
        )
    }

    /// Reads the fields of `kind`. What does not belong to it makes it unknown.
    pub(super) fn from_fields(kind: &str, mut f: Fields) -> Taken<Self> {
        let all = f.0.clone();
        let body = match kind {
            "offered" => Self::Offered {
                agreement_version: f.parsed("agreement_version")?,
                predecessor: f.parsed_option("predecessor")?,
                blobs: f.list("blobs", OFFERED_MAX, read_offered)?,
            },
            "withdrawn" => Self::Withdrawn { agreement_version: f.parsed("agreement_version")? },
            "signed" => Self::Signed {
                agreement_version: f.parsed("agreement_version")?,
                page: f.blob_up_to("page", PAGE_BYTES_MAX as u64)?,
                seal: f.base64("seal")?,
            },
            "declined" => {
                Self::Declined { agreement_version: f.parsed("agreement_version")?, reason: f.parsed("reason")? }
            }
            "epoch" => Self::Epoch {
                doc: f.blob_up_to("doc", EPOCH_BYTES_MAX as u64)?,
                key: f.parsed("key")?,
                sig: f.base64("sig")?,
            },
            "keys" => Self::Keys {
                certified: f.list("certified", 64, read_text)?,
                revoked: f.list("revoked", 64, read_text)?,
            },
            "published" => Self::Published(read_published(&mut f)?),
            "received" => Self::Received(read_ranges(&mut f)?),
            "refused" => Self::Refused { what: read_ranges(&mut f)?, cause: f.parsed("cause")? },
            "recalled" => Self::Recalled(read_recalled(&mut f)?),
            "released" => Self::Released(Released {
                item: f.parsed("item")?,
                key: f.parsed("key")?,
                order: f.number("order")?,
                sig: f.base64("sig")?,
                source: f.parsed_option("source")?,
            }),
            "used" => Self::Used(read_used(&mut f)?),
            "use_ended" => Self::UseEnded { index: f.number("index")?, until: f.parsed("until")? },
            "erased" => Self::Erased {
                of: f.parsed("of")?,
                epoch: f.number32("epoch")?,
                index: f.number("index")?,
                media: f.number_option("media")?,
                why: f.parsed("why")?,
            },
            "note" => Self::Note { text: f.blob_up_to("text", TEXT_BYTES_MAX)? },
            word => return read_word(word, f),
        };
        // An order that says more than this version knows is still obeyed.
        let is_order = matches!(body, Self::Recalled(_) | Self::Released(_));
        if f.left().is_empty() || is_order { Ok(body) } else { Ok(unknown(kind, Fields(all))) }
    }

    /// The fields of this kind.
    pub(super) fn to_fields(&self) -> Map<String, Value> {
        let mut m = Map::new();
        let mut put = |name: &str, value: Value| {
            m.insert(name.to_owned(), value);
        };
        match self {
            Self::Offered { agreement_version, predecessor, blobs } => {
                put("agreement_version", agreement_version.to_string().into());
                if let Some(hash) = predecessor {
                    put("predecessor", hash.to_string().into());
                }
                put("blobs", blobs.iter().map(blob_value).collect());
            }
            Self::Withdrawn { agreement_version } => put("agreement_version", agreement_version.to_string().into()),
            Self::Signed { agreement_version, page, seal } => {
                put("agreement_version", agreement_version.to_string().into());
                put("page", blob_value(page));
                put("seal", base64_value(seal));
            }
            Self::Declined { agreement_version, reason } | Self::Agreement { agreement_version, reason, .. } => {
                put("agreement_version", agreement_version.to_string().into());
                put("reason", reason.as_str().into());
            }
            Self::Epoch { doc, key, sig } => {
                put("doc", blob_value(doc));
                put("key", key.to_string().into());
                put("sig", base64_value(sig));
            }
            Self::Keys { certified, revoked } => {
                put("certified", certified.clone().into());
                put("revoked", revoked.clone().into());
            }
            Self::Published(p) => write_published(p, &mut put),
            Self::Received(ranges) => write_ranges(ranges, &mut put),
            Self::Refused { what, cause } => {
                write_ranges(what, &mut put);
                put("cause", cause.as_str().into());
            }
            Self::Recalled(r) => write_recalled(r, &mut put),
            Self::Released(r) => {
                put("item", r.item.as_str().into());
                put("key", r.key.to_string().into());
                put("order", r.order.into());
                put("sig", base64_value(&r.sig));
                write_source(r.source.as_ref(), &mut put);
            }
            Self::Answered { of, epoch, index, .. } => {
                put("of", of.as_str().into());
                put("epoch", (*epoch).into());
                put("index", (*index).into());
            }
            Self::Used(u) => write_used(u, &mut put),
            Self::UseEnded { index, until } => {
                put("index", (*index).into());
                put("until", until.to_string().into());
            }
            Self::Erased { of, epoch, index, media, why } => {
                put("of", of.as_str().into());
                put("epoch", (*epoch).into());
                put("index", (*index).into());
                if let Some(place) = media {
                    put("media", (*place).into());
                }
                put("why", why.as_str().into());
            }
            Self::Note { text } => put("text", blob_value(text)),
            Self::Unknown { fields, .. } => return fields.clone(),
        }
        m
    }
}

/// The kinds that share a shape: an act on the agreement, a step of an answer; else unknown.
fn read_word(kind: &str, mut f: Fields) -> Taken<Body> {
    let all = f.0.clone();
    let body = if let Ok(act) = kind.parse::<AgreementAct>() {
        let (agreement_version, reason) = (f.parsed("agreement_version")?, f.parsed("reason")?);
        Body::Agreement { act, agreement_version, reason }
    } else if let Ok(answer) = kind.parse::<Answer>() {
        Body::Answered { answer, of: f.parsed("of")?, epoch: f.number32("epoch")?, index: f.number("index")? }
    } else {
        return Ok(unknown(kind, f));
    };
    if f.left().is_empty() { Ok(body) } else { Ok(unknown(kind, Fields(all))) }
}

type Put<'a> = dyn FnMut(&str, Value) + 'a;

fn write_source(source: Option<&PartyId>, put: &mut Put) {
    if let Some(party) = source {
        put("source", party.as_str().into());
    }
}

fn read_published(f: &mut Fields) -> Taken<Published> {
    Ok(Published {
        article: f.parsed("article")?,
        doc: f.blob("doc")?,
        item: f.parsed("item")?,
        key: f.parsed("key")?,
        sig: f.base64("sig")?,
        source: f.parsed_option("source")?,
        status: f.parsed("status")?,
        test: f.flag("test")?,
        version: f.decimal("version")?,
    })
}

fn write_published(p: &Published, put: &mut Put) {
    put("article", p.article.as_str().into());
    put("doc", blob_value(&p.doc));
    put("item", p.item.as_str().into());
    put("key", p.key.to_string().into());
    put("sig", base64_value(&p.sig));
    write_source(p.source.as_ref(), put);
    put("status", p.status.word().into());
    if p.test {
        put("test", true.into());
    }
    put("version", p.version.to_string().into());
}

fn read_ranges(f: &mut Fields) -> Taken<Ranges> {
    let ranges = f.list("ranges", LIST_MAX, range)?;
    let apart = ranges
        .windows(2)
        .all(|w| matches!(w, [(_, last), (first, _)] if last.checked_add(1).is_some_and(|n| n < *first)));
    let covered = ranges.iter().fold(0_u64, |sum, (first, last)| sum.saturating_add(last - first + 1));
    if covered > COVERED_MAX {
        let expected = format!("cover {covered} statements, at most {COVERED_MAX} are allowed");
        return Err(BadField { name: "ranges".into(), expected });
    }
    if ranges.is_empty() || !apart {
        return Err(BadField { name: "ranges".into(), expected: "must be ascending, apart and not empty".into() });
    }
    Ok(Ranges { of: f.parsed("of")?, epoch: f.number32("epoch")?, ranges })
}

fn write_ranges(ranges: &Ranges, put: &mut Put) {
    put("of", ranges.of.as_str().into());
    put("epoch", ranges.epoch.into());
    put("ranges", ranges.ranges.iter().map(|(a, b)| Value::Array(vec![(*a).into(), (*b).into()])).collect());
}

fn read_recalled(f: &mut Fields) -> Taken<Recalled> {
    Ok(Recalled {
        action: f.parsed("action")?,
        item: f.parsed("item")?,
        key: f.parsed("key")?,
        order: f.number("order")?,
        reason: f.parsed::<Code>("reason")?,
        replaced_by: f.parsed_option("replaced_by")?,
        sig: f.base64("sig")?,
        source: f.parsed_option("source")?,
        through: f.decimal("through")?,
    })
}

fn write_recalled(r: &Recalled, put: &mut Put) {
    put("action", r.action.word().into());
    put("item", r.item.as_str().into());
    put("key", r.key.to_string().into());
    put("order", r.order.into());
    put("reason", r.reason.as_str().into());
    if let Some(item) = &r.replaced_by {
        put("replaced_by", item.as_str().into());
    }
    put("sig", base64_value(&r.sig));
    write_source(r.source.as_ref(), put);
    put("through", r.through.to_string().into());
}

fn read_used(f: &mut Fields) -> Taken<Used> {
    let address = if f.0.contains_key("address") { Some(f.blob_up_to("address", TEXT_BYTES_MAX)?) } else { None };
    let language = f.text("language")?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    if language.is_empty() || language.len() > 35 || !language.bytes().all(plain) {
        return Err(BadField { name: "language".into(), expected: "must be a BCP 47 tag".into() });
    }
    Ok(Used {
        address,
        item: f.parsed("item")?,
        language,
        medium: f.parsed("medium")?,
        source: f.parsed("source")?,
        since: f.parsed("since")?,
        version: f.decimal("version")?,
    })
}

fn write_used(u: &Used, put: &mut Put) {
    if let Some(address) = &u.address {
        put("address", blob_value(address));
    }
    put("item", u.item.as_str().into());
    put("language", u.language.as_str().into());
    put("medium", u.medium.as_str().into());
    put("source", u.source.as_str().into());
    put("since", u.since.to_string().into());
    put("version", u.version.to_string().into());
}

fn read_text(name: &str, value: &Value) -> Taken<String> {
    let wrong = || BadField { name: name.to_owned(), expected: "must hold texts".into() };
    value.as_str().map(str::to_owned).ok_or_else(wrong)
}

fn read_offered(name: &str, value: &Value) -> Taken<BlobRef> {
    blob_up_to(name, value, OFFERED_BYTES_MAX)
}
