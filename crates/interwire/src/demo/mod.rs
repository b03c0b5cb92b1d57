//! The demo: example agencies in one process, a countersigned agreement, stories that flow, a correction and a kill.

pub mod picture;
pub mod port;
pub mod show;
pub mod stage;
pub mod stories;
