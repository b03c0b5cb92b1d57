//! Protocol version 1: statements, agreements, signature pages, item documents. Normative text: docs/protocol.md.

pub mod fields;
pub mod item;
pub mod statement;
