//! The two header lines: `W2870 US asian`, then `f l DC3 DC1 BC-LT--Argentina-CancerB 1stLd 11-13 1049`.

/// Copy is set in columns: tables.
const TABULAR: char = '\u{12}';

/// What the header lines say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// Letter of the service and number of the message in it.
    pub service: String,
    /// Where the message is to go.
    pub selector: String,
    /// Letter of urgency: f, b, u, r, d, s ...
    pub priority: String,
    pub category: String,
    /// Key word, as `BC-LT--Argentina-CancerB`.
    pub keyword: String,
    /// Take or lead: `1stLd-Writethru`.
    pub take: String,
    pub is_tabular: bool,
}

impl Header {
    /// Reads the lines.
    pub fn parse(first: &str, second: &str) -> Option<Self> {
        let separators: &[char] = &['\u{1f}', '\u{1e}', ' '];
        let (service, selector) = first.split_once(separators).unwrap_or((first, ""));
        let is_service = service.len() == 5
            && service.chars().next().is_some_and(|c| c.is_ascii_alphabetic())
            && service.chars().skip(1).all(|c| c.is_ascii_digit());
        let spaced: String = second.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let mut words: Vec<&str> = spaced.split_whitespace().collect();
        let begins = words.first().is_some_and(|word| word.len() == 1 && word.bytes().all(|b| b.is_ascii_lowercase()))
            && words.get(1).is_some_and(|word| (1..=3).contains(&word.len()));
        if !(is_service && begins) {
            return None;
        }
        let is_count = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
        if words.len() > 3 && words.last().is_some_and(is_count) {
            words.pop();
        }
        if words.len() > 3 && words.last().is_some_and(|word| is_date(word)) {
            words.pop();
        }
        let mut rest = words.iter().skip(2);
        Some(Self {
            service: service.to_owned(),
            selector: selector.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned(),
            priority: words.first().map_or_else(String::new, |word| (*word).to_owned()),
            category: words.get(1).map_or_else(String::new, |word| (*word).to_owned()),
            keyword: rest.next().map_or_else(String::new, |word| (*word).to_owned()),
            take: rest.copied().collect::<Vec<_>>().join(" "),
            is_tabular: second.contains(TABULAR),
        })
    }
    /// The urgency of the letter: flash, bulletin, urgent, rush; the rest is not urgent.
    pub fn urgency(&self) -> Option<u8> {
        Some(match self.priority.as_str() {
            "f" => 1,
            "b" => 2,
            "u" => 3,
            "r" => 4,
            "d" => 5,
            _ => return None,
        })
    }
}

/// `MM-DD`.
fn is_date(word: &str) -> bool {
    word.split_once('-').is_some_and(|(month, day)| {
        [month, day].iter().all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// Whether a source is a message.
pub(super) fn begins(head: &[u8]) -> bool {
    let bare = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let skipped = bare.iter().take_while(|byte| matches!(byte, 0 | 1 | 0x16 | 0x7f | b'\r' | b'\n' | b' ')).count();
    let text = String::from_utf8_lossy(bare.get(skipped..).unwrap_or_default()).replace('\r', "\n");
    let mut lines = text.split('\n').filter(|line| !line.is_empty());
    let (first, second) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let has_controls = bare.get(..skipped).is_some_and(|skipped| skipped.contains(&1));
    Header::parse(first, second).is_some_and(|header| has_controls || header.keyword.contains('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_the_field_are_taken_apart() {
        let header =
            Header::parse("W2607\u{1f}_asian", "r a\u{13}\u{11} BC-US--Ethanol-LosingGra 1stLd-Writethru   11-13 1693")
                .unwrap();
        assert_eq!((header.service.as_str(), header.selector.as_str(), header.urgency()), ("W2607", "_asian", Some(4)));
        assert_eq!((header.keyword.as_str(), header.take.as_str()), ("BC-US--Ethanol-LosingGra", "1stLd-Writethru"));
        assert!(!header.is_tabular && Header::parse("W1\u{1f}", "r a BC-x").is_none());
        assert!(Header::parse("W2595\u{1f}_asian", "u i\u{14}\u{12} BC-WEA 11-13 0895").unwrap().is_tabular);
        assert!(begins(b"\x16\x16\x01V4644\x1f_-----\nr e\x13\x11 AP-Top     02-09 0121\r\n\x02"));
        assert!(begins(b"V4644 bc-\nr e BC-Top-Story 02-09 0121\n"));
        assert!(!begins(b"A1234\na short line of text\n") && !begins(b"W2870") && !begins(b""));
    }
}
