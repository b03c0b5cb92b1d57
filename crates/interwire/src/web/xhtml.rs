//! XHTML written so that a reader of HTML sees the same: an element that is empty in XML ends at once, which in HTML only
//! void elements do. Without it the empty title of a page swallows the story behind it. Comes before [`super::markup`].

/// Elements that have no end in HTML.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// The same document in the syntax of HTML. It is not made safe by this.
#[must_use]
pub fn as_html(xml: &str) -> String {
    let mut html = String::with_capacity(xml.len() + 16);
    let mut rest = xml;
    while let Some((before, tag)) = rest.split_once('<') {
        html.push_str(before);
        rest = if let Some((text, after)) = tag.strip_prefix("![CDATA[").map(|text| cut(text, "]]>")) {
            html.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
            after
        } else if let Some((_, after)) = tag.strip_prefix("!--").map(|text| cut(text, "-->")) {
            after
        } else {
            let (inside, after) = tag.split_at(end_of_tag(tag));
            push_tag(inside, &mut html);
            after.strip_prefix('>').unwrap_or(after)
        };
    }
    html.push_str(rest);
    html
}

/// What stands before an end mark, and behind it; all of it if there is none.
fn cut<'a>(text: &'a str, end: &str) -> (&'a str, &'a str) {
    text.split_once(end).unwrap_or((text, ""))
}

/// Where a tag ends: at the first `>` outside of a value.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    tag.len()
}

fn push_tag(inside: &str, html: &mut String) {
    let name: &str = inside.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
    html.push('<');
    match inside.strip_suffix('/').filter(|_| !name.is_empty()) {
        Some(start) if !VOID.contains(&name.to_ascii_lowercase().as_str()) => {
            html.push_str(start.trim_end());
            html.push_str("></");
            html.push_str(name);
        }
        _ => html.push_str(inside),
    }
    html.push('>');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_elements_end_and_void_ones_stay() {
        for (xml, html) in [
            (
                "<head><title/></head><p>Xin chào<br/>Əliyev</p>",
                "<head><title></title></head><p>Xin chào<br/>Əliyev</p>",
            ),
            ("<a title=\"1 > 0\" />x", "<a title=\"1 > 0\"></a>x"),
            ("<p>5 &lt; 7<![CDATA[ a < b & c ]]></p>", "<p>5 &lt; 7 a &lt; b &amp; c </p>"),
            ("<!-- <title/> --><p>سفير</p>", "<p>سفير</p>"),
            ("cut <b", "cut <b>"),
            ("<p>open <![CDATA[to the end", "<p>open to the end"),
        ] {
            assert_eq!(as_html(xml), html);
        }
    }
}
