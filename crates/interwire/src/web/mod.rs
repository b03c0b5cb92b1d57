//! What the node answers on its listening address: the protocol between nodes.

pub mod wire;
