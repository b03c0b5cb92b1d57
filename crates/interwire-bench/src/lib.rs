//! Measurements of matching: seeded workloads, plain peers, and one table. `interwire bench match` and `cargo bench -p
//! interwire-bench` run it; the second has the a-tree crate beside it.

pub mod measure;
pub mod peers;
pub mod run;
pub mod workload;
