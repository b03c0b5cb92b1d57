//! Pages: tags that never end, and what is no text.

use super::{one, outcome};
use interwire_core::item::{Limits, text};
use interwire_formats::read;

/// Holds: `html::guard` (attributes, tags that never end), the number of tokens, the depth of the tree.
#[test]
fn pages_are_bounded_and_keep_their_text() {
    let page = |inside: &str| format!("<html><head><title>T</title></head><body>{inside}</body></html>");
    let many: String = (0..300).map(|at| format!(" a{at}")).collect();
    for (inside, code) in [
        (format!("<p{many}>"), "html_too_many_attributes"),
        (format!("<!--><p{many}>-->"), "html_too_many_attributes"),
        (format!("<script>x<p{many}></script>"), "read guid_made"),
        ("<b>x".repeat(1_000_001), "html_too_many_nodes"),
        ("<div>".repeat(200_000), "read guid_made"),
        ("<!--".repeat(1000), "read guid_made"),
    ] {
        assert_eq!(outcome(page(&inside).as_bytes()), code, "{}", inside.chars().take(40).collect::<String>());
    }
    let small = Limits { attributes_max: 1, ..Limits::default() };
    assert_eq!(read(page("<p a b>").as_bytes(), None, &small).unwrap_err().code, "html_too_many_attributes");
    for (inside, text) in [
        ("<table>one<tr><td>two</table>three", "onetwothree"),
        ("<p title=\"open>a</p><p>b", "ab"),
        ("<article>a</article><article>b</article>", "ab"),
        ("a</body></html>b", "ab"),
        ("&lt;b&gt;&amp;amp;&hearts;&nosuch;", "<b>&amp;♥&nosuch;"),
        ("<script>no</script>a<style>no</style>b\0", "ab\u{fffd}"),
    ] {
        let plain: String = text::plain(&one(page(inside).as_bytes()).bodies[0]).split_whitespace().collect();
        assert_eq!(plain, text, "{inside}");
    }
    let windows = b"<html><meta charset=windows-1251><title>\xcf\xee\xe4\xef\xe8\xf1\xe0\xed\xee</title>";
    assert_eq!(one(windows).headline(), Some("Подписано"));
    let agreed = read(&windows[..6], Some("html; charset=koi8-r"), &Limits::default()).unwrap();
    assert_eq!(agreed.format, "html");
}
