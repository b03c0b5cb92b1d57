//! What an item says as plain ninjs can say it: exact times, texts without what stands around them, a body in plain
//! text.

use crate::losses::Losses;
use crate::orders;
use crate::spell;
use crate::story;
use crate::subject_codes::is_explanation;
use crate::xml;
use interwire_core::item::{Body, Embargo, Extra, Item, Limits, Markup, Moment, Rendition, Times, text};
use serde_json::Number;

/// The item with what plain ninjs needs: media types, a plain body, a word for concepts known only by a code.
pub(super) fn prepared(item: &Item, losses: &mut Losses) -> Item {
    let mut item = Item { bodies: story::bodies(item, losses), ..item.clone() };
    times(&mut item.times, losses);
    links(&mut item, losses);
    bodies(&mut item);
    let lists = [&mut item.subjects, &mut item.places, &mut item.people, &mut item.organisations, &mut item.genres];
    for concept in lists.into_iter().flatten() {
        concept.extra.retain(|extra| !is_explanation(extra));
        if concept.uri.is_none() && concept.literal.is_none() {
            concept.literal = concept.qcode.clone();
        }
    }
    for rendition in item.renditions.iter_mut().filter(|rendition| seconds(rendition).is_some()) {
        rendition.duration = None;
        rendition.extra.retain(|extra| extra.name != DURATION_UNIT);
    }
    item
}

/// spec: ninjs-schema_3.1.json, all times have the format date-time, which is that of RFC 3339.
fn times(times: &mut Times, losses: &mut Losses) {
    for (field, moment) in [
        ("version_created", &mut times.version_created),
        ("first_created", &mut times.first_created),
        ("content_created", &mut times.content_created),
        ("expires", &mut times.expires),
    ] {
        *moment = moment.take().and_then(|stated| exact(&stated, field, losses));
    }
    times.embargoed = times.embargoed.take().map(|embargo| embargoed(embargo, losses));
}

/// An exact time. One without an offset is taken as UTC, and so is the day of a version, which has to have a time.
fn exact(moment: &Moment, field: &'static str, losses: &mut Losses) -> Option<Moment> {
    if let Some(spelled) = spell::date_time(moment) {
        return Some(Moment::new(&spelled));
    }
    let text = moment.as_str();
    let is_clock = text.contains(['T', 't', ' ']);
    let Some(roughly) = moment.roughly() else {
        losses.add("time_not_understood", field, format!("{text:?} is left out"));
        return None;
    };
    if is_clock || field == "version_created" {
        losses.add("time_without_offset", field, format!("{text:?} is written as UTC"));
        return Some(Moment::new(&roughly.to_string()));
    }
    losses.add("time_incomplete", field, format!("{text:?} is a day and is left out"));
    None
}

/// An embargo whose end is unclear has no end.
fn embargoed(embargo: Embargo, losses: &mut Losses) -> Embargo {
    let Embargo::Until(stated) = embargo else { return Embargo::Indefinite };
    match spell::date_time(&stated) {
        Some(spelled) => Embargo::Until(Moment::new(&spelled)),
        None => {
            let message = format!("{:?} is not an exact time; the embargo is written without end", stated.as_str());
            losses.add("embargo_unclear", "embargoed", message);
            Embargo::Indefinite
        }
    }
}

/// An association would show what is to be killed.
fn links(item: &mut Item, losses: &mut Losses) {
    let before = item.links.len();
    item.links.retain(|link| link.rel.as_deref() != Some(orders::REL));
    if item.links.len() < before {
        losses.add("order_lost", "links", "an order about another item is given by a new version of that item alone");
    }
}

fn bodies(item: &mut Item) {
    let plain: Vec<String> = text::story(item).into_iter().map(text::plain).collect();
    for body in &mut item.bodies {
        if let Some(inner) = (body.markup == Markup::Xml).then(|| inner(&body.text)).flatten() {
            body.text = inner;
        }
        if body.content_type.is_none() {
            let kind = match body.markup {
                Markup::Plain => "text/plain",
                Markup::Html => "text/html",
                Markup::Xml => "application/xhtml+xml",
            };
            body.content_type = Some(kind.to_owned());
        }
    }
    if !item.bodies.is_empty() && item.bodies.iter().all(|body| body.markup != Markup::Plain) {
        item.bodies.push(Body {
            content_type: Some("text/plain".to_owned()),
            text: plain.join("\n"),
            ..Body::default()
        });
    }
}

/// What readers of ninjs expect of a body: the inside of the document, not its head, and names without prefixes.
/// `None` if it is so already.
fn inner(document: &str) -> Option<String> {
    let (root, _) = xml::parse(document, &Limits::default()).ok()?;
    let bare = xml::bare(&root, story::holders(&root).first().copied().unwrap_or(&root));
    let scope = xml::left(&bare);
    match story::holders(&bare).as_slice() {
        [] if bare == root => None,
        [] => Some(xml::fragment(&bare, &scope)),
        found => Some(found.iter().map(|one| xml::pieces(one, &scope)).collect()),
    }
}

const DURATION_UNIT: &str = "durationunit";

/// The seconds of a file that plain ninjs does not tell: with a fraction, in another unit, or as a clock shows them.
/// spec: NewsML-G2 2.35, durationunit: seconds unless stated.
pub(super) fn seconds(rendition: &Rendition) -> Option<Number> {
    let text = rendition.duration.as_deref()?.trim();
    let unit = Extra::find(&rendition.extra, DURATION_UNIT).map(orders::bare);
    let number = || text.bytes().all(|b| b.is_ascii_digit() || b == b'.').then(|| text.parse::<f64>().ok()).flatten();
    let seconds = match unit {
        None if text.contains(':') => clock(text)?,
        None | Some("seconds") => number()?,
        Some("minutes") => number()? * 60.0,
        Some("hours") => number()? * 3600.0,
        Some("milliseconds") => number()? / 1000.0,
        Some("normalPlayTime") => clock(text)?,
        Some(_) => return None,
    };
    whole(seconds).or_else(|| Number::from_f64(seconds))
}

/// A number without fraction is written without point.
fn whole(seconds: f64) -> Option<Number> {
    let text = seconds.to_string();
    text.parse::<u32>().ok().map(Number::from)
}

/// `1:02:03.5`: hours, minutes, seconds.
fn clock(text: &str) -> Option<f64> {
    let parts: Vec<&str> = text.split(':').collect();
    let [hours, minutes, seconds] = parts.as_slice() else { return None };
    let whole = |part: &str| part.parse::<u16>().ok().map(f64::from);
    let is_plain = seconds.starts_with(|c: char| c.is_ascii_digit());
    let seconds: f64 = is_plain.then(|| seconds.parse().ok()).flatten().filter(|seconds| *seconds < 60.0)?;
    Some(whole(hours)? * 3600.0 + whole(minutes).filter(|minutes| *minutes < 60.0)? * 60.0 + seconds)
}
