//! Where a link leads by which a person sets a password of their own, once. The page tells nothing but the person's
//! name, and that only to who has the link.

use super::Web;
use super::access::Access;
use super::failure::Failure;
use super::login::{secret, visit};
use super::page::{Frame, show};
use crate::errors::Code;
use crate::ops::access as op;
use crate::ops::agreement::seal::Secret;
use crate::users::PASSWORD_CHARS_MIN;
use crate::users::link;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde::Deserialize;
use zeroize::Zeroizing;

/// The form. It holds secrets, so it cannot be printed.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default, deserialize_with = "secret")]
    link: Zeroizing<String>,
    #[serde(default, deserialize_with = "secret")]
    password: Zeroizing<String>,
    #[serde(default, deserialize_with = "secret")]
    again: Zeroizing<String>,
}

#[derive(Template)]
#[template(path = "welcome.html")]
struct WelcomePage<'a> {
    f: Frame,
    /// Whose password is set; none if the link cannot be used.
    name: Option<String>,
    link: &'a str,
    chars_min: usize,
    problem: Option<String>,
}

/// `GET /welcome/{link}`: looking does not use the link, so that no programme that looks at links ahead uses it up.
pub async fn form(State(web): State<Web>, access: Access, Path(link): Path<String>) -> Result<Response, Failure> {
    ask(&web, access, &link, None).await
}

/// `POST /welcome`
pub async fn enter(State(web): State<Web>, access: Access, Form(asked): Form<Asked>) -> Result<Response, Failure> {
    let frame = Frame::new(&web, &access, "");
    if asked.password != asked.again {
        return ask(&web, access, &asked.link, Some(frame.t("welcome.differ").to_owned())).await;
    }
    let _place = web.inner.passwords.acquire().await.map_err(|e| Failure::Store(e.to_string()))?;
    match op::redeem(&web.ctx(&access), &asked.link, Secret::new(&asked.password)).await {
        Ok(_) => Ok(web.go("/login")),
        Err(e) if e.code() == Code::StoreFailed => Err(e.into()),
        Err(e) if e.code() == Code::LinkUnusable => ask(&web, access, &asked.link, None).await,
        Err(e) => ask(&web, access, &asked.link, Some(format!("{} {}", e.sentence(), e.next_step()))).await,
    }
}

async fn ask(web: &Web, mut access: Access, link: &str, problem: Option<String>) -> Result<Response, Failure> {
    // Whoever is logged in here, perhaps for somebody else, has a token for forms already.
    let cookie = if access.person.is_some() { None } else { visit(web, &mut access)? };
    let found = match link::hash(link) {
        Some(token) => web.node().db().link(&token, web.node().now()).await?,
        None => None,
    };
    let status = match (&found, &problem) {
        (None, _) => StatusCode::GONE,
        (_, Some(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let f = Frame::new(web, &access, "");
    let name = found.map(|found| found.user);
    let page = WelcomePage { f, name, link, chars_min: PASSWORD_CHARS_MIN, problem };
    let mut response = (status, show(&page)?).into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
