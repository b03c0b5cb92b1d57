//! Who may log in to the pages: added and reset by a link with which the person sets the password, given another role,
//! logged out, shut out. Nobody but the person ever knows the password.

use super::Web;
use super::access::Access;
use super::failure::Failure;
use super::page::{Frame, When, show};
use crate::errors::Code;
use crate::ops::Nothing;
use crate::ops::access::{self as links, Invite, Invited, Logout};
use crate::ops::user::{self as op, ChangeRole, Disable, User};
use crate::store::sessions::SessionRow;
use crate::users::Role;
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use interwire_core::time::Time;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The forms of the page: each uses a part.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    name: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    enable: String,
}

struct Line {
    user: User,
    since: Option<When>,
    role: String,
    /// A link waits to be used, until then.
    invited: Option<When>,
    /// Since when they are logged in, and until when: one for each session.
    sessions: Vec<(When, When)>,
    /// The reader.
    own: bool,
}

#[derive(Template)]
#[template(path = "users.html")]
struct UsersPage {
    f: Frame,
    lines: Vec<Line>,
    roles: Vec<(&'static str, String)>,
    problem: Option<String>,
    /// A link that was just made, and until when it can be used. It is shown this once.
    link: Option<(Invited, Option<When>)>,
}

/// `GET /users`
pub async fn page(State(web): State<Web>, access: Access) -> Result<Response, Failure> {
    list(&web, &access, None, None).await
}

async fn list(web: &Web, access: &Access, problem: Option<String>, link: Option<Invited>) -> Result<Response, Failure> {
    let f = Frame::new(web, access, "/users");
    let db = web.node().db();
    let users = op::list(&web.ctx(access), Nothing {}).await?;
    let mut sessions: BTreeMap<String, Vec<SessionRow>> = BTreeMap::new();
    for session in db.sessions(f.now).await? {
        sessions.entry(session.user.clone()).or_default().push(session);
    }
    let mut links: BTreeMap<String, Time> =
        db.links(f.now).await?.into_iter().map(|link| (link.user, link.expires_at)).collect();
    let told = |row: SessionRow| (f.when(row.created_at), f.when(row.expires_at));
    let line = |user: User| Line {
        since: user.created_at.parse().ok().map(|at| f.when(at)),
        role: f.word("role", &user.role),
        own: user.name == access.name(),
        invited: links.remove(&user.name).map(|until| f.when(until)),
        sessions: sessions.remove(&user.name).unwrap_or_default().into_iter().map(told).collect(),
        user,
    };
    let lines = users.into_iter().map(line).collect();
    let roles = Role::ALL.map(|role| (role.word(), f.word("role", role.word()))).to_vec();
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let link = link.map(|link| {
        let until = link.expires_at.parse().ok().map(|at| f.when(at));
        (link, until)
    });
    let page = UsersPage { lines, roles, problem, link, f };
    Ok((status, show(&page)?).into_response())
}

/// The page again; with what was wrong with the form, if something was.
async fn done<T>(web: &Web, access: &Access, done: Result<T, crate::errors::Error>) -> Result<Response, Failure> {
    match done {
        Ok(_) => Ok(web.go("/users")),
        Err(e) => wrong(web, access, e).await,
    }
}

async fn wrong(web: &Web, access: &Access, e: crate::errors::Error) -> Result<Response, Failure> {
    match e.code() {
        Code::StoreFailed => Err(e.into()),
        _ => list(web, access, Some(format!("{} {}", e.sentence(), e.next_step())), None).await,
    }
}

async fn invite(web: &Web, access: &Access, input: Invite) -> Result<Response, Failure> {
    match links::invite(&web.ctx(access), input).await {
        // It is never led on from here: the link would have to be in an address.
        Ok(link) => list(web, access, None, Some(link)).await,
        Err(e) => wrong(web, access, e).await,
    }
}

/// `POST /users`
pub async fn add(State(web): State<Web>, access: Access, Form(asked): Form<Asked>) -> Result<Response, Failure> {
    invite(&web, &access, Invite { name: asked.name, role: Some(asked.role) }).await
}

/// `POST /users/role`
pub async fn role(State(web): State<Web>, access: Access, Form(asked): Form<Asked>) -> Result<Response, Failure> {
    let input = ChangeRole { name: asked.name, role: asked.role };
    done(&web, &access, op::role(&web.ctx(&access), input).await).await
}

/// `POST /users/reset`: the password so far is worth nothing any more, and a link sets another.
pub async fn reset(State(web): State<Web>, access: Access, Form(asked): Form<Asked>) -> Result<Response, Failure> {
    invite(&web, &access, Invite { name: asked.name, role: None }).await
}

/// `POST /users/logout`
pub async fn logout(State(web): State<Web>, access: Access, Form(asked): Form<Asked>) -> Result<Response, Failure> {
    let input = Logout { name: asked.name, but: None };
    done(&web, &access, links::logout(&web.ctx(&access), input).await).await
}

/// `POST /users/disable`: shuts a person out, or lets the person in again.
pub async fn disable(State(web): State<Web>, access: Access, Form(asked): Form<Asked>) -> Result<Response, Failure> {
    let input = Disable { name: asked.name, enable: asked.enable == "yes" };
    done(&web, &access, op::disable(&web.ctx(&access), input).await).await
}
