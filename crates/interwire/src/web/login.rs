//! Logging in with name and password, and out.

use super::Web;
use super::access::Access;
use super::failure::Failure;
use super::page::{Frame, show};
use super::session::{Cookie, SESSION_MS, Token};
use crate::users;
use askama::Template;
use axum::extract::{ConnectInfo, Form, Query, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, RequestExt};
use http::{HeaderValue, StatusCode, header};
use serde::{Deserialize, Deserializer};
use std::net::{IpAddr, SocketAddr};
use zeroize::Zeroizing;

/// Where to go after logging in.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    next: String,
}

/// The form.
#[derive(Deserialize)]
pub struct Asked {
    name: String,
    #[serde(deserialize_with = "secret")]
    password: Zeroizing<String>,
    #[serde(default)]
    next: String,
}

/// Reads a secret of a form into memory that is wiped.
///
/// # Errors
/// If it is no text.
pub fn secret<'de, D: Deserializer<'de>>(form: D) -> Result<Zeroizing<String>, D::Error> {
    String::deserialize(form).map(Zeroizing::new)
}

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage {
    f: Frame,
    next: String,
    name: String,
    problem: Option<String>,
}

/// `GET /login`
pub async fn form(State(web): State<Web>, access: Access, Query(wanted): Query<Wanted>) -> Result<Response, Failure> {
    ask(&web, access, wanted.next, String::new(), None)
}

fn ask(
    web: &Web,
    mut access: Access,
    next: String,
    name: String,
    problem: Option<String>,
) -> Result<Response, Failure> {
    let cookie = visit(web, &mut access)?;
    let status = if problem.is_some() { StatusCode::FORBIDDEN } else { StatusCode::OK };
    let page = LoginPage { f: Frame::new(web, &access, ""), next: within(&next), name, problem };
    let mut response = (status, show(&page)?).into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Makes whoever asks a visitor, with a token for a form and a cookie that binds it to the browser, if it has none yet.
///
/// # Errors
/// If the system gives no random bytes.
pub fn visit(web: &Web, access: &mut Access) -> Result<Option<HeaderValue>, Failure> {
    // Whoever asks for the form again, logged in or not, gets a token of its own for it.
    let fresh = access.token.is_none() || access.person.is_some();
    access.person = None;
    if !fresh {
        return Ok(None);
    }
    let visitor = Token::random().map_err(|e| Failure::Store(e.to_string()))?;
    access.csrf = visitor.csrf();
    Ok(Cookie::Visitor.give(web.settings(), &visitor))
}

/// `POST /login`
pub async fn enter(
    State(web): State<Web>,
    access: Access,
    address: Option<Extension<ConnectInfo<SocketAddr>>>,
    request: Request,
) -> Result<Response, Failure> {
    let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok().map(str::to_owned));
    let from = address_of(address.map(|Extension(ConnectInfo(peer))| peer.ip()), forwarded.as_deref());
    let asked = request.extract::<Form<Asked>, _>().await;
    let Form(asked) = asked.map_err(|_| Failure::Status(StatusCode::BAD_REQUEST))?;
    let frame = Frame::new(&web, &access, "");
    let now = web.node().now();
    let wait_ms = web.inner.throttle.wait_ms(&asked.name, from, now);
    if wait_ms > 0 {
        let problem = frame.with("login.wait", "seconds", wait_ms / 1000 + 1);
        return ask(&web, access, asked.next, asked.name, Some(problem));
    }
    let _place = web.inner.passwords.acquire().await.map_err(|e| Failure::Store(e.to_string()))?;
    let user = users::verify(web.node().db(), &asked.name, &asked.password).await?;
    let Some(user) = user else {
        web.inner.throttle.failed(&asked.name, from, now);
        tracing::warn!(address = ?from, "a login failed");
        return ask(&web, access, asked.next, asked.name, Some(frame.t("login.wrong").to_owned()));
    };
    web.inner.throttle.succeeded(&asked.name, from);
    let token = Token::random().map_err(|e| Failure::Store(e.to_string()))?;
    let hash = token.hash();
    web.node()
        .step(move |step| {
            let now = step.now;
            step.tx.remove_sessions(None, now)?;
            step.tx.put_session(&hash, &user.name, now, now.plus_ms(SESSION_MS))?;
            step.tx.audit(now, &user.name, "logged in", "")
        })
        .await?;
    let next = within(&asked.next);
    let mut response = Redirect::to(&format!("{}{next}", web.settings().root)).into_response();
    let cookies = [Cookie::Session.give(web.settings(), &token), Cookie::Visitor.set(web.settings(), "", 0)];
    for cookie in cookies.into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// `POST /logout`
pub async fn leave(State(web): State<Web>, access: Access) -> Result<Response, Failure> {
    let hash = access.token.as_ref().ok_or(Failure::NotLoggedIn)?.hash();
    let who = access.name().to_owned();
    web.node()
        .step(move |step| {
            step.tx.remove_session(&hash)?;
            step.tx.audit(step.now, &who, "logged out", "")
        })
        .await?;
    let mut response = Redirect::to(&format!("{}/login", web.settings().root)).into_response();
    if let Some(cookie) = Cookie::Session.set(web.settings(), "", 0) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// A path of ours to go on to; the board if it could lead elsewhere.
fn within(next: &str) -> String {
    let ours = next.starts_with('/') && !next.starts_with("//") && next.len() <= 500;
    let plain = next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if ours && plain && !next.starts_with("/login") { next.to_owned() } else { "/board".to_owned() }
}

/// Who asks. Behind a reverse proxy on the same machine it is the last address that the proxy names, which the asker
/// cannot choose.
fn address_of(peer: Option<IpAddr>, forwarded: Option<&str>) -> Option<IpAddr> {
    let last = forwarded.and_then(|all| all.rsplit(',').next()?.trim().parse().ok());
    if peer.is_some_and(|peer| peer.is_loopback()) { last.or(peer) } else { peer }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_away_after_logging_in() {
        for next in ["/board?kind=text", "/items/hanoi/AAAAAAAAAAAAAAAAAAAAAA"] {
            assert_eq!(within(next), next);
        }
        for next in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\tx",
            "/login?next=/",
            "javascript:alert(1)",
        ] {
            assert_eq!(within(next), "/board", "{next:?}");
        }
    }

    #[test]
    fn the_address_of_an_asker_is_one_it_cannot_choose() {
        let (local, far): (IpAddr, IpAddr) = ([127, 0, 0, 1].into(), [192, 0, 2, 7].into());
        assert_eq!(address_of(Some(local), Some("203.0.113.9, 192.0.2.7")), Some(far));
        assert_eq!(address_of(Some(far), Some("203.0.113.9")), Some(far));
        assert_eq!(address_of(Some(local), Some("nonsense")), Some(local));
        assert_eq!(address_of(None, None), None);
    }
}
