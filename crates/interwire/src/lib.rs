//! The node of Interwire: everything that touches the world, as a library for the one binary and its tests.

pub mod transport;
