//! The refusals of the protocol: every way in which a node says no to another, with its code, its HTTP status, a
//! sentence for a person and the next step. The table below is the one of docs/protocol.md, section 8.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use std::fmt;

/// One row of the table of refusals.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The stable code, `IW-<status>-<word>`.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// Whether the same request, signed anew, may succeed later.
    pub retryable: bool,
    /// What happened, for a person.
    pub message: &'static str,
    /// What to do about it.
    pub next: &'static str,
}

macro_rules! causes {
    ($($name:ident, $code:literal, $status:literal, $retryable:literal, $message:literal, $next:literal;)*) => {
        /// Why a request is refused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Cause {
            $(#[doc = $message] $name,)*
        }
        /// Every cause, in the order of the table.
        pub const CAUSES: &[Cause] = &[$(Cause::$name),*];
        impl Cause {
            /// The row of this cause.
            #[must_use]
            pub const fn row(self) -> Row {
                match self {
                    $(Self::$name => Row {
                        code: $code, status: $status, retryable: $retryable, message: $message, next: $next,
                    },)*
                }
            }
        }
    };
}

causes! {
    Malformed, "IW-400-malformed", 400, false, "The request could not be read.", "Compare it with the protocol's description of this address.";
    Digest, "IW-400-digest", 400, true, "The body is not the one that was signed.", "Look for a proxy that changes bodies, then send again.";
    Truncated, "IW-400-truncated", 400, true, "The body ended before its announced length.", "Send again.";
    Unsigned, "IW-401-unsigned", 401, false, "A header of the signature is missing.", "Sign the request as the protocol demands; look for a proxy that removes headers.";
    Duplicate, "IW-401-duplicate", 401, false, "A header of the signature is there more than once.", "Send each header once; look for a proxy that doubles headers.";
    Form, "IW-401-form", 401, false, "The signature headers do not have the form of version 1.", "Cover exactly the protocol's components and parameters, in its order.";
    Algorithm, "IW-401-algorithm", 401, false, "The signature names another algorithm than ed25519.", "Sign with a node key.";
    Signature, "IW-401-signature", 401, false, "The signature does not fit the request.", "Look for a proxy that changes the path, the query or the headers; check the base address.";
    Party, "IW-401-party", 401, false, "This party is not known here.", "Offer an agreement first.";
    Key, "IW-401-key", 401, true, "This key is not one of the party's valid keys here.", "Show the papers of your root key with PUT /v1/keys.";
    Expired, "IW-401-expired", 401, true, "The request is too old.", "Set both clocks by a time server.";
    Future, "IW-401-future", 401, true, "The request comes from the future.", "Set both clocks by a time server.";
    Replay, "IW-401-replay", 401, true, "This very request was seen before.", "Sign again with a new nonce.";
    NotShared, "IW-403-not-shared", 403, false, "Nothing under an agreement with you names this.", "Ask only for what our statements to you name.";
    Forbidden, "IW-403-forbidden", 403, false, "Your role in this agreement does not allow this.", "Read the agreement's parties and epochs.";
    NotFound, "IW-404-not-found", 404, false, "There is nothing at this address.", "Compare the address with the protocol's list.";
    Method, "IW-405-method", 405, false, "This address does not take this method.", "Compare the method with the protocol's list.";
    TooSlow, "IW-408-too-slow", 408, true, "The body came too slowly.", "Send again over a better line.";
    Conflict, "IW-409-conflict", 409, true, "What was sent does not continue what is held here.", "Ask for the heads, then continue from there.";
    TooLarge, "IW-413-too-large", 413, false, "The body is larger than this address takes.", "Send less at once.";
    Range, "IW-416-range", 416, false, "The range lies outside the blob.", "Start again from the first byte.";
    Recipient, "IW-421-recipient", 421, false, "The request is meant for another party.", "Check the partner's address: another node answers there.";
    Unacceptable, "IW-422-unacceptable", 422, false, "What was sent contradicts the rules of the record.", "Both sides verify their journals; a person has to look.";
    TooMany, "IW-429-too-many", 429, true, "There were too many requests in a short time.", "Wait as long as Retry-After says.";
    Internal, "IW-500-internal", 500, true, "This node could not do it, and nothing was changed.", "Send again later; the cause is in this node's log.";
    Starting, "IW-503-starting", 503, true, "The request was made before this node started.", "Sign again; if it persists, set both clocks by a time server.";
    Busy, "IW-503-busy", 503, true, "This node is busy or stopping.", "Send again later.";
    NoRoom, "IW-507-no-room", 507, true, "There is no room left for it here.", "Keep it and send it again later; the receiver's staff must make room on its disk.";
}

/// A refusal on its way to the partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    cause: Cause,
    about: Option<String>,
    retry_after_s: Option<u32>,
}

impl Refusal {
    /// A refusal for this cause.
    #[must_use]
    pub const fn new(cause: Cause) -> Self {
        Self { cause, about: None, retry_after_s: None }
    }
    /// With what it is about, added to the sentence. Nothing secret or personal belongs here.
    #[must_use]
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = Some(about.into());
        self
    }
    /// With the seconds after which to try again.
    #[must_use]
    pub const fn after_s(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }
    /// The cause.
    #[must_use]
    pub const fn cause(&self) -> Cause {
        self.cause
    }
    /// Seconds after which to try again, if said.
    #[must_use]
    pub const fn retry_after_s(&self) -> Option<u32> {
        self.retry_after_s
    }
    /// The sentence, with what it is about.
    #[must_use]
    pub fn message(&self) -> String {
        let sentence = self.cause.row().message;
        self.about.as_ref().map_or_else(|| sentence.to_owned(), |about| format!("{sentence} ({about})"))
    }
    /// The JSON body: `{"error":{"code","message","next","retryable"}}`.
    #[must_use]
    pub fn body(&self) -> String {
        let Row { code, next, retryable, .. } = self.cause.row();
        let message = self.message();
        serde_json::json!({"error": {"code": code, "message": message, "next": next, "retryable": retryable}})
            .to_string()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.cause.row().code, self.message(), self.cause.row().next)
    }
}
impl std::error::Error for Refusal {}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.cause.row().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        let mut response = (status, json, self.body()).into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// The table of refusals as Markdown, for docs/protocol.md, section 8.
#[must_use]
pub fn table() -> String {
    let mut text = String::from("| code | status | again? | meaning | next step |\n| --- | --- | --- | --- | --- |\n");
    for cause in CAUSES {
        let Row { code, status, retryable, message, next } = cause.row();
        let again = if retryable { "yes" } else { "no" };
        text.push_str(&format!("| `{code}` | {status} | {again} | {message} | {next} |\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_refusal_has_a_code_of_its_own_that_tells_its_status() {
        let mut codes = HashSet::new();
        for cause in CAUSES {
            let row = cause.row();
            assert!(codes.insert(row.code), "{} is there twice", row.code);
            assert!(row.code.starts_with(&format!("IW-{}-", row.status)), "{}", row.code);
            assert!(StatusCode::from_u16(row.status).is_ok());
            assert!(row.message.ends_with('.') && row.next.ends_with('.'), "{}", row.code);
        }
        assert_eq!(table().lines().count(), CAUSES.len() + 2);
    }

    #[test]
    fn a_refusal_is_json_with_code_message_and_next_step() {
        let refusal = Refusal::new(Cause::TooMany).about("Қазақстан").after_s(7);
        expect_test::expect![[r#"{"error":{"code":"IW-429-too-many","message":"There were too many requests in a short time. (Қазақстан)","next":"Wait as long as Retry-After says.","retryable":true}}"#]]
        .assert_eq(&refusal.body());
        let response = refusal.into_response();
        assert_eq!((response.status().as_u16(), &response.headers()["retry-after"]), (429, &HeaderValue::from(7)));
    }
}
