//! Searches that people keep: what they find now, how they tell of what arrives, and the form for a new one.

use super::Web;
use super::access::Access;
use super::alerts::short;
use super::failure::Failure;
use super::page::{Frame, show};
use crate::alerts::hook;
use crate::errors::Code;
use crate::ops::desk::search::{self as op, Keep};
use crate::store::searches::SearchRow;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::{Method, StatusCode};
use interwire_core::agreement::Lang;
use serde::Deserialize;

/// The query that a new search begins with.
#[derive(Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
}

/// The form of a new search. A box that is not ticked is not sent.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    name: String,
    #[serde(default)]
    query: String,
    #[serde(default)]
    shared: String,
    #[serde(default)]
    on_board: String,
    #[serde(default)]
    mail: String,
    #[serde(default)]
    hook: String,
}

struct Line {
    row: SearchRow,
    /// The query as a sentence.
    sentence: String,
    address: String,
    count: Option<String>,
    own: bool,
    /// What the receiver of webhooks needs to check them.
    secret: Option<String>,
}

#[derive(Template)]
#[template(path = "searches.html")]
struct SearchesPage {
    f: Frame,
    lines: Vec<Line>,
    asked: Asked,
    /// The reader may have alerts sent out of the house.
    may_send: bool,
    has_mail: bool,
    problem: Option<String>,
}

/// `GET /searches`
pub async fn page(State(web): State<Web>, access: Access, Query(wanted): Query<Wanted>) -> Result<Response, Failure> {
    let asked = Asked { query: wanted.q, on_board: "yes".to_owned(), ..Asked::default() };
    list(&web, &access, asked, None).await
}

/// Whether somebody may have alerts sent out of the house.
fn may_send(access: &Access) -> bool {
    access.may(&Method::POST, "/items/{source}/{item}/take")
}

async fn list(web: &Web, access: &Access, asked: Asked, problem: Option<String>) -> Result<Response, Failure> {
    let f = Frame::new(web, access, "/searches");
    let language: Lang = f.language().parse().unwrap_or_else(|_| Lang::english());
    let searches = web.desk().standing.of(access.name());
    let numbers: Vec<i64> = searches.iter().map(|saved| saved.row.id).collect();
    let counts = web.desk().counts(&numbers).await;
    let line = |(saved, count): (&std::sync::Arc<crate::alerts::standing::Saved>, Option<usize>)| {
        let own = saved.row.owner == access.name();
        Line {
            sentence: saved.query.sentence(&language, &|_, _| None),
            address: url::form_urlencoded::Serializer::new(String::new()).append_pair("q", &saved.row.query).finish(),
            count: count.map(|count| short(&f, count)),
            own,
            secret: saved.row.hook_secret.as_deref().filter(|_| own).map(hook::spelled),
            row: saved.row.clone(),
        }
    };
    let lines = searches.iter().zip(counts).map(line).collect();
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let has_mail = web.settings().mail.is_some();
    let page = SearchesPage { lines, asked, may_send: may_send(access), has_mail, problem, f };
    Ok((status, show(&page)?).into_response())
}

/// `POST /searches`
pub async fn keep(State(web): State<Web>, access: Access, Form(asked): Form<Asked>) -> Result<Response, Failure> {
    let sends = may_send(&access);
    let given = |text: &str| if sends { text.to_owned() } else { String::new() };
    let input = Keep {
        name: asked.name.clone(),
        query: asked.query.clone(),
        shared: sends && asked.shared == "yes",
        on_board: asked.on_board == "yes",
        mail: given(&asked.mail),
        hook: given(&asked.hook),
    };
    match op::keep(&web.ctx(&access), &web.desk().standing, input).await {
        Ok(_) => Ok(web.go("/searches")),
        Err(e) if e.code() == Code::StoreFailed => Err(e.into()),
        Err(e) => list(&web, &access, asked, Some(format!("{} {}", e.sentence(), e.next_step()))).await,
    }
}

/// `POST /searches/{search}/remove`
pub async fn remove(State(web): State<Web>, access: Access, Path(search): Path<i64>) -> Result<Response, Failure> {
    op::remove(&web.ctx(&access), &web.desk().standing, search).await?;
    Ok(web.go("/searches"))
}
