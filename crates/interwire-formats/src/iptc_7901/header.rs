//! The header line: `bdt0123 4 pl 110 [optional] dpa 0456`.

/// What a header line says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// Letters of the service and number of the message in it.
    pub service: String,
    /// 1, most urgent, to 6.
    pub priority: Option<u8>,
    /// Letters of the category.
    pub category: Option<String>,
    /// The agency and, where it has one, its own number of the message.
    pub agency: String,
    pub number: Option<String>,
    /// Whether every part stands where the recommendation has it.
    pub is_whole: bool,
}

impl Header {
    /// Reads a line; `None` if it does not begin with a service and number.
    pub fn parse(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let service = words.next()?;
        let digits = service.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let letters = service.len() - digits.len();
        let is_number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
        if !(1..=5).contains(&letters) || !(3..=6).contains(&digits.len()) || !is_number(digits) {
            return None;
        }
        let mut header = Self { service: service.to_owned(), ..Self::default() };
        let mut rest: Vec<&str> = words.collect();
        if let Some(priority) = rest.first().filter(|word| word.len() == 1).and_then(|word| word.parse().ok()) {
            header.priority = Some(priority).filter(|priority| (1..=9).contains(priority));
            rest.remove(0);
        }
        if let Some(category) = rest.first().filter(|word| word.len() <= 3 && !is_number(word)) {
            header.category = Some((*category).to_owned());
            rest.remove(0);
        }
        let words_counted = rest.first().is_some_and(|word| is_number(word));
        if words_counted {
            rest.remove(0);
        }
        header.number = rest.last().filter(|word| is_number(word)).map(|word| (*word).to_owned());
        let agency = if header.number.is_some() { rest.len().checked_sub(2) } else { rest.len().checked_sub(1) };
        let agency = agency.and_then(|at| rest.get(at)).map_or("", |word| word.trim_matches('/'));
        // Some join the two: `/HNA-AB12`.
        let joined = agency.split_once('-').filter(|(name, number)| {
            let has_digit = number.bytes().any(|byte| byte.is_ascii_digit());
            header.number.is_none() && has_digit && name.bytes().all(|byte| byte.is_ascii_alphabetic())
        });
        header.agency = joined.map_or(agency, |(agency, _)| agency).to_owned();
        header.number = joined.map(|(_, number)| number.to_owned()).or(header.number);
        header.is_whole = header.priority.is_some()
            && header.category.is_some()
            && words_counted
            && header.number.is_some()
            && !header.agency.is_empty();
        Some(header)
    }
    /// The agency without its service, as it signs.
    pub fn signer(&self) -> &str {
        self.agency.split(['-', '/']).next().unwrap_or_default()
    }
}

/// Whether a source is a message: by its start of heading, or, where control characters were stripped, by a whole
/// header line.
pub(super) fn begins(head: &[u8]) -> bool {
    let bare = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let skipped = bare.iter().take_while(|byte| matches!(byte, 0 | 0x7f | 0x16 | b'\r' | b'\n' | b' ')).count();
    let bare = bare.get(skipped..).unwrap_or_default();
    let (has_start, bare) = bare.strip_prefix(b"\x01").map_or((false, bare), |rest| (true, rest));
    let line = bare.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    let header = Header::parse(&String::from_utf8_lossy(line));
    let is_told = |header: &Header| header.priority.is_some() || header.number.is_some() && head.contains(&b'\x02');
    header.is_some_and(|header| header.is_whole || has_start && is_told(&header))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_the_field_are_taken_apart() {
        let header = Header::parse("eca100 3 s 586 ccccb   dpa-tns 099").unwrap();
        assert_eq!((header.service.as_str(), header.priority), ("eca100", Some(3)));
        assert_eq!((header.agency.as_str(), header.number.as_deref()), ("dpa-tns", Some("099")));
        assert_eq!((header.category.as_deref(), header.signer(), header.is_whole), (Some("s"), "dpa", true));
        let header = Header::parse("fra0123 4 I 0289 FRA /HNA-AB12").unwrap();
        assert_eq!((header.agency.as_str(), header.number.as_deref(), header.signer()), ("HNA", Some("AB12"), "HNA"));
        assert_eq!(Header::parse("SHDRACE: CANTERBURY"), None);
        assert!(begins(b"\x7f\x7f\x01bdt0000 2 pl 41  dpa 0000\r\n") && begins(b"bdt0000 2 pl 41  dpa 0000\r\n"));
        assert!(!begins(b"abc123 is the code of it") && !begins(b"\x01W2870\x1f_asian"));
    }
}
