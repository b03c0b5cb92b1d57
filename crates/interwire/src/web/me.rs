//! What every person may set for themselves: language, time zone, looks, sounds, the password; and where they are logged
//! in.

use super::Web;
use super::access::{Access, Person};
use super::failure::Failure;
use super::login::secret;
use super::page::{Frame, When, show};
use super::session::Token;
use super::texts::{self, Standing};
use crate::errors::Code;
use crate::ops::access::{self as doors, Change, Logout};
use crate::ops::agreement::seal::Secret;
use crate::ops::preferences::{self as op, Preferences};
use crate::store::sessions::SessionRow;
use crate::users::PASSWORD_CHARS_MIN;
use crate::users::preferences::{DENSITIES, SCHEMES, TEXT_SIZES, zones};
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use interwire_core::ids::Hash;
use serde::Deserialize;
use zeroize::Zeroizing;

/// What was just done.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    saved: String,
}

/// The form. An empty language or zone is the house's.
#[derive(Deserialize)]
pub struct Asked {
    language: String,
    zone: String,
    scheme: String,
    density: String,
    text_size: String,
    #[serde(default)]
    sounds: String,
}

/// The form of the password. It holds secrets, so it cannot be printed.
#[derive(Deserialize)]
pub struct Secrets {
    #[serde(default, deserialize_with = "secret")]
    current: Zeroizing<String>,
    #[serde(default, deserialize_with = "secret")]
    password: Zeroizing<String>,
    #[serde(default, deserialize_with = "secret")]
    again: Zeroizing<String>,
}

/// One of several that may be chosen.
struct Choice {
    value: String,
    name: String,
    language: &'static str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "me.html")]
struct MePage {
    f: Frame,
    languages: Vec<Choice>,
    zones: Vec<Choice>,
    /// Of each fieldset: its name in the form, its legend, what may be chosen.
    sets: Vec<(&'static str, &'static str, Vec<Choice>)>,
    sounds: bool,
    /// Since when the person is logged in, until when, and whether it is here: one for each session.
    sessions: Vec<(When, When, bool)>,
    chars_min: usize,
    saved: bool,
    wrong: bool,
    /// What was wrong with the password.
    problem: Option<String>,
}

/// `GET /me`
pub async fn page(State(web): State<Web>, access: Access, Query(done): Query<Done>) -> Result<Response, Failure> {
    let person = access.person.clone().ok_or(Failure::NotLoggedIn)?;
    Ok(show(&form(&web, &access, &person, done.saved == "yes").await?)?.into_response())
}

/// The session in which a request is made.
fn session(access: &Access) -> Option<Hash> {
    access.token.as_ref().map(Token::hash)
}

async fn form(web: &Web, access: &Access, person: &Person, saved: bool) -> Result<MePage, Failure> {
    let f = Frame::new(web, access, "/me");
    let house = texts::best(&web.settings().language);
    let language = |texts: &'static texts::Texts| Choice {
        value: texts.language.to_owned(),
        name: match texts.standing {
            Standing::AwaitsReview => f.with("me.awaits-review", "language", texts.name),
            _ => texts.name.to_owned(),
        },
        language: texts.language,
        chosen: person.language == texts.language,
    };
    let as_house = Choice {
        value: String::new(),
        name: f.with("me.house-language", "language", house.name),
        language: f.language(),
        chosen: person.language.is_empty(),
    };
    let own = person.preferences.zone.as_deref();
    let plain = |name: String, chosen| Choice { value: name.clone(), name, language: f.language(), chosen };
    let house_zone = Choice {
        value: String::new(),
        ..plain(f.with("me.house-zone", "zone", f.zone_name(&web.settings().zone)), own.is_none())
    };
    let all = zones().into_iter().map(|name| {
        let chosen = own == Some(name.as_str());
        plain(name, chosen)
    });
    let words = |group: &str, words: &[&str], chosen: &str| -> Vec<Choice> {
        let choice = |word: &&str| Choice {
            value: (*word).to_owned(),
            name: f.word(group, word),
            language: f.language(),
            chosen: *word == chosen,
        };
        words.iter().map(choice).collect()
    };
    let sets = vec![
        ("scheme", f.t("me.scheme"), words("scheme", &SCHEMES, &person.preferences.scheme)),
        ("density", f.t("me.density"), words("density", &DENSITIES, &person.preferences.density)),
        ("text_size", f.t("me.text-size"), words("text", &TEXT_SIZES, &person.preferences.text_size)),
    ];
    let mut sessions = web.node().db().sessions(f.now).await?;
    sessions.retain(|row| row.user == person.name);
    let here = session(access);
    let told = |row: &SessionRow| (f.when(row.created_at), f.when(row.expires_at), here == Some(row.token));
    Ok(MePage {
        sessions: sessions.iter().map(told).collect(),
        chars_min: PASSWORD_CHARS_MIN,
        problem: None,
        languages: [as_house].into_iter().chain(texts::choices().map(language)).collect(),
        zones: [house_zone].into_iter().chain(all).collect(),
        sets,
        sounds: person.preferences.sounds,
        saved,
        wrong: false,
        f,
    })
}

/// `POST /me`
pub async fn save(State(web): State<Web>, access: Access, Form(asked): Form<Asked>) -> Result<Response, Failure> {
    let person = access.person.clone().ok_or(Failure::NotLoggedIn)?;
    let Asked { language, zone, scheme, density, text_size, sounds } = asked;
    let spoken = language.is_empty() || texts::all().iter().any(|texts| texts.language == language);
    let input = Preferences {
        name: person.name.clone(),
        language,
        zone: Some(zone).filter(|zone| !zone.is_empty()),
        scheme,
        density,
        text_size,
        sounds: sounds == "yes",
    };
    let done = if spoken { Some(op::prefer(&web.ctx(&access), input).await) } else { None };
    match done {
        Some(Ok(_)) => Ok(web.go("/me?saved=yes")),
        Some(Err(e)) if e.code() == Code::StoreFailed => Err(e.into()),
        _ => {
            let page = MePage { wrong: true, ..form(&web, &access, &person, false).await? };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
        }
    }
}

/// `POST /me/password`: all other sessions of the person end.
pub async fn password(State(web): State<Web>, access: Access, Form(asked): Form<Secrets>) -> Result<Response, Failure> {
    let person = access.person.clone().ok_or(Failure::NotLoggedIn)?;
    let frame = Frame::new(&web, &access, "/me");
    // Wrong passwords are slowed down as at the door.
    let (guesser, now) = (format!("password {}", person.name), web.node().now());
    let wait_ms = web.inner.throttle.wait_ms(&guesser, None, now);
    let problem = if wait_ms > 0 {
        frame.with("login.wait", "seconds", wait_ms / 1000 + 1)
    } else if asked.password != asked.again {
        frame.t("welcome.differ").to_owned()
    } else {
        let _place = web.inner.passwords.acquire().await.map_err(|e| Failure::Store(e.to_string()))?;
        let (current, password) = (Secret::new(&asked.current), Secret::new(&asked.password));
        let input = Change { name: person.name.clone(), current, password, session: session(&access) };
        match doors::change(&web.ctx(&access), input).await {
            Ok(_) => {
                web.inner.throttle.succeeded(&guesser, None);
                return Ok(web.go("/me?saved=yes"));
            }
            Err(e) if e.code() == Code::StoreFailed => return Err(e.into()),
            Err(e) => {
                if e.code() == Code::PasswordWrong {
                    web.inner.throttle.failed(&guesser, None, now);
                }
                format!("{} {}", e.sentence(), e.next_step())
            }
        }
    };
    let page = MePage { problem: Some(problem), ..form(&web, &access, &person, false).await? };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
}

/// `POST /me/logout`: ends all sessions of the person but this one.
pub async fn logout_elsewhere(State(web): State<Web>, access: Access) -> Result<Response, Failure> {
    let input = Logout { name: access.name().to_owned(), but: session(&access) };
    doors::logout(&web.ctx(&access), input).await?;
    Ok(web.go("/me?saved=yes"))
}
