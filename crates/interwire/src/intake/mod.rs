//! What comes into the node from its own house and from partners: reading, keeping, deciding where it goes.
//!
//! The way of a source: [`take`] keeps its bytes and reads them (from the [`disk`] where they are many), [`media`] finds its
//! files ([`sidecar`] the one that a sidecar is about) and [`fetch`] those that are elsewhere, [`publish`] makes versions of
//! its items, [`decide`] asks the agreements; [`holds`] waits ([`embargo`] for partners'), and [`letters`] keeps what a
//! person must see.
//! [`recall`] gives orders. [`folder`] and [`api`] are two doors to the same way.

pub mod answers;
pub mod api;
pub mod decide;
pub mod disk;
pub mod document;
pub mod embargo;
pub mod fetch;
pub mod folder;
pub mod holds;
pub mod letters;
pub mod media;
pub mod outcome;
pub mod publish;
pub mod recall;
pub mod row;
pub mod sidecar;
pub mod take;
pub mod unsent;

use crate::store::room::Quota;

/// What the intake bears; more is a dead letter, and a refusal at the HTTP door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Of a source.
    pub source: interwire_core::item::Limits,
    /// Bytes of a media file.
    pub media_bytes_max: u64,
    /// What it fetches from elsewhere.
    pub fetch: crate::config::Fetch,
    /// What the node may take of its disk.
    pub quota: Quota,
}

impl Default for Limits {
    /// As the default settings.
    fn default() -> Self {
        Self {
            source: interwire_core::item::Limits::default(),
            media_bytes_max: 4 << 30,
            fetch: crate::config::Fetch::default(),
            quota: Quota::default(),
        }
    }
}
