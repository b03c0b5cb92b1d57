//! Queries of Interwire on a Tantivy index: which fields an item becomes, and which Tantivy query a query becomes, so
//! that a search gives the answer that the matcher gives. Words are those of the core's analyser, on both sides. The
//! index itself, its folder and its writing are the desk's.

mod analyser;
mod apart;
mod document;
mod fields;
mod translate;

pub use analyser::Analyser;
pub use fields::Fields;
