//! The times of an item by name, as written, for formats that have a vocabulary of our own beside theirs: feeds, pages,
//! messages, wires. Their own times may be in UTC, mean something near, or not be there at all.

use interwire_core::item::{Moment, Times};

/// A time by its name.
type Place<T> = (&'static str, T);

fn places(times: &Times) -> [Place<&Option<Moment>>; 5] {
    [
        ("created", &times.version_created),
        ("first-created", &times.first_created),
        ("content-created", &times.content_created),
        ("content-modified", &times.content_modified),
        ("expires", &times.expires),
    ]
}

/// What is stated: name and time.
pub(crate) fn stated(times: &Times) -> impl Iterator<Item = (&'static str, &str)> {
    places(times).into_iter().filter_map(|(name, moment)| Some((name, moment.as_ref()?.as_str())))
}

/// Takes a time if its name, in any case, is one of those.
pub(crate) fn take(times: &mut Times, name: &str, value: &str) -> bool {
    let place = match name.to_ascii_lowercase().as_str() {
        "created" => &mut times.version_created,
        "first-created" => &mut times.first_created,
        "content-created" => &mut times.content_created,
        "content-modified" => &mut times.content_modified,
        "expires" => &mut times.expires,
        _ => return false,
    };
    *place = Some(Moment::new(value));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_that_is_stated_is_taken() {
        let at = |day: u8| Some(Moment::new(&format!("2026-11-{day}T10:00:00+07:00")));
        let times = Times {
            version_created: at(20),
            first_created: at(21),
            content_created: at(22),
            content_modified: at(23),
            embargoed: None,
            expires: at(24),
        };
        let mut back = Times::default();
        assert!(stated(&times).all(|(name, value)| take(&mut back, &name.to_uppercase(), value)));
        assert_eq!((back, stated(&times).count()), (times, 5));
        assert!(!take(&mut Times::default(), "embargoed", "2026"));
    }
}
