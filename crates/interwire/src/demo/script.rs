//! What happens in the demo, in its order, and on which terms: three agreements, stories one by one, corrections, kills,
//! a story that is withheld and released.

use super::agree::{ALL_MEDIA, Gives, Terms};

/// One thing that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A version of a story is handed in. Its slug, and its version.
    Publish(&'static str, u64),
    /// A story is killed for a public reason.
    Kill(&'static str, &'static str),
    /// A story is withheld for a public reason.
    Withhold(&'static str, &'static str),
    /// It is released.
    Release(&'static str),
}

const ALL: Gives = Gives { media: ALL_MEDIA, languages: &[], subjects: &[] };

/// The agreements: which two of the agencies, and their terms. Not everything goes everywhere: the page of each item
/// says why.
pub const AGREEMENTS: [(usize, usize, Terms); 3] = [
    (
        0,
        1,
        Terms {
            title: "Agreement on the exchange of news between Hanoi and Astana",
            duration: "3 years",
            first: ALL,
            second: ALL,
        },
    ),
    (
        0,
        2,
        Terms {
            title: "Agreement on the exchange of news and pictures between Hanoi and Baku",
            duration: "2 years",
            first: Gives { media: ALL_MEDIA, languages: &["en", "fr"], subjects: &[] },
            second: Gives { media: ALL_MEDIA, languages: &["en", "ru", "ar"], subjects: &[] },
        },
    ),
    (
        1,
        2,
        Terms {
            title: "Caspian agreement on cooperation between Astana and Baku",
            duration: "5 years",
            first: Gives { media: &["text", "picture", "graphic"], languages: &["kk", "ru", "en"], subjects: &[] },
            second: ALL,
        },
    ),
];

/// What the third agency offers the first while the demo runs, signed by one side only: a person may sign it on the
/// pages.
pub const OFFER: (usize, usize, Terms) = (
    2,
    0,
    Terms {
        title: "Yearly plan for sports pictures and video",
        duration: "1 year",
        first: Gives { media: &["picture", "video"], languages: &[], subjects: &["medtop:15000000"] },
        second: Gives { media: &["picture", "video"], languages: &[], subjects: &["medtop:15000000"] },
    },
);

/// The two agencies between which the line fails on demand.
pub const TROUBLED: (usize, usize) = (0, 1);
/// After how many acts the line fails first, for how many acts it does, and how many lie between two failures.
pub const TROUBLE: (usize, usize, usize) = (4, 6, 3);

/// What happens.
pub const SCRIPT: &[Act] = &[
    Act::Publish("lotus-bridge", 1),
    Act::Publish("steppe-library", 1),
    Act::Publish("caspian-forum", 1),
    Act::Publish("tea-harvest", 1),
    Act::Publish("river-level", 1),
    Act::Publish("terraces", 1),
    Act::Publish("night-train", 1),
    Act::Publish("bank-rate", 1),
    Act::Publish("wind-farm", 1),
    Act::Publish("carpet-fair", 1),
    Act::Publish("museum-alarm", 1),
    Act::Publish("dragon-boats", 1),
    Act::Publish("snow-roads", 1),
    Act::Publish("tea-harvest", 2),
    Act::Publish("quake-flash", 1),
    Act::Publish("quake-urgent", 1),
    Act::Publish("harbour-evening", 1),
    Act::Publish("quake-lead", 1),
    Act::Kill("museum-alarm", "false-report"),
    Act::Publish("rice-exports", 1),
    Act::Publish("grain-harvest", 1),
    Act::Publish("film-festival", 1),
    Act::Publish("ferry-video", 1),
    Act::Publish("port-strike", 1),
    Act::Publish("merger", 1),
    Act::Publish("arabic-forum", 1),
    Act::Publish("metro-line", 1),
    Act::Publish("harvest-chart", 1),
    Act::Withhold("port-strike", "facts-in-doubt"),
    Act::Publish("river-level", 2),
    Act::Publish("wrestling-cup", 1),
    Act::Publish("chess-final", 1),
    Act::Publish("summit-draft", 1),
    Act::Publish("coffee-prices", 1),
    Act::Kill("merger", "forged-source"),
    Act::Publish("rail-freight", 1),
    Act::Publish("bells-sound", 1),
    Act::Publish("turtles", 1),
    Act::Publish("stadium-picture", 1),
    Act::Publish("school-telescope", 1),
    Act::Publish("solar-village", 1),
    Act::Release("port-strike"),
    Act::Publish("theatre-yurt", 1),
    Act::Publish("snow-picture", 1),
    Act::Publish("river-curve", 1),
    Act::Publish("day-package", 1),
];

#[cfg(test)]
mod tests {
    use super::super::story;
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_story_is_told_once_and_nothing_else_is() {
        let stories = story::all().unwrap();
        let told: Vec<(String, u64)> = SCRIPT
            .iter()
            .filter_map(|act| match act {
                Act::Publish(slug, version) => Some(((*slug).to_owned(), *version)),
                _ => None,
            })
            .collect();
        let told_once: BTreeSet<_> = told.iter().cloned().collect();
        let written: BTreeSet<_> = stories.iter().map(|story| (story.slug.clone(), story.version)).collect();
        assert_eq!((told.len(), stories.len()), (told_once.len(), written.len()), "twice");
        assert_eq!(told_once, written);
        for act in SCRIPT {
            let (Act::Kill(slug, _) | Act::Withhold(slug, _) | Act::Release(slug)) = act else { continue };
            assert!(told.iter().any(|(one, _)| one == slug), "{slug}");
        }
    }

    #[test]
    fn the_stories_show_what_a_wire_has() {
        let stories = story::all().unwrap();
        let languages: BTreeSet<&str> = stories.iter().map(|story| story.language.as_str()).collect();
        assert_eq!(languages, BTreeSet::from(["ar", "az", "en", "fr", "kk", "ru", "vi"]));
        let formats: BTreeSet<&str> = stories.iter().map(|story| story.format.as_str()).collect();
        assert!(formats.len() >= 5, "{formats:?}");
        let whats: BTreeSet<String> = stories.iter().map(story::Story::what).collect();
        assert!(["text", "picture", "graphic", "video", "audio", "composite"].iter().all(|what| whats.contains(*what)));
        assert!(stories.iter().any(|story| story.urgency == 1) && stories.len() >= 40, "{}", stories.len());
    }
}
