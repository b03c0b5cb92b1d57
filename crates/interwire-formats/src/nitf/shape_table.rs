//! Tables of a story.

use super::shape::{Shaper, element};
use crate::xml::{Child, Element};

/// A table in the order of the schema: caption, columns, head, foot, body. What stands elsewhere becomes a row.
#[derive(Default)]
struct Table {
    caption: Option<Child>,
    columns: Option<Child>,
    head: Option<Child>,
    foot: Option<Child>,
    rows: Vec<Child>,
    bodies: Vec<Element>,
}

pub(super) fn table(shaper: &mut Shaper<'_>, one: &Element) -> Child {
    let mut table = Table::default();
    for child in one.children.iter().filter(|child| !child.is_blank()) {
        table_part(shaper, child, &mut table);
    }
    let mut children: Vec<Child> =
        [table.caption, table.columns, table.head, table.foot].into_iter().flatten().collect();
    match table.bodies.as_slice() {
        _ if table.rows.is_empty() => {}
        [] => children.extend(table.rows),
        [body] => children.push(shaper.kept("tbody", body, table.rows)),
        [..] => children.push(element("tbody", table.rows)),
    }
    shaper.kept("table", one, children)
}

fn table_part(shaper: &mut Shaper<'_>, child: &Child, table: &mut Table) {
    let Child::Element(one) = child else { return table.rows.push(row_of(shaper, child)) };
    let is_start = table.rows.is_empty() && table.foot.is_none();
    match one.local() {
        "caption" if is_start && table.caption.is_none() && table.head.is_none() => {
            let content = shaper.flow(&one.children);
            table.caption = Some(shaper.kept("caption", one, content));
        }
        "col" | "colgroup" if one.text().trim().is_empty() => columns(shaper, one, table),
        "tr" => {
            let row = row(shaper, one);
            table.rows.push(row);
        }
        section @ ("thead" | "tfoot" | "tbody") => {
            let rows: Vec<Child> = rows(shaper, one);
            if rows.is_empty() {
                return;
            }
            match section {
                "thead" if is_start && table.head.is_none() => table.head = Some(shaper.kept("thead", one, rows)),
                "tfoot" if is_start => table.foot = Some(shaper.kept("tfoot", one, rows)),
                section => {
                    if section != "tbody" {
                        shaper.gone(one);
                    }
                    table.bodies.push(one.clone());
                    table.rows.extend(rows);
                }
            }
        }
        _ => table.rows.push(row_of(shaper, child)),
    }
}

/// One `col`, or one group of them.
fn columns(shaper: &mut Shaper<'_>, one: &Element, table: &mut Table) {
    let bare = |shaper: &mut Shaper<'_>, col: &Element| shaper.kept("col", col, Vec::new());
    let columns = match one.local() {
        "col" => Some(bare(shaper, one)),
        _ => {
            let cols: Vec<Child> = one.all("col").map(|col| bare(shaper, col)).collect();
            (!cols.is_empty()).then(|| shaper.kept("colgroup", one, cols))
        }
    };
    match columns {
        Some(columns) if table.columns.is_none() => table.columns = Some(columns),
        _ => shaper.gone(one),
    }
}

fn rows(shaper: &mut Shaper<'_>, section: &Element) -> Vec<Child> {
    let children = section.children.iter().filter(|child| !child.is_blank());
    let row = |child: &Child| match child {
        Child::Element(one) if one.local() == "tr" => row(shaper, one),
        other => row_of(shaper, other),
    };
    children.map(row).collect()
}

fn row_of(shaper: &mut Shaper<'_>, child: &Child) -> Child {
    let cell = match child {
        Child::Element(one) if matches!(one.local(), "td" | "th") => cell(shaper, one),
        other => element("td", shaper.flow(std::slice::from_ref(other))),
    };
    element("tr", vec![cell])
}

fn row(shaper: &mut Shaper<'_>, one: &Element) -> Child {
    let mut cells = Vec::new();
    for child in one.children.iter().filter(|child| !child.is_blank()) {
        cells.push(match child {
            Child::Element(one) if matches!(one.local(), "td" | "th") => cell(shaper, one),
            other => element("td", shaper.flow(std::slice::from_ref(other))),
        });
    }
    if cells.is_empty() {
        cells.push(element("td", Vec::new()));
    }
    shaper.kept("tr", one, cells)
}

fn cell(shaper: &mut Shaper<'_>, one: &Element) -> Child {
    let content = shaper.flow(&one.children);
    shaper.kept(one.local(), one, content)
}

/// Needs at least one description of a column; without, it is its table.
pub(super) fn nitf_table(shaper: &mut Shaper<'_>, one: &Element, out: &mut Vec<Child>) {
    let (metadata, inner) = (one.first("nitf-table-metadata"), one.first("table"));
    let mut parts = Vec::new();
    let mut described = false;
    for child in metadata.iter().flat_map(|metadata| metadata.elements()) {
        match child.local() {
            "nitf-table-summary" if parts.is_empty() => {
                let mut content = shaper.blocks(&child.children, false);
                content.retain(|child| matches!(child, Child::Element(one) if one.local() == "p"));
                parts.push(shaper.kept("nitf-table-summary", child, content));
            }
            "nitf-col" => {
                described = true;
                parts.push(shaper.kept("nitf-col", child, Vec::new()));
            }
            // The name in NITF 3.0 was that of the columns of a table.
            "nitf-colgroup" | "colgroup" => {
                let cols =
                    child.all("nitf-col").map(|col| shaper.kept("nitf-col", col, Vec::new())).collect::<Vec<_>>();
                if !cols.is_empty() {
                    described = true;
                    parts.push(shaper.kept("nitf-colgroup", child, cols));
                }
            }
            _ => shaper.gone(child),
        }
    }
    match (metadata, inner) {
        (Some(metadata), Some(inner)) if described && says_no_more(one) => {
            let metadata = shaper.kept("nitf-table-metadata", metadata, parts);
            let inner = table(shaper, inner);
            out.push(shaper.kept("nitf-table", one, vec![metadata, inner]));
        }
        _ => {
            shaper.gone(one);
            let content = shaper.blocks(&one.children, false);
            out.extend(content);
        }
    }
}

/// Whether all text of a described table is where the schema has it.
fn says_no_more(one: &Element) -> bool {
    let length = |element: &Element| element.text().split_whitespace().map(str::len).sum::<usize>();
    let paragraphs = one.first("nitf-table-metadata").and_then(|metadata| metadata.first("nitf-table-summary"));
    let summary: usize = paragraphs.iter().flat_map(|summary| summary.all("p")).map(length).sum();
    summary + one.first("table").map_or(0, length) == length(one)
}
