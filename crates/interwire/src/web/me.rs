//! What every person may set for themselves: language, time zone, looks, sounds.

use super::Web;
use super::access::{Access, Person};
use super::failure::Failure;
use super::page::{Frame, show};
use super::texts::{self, Standing};
use crate::errors::Code;
use crate::ops::preferences::{self as op, Preferences};
use crate::users::preferences::{DENSITIES, SCHEMES, TEXT_SIZES, zones};
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Deserialize;

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
    saved: bool,
    wrong: bool,
}

/// `GET /me`
pub async fn page(State(web): State<Web>, access: Access, Query(done): Query<Done>) -> Result<Response, Failure> {
    let person = access.person.clone().ok_or(Failure::NotLoggedIn)?;
    Ok(show(&form(&web, &access, &person, done.saved == "yes")?)?.into_response())
}

fn form(web: &Web, access: &Access, person: &Person, saved: bool) -> Result<MePage, Failure> {
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
    Ok(MePage {
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
            let page = MePage { wrong: true, ..form(&web, &access, &person, false)? };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
        }
    }
}
