//! Protocol version 1: statements, agreements, signature pages, item documents. Normative text: docs/protocol.md.

pub mod agreement;
pub mod epoch;
pub mod fields;
pub mod item;
pub mod life;
pub mod limits;
pub mod page;
pub mod salted;
pub mod statement;
pub mod wire;
