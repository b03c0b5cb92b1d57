//! A query as a short row of numbers, and its answer for an item that was read.

use super::atoms::{AtomId, Atoms, Tag, Test};
use super::dense::Part;
use super::reading::Scratch;
use crate::query::field::{FIELDS, Field};

/// The four highest bits of a number say what it is; an atom found while reading is its own number.
const OP: u32 = 28;
const VALUE: u32 = (1 << OP) - 1;
const HAS: u32 = 0;
const TEST: u32 = 1;
/// So many atoms follow.
const ANY: u32 = 2;
const NOT: u32 = 3;
/// So many numbers follow, of which all must hold, or one.
const AND: u32 = 4;
const OR: u32 = 5;
const ALL: u32 = 6;

/// A query's tree over atoms.
#[derive(Debug, Clone)]
pub(super) enum Expr {
    All,
    Atom(AtomId),
    Not(Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
}

/// Writes the tree; the parts of the outermost AND stand one after the other.
pub(super) fn write(expr: &Expr, atoms: &Atoms, out: &mut Vec<u32>) {
    match expr {
        Expr::And(parts) => parts.iter().for_each(|part| one(part, atoms, out)),
        other => one(other, atoms, out),
    }
}

fn one(expr: &Expr, atoms: &Atoms, out: &mut Vec<u32>) {
    let length = |length: usize| u32::try_from(length).unwrap_or(VALUE) & VALUE;
    let found = |part: &Expr| match part {
        Expr::Atom(id) if !atoms.all[*id as usize].tag().is_test() => Some(*id),
        _ => None,
    };
    match expr {
        Expr::All => out.push(ALL << OP),
        Expr::Atom(id) => out.push(found(expr).map_or(TEST << OP | *id, |id| HAS << OP | id)),
        Expr::Not(inner) => {
            out.push(NOT << OP);
            one(inner, atoms, out);
        }
        Expr::Or(parts) if parts.iter().all(|part| found(part).is_some()) => {
            out.push(ANY << OP | length(parts.len()));
            out.extend(parts.iter().filter_map(found));
        }
        Expr::And(parts) | Expr::Or(parts) => {
            let op = if matches!(expr, Expr::And(_)) { AND } else { OR };
            let at = out.len();
            out.push(0);
            parts.iter().for_each(|part| one(part, atoms, out));
            out[at] = op << OP | length(out.len() - at - 1);
        }
    }
}

/// Whether all parts of a program hold for the item that was read.
#[inline]
pub(super) fn holds(program: &[u32], atoms: &Atoms, read: &mut Scratch) -> bool {
    let mut rest = program;
    while !rest.is_empty() {
        let (holds, behind) = step(rest, atoms, read);
        if !holds {
            return false;
        }
        rest = behind;
    }
    true
}

/// Whether the first part holds, and what stands behind it.
fn step<'p>(program: &'p [u32], atoms: &Atoms, read: &mut Scratch) -> (bool, &'p [u32]) {
    let Some((head, rest)) = program.split_first() else { return (true, &[]) };
    let value = head & VALUE;
    let cut = |length: u32| rest.split_at_checked(length as usize).unwrap_or((rest, &[]));
    match head >> OP {
        HAS => (read.has(value), rest),
        TEST => (test(value, atoms, read), rest),
        ANY => {
            let (any, rest) = cut(value);
            (any.iter().any(|id| read.has(*id)), rest)
        }
        NOT => {
            let (holds, rest) = step(rest, atoms, read);
            (!holds, rest)
        }
        AND => {
            let (parts, rest) = cut(value);
            (holds(parts, atoms, read), rest)
        }
        OR => {
            let (mut parts, rest) = cut(value);
            let mut any = false;
            while !any && !parts.is_empty() {
                (any, parts) = step(parts, atoms, read);
            }
            (any, rest)
        }
        _ => (true, rest),
    }
}

fn test(id: AtomId, atoms: &Atoms, read: &mut Scratch) -> bool {
    if let Some(known) = read.tested(id) {
        return known;
    }
    let holds = match atoms.test(id) {
        Some(Test::Range { field, from, to }) => read.has_number(*field, *from, *to),
        Some(Test::Phrase(places)) => read.has_phrase(places),
        Some(Test::Free) | None => false,
    };
    read.keep_test(id, holds);
    holds
}

/// Every atom that a program asks, as often as it asks.
pub(super) fn atoms_of(program: &[u32], mut each: impl FnMut(AtomId)) {
    let mut rest = program;
    while let Some((head, behind)) = rest.split_first() {
        rest = behind;
        match head >> OP {
            HAS | TEST => each(head & VALUE),
            ANY => {
                let (any, behind) = rest.split_at_checked((head & VALUE) as usize).unwrap_or((rest, &[]));
                any.iter().for_each(|id| each(*id));
                rest = behind;
            }
            _ => {}
        }
    }
}

/// The outermost parts that bitmaps can answer, at most one wanted for each field; and whether they are all of them.
pub(super) fn parts<'p>(program: &'p [u32], atoms: &Atoms) -> (Vec<Part<'p>>, bool) {
    let (mut parts, mut exact, mut asked) = (Vec::new(), true, 0_u32);
    let mut rest = program;
    while let Some((head, behind)) = rest.split_first() {
        let negated = head >> OP == NOT;
        let (values, behind) = if negated { plain(behind) } else { plain(rest) }.unwrap_or((&[], &rest[..0]));
        if values.is_empty() {
            if *head != ALL << OP {
                exact = false;
            }
            rest = skip(rest);
            continue;
        }
        rest = behind;
        match field_of(values, atoms) {
            Some(_) if negated => parts.push(Part::Refused(values)),
            Some(field) if asked & 1 << field as u32 == 0 => {
                asked |= 1 << field as u32;
                parts.push(Part::Wanted(field, values));
            }
            _ => exact = false,
        }
    }
    (parts, exact)
}

/// The atoms of a first part that is one of some atoms, and what stands behind it.
fn plain(program: &[u32]) -> Option<(&[u32], &[u32])> {
    let (head, rest) = program.split_first()?;
    match head >> OP {
        HAS => program.split_at_checked(1),
        ANY => rest.split_at_checked((head & VALUE) as usize),
        _ => None,
    }
}

/// What stands behind the first part.
fn skip(program: &[u32]) -> &[u32] {
    let Some((head, rest)) = program.split_first() else { return &[] };
    match head >> OP {
        NOT => skip(rest),
        ANY | AND | OR => rest.get((head & VALUE) as usize..).unwrap_or_default(),
        _ => rest,
    }
}

/// The field that all atoms ask, if they are codes: a text has too many words for bitmaps.
fn field_of(values: &[AtomId], atoms: &Atoms) -> Option<Field> {
    let tag = |id: &AtomId| atoms.all[*id as usize].tag();
    let first = field(tag(values.first()?))?;
    values.iter().all(|id| tag(id).is_code() && field(tag(id)) == Some(first)).then_some(first)
}

/// The field of a tag.
pub(super) fn field(tag: Tag) -> Option<Field> {
    FIELDS.get(usize::from(tag.0 & 31)).map(|(_, field, _)| *field)
}
