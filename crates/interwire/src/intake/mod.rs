//! What comes into the node from its own house and from partners: reading, keeping, deciding where it goes.

pub mod document;
