//! QCodes (`alias:code`): to URIs where the catalog is known, verbatim where it is not. Catalogs are never fetched.

use super::iptc::IPTC;
use crate::xml::Element;
use std::collections::BTreeMap;

/// More catalogs and schemes than any source has; those beyond are as good as unknown.
const CATALOGS_MAX: usize = 64;
const SCHEMES_MAX: usize = 2000;
/// A scheme whose address is longer is not known: it would be written out with every code.
const URI_BYTES_MAX: usize = 200;

/// The schemes in force for an item.
#[derive(Debug, Clone, Default)]
pub(super) struct Codes {
    /// Aliases the source itself defines, which count before those of the IPTC.
    own: BTreeMap<String, String>,
    /// Whether the IPTC catalog is in force: a source refers to it, or to no catalog at all.
    iptc: bool,
    /// The addresses of the catalogs it refers to.
    pub hrefs: Vec<String>,
}

impl Codes {
    /// Whether an element has catalogs of its own.
    pub fn are_in(element: &Element) -> bool {
        element.elements().any(|child| matches!(child.local(), "catalogRef" | "catalog"))
    }

    /// The schemes that the catalogs of `element` add to these.
    pub fn under(&self, element: &Element) -> Self {
        let mut codes = self.clone();
        for href in element.all("catalogRef").filter_map(|catalog| catalog.attribute("href")) {
            if codes.hrefs.len() < CATALOGS_MAX && !codes.hrefs.iter().any(|known| known == href) {
                codes.hrefs.push(href.to_owned());
            }
        }
        for scheme in element.all("catalog").flat_map(|catalog| catalog.all("scheme")) {
            if let (Some(alias), Some(uri)) = (scheme.attribute("alias"), scheme.attribute("uri"))
                && codes.own.len() < SCHEMES_MAX
                && uri.len() <= URI_BYTES_MAX
            {
                codes.own.insert(alias.to_owned(), uri.to_owned());
            }
        }
        codes.iptc = codes.hrefs.is_empty() || codes.hrefs.iter().any(|href| href.contains("iptc.org"));
        codes
    }

    /// The URI of a code.
    pub fn resolve(&self, qcode: &str) -> Option<String> {
        let (alias, code) = qcode.split_once(':')?;
        let scheme = match self.own.get(alias) {
            Some(scheme) => scheme,
            None if self.iptc => known(alias)?,
            None => return None,
        };
        Some(format!("{scheme}{}", encoded(code)))
    }

    /// The word of a code in an IPTC scheme, where it is certain that the code is of that scheme: `usable` for
    /// `stat:usable`. An alias no catalog explains is taken for the one the IPTC gives to the scheme.
    pub fn word<'a>(&self, qcode: Option<&'a str>, uri: Option<&'a str>, alias: &str) -> Option<&'a str> {
        let scheme = known(alias)?;
        if let Some((own_alias, code)) = qcode.and_then(|qcode| qcode.split_once(':')) {
            let defined = self.own.get(own_alias).map(String::as_str);
            return match defined {
                Some(own) => (own.replacen("https:", "http:", 1) == scheme).then_some(code),
                None => (known(own_alias).is_some_and(|uri| uri == scheme)).then_some(code),
            };
        }
        // Addresses begin with http in the catalogs of the IPTC; some write them as the web has them today.
        let of_scheme = |uri: &'a str| match uri.strip_prefix("https") {
            Some(rest) => rest.strip_prefix(scheme.strip_prefix("http")?),
            None => uri.strip_prefix(scheme),
        };
        uri.and_then(of_scheme).or(qcode.filter(|_| uri.is_none()))
    }
}

fn known(alias: &str) -> Option<&'static str> {
    IPTC.binary_search_by_key(&alias, |(known, _)| known).ok().and_then(|at| IPTC.get(at)).map(|(_, uri)| *uri)
}

/// The URI of a code under the catalog of the IPTC.
pub(crate) fn iptc_uri(qcode: &str) -> Option<String> {
    let (alias, code) = qcode.split_once(':')?;
    Some(format!("{}{}", known(alias)?, encoded(code)))
}

/// White space has no place in a URI, though some codes have it.
fn encoded(code: &str) -> String {
    code.replace(' ', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_resolve_only_where_their_catalog_is_known() {
        assert!(IPTC.is_sorted());
        let mut codes = Codes { iptc: true, ..Codes::default() };
        assert_eq!(codes.resolve("medtop:1 1").as_deref(), Some("http://cv.iptc.org/newscodes/mediatopic/1%201"));
        assert_eq!(codes.resolve("own:1"), None);
        assert_eq!(codes.word(Some("stat:canceled"), None, "stat"), Some("canceled"));
        assert_eq!(codes.word(Some("x:usable"), None, "stat"), None);
        for scheme in ["http", "https"] {
            let uri = format!("{scheme}://cv.iptc.org/newscodes/pubstatusg2/withheld");
            assert_eq!(codes.word(None, Some(&uri), "stat"), Some("withheld"));
        }
        assert_eq!(codes.word(None, Some("https://example.com/pubstatusg2/withheld"), "stat"), None);
        codes.own.insert("stat".into(), "http://example.com/elsewhere/".into());
        assert_eq!(codes.word(Some("stat:usable"), None, "stat"), None);
        codes.iptc = false;
        assert_eq!(codes.resolve("medtop:1"), None);
        assert_eq!(codes.resolve("stat:1").as_deref(), Some("http://example.com/elsewhere/1"));
    }
}
