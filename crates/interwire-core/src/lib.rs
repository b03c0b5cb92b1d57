//! The pure core of Interwire. It does no I/O and is told the time, the random numbers and the keys,
//! so that a whole network of nodes can be simulated from one seed.
//!
//! Arrows: `exchange -> agreement, journal, item, route, recall -> protocol -> ids, canonical, time`; `query -> agreement,
//! item`.

pub mod agreement;
pub mod canonical;
pub mod dossier;
pub mod exchange;
pub mod ids;
pub mod item;
pub mod journal;
pub mod keys;
pub mod protocol;
pub mod query;
pub mod route;
pub mod time;
