//! Items: taken in, explained, recalled, and what waits for a person before it goes out.

pub mod find;
pub mod hold;
pub mod ingest;
pub mod letter;
pub mod recall;
pub mod spread;
pub mod sweep;
pub mod why;
