//! Who may know whom: crates by their manifests, modules of the node by what they name, and the purity of the core.
//! ARCHITECTURE.md draws the same arrows.

use super::Finding;
use super::tree::Tree;

/// The modules of the node, from the top: each row sees the rows below it.
const ROWS: &[Row] = &[
    Row { modules: &["main"], together: false },
    Row { modules: &["cli"], together: false },
    Row { modules: &["bench", "demo"], together: true },
    Row { modules: &["doors", "running"], together: true },
    Row { modules: &["web"], together: false },
    Row { modules: &["ops"], together: false },
    Row { modules: &["users"], together: false },
    Row { modules: &["alerts", "care"], together: false },
    Row { modules: &["index"], together: false },
    Row { modules: &["intake", "node", "outlet", "preview", "pump"], together: true },
    Row { modules: &["fsck"], together: false },
    Row { modules: &["backup", "verify"], together: false },
    Row { modules: &["engine", "store", "transport"], together: false },
    Row { modules: &["blobs", "house"], together: false },
    Row { modules: &["config"], together: false },
    Row { modules: &["errors", "i18n"], together: false },
];

struct Row {
    modules: &'static [&'static str],
    /// They may name each other.
    together: bool,
}

/// Pairs that the rows would allow and that may not be: what moves bytes between parties knows nothing of storing them.
const NEVER: &[(&str, &str)] = &[("transport", "blobs"), ("transport", "house"), ("store", "house")];

const NODE: &str = "crates/interwire/src/";

fn row(module: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.modules.contains(&module))
}

fn may_name(from: &str, to: &str) -> bool {
    let (Some(above), Some(below)) = (row(from), row(to)) else { return true };
    from == to || (above < below && !NEVER.contains(&(from, to))) || (above == below && ROWS[above].together)
}

/// Modules of the node name only those below them.
pub(super) fn modules(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, lines) in tree.code() {
        let Some(inside) = path.strip_prefix(NODE).filter(|inside| *inside != "lib.rs") else { continue };
        let module = inside.split(['/', '.']).next().unwrap_or_default();
        if row(module).is_none() {
            found.push(Finding::new(path, 0, format!("{module} has no row in xtask/src/tidy/arrows.rs")));
            continue;
        }
        for (line, text) in lines {
            for named in named(text).into_iter().filter(|named| !may_name(module, named)) {
                found.push(Finding::new(path, line, format!("{module} must not know {named}")));
            }
        }
    }
    found
}

/// The modules that a line names as `crate::module` or in `crate::{module::..., other::...}`.
fn named(line: &str) -> Vec<&str> {
    let word = |text: &'_ str| text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    let mut found = Vec::new();
    for (at, mark) in line.match_indices("crate::") {
        let rest = &line[at + mark.len()..];
        match rest.strip_prefix('{') {
            None => found.push(&rest[..word(rest)]),
            Some(list) => found.extend(list.split(',').map(str::trim_start).map(|one| &one[..word(one)])),
        }
    }
    found
}

/// The crates, each with those of ours that it may depend on.
const CRATES: &[(&str, &[&str])] = &[
    ("crates/interwire-core/Cargo.toml", &[]),
    ("crates/interwire-formats/Cargo.toml", &["interwire-core"]),
    ("crates/interwire-search/Cargo.toml", &["interwire-core"]),
    ("crates/interwire-sim/Cargo.toml", &["interwire-core", "interwire-sim"]),
    ("crates/interwire-bench/Cargo.toml", &["interwire-core"]),
    ("crates/interwire/Cargo.toml", &["interwire-bench", "interwire-core", "interwire-formats", "interwire-search"]),
    ("fuzz/Cargo.toml", &["interwire-core", "interwire-formats"]),
    ("xtask/Cargo.toml", &[]),
];

/// Crates depend only on those below them.
pub(super) fn crates(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.ending("/Cargo.toml") {
        let Some((_, allowed)) = CRATES.iter().find(|(known, _)| *known == path) else {
            found.push(Finding::new(path, 0, "the crate has no row in xtask/src/tidy/arrows.rs"));
            continue;
        };
        for (index, line) in text.lines().enumerate() {
            let name = line.split([' ', '.', '=']).next().unwrap_or_default();
            if name.starts_with("interwire-") && !allowed.contains(&name) {
                found.push(Finding::new(path, index + 1, format!("it must not depend on {name}")));
            }
        }
    }
    found
}

/// The core and the formats are told everything: they open nothing, wait for nothing and know no clock.
pub(super) fn purity(tree: &Tree) -> Vec<Finding> {
    const WORLD: &[&str] = &[
        "std::fs",
        "std::net",
        "std::process",
        "std::env",
        "std::thread",
        "SystemTime",
        "Instant::now",
        "Timestamp::now",
        "Zoned::now",
        "getrandom",
        "tokio::",
        "async fn",
        "rand::rng",
    ];
    let mut found = Vec::new();
    let pure =
        |path: &&str| path.starts_with("crates/interwire-core/") || path.starts_with("crates/interwire-formats/");
    for (path, lines) in tree.code().filter(|(path, _)| pure(path)) {
        for (line, text) in lines {
            let word = WORLD.iter().find(|word| text.contains(*word));
            found.extend(word.map(|word| Finding::new(path, line, format!("{word} in a pure crate"))));
        }
    }
    found
}
