//! For how many days things are kept. What has no number is kept for ever.

use interwire_core::time::Time;
use std::collections::BTreeMap;
use std::str::FromStr;

/// A rule by which things are kept for so many days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Texts of items, with the files of the house from which they were read.
    Texts,
    /// Files of items.
    Media,
    /// Dead letters that are closed.
    DeadLetters,
    /// Alerts that were told or given up.
    Notifications,
    /// What people did.
    Audit,
    /// Small pictures for pages.
    Previews,
}

impl Rule {
    /// Its word, as in the database and in texts.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Texts => "texts",
            Self::Media => "media",
            Self::DeadLetters => "dead-letters",
            Self::Notifications => "notifications",
            Self::Audit => "audit",
            Self::Previews => "previews",
        }
    }
}

impl FromStr for Rule {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let found = Retention::RULES.into_iter().find(|rule| rule.word() == text);
        found.ok_or_else(|| format!("{text:?} is no rule of what is kept"))
    }
}

/// Milliseconds of a day.
const DAY_MS: i64 = 24 * 3600 * 1000;

/// For how many days things are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Retention(BTreeMap<Rule, u32>);

impl Retention {
    /// All rules, in the order in which they are told.
    pub const RULES: [Rule; 6] =
        [Rule::Texts, Rule::Media, Rule::DeadLetters, Rule::Notifications, Rule::Audit, Rule::Previews];

    /// Keeps what a rule is about for so many days.
    #[must_use]
    pub fn with(mut self, rule: Rule, days: u32) -> Self {
        self.0.insert(rule, days);
        self
    }

    /// For how many days a rule keeps things. Files of an item go with its text at the latest.
    #[must_use]
    pub fn days(&self, rule: Rule) -> Option<u32> {
        let own = self.0.get(&rule).copied();
        match rule {
            Rule::Media => own.or_else(|| self.days(Rule::Texts)),
            _ => own,
        }
    }

    /// The moment before which things are too old for a rule.
    #[must_use]
    pub fn before(&self, rule: Rule, now: Time) -> Option<Time> {
        Some(now.plus_ms(-(i64::from(self.days(rule)?) * DAY_MS)))
    }

    /// The name of the setting of a rule.
    #[must_use]
    pub const fn setting(rule: Rule) -> &'static str {
        match rule {
            Rule::Texts => "retention.texts_days",
            Rule::Media => "retention.media_days",
            Rule::DeadLetters => "retention.dead_letters_days",
            Rule::Notifications => "retention.notifications_days",
            Rule::Audit => "retention.audit_days",
            Rule::Previews => "retention.previews_days",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_go_with_their_text_at_the_latest() {
        let keep = Retention::default().with(Rule::Texts, 100);
        assert_eq!((keep.days(Rule::Media), keep.days(Rule::Audit)), (Some(100), None));
        assert_eq!(keep.clone().with(Rule::Media, 10).days(Rule::Media), Some(10));
        let now = Time::from_ms(200 * DAY_MS);
        assert_eq!(keep.before(Rule::Texts, now), Some(Time::from_ms(100 * DAY_MS)));
        assert_eq!(Retention::default().before(Rule::Media, now), None);
    }
}
