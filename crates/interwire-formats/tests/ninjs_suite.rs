//! The verdicts of the official suite of ninjs beside those of our check, which all that we write must pass, where
//! `INTERWIRE_CORPUS` names it. Formats of texts are not looked into, as the suite expects.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test reads its samples")]

mod ninjs_schemas;

use ninjs_schemas::{SCHEMAS, validator};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn the_official_suite_is_judged_as_its_authors_judge_it() {
    let Ok(corpus) = std::env::var("INTERWIRE_CORPUS") else { return };
    let ninjs = Path::new(&corpus).join("ninjs");
    let (mut agreed, mut newest, mut wrong) = (0, BTreeSet::new(), Vec::new());
    for version in std::fs::read_dir(ninjs.join("suite")).unwrap().map(|entry| entry.unwrap().path()) {
        let name = version.file_name().unwrap().to_str().unwrap().to_owned();
        let Ok(schema) = std::fs::read_to_string(ninjs.join(format!("schemas/ninjs-schema_{name}.json"))) else {
            continue;
        };
        // The library knows no draft before the fourth.
        if schema.contains("json-schema.org/draft-03") {
            continue;
        }
        // What we write is checked by copies of the newest; they must judge the same.
        let own = SCHEMAS.iter().find(|(_, own)| *own == schema).map(|(format, _)| *format);
        newest.extend(own);
        let schema = validator(&schema);
        for (folder, wanted) in [("should_pass", true), ("should_fail", false)] {
            for path in std::fs::read_dir(version.join(folder)).unwrap().map(|entry| entry.unwrap().path()) {
                let file = format!("{name}/{folder}/{}", path.file_name().unwrap().to_str().unwrap());
                let document = serde_json::from_slice::<Value>(&std::fs::read(&path).unwrap());
                let verdict = document.is_ok_and(|document| schema.is_valid(&document));
                if verdict == wanted {
                    agreed += 1;
                } else {
                    wrong.push(file);
                }
            }
        }
    }
    wrong.sort();
    println!("{agreed} verdicts of the official suite agreed");
    assert_eq!(newest.len(), SCHEMAS.len(), "of these the suite judges the same schema: {newest:?}");
    assert!(agreed > 100 && wrong.is_empty(), "{agreed} agreed\n{}", wrong.join("\n"));
}
