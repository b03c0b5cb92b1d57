//! Validates XML by the official schemas of the corpus, with `xmllint` of libxml2 (Debian: libxml2-utils).
#![allow(dead_code, clippy::disallowed_methods, clippy::unwrap_used, reason = "shared by tests that write samples")]

use std::path::Path;
use std::process::Command;

/// Documents of one call.
const BATCH: usize = 200;

/// What is invalid, one line for each document: its name and what `xmllint` says first. Without `INTERWIRE_CORPUS` there
/// are no schemas, and nothing is said.
///
/// # Panics
/// If `xmllint` is missing while the corpus is there.
pub fn invalid(schema: &str, documents: &[(String, Vec<u8>)]) -> String {
    let Ok(corpus) = std::env::var("INTERWIRE_CORPUS") else { return String::new() };
    let schema = Path::new(&corpus).join(schema);
    assert!(schema.is_file(), "{} is missing", schema.display());
    let folder = std::env::temp_dir().join(format!("interwire-xmllint-{}-{:p}", std::process::id(), documents));
    std::fs::create_dir_all(&folder).unwrap();
    let mut wrong = String::new();
    for (round, batch) in documents.chunks(BATCH).enumerate() {
        let names: Vec<String> = (0..batch.len()).map(|at| format!("{round}-{at}.xml")).collect();
        for (name, (_, bytes)) in names.iter().zip(batch) {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
        let output = Command::new("xmllint")
            .args(["--nonet", "--noout", "--huge", "--schema"])
            .arg(&schema)
            .args(&names)
            .current_dir(&folder)
            .output()
            .expect("xmllint is missing; as root run: apt-get install -y libxml2-utils");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!said.contains("failed to compile"), "{said}");
        let mut judged = 0;
        for (name, (document, _)) in names.iter().zip(batch) {
            judged += usize::from(said.lines().any(|line| line == format!("{name} validates")));
            if said
                .lines()
                .any(|line| line == format!("{name} fails to validate") || line.starts_with(&format!("{name}:")))
            {
                judged += 1;
                let first = said.lines().find(|line| line.starts_with(&format!("{name}:"))).unwrap_or_default();
                wrong += &format!("{document}: {first}\n");
            }
        }
        assert_eq!(judged, batch.len(), "xmllint says nothing of some documents: {said}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
    wrong
}
