//! How a partner is, as far as this run of the node knows: for the pages, the metrics and the pump.

use crate::transport::send_error::{SendCause, SendError};
use interwire_core::exchange::session::Lane;
use interwire_core::ids::AgreementId;
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::time::Time;

/// What of ours speaks with a partner: each has troubles of its own, and no success of one hides another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Reads journals and small blobs.
    Pull,
    /// Gives journals and small blobs.
    Push,
    /// Carries large media.
    Media,
}

impl From<Lane> for Way {
    fn from(lane: Lane) -> Self {
        match lane {
            Lane::Pull => Self::Pull,
            Lane::Push => Self::Push,
        }
    }
}

impl Way {
    const fn place(self) -> usize {
        match self {
            Self::Pull => 0,
            Self::Push => 1,
            Self::Media => 2,
        }
    }
}

/// What went wrong last, for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// A stable code.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub next: String,
    /// When.
    pub at: Time,
}

impl Trouble {
    /// What a failed request means to a person: in the partner's own words, if it said any.
    #[must_use]
    pub fn of(error: &SendError, at: Time) -> Self {
        let by_partner = error.partner.as_ref();
        Self {
            code: by_partner.map_or_else(|| error.code().to_owned(), |said| said.code.clone()),
            message: by_partner
                .map_or_else(|| format!("{}: {}", error.cause.what(), error.detail), |said| said.message.clone()),
            next: by_partner.map_or_else(|| error.cause.next().to_owned(), |said| said.next.clone()),
            at,
        }
    }
}

/// How a partner is.
#[derive(Debug, Clone, Default)]
pub struct Health {
    /// Its base address, if known.
    pub base: Option<String>,
    /// When a request of ours last succeeded.
    pub reached_at: Option<Time>,
    /// When a request of its last came.
    pub heard_at: Option<Time>,
    /// By how many seconds its clock is ahead of ours; negative if behind.
    pub skew_s: i64,
    /// Consecutive failures, by lane: reading from it, giving to it.
    pub failures: [u32; 2],
    /// When each lane tries again.
    pub retry_at: [Option<Time>; 2],
    /// The newest trouble that is not over.
    pub trouble: Option<Trouble>,
    /// It has nothing of ours in force: an offer waits for its people.
    pub awaited: bool,
    /// Large blobs that it lacked when it last told what it lacks.
    pub lacks: Vec<(AgreementId, BlobRef)>,
    /// What is wrong with each way, and the kind of request whose success ends it; without one it is over when all is
    /// done.
    pub(crate) troubles: [Option<(Option<&'static str>, Trouble)>; 3],
    /// How often somebody asked to try it now.
    pub(crate) nudges: u64,
}

impl Health {
    /// A request of this kind failed on this way.
    pub(super) fn failed(&mut self, way: Way, kind: &'static str, error: &SendError, at: Time) {
        // What came wrong is left for later, and the next request of its kind is about other things.
        let came_wrong = matches!(error.cause, SendCause::Forged | SendCause::WrongBytes | SendCause::Fruitless);
        self.put(way, Some(((!came_wrong).then_some(kind), Trouble::of(error, at))));
    }

    /// A request of this kind succeeded on this way; of other kinds this says nothing.
    pub(super) fn succeeded(&mut self, way: Way, kind: &'static str) {
        self.awaited = false;
        let trouble = self.troubles.get(way.place()).and_then(Option::as_ref);
        if trouble.is_some_and(|(ends, _)| *ends == Some(kind)) {
            self.put(way, None);
        }
    }

    /// This way has done all there was to do.
    pub(super) fn at_ease(&mut self, way: Way) {
        self.put(way, None);
    }

    fn put(&mut self, way: Way, trouble: Option<(Option<&'static str>, Trouble)>) {
        if let Some(place) = self.troubles.get_mut(way.place()) {
            *place = trouble;
        }
        let all = self.troubles.iter().flatten().map(|(_, trouble)| trouble);
        self.trouble = all.max_by_key(|trouble| trouble.at).cloned();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(cause: SendCause) -> SendError {
        SendError::new(cause, "Қазақстан")
    }
    fn code(health: &Health) -> Option<&str> {
        health.trouble.as_ref().map(|trouble| trouble.code.as_str())
    }

    #[test]
    fn a_trouble_lasts_until_the_same_kind_of_request_succeeds() {
        let mut health = Health::default();
        health.failed(Way::Pull, "blobs", &error(SendCause::Failing), Time::from_ms(1));
        health.succeeded(Way::Pull, "heads");
        health.succeeded(Way::Push, "blobs");
        assert_eq!(code(&health), Some("IW-send-failing"));
        health.succeeded(Way::Pull, "blobs");
        assert_eq!(code(&health), None);
    }

    #[test]
    fn what_came_wrong_lasts_until_nothing_is_left_to_do() {
        let mut health = Health::default();
        health.failed(Way::Pull, "blobs", &error(SendCause::Forged), Time::from_ms(1));
        health.failed(Way::Media, "blob", &error(SendCause::Timeout), Time::from_ms(2));
        assert_eq!(code(&health), Some("IW-send-timeout"));
        health.succeeded(Way::Pull, "blobs");
        health.at_ease(Way::Media);
        assert_eq!(code(&health), Some("IW-send-forged"));
        health.at_ease(Way::Pull);
        assert_eq!(code(&health), None);
    }
}
