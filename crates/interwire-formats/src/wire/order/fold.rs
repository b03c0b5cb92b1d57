//! Words as they are compared: in capitals, without the marks that houses leave out on capitals.

/// The capital of a letter. French, Spanish and Turkish desks write capitals with and without their marks.
pub(super) fn fold(c: char) -> impl Iterator<Item = char> {
    const DOT_ABOVE: char = '\u{307}';
    c.to_uppercase().filter(|c| *c != DOT_ABOVE).map(|c| match c {
        'İ' => 'I',
        'É' | 'È' | 'Ê' => 'E',
        'À' | 'Â' => 'A',
        'Ó' => 'O',
        '’' | '‘' | 'ʼ' => '\'',
        c if c.is_whitespace() => ' ',
        c => c,
    })
}

/// A whole text folded.
pub(super) fn folded(text: &str) -> String {
    text.chars().flat_map(fold).collect()
}

/// What stands behind these words, if a text begins with them and they end there. The words are folded already.
pub(super) fn after<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let mut wanted = words.chars().peekable();
    for (at, c) in text.char_indices() {
        if wanted.peek().is_none() {
            return text.get(at..).filter(|_| !c.is_alphanumeric());
        }
        if !fold(c).all(|c| wanted.next() == Some(c)) {
            return None;
        }
    }
    wanted.peek().is_none().then_some("")
}

/// What stands behind the first of these words that a text begins with.
pub(super) fn after_any<'a>(text: &'a str, list: &[&str]) -> Option<&'a str> {
    list.iter().find_map(|words| after(text, words))
}

/// What stands before these words, if a text ends with them and they begin there.
pub(super) fn before<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let at_most = words.chars().count() + 1;
    let starts = text.char_indices().rev().map(|(at, _)| at).take(at_most);
    let mut parts = starts.filter_map(|at| text.split_at_checked(at));
    let (before, _) = parts.find(|(_, end)| after(end, words) == Some(""))?;
    (!before.ends_with(char::is_alphanumeric)).then_some(before)
}

/// Whether a text has no small letters.
pub(super) fn is_capital(text: &str) -> bool {
    !text.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_case_and_without_marks_of_capitals() {
        assert_eq!(after("jusqu’à mardi", "JUSQU'A"), Some(" mardi"));
        assert_eq!((after("İptal: x", "IPTAL"), after("i̇ptal", "IPTAL")), (Some(": x"), Some("")));
        assert_eq!((after("HOLDING", "HOLD"), after("HOL", "HOLD"), after("", "HOLD")), (None, None, None));
        assert_eq!(before("12:00-dək", "DƏK"), Some("12:00-"));
        assert_eq!(
            (before("12:00 dək", "DƏK"), before("İŞDƏK", "DƏK"), before("", "DƏK")),
            (Some("12:00 "), None, None)
        );
    }
}
