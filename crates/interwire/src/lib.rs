//! The node of Interwire: everything that touches the world, as a library for the one binary and its tests.

pub mod cli;
pub mod errors;
pub mod transport;
