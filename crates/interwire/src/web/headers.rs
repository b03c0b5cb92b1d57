//! Headers of every answer of the pages: the browser runs nothing but our own files, shows us in no frame, tells
//! nobody where a reader came from, and keeps no page.

use super::Web;
use super::access::Reader;
use super::failure::Failure;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue, header};

/// What a page may load: our own files, and nothing inline.
pub const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    font-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// What a file of a partner may do, if a browser shows it all the same: nothing.
pub const FILE_POLICY: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// Writes the pages of failures and adds the headers; a handler's own policy and cache rule stand.
pub async fn secure(State(web): State<Web>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Some(failure) = failure_of(&response) {
        let headers = std::mem::take(response.headers_mut());
        let reader = response.extensions_mut().remove::<Reader>().map(|Reader(person)| person);
        response = failure.page(web.settings(), reader.as_ref());
        // A redirect, a cookie or a wait that the handler wanted; never its content.
        let kept = headers.into_iter().filter_map(|(name, value)| Some((name?, value)));
        let kept = kept.filter(|(name, _)| !name.as_str().starts_with("content-"));
        response.headers_mut().extend(kept);
    }
    guard(&mut response);
    response
}

/// Why a response is no page: a failure, or what the framework says in bare words of an address or form.
fn failure_of(response: &Response) -> Option<Failure> {
    let bare = || {
        let kind = response.headers().get(header::CONTENT_TYPE);
        let words = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
        let status = response.status();
        (words && (status.is_client_error() || status.is_server_error())).then_some(Failure::Status(status))
    };
    response.extensions().get::<Failure>().cloned().or_else(bare)
}

/// Adds the headers that every answer has.
pub fn guard(response: &mut Response) {
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(PAGE_POLICY));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}
