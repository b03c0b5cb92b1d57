//! The exchange machine: how journals, and the items they announce, get from party to party and cannot be lost or
//! forged. It does no I/O. Its durable state is a [`store::Store`] transaction that the driver opens, and commits
//! before anything that this code returned leaves the node; its volatile state is small and is rebuilt by
//! [`machine::Machine::load`] after a crash. Drivers: the simulation, and the pump of the node.
//!
//! One step is: begin a transaction, call one of the machine's functions with a [`machine::Turn`], commit, then send
//! the answer and act on the effects. If the commit fails the machine is loaded anew.
//!
//! Read in this order: `store`, `message`, `machine`, `write`, `replicate`, `hear`, `fold`, `arrive`, `recall`, `relay`,
//! `epoch`,
//! `serve`, `session`.

pub mod arrive;
mod aside;
pub mod deal;
pub mod epoch;
pub mod fold;
pub mod hear;
mod lost;
pub mod machine;
pub mod memory;
pub mod message;
pub mod offer;
mod orders;
mod planted;
pub mod recall;
#[cfg(any(test, feature = "rehearsal"))]
pub mod rehearsal;
pub mod relay;
pub mod replicate;
pub mod serve;
pub mod session;
pub mod store;
pub mod write;

pub use planted::Planted;

#[cfg(test)]
mod pool_tests;
#[cfg(test)]
mod tests;
