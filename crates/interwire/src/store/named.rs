//! Items by what a person has typed of their names.

use super::tables::DESK;
use super::value::{Columns, row};
use super::{Db, DbError, items};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use interwire_core::ids::ItemKey;

/// An item by its names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// Whose, and its id.
    pub key: ItemKey,
    /// Its name in the world, if a document of it was ever held.
    pub guid: Option<String>,
}

const BY_GUID: &str = "SELECT DISTINCT parties.name, item, guid FROM desk JOIN parties ON parties.id = source
    WHERE guid >= ?1 AND guid < ?2 LIMIT ?3";
const BY_ID: &str = "SELECT name, item, guid FROM parties JOIN items ON source = parties.id
    WHERE item BETWEEN ?1 AND ?2
    UNION SELECT name, item, guid FROM parties JOIN desk ON source = parties.id WHERE item BETWEEN ?1 AND ?2 LIMIT ?3";

/// Characters of an item's id.
const ID_CHARS: usize = 22;

impl Db {
    /// Items whose guid or id begins so, by source and id, each once.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn items_named(&self, prefix: &str, limit: usize) -> Result<Vec<Named>, DbError> {
        let limit = super::tx::limit_of(limit);
        // No guid has a character after the last one of Unicode.
        let above = format!("{prefix}\u{10ffff}");
        let mut rows = self.rows(DESK.name, BY_GUID, &row![prefix, above, limit]).await?;
        if let Some((least, greatest)) = ids_beginning(prefix) {
            rows.extend(self.rows(DESK.name, BY_ID, &row![least, greatest, limit]).await?);
        }
        let mut found = rows.into_iter().map(named).collect::<Result<Vec<_>, _>>()?;
        // With a guid before without one.
        found.sort_by(|a, b| a.key.cmp(&b.key).then(b.guid.cmp(&a.guid)));
        found.dedup_by(|b, a| a.key == b.key);
        Ok(found)
    }
}

fn named(mut columns: Columns) -> Result<Named, DbError> {
    let source = columns.parsed()?;
    Ok(Named { key: ItemKey { source, item: items::item_of(&mut columns)? }, guid: columns.text_option()? })
}

/// The least and the greatest sixteen bytes whose base64url begins so; none if no id does.
fn ids_beginning(prefix: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    if prefix.is_empty() || prefix.len() > ID_CHARS {
        return None;
    }
    let filled = |fill: char, last: char| {
        let mut text: String = prefix.chars().chain(std::iter::repeat(fill)).take(ID_CHARS).collect();
        if prefix.len() < ID_CHARS {
            text.pop();
            text.push(last);
        }
        URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == 16)
    };
    // The last character has only two bits of the id.
    Some((filled('A', 'A')?, filled('_', 'w')?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use interwire_core::ids::ItemId;

    #[test]
    fn the_beginnings_of_an_id_enclose_it_and_others_do_not() {
        let bytes = [0xfb, 7, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 255];
        let id = ItemId::from_bytes(bytes).to_string();
        for length in 1..=ID_CHARS {
            let (least, greatest) = ids_beginning(&id[..length]).unwrap();
            assert!(least.as_slice() <= &bytes[..] && &bytes[..] <= greatest.as_slice(), "{length}");
        }
        let (least, greatest) = ids_beginning("AAAA").unwrap();
        assert!(&bytes[..] > greatest.as_slice() && least < greatest);
        for wrong in ["", "urn:hanoi:1", "tag:hanoi.example,2026:a-very-long-guid"] {
            assert_eq!(ids_beginning(wrong), None, "{wrong}");
        }
    }
}
