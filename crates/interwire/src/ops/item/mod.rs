//! Items: taken in, explained, used, recalled, and what waits for a person before it goes out.

pub mod chain;
pub mod find;
pub mod hold;
pub mod ingest;
pub mod letter;
pub mod proof;
pub mod recall;
pub mod spread;
pub mod sweep;
pub mod used;
pub mod using;
pub mod why;
