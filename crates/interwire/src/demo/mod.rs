//! The demo: three example agencies in one process, countersigned agreements, stories that flow, corrections and kills,
//! and a line that fails on demand. Read `script`, `show`, `stage` first.

pub mod agree;
mod bout;
mod count;
mod ledger;
pub mod line;
pub mod picture;
pub mod port;
pub mod script;
mod secrets;
pub mod show;
pub mod stage;
pub mod story;
pub mod summary;
