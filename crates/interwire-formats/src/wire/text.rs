//! Lines of a wire: without the characters that steer it, and not too long for it.

/// A text without control characters but line ends and tabs, and how many were left out.
pub(crate) fn clean(text: &str) -> (String, usize) {
    let mut left_out = 0;
    let kept = text.chars().filter(|c| {
        let steers = c.is_control() && !matches!(c, '\n' | '\t');
        left_out += usize::from(steers);
        !steers
    });
    let kept: String = kept.collect();
    (kept, left_out)
}

/// Breaks a line at spaces, so that no part has more than `columns` characters if a space allows. Spaces at the
/// beginning stay, and a line that is short enough stays as it is. `keep` says after which words no line may end.
pub(crate) fn wrap(line: &str, columns: usize, keep: impl Fn(&str) -> bool) -> Vec<String> {
    if line.chars().count() <= columns {
        return vec![line.to_owned()];
    }
    let mut out = Vec::new();
    let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
    let (mut current, mut length) = (indent.clone(), indent.chars().count());
    let mut is_first = true;
    for word in line.split_whitespace() {
        let width = word.chars().count();
        if !is_first {
            if length + 1 + width > columns && !keep(&current) {
                out.push(std::mem::take(&mut current));
                length = 0;
            } else {
                current.push(' ');
                length += 1;
            }
        }
        current.push_str(word);
        length += width;
        is_first = false;
    }
    out.push(current);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_only() {
        assert_eq!(wrap("Vũ Việt Trang gặp", 7, |_| false), ["Vũ Việt", "Trang", "gặp"]);
        assert_eq!(wrap("  indented longestword", 9, |_| false), ["  indented", "longestword"]);
        assert_eq!(wrap("a = b", 1, |line| line.ends_with('=')), ["a", "= b"]);
        assert_eq!(wrap("a    1", 7, |_| false), ["a    1"]);
    }

    #[test]
    fn what_steers_a_wire_is_no_text() {
        assert_eq!(clean("a\u{3}b\tc\nd\u{4}"), ("ab\tc\nd".to_owned(), 2));
    }
}
