//! The table of formats. A format is one folder with a `FORMAT` and one line here.

use crate::detect::Sniff;
use crate::{Read, ReadError, WriteError, Written};
use interwire_core::item::{Item, Limits};

/// A news format.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Its name for programs, the name of its folder.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// Media types it goes by, the one to send first; none for an older spelling of another, which is only written.
    pub media_types: &'static [&'static str],
    /// Whether a source is in this format, from its first bytes or outermost names.
    pub(crate) detect: fn(&Sniff) -> bool,
    /// Reads a source.
    pub(crate) read: fn(&[u8], &Limits) -> Result<Read, ReadError>,
    /// Writes an item; `None` for formats that are only read.
    pub(crate) write: Option<WriteItem>,
}

/// Writes an item.
pub(crate) type WriteItem = fn(&Item) -> Result<Written, WriteError>;

impl Format {
    /// Whether sources are told to be in it; what is only written is read as the format whose older spelling it is.
    #[must_use]
    pub fn is_read(&self) -> bool {
        !self.media_types.is_empty()
    }
    /// Whether items can be written in it.
    #[must_use]
    pub fn is_written(&self) -> bool {
        self.write.is_some()
    }
}

/// All formats, asked in this order whether a source is theirs.
pub const FORMATS: &[Format] = &[
    crate::interwire::FORMAT,
    crate::ninjs::FORMAT,
    crate::newsml_g2::FORMAT,
    crate::nitf::FORMAT,
    crate::newsml_1::FORMAT,
    crate::media::FORMAT,
    crate::iptc_7901::FORMAT,
    crate::anpa_1312::FORMAT,
    crate::xmp::FORMAT,
    crate::rss::FORMAT,
    crate::atom::FORMAT,
    crate::json_feed::FORMAT,
    crate::agency_json::FORMAT,
    crate::html::FORMAT,
    crate::e_mail::FORMAT,
    crate::icalendar::FORMAT,
    crate::photo::FORMAT,
    crate::plain_text::FORMAT,
    crate::ninjs::FORMAT_2,
    crate::ninjs::FORMAT_1,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_its_folder_and_its_line() {
        let mut folders: Vec<String> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.join("read.rs").exists())
            .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
            .collect();
        folders.sort();
        let own = FORMATS.iter().filter(|format| format.is_read());
        let mut names: Vec<&str> = own.map(|format| format.name).collect();
        names.sort_unstable();
        assert_eq!(folders, names.iter().map(|name| name.replace('-', "_")).collect::<Vec<_>>());
    }
}
