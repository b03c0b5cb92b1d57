//! The one program: `interwire`.

fn main() {}
