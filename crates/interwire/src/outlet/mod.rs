//! What the house receives, for its own systems: as files in a folder. The same events go out by HTTP in `intake::api`.

pub mod folder;
mod write;

pub use write::{text_ending, written};
