//! Which format a source is in, told from the bytes alone; file names are never asked.

use crate::decode::decode;
use crate::table::{FORMATS, Format};
use crate::{ReadError, json};
use std::borrow::Cow;

/// What the outside of a source shows.
#[derive(Debug, Default)]
pub(crate) struct Sniff<'b> {
    /// The names at the top of a JSON object.
    pub keys: Vec<String>,
    /// The name of the outermost XML element, without prefix.
    pub root: Option<String>,
    /// The characters of a JSON document.
    pub json: Option<Cow<'b, str>>,
    /// The first bytes as they are.
    pub head: &'b [u8],
}

impl Sniff<'_> {
    pub(crate) fn has_key(&self, key: &str) -> bool {
        self.keys.iter().any(|known| known == key)
    }
}

/// How much of a source is shown as bytes, and looked at first for the outermost element of XML.
const HEAD_BYTES: usize = 4 << 10;

/// The format of a source.
pub(crate) fn format(bytes: &[u8], hinted: Option<&'static Format>) -> Result<&'static Format, ReadError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::new("empty", "there is nothing in it"));
    }
    let sniff = sniff(bytes)?;
    FORMATS
        .iter()
        .find(|row| (row.detect)(&sniff))
        .or(hinted)
        .ok_or_else(|| ReadError::new("unknown_format", "no known news format begins like this"))
}

fn sniff(bytes: &[u8]) -> Result<Sniff<'_>, ReadError> {
    let head = bytes.get(..HEAD_BYTES).unwrap_or(bytes);
    let text = match decode(head).text {
        blank if blank.trim_start().is_empty() => decode(bytes).text,
        text => text,
    };
    let sniff = Sniff { head, ..Sniff::default() };
    match text.trim_start().chars().next() {
        Some('{') => {
            let text = decode(bytes).text;
            Ok(Sniff { keys: json::top_keys(&text)?, json: Some(text), ..sniff })
        }
        Some('[') => Ok(Sniff { json: Some(decode(bytes).text), ..sniff }),
        Some('<') => {
            let root = root_name(&text).or_else(|| root_name(&decode(bytes).text));
            Ok(Sniff { root, ..sniff })
        }
        _ => Ok(sniff),
    }
}

/// The name of the first element, after declarations, comments and a document type.
fn root_name(text: &str) -> Option<String> {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Start(start) | quick_xml::events::Event::Empty(start)) => {
                let name: &str = start.local_name().into_inner();
                return Some(name.to_owned());
            }
            Ok(quick_xml::events::Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}
