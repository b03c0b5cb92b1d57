//! What is no news says so.

use super::outcome;
use interwire_core::item::Limits;
use interwire_formats::{Fault, read};

/// Holds: the first refusals of every parser.
#[test]
fn what_is_no_news_says_so() {
    for (bytes, code) in [
        (b"".as_slice(), "empty"),
        (b" \n", "empty"),
        (b"\x89PNG\r\n", "unknown_format"),
        (b"plain text", "unknown_format"),
        (b"<opml/>", "unknown_format"),
        (b"<rss/>", "read no_items"),
        (b"{\"a\":1}", "unknown_format"),
        (b"{\"uri\":", "json_broken"),
        (b"{\"uri\":1}}", "json_broken"),
        (b"<newsItem>", "xml_broken"),
        (b"<newsItem></newsMessage>", "xml_broken"),
        (b"<newsItem/><newsItem/>", "xml_broken"),
        (b"<newsItem a=1/>", "xml_broken"),
        (b"<newsItem 1=\"\"/>", "xml_broken"),
        (b"<newsItem/>x", "xml_broken"),
        (b"<newsMessage/>", "read no_items"),
        (b"<newsItem/>", "read guid_missing"),
        (b"{\"uri\":1}", "read guid_missing"),
        (b"{\"uri\":\"urn:x\",\"interwire\":{}}", "bad_item_document"),
        (b"<newsItem guid='a' guid='b'/>", "read duplicate_attribute"),
        (b"<nitf/>", "read guid_missing"),
        (b"<NewsML/>", "read no_items"),
        (b"<NewsML><NewsItem/></NewsML>", "read guid_missing"),
        (b"<NewsML><NewsItem>", "xml_broken"),
        (b"<nitf><head>", "xml_broken"),
        (b"<nitf><head><docdata><doc-id id-string='a\nb'/></docdata></head></nitf>", "read "),
    ] {
        assert_eq!(outcome(bytes), code, "{}", String::from_utf8_lossy(bytes));
    }
    let error = read(b"x", None, &Limits::default()).unwrap_err();
    assert_eq!(
        Fault::new("a", &error).to_json_line(),
        r#"{"path":"a","error":{"code":"unknown_format","message":"no known news format begins like this"}}"#
    );
}

/// Holds: that the bytes are asked first.
#[test]
fn a_hint_decides_only_where_the_bytes_do_not() {
    let limits = Limits::default();
    assert_eq!(read(b"<newsItem guid='a'/>", Some("ninjs"), &limits).unwrap().format, "newsml-g2");
    assert_eq!(read(b"{\"headline\":\"Vu\"}", Some("application/ninjs+json"), &limits).unwrap().format, "ninjs");
}
