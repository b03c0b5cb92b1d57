//! The two locks of the matcher, as the standard library has them, or as the model checker has them.

#[cfg(loom)]
pub(super) use loom::sync::{Mutex, RwLock};
#[cfg(not(loom))]
pub(super) use std::sync::{Mutex, RwLock};
