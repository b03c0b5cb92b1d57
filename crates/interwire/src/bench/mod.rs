//! Measurements, never run as tests: each prints our numbers beside a limit of the same machine in the same run.

pub mod board;
pub mod exchange;
pub mod measure;
pub mod search;
mod stories;
