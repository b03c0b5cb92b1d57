//! Who may log in to the pages: added with a first password, given another role or password, shut out.

use super::Web;
use super::access::Access;
use super::failure::Failure;
use super::login::secret;
use super::page::{Frame, When, show};
use crate::errors::Code;
use crate::ops::Nothing;
use crate::ops::agreement::seal::Secret;
use crate::ops::user::{self as op, Add, ChangeRole, Disable, Reset, User};
use crate::users::{PASSWORD_CHARS_MIN, Role};
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Deserialize;
use zeroize::Zeroizing;

/// The forms of the page: each uses a part.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    name: String,
    #[serde(default)]
    role: String,
    #[serde(default, deserialize_with = "secret")]
    password: Zeroizing<String>,
    #[serde(default)]
    enable: String,
}

struct Line {
    user: User,
    since: Option<When>,
    role: String,
    /// The reader.
    own: bool,
}

#[derive(Template)]
#[template(path = "users.html")]
struct UsersPage {
    f: Frame,
    lines: Vec<Line>,
    roles: Vec<(&'static str, String)>,
    chars_min: usize,
    problem: Option<String>,
}

/// `GET /users`
pub async fn page(State(web): State<Web>, access: Access) -> Result<Response, Failure> {
    list(&web, &access, None).await
}

async fn list(web: &Web, access: &Access, problem: Option<String>) -> Result<Response, Failure> {
    let f = Frame::new(web, access, "/users");
    let users = op::list(&web.ctx(access), Nothing {}).await?;
    let line = |user: User| Line {
        since: user.created_at.parse().ok().map(|at| f.when(at)),
        role: f.word("role", &user.role),
        own: user.name == access.name(),
        user,
    };
    let lines = users.into_iter().map(line).collect();
    let roles = Role::ALL.map(|role| (role.word(), f.word("role", role.word()))).to_vec();
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = UsersPage { lines, roles, chars_min: PASSWORD_CHARS_MIN, problem, f };
    Ok((status, show(&page)?).into_response())
}

/// The page again; with what was wrong with the form, if something was.
async fn done(web: &Web, access: &Access, done: Result<User, crate::errors::Error>) -> Result<Response, Failure> {
    match done {
        Ok(_) => Ok(web.go("/users")),
        Err(e) if e.code() == Code::StoreFailed => Err(e.into()),
        Err(e) => list(web, access, Some(format!("{} {}", e.sentence(), e.next_step()))).await,
    }
}

/// `POST /users`
pub async fn add(State(web): State<Web>, access: Access, Form(asked): Form<Asked>) -> Result<Response, Failure> {
    let _place = web.inner.passwords.acquire().await.map_err(|e| Failure::Store(e.to_string()))?;
    let input = Add { name: asked.name, role: asked.role, password: Secret::new(&asked.password) };
    done(&web, &access, op::add(&web.ctx(&access), input).await).await
}

/// `POST /users/role`
pub async fn role(State(web): State<Web>, access: Access, Form(asked): Form<Asked>) -> Result<Response, Failure> {
    let input = ChangeRole { name: asked.name, role: asked.role };
    done(&web, &access, op::role(&web.ctx(&access), input).await).await
}

/// `POST /users/reset`
pub async fn reset(State(web): State<Web>, access: Access, Form(asked): Form<Asked>) -> Result<Response, Failure> {
    let _place = web.inner.passwords.acquire().await.map_err(|e| Failure::Store(e.to_string()))?;
    let input = Reset { name: asked.name, password: Secret::new(&asked.password) };
    done(&web, &access, op::reset(&web.ctx(&access), input).await).await
}

/// `POST /users/disable`: shuts a person out, or lets the person in again.
pub async fn disable(State(web): State<Web>, access: Access, Form(asked): Form<Asked>) -> Result<Response, Failure> {
    let input = Disable { name: asked.name, enable: asked.enable == "yes" };
    done(&web, &access, op::disable(&web.ctx(&access), input).await).await
}
