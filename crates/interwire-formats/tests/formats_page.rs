//! docs/formats.md, written from what the formats do: what is read is told by the samples, what is written and lost by
//! items that say everything. The page must be what the code says; `UPDATE_EXPECT=1` writes it.

mod fidelity;

use expect_test::expect_file;
use fidelity::facts::{VITAL, facts};
use fidelity::structure::STRUCTURE;
use fidelity::{Kept, Trip, rich, samples, trip};
use interwire_core::item::{Embargo, Item};
use interwire_formats::{FORMATS, Format};
use std::collections::{BTreeMap, BTreeSet};

const INTRODUCTION: &str = "\
# Formats

What each news format carries of an item, told by trying: this page is written by
`UPDATE_EXPECT=1 cargo test -p interwire-formats --test formats_page`, and the same test fails where the page is not what
the code does. How to add a format is [a page of its own](how-to/add-a-format.md).

Reading is lenient: what the model has no field for is kept verbatim beside it, and deviations are notes. Writing is strict:
what a format cannot carry is a loss with a code, which `interwire convert` prints.

";

const LEGEND: &str = "\
## Fields

The fields are those of the item model (`crates/interwire-core/src/item`); a story's structure is among them. *Read* names a
sample in `crates/interwire-formats/tests/samples`, whose items `tests/samples.rs` pins, in which the field was found, or says *written back* where only an item
that we wrote has it. *Written* compares items that say everything, in nine languages, with what is read back:

- **whole**: everything said in the field is still there;
- **words**: the words are; roles, languages, further codes, sizes and the like are not all;
- **part**: some of it is, or of some items only;
- **lost**: nothing is.

The items may be used. Of one that may not, feeds and calendars, whose readers know no status, get the withdrawal and nothing
else. *Lost* gives the codes of the losses that name the field. That no text, name, version, status, headline, language or time is
lost where a format has a place for it, and that no loss is silent, is checked by `tests/matrix.rs` for every format to
every other, and by `tests/any_item.rs` for generated items.
";

const EXPRESSIONS: &str = "
## Rights expressions

Rights for machines (ODRL, and RightsML, which is its profile for news) are read as they stand and passed through, never
interpreted: `rightsExpressionXML` and `rightsExpressionData` of NewsML-G2, `encodedRights` and `linkedRights` of ninjs,
`EmbdEncRightsExpr` and `LinkedEncRightsExpr` of XMP. The same three formats write them; of the others `rights` is a loss that
says so.

None is written of our own. What two agencies agreed is the agreement that both signed, and it says more than ODRL
can: quotas, periods that renew, times of delivery. An expression beside it would be a second and weaker account of the
same. `tests/odrl.rs` checks that a policy that is passed through stays valid by the schemas of the IPTC and of ODRL.
";

/// Every field of an item, vital ones first, structure last; details belong to the field before them.
fn fields(items: &[(String, Item)]) -> Vec<&'static str> {
    let said: BTreeSet<&str> = items.iter().flat_map(|(_, item)| facts(item).into_keys()).collect();
    let plain = |field: &&&str| !field.ends_with(".details") && !VITAL.contains(*field) && !STRUCTURE.contains(*field);
    let between = said.iter().filter(plain).copied();
    VITAL.iter().copied().chain(between).chain(STRUCTURE.iter().copied()).collect()
}

/// The first sample in which each field was read, and the fields that only came back.
fn read_in(format: &Format, trips: &[Trip]) -> BTreeMap<&'static str, String> {
    let mut found = BTreeMap::new();
    for (_, items) in samples().into_iter().filter(|(sampled, _)| sampled.name == format.name) {
        for (file, item) in items {
            for field in facts(&item).into_keys() {
                found.entry(field).or_insert_with(|| file.clone());
            }
        }
    }
    for field in trips.iter().flat_map(|trip| trip.after.keys()) {
        found.entry(*field).or_insert_with(|| "written back".to_owned());
    }
    found
}

/// The least and the most that is kept of each field.
fn ranges(trips: &[Trip]) -> BTreeMap<&'static str, (Kept, Kept)> {
    let mut ranges = BTreeMap::new();
    for (field, kept) in trips.iter().flat_map(Trip::kept) {
        let range = ranges.entry(field).or_insert((kept, kept));
        *range = (range.0.min(kept), range.1.max(kept));
    }
    ranges
}

fn written(ranges: &BTreeMap<&'static str, (Kept, Kept)>, field: &str) -> &'static str {
    let details = ranges.get(format!("{field}.details").as_str());
    match ranges.get(field) {
        None => "",
        Some((Kept::Whole, _)) if details.is_none_or(|(least, _)| *least == Kept::Whole) => "whole",
        Some((Kept::Whole, _)) => "words",
        Some((_, Kept::Lost)) => "lost",
        Some(_) => "part",
    }
}

/// The codes of the losses that name a field.
fn losses(trips: &[Trip], field: &str) -> String {
    let mut codes = BTreeSet::new();
    for trip in trips {
        codes.extend(trip.losses_of(field).map(|loss| format!("`{}`", loss.code)));
    }
    codes.into_iter().collect::<Vec<_>>().join(", ")
}

fn section(format: &Format, everything: &[(String, Item)], fields: &[&'static str]) -> String {
    let trips: Vec<Trip> = match format.is_written() {
        true => everything.iter().filter_map(|(_, item)| trip(item, format)).collect(),
        false => Vec::new(),
    };
    let (read, ranges) = (read_in(format, &trips), ranges(&trips));
    let mut text = format!(
        "\n### {}: {}\n\n| field | read | written | lost |\n| --- | --- | --- | --- |\n",
        format.name, format.title
    );
    for field in fields {
        let found = read.get(field).map(String::as_str).unwrap_or_default();
        let kept = written(&ranges, field);
        // Losses of other items than these concern fields that this format carries in these.
        let lost = if kept == "whole" { String::new() } else { losses(&trips, field) };
        text += &format!("| {field} | {found} | {kept} | {lost} |\n");
    }
    text
}

#[test]
fn the_page_says_what_the_formats_do() {
    let may_be_shown = |item: &Item| item.status().is_usable() && item.times.embargoed != Some(Embargo::Indefinite);
    let everything: Vec<_> = rich::all().into_iter().filter(|(_, item)| may_be_shown(item)).collect();
    let fields = fields(&everything);
    assert!(VITAL.iter().all(|field| everything.iter().any(|(_, item)| facts(item).contains_key(field))));
    let mut text =
        format!("{INTRODUCTION}| format | name | read | written | media types |\n| --- | --- | --- | --- | --- |\n");
    for format in FORMATS {
        let yes = |is: bool| if is { "yes" } else { "" };
        let kinds: Vec<String> = format.media_types.iter().map(|kind| format!("`{kind}`")).collect();
        let (read, written) = (yes(format.is_read()), yes(format.is_written()));
        text += &format!("| {} | `{}` | {read} | {written} | {} |\n", format.title, format.name, kinds.join(", "));
    }
    text += "\n";
    text += LEGEND;
    text += EXPRESSIONS;
    for format in FORMATS.iter().filter(|format| format.name != "interwire") {
        text += &section(format, &everything, &fields);
    }
    expect_file!["../../../docs/formats.md"].assert_eq(&text);
}
