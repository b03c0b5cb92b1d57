//! The bytes that parties sign, send and keep. One module per version; a released version never changes.

pub mod v1;
