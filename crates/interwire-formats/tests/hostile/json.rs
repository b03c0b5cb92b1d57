//! JSON: depth, numbers that fit nothing, names that come twice, half characters, and lengths that are not true.

use super::{measured, one, outcome};
use interwire_core::item::{Limits, text};

fn ninjs(inside: &str) -> String {
    format!("{{\"uri\":\"urn:x\",{inside}}}")
}

/// Holds: the depth that the parser and `json::Seed` allow, in what is read, skipped and only sniffed at.
#[test]
fn depth_is_refused_wherever_it_stands() {
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
    for (source, code) in [
        (ninjs(&format!("\"a\":{}", deep("[", "]"))), "json_too_deep"),
        (ninjs(&format!("\"a\":{}", deep("{\"a\":", "}"))), "json_too_deep"),
        (ninjs(&format!("\"interwire\":{}", deep("[", "]"))), "bad_item_document"),
        (format!("{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":{}}}", deep("[", "]")), "json_too_deep"),
        (deep("[", "]"), "json_too_deep"),
        (
            format!("<html><script type=\"application/ld+json\">{}</script>", deep("[", "]")),
            "read json_ld_broken guid_made",
        ),
    ] {
        assert_eq!(outcome(source.as_bytes()), code, "{}", &source[..50]);
    }
}

/// Holds: numbers are read as such or kept as they are, and never panic where they become a version, a size or a count.
#[test]
fn numbers_that_fit_nothing_are_kept_or_left_out() {
    let digits = "9".repeat(400);
    for number in
        ["1e999999", "-1e999999", "1e-999999", "-0", "0.1e1", "18446744073709551616", "9007199254740993", &digits]
    {
        let source = ninjs(&format!(
            "\"version\":{number},\"urgency\":{number},\"renditions\":[{{\"name\":\"a\",\"href\":\"b\",\"sizeinbytes\":{number},\
             \"width\":{number},\"duration\":{number}}}],\"places\":[{{\"geometry_geojson\":{{\"coordinates\":[{number}]}}}}]"
        ));
        let found = outcome(source.as_bytes());
        assert!(found.starts_with("read ") || found == "json_broken", "{number}: {found}");
        assert_eq!(found.starts_with("read "), !number.ends_with("e999999") && number.len() < 400, "{number}: {found}");
    }
}

/// Holds: the last of a repeated name counts, at any depth, and a note says that there were two.
#[test]
fn of_names_that_come_twice_the_last_counts() {
    let twice = ninjs("\"headline\":\"one\",\"headline\":\"two\"");
    assert_eq!(
        (outcome(twice.as_bytes()).as_str(), one(twice.as_bytes()).headline()),
        ("read duplicate_key", Some("two"))
    );
    let inside = ninjs("\"people\":[{\"name\":\"one\",\"name\":\"two\"}]");
    assert_eq!(outcome(inside.as_bytes()), "read duplicate_key");
    let many = ninjs((0..50_000).map(|_| "\"a\":1,").collect::<String>().trim_end_matches(','));
    assert_eq!(outcome(many.as_bytes()), "read duplicate_key");
}

/// Holds: `json::without_surrogates`, for texts, for names of members and at the very end.
#[test]
fn half_characters_are_marked_and_never_lost() {
    for half in ["\\ud800", "\\udfff", "\\ud800\\ud800", "\\ud83d\\u0041", "\\udc00\\ud800"] {
        let source = ninjs(&format!("\"headline\":\"a{half}b\""));
        assert_eq!(outcome(source.as_bytes()), "read lone_surrogate", "{half}");
        let item = one(source.as_bytes());
        let headline = item.headline().unwrap();
        assert!(headline.starts_with("a\u{fffd}") && headline.ends_with('b'), "{headline}");
        let name = format!("{{\"uri\":\"urn:x\",\"a{half}\":1}}");
        assert_eq!(outcome(name.as_bytes()), "read lone_surrogate", "{half}");
    }
    assert_eq!(outcome(ninjs("\"headline\":\"\\ud8").as_bytes()), "json_broken");
}

/// Holds: nothing is set aside for what a source only claims to hold.
#[test]
fn a_length_that_is_claimed_is_not_believed() {
    let claims: [(&[u8], &str); 4] = [
        (b"\xdb\x40\x00\x00\x00abc", "unknown_format"),
        (b"\x7a\x40\x00\x00\x00abc", "unknown_format"),
        (b"{\"uri\":\"urn:x\",\"headline\":\"", "json_broken"),
        (b"\x10\x00\x00\x40\x02uri\x00\x00\x00\x00\x40urn:x", "unknown_format"),
    ];
    for (bytes, code) in claims {
        assert_eq!(outcome(bytes), code);
    }
    let size = ninjs("\"renditions\":[{\"name\":\"a\",\"href\":\"b\",\"sizeinbytes\":1073741824}]");
    assert_eq!(one(size.as_bytes()).renditions[0].size_bytes, Some(1 << 30));
}

/// Holds: the number of values, also of those that are nothing.
#[test]
fn empty_values_count_too() {
    let few = Limits { nodes_max: 1000, ..Limits::default() };
    for value in ["null", "[]", "{}", "\"\""] {
        let source = ninjs(&format!("\"a\":[{}{value}]", format!("{value},").repeat(1000)));
        assert_eq!(measured(source.as_bytes(), None, &few).unwrap_err().code, "json_too_many_values", "{value}");
    }
    assert_eq!(text::plain(&one(ninjs("\"bodies\":[{\"value\":\"a\"}]").as_bytes()).bodies[0]), "a");
}
