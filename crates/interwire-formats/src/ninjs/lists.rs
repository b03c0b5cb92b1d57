//! The lists of ninjs: concepts, bodies, renditions, associations, other names. In ninjs 1 some of them are objects
//! whose names are the names of their members.

use super::read::extra;
use crate::json::Json;
use crate::orders;
use interwire_core::item::{AltId, Body, Concept, Extra, Line, Link, Markup, Name, Rendition};

/// Reads the entries of a list. Gives those that cannot be read: one odd entry costs nobody the others.
pub(super) fn all<T>(value: &Json, one: impl Fn(&Json) -> Option<T>, out: &mut Vec<T>) -> Option<Json> {
    let Json::List(list) = value else { return Some(value.clone()) };
    let told = list.iter().filter(|entry| **entry != Json::Null);
    let left: Vec<Json> = told.filter(|entry| !push(one(entry), out)).cloned().collect();
    (!left.is_empty()).then_some(Json::List(left))
}

/// Reads a list, or an object whose member names name the entries. Gives those that cannot be read.
pub(super) fn named<T>(value: &Json, one: impl Fn(Option<&str>, &Json) -> Option<T>, out: &mut Vec<T>) -> Option<Json> {
    let Json::Object(members) = value else { return all(value, |entry| one(None, entry), out) };
    let told = members.iter().filter(|(_, entry)| *entry != Json::Null);
    let left: Vec<_> = told.filter(|(name, entry)| !push(one(Some(name), entry), out)).cloned().collect();
    (!left.is_empty()).then_some(Json::Object(left))
}

fn push<T>(entry: Option<T>, out: &mut Vec<T>) -> bool {
    let is_read = entry.is_some();
    out.extend(entry);
    is_read
}

/// A number, also one that is written as a text.
pub(super) fn number(value: &Json) -> Option<u64> {
    value.integer().or_else(|| value.text()?.trim().parse().ok())
}

/// The members of an object, sorted into known fields and the rest.
struct Members<'a> {
    list: Vec<(String, &'a str, &'a Json)>,
}

impl<'a> Members<'a> {
    fn of(value: &'a Json) -> Option<Self> {
        let Json::Object(members) = value else { return None };
        let list = members.iter().map(|(name, value)| (name.to_ascii_lowercase(), name.as_str(), value)).collect();
        Some(Self { list })
    }
    /// Takes a member out if `read` understands it.
    fn take<T>(&mut self, name: &str, read: impl Fn(&Json) -> Option<T>) -> Option<T> {
        let at = self.list.iter().position(|(known, _, _)| known == name)?;
        let value = read(self.list.get(at)?.2)?;
        self.list.remove(at);
        Some(value)
    }
    fn text(&mut self, name: &str) -> Option<String> {
        self.take(name, |value| value.text().map(str::to_owned))
    }
    /// The URI that the scheme and the code of ninjs 1 are together, where the scheme ends as one that codes follow.
    fn scheme_and_code(&mut self) -> Option<String> {
        let read = |name: &str| self.list.iter().find(|(known, ..)| known == name).and_then(|(.., value)| value.text());
        let (scheme, code) = (read("scheme")?, read("code").filter(|code| !code.is_empty())?);
        let uri = scheme.ends_with(['/', '#']).then(|| format!("{scheme}{code}"))?;
        self.list.retain(|(name, ..)| name != "scheme" && name != "code");
        Some(uri)
    }
    fn percent(&mut self, name: &str) -> Option<u8> {
        self.take(name, |value| value.integer().and_then(|n| u8::try_from(n).ok()).filter(|n| *n <= 100))
    }
    fn rest(self) -> Vec<Extra> {
        let told = self.list.into_iter().filter(|(.., value)| **value != Json::Null);
        told.map(|(_, name, value)| extra(name, value)).collect()
    }
}

pub(super) fn line(value: &Json) -> Option<Line> {
    let mut members = Members::of(value)?;
    let text = members.text("value")?;
    let (role, content_type) = (members.text("role"), members.text("contenttype"));
    Some(Line { role, lang: None, content_type, text, extra: members.rest() })
}

pub(super) fn body_of(value: &Json) -> Option<Body> {
    let mut members = Members::of(value)?;
    let text = members.text("value")?;
    let (role, content_type) = (members.text("role"), members.text("contenttype"));
    Some(Body { extra: members.rest(), ..body(role.as_deref(), content_type.as_deref(), &text) })
}

/// A body whose markup is told from its media type, else from its looks.
pub(super) fn body(role: Option<&str>, content_type: Option<&str>, text: &str) -> Body {
    // The names of ninjs 1 say the notation: body_text, body_html, body_xhtml, body_nitf.
    let word = role.map(str::to_ascii_lowercase).unwrap_or_default();
    let markup = match content_type {
        Some(kind) if kind.eq_ignore_ascii_case("text/plain") => Markup::Plain,
        Some(kind) if kind.contains("html") || kind.contains("xml") || kind.contains("NITF") => Markup::Html,
        None if word.contains("html") || word.contains("nitf") => Markup::Html,
        None if word.starts_with("text") => Markup::Plain,
        _ if text.contains("</") || text.contains("/>") => Markup::Html,
        _ => Markup::Plain,
    };
    let own = |text: Option<&str>| text.map(str::to_owned);
    Body { role: own(role), content_type: own(content_type), markup, text: text.to_owned(), ..Body::default() }
}

pub(super) fn concept(value: &Json) -> Option<Concept> {
    if let Some(name) = value.text() {
        return Some(Concept::of_name(name));
    }
    let mut members = Members::of(value)?;
    let uri = members.text("uri").or_else(|| members.scheme_and_code());
    let literal = members.text("literal").or_else(|| members.text("code"));
    let name = members.text("name");
    let rel = members.text("rel").or_else(|| members.text("role"));
    let geo = members.take("geojson", |v| Some(v.to_json()));
    let geo = geo.or_else(|| members.take("geometry_geojson", |v| Some(v.to_json())));
    Some(Concept {
        uri,
        literal,
        names: name.into_iter().map(|text| Name { text, ..Name::default() }).collect(),
        rel,
        relevance: members.percent("relevance"),
        confidence: members.percent("confidence"),
        geo,
        extra: members.rest(),
        ..Concept::default()
    })
}

/// A signal: one whose code or name is understood has its code of the IPTC, or the word of the order it is.
pub(super) fn signal(value: &Json) -> Option<Concept> {
    const CODES: &[(&str, &[&str])] = &[
        ("sig:correction", &["correction", "corrected", "corr", "korr"]),
        ("sig:update", &["update", "updated", "writethru"]),
        ("sig:kill", &["kill", "killed", "mandatorykill"]),
        ("sig:withhold", &["hold", "withhold", "withheld"]),
    ];
    let concept = concept(value)?;
    let words = [&concept.uri, &concept.literal].into_iter().flatten();
    let words = words.chain(concept.names.iter().map(|name| &name.text));
    let of = |word: &String| {
        let small: String =
            orders::bare(word).chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        CODES.iter().find(|(_, words)| words.contains(&small.as_str())).map(|(code, _)| (*code).to_owned())
    };
    let qcode = words.into_iter().find_map(of);
    let (uri, literal) = if qcode.is_some() { (None, None) } else { (concept.uri, concept.literal) };
    Some(Concept { uri, literal, qcode, ..concept })
}

pub(super) fn rendition(name: Option<&str>, value: &Json) -> Option<Rendition> {
    const SAFE: u64 = interwire_core::item::words::SAFE_MAX;
    let mut members = Members::of(value)?;
    let pixels = |value: &Json| number(value).and_then(|n| u32::try_from(n).ok());
    let content_type = members.text("contenttype").or_else(|| members.text("mimetype"));
    let own_name = if name.is_some() { None } else { members.text("name") };
    Some(Rendition {
        name: name.map(str::to_owned).or(own_name),
        href: members.text("href"),
        content_type,
        size_bytes: members.take("sizeinbytes", |v| number(v).filter(|n| *n <= SAFE)),
        width: members.take("width", pixels),
        height: members.take("height", pixels),
        duration: members.take("duration", Json::as_text),
        blob: None,
        extra: members.rest(),
    })
}

/// An association is an item inside the item: its name and guid become a link, the rest is kept as it is.
pub(super) fn link(name: Option<&str>, value: &Json) -> Option<Link> {
    let mut members = Members::of(value)?;
    let own_name = if name.is_some() { None } else { members.text("name") };
    Some(Link {
        name: name.map(str::to_owned).or(own_name),
        rel: members.text("rel"),
        guid: members.text("uri"),
        version: members.take("version", Json::as_text),
        title: members.text("headline"),
        href: None,
        content_type: None,
        extra: members.rest(),
    })
}

pub(super) fn alt_id(name: Option<&str>, value: &Json) -> Option<AltId> {
    if let Some(name) = name {
        return Some(AltId { role: Some(name.to_owned()), value: value.as_text()?, extra: Vec::new() });
    }
    let mut members = Members::of(value)?;
    let text = members.take("value", Json::as_text)?;
    Some(AltId { role: members.text("role"), value: text, extra: members.rest() })
}
