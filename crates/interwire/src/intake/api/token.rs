//! Bearer tokens: each names a system of the house. Only their hashes are kept in memory, and all are compared, so
//! that the time tells nothing.

use super::{Api, Fault};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header;
use interwire_core::ids::Hash;
use subtle::ConstantTimeEq;

/// Shorter tokens are not taken: somebody would guess them.
pub const TOKEN_CHARS_MIN: usize = 16;

/// The tokens of the house's systems.
#[derive(Debug, Clone, Default)]
pub struct Tokens(Vec<(Hash, String)>);

/// Which system asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller(pub String);

impl Tokens {
    /// Reads a token file: one token on a line, a space, and who uses it; `#` begins a comment.
    ///
    /// # Errors
    /// The number of the first line that is not so, or whose token has fewer than 16 characters.
    pub fn read(text: &str) -> Result<Self, usize> {
        let mut tokens = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match line.split_once(' ') {
                Some((token, who)) if token.len() >= TOKEN_CHARS_MIN && !who.trim().is_empty() => {
                    tokens.push((Hash::of(token.as_bytes()), who.trim().to_owned()));
                }
                _ => return Err(number + 1),
            }
        }
        Ok(Self(tokens))
    }

    /// Who shows this token.
    fn who(&self, token: &str) -> Option<&str> {
        let shown = Hash::of(token.as_bytes());
        let mut found = None;
        for (hash, who) in &self.0 {
            if bool::from(hash.0.ct_eq(&shown.0)) {
                found = Some(who.as_str());
            }
        }
        found
    }
}

/// Lets only those pass who show a token.
pub(super) async fn check(State(api): State<Api>, mut request: Request, next: Next) -> Response {
    let value = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = value.and_then(|value| value.strip_prefix("Bearer "));
    let Some(who) = token.and_then(|token| api.tokens.who(token.trim())) else {
        return Fault::unauthorized().into_response();
    };
    let caller = Caller(format!("api:{who}"));
    request.extensions_mut().insert(caller);
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read_by_line_and_short_ones_are_refused() {
        let tokens = Tokens::read("# desk\n0123456789abcdef CMS của Hà Nội\n").unwrap();
        assert_eq!(tokens.who("0123456789abcdef"), Some("CMS của Hà Nội"));
        assert_eq!(tokens.who("0123456789abcdeg"), None);
        assert_eq!(Tokens::read("0123456789abcdef cms\nshort cms").unwrap_err(), 2);
        assert_eq!(Tokens::read("0123456789abcdef").unwrap_err(), 1);
    }
}
