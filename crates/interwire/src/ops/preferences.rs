//! `user-preferences`: how a person wants the pages. On the pages people choose for themselves.

use super::{Ctx, fault};
use crate::errors::{Code, Error};
use crate::store::preferences::PreferencesRow;
use crate::users::preferences;
use interwire_core::agreement::Lang;
use serde::{Deserialize, Serialize};

/// How a person wants the pages, all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    /// The person's name.
    pub name: String,
    /// A language tag; empty for the house's.
    pub language: String,
    /// The IANA name of a time zone; the house's if none.
    pub zone: Option<String>,
    /// `system`, `light` or `dark`.
    pub scheme: String,
    /// `comfortable` or `compact`.
    pub density: String,
    /// `normal` or `large`.
    pub text_size: String,
    /// Whether flashes and kills make a sound.
    pub sounds: bool,
}

/// Sets how a person wants the pages; their sessions go on.
///
/// # Errors
/// If there is nobody of that name, or something cannot be chosen.
pub async fn prefer(ctx: &Ctx, input: Preferences) -> Result<Preferences, Error> {
    if !input.language.is_empty() {
        input.language.parse::<Lang>().map_err(|e| fault::unreadable("the language", &input.language, &e))?;
    }
    let Preferences { name, zone, scheme, density, text_size, sounds, .. } = input.clone();
    let row = PreferencesRow { user: name, zone, scheme, density, text_size, sounds };
    if let Some((what, given)) = preferences::wrong(&row) {
        return Err(fault::unreadable(what, given, &"it is none of the choices"));
    }
    let who = ctx.who.clone();
    ctx.step(move |step| {
        let Some(mut user) = step.tx.user(&input.name)? else {
            return Ok(Err(Error::new(Code::UserUnknown).with("name", &input.name)));
        };
        user.language.clone_from(&input.language);
        step.tx.put_user(&user)?;
        step.tx.put_preferences(&row)?;
        step.tx.audit(step.now, &who, "preferences changed", &input.name)?;
        Ok(Ok(input))
    })
    .await
}
