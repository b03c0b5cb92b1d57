//! What follows from the events that count: the state at a moment, the version in force, and what is due.

use super::rules::View;
use super::{Life, Offer};
use crate::agreement::articles::term::{Duration, Renewal};
use crate::agreement::calendar;
pub use crate::agreement::calendar::Deadline;
use crate::ids::{AgreementId, Hash, PartyId};
use crate::time::Time;
use std::collections::BTreeSet;

/// Why an agreement ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// A party's notice has run.
    Notice,
    /// All parties consented.
    Consent,
}

/// The state of an agreement at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Nothing has been offered.
    Draft,
    /// A version is offered, and nobody has signed it.
    Offered {
        /// The version.
        version: Hash,
        /// Who offered it.
        by: PartyId,
    },
    /// Some or all have signed, and it is not in force yet.
    Signed {
        /// The version.
        version: Hash,
        /// Who has signed.
        by: BTreeSet<PartyId>,
        /// Who has not.
        missing: BTreeSet<PartyId>,
        /// The first moment in force, if all have signed.
        from: Option<Time>,
    },
    /// Its articles run.
    InForce {
        /// The version.
        version: Hash,
        /// Since when this version.
        since: Time,
        /// When it ends or its period does; none if it is open.
        until: Option<Time>,
        /// Whether it then runs for another period.
        renews: bool,
    },
    /// In force, but deliveries pause.
    Suspended {
        /// The version.
        version: Hash,
        /// Whose suspensions stand.
        by: BTreeSet<PartyId>,
    },
    /// Its duration is over.
    Lapsed {
        /// The last version.
        version: Hash,
        /// Since when.
        at: Time,
    },
    /// It was ended.
    Ended {
        /// The last version.
        version: Hash,
        /// Since when.
        at: Time,
        /// Why.
        ending: Ending,
    },
    /// Another agreement has replaced it.
    Superseded {
        /// Which.
        by: AgreementId,
        /// Since when.
        at: Time,
    },
    /// The last open offer was declined.
    Declined {
        /// The version.
        version: Hash,
        /// By whom.
        by: BTreeSet<PartyId>,
    },
    /// The last open offer was withdrawn.
    Withdrawn {
        /// The version.
        version: Hash,
    },
}

/// How one offered version stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionStand {
    /// The version.
    pub version: Hash,
    /// The one it amends or answers.
    pub predecessor: Option<Hash>,
    /// Who offered it.
    pub by: PartyId,
    /// When.
    pub at: Time,
    /// Who signed, when.
    pub signed: Vec<(PartyId, Time)>,
    /// Who has not.
    pub missing: BTreeSet<PartyId>,
    /// Who declined.
    pub declined: BTreeSet<PartyId>,
    /// It was withdrawn, and not signed by all in spite of that.
    pub withdrawn: bool,
    /// The first moment in force, if all have signed.
    pub from: Option<Time>,
}

impl VersionStand {
    /// Whether it can still be signed.
    #[must_use]
    pub fn open(&self) -> bool {
        !self.withdrawn && self.declined.is_empty() && !self.missing.is_empty()
    }
}

/// Something a person should be told before a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// Whoever does not want the next period gives notice before this.
    Notice(Deadline),
    /// It lapses, unless it is amended.
    Lapses(Time),
    /// Notice was given: it ends.
    Ends(Time),
}

struct Reign<'a> {
    offer: &'a Offer,
    since: Time,
}

impl Life {
    /// All offered versions, each after the one it follows.
    #[must_use]
    pub fn versions(&self) -> Vec<VersionStand> {
        let view = View::all(&self.entries);
        let mut all: Vec<_> = view
            .offers()
            .into_iter()
            .map(|(event, offer)| (view.line(&offer.version).len(), stand(&view, event, offer)))
            .collect();
        all.sort_by_key(|(depth, stand)| (*depth, stand.version));
        all.into_iter().map(|(_, stand)| stand).collect()
    }

    /// The version in force at a moment; none before the first, after the end, or once superseded.
    #[must_use]
    pub fn in_force_version(&self, at: Time) -> Option<Hash> {
        match self.state(at) {
            State::InForce { version, .. } | State::Suspended { version, .. } => Some(version),
            _ => None,
        }
    }

    /// The version under which deliveries that were made at a moment count. That another agreement has replaced this one
    /// is no cause to refuse what a party published before it heard of it, and would make partners differ.
    #[must_use]
    pub fn delivering_version(&self, at: Time) -> Option<Hash> {
        match self.own_state(at) {
            State::InForce { version, .. } => Some(version),
            _ => None,
        }
    }

    /// The version whose articles run at a moment, paused or not, without regard to other agreements.
    #[must_use]
    pub fn running_version(&self, at: Time) -> Option<Hash> {
        match self.own_state(at) {
            State::InForce { version, .. } | State::Suspended { version, .. } => Some(version),
            _ => None,
        }
    }

    /// Whether items may be delivered at a moment. Recalls, releases, their answers, keys and erasures always may.
    #[must_use]
    pub fn deliveries_allowed(&self, at: Time) -> bool {
        matches!(self.state(at), State::InForce { .. })
    }

    /// The state at a moment, from all events known.
    #[must_use]
    pub fn state(&self, now: Time) -> State {
        let state = self.own_state(now);
        let over = |by: Time| match &state {
            State::InForce { .. } | State::Suspended { .. } => by <= now,
            State::Lapsed { at, .. } | State::Ended { at, .. } => by < *at,
            _ => false,
        };
        match self.superseded.clone().filter(|(_, at)| over(*at)) {
            Some((by, at)) => State::Superseded { by, at },
            None => state,
        }
    }

    /// The same, without regard to other agreements.
    fn own_state(&self, now: Time) -> State {
        let view = View::all(&self.entries);
        let Some(reign) = reign(&view, now) else {
            return self.before_force();
        };
        let version = reign.offer.version;
        let over = end(&view, &reign).filter(|(at, _)| *at <= now);
        if let Some((at, ending)) = over {
            return ending.map_or(State::Lapsed { version, at }, |ending| State::Ended { version, at, ending });
        }
        let by: BTreeSet<PartyId> =
            reign.offer.parties.iter().filter(|party| view.suspends(party, Some(now))).cloned().collect();
        if !by.is_empty() {
            return State::Suspended { version, by };
        }
        let ends = end(&view, &reign).map(|(at, _)| at);
        let period = calendar::period_end(&reign.offer.term, reign.since, now);
        State::InForce {
            version,
            since: reign.since,
            until: ends.or(period),
            renews: ends.is_none() && period.is_some(),
        }
    }

    /// What a person should be told, at a moment: the next deadline for notice, or the coming end.
    #[must_use]
    pub fn due(&self, now: Time) -> Vec<Due> {
        let view = View::all(&self.entries);
        let running = matches!(self.state(now), State::InForce { .. } | State::Suspended { .. });
        let Some(reign) = reign(&view, now).filter(|_| running) else {
            return vec![];
        };
        match end(&view, &reign) {
            Some((at, None)) => vec![Due::Lapses(at)],
            Some((at, Some(_))) => vec![Due::Ends(at)],
            None => calendar::next_deadline(&reign.offer.term, reign.since, now).map(Due::Notice).into_iter().collect(),
        }
    }

    /// The state while no version is in force: the furthest open offer, else the last one that was closed.
    fn before_force(&self) -> State {
        let stands = self.versions();
        let waits = stands.iter().rfind(|stand| stand.from.is_some());
        let open = || stands.iter().filter(|stand| stand.open()).max_by_key(|stand| stand.signed.len());
        let Some(stand) = waits.or_else(open).or(stands.last()) else {
            return State::Draft;
        };
        let version = stand.version;
        if stand.withdrawn {
            return State::Withdrawn { version };
        }
        if !stand.declined.is_empty() {
            return State::Declined { version, by: stand.declined.clone() };
        }
        if stand.signed.is_empty() {
            return State::Offered { version, by: stand.by.clone() };
        }
        let by = stand.signed.iter().map(|(party, _)| party.clone()).collect();
        State::Signed { version, by, missing: stand.missing.clone(), from: stand.from }
    }
}

/// The last of the versions signed by all whose first moment has come. They are a line, so there is one.
fn reign<'a>(view: &View<'a>, now: Time) -> Option<Reign<'a>> {
    let begun = view.offers().into_iter().filter_map(|(_, offer)| {
        let since = view.in_force_from(&offer.version).filter(|since| *since <= now)?;
        Some((view.line(&offer.version).len(), Reign { offer, since }))
    });
    begun.max_by_key(|(depth, _)| *depth).map(|(_, reign)| reign)
}

/// When a version ends, if it does, and by what; without a cause it lapses.
fn end(view: &View<'_>, reign: &Reign<'_>) -> Option<(Time, Option<Ending>)> {
    let term = &reign.offer.term;
    let lapses = match (term.duration, term.renewal) {
        (Duration::Fixed(_), Renewal::None) => calendar::period_end(term, reign.since, reign.since),
        _ => None,
    };
    let ends = [
        lapses.map(|at| (at, None)),
        view.notice_effect(&reign.offer.version).map(|at| (at, Some(Ending::Notice))),
        view.ended_at().map(|at| (at, Some(Ending::Consent))),
    ];
    ends.into_iter().flatten().min_by_key(|(at, _)| *at)
}

fn stand(view: &View<'_>, event: &super::LifeEvent, offer: &Offer) -> VersionStand {
    let version = offer.version;
    let signed = view.signatures(&version);
    let complete = view.complete(&version);
    VersionStand {
        version,
        predecessor: offer.predecessor,
        by: event.author.clone(),
        at: event.at,
        missing: offer.parties.iter().filter(|party| !signed.contains_key(party)).cloned().collect(),
        signed: signed.into_iter().map(|(party, at)| (party.clone(), at)).collect(),
        declined: view.declines(&version).into_keys().cloned().collect(),
        withdrawn: !view.withdrawals(&version).is_empty() && !complete,
        from: view.in_force_from(&version),
    }
}
