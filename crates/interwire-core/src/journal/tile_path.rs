//! How tiles and entry bundles are named (C2SP tlog-tiles): `tile/1/x001/x234/067.p/12`, `tile/entries/067`.
//! Every name has one spelling; what the tile holds is in `tile`, what the bundle holds in `bundle`.

use std::fmt;
use std::str::FromStr;

/// How many hashes a full tile has, and entries a full bundle.
pub const WIDTH_MAX: u16 = 256;

/// The highest level a tile name may have (C2SP tlog-tiles).
pub const LEVEL_MAX: u8 = 63;

/// One tile of a tree, full or not yet: at level 0 it holds leaf hashes, above them the roots of full tiles below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    /// 0 for leaves, at most [`LEVEL_MAX`].
    pub level: u8,
    /// Zero-based place within the level.
    pub index: u64,
}

/// A tile as it is asked for: which one, and how many of its hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TilePath {
    /// Which tile.
    pub id: TileId,
    /// 1 to 256 hashes; 256 is the full tile, less are its first ones.
    pub width: u16,
}

/// An entry bundle as it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BundlePath {
    /// Zero-based place; the bundle's first entry is number `index * 256`.
    pub index: u64,
    /// 1 to 256 entries; 256 is the full bundle.
    pub width: u16,
}

/// Why a text does not name a tile or bundle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the path of a {what}: {text:?}")]
pub struct BadPath {
    /// What was expected.
    pub what: &'static str,
    /// The text, cut to 80 characters.
    pub text: String,
}

impl TileId {
    /// This tile with its first `width` hashes.
    #[must_use]
    pub fn path(self, width: u16) -> TilePath {
        TilePath { id: self, width }
    }

    /// How many hashes this tile has in a tree of `size` leaves: 0 to 256.
    #[must_use]
    pub fn width_at(self, size: u64) -> u16 {
        let in_level = size.checked_shr(8 * u32::from(self.level)).unwrap_or(0);
        let before = self.index.saturating_mul(u64::from(WIDTH_MAX));
        in_level.saturating_sub(before).min(u64::from(WIDTH_MAX)) as u16
    }
}

impl BundlePath {
    /// The bundle of number `index` as it is in a journal of `size` entries; `None` if it has nothing yet.
    #[must_use]
    pub fn at_size(index: u64, size: u64) -> Option<Self> {
        let width = TileId { level: 0, index }.width_at(size);
        (width > 0).then_some(Self { index, width })
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/", self.id.level)?;
        write_place(f, self.id.index, self.width)
    }
}

impl fmt::Display for BundlePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("tile/entries/")?;
        write_place(f, self.index, self.width)
    }
}

impl FromStr for TilePath {
    type Err = BadPath;
    fn from_str(text: &str) -> Result<Self, BadPath> {
        let read = || {
            let (level, place) = text.strip_prefix("tile/")?.split_once('/')?;
            let (index, width) = read_place(place)?;
            let level = level.parse().ok().filter(|level| *level <= LEVEL_MAX)?;
            Some(TileId { level, index }.path(width))
        };
        only_spelling(read(), "tile", text)
    }
}

impl FromStr for BundlePath {
    type Err = BadPath;
    fn from_str(text: &str) -> Result<Self, BadPath> {
        let read = || {
            let (index, width) = read_place(text.strip_prefix("tile/entries/")?)?;
            Some(Self { index, width })
        };
        only_spelling(read(), "entry bundle", text)
    }
}

/// `x001/x234/067` for 1234067, then `.p/<width>` if the tile is not full.
fn write_place(f: &mut fmt::Formatter<'_>, index: u64, width: u16) -> fmt::Result {
    let (mut rest, mut groups) = (index / 1000, vec![index % 1000]);
    while rest > 0 {
        groups.push(rest % 1000);
        rest /= 1000;
    }
    let (last, leading) = groups.split_first().unwrap_or((&0, &[]));
    leading.iter().rev().try_for_each(|group| write!(f, "x{group:03}/"))?;
    write!(f, "{last:03}")?;
    if width < WIDTH_MAX { write!(f, ".p/{width}") } else { Ok(()) }
}

/// The reverse of [`write_place`]; lenient in spelling, which [`only_spelling`] then checks.
fn read_place(text: &str) -> Option<(u64, u16)> {
    let (number, width) = match text.split_once(".p/") {
        Some((number, width)) => (number, width.parse().ok().filter(|w| (1..WIDTH_MAX).contains(w))?),
        None => (text, WIDTH_MAX),
    };
    let mut index = 0u64;
    for group in number.split('/') {
        let group: u64 = group.strip_prefix('x').unwrap_or(group).parse().ok().filter(|group| *group < 1000)?;
        index = index.checked_mul(1000)?.checked_add(group)?;
    }
    Some((index, width))
}

fn only_spelling<T: fmt::Display>(read: Option<T>, what: &'static str, text: &str) -> Result<T, BadPath> {
    let refuse = || BadPath { what, text: text.chars().take(80).collect() };
    read.filter(|path| path.to_string() == text).ok_or_else(refuse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_example_of_the_specification_is_spelt_as_there() {
        let path = TileId { level: 0, index: 1_234_067 }.path(256);
        assert_eq!(path.to_string(), "tile/0/x001/x234/067");
        assert_eq!(BundlePath { index: 1_234_067, width: 9 }.to_string(), "tile/entries/x001/x234/067.p/9");
        assert_eq!("tile/63/000.p/255".parse(), Ok(TileId { level: 63, index: 0 }.path(255)));
    }

    #[test]
    fn a_tree_of_70000_has_the_widths_the_specification_counts() {
        let width = |level, index| TileId { level, index }.width_at(70_000);
        assert_eq!([width(0, 272), width(0, 273), width(0, 274)], [256, 112, 0]);
        assert_eq!([width(1, 0), width(1, 1), width(2, 0), width(3, 0), width(63, 0)], [256, 17, 1, 0, 0]);
        assert_eq!(TileId { level: 1, index: 0 }.width_at(256), 1);
        assert_eq!(TileId { level: 0, index: u64::MAX }.width_at(u64::MAX), 0);
        assert_eq!(BundlePath::at_size(273, 70_000), Some(BundlePath { index: 273, width: 112 }));
        assert_eq!(BundlePath::at_size(274, 70_000), None);
    }

    #[test]
    fn other_spellings_are_refused() {
        let tiles = [
            "",
            "tile",
            "tile/0",
            "tile/0/",
            "tile/00/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/+1/000",
            "tile/0/0",
            "tile/0/0000",
            "tile/0/x000/001",
            "tile/0/001/002",
            "tile/0/x001/x002",
            "tile/0/x001",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/000.p/",
            "tile/0/000.p",
            "tile/0/000/",
            "/tile/0/000",
            "tile/0/x+01/002",
            "tile/0/x018/x446/x744/x073/x709/x551/616",
            "tile/entries/000",
            "tile/0/٠٠١",
        ];
        for wrong in tiles {
            assert!(wrong.parse::<TilePath>().is_err(), "{wrong}");
        }
        for wrong in ["tile/entries", "tile/entries/", "tile/entries/00", "tile/0/000", "tile/entries/000.p/256"] {
            assert!(wrong.parse::<BundlePath>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn paths_read_back(level in 0u8..=63, index in any::<u64>(), width in 1u16..=256) {
            let tile = TileId { level, index }.path(width);
            prop_assert_eq!(tile.to_string().parse(), Ok(tile));
            let bundle = BundlePath { index, width };
            prop_assert_eq!(bundle.to_string().parse(), Ok(bundle));
        }

        #[test]
        fn any_text_is_a_path_or_an_error(text in "(tile/)?(entries|[0-9]{1,3})?(/x?[0-9]{2,4}){0,4}(\\.p/[0-9]{1,3})?") {
            if let Ok(path) = text.parse::<TilePath>() {
                prop_assert_eq!(path.to_string(), text);
            }
        }
    }
}
