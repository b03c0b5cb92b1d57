//! Sessions: 32 random bytes in a cookie, of which the database keeps only the hash, and the token that every form
//! carries, which is made of the same cookie, so that no other site can know it.

use super::Settings;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderValue, header};
use interwire_core::ids::Hash;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// How long a session lasts, in ms: a shift.
pub const SESSION_MS: i64 = 12 * 3600 * 1000;

/// The secret in a cookie: of a session, or of a visitor who is about to log in.
#[derive(Clone)]
pub struct Token(String);

/// Which cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookie {
    /// Names the session.
    Session,
    /// Binds the login form to the browser that asked for it.
    Visitor,
}

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// What the database keeps of it.
    #[must_use]
    pub fn hash(&self) -> Hash {
        self.digest("interwire/session\n")
    }

    /// What the forms of its pages carry.
    #[must_use]
    pub fn csrf(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.digest("interwire/form\n").0)
    }

    /// Whether a form carries the right one; it takes as long for every wrong one.
    #[must_use]
    pub fn is_csrf(&self, shown: &str) -> bool {
        self.csrf().as_bytes().ct_eq(shown.as_bytes()).into()
    }

    fn digest(&self, purpose: &str) -> Hash {
        Hash(Sha256::new().chain_update(purpose).chain_update(&self.0).finalize().into())
    }
}

impl Cookie {
    /// Its name. With https it is bound to this host, and no neighbour under the same domain can set it.
    fn name(self, settings: &Settings) -> String {
        let prefix = match (settings.secure, settings.root.is_empty()) {
            (true, true) => "__Host-",
            (true, false) => "__Secure-",
            (false, _) => "",
        };
        let name = match self {
            Self::Session => "interwire",
            Self::Visitor => "interwire-visitor",
        };
        format!("{prefix}{name}")
    }

    /// What a browser that has it sends.
    #[must_use]
    pub fn sent(self, settings: &Settings, token: &Token) -> String {
        format!("{}={}", self.name(settings), token.0)
    }

    /// Its value in a request.
    #[must_use]
    pub fn read(self, settings: &Settings, headers: &HeaderMap) -> Option<Token> {
        let name = self.name(settings);
        let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = all.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let (_, value) = pairs.find(|(key, _)| *key == name)?;
        let fits = URL_SAFE_NO_PAD.decode(value).is_ok_and(|bytes| bytes.len() == 32);
        fits.then(|| Token(value.to_owned()))
    }

    /// The header that sets it for so many seconds; 0 removes it.
    #[must_use]
    pub fn set(self, settings: &Settings, token: &str, seconds: i64) -> Option<HeaderValue> {
        let path = if settings.root.is_empty() { "/" } else { &settings.root };
        let secure = if settings.secure { "; Secure" } else { "" };
        let name = self.name(settings);
        let text = format!("{name}={token}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
        HeaderValue::from_str(&text).ok()
    }

    /// The header that sets it to a token.
    #[must_use]
    pub fn give(self, settings: &Settings, token: &Token) -> Option<HeaderValue> {
        self.set(settings, &token.0, SESSION_MS / 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn settings(base: &str) -> Settings {
        Settings::new(Some(base))
    }

    #[test]
    fn a_cookie_is_as_strict_as_the_address_allows() {
        let mut text = String::new();
        for base in ["https://desk.hanoi.example", "https://hanoi.example/desk/", "http://127.0.0.1:8080"] {
            text += Cookie::Session.set(&settings(base), "T", 9).unwrap().to_str().unwrap();
            text += "\n";
        }
        expect![[r#"
            __Host-interwire=T; Path=/; Max-Age=9; HttpOnly; SameSite=Strict; Secure
            __Secure-interwire=T; Path=/desk; Max-Age=9; HttpOnly; SameSite=Strict; Secure
            interwire=T; Path=/; Max-Age=9; HttpOnly; SameSite=Strict
        "#]]
        .assert_eq(&text);
    }

    #[test]
    fn a_cookie_is_found_among_others_and_only_if_it_can_be_one() {
        let settings = settings("http://127.0.0.1");
        let token = Token::random().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, format!("a=b; interwire={}; c=d", token.0).parse().unwrap());
        let read = Cookie::Session.read(&settings, &headers).unwrap();
        assert_eq!(read.hash(), token.hash());
        assert!(Cookie::Visitor.read(&settings, &headers).is_none());
        headers.insert(header::COOKIE, "interwire=short".parse().unwrap());
        assert!(Cookie::Session.read(&settings, &headers).is_none());
    }

    #[test]
    fn the_form_token_tells_nothing_of_the_session_and_is_its_own() {
        let (a, b) = (Token::random().unwrap(), Token::random().unwrap());
        assert!(a.is_csrf(&a.csrf()) && !a.is_csrf(&b.csrf()) && !a.is_csrf(""));
        assert_ne!(a.csrf(), URL_SAFE_NO_PAD.encode(a.hash().0));
    }
}
