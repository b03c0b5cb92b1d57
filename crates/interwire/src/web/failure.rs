//! Why a page is not shown, as a page: what happened, what to do, and the way back.

use super::access::Person;
use super::page::Looks;
use super::{Settings, assets, headers};
use crate::errors::Error;
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
    /// An operation was refused: its code, what happened, what to do.
    Refused(&'static str, String, String),
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
            Self::Refused(..) => StatusCode::CONFLICT,
            Self::Status(status) => *status,
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Self::NotLoggedIn => "failure.login",
            Self::Forbidden => "failure.forbidden",
            Self::ForeignForm => "failure.form",
            Self::NotFound => "failure.not-found",
            Self::Store(_) => "failure.store",
            Self::Refused(..) => "failure.refused",
            Self::Status(_) => "failure.other",
        }
    }

    /// The page, as its reader wants pages.
    #[must_use]
    pub fn page(&self, settings: &Settings, reader: Option<&Person>) -> Response {
        let (status, looks) = (self.status(), Looks::of(settings, reader));
        let texts = looks.texts;
        let (code, sentence, next) = match self {
            Self::Refused(code, sentence, next) => (*code, sentence.as_str(), next.as_str()),
            _ => ("", "", texts.get(next_of(self))),
        };
        let title = texts.get(self.title());
        let page = FailurePage {
            looks,
            root: &settings.root,
            at: assets::folder(&settings.root),
            status: status.as_u16(),
            title,
            code,
            sentence,
            next,
        };
        let policy = [(header::CONTENT_SECURITY_POLICY, headers::PAGE_POLICY)];
        match page.render() {
            Ok(html) => (status, policy, Html(html)).into_response(),
            Err(_) => (status, policy).into_response(),
        }
    }
}

fn next_of(failure: &Failure) -> &'static str {
    match failure {
        Failure::NotLoggedIn => "failure.login-next",
        Failure::Forbidden => "failure.forbidden-next",
        Failure::ForeignForm => "failure.form-next",
        Failure::NotFound => "failure.not-found-next",
        Failure::Store(_) => "failure.store-next",
        Failure::Refused(..) | Failure::Status(_) => "failure.other-next",
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
/// An operation said no.
impl From<Error> for Failure {
    fn from(e: Error) -> Self {
        match e.code() {
            crate::errors::Code::StoreFailed => Self::Store(e.log()),
            code => Self::Refused(code.as_str(), e.sentence(), e.next_step()),
        }
    }
}

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage<'a> {
    looks: Looks,
    root: &'a str,
    at: String,
    status: u16,
    title: &'static str,
    code: &'static str,
    sentence: &'a str,
    next: &'a str,
}

/// The layer of all pages knows where they are and writes the page; until then there is only the reason.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        if let Self::Store(detail) = &self {
            tracing::error!(%detail, "a page could not be made");
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
