//! The scope of an exchange article as a query. What is signed stays as it is; this says the same in the language of
//! searches, so that a scope can be shown, tried on stored items, and held by the matcher beside people's alerts.

use super::field::Field;
use super::value;
use super::{Clause, Node, Query};
use crate::agreement::articles::exchange::Exchange;
use crate::ids::PartyId;

impl Query {
    /// The items that an exchange article covers, whoever sends them.
    #[must_use]
    pub fn of_scope(exchange: &Exchange) -> Self {
        let named = exchange.sources.iter().map(|source| &source.party);
        let own = Some(&exchange.from).filter(|_| exchange.sources.is_empty());
        let sources = named.chain(own);
        let media = exchange.media.iter().map(|medium| medium.word().to_owned()).collect();
        let mut parts = vec![any(Field::Source, sources.map(PartyId::as_str)), Node::Is(Clause::Only { media })];
        if !exchange.languages.is_empty() {
            parts.push(any(Field::Language, exchange.languages.iter().map(|lang| lang.as_str())));
        }
        if !exchange.subjects.is_empty() {
            parts.push(any(Field::Subject, exchange.subjects.iter().map(|subject| subject.as_str())));
        }
        if !exchange.services.is_empty() {
            parts.push(any(Field::Service, exchange.services.iter().map(String::as_str)));
        }
        Self::of(Node::And(parts))
    }
}

fn any<'a>(field: Field, codes: impl Iterator<Item = &'a str>) -> Node {
    let code = |code: &str| match field {
        Field::Language => code.to_ascii_lowercase(),
        Field::Subject => value::concept(field, code),
        _ => code.to_owned(),
    };
    Node::Or(codes.map(|one| Node::Is(Clause::Code { field, code: code(one) })).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::articles::exchange::Source;
    use crate::agreement::point::{Embargo, Point, RouteItem, Ruling, Status};
    use crate::agreement::{Agreement, Terms, samples};
    use crate::keys::RootKey;
    use crate::query::Doc;
    use crate::query::matcher::{Matcher, QueryId, Room, Scratch};
    use crate::query::rehearsal::{Dice, tree};

    const LANGUAGES: [&str; 6] = ["en", "en-GB", "az-Latn", "AZ-latn-az", "vi", "e"];
    const MEDIA: [&str; 6] = ["text", "picture", "video", "audio", "graphic", "composite"];
    const SUBJECTS: [&str; 7] = [
        "medtop:01000000",
        "medtop:01100000",
        "medtop:01110000",
        "http://cv.iptc.org/newscodes/mediatopic/01100000",
        "medtop:02000000",
        "vna:kinh-te",
        "Kinh tế",
    ];
    const SERVICES: [&str; 4] = ["economy", "Economy", "kinh tế \"a\"", "a*"];

    fn some<'a>(dice: &mut Dice, all: &[&'a str], max: usize) -> Vec<&'a str> {
        (0..dice.below(max + 1)).map(|_| dice.of(all)).collect()
    }

    fn parsed<T: std::str::FromStr>(texts: Vec<&str>) -> Vec<T> {
        texts.into_iter().filter_map(|text| text.parse().ok()).collect()
    }

    fn exchange(dice: &mut Dice, agreement: &Agreement) -> Exchange {
        let mut exchange = agreement
            .articles
            .iter()
            .find_map(|article| match &article.terms {
                Terms::Exchange(terms) if terms.from.as_str() == "hanoi" => Some(terms.clone()),
                _ => None,
            })
            .unwrap();
        exchange.media = parsed(vec![dice.of(&MEDIA), dice.of(&MEDIA), dice.of(&MEDIA)]);
        exchange.languages = parsed(some(dice, &LANGUAGES, 2));
        exchange.subjects = parsed(some(dice, &SUBJECTS, 3));
        exchange.services = some(dice, &SERVICES, 2).into_iter().map(str::to_owned).collect();
        let root_key = RootKey::from_seed(&[1; 32]).public();
        let sources = parsed(some(dice, &["hanoi", "baku"], 2)).into_iter();
        exchange.sources = sources.map(|party| Source { party, root_key }).collect();
        exchange
    }

    fn item(dice: &mut Dice) -> RouteItem {
        let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect();
        RouteItem {
            source: dice.of(&["hanoi", "hanoi", "baku"]).parse().unwrap(),
            medium: dice.of(&["text", "text", "picture", "Text", "not stated", "event"]).to_owned(),
            carries: owned(some(dice, &MEDIA[..3], 1)),
            languages: owned(some(dice, &LANGUAGES, 2)),
            subjects: owned(some(dice, &SUBJECTS, 3)),
            services: owned(some(dice, &SERVICES, 2)),
            status: Status::Usable,
            embargo: Embargo::None,
            has_unknown_right: false,
        }
    }

    #[test]
    fn a_scope_and_its_query_take_the_same_items() {
        let (mut dice, agreement) = (Dice::new(5), samples::agreement());
        let (from, to) = ("hanoi".parse().unwrap(), "astana".parse().unwrap());
        let is_below = |concept: &str, above: &str| {
            let mut found = false;
            tree(concept, &mut |broader| found |= broader == above);
            found
        };
        let (matcher, mut scratch, mut taken) = (Matcher::new(Room::default(), 1), Scratch::new(), 0);
        let scopes: Vec<(Exchange, Query)> = (0..300)
            .map(|id| {
                let exchange = exchange(&mut dice, &agreement);
                let query = Query::of_scope(&exchange);
                assert_eq!(query.to_string().parse().as_ref(), Ok(&query), "{query}");
                matcher.put(QueryId(id), &query).unwrap();
                (exchange, query)
            })
            .collect();
        for _ in 0..300 {
            let item = item(&mut dice);
            let doc = Doc::of_route(&item, &tree);
            let found = matcher.matches_route(&item, &tree, &mut scratch).to_vec();
            for (id, (exchange, query)) in (0..).zip(&scopes) {
                let point = Point::Route { item: &item, from: &from, to: &to, is_below: &is_below };
                let ruling = Terms::Exchange(exchange.clone()).enforce(&agreement, &point);
                let allowed = matches!(ruling, Ruling::Allows(_));
                assert_eq!(doc.matches(query), allowed, "{query}\n{item:#?}\n{ruling:?}");
                assert_eq!(found.contains(&QueryId(id)), allowed, "{query}\n{item:#?}");
                taken += usize::from(allowed);
            }
        }
        assert!(taken > 1000, "{taken} are taken: too few to prove anything");
    }

    #[test]
    fn a_scope_reads_as_a_query() {
        let exchange = exchange(&mut Dice::new(2), &samples::agreement());
        expect_test::expect![[
            r#"subject:medtop:01110000 AND source:baku AND service:"a*" AND media-only:(audio OR graphic OR video)"#
        ]]
        .assert_eq(&Query::of_scope(&exchange).to_string());
    }
}
