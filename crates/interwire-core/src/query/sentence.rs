//! A query as a sentence in a person's language. Each language is one file of `key = template` lines in `words/` and
//! one line in the table below; names of languages and media are those of the agreements' sentences.

use super::field::{Field, Kind};
use super::node::{Clause, Node, Word};
use super::{Query, print};
use crate::agreement::Lang;
use crate::agreement::words::{Label, word as agreement_word};
use std::collections::BTreeMap;
use std::sync::OnceLock;

type Words = BTreeMap<&'static str, &'static str>;

const FILES: &[(&str, &str)] = &[
    ("en", include_str!("words/en.txt")),
    ("az", include_str!("words/az.txt")),
    ("fr", include_str!("words/fr.txt")),
    ("kk", include_str!("words/kk.txt")),
    ("ru", include_str!("words/ru.txt")),
    ("vi", include_str!("words/vi.txt")),
];

fn tongues() -> &'static [(&'static str, Words)] {
    static TONGUES: OnceLock<Vec<(&'static str, Words)>> = OnceLock::new();
    TONGUES.get_or_init(|| {
        let lines = |text: &'static str| text.lines().filter(|line| !line.starts_with('#'));
        FILES
            .iter()
            .map(|(tag, text)| (*tag, lines(text).filter_map(|line| line.split_once(" = ")).collect()))
            .collect()
    })
}

impl Query {
    /// The languages in which a query can be said (BCP 47).
    pub fn languages() -> impl Iterator<Item = &'static str> {
        FILES.iter().map(|(tag, _)| *tag)
    }

    /// The query as a sentence; in English if the language has no words here. `label` names the concepts.
    #[must_use]
    pub fn sentence(&self, lang: &Lang, label: Label<'_>) -> String {
        let of = |wanted: &str| tongues().iter().find(|(tag, _)| *tag == wanted).map(|(_, words)| words);
        let Some(words) = of(lang.primary()).or_else(|| of("en")) else { return self.to_string() };
        let say = Say { words, lang, label };
        say.with("main", &[("query", &say.node(self.node()))])
    }
}

struct Say<'a> {
    words: &'a Words,
    lang: &'a Lang,
    label: Label<'a>,
}

impl Say<'_> {
    fn word(&self, key: &str) -> String {
        self.words.get(key).map_or_else(|| key.to_owned(), |word| (*word).to_owned())
    }

    /// A template with its values, each put in once.
    fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let template = self.word(key);
        let mut text = String::new();
        let mut rest = template.as_str();
        while let Some((head, tail)) = rest.split_once('{') {
            let Some((name, behind)) = tail.split_once('}') else { break };
            text.push_str(head);
            text.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
            rest = behind;
        }
        text + rest
    }

    fn node(&self, node: &Node) -> String {
        match node {
            Node::All => self.word("all"),
            Node::Is(clause) => self.clause(clause.field(), &[clause]),
            Node::Not(inner) => self.with("not", &[("clause", &self.inside(inner))]),
            Node::And(parts) => self.joined(parts, "and"),
            Node::Or(parts) => match same_field(parts) {
                Some(clauses) => self.clause(clauses.first().map_or(Field::Text, |clause| clause.field()), &clauses),
                None => self.joined(parts, "or"),
            },
        }
    }

    fn joined(&self, parts: &[Node], sign: &str) -> String {
        // An OR inside stays visible.
        let pause = if sign == "and" { ";" } else { "" };
        let sign = format!("{pause} {} ", self.word(sign));
        parts.iter().map(|part| self.inside(part)).collect::<Vec<_>>().join(&sign)
    }

    fn inside(&self, node: &Node) -> String {
        match node {
            Node::And(_) => format!("({})", self.node(node)),
            Node::Or(parts) if same_field(parts).is_none() => format!("({})", self.node(node)),
            _ => self.node(node),
        }
    }

    /// Values of one field, any of them.
    fn clause(&self, field: Field, clauses: &[&Clause]) -> String {
        let or = format!(" {} ", self.word("or"));
        let values = clauses.iter().map(|clause| self.value(clause)).collect::<Vec<_>>().join(&or);
        let codes = clauses.iter().all(|clause| matches!(clause, Clause::Code { .. }));
        match field {
            Field::Text => values,
            Field::Subject if codes => self.with("below", &[("field", &self.field(field)), ("value", &values)]),
            _ => self.with("is", &[("field", &self.field(field)), ("value", &values)]),
        }
    }

    fn field(&self, field: Field) -> String {
        self.word(&format!("field.{}", field.name()))
    }

    fn value(&self, clause: &Clause) -> String {
        match clause {
            Clause::Words { bare, words, prefix, .. } => {
                let text = words.iter().map(Word::as_str).collect::<Vec<_>>().join(" ");
                let key = if *prefix { "prefix" } else { "words" };
                let told = self.with(key, &[("words", &text)]);
                if *bare { self.with("bare", &[("words", &told)]) } else { told }
            }
            Clause::Code { field, code } => self.code(*field, code),
            Clause::Range { field, from, to } => self.range(*field, &print::range(*field, *from, *to)),
            Clause::Only { media } => {
                let or = format!(" {} ", self.word("or"));
                media.iter().map(|medium| self.code(Field::Media, medium)).collect::<Vec<_>>().join(&or)
            }
        }
    }

    fn code(&self, field: Field, code: &str) -> String {
        let named = match field {
            Field::Language => agreement_word(self.lang, &format!("language.{code}")).map(str::to_owned),
            Field::Media => agreement_word(self.lang, &format!("medium.{code}")).map(str::to_owned),
            Field::Status => self.words.get(format!("status.{code}").as_str()).map(|word| (*word).to_owned()),
            _ if field.kind() == Kind::Concept => {
                (self.label)(code, self.lang).map(|label| format!("{label} ({code})"))
            }
            _ => None,
        };
        named.unwrap_or_else(|| code.to_owned())
    }

    fn range(&self, field: Field, text: &str) -> String {
        match text.split_once("..") {
            None => text.to_owned(),
            Some(("", to)) => self.with("to", &[("to", to)]),
            Some((from, "")) => self.with("from", &[("from", from)]),
            // Urgency begins at one.
            Some(("0", to)) if field == Field::Urgency => self.with("to", &[("to", to)]),
            Some((from, to)) => self.with("between", &[("from", from), ("to", to)]),
        }
    }
}

/// The clauses of an OR whose parts all ask one field.
fn same_field(parts: &[Node]) -> Option<Vec<&Clause>> {
    let clauses: Option<Vec<&Clause>> =
        parts.iter().map(|part| if let Node::Is(clause) = part { Some(clause) } else { None }).collect();
    clauses.filter(|clauses| clauses.windows(2).all(|pair| pair[0].field() == pair[1].field()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::FIELDS;
    use std::collections::BTreeSet;

    #[test]
    fn every_language_has_every_template_with_the_same_values() {
        let names = |template: &str| -> BTreeSet<String> {
            template
                .split('{')
                .skip(1)
                .filter_map(|part| part.split_once('}'))
                .map(|(name, _)| name.to_owned())
                .collect()
        };
        let english = &tongues()[0].1;
        for (tag, words) in tongues() {
            assert_eq!(words.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{tag}");
            for (key, template) in english {
                assert_eq!(names(words[key]), names(template), "{tag} {key}");
            }
            for (name, ..) in FIELDS {
                assert!(words.contains_key(format!("field.{name}").as_str()), "{tag} {name}");
            }
        }
    }

    #[test]
    fn a_query_reads_as_a_sentence() {
        let query: Query = "(oil OR \"natural gas\") subject:04000000 language:(en OR vi) urgency:..4 NOT source:baku \
            date:2026-11.. ~aliyev minist* media-only:(text OR picture)"
            .parse()
            .unwrap();
        let label = |code: &str, _: &Lang| (code == "medtop:04000000").then(|| "Economy".to_owned());
        let mut told = String::new();
        for (tag, _) in FILES {
            told += &format!("{tag}: {}\n", query.sentence(&tag.parse().unwrap(), &label));
        }
        expect_test::expect![[r#"
            en: Items with “minist…”; and “aliyev” with or without diacritics; and subject Economy (medtop:04000000), or anything below; and urgency up to 4; and date of the version from 2026-11-01; and no other medium than pictures or text; and not source baku; and “natural gas” or “oil”; and language English or Vietnamese.
            az: Bu şərtə uyğun materiallar: “minist…”; və “aliyev”, diakritik işarə ilə və ya onsuz; və mövzu Economy (medtop:04000000) və ondan aşağıdakıların hamısı; və təcililik 4 daxil olmaqla; və versiyanın tarixi 2026-11-01 tarixindən və ya qiymətindən; və yalnız bu növlər: fotolar və ya mətnlər; və istisna: mənbə baku; və “natural gas” və ya “oil”; və dil ingilis dili və ya vyetnam dili.
            fr: Les dépêches avec « minist… »; et « aliyev » avec ou sans diacritiques; et sujet Economy (medtop:04000000), ou tout ce qui en relève; et urgence jusqu’à 4; et date de la version à partir de 2026-11-01; et aucun autre média que photos ou textes; et sans source baku; et « natural gas » ou « oil »; et langue anglais ou vietnamien.
            kk: Мынадай материалдар: «minist…»; және «aliyev», диакритикасы бар немесе жоқ; және тақырып Economy (medtop:04000000) және одан төмендегінің бәрі; және жеделдік 4 дейін; және нұсқа күні 2026-11-01 бастап; және тек мына түрлер: фотосуреттер немесе мәтіндер; және мынасыз: дереккөз baku; және «natural gas» немесе «oil»; және тіл ағылшын тілі немесе вьетнам тілі.
            ru: Материалы, где есть «minist…»; и «aliyev» с диакритикой или без неё; и тема Economy (medtop:04000000) со всем, что ниже; и срочность до 4; и дата версии с 2026-11-01; и никакого вида, кроме фотографии или тексты; и кроме: источник baku; и «natural gas» или «oil»; и язык английский или вьетнамский.
            vi: Các tin có “minist…”; và “aliyev” có dấu hoặc không dấu; và chủ đề Economy (medtop:04000000) hoặc mọi mục bên dưới; và độ khẩn đến 4; và ngày của phiên bản từ 2026-11-01; và không có loại hình nào ngoài ảnh hoặc tin văn bản; và không có nguồn baku; và “natural gas” hoặc “oil”; và ngôn ngữ tiếng Anh hoặc tiếng Việt.
        "#]].assert_eq(&told);
    }
}
