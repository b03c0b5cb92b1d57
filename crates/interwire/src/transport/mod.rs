//! How nodes talk to each other: signed requests and answers over HTTP, both ways.
//!
//! A request goes out through [`client`] (address checked by [`guard`], signed by [`signature`], limited in time and
//! size, retried as [`backoff`] says) and comes in through [`verify`] (signature, [`replay`], size), which hands the
//! handler an authenticated request or answers with a [`refusal`]. Nothing here knows of the store or of the web pages.

mod ask;
pub mod backoff;
pub mod client;
pub mod digest;
pub mod download;
pub mod fetch;
mod form;
pub mod guard;
pub mod keys;
pub mod listen;
pub mod pace;
mod post;
pub mod receive;
pub mod refusal;
pub mod replay;
pub mod send_error;
pub mod signature;
pub mod silence;
pub mod upload;
pub mod verify;

#[cfg(test)]
mod exchange_tests;
#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod misbehaviour_tests;
#[cfg(test)]
mod testing;

use interwire_core::time::Time;
use std::sync::Arc;

/// Tells the present moment; tests move it by hand.
pub type Clock = Arc<dyn Fn() -> Time + Send + Sync>;

/// The machine's own clock.
#[must_use]
pub fn system_clock() -> Clock {
    Arc::new(|| Time::from_ms(jiff::Timestamp::now().as_millisecond()))
}
