//! How a query is held: its tree over atoms, ordered by what is rare, and the atoms that lead to it.

use super::atoms::{Ask, AtomId, Atoms, NONE, Tag, Test, phrase};
use super::dense::Part;
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
                let key = self.hasher.key(format!("{from} {to}").as_bytes()).with(Ask::Range.of(*field));
                Expr::Atom(self.atoms.ask(self.hasher, key, test))
            }
            Clause::Only { media } => {
                let mask = media.iter().fold(0, |mask, word| mask | medium_bit(word));
                let tag = Ask::Code.of(Field::MediaOnly);
                let id = self.ask(tag, &mask.to_string());
                if !self.atoms.sets.iter().any(|(_, known)| *known == id) {
                    self.atoms.sets.push((mask, id));
                }
                Expr::Atom(id)
            }
            Clause::Words { field, bare, words, prefix } => match words.as_slice() {
                [word] => one_or_any(self.forms(*field, *bare, word, *prefix).into_iter().map(Expr::Atom).collect()),
                words => self.phrase(*field, *bare, words, *prefix),
            },
        }
    }

    fn ask(&mut self, tag: Tag, key: &str) -> AtomId {
        self.atoms.ask(self.hasher, self.hasher.key(key.as_bytes()).with(tag), Test::Free)
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

    /// Words side by side. Plain ones are known by their pairs; two need nothing else.
    fn phrase(&mut self, field: Field, bare: bool, words: &[Word], prefix: bool) -> Expr {
        let mut places = Vec::new();
        let mut plain = Vec::new();
        for (place, word) in (1..).zip(words) {
            let starts = prefix && place == words.len();
            let forms = self.forms(field, bare, word, starts);
            plain.extend(forms.first().filter(|_| forms.len() == 1 && !bare && !starts));
            places.push(u32::try_from(forms.len()).unwrap_or(0));
            places.extend(forms);
        }
        if plain.len() < words.len() {
            return self.test(field, places);
        }
        let mut parts: Vec<Expr> = Vec::new();
        for pair in plain.windows(2) {
            let pair = self.atoms.ask_pair(self.hasher, field, [pair[0], pair[1]]);
            // The pair keeps the words; a pair twice in a phrase is asked once.
            if parts.iter().any(|part| matches!(part, Expr::Atom(known) if *known == pair)) {
                self.atoms.release(self.hasher, pair);
            } else {
                parts.push(Expr::Atom(pair));
            }
        }
        if words.len() == 2 {
            plain.iter().for_each(|id| self.atoms.release(self.hasher, *id));
        } else {
            parts.push(self.test(field, places));
        }
        match parts.len() {
            1 => parts.remove(0),
            _ => Expr::And(parts),
        }
    }

    fn test(&mut self, field: Field, places: Vec<u32>) -> Expr {
        let bytes: Vec<u8> = places.iter().flat_map(|number| number.to_le_bytes()).collect();
        let key = self.hasher.key(&bytes).with(Ask::Phrase.of(field));
        if let Some(known) = self.atoms.find(self.hasher, key) {
            phrase(&places).flatten().for_each(|id| self.atoms.release(self.hasher, *id));
            self.atoms.all[known as usize].refs += 1;
            return Expr::Atom(known);
        }
        phrase(&places).flatten().for_each(|id| self.atoms.in_phrase(*id, true));
        Expr::Atom(self.atoms.ask(self.hasher, key, Test::Phrase(places.into())))
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
        if let Some(Test::Phrase(places)) = self.atoms.test(id) {
            let of = |place: &[AtomId]| place.iter().map(|id| self.share_of(*id)).sum::<f32>();
            return phrase(places).map(of).fold(1.0, f32::min) * 0.5;
        }
        let key = self.atoms.all[id as usize].key;
        if key.tag().is(Ask::Pair) {
            return key.words().map(|id| self.share_of(id)).into_iter().product::<f32>() * 0.2;
        }
        // Without diacritics things are about as rare as with them.
        let tag = match key.tag() {
            tag if tag.is(Ask::Bare) => Ask::Word.tag(tag),
            tag if tag.is(Ask::BarePrefix) => Ask::Prefix.tag(tag),
            tag => tag,
        };
        self.frequency.share(self.hasher.hash(key.with(tag)), tag)
    }

    /// Whether a query is better held by bitmaps than by lists of these anchors. The costs are nanoseconds for an item:
    /// of a place in a list that is looked at, of a query among the bitmaps, and of asking a program.
    pub(super) fn is_dense(&self, anchor: Option<f32>, parts: &[Part<'_>], exact: bool) -> bool {
        const LISTED: f32 = 40.0;
        const MAPPED: f32 = 0.2;
        const ASKED: f32 = 40.0;
        let of = |part: &Part<'_>| match part {
            Part::Wanted(_, values) => values.iter().map(|id| self.share_of(*id)).sum::<f32>().min(1.0),
            Part::Refused(_) => 1.0,
        };
        let left = if exact { 0.0 } else { parts.iter().map(of).product::<f32>() };
        anchor.is_none_or(|share| share * LISTED > MAPPED + left * ASKED)
    }

    /// Atoms of which at least one is found in every item that the tree takes, and their estimated share of items.
    pub(super) fn anchor(&self, expr: &Expr) -> Option<(f32, Vec<AtomId>)> {
        let rarest = |all: &mut dyn Iterator<Item = (f32, Vec<AtomId>)>| all.min_by(|one, two| one.0.total_cmp(&two.0));
        match expr {
            Expr::All | Expr::Not(_) => None,
            Expr::Atom(id) => match self.atoms.test(*id) {
                None => Some((self.share_of(*id), vec![*id])),
                Some(Test::Phrase(places)) => rarest(
                    &mut phrase(places).map(|place| (place.iter().map(|id| self.share_of(*id)).sum(), place.to_vec())),
                ),
                Some(Test::Range { .. } | Test::Free) => None,
            },
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
