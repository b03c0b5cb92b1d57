//! The node of Interwire: everything that touches the world, as a library for the one binary and its tests.
//!
//! Arrows: `web, cli, demo, bench -> running -> node -> intake, pump -> store, blobs, transport`; store and transport
//! do not see each other nor what is above them.

pub mod alerts;
pub mod backup;
pub mod bench;
pub mod blobs;
pub mod care;
pub mod cli;
pub mod config;
pub mod demo;
pub mod doors;
pub mod errors;
pub mod fsck;
pub mod house;
pub mod index;
pub mod intake;
pub mod node;
pub mod ops;
pub mod outlet;
pub mod preview;
pub mod pump;
pub mod running;
pub mod store;
pub mod transport;
pub mod users;
pub mod verify;
pub mod web;
