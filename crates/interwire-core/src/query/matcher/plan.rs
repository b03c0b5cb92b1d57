//! How a query is held: its tree over atoms, ordered by what is rare, and the atoms that lead to it.

use super::atoms::{Ask, AtomId, Atoms, NONE, Tag, Test};
use super::frequency::Frequency;
use super::hash::Hasher;
use super::prefix::Prefixes;
use super::program::Expr;
use crate::query::field::Field;
use crate::query::node::{Clause, Node, Word};
use crate::query::value::MEDIA;

/// Puts the things that a query asks among the atoms.
pub(super) struct Planner<'a> {
    pub atoms: &'a mut Atoms,
    pub prefixes: &'a mut Prefixes,
    pub hasher: &'a Hasher,
    pub frequency: &'a Frequency,
}

impl Planner<'_> {
    /// The tree of a query, each AND ordered by what is rare.
    pub(super) fn expr(&mut self, node: &Node) -> Expr {
        match node {
            Node::All => Expr::All,
            Node::Is(clause) => self.clause(clause),
            Node::Not(inner) => Expr::Not(Box::new(self.expr(inner))),
            Node::And(parts) => {
                let mut parts: Vec<(f32, Expr)> = parts
                    .iter()
                    .map(|part| {
                        let expr = self.expr(part);
                        (self.share(&expr), expr)
                    })
                    .collect();
                parts.sort_by(|one, two| one.0.total_cmp(&two.0));
                Expr::And(parts.into_iter().map(|(_, expr)| expr).collect())
            }
            Node::Or(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    match self.expr(part) {
                        Expr::Or(inner) => all.extend(inner),
                        expr => all.push(expr),
                    }
                }
                Expr::Or(all)
            }
        }
    }

    fn clause(&mut self, clause: &Clause) -> Expr {
        match clause {
            Clause::Code { field, code } => Expr::Atom(self.ask(Ask::Code.of(*field), code)),
            // Few values: each is a code, so that bitmaps can hold them.
            Clause::Range { field: Field::Urgency, from, to } => {
                let tag = Ask::Code.of(Field::Urgency);
                one_or_any(
                    (*from.max(&0)..=*to.min(&9))
                        .map(|urgency| Expr::Atom(self.ask(tag, &urgency.to_string())))
                        .collect(),
                )
            }
            Clause::Range { field, from, to } => {
                let test = Test::Range { field: *field, from: *from, to: *to };
                let key = format!("{from} {to}");
                Expr::Atom(self.atoms.ask(self.hasher, Ask::Range.of(*field), &key, |_| test))
            }
            Clause::Only { media } => {
                let mask = media.iter().fold(0, |mask, word| mask | medium_bit(word));
                let tag = Ask::Only.of(Field::MediaOnly);
                let id = self.ask(tag, &mask.to_string());
                if !self.atoms.sets.iter().any(|(_, known)| *known == id) {
                    self.atoms.sets.push((mask, id));
                }
                Expr::Atom(id)
            }
            Clause::Words { field, bare, words, prefix } => match words.as_slice() {
                [word] => one_or_any(self.forms(*field, *bare, word, *prefix).into_iter().map(Expr::Atom).collect()),
                words => self.phrase(clause, *field, *bare, words, *prefix),
            },
        }
    }

    fn ask(&mut self, tag: Tag, key: &str) -> AtomId {
        self.atoms.ask(self.hasher, tag, key, |_| Test::Free)
    }

    fn forms(&mut self, field: Field, bare: bool, word: &Word, prefix: bool) -> Vec<AtomId> {
        let ask = match (bare, prefix) {
            (false, false) => Ask::Word,
            (true, false) => Ask::Bare,
            (false, true) => Ask::Prefix,
            (true, true) => Ask::BarePrefix,
        };
        let tag = ask.of(field);
        word.forms()
            .map(|form| {
                if prefix {
                    self.prefixes.add(tag, &form);
                }
                self.ask(tag, &form)
            })
            .collect()
    }

    fn phrase(&mut self, clause: &Clause, field: Field, bare: bool, words: &[Word], prefix: bool) -> Expr {
        let (key, tag) = (clause.to_string(), Ask::Phrase.of(field));
        let hash = self.hasher.tagged(self.hasher.word(&key), tag);
        if let Some(known) = self.atoms.find(hash, tag, &key) {
            self.atoms.all[known as usize].refs += 1;
            return Expr::Atom(known);
        }
        let last = words.len() - 1;
        let places: Vec<Box<[AtomId]>> = words
            .iter()
            .enumerate()
            .map(|(place, word)| self.forms(field, bare, word, prefix && place == last).into())
            .collect();
        for id in places.iter().flatten() {
            self.atoms.all[*id as usize].phrases += 1;
        }
        Expr::Atom(self.atoms.ask(self.hasher, tag, &key, |_| Test::Phrase(places.into())))
    }

    /// The estimated share of items for which it holds.
    pub(super) fn share(&self, expr: &Expr) -> f32 {
        match expr {
            Expr::All => 1.0,
            Expr::Atom(id) => self.share_of(*id),
            Expr::Not(inner) => 1.0 - self.share(inner),
            Expr::And(parts) => parts.iter().map(|part| self.share(part)).fold(1.0, f32::min),
            Expr::Or(parts) => parts.iter().map(|part| self.share(part)).sum::<f32>().min(1.0),
        }
    }

    pub(super) fn share_of(&self, id: AtomId) -> f32 {
        let atom = &self.atoms.all[id as usize];
        if let Some(Test::Phrase(places)) = self.atoms.tests.get(atom.test as usize) {
            let of = |place: &[AtomId]| place.iter().map(|id| self.share_of(*id)).sum::<f32>();
            return places.iter().map(|place| of(place)).fold(1.0, f32::min) * 0.5;
        }
        self.frequency.share(atom.hash, atom.tag)
    }

    /// Atoms of which at least one is found in every item that the tree takes, and their estimated share of items.
    pub(super) fn anchor(&self, expr: &Expr) -> Option<(f32, Vec<AtomId>)> {
        let rarest = |all: &mut dyn Iterator<Item = (f32, Vec<AtomId>)>| all.min_by(|one, two| one.0.total_cmp(&two.0));
        match expr {
            Expr::All | Expr::Not(_) => None,
            Expr::Atom(id) => {
                let atom = &self.atoms.all[*id as usize];
                match self.atoms.tests.get(atom.test as usize) {
                    None => Some((self.share_of(*id), vec![*id])),
                    Some(Test::Phrase(places)) => rarest(
                        &mut places
                            .iter()
                            .map(|place| (place.iter().map(|id| self.share_of(*id)).sum(), place.to_vec())),
                    ),
                    Some(Test::Range { .. } | Test::Free) => None,
                }
            }
            Expr::And(parts) => rarest(&mut parts.iter().filter_map(|part| self.anchor(part))),
            Expr::Or(parts) => {
                let mut all: (f32, Vec<AtomId>) = (0.0, Vec::new());
                for part in parts {
                    let (share, atoms) = self.anchor(part)?;
                    all.0 += share;
                    all.1.extend(atoms);
                }
                all.1.sort_unstable();
                all.1.dedup();
                Some(all)
            }
        }
    }
}

fn one_or_any(mut parts: Vec<Expr>) -> Expr {
    match (parts.len(), parts.pop()) {
        (1, Some(one)) => one,
        (_, last) => {
            parts.extend(last);
            Expr::Or(parts)
        }
    }
}

/// The bit of a medium; all that are not in the list share one.
pub(super) fn medium_bit(word: &str) -> u16 {
    1 << MEDIA.iter().position(|known| *known == word).unwrap_or(MEDIA.len())
}

/// An atom that is found while reading and is not among these.
pub(super) fn other_than(program_atoms: &[AtomId], anchors: &[AtomId]) -> AtomId {
    program_atoms.iter().copied().find(|id| !anchors.contains(id)).unwrap_or(NONE)
}
