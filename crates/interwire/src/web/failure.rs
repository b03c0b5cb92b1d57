//! Why a page is not shown, as a page.

use super::headers;
use crate::node::NodeError;
use crate::store::DbError;
use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use http::{StatusCode, header};
use interwire_core::exchange::store::StoreError;

/// Why a page is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// Nobody is logged in.
    NotLoggedIn,
    /// The person's role may not.
    Forbidden,
    /// The form does not come from a page of this session.
    ForeignForm,
    /// There is no such thing, or it cannot be named like this.
    NotFound,
    /// The store failed; the detail is for the log.
    Store(String),
    /// Another status.
    Status(StatusCode),
}

impl Failure {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotLoggedIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::ForeignForm => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Store(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Status(status) => *status,
        }
    }

    fn text(&self) -> &'static str {
        match self {
            Self::NotLoggedIn => "failure.login",
            Self::Forbidden => "failure.forbidden",
            Self::ForeignForm => "failure.form",
            Self::NotFound => "failure.not-found",
            Self::Store(_) => "failure.store",
            Self::Status(_) => "failure.other",
        }
    }
}

impl From<DbError> for Failure {
    fn from(e: DbError) -> Self {
        Self::Store(e.to_string())
    }
}
impl From<StoreError> for Failure {
    fn from(e: StoreError) -> Self {
        Self::Store(e.to_string())
    }
}
impl From<NodeError> for Failure {
    fn from(e: NodeError) -> Self {
        Self::Store(e.to_string())
    }
}
impl From<askama::Error> for Failure {
    fn from(e: askama::Error) -> Self {
        Self::Store(e.to_string())
    }
}

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage {
    texts: &'static super::texts::Texts,
    status: u16,
    sentence: &'static str,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        if let Self::Store(detail) = &self {
            tracing::error!(%detail, "a page could not be made");
        }
        let (status, texts) = (self.status(), super::texts::best("en"));
        let page = FailurePage { texts, status: status.as_u16(), sentence: texts.get(self.text()) };
        let policy = [(header::CONTENT_SECURITY_POLICY, headers::PAGE_POLICY)];
        match page.render() {
            Ok(html) => (status, policy, Html(html)).into_response(),
            Err(_) => (status, policy).into_response(),
        }
    }
}
