//! `user-invite`, `user-password`, `user-sessions`, `user-logout`: how people come to passwords of their own, and who is
//! logged in. Who may log in at all, and as what, is in `user`.

use super::agreement::seal::Secret;
use super::{Ctx, Nothing, fault};
use crate::errors::{Code, Error};
use crate::store::links::LinkRow;
use crate::users::link::{self, LINK_MS, LINK_PATH};
use crate::users::{self, BadUser, Role};
use interwire_core::ids::Hash;
use serde::{Deserialize, Serialize};

/// Who gets a link.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Invite {
    /// The name.
    pub name: String,
    /// The role of somebody new; none for somebody who is known.
    pub role: Option<String>,
}

/// A link, told once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Invited {
    /// The name.
    pub name: String,
    /// The address: whole if the node knows its own, else the path of it.
    pub link: String,
    /// Until when it can be used.
    pub expires_at: String,
}

/// Gives a person a link by which they set a password of their own, once. Somebody who is known has no password from
/// now on, and is logged out.
///
/// # Errors
/// If there is somebody, or nobody, of that name, or name or role cannot be used.
pub async fn invite(ctx: &Ctx, input: Invite) -> Result<Invited, Error> {
    let Invite { name, role } = input;
    let who = ctx.who.clone();
    if who == name {
        return Err(fault::unreadable("the name", &name, &"it is your own; set your own password on your own page"));
    }
    let role: Option<Role> = match &role {
        Some(word) => Some(word.parse().map_err(|e| fault::unreadable("the role", word, &e))?),
        None => None,
    };
    let secret = link::secret().map_err(|e| Error::new(Code::StoreFailed).because(e.to_string()))?;
    let token = link::hash(&secret).ok_or_else(|| Error::new(Code::StoreFailed))?;
    let base = ctx.node.house().base_url.clone().unwrap_or_default();
    let address = format!("{base}{LINK_PATH}{secret}");
    ctx.step(move |step| {
        let now = step.now;
        let known = step.tx.user(&name)?;
        let (user, what) = match (known, role) {
            (Some(_), Some(_)) => {
                let reason = "there is a user of that name; `interwire user reset --link` gives another link";
                return Ok(Err(fault::unreadable("the name", &name, &reason)));
            }
            (None, None) => return Ok(Err(Error::new(Code::UserUnknown).with("name", &name))),
            (Some(mut user), None) => {
                user.password = String::new();
                (user, "user reset by link")
            }
            (None, Some(role)) => match users::without_password(&name, role, now) {
                Ok(user) => (user, "user invited"),
                Err(e) => return Ok(Err(fault::unreadable("the user", &name, &e))),
            },
        };
        let expires_at = now.plus_ms(LINK_MS);
        step.tx.remove_sessions(Some(&name), now)?;
        step.tx.put_user(&user)?;
        step.tx.put_link(&LinkRow { user: name.clone(), token, created_at: now, expires_at })?;
        step.tx.audit(now, &who, what, &format!("{name} as {}", user.role))?;
        Ok(Ok(Invited { name, link: address, expires_at: expires_at.to_string() }))
    })
    .await
}

/// Sets the password of whoever holds a link, and ends the link. It is no operation of the table: the link is the right.
///
/// # Errors
/// [`Code::LinkUnusable`] if it was used, is too old or never was; or if the password cannot be used.
pub async fn redeem(ctx: &Ctx, secret: &str, password: Secret) -> Result<String, Error> {
    let unusable = || Error::new(Code::LinkUnusable);
    let token = link::hash(secret).ok_or_else(unusable)?;
    let found = ctx.node.db().link(&token, ctx.node.now()).await?.ok_or_else(unusable)?;
    let hash = hashed(password).await?;
    ctx.step(move |step| {
        let now = step.now;
        // It may have been used, or replaced, while the password was hashed.
        let link = step.tx.link(&found.user)?.filter(|link| link.token == token && link.expires_at > now);
        let user = step.tx.user(&found.user)?.filter(|user| !user.disabled);
        let Some((link, mut user)) = link.zip(user) else { return Ok(Err(unusable())) };
        user.password = hash;
        step.tx.put_user(&user)?;
        step.tx.remove_link(&link.user)?;
        step.tx.remove_sessions(Some(&link.user), now)?;
        step.tx.audit(now, &link.user, "password set by link", &link.user)?;
        Ok(Ok(link.user))
    })
    .await
}

async fn hashed(password: Secret) -> Result<String, Error> {
    let made = tokio::task::spawn_blocking(move || users::hashed(password.text())).await;
    let made = made.map_err(|e| Error::new(Code::StoreFailed).because(e))?;
    made.map_err(|e| match e {
        BadUser::Hash(cause) => Error::new(Code::StoreFailed).because(cause),
        // What was given is a secret.
        other => fault::unreadable("the password", "…", &other),
    })
}

/// A password of one's own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Change {
    /// The name.
    pub name: String,
    /// The password so far.
    pub current: Secret,
    /// The password from now on.
    pub password: Secret,
    /// The session in which it is changed, which goes on; all others end.
    #[serde(skip)]
    pub session: Option<Hash>,
}

/// Changes a password, for whoever knows it.
///
/// # Errors
/// [`Code::PasswordWrong`] if the password so far is another; or if the new one cannot be used.
pub async fn change(ctx: &Ctx, input: Change) -> Result<Nothing, Error> {
    let Change { name, current, password, session } = input;
    let user = users::verify(ctx.node.db(), &name, current.text()).await.map_err(|e| fault::store(e.into()))?;
    let Some(before) = user else { return Err(Error::new(Code::PasswordWrong)) };
    let hash = hashed(password).await?;
    let who = ctx.who.clone();
    ctx.step(move |step| {
        let Some(mut user) = step.tx.user(&name)?.filter(|user| user.password == before.password) else {
            return Ok(Err(Error::new(Code::PasswordWrong)));
        };
        user.password = hash;
        step.tx.put_user(&user)?;
        step.tx.remove_link(&name)?;
        step.tx.remove_sessions_but(Some(&name), session, step.now)?;
        step.tx.audit(step.now, &who, "password changed", &name)?;
        Ok(Ok(Nothing {}))
    })
    .await
}

/// A session.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Session {
    /// Whose.
    pub name: String,
    /// Since when.
    pub created_at: String,
    /// Until when.
    pub expires_at: String,
}

/// Who is logged in.
///
/// # Errors
/// If the store cannot be read.
pub async fn sessions(ctx: &Ctx, _: Nothing) -> Result<Vec<Session>, Error> {
    let rows = ctx.node.db().sessions(ctx.node.now()).await?;
    let told = rows.into_iter().map(|row| Session {
        name: row.user,
        created_at: row.created_at.to_string(),
        expires_at: row.expires_at.to_string(),
    });
    Ok(told.collect())
}

/// Who is logged out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Logout {
    /// The name.
    pub name: String,
    /// A session that goes on.
    #[serde(skip)]
    pub but: Option<Hash>,
}

/// How many sessions ended.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct LoggedOut {
    /// The name.
    pub name: String,
    /// Sessions that ended.
    pub sessions: u64,
}

/// Ends the sessions of a person.
///
/// # Errors
/// If there is nobody of that name.
pub async fn logout(ctx: &Ctx, input: Logout) -> Result<LoggedOut, Error> {
    let Logout { name, but } = input;
    let who = ctx.who.clone();
    ctx.step(move |step| {
        if step.tx.user(&name)?.is_none() {
            return Ok(Err(Error::new(Code::UserUnknown).with("name", &name)));
        }
        let sessions = step.tx.remove_sessions_but(Some(&name), but, step.now)?;
        step.tx.audit(step.now, &who, "sessions ended", &name)?;
        Ok(Ok(LoggedOut { name, sessions }))
    })
    .await
}
