//! How a partner is, as far as this run of the node knows: for the pages, the metrics and the pump.

use crate::transport::send_error::SendError;
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
            message: by_partner.map_or_else(|| error.to_string(), |said| said.message.clone()),
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
    /// Large blobs that it lacked when it last told what it lacks.
    pub lacks: Vec<(AgreementId, BlobRef)>,
    /// What is wrong with each way, and the kind of request that went wrong.
    pub(crate) troubles: [Option<(&'static str, Trouble)>; 3],
    /// How often somebody asked to try it now.
    pub(crate) nudges: u64,
}

impl Health {
    /// A request of this kind failed on this way.
    pub(super) fn failed(&mut self, way: Way, kind: &'static str, trouble: Trouble) {
        self.put(way, Some((kind, trouble)));
    }

    /// A request of this kind succeeded on this way; of other kinds this says nothing.
    pub(super) fn succeeded(&mut self, way: Way, kind: &'static str) {
        let over = self.troubles.get(way.place()).and_then(Option::as_ref).is_some_and(|(which, _)| *which == kind);
        if over {
            self.put(way, None);
        }
    }

    /// This way has done all there was to do.
    pub(super) fn at_ease(&mut self, way: Way) {
        self.put(way, None);
    }

    fn put(&mut self, way: Way, trouble: Option<(&'static str, Trouble)>) {
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
    use crate::transport::send_error::SendCause;

    fn trouble(cause: SendCause, at: i64) -> Trouble {
        Trouble::of(&SendError::new(cause, "Қазақстан"), Time::from_ms(at))
    }

    #[test]
    fn a_trouble_lasts_until_the_same_kind_of_request_succeeds_or_nothing_is_left_to_do() {
        let mut health = Health::default();
        health.failed(Way::Pull, "blobs", trouble(SendCause::Forged, 1));
        health.succeeded(Way::Pull, "heads");
        health.succeeded(Way::Push, "blobs");
        assert_eq!(health.trouble.as_ref().map(|t| t.code.as_str()), Some("IW-send-forged"));
        health.failed(Way::Media, "blob", trouble(SendCause::WrongBytes, 2));
        assert_eq!(health.trouble.as_ref().map(|t| t.code.as_str()), Some("IW-send-wrong-bytes"));
        health.at_ease(Way::Media);
        assert_eq!(health.trouble.as_ref().map(|t| t.code.as_str()), Some("IW-send-forged"));
        health.succeeded(Way::Pull, "blobs");
        assert_eq!(health.trouble, None);
    }
}
