//! The text of an item in any format that can be written, and what each of them cannot carry. A file is for saving: the
//! browser runs and shows nothing of it.

use super::Web;
use super::access::Access;
use super::failure::Failure;
use super::headers::FILE_POLICY;
use super::item::{self, Found};
use super::lost::{self, Lost};
use super::page::{Frame, show};
use super::reuse;
use super::rows::desk;
use super::rows::versions::VersionLine;
use crate::errors::{Code, Error};
use crate::outlet::{text_ending, written};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderName, header};
use interwire_core::ids::ItemKey;
use interwire_core::item::{Item, Loss};
use interwire_core::time::Time;
use interwire_formats::{Format, WriteError, Written};

/// The header that names what a format could not carry, as `code field` between commas.
const LOSSES: HeaderName = HeaderName::from_static("interwire-losses");
/// The longest value of it, in bytes.
const LOSSES_BYTES_MAX: usize = 2000;

/// A format, and what it makes of the item.
struct Row {
    format: &'static Format,
    made: Made,
}

/// What a format makes of an item.
enum Made {
    /// It can be written.
    Written {
        /// What is lost, in full.
        losses: Vec<Loss>,
        /// The same in the reader's words.
        lost: Vec<Lost>,
    },
    /// It cannot, and why: in the reader's words if there are any, and in full.
    Refused(Option<&'static str>, String),
}

impl Row {
    fn title(&self) -> &'static str {
        reuse::title(self.format)
    }
}

#[derive(Template)]
#[template(path = "downloads.html")]
struct DownloadsPage {
    f: Frame,
    key: ItemKey,
    version: u64,
    title: String,
    embargoed: bool,
    rows: Vec<Row>,
}

/// A version whose text the reader may have.
struct Wanted {
    found: Found,
    line: VersionLine,
    item: Item,
    /// When it came here.
    came: Time,
    embargoed: bool,
}

/// `GET /items/{source}/{item}/{version}/as`: every format, with what it would lose.
pub async fn list(
    State(web): State<Web>,
    access: Access,
    Path((source, item, version)): Path<(String, String, u64)>,
) -> Result<Response, Failure> {
    let wanted = wanted(&web, &access, &source, &item, version).await?;
    let f = Frame::new(&web, &access, "/board");
    let made = |format: &Format| match write(format, &wanted.item, wanted.came) {
        Ok(Written { losses, .. }) => Made::Written { lost: lost::told(&f, &losses), losses },
        Err(refused) => Made::Refused(lost::refused(&f, &refused), refused.message),
    };
    let page = DownloadsPage {
        rows: reuse::formats().map(|format| Row { made: made(format), format }).collect(),
        f,
        title: wanted.item.headline().unwrap_or(wanted.found.key.item.as_str()).to_owned(),
        embargoed: wanted.embargoed,
        version: wanted.line.version,
        key: wanted.found.key,
    };
    Ok(show(&page)?.into_response())
}

/// `GET /items/{source}/{item}/{version}/as/{format}`
pub async fn file(
    State(web): State<Web>,
    access: Access,
    Path((source, item, version, format)): Path<(String, String, u64, String)>,
) -> Result<Response, Failure> {
    let format = reuse::formats().find(|one| one.name == format).ok_or(Failure::NotFound)?;
    let wanted = wanted(&web, &access, &source, &item, version).await?;
    let written = write(format, &wanted.item, wanted.came).map_err(|refused| {
        Error::new(Code::NewsUnwritable).with("format", format.name).with("reason", &refused.message).because(refused)
    })?;
    let headers = [
        (header::CONTENT_TYPE, content_type(format, &written.bytes)),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", name(&wanted, format, &written.bytes))),
        (header::CONTENT_SECURITY_POLICY, FILE_POLICY.to_owned()),
        (LOSSES, losses(&written.losses)),
    ];
    Ok((headers, written.bytes).into_response())
}

async fn wanted(web: &Web, access: &Access, source: &str, item: &str, version: u64) -> Result<Wanted, Failure> {
    let found = Found::at(web, source, item).await?;
    let line = found.version(Some(version)).filter(|line| found.may_see(line, access)).cloned();
    let line = line.ok_or(Failure::NotFound)?;
    let document = item::document(web, &line.doc).await?.ok_or(Failure::NotFound)?;
    let now = web.node().now();
    let embargoed = desk::one(web.node().db(), &found.key).await?.is_some_and(|row| row.embargoed(now));
    let came = line.arrived_at.unwrap_or(now);
    Ok(Wanted { found, line, item: document.item, came, embargoed })
}

/// Where the usual charset of a wire lacks letters of the item, it is written in UTF-8: a person saves it, and no
/// receiver's system has agreed on another.
fn write(format: &Format, item: &Item, came: Time) -> Result<Written, WriteError> {
    let in_utf8 = || written(&format!("{}; charset=utf-8", format.name), item, came);
    written(format.name, item, came).or_else(|refused| in_utf8().map_err(|_| refused))
}

/// Names in a header are letters, digits and hyphens only; an embargo shows in the name, whatever the format can say.
fn name(wanted: &Wanted, format: &Format, bytes: &[u8]) -> String {
    let Wanted { found: Found { key, .. }, line, embargoed, .. } = wanted;
    let embargo = if *embargoed { "-embargoed" } else { "" };
    let ending = text_ending(format.name, bytes);
    format!("{}-{}-v{}{embargo}.{}.{ending}", key.source, key.item, line.version, format.name)
}

fn content_type(format: &Format, bytes: &[u8]) -> String {
    let kind = format.media_types.first().copied().unwrap_or(match bytes.first() {
        Some(b'<') => "application/xml",
        Some(b'{' | b'[') => "application/json",
        _ => "text/plain",
    });
    if kind.starts_with("text/") && std::str::from_utf8(bytes).is_ok() {
        return format!("{kind}; charset=utf-8");
    }
    kind.to_owned()
}

/// The losses as a header: what is too much for one is on the page.
fn losses(all: &[Loss]) -> String {
    let plain = |text: &str| text.chars().filter(|c| c.is_ascii_graphic() && !",;\"".contains(*c)).collect::<String>();
    let mut value = String::new();
    for loss in all {
        let one = format!("{} {}", plain(loss.code), plain(&loss.field));
        if value.len() + one.len() + 2 > LOSSES_BYTES_MAX {
            break;
        }
        if !value.is_empty() {
            value.push_str(", ");
        }
        value.push_str(&one);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use interwire_core::item::{Line, Moment, Times};

    #[test]
    fn a_header_of_losses_is_plain_and_has_an_end() {
        let all = [Loss::new("not_carried", "rights[0].holder\r\n", "x"), Loss::new("cut", "tiêu, đề", "x")];
        assert_eq!(losses(&all), "not_carried rights[0].holder, cut tiu");
        let many = vec![Loss::new("not_carried", "extra", "x"); 1000];
        assert!((1900..=LOSSES_BYTES_MAX).contains(&losses(&many).len()));
    }

    #[test]
    fn a_wire_whose_charset_lacks_letters_is_written_in_utf_8() {
        let item = Item {
            guid: Some("urn:astana:1".parse().unwrap()),
            headlines: vec![Line::of("Сұхбат")],
            times: Times { version_created: Some(Moment::new("2026-03-01T10:00:00+05:00")), ..Times::default() },
            ..Item::default()
        };
        let format = reuse::formats().find(|format| format.name == "iptc-7901").unwrap();
        assert!(interwire_formats::write(format.name, &item).is_err());
        let written = write(format, &item, Time::default()).unwrap();
        assert!(String::from_utf8(written.bytes).unwrap().contains("Сұхбат"));
    }

    #[test]
    fn every_format_has_a_type_to_save_it_by() {
        let kinds = reuse::formats().map(|format| (format.name, content_type(format, b"{}")));
        for (name, kind) in kinds {
            assert!(kind.contains('/') && !kind.contains("octet-stream"), "{name}: {kind}");
        }
    }
}
